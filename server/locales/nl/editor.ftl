# Schrijven: de knoppen, het voorbeeld en het concept.
editor-markdown = Opmaken kan met de knoppen of met tekens: **vet**, _cursief_, - voor een lijst, > voor een citaat. Met @ noem je iemand.
editor-tools = Opmaak van { $field }
editor-bold = Vet
editor-italic = Cursief
editor-heading = Kop
editor-quote = Citaat
editor-code = Code
editor-link = Link
editor-list = Lijst
editor-numbers = Genummerde lijst
editor-tasks = Takenlijst
editor-left = Nog over: { $count } tekens

editor-preview = Voorbeeld
editor-preview-of = Voorbeeld van { $field }
editor-preview-empty = Er staat nog niets.

editor-advice = Zo kan iedereen meelezen
editor-advice-image = De afbeelding { $address } heeft geen beschrijving voor wie haar niet ziet. Zet die tussen de blokhaken: ![beschrijving](…). Is het alleen versiering? Zet er dan een streepje: ![-](…).
editor-advice-heading = De kop ‘{ $heading }’ slaat een niveau over. Zet er een # minder voor, dan klopt de indeling voor wie haar laat voorlezen.
editor-advice-link = De link ‘{ $words }’ zegt niet waar hij heen gaat. Noem liever wat er staat, zoals ‘het stappenplan’.
editor-advice-address = { $address } wordt teken voor teken voorgelezen. Geef de link een naam: [naam](adres).

editor-mentions = Collega’s
editor-mentions-found = { $count ->
    [0] Niemand gevonden
    [one] Eén collega gevonden
   *[other] { $count } collega’s gevonden
}

editor-draft-saved = Concept bewaard { $time } (alleen in deze browser)
editor-draft-failed = Deze browser bewaart geen concept. Kopieer je tekst als je weggaat.
editor-draft-found = Je hebt hier nog een concept van { $when }.
editor-draft-restore = Terugzetten
editor-draft-discard = Weggooien

editor-file-attach = Bestand toevoegen
editor-file-send = Bestand versturen (opent een nieuw tabblad)
editor-file-remove = Weghalen
editor-file-retry = Ga verder
editor-file-alt = Wat is er te zien?
editor-file-decorative = Alleen versiering
editor-file-insert = In de tekst zetten
editor-file-describe = Schrijf wat er op de afbeelding te zien is, of kies ‘Alleen versiering’.
editor-file-lost = De verbinding viel weg. Wat er al was, is bewaard.
editor-file-busy = Dit bestand is nog onderweg. Wacht tot het er is, of haal het weg.
editor-file-arrived = is er
