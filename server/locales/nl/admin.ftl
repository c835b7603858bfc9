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
