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
profile-photo-add = Add a photo
profile-photo-change = Change your photo
profile-found-by = Can be found by: { $scope }
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
