# The words of a profile, wherever it is shown.
profile-audience-self = Only me
profile-audience-organisation = My organisation
profile-audience-network = Connected organisations
profile-audience-public = Everyone on the internet
profile-audience-group = The members of a network

profile-scope-none = Nobody
profile-scope-organisation = My organisation
profile-scope-network = Connected organisations too
profile-scope-public = Everyone on the internet

profile-level-basic = basics
profile-level-skilled = experienced
profile-level-expert = expert

profile-availability-open = Feel free to ask
profile-availability-limited = Busy, a short question is fine
profile-availability-away = Not now

profile-field-pronouns = Pronouns
profile-field-job-title = Job title
profile-field-unit = Department
profile-field-place = Place
profile-field-languages = Languages
profile-field-telephone = Telephone
profile-field-mail = E-mail
profile-field-about = About me
profile-field-availability = Available for questions
profile-field-ask-me-about = You can ask me about
profile-field-can-mentor = Mentor
profile-field-skills = Knowledge and skills
profile-field-name = Name

# The own profile.
profile-title = My profile
profile-tabs = Parts of your profile
profile-tab-profile = Profile
profile-tab-skills = Knowledge
profile-tab-consent = Who finds you
profile-tab-seen = How others see you
profile-tab-data = My data
profile-tab-known = What you are known for
profile-known-title = What are you known for?
profile-known-lead = People who look for colleagues also find you by what you wrote. This is what counts, newest first.
profile-known-text = Would you rather not be found by something? Leave it out. It stays where it is, and whoever may read it still finds it. It just no longer moves you up, and is no longer named beside you.
profile-known-elsewhere = Within your own organisation this takes effect at once. Other organisations where you can be found hear of it within a quarter of an hour. Only their systems get to see your choice, no colleague does.
profile-known-none = Nothing counts yet. Answer a question or help write a wiki, and it shows up here.
profile-known-leave-out = Leave it out
profile-known-leave-out-for = Leave it out: { $words }
profile-known-again = Let it count again
profile-known-again-for = Let it count again: { $words }
profile-known-is-out = Does not count
profile-known-next = What you wrote before
profile-known-first = Back to the newest
profile-notice-known-left-out = This no longer counts when people look for colleagues.
profile-notice-known-again = This counts again when people look for colleagues.
profile-photo-add = Add a photo
profile-photo-change = Change your photo
profile-found-by-none = Nobody finds you now
profile-found-by-organisation = Colleagues of your own organisation find you
profile-found-by-network = Colleagues of your own and of connected organisations find you
profile-found-by-public = Everyone on the internet finds you
profile-found-change = Change who finds you
profile-edit = Edit your profile
profile-hidden = Nobody can find you now: you have not chosen yet, or you switched your profile off.
profile-hidden-choose = Choose who may find you
profile-missing = Your organisation asks you to fill this in
profile-facts = Details
profile-facts-none = Your profile is still empty. A job title and a department already tell colleagues what to come to you for.
profile-empty = Still empty
profile-skills-none = You have not said yet what you know about. That is what people are found by most.
profile-skills-edit = Edit your knowledge
profile-audience-of = Who sees { $field }
profile-change = Change
profile-save = Save
profile-cancel = Cancel
profile-back = Back to your profile
profile-notice-saved = Your profile is saved.
profile-notice-audience = Saved: who sees this has changed.

# Filling it in.
profile-edit-title = Edit your profile
profile-edit-lead = Fill in what you like; only your name is needed. Beside each field you choose who sees it.
profile-section-who = Who you are
profile-section-reach = How to reach you
profile-section-help = What you can help with
profile-mandatory = (required)
profile-choice-none = Choose
profile-availability-unsaid = I would rather not say
profile-mentor-words = I would like to be a colleague’s mentor
profile-language-add = Another language
profile-stored-now = It now says:
profile-stored-empty = nothing
profile-hint-name = Everyone who finds you sees your name.
profile-hint-pronouns = For instance she/her, he/him or they/them.
profile-hint-unit = As colleagues call it: the name of your department, directorate or team.
profile-hint-place = Where you usually work.
profile-hint-mail = Where colleagues reach you. The address you sign in with is another matter.
profile-hint-about = What do you do, and what did you do before? Plain words work best.
profile-hint-ask-me-about = For instance: how to involve residents early in a zoning plan.

