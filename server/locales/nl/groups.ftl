# Netwerken: vinden, meedoen, verzorgen.
groups-title = Netwerken
groups-mine = Mijn netwerken
groups-all = Alle netwerken
groups-search-label = Zoek een netwerk
groups-search-hint = Een woord uit de naam of de omschrijving
groups-found = { $count ->
    [0] Geen netwerk gevonden
    [one] { $count } netwerk gevonden
   *[other] { $count } netwerken gevonden
}
groups-none = Geen netwerk gevonden voor ‘{ $text }’
groups-none-text = Probeer een korter woord, of een ander woord voor hetzelfde.
groups-show-all = Toon alle netwerken
groups-empty = Er zijn nog geen netwerken
groups-empty-text = In een netwerk delen collega’s van verschillende organisaties vragen, antwoorden en nieuws over hun vak.
groups-create-first = Begin het eerste netwerk
groups-counts = { $members ->
    [one] { $members } lid
   *[other] { $members } leden
} uit { $organisations ->
    [one] { $organisations } organisatie
   *[other] { $organisations } organisaties
}
groups-mine-requested = Je verzoek wacht
groups-mine-invited = Je bent uitgenodigd
groups-mine-banned = Je hebt geen toegang
groups-archived = Afgesloten
groups-policy-open = Iedereen kan lid worden
groups-policy-request = Lid worden op verzoek
groups-policy-invitation = Alleen op uitnodiging
groups-policy-open-text = Wie het netwerk ziet, is met één klik lid.
groups-policy-request-text = Een moderator beslist over elk verzoek. Je kunt een vraag stellen.
groups-policy-invitation-text = Niemand kan vragen om lid te worden. Jullie nodigen mensen uit.
groups-role = Rol
groups-role-owner = Eigenaar
groups-role-moderator = Moderator
groups-role-member = Lid
groups-role-owner-text = Bepaalt wat het netwerk is, kiest moderatoren en kan het netwerk overdragen of beëindigen. Er kunnen meer eigenaren zijn.
groups-role-moderator-text = Beslist over verzoeken, nodigt uit, verbergt of verwijdert berichten en kan leden verwijderen.
groups-role-member-text = Doet mee.

# Making one, and its settings.
groups-create = Begin een netwerk
groups-create-do = Begin dit netwerk
groups-create-lead = Je wordt zelf eigenaar. Alles hieronder kun je later veranderen.
groups-name = Naam
groups-summary = Waar is het voor?
groups-summary-hint = Een of twee zinnen. Ze staan in de lijst met netwerken.
groups-introduction = Introductie
groups-introduction-hint = Wie nog geen lid is, leest dit als eerste. Opmaak met Markdown kan.
groups-rules = Afspraken
groups-rules-hint = Hoe gaan jullie met elkaar om? Laat leeg als de huisregels genoeg zijn.
groups-rules-none = Hier gelden de huisregels van de organisatie.
groups-welcome = Welkom voor nieuwe leden
groups-welcome-hint = Wat moet iemand weten die net binnenkomt?
groups-subjects = Onderwerpen van het netwerk
groups-join-policy = Hoe word je lid?
groups-question = Vraag aan wie lid wil worden
groups-question-hint = Alleen bij lid worden op verzoek. Bijvoorbeeld: waarom wil je meedoen?
groups-listed = Wie ziet dat dit netwerk bestaat?
groups-listed-hint = Leden en genodigden zien het altijd.
groups-listed-public = Iedereen op internet
groups-listed-network = Iedereen bij verbonden organisaties
groups-listed-organisation = Alleen medewerkers van de eigen organisatie
groups-listed-group = Niemand: het netwerk is verborgen
groups-content = Wie leest mee, naast de leden?
groups-content-hint = Nooit meer mensen dan die het netwerk zien. Kies je ‘alleen leden’, dan geldt dat ook voor wat er al staat.
groups-content-public = Iedereen op internet
groups-content-network = Iedereen bij verbonden organisaties
groups-content-organisation = Medewerkers van de eigen organisatie
groups-content-group = Alleen leden
groups-required = Verplichte profielvelden
groups-required-legend = Wat moeten leden van zichzelf laten zien?
groups-required-hint = Wie een van deze velden leeg heeft, vult dat eerst in.
groups-parent = Onderdeel van
groups-parent-hint = Alleen netwerken waarvan je zelf eigenaar bent.
groups-parent-none = Geen ander netwerk
groups-settings = Instellingen
groups-settings-of = Instellingen van { $name }
groups-end = Afsluiten of beëindigen
groups-archive = Sluit het netwerk af
groups-archive-text = Iedereen kan blijven lezen, niemand kan meer schrijven of lid worden. Je kunt het netwerk later weer openen.
groups-reopen = Open het netwerk weer
groups-reopen-text = Leden kunnen weer schrijven, en nieuwe leden kunnen weer binnenkomen.
groups-delete = Beëindig het netwerk
groups-delete-title = { $name } beëindigen
groups-delete-content = Alle vragen, antwoorden en berichten gaan weg. Dat is niet terug te draaien.
groups-delete-members = Het netwerk verdwijnt voor { $counts }.
groups-delete-elsewhere = Ook bij andere organisaties wordt alles verwijderd.
groups-delete-or = Wil je alles bewaren om te lezen?
groups-delete-name = Typ de naam van het netwerk
groups-delete-do = Verwijder alles

