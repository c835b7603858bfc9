# Wat in netwerken staat: lezen, schrijven, antwoorden.
items-kind-status = Bericht
items-kind-question = Vraag
items-kind-discussion = Gesprek
items-kind-blog = Blog
items-kind-poll = Peiling
items-kind-file = Bestand
items-kind-proposal = Voorstel
items-kind-remark = Opmerking
items-kinds = Soorten
items-kinds-all = Alles
items-kinds-status = Berichten
items-kinds-question = Vragen
items-kinds-discussion = Gesprekken
items-kinds-blog = Blogs
items-kinds-poll = Peilingen
items-kinds-file = Bestanden
items-kinds-proposal = Voorstellen
items-kinds-remark = Opmerkingen
items-kind-status-text = Kort nieuws, zonder titel.
items-kind-question-text = Je zoekt een antwoord. Het beste antwoord zet je bovenaan.
items-kind-discussion-text = Je wilt samen ergens over nadenken.
items-kind-blog-text = Je vertelt een langer verhaal.
items-kind-poll-text = Je wilt weten wat de anderen kiezen.
items-kind-file-text = Je deelt een document dat anderen moeten kunnen terugvinden.
items-kind-proposal-text = Je wilt dat iemand meekijkt voordat een wikipagina verandert.
items-kind-remark-text = Je hebt iets te zeggen over een wikipagina.
items-new = Plaats iets
items-new-first = Plaats het eerste bericht
items-choose = Wat wil je plaatsen?
items-new-status = Plaats een bericht
items-new-question = Stel een vraag
items-new-discussion = Begin een gesprek
items-new-blog = Schrijf een blog
items-new-poll = Houd een peiling
items-new-file = Deel een bestand
items-title = Titel
items-title-question = Je vraag in één zin
items-body = Tekst
items-body-status = Wat wil je vertellen?
items-body-question = Toelichting
items-language = Taal van de tekst
items-subjects = Onderwerpen
items-subjects-hint = Met komma’s ertussen, bijvoorbeeld: Omgevingswet, jeugdzorg.
items-audience = Wie ziet dit?
items-audience-public = Zichtbaar voor iedereen op internet
items-audience-network = Zichtbaar voor iedereen bij verbonden organisaties
items-audience-organisation = Zichtbaar voor medewerkers van je organisatie
items-audience-organisation-group = Zichtbaar voor medewerkers van { $organisation } en voor de leden
items-audience-group = Zichtbaar voor { $members ->
    [one] het ene lid
   *[other] de { $members } leden
} van { $organisations ->
    [one] { $organisations } organisatie
   *[other] { $organisations } organisaties
}
items-audience-members = Zichtbaar voor de leden van het netwerk
items-audience-self = Alleen voor jou
items-more = Taal, plannen en opruimen
items-publish-at = Plaats op
items-publish-at-hint = Kies ‘Plan’ om het op dit moment te plaatsen.
items-archive-at = Ruim op vanaf
items-archive-at-hint = Daarna kan niemand meer reageren.
items-publish-do = Plaats
items-draft-do = Bewaar als concept
items-plan-do = Plan
items-poll = Peiling
items-poll-options = Keuzes
items-poll-options-hint = Eén op elke regel, minstens twee.
items-poll-voted-hint = Er is al gestemd, dus de keuzes blijven zoals ze zijn.
items-poll-multiple = Je mag meer dan één keuze aankruisen
items-poll-closes = Sluit op
items-poll-one = Kies er één
items-poll-several = Kies een of meer
items-poll-vote = Stem
items-poll-change = Wijzig je stem
items-poll-take-back = Trek je stem in
items-poll-results = Uitslag tot nu toe
items-poll-mine = jouw keuze
items-poll-votes = { $count ->
    [one] { $count } stem
   *[other] { $count } stemmen
} ({ $percent }%)
items-poll-voters = { $count ->
    [0] Nog niemand heeft gestemd
    [one] { $count } persoon heeft gestemd
   *[other] { $count } mensen hebben gestemd
}
items-poll-until = open tot { $when }
items-poll-ended = gesloten op { $when }

