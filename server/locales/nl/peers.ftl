# Beheer › Organisaties: met wie we verbonden zijn.
peers-title = Organisaties
peers-lead = Collega’s van verbonden organisaties vinden elkaar. Jij bepaalt met wie jullie verbonden zijn.
peers-requests = { $count ->
    [one] Eén verzoek wacht op je
   *[other] { $count } verzoeken wachten op je
}
peers-look = Bekijk het verzoek
peers-connected = Verbonden organisaties
peers-none = Nog met niemand verbonden
peers-none-text = Vraag hieronder een andere organisatie om verbinding. Je hebt alleen het adres van hun Plein nodig.
peers-organisation = Organisatie
peers-state = Stand
peers-shared = Gedeeld
peers-last-contact = Laatste contact
peers-waiting = Wachtende berichten
peers-never = Nog niet
peers-trouble = Niet bereikbaar
peers-shares-people = Collega’s
peers-shares-nothing = Niets
peers-connect = Verbind met een organisatie
peers-host = Adres van hun Plein
peers-host-hint = Bijvoorbeeld plein.gelderland.example
peers-connect-consequence = We kijken eerst wie daar antwoordt. Er wordt nog niets verstuurd.
peers-connect-with = Verbinden met { $name }
peers-request-consequence = Na het versturen ziet hun beheerder jullie verzoek. Er wordt pas iets gedeeld als die ja zegt.
peers-send = Verstuur het verzoek
peers-send-not = Toch niet
peers-ask = Zoek op wie daar antwoordt
peers-own-words = Jullie eigen acht woorden
peers-own-words-text = Belt een beheerder van een andere organisatie om te controleren? Lees dan deze woorden voor.
peers-state-requested-out = Wacht op antwoord
peers-state-requested-in = Wil verbinden
peers-state-approved = Verbonden
peers-state-paused = Gepauzeerd
peers-state-blocked = Geblokkeerd
peers-state-ended = Niet verbonden
