# Bestanden bij wat je schrijft.
files-title = Bestanden
files-file = Bestand
files-alt = Beschrijving

files-state-uploading = wordt verstuurd
files-state-checking = wordt gecontroleerd op virussen
files-state-unchecked = blijft dicht, te groot voor de virusscanner
files-state-waiting = wacht op { $name }
files-state-away = nog niet hier
files-state-infected = tegengehouden, er zit een virus in ({ $name })
files-state-missing = niet meer te krijgen

files-type-pdf = PDF-document
files-type-text = tekst
files-type-page = webpagina
files-type-writing = tekstdocument
files-type-sheet = rekenblad
files-type-slides = presentatie
files-type-image = afbeelding
files-type-video = video
files-type-audio = geluid
files-type-program = programma
files-type-archive = archief
files-type-file = bestand

files-plain-title = Bestand toevoegen
files-plain-done = Je bestand is er. Zet het nu in je tekst.
files-plain-paste = Zet deze regel in je tekst
files-plain-paste-hint = Kopieer haar en ga terug naar het tabblad waar je schreef. Wie je bericht mag lezen, mag dan ook het bestand openen. Tussen de vierkante haken van een afbeelding staat wat erop te zien is.
files-plain-back = Sluit dit tabblad om verder te schrijven.

files-folder = Map
files-folder-hint = Bijvoorbeeld Beleid of Beleid/2026. Leeg: in geen map.
files-title-hint = Leeg: de naam van het eerste bestand.
files-folders = Mappen
files-top = Alle bestanden
files-path = Waar je bent
files-sort = Volgorde
files-sort-newest = Nieuwste eerst
files-sort-name = Op naam
files-count = { $count ->
    [one] één bestand
   *[other] { $count } bestanden
}
files-move = Wijzig of verplaats
files-cut = In deze map ligt meer: alleen de nieuwste { $count } staan hier.
files-empty = Hier liggen nog geen bestanden
files-empty-text = Deel een document en kies er een map bij, dan vindt iedereen in het netwerk het terug. Een map is er zodra er iets in ligt.
