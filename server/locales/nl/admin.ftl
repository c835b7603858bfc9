# The administrators' overview.
admin-title = Beheer
admin-tabs = Onderdelen van beheer
admin-tab-overview = Overzicht
admin-tab-peers = Organisaties
admin-tab-accounts = Accounts
admin-tab-fields = Profielvelden
admin-tab-concepts = Onderwerpen
admin-tab-mail = Post
admin-tab-audit = Logboek
admin-todo = Wat op je wacht
admin-no-scanner = Bestanden worden niet op virussen gecontroleerd. Laat de systeembeheerder een virusscanner (ClamAV) instellen: files.clamd.
admin-todo-none = Er wacht niets op je.
admin-todo-requests = { $count ->
    [one] Eén organisatie vraagt om te verbinden
   *[other] { $count } organisaties vragen om te verbinden
}
admin-todo-accounts = { $count ->
    [one] Eén account wacht op je goedkeuring
   *[other] { $count } accounts wachten op je goedkeuring
}
admin-todo-peers = { $count ->
    [one] Met één organisatie gaat iets mis
   *[other] Met { $count } organisaties gaat iets mis
}
admin-todo-mails = { $count ->
    [one] Eén mail kon niet worden verstuurd
   *[other] { $count } mails konden niet worden verstuurd
}
admin-todo-mails-retrying = { $count ->
    [one] Eén mail is nog niet weg; Plein probeert het opnieuw
   *[other] { $count } mails zijn nog niet weg; Plein probeert het opnieuw
}
admin-todo-jobs = { $count ->
    [one] Eén taak op de achtergrond is opgegeven
   *[other] { $count } taken op de achtergrond zijn opgegeven
}
admin-todo-files-waiting = { $count ->
    [one] Eén bestand wacht al langer dan tien minuten op de virusscanner
   *[other] { $count } bestanden wachten al langer dan tien minuten op de virusscanner
}
admin-todo-files-too-large = { $count ->
    [one] Eén bestand is te groot voor de virusscanner en blijft dicht. Laat de systeembeheerder StreamMaxLength van clamd verhogen
   *[other] { $count } bestanden zijn te groot voor de virusscanner en blijven dicht. Laat de systeembeheerder StreamMaxLength van clamd verhogen
}
admin-scanner-said = De virusscanner keek niet naar een bestand. Hij zei: { $why }
admin-figures = In cijfers
admin-figure-people = Collega’s
admin-figure-findable = { $count } te vinden
admin-figure-accounts = Accounts
admin-figure-peers = Verbonden organisaties

# Networks.
admin-tab-groups = Netwerken
admin-tab-fediverse = Fediverse
admin-groups-who = Wie mag een netwerk beginnen?
admin-groups-everyone = Iedereen met een account
admin-groups-staff = Medewerkers, geen externen en gasten
admin-groups-administrators = Alleen beheerders
admin-groups-saved = Je keuze is bewaard.
admin-groups-reports = De moderatoren van een netwerk beslissen over wat gemeld wordt. Je ziet het hier ook, omdat jullie ervoor instaan.
admin-groups-decided = Besloten
admin-groups-see = Bekijk waar het om gaat
admin-groups-copies = Netwerken van andere organisaties
admin-groups-copies-text = Hier zijn collega’s lid van. Twijfel je of alles er staat? Haal het netwerk dan opnieuw op; lezen kan intussen gewoon.
admin-groups-behind = { $done } van { $all } wijzigingen hier
admin-groups-equal = Gelijk aan de organisatie,
admin-groups-fetching = Wordt opgehaald
admin-groups-resync = Haal opnieuw op
admin-groups-notice-resync = Het netwerk wordt opnieuw opgehaald.
admin-shut-out = Buitengesloten uit onze netwerken
admin-shut-out-link = Sluit deze persoon buiten
admin-shut-out-title = { $name } buitensluiten
admin-shut-out-text = Deze persoon is dan geen lid meer van netwerken die hier thuishoren en kan er niets meer plaatsen. Wat er staat, blijft staan. Hij of zij leest je reden en kan bezwaar maken.
admin-shut-out-do = Sluit buiten
admin-let-in = Laat weer toe
admin-groups-notice-shut-out = Deze persoon is buitengesloten.
admin-groups-notice-let-in = Deze persoon mag weer meedoen.
admin-house = De wiki van de hele organisatie
admin-house-text = Naast de wiki’s van netwerken kan jullie organisatie er zelf een hebben. Iedere medewerker leest en schrijft mee zonder lid te worden; andere organisaties zien haar niet.
admin-house-called = Wiki van { $organisation }
admin-house-summary = Wat iedereen hier moet kunnen vinden. Iedere collega schrijft mee.
admin-house-do = Begin de wiki
admin-house-go = Ga naar de wiki
admin-notice-house = De wiki is er. Schrijf de eerste pagina, dan weten collega’s waar het over gaat.
admin-inquiries = Persoonlijke vragen
admin-inquiries-kept = Persoonlijke vragen tussen collega’s verdwijnen { $days } dagen na het laatste woord.
admin-inquiries-change = Verander dit
admin-inquiries-text = Wat collega’s elkaar persoonlijk vragen, lezen alleen zij tweeën. Hier kies je hoelang het blijft staan nadat het laatste woord gezegd is. Na 60 dagen zonder antwoord of reactie wordt een vraag vanzelf afgesloten.
admin-inquiries-days = Hoeveel dagen na het laatste woord?
admin-inquiries-days-hint = Van { $min } tot { $max } dagen. Wij raden 365 aan: wat elk jaar terugkomt, kun je dan nog opzoeken, en langer hoeven persoonlijke berichten niet te blijven.
admin-inquiries-saved = Je keuze is bewaard.
