# Openbare netwerken en de rest van de fediverse: Mastodon, Lemmy en andere software.
fediverse-is-open = Openbare netwerken zijn open
fediverse-is-closed = Openbare netwerken zijn gesloten
fediverse-what = Staat dit open, dan kunnen mensen met Mastodon, Lemmy en andere software jullie openbare netwerken volgen en erin antwoorden. Een netwerk is openbaar als iedereen het mag vinden, lezen en zonder vragen mag meedoen.
fediverse-what-not = Niets anders verlaat jullie organisatie hierdoor: geen besloten netwerken, geen berichten voor collega’s of voor verbonden organisaties, geen profielen. Wie zijn profiel niet openbaar heeft gemaakt, wordt daar niet genoemd: zijn bericht staat er op naam van het netwerk. De servers die volgen zijn geen verbonden organisaties.
fediverse-answers = Wat gebeurt er met antwoorden van buiten?
fediverse-answers-wait = Ze wachten tot een moderator ze toelaat
fediverse-answers-appear = Ze staan er meteen
fediverse-saved = Je keuze is bewaard.
fediverse-open = Open de openbare netwerken
fediverse-opened = Openbare netwerken zijn nu open voor de fediverse.
fediverse-close = Sluit de openbare netwerken
fediverse-closed = Openbare netwerken zijn gesloten voor de fediverse. Wie volgde, krijgt daarvan bericht.
fediverse-hosts = Servers die volgen of antwoorden
fediverse-hosts-none = Er is nog niemand.
fediverse-host-blocked = Geblokkeerd
fediverse-host-counts = { $followers ->
    [one] 1 volger
   *[other] { $followers } volgers
  } · { $answers ->
    [one] 1 antwoord
   *[other] { $answers } antwoorden
  }
fediverse-block = Blokkeer { $host }
fediverse-block-do = Blokkeer deze server
fediverse-blocked = De server is geblokkeerd. Wat ervandaan kwam, wordt nu verwijderd.
fediverse-unblock = Hef blokkade op
fediverse-unblocked = De blokkade is opgeheven. Wie daar volgde, moet opnieuw volgen.
fediverse-close-means = Dit gebeurt er
fediverse-close-followers = { $count ->
    [0] Er volgt niemand.
    [one] 1 volger van buiten krijgt niets meer.
   *[other] { $count } volgers van buiten krijgen niets meer.
  }
fediverse-close-answers = { $count ->
    [0] Er staan geen antwoorden van buiten.
    [one] 1 antwoord van buiten wordt hier verwijderd.
   *[other] { $count } antwoorden van buiten worden hier verwijderd.
  }
fediverse-close-elsewhere = Wat daar al gelezen en bewaard is, kunnen we niet terughalen. We vragen nette servers wel om het te verwijderen als je alles sluit.
fediverse-close-do = Sluit en verwijder
fediverse-waiting = Antwoorden van buiten
fediverse-waiting-of = Antwoorden van buiten in { $name }
fediverse-waiting-text = Deze antwoorden komen van mensen buiten de overheid, die dit netwerk met andere software volgen. Ze staan er pas als je ze toelaat.
fediverse-waiting-none = Er wacht niets.
fediverse-waiting-count = { $count ->
    [one] 1 antwoord van buiten wacht op je besluit
   *[other] { $count } antwoorden van buiten wachten op je besluit
  }
fediverse-waiting-below = Bij { $title }
fediverse-let-in = Laat toe
fediverse-keep-out = Laat niet toe
fediverse-ban = Weer { $name }
fediverse-notice-let-in = Het antwoord staat er nu.
fediverse-notice-kept-out = Het antwoord is verwijderd.
fediverse-address = Volgen met Mastodon of Lemmy
