# Wat om elke pagina staat.
shell-skip = Naar de inhoud
shell-navigation = Hoofdmenu
shell-start = Start
shell-people = Collega’s
shell-profile = Profiel
shell-admin = Beheer
shell-search = Zoek collega’s, netwerken en kennis
shell-sign-in = Aanmelden
shell-sign-out = Afmelden
shell-menu-of = Menu van { $name }
shell-my-profile = Mijn profiel
shell-settings = Instellingen
shell-help = Hulp
shell-accessibility = Toegankelijkheid
shell-language = Taal
shell-scheme = Licht of donker
shell-scheme-auto = Automatisch
shell-scheme-light = Licht
shell-scheme-dark = Donker
shell-close = Sluiten
shell-pages = Bladeren
shell-previous = Vorige
shell-next = Volgende
shell-no-answer = Dat lukte niet: er kwam geen goed antwoord. Probeer het opnieuw, of laad de pagina opnieuw.
shell-groups = Netwerken
shell-bell = Meldingen
shell-bell-unread = { $count ->
    [one] { $count } nieuwe melding
   *[other] { $count } nieuwe meldingen
}
shell-bookmarks = Bewaard
shell-drafts = Concepten
