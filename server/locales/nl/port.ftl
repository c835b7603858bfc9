# De wiki als bestanden: eruit en erin.
port-out = Exporteer
port-out-title = ‘{ $title }’ exporteren
port-out-lead = Je krijgt bestanden in Markdown: gewone tekst die elk programma leest. Alleen wat jij mag zien gaat mee.
port-out-text = Alleen de tekst van deze pagina (Markdown)
port-out-page = Deze pagina met haar bestanden (ZIP)
port-out-under = { $count ->
    [one] Deze pagina met alles eronder: één pagina (ZIP)
   *[other] Deze pagina met alles eronder: { $count } pagina’s (ZIP)
}
port-out-all = De hele wiki (ZIP)
port-out-whole = Exporteer de hele wiki (ZIP met Markdown)
port-out-again = De mappen volgen de boom. Je kunt zo’n ZIP ook weer importeren, hier of in een andere wiki.
port-out-many = Dit zijn meer dan vijfduizend pagina’s, te veel voor één ZIP. Exporteer de wiki in delen: open een pagina en kies ‘Exporteer’.
port-left-out = Deze bestanden gingen niet mee: ze zijn nog niet te lezen, of het werden er te veel.
port-left-out-name = niet-meegegaan
port-paper = Versie { $version } van { $date }

port-in = Importeer pagina’s
port-in-lead = Maak in één keer pagina’s van een map met Markdown-bestanden. Je ziet eerst wat er gebeurt.
port-elsewhere = Deze wiki staat bij een andere organisatie. Importeren kan alleen daar. Losse pagina’s kun je hier wel maken.
port-file = ZIP-bestand
port-file-hint = Een map met .md-bestanden, ingepakt als ZIP. Hoogstens { $size } MB en { $pages } pagina’s tegelijk.
port-under = Zet ze onder
port-existing = Pagina’s die er al zijn
port-existing-hint = Een pagina is er al als er op dezelfde plek een met dezelfde titel staat.
port-existing-keep = Laat ze zoals ze zijn
port-existing-version = Geef ze de tekst uit het bestand, als nieuwe versie
port-look = Bekijk wat er gebeurt
port-how = Hoe bestanden pagina’s worden
port-how-tree = Mappen worden de boom: wat in de map ‘Beleid’ zit, komt onder de pagina uit ‘Beleid.md’. Is dat bestand er niet, dan maken we een pagina die zegt wat eronder staat.
port-how-title = De titel komt uit ‘title:’ boven de tekst, anders uit de eerste kop, anders uit de naam van het bestand.
port-how-links = Links tussen de bestanden worden links tussen de pagina’s. Afbeeldingen en andere bestanden die een pagina toont of waar ze naar linkt, komen mee en staan daarna bij die pagina. Het pad moet binnen de map blijven.
port-would = { $count ->
    [0] Hier zou niets van in de wiki komen.
    [one] Eén pagina wordt gemaakt of gewijzigd. Er is nog niets gebeurd.
   *[other] { $count } pagina’s worden gemaakt of gewijzigd. Er is nog niets gebeurd.
}
port-done = { $count ->
    [0] Er is niets veranderd.
    [one] Eén pagina is gemaakt of gewijzigd.
   *[other] { $count } pagina’s zijn gemaakt of gewijzigd.
}
port-files = { $count ->
    [one] Eén bestand komt mee.
   *[other] { $count } bestanden komen mee.
}
port-files-done = { $count ->
    [one] Eén bestand kwam mee.
   *[other] { $count } bestanden kwamen mee.
}
port-do = { $count ->
    [one] Importeer één pagina
   *[other] Importeer { $count } pagina’s
}
port-other = Kies een ander bestand
port-new = nieuw
port-made = gemaakt
port-version = krijgt een nieuwe versie
port-changed = heeft een nieuwe versie
port-kept = is er al, blijft zo
port-same = is er al, zegt hetzelfde
port-not = { $count ->
    [one] Eén bestand komt niet mee
   *[other] { $count } bestanden komen niet mee
}
port-more = { $count ->
    [one] En nog één.
   *[other] En nog { $count }.
}
port-undo = Toch niet goed? Een nieuwe pagina verwijder je bij ‘Inrichten’, als je wilt met alles wat eronder staat. Een vorige versie zet je terug bij de geschiedenis van de pagina.
port-summary = Geïmporteerd

port-why-path = Het pad leidt de map uit, of klopt niet.
port-why-link = Dit is een verwijzing naar een ander bestand.
port-why-not-markdown = Dit is geen Markdown (.md), en geen pagina toont het of linkt ernaar.
port-why-not-text = Dit is geen tekst in UTF-8.
port-why-too-large = De tekst is te groot voor één pagina.
port-why-unreadable = Dit bestand is beschadigd, versleuteld of vreemd ingepakt.
port-why-too-deep = Dit staat te diep in de boom.
port-why-twice = Op deze plek is al een bestand met dezelfde titel.
port-why-nameless = De naam is te lang, of er zit geen letter in.
port-why-not-yours = Hier mag je niets wijzigen.
port-why-four-eyes = Op deze pagina kijkt eerst iemand mee.
port-why-file-too-large = Dit bestand is groter dan hier mag.
port-why-empty = Dit bestand is leeg.
port-why-beyond = Zoveel bestanden kunnen niet in één keer mee. Zet dit los bij de pagina.
port-why-missing = Een pagina toont dit of linkt ernaar, maar het zit niet in de ZIP. De link is gebleven.

# Wat helemaal niet gaat.
port-kept-gone = Dit bestand is er niet meer. Kies de ZIP opnieuw.
port-no-zip = Dit is geen ZIP, of hij is beschadigd. Pak de map opnieuw in.
port-in-entries = In deze ZIP zitten meer dan { $max } bestanden. Verdeel ze over een paar ZIP’s.
port-in-size = De teksten samen zijn meer dan { $max } MB. Verdeel ze over een paar ZIP’s.
port-in-bomb = Deze ZIP wordt uitgepakt meer dan honderd keer zo groot. Dat vertrouwen we niet.
port-in-many = Dit zouden { $count } pagina’s zijn. Hoogstens { $max } kunnen er tegelijk. Verdeel ze over een paar ZIP’s.
