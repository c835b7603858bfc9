# Eén organisatie: het verzoek, hoe het gaat, wat er gedeeld wordt.
peer-asks = { $name } wil verbinden
peer-unchecked = Nog niet gecontroleerd. Het verzoek zegt van deze organisatie te komen, maar dat is nog niet nagegaan. Controleer eerst of het adres dezelfde sleutels geeft.
peer-checked = Gecontroleerd { $when }: het adres geeft dezelfde sleutels. Vergelijk nu de acht woorden door te bellen.
peer-check = Controleer het adres
peer-approve = Keur goed
peer-approve-consequence = Na goedkeuren vinden collega’s van beide organisaties elkaar. Alleen wie zelf koos om gevonden te worden, wordt gedeeld. Je kunt altijd pauzeren of stoppen.
peer-reject = Wijs af
peer-awaits = { $name } heeft je verzoek van { $when } nog niet beantwoord. Bel hun beheerder en lees elkaar de acht woorden voor.
peer-take-back = Trek het verzoek in
peer-words = De acht woorden van { $name }
peer-words-text = Bel de beheerder daar en vraag deze woorden. Kloppen ze alle acht, dan praat je echt met die organisatie.
peer-health = Hoe het gaat
peer-since = Verbonden sinds
peer-people = Collega’s
peer-people-count = { $count ->
    [one] Eén collega die hier te vinden is
   *[other] { $count } collega’s die hier te vinden zijn
}
peer-confirmed = Bevestigd
peer-confirmed-not-yet = Nog niet helemaal vergeleken
peer-fetching = Collega’s ophalen
peer-fetched = { $done } van { $total } wijzigingen
peer-retry = Probeer het nu opnieuw
peer-pause = Pauzeer
peer-resume = Ga weer verder
peer-paused-text = Alles blijft bewaard en er gaat niets over en weer. Na twee weken zonder bevestiging zijn hun collega’s hier niet meer te vinden.
peer-trouble = { $name } is niet te bereiken, laatst geprobeerd { $since }
peer-trouble-next = We proberen het { $when } opnieuw. Er gaat niets verloren.
peer-trouble-soon = We proberen het zo opnieuw. Er gaat niets verloren.
peer-technical = Technische melding
peer-level = Wat je deelt
peer-level-people = Collega’s
peer-level-people-detail = Wie koos om bij andere organisaties gevonden te worden. Zet je dit uit, dan gaan de kopieën aan beide kanten weg.
peer-level-groups = Netwerken die hier thuishoren
peer-level-groups-all = Alle
peer-level-groups-all-detail = Ook besloten netwerken, voor wie wordt toegelaten.
peer-level-groups-open = Alleen netwerken waarvan de inhoud niet besloten is
peer-level-groups-open-detail = Wie al lid is van een besloten netwerk, blijft lid.
peer-level-groups-none = Geen
peer-level-groups-none-detail = Niemand van deze organisatie kan lid worden. Wie al lid is, blijft lid.
peer-rate = Berichten per seconde
peer-rate-hint = Zoveel nemen we er hoogstens van deze organisatie aan, zodat niemand de rest ophoudt.
peer-level-save = Bewaar
peer-stuck = { $count ->
    [one] Eén bericht is nog niet aangekomen
   *[other] { $count } berichten zijn nog niet aangekomen
}
peer-stuck-waiting = Wacht
peer-stuck-held = Geweigerd: kijk of je nog verbonden bent
peer-stuck-dead = Niet aangenomen
peer-attempts = { $count ->
    [0] nog niet geprobeerd
    [one] één poging
   *[other] { $count } pogingen
}
peer-failed = { $count ->
    [one] Eén ontvangen bericht kon niet worden verwerkt
   *[other] { $count } ontvangen berichten konden niet worden verwerkt
}
peer-failed-retry = Probeer opnieuw
peer-notice-approved = Goedgekeurd. De collega’s van daar worden opgehaald.
peer-notice-asked = Je verzoek is verstuurd.
peer-notice-ended = Jullie zijn niet (meer) verbonden.
peer-notice-paused = Gepauzeerd. Er gaat niets over en weer.
peer-notice-resumed = De verbinding gaat weer verder.
peer-notice-blocked = Geblokkeerd. De kopieën worden verwijderd.
peer-notice-unblocked = De blokkade is weg. Vraag opnieuw om verbinding als je dat wilt.
peer-notice-retry = We proberen het nu opnieuw.
peer-notice-level = Bewaard: dit deel je voortaan.
peer-cut = Verbinding verbreken
peer-cut-text = Blokkeren haalt alles weg wat van daar kwam. Je ziet eerst wat er gebeurt.
peer-block-look = Bekijk wat blokkeren doet
peer-blocked-text = Van deze organisatie nemen we niets aan. Haal je de blokkade weg, dan kan een van beide opnieuw om verbinding vragen.
peer-unblock = Haal de blokkade weg
peer-block-title = { $name } blokkeren?
peer-block-means = Dit gebeurt er
peer-block-theirs = { $count ->
    [0] Van { $name } is hier nu niemand te vinden.
    [one] Eén collega van { $name } is hier niet meer te vinden, en de kopie wordt verwijderd.
   *[other] { $count } collega’s van { $name } zijn hier niet meer te vinden, en de kopieën worden verwijderd.
}
peer-block-ours = { $count ->
    [0] Van jullie wordt nu niemand gedeeld.
    [one] We vragen { $name } de kopie van één collega van jullie te verwijderen.
   *[other] We vragen { $name } de kopieën van { $count } collega’s van jullie te verwijderen.
}
peer-block-their-memberships = { $count ->
    [one] Eén lidmaatschap van { $name } in een netwerk hier eindigt. Wat er geschreven is, blijft.
   *[other] { $count } lidmaatschappen van { $name } in netwerken hier eindigen. Wat er geschreven is, blijft.
}
peer-block-our-memberships = { $count ->
    [one] Eén collega van jullie verliest een netwerk van { $name }, met de kopie van wat erin staat.
   *[other] Collega’s van jullie verliezen { $count } lidmaatschappen in netwerken van { $name }, met de kopie van wat erin staat.
}
peer-block-mail = Berichten van { $name } worden niet meer aangenomen.
peer-block-undo = Je kunt de blokkade later weghalen. De verbinding en de kopieën komen dan niet vanzelf terug.
peer-block = Blokkeer { $name }
peer-block-not = Toch niet
