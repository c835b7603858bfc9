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
concepts-page = Bekijk de pagina
concepts-words = Andere woorden
concepts-words-text = Wie een van deze woorden zoekt, vindt mensen en berichten van dit onderwerp.
concepts-words-none = Er zijn nog geen andere woorden.
concepts-from-plein = komt met Plein mee
concepts-from-itself = staat bij het onderwerp
concepts-from-file = uit het bestand { $file }
concepts-from-person = toegevoegd door { $name }
concepts-from-somebody = toegevoegd door een beheerder
concepts-word-new = Voeg een woord toe
concepts-word = Woord
concepts-word-hint = Ook een afkorting, of hoe mensen het zelf noemen.
concepts-word-language = Taal van het woord
concepts-word-add = Voeg toe
concepts-word-remove = Haal weg
concepts-notice-word = Het woord is toegevoegd. Over een ogenblik vind je ermee.
concepts-notice-word-gone = Het woord is weg.

# Een lijst van anderen.
concepts-import = Lees een lijst onderwerpen in
concepts-import-lead = Neem een thesaurus over, bijvoorbeeld van je koepel. Wat hier al onder een van die namen staat, krijgt er woorden bij. Je ziet eerst wat er gebeurt.
concepts-import-hint = Hoogstens 4 MB. Voor een groter bestand is er ‘plein taxonomy import’ op de server.
concepts-import-kinds = Wat je kunt inlezen
concepts-import-skos = Een thesaurus in SKOS: Turtle (.ttl) of RDF/XML (.rdf, .xml). Namen in het Nederlands en Engels, andere woorden en bredere onderwerpen gaan mee.
concepts-import-csv = Een tabel (.csv) met op de eerste regel:
concepts-import-would = Nieuw: { $added }. Gewijzigd: { $changed }. Samengevoegd met wat er al is: { $merged }. Er is nog niets gebeurd.
concepts-import-done = Ingelezen. Nieuw: { $added }. Gewijzigd: { $changed }. Samengevoegd met wat er al was: { $merged }.
concepts-import-same = { $count ->
    [one] Eén onderwerp was hier al net zo.
   *[other] { $count } onderwerpen waren hier al net zo.
}
concepts-import-do = Lees in
concepts-import-merged = { $count ->
    [one] Eén onderwerp is er al
   *[other] { $count } onderwerpen zijn er al
}
concepts-import-merged-text = Ze heten hier net zo. Woorden die hier nog ontbreken, komen erbij.
concepts-import-into = { $label } hoort bij { $into }.
concepts-import-words = Erbij: { $words }.
concepts-import-left-out = { $count ->
    [one] Eén ding blijft weg
   *[other] { $count } dingen blijven weg
}
concepts-import-changed = { $count ->
    [one] Eén onderwerp verandert
   *[other] { $count } onderwerpen veranderen
}
concepts-import-added = { $count ->
    [one] Eén onderwerp is nieuw
   *[other] { $count } onderwerpen zijn nieuw
}
