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