# In lists and at the head.
items-author-outside = van buiten de overheid: { $address }
items-author-gone = Iemand die hier niet meer werkt
items-untitled = Zonder titel
items-in = in
items-list = Wat hier staat
items-answers = { $count ->
    [0] Nog geen antwoorden
    [one] { $count } antwoord
   *[other] { $count } antwoorden
}
items-comments = { $count ->
    [0] Nog geen reacties
    [one] { $count } reactie
   *[other] { $count } reacties
}
items-reactions = { $count ->
    [one] { $count } waardering
   *[other] { $count } waarderingen
}
items-views = { $count ->
    [one] { $count } keer bekeken
   *[other] { $count } keer bekeken
}
items-newest = Nieuwste berichten
items-older = Oudere berichten
items-end = Dat was alles.
items-state-planned = Gepland
items-state-draft = Concept
items-state-waiting = Onderweg
items-state-refused = Niet geplaatst
items-state-hidden = Verborgen
items-state-pinned = Vastgezet
items-state-featured = Aanbevolen
items-state-solved = Beantwoord
items-state-locked = Gesloten
items-state-archived = Opgeruimd
items-edited = gewijzigd
items-waiting = Dit is onderweg naar { $organisation }. Alleen jij ziet het tot het daar staat.
items-refused = De organisatie van het netwerk heeft dit niet geplaatst.
items-refused-do = Je tekst is bewaard. Verander wat nodig is; bij het bewaren sturen we het opnieuw.
items-hidden = Een moderator heeft dit verborgen. Alleen de schrijver en de moderatoren zien het nog.
items-draft-text = Dit is nog niet geplaatst. Alleen jij ziet het.
items-back = Terug

# Reacting.
items-sign-thumbs-up = Eens
items-sign-thanks = Dank je
items-sign-insightful = Leerzaam
items-sign-celebrate = Gefeliciteerd
items-sign-heart = Mooi
items-bookmark = Bewaar
items-bookmark-off = Niet meer bewaren
items-follow = Volg
items-follow-off = Niet meer volgen
items-comment = Reactie
items-your-comment = Jouw reactie
items-your-answer = Jouw antwoord
items-comment-do = Plaats je reactie
items-answer-do = Plaats je antwoord
items-comment-edit = Reactie wijzigen
items-comment-delete = Reactie verwijderen
items-comment-delete-text = De tekst gaat weg. In het gesprek blijft een lege plek staan.
items-comment-gone = Deze reactie is verwijderd.
items-reply = Antwoord
items-reply-to = in antwoord op { $name }
items-reply-off = Antwoord niemand in het bijzonder
items-accept = Dit is het antwoord
items-accept-off = Toch niet het antwoord
items-accepted = Dit antwoord hielp
items-in-thread = Lees het in het gesprek
items-thread-first = Naar het begin van het gesprek
items-thread-next = Lees verder
items-locked-text = Er kan niet meer worden gereageerd.
items-join-first = Word eerst lid om mee te praten:
items-sign-in = Meld je aan om mee te praten

# Changing and taking back.
items-edit = Wijzig
items-edit-title = Wijzigen
items-delete = Verwijder
items-delete-title = Dit verwijderen
items-delete-text = De tekst gaat weg, ook eerdere versies. Dat is niet terug te draaien.
items-delete-comments = { $count ->
    [one] Er hoort { $count } reactie bij. Die is dan niet meer te vinden.
   *[other] Er horen { $count } reacties bij. Die zijn dan niet meer te vinden.
}
items-delete-elsewhere = Ook bij andere organisaties wordt het verwijderd.
items-meanwhile = Wat er nu staat
items-meanwhile-text = Terwijl jij schreef, is dit ergens anders bewaard. Jouw tekst staat hieronder en is niet weg. Neem over wat je wilt houden en bewaar opnieuw.
items-meanwhile-body = De tekst die er nu staat
items-revisions = Eerdere versies
items-current = nu
items-shown-below = hieronder
items-difference = Wat er veranderde
items-difference-view = Weergave
items-difference-inline = In de tekst
items-difference-beside = Naast elkaar
items-difference-before = Ervoor
items-difference-after = Erna
items-difference-file-added = erbij gekomen
items-difference-file-removed = weggehaald
items-added = toegevoegd:
items-removed = weggehaald:

