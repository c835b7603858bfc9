# Subjects that people choose their knowledge from.
concepts-title = Onderwerpen
concepts-lead = Hieruit kiezen collega’s hun kennis. Kijk eerst of een onderwerp er al is, misschien onder een ander woord: mensen vinden elkaar doordat ze hetzelfde kiezen.
concepts-search = Zoek een onderwerp
concepts-own = Onderwerpen van je eigen organisatie
concepts-found = { $count ->
    [one] Eén onderwerp gevonden
   *[other] { $count } onderwerpen gevonden
}
concepts-own-none = Je organisatie heeft nog geen eigen onderwerpen. Ontbreekt er een? Voeg het hieronder toe.
concepts-none = Probeer een ander woord, of voeg het onderwerp hieronder toe.
concepts-new = Een nieuw onderwerp
concepts-label-nl = Naam in het Nederlands
concepts-label-en = Naam in het Engels
concepts-synonyms-nl = Andere woorden in het Nederlands
concepts-synonyms-en = Andere woorden in het Engels
concepts-synonyms-hint = Eén per regel. Ook afkortingen.
concepts-broader = Breder onderwerp
concepts-create = Voeg dit onderwerp toe
concepts-retire = Haal weg
concepts-notice-created = Het onderwerp is toegevoegd.
concepts-notice-retired = Het onderwerp is weg. Wie het had, houdt het.