# Head, door and tabs.
groups-tabs = Onderdelen van { $name }
groups-tab-news = Nieuw
groups-tab-questions = Vragen
groups-tab-files = Bestanden
groups-tab-members = Leden
groups-tab-about = Over
groups-tab-manage = Beheer
groups-inside = Je bent lid
groups-join = Word lid
groups-join-title = Lid worden van { $name }
groups-ask = Vraag om lid te worden
groups-ask-text = Een moderator leest je verzoek en beslist.
groups-answer = Wil je er iets bij zeggen?
groups-accept-invitation = Neem de uitnodiging aan
groups-decline-invitation = Sla de uitnodiging af
groups-waiting-text = Je krijgt bericht zodra een moderator heeft beslist.
groups-waiting-elsewhere = Je verzoek is onderweg naar { $organisation }. Je krijgt bericht zodra zij hebben beslist.
groups-withdraw = Trek je verzoek in
groups-invitation-only = Je wordt alleen op uitnodiging lid.
groups-banned = Je hebt geen toegang tot dit netwerk.
groups-banned-until = Je hebt geen toegang tot dit netwerk, tot { $until }.
groups-banned-ends = tot { $until }
groups-reason = Reden
groups-reason-given = Reden: { $reason }
groups-reason-hint = Deze persoon krijgt dit te lezen.
groups-sign-in = Meld je aan om mee te doen
groups-fields-missing = Dit netwerk vraagt dat je profiel dit laat zien. Vul het eerst in:
groups-archived-text = Dit netwerk is afgesloten. Je kunt alles lezen; er komt niets meer bij.
groups-cut-off = De organisatie van dit netwerk is nu niet verbonden. Je leest wat hier al was; schrijven kan weer als de verbinding terug is.
groups-fetching = Eerdere berichten worden opgehaald.
groups-fetching-so-far = Eerdere berichten worden opgehaald ({ $done } van { $all }).
groups-ownerless = Dit netwerk heeft geen eigenaar meer. Jij bent moderator en kunt het overnemen.
groups-take-over = Word eigenaar
groups-members-only = Alleen leden lezen hier mee
groups-members-only-text = Word lid om te zien wat er wordt gevraagd en gedeeld.
groups-empty-news = Hier is nog niets geplaatst
groups-empty-news-text = Vragen, nieuws en gesprekken van het netwerk komen hier te staan.
groups-empty-questions = Er zijn nog geen vragen
groups-empty-questions-text = Stel een vraag aan iedereen in het netwerk. Wie het antwoord vindt, markeert het voor de anderen.
groups-empty-kind = Hiervan is er nog niets
groups-empty-kind-text = Kies een andere soort, of plaats de eerste.

