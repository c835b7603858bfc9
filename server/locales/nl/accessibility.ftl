# De toegankelijkheidsverklaring: eerlijk, dus ook wat nog ontbreekt.
accessibility-title = Toegankelijkheid
accessibility-lead = Iedereen moet Plein kunnen gebruiken: met een toetsenbord, een schermlezer, een vergroting of op een telefoon.
accessibility-status-title = Hoe staat het ervoor?
accessibility-status-text = { $organisation } wil dat deze website voldoet aan WCAG 2.2, niveau A en AA. De wet vraagt WCAG 2.1. Een onafhankelijk onderzoek is nog niet gedaan. Daarom zeggen we niet dat de website helemaal voldoet.
accessibility-tested-title = Wat we zelf controleren
accessibility-tested-axe = Een programma onderzoekt bij elke wijziging alle pagina’s op fouten, licht en donker, met en zonder JavaScript. Zo’n programma vindt ongeveer de helft van de mogelijke fouten.
accessibility-tested-keyboard = Zoeken en een profiel openen kan helemaal met het toetsenbord. Ook dat controleren we bij elke wijziging.
accessibility-tested-small = Bij een breedte van 320 pixels (400% vergroting) hoef je niet opzij te schuiven.
accessibility-known-title = Wat we weten dat nog ontbreekt
accessibility-known-readers = We hebben nog niet met alle schermlezers getest, en nog niet met mensen die ze dagelijks gebruiken.
accessibility-known-photos = Een foto op een profiel heeft geen eigen beschrijving. De naam staat er altijd naast.
accessibility-known-theme = Plein controleert de kleuren van een eigen huisstijl van de organisatie niet.
accessibility-report-title = Loop je ergens tegenaan?
accessibility-report-text = Meld het de beheerder van Plein bij { $organisation }. Zeg welke pagina het is, wat je wilde doen en wat je gebruikt. Je krijgt antwoord, ook als het nog niet opgelost is.
accessibility-law-title = Niet tevreden over het antwoord?
accessibility-law-text = Dan kun je een klacht indienen bij de organisatie en daarna bij de Nationale ombudsman.
