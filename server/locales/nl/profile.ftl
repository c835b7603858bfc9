# The words of a profile, wherever it is shown.
profile-audience-self = Alleen ik
profile-audience-organisation = Mijn organisatie
profile-audience-network = Verbonden organisaties
profile-audience-public = Iedereen op internet
profile-audience-group = De leden van een netwerk

profile-scope-none = Niemand
profile-scope-organisation = Mijn organisatie
profile-scope-network = Ook verbonden organisaties
profile-scope-public = Iedereen op internet

profile-level-basic = basis
profile-level-skilled = ervaren
profile-level-expert = expert

profile-availability-open = Vraag gerust
profile-availability-limited = Druk, een korte vraag mag
profile-availability-away = Nu even niet

profile-field-pronouns = Voornaamwoorden
profile-field-job-title = Functie
profile-field-unit = Afdeling
profile-field-place = Plaats
profile-field-languages = Talen
profile-field-telephone = Telefoon
profile-field-mail = E-mail
profile-field-about = Over mij
profile-field-availability = Beschikbaar voor vragen
profile-field-ask-me-about = Je kunt mij vragen over
profile-field-can-mentor = Mentor
profile-field-skills = Kennis en vaardigheden
