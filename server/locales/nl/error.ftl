# What went wrong, what is kept, what to do.
error-id = Nummer voor de beheerder: { $id }
error-home = Naar de startpagina
error-back = Ga terug
error-retry = Probeer het opnieuw

error-not-found-title = Deze pagina is er niet
error-not-found-text = Misschien is het adres niet goed overgenomen, of is de pagina weg of niet voor jou bedoeld.
error-not-found-search = Zoek een collega

error-forbidden-title = Dit kan niet vanaf hier
error-forbidden-text = Je bent aangemeld, maar je rol staat dit niet toe. Vraag het je beheerder.

error-elsewhere-title = Dit formulier kwam van een andere site
error-elsewhere-text = Voor je veiligheid is er niets gedaan. Open de pagina opnieuw en verstuur het formulier vanaf daar.

error-method-title = Dit adres is niet om te openen
error-method-text = Hier hoort een formulier of een ander programma te komen. Begin opnieuw op de startpagina.

error-too-large-title = Dit is te groot
error-too-large-text = Wat je verstuurde is groter dan { $max }. Er is niets bewaard. Maak het kleiner en probeer het opnieuw.

error-invalid-title = Dit klopt nog niet
error-invalid-text = Kijk dit na, en verstuur het opnieuw. Er is niets veranderd.
error-unreadable = Plein begreep niet wat er werd verstuurd. Ga terug, kijk het na en verstuur het opnieuw.

error-conflict-title = Er is intussen iets veranderd
error-conflict-text = Wat je wilde doen kan niet meer zo. Ga terug om te zien hoe het er nu voor staat.

error-limited-title = Even geduld
error-limited-text = Dit werd te vaak achter elkaar gedaan. Probeer het { $when } opnieuw.

error-internal-title = Er ging bij ons iets mis
error-internal-text = Wat je deed is niet bewaard. Probeer het straks opnieuw. Blijft het misgaan? Geef je beheerder dan het nummer hieronder.

error-slow-title = Dit duurde te lang
error-slow-text = Plein is gestopt met wachten. Probeer het straks opnieuw.

error-unavailable-title = Plein is er even niet
error-unavailable-text = De gegevens zijn nu niet te bereiken. Er is niets verloren. Probeer het over een minuut opnieuw.

# Field errors that every form shares.
error-required = Vul dit in.
error-too-long = Gebruik hier hoogstens { $max } tekens.
error-too-short = Gebruik hier minstens { $min } tekens.
