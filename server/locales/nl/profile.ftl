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
profile-tab-known = Waar je bekend om bent
profile-known-title = Waaraan word je herkend?
profile-known-lead = Wie collega’s zoekt, vindt jou ook om wat je schreef. Hier staat wat daarbij meetelt, het nieuwste boven.
profile-known-text = Wil je ergens niet om gevonden worden? Laat het dan niet meetellen. Het blijft gewoon staan en wie het mag lezen, vindt het nog steeds. Het brengt jou alleen niet meer omhoog en wordt niet meer bij je naam genoemd.
profile-known-elsewhere = Bij je eigen organisatie geldt dat meteen. Andere organisaties waar je te vinden bent, horen het binnen een kwartier. Alleen hun systeem krijgt je keuze te zien, geen collega’s.
profile-known-none = Er telt nog niets mee. Beantwoord een vraag of schrijf mee aan een wiki, dan staat het hier.
profile-known-leave-out = Laat niet meetellen
profile-known-leave-out-for = Laat niet meetellen: { $words }
profile-known-again = Laat weer meetellen
profile-known-again-for = Laat weer meetellen: { $words }
profile-known-is-out = Telt niet mee
profile-known-next = Wat je eerder schreef
profile-known-first = Terug naar het nieuwste
profile-notice-known-left-out = Dit telt niet meer mee bij het zoeken naar collega’s.
profile-notice-known-again = Dit telt weer mee bij het zoeken naar collega’s.
profile-photo-add = Voeg een foto toe
profile-photo-change = Wijzig je foto
profile-found-by-none = Niemand vindt je nu
profile-found-by-organisation = Collega’s van je eigen organisatie vinden je
profile-found-by-network = Collega’s van je eigen en van verbonden organisaties vinden je
profile-found-by-public = Iedereen op internet vindt je
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

# Skills.
profile-skills-lead = Zet bovenaan waar je het liefst op gevonden wordt. Je kennis wordt ook gevonden in het Engels, met andere woorden en met een typefout.
profile-skills-empty = Waar weet jij iets van?
profile-skills-empty-text = Begin met drie onderwerpen waarover collega’s je nu al bellen.
profile-skills-full = Je hebt { $max } onderwerpen, en meer kan niet. Haal er een weg om een ander toe te voegen.
profile-skill-add = Voeg een onderwerp toe
profile-skill-add-hint = Typ een paar letters, in het Nederlands of het Engels.
profile-skill-search = Zoek
profile-skill-how-well = Kies hoe goed je het kent.
profile-skill-fitting = Past dit bij je werk? Kies hoe goed je het kent.
profile-skill-also = ook: { $name }
profile-skill-chosen = Staat in je lijst
profile-skill-unknown = ‘{ $typed }’ staat niet in de lijst met onderwerpen.
profile-skill-near = Bedoel je misschien een van deze?
profile-skill-none-near = Probeer een ander woord. Ontbreekt het onderwerp? Vraag je beheerder om het toe te voegen.
profile-skill-removed = ‘{ $name }’ is uit je lijst.
profile-skill-placed = ‘{ $name }’ staat nu op plaats { $place } van { $count }.
profile-undo = Ongedaan maken
profile-skill-level-of = Hoe goed ken je { $name }
profile-skill-up = Zet { $name } hoger
profile-skill-down = Zet { $name } lager
profile-skill-remove = Haal { $name } uit je lijst
profile-notice-skill-added = Het onderwerp staat in je lijst.

# The photo.
profile-photo = Je foto
profile-photo-lead = Een gezicht maakt het makkelijker om je aan te spreken.
profile-photo-this = Zo zien anderen je foto: wie je naam ziet, ziet ook je foto.
profile-photo-none = Je hebt nog geen foto. Nu staan je initialen er.
profile-photo-choose = Kies een foto
profile-photo-hint = JPEG, PNG of WebP van hoogstens { $max } MB. We maken er een vierkant van en halen eruit wat niet te zien is, zoals de plaats waar de foto is gemaakt.
profile-photo-upload = Bewaar deze foto
profile-photo-remove = Verwijder je foto
profile-photo-removed = Je foto is verwijderd. Nu staan je initialen er; bij andere organisaties binnen een kwartier.
profile-photo-undo = Ongedaan maken
profile-photo-undo-late = Dit kan niet meer ongedaan worden gemaakt. Kies je foto opnieuw.
profile-notice-photo = Je foto is bewaard.
profile-notice-photo-back = Je foto is terug.

