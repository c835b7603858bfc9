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
profile-field-name = Naam

# The own profile.
profile-title = Mijn profiel
profile-tabs = Onderdelen van je profiel
profile-tab-profile = Profiel
profile-tab-skills = Kennis
profile-tab-consent = Wie jou vindt
profile-tab-seen = Zo zien anderen jou
profile-tab-data = Mijn gegevens
profile-photo-add = Voeg een foto toe
profile-photo-change = Wijzig je foto
profile-found-by = Te vinden door: { $scope }
profile-found-change = Wijzig wie jou vindt
profile-edit = Bewerk je profiel
profile-hidden = Niemand kan je nu vinden: je hebt nog niet gekozen, of je hebt je profiel uitgezet.
profile-hidden-choose = Kies wie jou mag vinden
profile-missing = Je organisatie vraagt je dit nog in te vullen
profile-facts = Gegevens
profile-facts-none = Je profiel is nog leeg. Met een functie en een afdeling weten collega’s al waarvoor ze bij je kunnen zijn.
profile-empty = Nog leeg
profile-skills-none = Je hebt nog niet gezegd waar je verstand van hebt. Daarop word je het meest gevonden.
profile-skills-edit = Bewerk je kennis
profile-audience-of = Wie ziet { $field }
profile-change = Wijzig
profile-save = Bewaar
profile-cancel = Annuleer
profile-back = Terug naar je profiel
profile-notice-saved = Je profiel is bewaard.
profile-notice-audience = Bewaard: wie dit ziet is gewijzigd.

# Filling it in.
profile-edit-title = Bewerk je profiel
profile-edit-lead = Vul in wat je wilt; alleen je naam is nodig. Naast elk veld kies je wie het ziet.
profile-section-who = Wie je bent
profile-section-reach = Hoe je te bereiken bent
profile-section-help = Waarmee je kunt helpen
profile-mandatory = (verplicht)
profile-choice-none = Kies
profile-availability-unsaid = Zeg ik niet
profile-mentor-words = Ik wil mentor zijn voor een collega
profile-language-add = Nog een taal
profile-stored-now = Nu staat er:
profile-stored-empty = niets
profile-hint-name = Iedereen die jou vindt, ziet je naam.
profile-hint-pronouns = Bijvoorbeeld zij/haar, hij/hem of die/hun.
profile-hint-unit = Zoals collega’s die noemen: de naam van je afdeling, directie of team.
profile-hint-place = Waar je meestal werkt.
profile-hint-mail = Waarop collega’s je bereiken. Het adres waarmee je je aanmeldt staat hier los van.
profile-hint-about = Wat doe je, en wat deed je eerder? Gewone taal werkt het best.
profile-hint-ask-me-about = Bijvoorbeeld: hoe je bewoners vroeg betrekt bij een omgevingsplan.
