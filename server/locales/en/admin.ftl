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
admin-todo-files-waiting = { $count ->
    [one] One file has waited for the virus scanner for more than ten minutes
   *[other] { $count } files have waited for the virus scanner for more than ten minutes
}
admin-todo-files-too-large = { $count ->
    [one] One file is too large for the virus scanner and stays closed. Let the operator raise StreamMaxLength of clamd
   *[other] { $count } files are too large for the virus scanner and stay closed. Let the operator raise StreamMaxLength of clamd
}
admin-scanner-said = The virus scanner did not look at a file. It said: { $why }
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
admin-groups-copies = Networks of other organisations
admin-groups-copies-text = Colleagues are members here. Do you doubt that everything is there? Then fetch the network again; meanwhile it can be read as it is.
admin-groups-behind = { $done } of { $all } changes here
admin-groups-equal = Equal to the organisation,
admin-groups-fetching = Being fetched
admin-groups-resync = Fetch again
admin-groups-notice-resync = The network is being fetched again.
admin-shut-out = Shut out of our networks
admin-shut-out-link = Shut this person out
admin-shut-out-title = Shutting out { $name }
admin-shut-out-text = This person is then no longer a member of networks that belong here and cannot post in them. What is there stays. They read your reason and can appeal.
admin-shut-out-do = Shut out
admin-let-in = Let in again
admin-groups-notice-shut-out = This person has been shut out.
admin-groups-notice-let-in = This person may take part again.
admin-house = The wiki of the whole organisation
admin-house-text = Beside the wikis of networks your organisation can have one of its own. Every member of staff reads and writes it without joining; other organisations do not see it.
admin-house-called = Wiki of { $organisation }
admin-house-summary = What everybody here should be able to find. Every colleague writes along.
admin-house-do = Begin the wiki
admin-house-go = Go to the wiki
admin-notice-house = The wiki is there. Write its first page, so that colleagues know what it is about.
admin-inquiries = Personal questions
admin-inquiries-kept = Personal questions between colleagues go { $days } days after the last word.
admin-inquiries-change = Change this
admin-inquiries-text = What colleagues ask each other in person is read by the two of them alone. Here you choose how long it stays after the last word. After 60 days without an answer or a reply, a question closes by itself.
admin-inquiries-days = How many days after the last word?
admin-inquiries-days-hint = From { $min } to { $max } days. We suggest 365: what comes back every year can still be looked up, and personal messages need not stay any longer.
admin-inquiries-saved = Your choice is saved.
