# Waarom het contact met een organisatie niet lukte.
trouble-refuses-us = Ze weigeren ons: misschien hebben zij de verbinding verbroken.
trouble-not-found = Op dat adres staat geen Plein.
trouble-busy = Ze hebben het druk en vragen te wachten.
trouble-status = Er kwam een onverwacht antwoord.
trouble-nonsense = Er kwam een antwoord dat we niet begrijpen.
trouble-signature = De handtekening onder het antwoord klopt niet. Bel de beheerder daar.
trouble-lie = Het antwoord ging over mensen van een andere organisatie. We hebben het niet overgenomen.
trouble-keys = Ze gebruiken andere sleutels dan toen je ze goedkeurde. Bel de beheerder daar en vergelijk de acht woorden.
trouble-internal = Het ging aan onze kant mis.
trouble-internal-address = Het adres leidt naar een intern netwerk en mag niet worden gebruikt.
trouble-address = Dit is geen adres waar een Plein kan staan.
trouble-name = Dit adres bestaat niet. Kijk of het goed is overgenomen.
trouble-timeout = Er kwam op tijd geen antwoord.
trouble-drip = Hun bericht kwam zo traag binnen dat we niet langer konden wachten. Ze kunnen het opnieuw sturen.
trouble-connection = Er kwam geen verbinding tot stand.
