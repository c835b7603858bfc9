# The administrators' overview.
admin-title = Administration
admin-tabs = Parts of administration
admin-tab-overview = Overview
admin-tab-peers = Organisations
admin-tab-accounts = Accounts
admin-tab-fields = Profile fields
admin-tab-concepts = Subjects
admin-tab-mail = Mail
admin-tab-audit = Log
admin-todo = Waiting for you
admin-no-scanner = Files are not checked for viruses. Let the operator set up a virus scanner (ClamAV): files.clamd.
admin-todo-none = Nothing is waiting for you.
admin-todo-requests = { $count ->
    [one] One organisation asks to connect
   *[other] { $count } organisations ask to connect
}
admin-todo-accounts = { $count ->
    [one] One account awaits your approval
   *[other] { $count } accounts await your approval
}
admin-todo-peers = { $count ->
    [one] Something is wrong with one organisation
   *[other] Something is wrong with { $count } organisations
}
admin-todo-mails = { $count ->
    [one] One mail could not be sent
   *[other] { $count } mails could not be sent
}
admin-todo-mails-retrying = { $count ->
    [one] One mail has not left yet; Plein tries again
   *[other] { $count } mails have not left yet; Plein tries again
}
admin-todo-jobs = { $count ->
    [one] One task in the background was given up
   *[other] { $count } tasks in the background were given up
}
admin-figures = In figures
admin-figure-people = Colleagues
admin-figure-findable = { $count } can be found
admin-figure-accounts = Accounts
admin-figure-peers = Connected organisations

# Networks.
admin-tab-groups = Networks
admin-tab-fediverse = Fediverse
admin-groups-who = Who may start a network?
admin-groups-everyone = Everyone with an account
admin-groups-staff = Staff, not externals and guests
admin-groups-administrators = Administrators only
admin-groups-saved = Your choice is saved.
admin-groups-reports = The moderators of a network decide on reports. You see them here too, because you answer for it.
admin-groups-decided = Decided
admin-groups-see = See what it is about
