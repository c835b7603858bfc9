# Zoeken in alles wat gepubliceerd is.
search-title = Zoeken
search-title-for = { $text } – Zoeken
search-field = Zoek in netwerken, berichten, reacties en bestanden
search-hint = Een onderwerp, een woord uit de tekst, de naam van een netwerk of een bestand
search-do = Zoek
search-in = Waar
search-in-everything = Overal
search-in-mine = Mijn netwerken
search-in-network = Alleen { $name }
search-order = Volgorde
search-order-best = Beste eerst
search-order-newest = Nieuwste eerst
search-tabs = Soorten resultaten
search-tab-all = Alles
search-tab-networks = Netwerken
search-tab-posts = Berichten
search-tab-comments = Reacties
search-tab-files = Bestanden
search-tab-wiki = Wiki
search-tab-people = Collega’s hierover
search-filter-type = Soort
search-filter-group = Netwerk
search-filter-author = Geschreven door
search-filter-subject = Onderwerp
search-filter-language = Taal
search-filter-period = Periode
search-period-any = Altijd
search-period-week = De laatste week
search-period-month = De laatste maand
search-period-year = Het laatste jaar
search-show = Toon het resultaat
search-found = { $count ->
    [0] Niets gevonden
    [one] { $count } resultaat
   *[other] { $count } resultaten
}
search-count = { $count ->
    [one] { $count } resultaat
   *[other] { $count } resultaten
}
search-sort-network = Netwerk
search-sort-answer = Antwoord
search-sort-comment = Reactie
search-sort-file = Bijlage
search-sort-page = Wikipagina
search-accepted = Geaccepteerd antwoord
search-beside = bij
search-colleagues = Collega’s die hiervan weten
search-colleagues-all = { $count ->
    [one] Bekijk deze collega
   *[other] Bekijk alle { $count } collega’s
}
search-relaxed = Nergens staan al je woorden bij elkaar. Hierin staan de meeste.
search-by-title = De zoekindex wordt gemaakt. Tot die klaar is, zoek je alleen in titels en zonder filters.
search-first = Terug naar het begin
search-next = Meer resultaten
search-start = Waar ben je naar op zoek?
search-start-text = Typ hierboven een woord. Je vindt wat er staat in alle netwerken die je mag zien, ook bij andere organisaties.
search-start-people = Zoek een collega
search-start-networks = Bekijk alle netwerken
search-nothing = Niets gevonden
search-nothing-for = Niets gevonden voor ‘{ $text }’
search-nothing-where = We zochten in alles wat je mag zien.
search-nothing-everywhere = Zoek overal
search-nothing-people = Zoek een collega die ervan weet
search-nothing-ask = Stel je vraag in een netwerk
search-group = Zoek in { $name }
