# Je eigen account.
settings-title = Instellingen
settings-back = Terug naar instellingen
settings-save = Bewaar
settings-cancel = Annuleer
settings-in = Aanmelden
settings-look = Taal en kleuren
settings-leave = Weggaan
settings-leave-text = Werk je hier niet meer, of wil je niet meer meedoen?
settings-notice-saved = Je instellingen zijn bewaard.

settings-language = Taal
settings-language-auto = Zoals mijn browser
settings-scheme = Licht of donker
settings-scheme-auto = Zoals mijn apparaat
settings-scheme-light = Licht
settings-scheme-dark = Donker

settings-current-password = Je wachtwoord van nu
settings-current-password-hint = Zo weten we dat jij het bent.

settings-email-title = E-mailadres
settings-email-now = Je meldt je nu aan met { $email }.
settings-email-unconfirmed = nog niet bevestigd
settings-email-change = Wijzig
settings-email-confirm = Bevestig
settings-email-new = E-mailadres waarmee je je wilt aanmelden
settings-email-hint = Je krijgt er een mail met een link. Pas als je die opent, verandert er iets.
settings-email-do = Stuur me een link
settings-notice-email = Kijk in je mail: met de link daarin bevestig je je e-mailadres.

settings-password-change = Wijzig
settings-password-title = Wijzig je wachtwoord
settings-password-text = Op andere apparaten word je afgemeld.
settings-notice-password = Je nieuwe wachtwoord is bewaard. Op andere apparaten ben je afgemeld.

settings-sessions-title = Apparaten
settings-sessions-text = Hier ben je aangemeld. Herken je een apparaat niet? Meld het af, en wijzig je wachtwoord.
settings-sessions-count = { $count ->
    [one] Je bent op één apparaat aangemeld.
   *[other] Je bent op { $count } apparaten aangemeld.
}
settings-sessions-look = Bekijk
settings-sessions-alone = Verder ben je nergens aangemeld.
settings-sessions-end-others = Meld alle andere apparaten af
settings-session-device = Apparaat
settings-session-seen = Laatst gebruikt
settings-session-began = Aangemeld
settings-session-what = Wat je kunt doen
settings-session-this = dit apparaat
settings-session-end = Meld af
settings-notice-ended = Afgemeld.
settings-device = { $browser } op { $system }
settings-device-unknown = Onbekend apparaat

settings-tokens-title = Sleutels voor programma’s
settings-tokens-text = Met een sleutel kan een programma van jou bij alles wat jij mag zien. Geef hem aan niemand anders.
settings-tokens-count = { $count ->
    [0] Je hebt er geen.
    [one] Je hebt er één.
   *[other] Je hebt er { $count }.
}
settings-tokens-look = Bekijk
settings-tokens-yours = Je sleutels
settings-tokens-none = Je hebt nog geen sleutel.
settings-token-new = Maak een sleutel
settings-token-name = Waarvoor
settings-token-name-hint = Bijvoorbeeld: adresboek op intranet.
settings-token-days = Hoelang hij werkt
settings-token-for-days = { $count } dagen
settings-token-forever = Tot je hem intrekt
settings-token-do = Maak de sleutel
settings-token-fresh = Je nieuwe sleutel
settings-token-copy = Neem hem nu over: je ziet hem maar één keer.
settings-token-made = Gemaakt
settings-token-used = Laatst gebruikt
settings-token-never = nog niet
settings-token-ends = Werkt tot
settings-token-over = verlopen
settings-token-revoke = Trek in
settings-notice-revoked = De sleutel is ingetrokken en werkt niet meer.

settings-remove-title = Verwijder je account
settings-remove-text = Je account bij { $organisation } verdwijnt meteen. Dat is niet terug te draaien.
settings-remove-profile = Je profiel, je foto en je sleutels worden gewist.
settings-remove-asked = Wat je collega’s persoonlijk vroeg en antwoordde, verdwijnt ook bij hen. Hun eigen woorden houden ze.
settings-remove-elsewhere = Verbonden organisaties krijgen bericht dat ze je moeten vergeten.
settings-remove-log = In het logboek van de beheerder blijft staan wat er gebeurde, zonder je naam.
settings-remove-do = Verwijder mijn account
settings-notice-removed = Je account is verwijderd.

settings-feeds-title = Nieuws in je feedlezer
settings-feeds-text = Met een eigen adres volg je je netwerken in een feedlezer (Atom). Wie het adres kent, leest mee met wat jij mag lezen. Geef het aan niemand.
settings-feed-fresh = Dit is je adres. Je ziet het maar één keer.
settings-feed-copy = Zet het in je feedlezer
settings-feed-since = Je hebt een adres sinds
settings-feed-none = Je hebt nog geen adres.
settings-feed-do = Maak een adres
settings-feed-again = Maak een nieuw adres (het oude stopt)
settings-feed-end = Stop het adres
settings-feeds-look = Bekijk
settings-notice-feed-ended = Je adres werkt niet meer.