# Who may find you.
profile-consent-title = Wie mag jou vinden?
profile-consent-lead-first = Je profiel staat uit tot je hier kiest. Je kunt je keuze altijd veranderen.
profile-consent-lead = Je kunt je keuze altijd veranderen, en per veld kiezen wie het ziet.
profile-consent-not-chosen = Je hebt nog niet gekozen. Tot die tijd vindt niemand je.
profile-consent-question = Wie mag jou vinden?
profile-consent-none = Je staat niet in de gids en komt in geen enkel zoekresultaat. Wat je hebt ingevuld blijft bewaard.
profile-consent-organisation = Collega’s van { $organisation } vinden je en zien de velden die je voor hen openzet. Er gaat niets naar andere organisaties.
profile-consent-network = Ook collega’s van verbonden organisaties vinden je. Een kopie van de velden die je voor hen openzet staat dan daar.
profile-consent-network-nobody = Nu is er nog geen organisatie verbonden.
profile-consent-network-names = Nu zijn dat: { $names }.
profile-consent-network-count = Nu zijn dat { $count } organisaties.
profile-consent-public = Iedereen kan je vinden, ook zoekmachines en mensen die zich niet aanmelden. Zij zien alleen wat je openzet voor iedereen op internet.
profile-consent-withdraw = Trek je dit in, dan zien collega’s van andere organisaties je binnen een kwartier niet meer. Is een organisatie dan niet te bereiken, dan verdwijn je daar zodra ze weer te bereiken is, en uiterlijk na 14 dagen.
profile-consent-undo = Vergist? Hiervoor koos je ‘{ $scope }’.
profile-consent-preview = Bekijk wat anderen zien
profile-consent-history = Wat je eerder koos
profile-consent-history-text = Dit bewaren we, zodat altijd na te gaan is waar je toestemming voor gaf.
profile-consent-fields = Naar andere organisaties ging: { $fields }
profile-notice-consent-same = Er is niets veranderd: dit had je al gekozen.
profile-notice-consent-none = Niemand vindt je meer. Wat je hebt ingevuld blijft bewaard.
profile-notice-consent-withdrawn = Niemand vindt je meer. Bij andere organisaties verdwijn je binnen een kwartier.
profile-notice-consent-withdrawn-elsewhere = Alleen je eigen organisatie vindt je nog. Bij andere organisaties verdwijn je binnen een kwartier.
profile-notice-consent-organisation = Collega’s van je eigen organisatie kunnen je nu vinden.
profile-notice-consent-network = Ook collega’s van verbonden organisaties kunnen je nu vinden.
profile-notice-consent-public = Iedereen op internet kan je nu vinden.

# What others see.
profile-seen-lead = Precies dit krijgen anderen van je te zien, niet meer en niet minder.
profile-seen-from = Kijk mee met
profile-seen-organisation = Mijn organisatie
profile-seen-network = Andere organisaties
profile-seen-public = Internet
profile-seen-who-organisation = collega’s van je eigen organisatie
profile-seen-who-network = collega’s van verbonden organisaties
profile-seen-who-public = mensen die zich niet aanmelden
profile-seen-by = Dit zien { $who }.
profile-seen-hidden = Nu zien { $who } je niet.
profile-seen-would = Zou je dat veranderen, dan zagen ze dit:
profile-seen-document = Bekijk het document dat onze organisatie verlaat
profile-seen-document-text = Letterlijk dit krijgen andere organisaties over jou, en niets anders.

# What we hold.
profile-data-take = Neem je gegevens mee
profile-data-take-text = Alles wat Plein bij { $organisation } over jou bewaart, in één bestand (JSON).
profile-data-profile = Je profiel, je foto en wie wat mag zien
profile-data-account = Je account, je apparaten en alles wat je koos
profile-data-files = De lijst van de bestanden die je verstuurde
profile-data-log = Wat er over jou in het logboek staat
profile-data-download = Download mijn gegevens
profile-data-download-files = Download met mijn bestanden
profile-data-download-files-hint = Met je bestanden erbij krijg je een ZIP: de nieuwste tot en met 2 GB samen.
profile-data-stop = Ergens mee stoppen
profile-data-stop-text = Je kunt je profiel uitzetten en later weer aanzetten. Je kunt ook alles laten verwijderen.
profile-data-hide = Zet je profiel uit
profile-data-remove = Verwijder je account
