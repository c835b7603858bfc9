# Networks: finding one, taking part, looking after it.
groups-title = Networks
groups-mine = My networks
groups-all = All networks
groups-search-label = Find a network
groups-search-hint = A word from its name or description
groups-found = { $count ->
    [0] No network found
    [one] { $count } network found
   *[other] { $count } networks found
}
groups-none = No network found for ‘{ $text }’
groups-none-text = Try a shorter word, or another word for the same thing.
groups-show-all = Show all networks
groups-empty = There are no networks yet
groups-empty-text = In a network, colleagues from different organisations share questions, answers and news about their work.
groups-create-first = Start the first network
groups-counts = { $members ->
    [one] { $members } member
   *[other] { $members } members
} from { $organisations ->
    [one] { $organisations } organisation
   *[other] { $organisations } organisations
}
groups-mine-requested = Your request is waiting
groups-mine-invited = You are invited
groups-mine-banned = You have no access
groups-archived = Closed
groups-policy-open = Anyone can join
groups-policy-request = Join on request
groups-policy-invitation = By invitation only
groups-policy-open-text = Whoever sees the network joins with one click.
groups-policy-request-text = A moderator decides on each request. You can ask a question.
groups-policy-invitation-text = Nobody can ask to join. You invite people.
groups-role = Role
groups-role-owner = Owner
groups-role-moderator = Moderator
groups-role-member = Member
groups-role-owner-text = Decides what the network is, chooses moderators, and can hand over or end the network. There can be several owners.
groups-role-moderator-text = Decides on requests, invites people, hides or removes posts, and can remove members.
groups-role-member-text = Takes part.

# Making one, and its settings.
groups-create = Start a network
groups-create-do = Start this network
groups-create-lead = You will be its owner. You can change everything below later.
groups-name = Name
groups-summary = What is it for?
groups-summary-hint = One or two sentences. They appear in the list of networks.
groups-introduction = Introduction
groups-introduction-hint = The first thing people read before they join. You can format it with Markdown.
groups-rules = Ground rules
groups-rules-hint = How do you treat each other? Leave empty if the house rules are enough.
groups-rules-none = The house rules of the organisation apply here.
groups-welcome = Welcome for new members
groups-welcome-hint = What should someone know who has just come in?
groups-subjects = Subjects of the network
groups-join-policy = How do people join?
groups-question = Question for whoever wants to join
groups-question-hint = Only where people join on request. For example: why would you like to take part?
groups-listed = Who sees that this network exists?
groups-listed-hint = Members and people who are invited always do.
groups-listed-public = Everyone on the internet
groups-listed-network = Everyone at connected organisations
groups-listed-organisation = Only staff of its own organisation
groups-listed-group = Nobody: the network is hidden
groups-content = Who can read along, besides the members?
groups-content-hint = Never more people than those who see the network. If you choose ‘members only’, that also goes for what is already there.
groups-content-public = Everyone on the internet
groups-content-network = Everyone at connected organisations
groups-content-organisation = Staff of its own organisation
groups-content-group = Members only
groups-required = Required profile fields
groups-required-legend = What must members show of themselves?
groups-required-hint = Whoever left one of these fields empty fills it in first.
groups-parent = Part of
groups-parent-hint = Only networks that you own yourself.
groups-parent-none = No other network
groups-settings = Settings
groups-settings-of = Settings of { $name }
groups-end = Close or end
groups-archive = Close the network
groups-archive-text = Everyone can keep reading, nobody can write or join. You can reopen the network later.
groups-reopen = Reopen the network
groups-reopen-text = Members can write again, and new members can come in.
groups-delete = End the network
groups-delete-title = Ending { $name }
groups-delete-content = All questions, answers and posts will be gone. This cannot be undone.
groups-delete-members = The network disappears for { $counts }.
groups-delete-elsewhere = Everything is removed at other organisations too.
groups-delete-or = Would you rather keep everything for reading?
groups-delete-name = Type the name of the network
groups-delete-do = Delete everything