# Skills.
profile-skills-lead = Put first what you would most like to be found by. Your knowledge is also found in Dutch, by other words and with a typing error.
profile-skills-empty = What do you know about?
profile-skills-empty-text = Begin with three subjects that colleagues already call you about.
profile-skills-full = You have { $max } subjects, and there is no room for more. Take one away to add another.
profile-skill-add = Add a subject
profile-skill-add-hint = Type a few letters, in Dutch or in English.
profile-skill-search = Search
profile-skill-how-well = Choose how well you know it.
profile-skill-fitting = Does this fit your work? Choose how well you know it.
profile-skill-also = also: { $name }
profile-skill-chosen = In your list
profile-skill-unknown = ‘{ $typed }’ is not in the list of subjects.
profile-skill-near = Do you perhaps mean one of these?
profile-skill-none-near = Try another word. Is the subject missing? Ask your administrator to add it.
profile-skill-removed = ‘{ $name }’ is out of your list.
profile-skill-placed = ‘{ $name }’ is now at place { $place } of { $count }.
profile-undo = Undo
profile-skill-level-of = How well you know { $name }
profile-skill-up = Move { $name } up
profile-skill-down = Move { $name } down
profile-skill-remove = Take { $name } out of your list
profile-notice-skill-added = The subject is in your list.

# The photo.
profile-photo = Your photo
profile-photo-lead = A face makes it easier to come up to you.
profile-photo-this = This is how others see your photo: who sees your name sees your photo too.
profile-photo-none = You have no photo yet. Your initials stand there now.
profile-photo-choose = Choose a photo
profile-photo-hint = JPEG, PNG or WebP of at most { $max } MB. We make it square and take out what cannot be seen, such as the place where it was taken.
profile-photo-upload = Save this photo
profile-photo-remove = Remove your photo
profile-photo-removed = Your photo was removed. Your initials stand there now; at other organisations within fifteen minutes.
profile-photo-undo = Undo
profile-photo-undo-late = This can no longer be undone. Choose your photo again.
profile-notice-photo = Your photo is saved.
profile-notice-photo-back = Your photo is back.

# Who may find you.
profile-consent-title = Who may find you?
profile-consent-lead-first = Your profile is off until you choose here. You can always change your choice.
profile-consent-lead = You can always change your choice, and choose for each field who sees it.
profile-consent-not-chosen = You have not chosen yet. Until then nobody finds you.
profile-consent-question = Who may find you?
profile-consent-none = You are not in the directory and in no search result. What you filled in is kept.
profile-consent-organisation = Colleagues of { $organisation } find you and see the fields you open to them. Nothing goes to other organisations.
profile-consent-network = Colleagues of connected organisations find you too. A copy of the fields you open to them will stand there.
profile-consent-network-nobody = No organisation is connected yet.
profile-consent-network-names = At present these are: { $names }.
profile-consent-network-count = At present these are { $count } organisations.
profile-consent-public = Everyone can find you, also search engines and people who do not sign in. They see only what you open to everyone on the internet.
profile-consent-withdraw = If you withdraw this, colleagues of other organisations no longer see you within fifteen minutes. If an organisation cannot be reached then, you disappear there as soon as it can be, and after 14 days at the latest.
profile-consent-undo = A mistake? Before this you chose ‘{ $scope }’.
profile-consent-preview = See what others see
profile-consent-history = What you chose before
profile-consent-history-text = We keep this, so that it can always be shown what you agreed to.
profile-consent-fields = Sent to other organisations: { $fields }
profile-notice-consent-same = Nothing changed: this was your choice already.
profile-notice-consent-none = Nobody finds you any more. What you filled in is kept.
profile-notice-consent-withdrawn = Nobody finds you any more. At other organisations you are gone within fifteen minutes.
profile-notice-consent-withdrawn-elsewhere = Only your own organisation finds you now. At other organisations you are gone within fifteen minutes.
profile-notice-consent-organisation = Colleagues of your own organisation can find you now.
profile-notice-consent-network = Colleagues of connected organisations can find you now too.
profile-notice-consent-public = Everyone on the internet can find you now.

# What others see.
profile-seen-lead = This is exactly what others get to see of you, no more and no less.
profile-seen-from = Look along with
profile-seen-organisation = My organisation
profile-seen-network = Other organisations
profile-seen-public = Internet
profile-seen-who-organisation = colleagues of your own organisation
profile-seen-who-network = colleagues of connected organisations
profile-seen-who-public = people who do not sign in
profile-seen-by = This is what { $who } see.
profile-seen-hidden = At present { $who } do not see you.
profile-seen-would = If you changed that, they would see this:
profile-seen-document = Look at the document that leaves our organisation
profile-seen-document-text = Word for word what other organisations get about you, and nothing else.

# What we hold.
profile-data-take = Take your data along
profile-data-take-text = Everything that Plein at { $organisation } keeps about you, in one file (JSON).
profile-data-profile = Your profile, your photo and who may see what
profile-data-account = Your account, your devices and everything you chose
profile-data-files = The list of the files that you sent
profile-data-log = What the log says about you
profile-data-download = Download my data
profile-data-download-files = Download with my files
profile-data-download-files-hint = With your files it is a ZIP: the newest, up to 2 GB together.
profile-data-stop = Stop something
profile-data-stop-text = You can switch your profile off and on again later. You can also have everything removed.
profile-data-hide = Switch your profile off
profile-data-remove = Remove your account