# Moderation.
items-moderate = Voor moderatoren
items-moderate-item = Dit bericht verbergen of verwijderen
items-moderate-comment = Deze reactie verbergen of verwijderen
items-moderate-told = De schrijver krijgt bericht, met je reden.
items-hide-or-remove = Verberg of verwijder
items-hide = Verberg
items-show = Toon weer
items-remove = Verwijder voor iedereen
items-hide-text = Verbergen: alleen de schrijver en moderatoren zien het nog. Je kunt het weer tonen.
items-remove-text = Verwijderen: de tekst gaat bij iedereen weg. Dat is niet terug te draaien.
items-reason-hint = De schrijver krijgt dit te lezen.
items-pin = Zet vast
items-unpin = Maak los
items-feature = Beveel aan
items-unfeature = Niet meer aanbevelen
items-lock = Sluit het gesprek
items-unlock = Open het gesprek weer
items-report = Meld
items-report-title = Dit melden
items-report-text = De moderatoren van het netwerk en de beheerders van je organisatie kijken ernaar. De schrijver hoort niet wie het meldde.
items-report-reason = Wat is er mis?
items-report-rules = Het houdt zich niet aan de afspraken
items-report-privacy = Er staan persoonlijke of vertrouwelijke gegevens in
items-report-unlawful = Het mag niet van de wet
items-report-spam = Het is reclame of rommel
items-report-other = Iets anders
items-report-note = Toelichting
items-report-note-hint = Nodig als je ‘iets anders’ kiest.
items-report-do = Verstuur de melding

# Lists of one's own.
items-bookmarks = Bewaard
items-bookmarks-lead = Wat je bewaarde. Alleen jij ziet deze lijst.
items-bookmarks-empty = Je hebt nog niets bewaard
items-bookmarks-empty-text = Kies ‘Bewaar’ bij een bericht dat je later nodig hebt.
items-drafts = Concepten
items-drafts-lead = Wat je begon of plande. Alleen jij ziet dit.
items-drafts-empty = Je hebt geen concepten
items-drafts-empty-text = Kies ‘Bewaar als concept’ als je nog niet klaar bent met schrijven.
items-activity-of = Geschreven door { $name }
items-activity-lead = Wat je hiervan ziet, hangt af van de netwerken waar je lid van bent.
items-activity-empty = Nog niets te lezen
items-activity-empty-text = Deze collega schreef nog niets dat jij mag lezen.

items-notice-published = Het staat er.
items-notice-on-its-way = Je bericht is onderweg naar de organisatie van het netwerk.
items-notice-draft = Je concept is bewaard.
items-notice-planned = Het wordt vanzelf geplaatst op het moment dat je koos.
items-notice-saved = Je wijziging is bewaard.
items-notice-deleted = Het is verwijderd.
items-notice-commented = Je reactie staat er.
items-notice-reacted = Je waardering telt mee.
items-notice-reaction-back = Je waardering is weg.
items-notice-bookmarked = Het staat bij Bewaard.
items-notice-bookmark-gone = Het staat niet meer bij Bewaard.
items-notice-followed = Je krijgt bericht van nieuwe reacties.
items-notice-unfollowed = Je krijgt geen bericht meer van nieuwe reacties.
items-notice-accepted = Dit antwoord staat nu bovenaan.
items-notice-accept-back = De vraag is weer open.
items-notice-voted = Je stem telt mee. Je kunt hem nog wijzigen zolang de peiling open is.
items-notice-vote-back = Je stem is ingetrokken.
items-notice-pinned = Dit staat nu bovenaan het netwerk.
items-notice-featured = Dit is nu aanbevolen.
items-notice-locked = Er kan niet meer worden gereageerd.
items-notice-unlocked = Er kan weer worden gereageerd.
items-notice-unmarked = Het staat weer tussen de andere berichten.
items-notice-hidden = Het is verborgen. De schrijver krijgt bericht.
items-notice-shown = Iedereen ziet het weer. De schrijver krijgt bericht.
items-notice-removed = Het is voor iedereen verwijderd. De schrijver krijgt bericht.
items-notice-reported = Dank je. Je hoort wat ermee gebeurt.
items-notice-subject = Je volgt dit onderwerp.
items-notice-subject-off = Je volgt dit onderwerp niet meer.

items-told = { $count ->
    [one] Bezorgd bij { $count } andere organisatie
   *[other] Bezorgd bij { $count } andere organisaties
}
items-told-done = Bezorgd
items-told-waiting = Onderweg
items-told-failed = Niet bezorgd
items-subjects-offered = { $count ->
    [0] Geen onderwerp gevonden
    [one] { $count } onderwerp, kies met de pijltjes
   *[other] { $count } onderwerpen, kies met de pijltjes
}