# About and members.
groups-who-sees = Wie ziet wat
groups-leaders = Zij zorgen voor dit netwerk
groups-family = Bij elkaar horende netwerken
groups-part-of = Onderdeel van
groups-members-of = Leden van { $name }
groups-member-since = lid sinds { $date }
groups-member-decide = Beheer lid
groups-csv = Download als bestand
groups-csv-name = Naam
groups-csv-organisation = Organisatie
groups-csv-role = Rol
groups-csv-since = Lid sinds
groups-put-out = Lidmaatschap beëindigen
groups-out-content = Wat deze persoon schreef, blijft staan.
groups-out-told = Deze persoon krijgt bericht, met je reden.
groups-remove = Verwijder als lid
groups-remove-title = { $name } verwijderen als lid
groups-remove-text = Deze persoon kan later opnieuw lid worden.
groups-ban = Ontzeg de toegang
groups-ban-title = { $name } de toegang ontzeggen
groups-ban-text = Deze persoon kan niet meer lid worden, tot de datum die je kiest of tot je het opheft.
groups-ban-until = Tot wanneer
groups-ban-until-hint = Laat leeg voor onbepaalde tijd.
groups-lift = Geef weer toegang
groups-leave = Ga uit het netwerk
groups-leave-title = { $name } verlaten
groups-leave-do = Verlaat het netwerk
groups-leave-kept = Wat je schreef, blijft staan met je naam erbij.
groups-leave-closed = Dit netwerk is alleen voor leden: je ziet daarna niets meer van wat er staat, ook niet wat je zelf schreef.
groups-leave-told = Je krijgt geen meldingen meer.
groups-levels = Meldingen
groups-levels-lead = Over je eigen zaken, zoals een uitnodiging of een besluit, hoor je altijd.
groups-level-web = Bij de bel
groups-level-mail = Per mail
groups-level-all = Alles wat nieuw is
groups-level-mentions = Als iemand mij noemt of antwoordt
groups-level-nothing = Niets

# Looking after it.
groups-manage-of = Beheer van { $name }
groups-requests = { $count ->
    [0] Er wachten geen verzoeken
    [one] { $count } verzoek om lid te worden
   *[other] { $count } verzoeken om lid te worden
}
groups-request-from = Werkt bij { $organisation }
groups-request-first = Er is nog niemand van { $organisation } lid. Wat hier staat, gaat na je besluit ook naar die organisatie.
groups-admit = Laat { $name } toe
groups-decline = Wijs af
groups-invite = Nodig mensen uit
groups-invite-title = Mensen uitnodigen voor { $name }
groups-invite-search = Zoek op naam
groups-invite-hint = Collega’s die je mag vinden, ook bij verbonden organisaties.
groups-invite-people = Wie nodig je uit?
groups-invite-do = Verstuur de uitnodiging
groups-invite-open = Wie je uitnodigt krijgt een melding en kan meteen lid worden.
groups-invite-text = Wie je uitnodigt krijgt een melding en wordt lid zonder verzoek.
groups-invite-nobody = Kijk de spelling na, of zoek alleen op de achternaam.
groups-invited = Uitgenodigd, nog geen antwoord
groups-banned-people = Zonder toegang
groups-reports = Meldingen van leden
groups-reports-none = Niemand heeft iets gemeld.
groups-report-open = Wacht op je besluit
groups-report-upheld = Ingegrepen
groups-report-dismissed = Blijft staan
groups-report-gone = Wat gemeld werd, is er niet meer.
groups-report-dismiss = Laat het staan

groups-notice-created = Je netwerk is er. Nodig mensen uit en plaats het eerste bericht.
groups-notice-saved = De instellingen zijn bewaard.
groups-notice-joined = Je bent nu lid.
groups-notice-asked = Je verzoek is verstuurd. Je krijgt bericht.
groups-notice-on-its-way = Je verzoek is onderweg naar de organisatie van dit netwerk.
groups-notice-left = Dat is gebeurd. Je staat niet meer bij dit netwerk.
groups-notice-levels = Je keuze is bewaard.
groups-notice-role = De rol is gewijzigd.
groups-notice-taken-over = Je bent nu eigenaar.
groups-notice-removed = Deze persoon is geen lid meer.
groups-notice-banned = Deze persoon heeft geen toegang meer.
groups-notice-lifted = Deze persoon mag weer lid worden.
groups-notice-admitted = Er is een lid bij.
groups-notice-declined = Het verzoek is afgewezen.
groups-notice-invited = De uitnodiging is verstuurd.
groups-notice-invited-none = Deze mensen waren al lid of uitgenodigd.
groups-notice-dismissed = Het bericht blijft staan. Wie het meldde, krijgt bericht.
groups-notice-archived = Het netwerk is afgesloten.
groups-notice-reopened = Het netwerk is weer open.
groups-notice-deleted = Het netwerk is beëindigd.