# Head, door and tabs.
groups-tabs = Parts of { $name }
groups-tab-news = New
groups-tab-questions = Questions
groups-tab-files = Files
groups-tab-members = Members
groups-tab-about = About
groups-tab-manage = Manage
groups-inside = You are a member
groups-join = Join
groups-join-title = Joining { $name }
groups-ask = Ask to join
groups-ask-text = A moderator reads your request and decides.
groups-answer = Is there anything you would like to add?
groups-accept-invitation = Accept the invitation
groups-decline-invitation = Decline the invitation
groups-waiting-text = You will hear as soon as a moderator has decided.
groups-waiting-elsewhere = Your request is on its way to { $organisation }. You will hear as soon as they have decided.
groups-withdraw = Withdraw your request
groups-invitation-only = You can only join by invitation.
groups-banned = You have no access to this network.
groups-banned-until = You have no access to this network, until { $until }.
groups-banned-ends = until { $until }
groups-reason = Reason
groups-reason-given = Reason: { $reason }
groups-reason-hint = This person will read it.
groups-sign-in = Sign in to take part
groups-fields-missing = This network asks that your profile shows the following. Fill it in first:
groups-archived-text = This network is closed. You can read everything; nothing will be added.
groups-cut-off = The organisation of this network is not connected at the moment. You are reading what was already here; writing is possible again once the connection is back.
groups-fetching = Earlier posts are being fetched.
groups-fetching-so-far = Earlier posts are being fetched ({ $done } of { $all }).
groups-ownerless = This network has no owner any more. You are a moderator and can take over.
groups-take-over = Become the owner
groups-members-only = Only members read along here
groups-members-only-text = Join to see what is asked and shared.
groups-empty-news = Nothing has been posted yet
groups-empty-news-text = Questions, news and conversations of the network will appear here.
groups-empty-questions = There are no questions yet
groups-empty-questions-text = Ask everyone in the network. Whoever finds the answer marks it for the others.
groups-empty-kind = There is none of this yet
groups-empty-kind-text = Choose another kind, or post the first one.

# About and members.
groups-who-sees = Who sees what
groups-leaders = They look after this network
groups-family = Networks that belong together
groups-part-of = Part of
groups-members-of = Members of { $name }
groups-member-since = member since { $date }
groups-member-decide = Manage member
groups-csv = Download as a file
groups-csv-name = Name
groups-csv-organisation = Organisation
groups-csv-role = Role
groups-csv-since = Member since
groups-put-out = Ending the membership
groups-out-content = What this person wrote stays.
groups-out-told = This person is told, with your reason.
groups-remove = Remove from the network
groups-remove-title = Removing { $name }
groups-remove-text = This person can join again later.
groups-ban = Deny access
groups-ban-title = Denying { $name } access
groups-ban-text = This person cannot join again, until the date you choose or until you lift it.
groups-ban-until = Until when
groups-ban-until-hint = Leave empty for an indefinite time.
groups-lift = Give access again
groups-leave = Leave the network
groups-leave-title = Leaving { $name }
groups-leave-do = Leave the network
groups-leave-kept = What you wrote stays, with your name.
groups-leave-closed = This network is for members only: afterwards you see nothing of it, not even what you wrote yourself.
groups-leave-told = You get no more notifications.
groups-levels = Notifications
groups-levels-lead = About your own affairs, such as an invitation or a decision, you are always told.
groups-level-web = At the bell
groups-level-mail = By mail
groups-level-all = Everything new
groups-level-mentions = When someone mentions or answers me
groups-level-nothing = Nothing

# Looking after it.
groups-manage-of = Managing { $name }
groups-requests = { $count ->
    [0] No requests are waiting
    [one] { $count } request to join
   *[other] { $count } requests to join
}
groups-request-from = Works at { $organisation }
groups-request-first = Nobody from { $organisation } is a member yet. After your decision, what is written here also goes to that organisation.
groups-admit = Let { $name } in
groups-decline = Decline
groups-invite = Invite people
groups-invite-title = Inviting people to { $name }
groups-invite-search = Search by name
groups-invite-hint = Colleagues you may find, at connected organisations too.
groups-invite-people = Whom do you invite?
groups-invite-do = Send the invitation
groups-invite-open = Whoever you invite is notified and can join at once.
groups-invite-text = Whoever you invite is notified and joins without a request.
groups-invite-nobody = Check the spelling, or search by last name only.
groups-invited = Invited, no answer yet
groups-banned-people = Without access
groups-reports = Reports from members
groups-reports-none = Nobody has reported anything.
groups-report-open = Waits for your decision
groups-report-upheld = Acted upon
groups-report-dismissed = Stays
groups-report-gone = What was reported is no longer there.
groups-report-dismiss = Let it stay

groups-notice-created = Your network is there. Invite people and post the first message.
groups-notice-saved = The settings are saved.
groups-notice-joined = You are a member now.
groups-notice-asked = Your request was sent. You will hear from us.
groups-notice-on-its-way = Your request is on its way to the organisation of this network.
groups-notice-left = Done. You are no longer listed with this network.
groups-notice-levels = Your choice is saved.
groups-notice-role = The role was changed.
groups-notice-taken-over = You are the owner now.
groups-notice-removed = This person is no longer a member.
groups-notice-banned = This person no longer has access.
groups-notice-lifted = This person may join again.
groups-notice-admitted = There is a new member.
groups-notice-declined = The request was declined.
groups-notice-invited = The invitation was sent.
groups-notice-invited-none = These people were members or invited already.
groups-notice-dismissed = The post stays. Whoever reported it is told.
groups-notice-archived = The network is closed.
groups-notice-reopened = The network is open again.
groups-notice-deleted = The network has ended.
