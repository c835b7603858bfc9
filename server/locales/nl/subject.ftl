# Alles wat er over een onderwerp is.
subject-lead = Collega’s, netwerken en berichten over dit onderwerp, voor zover jij ze mag zien.
subject-about = Alles over het onderwerp
subject-other = { $language ->
    [nl] In het Nederlands: { $name }
   *[other] In het Engels: { $name }
}
subject-also = Ook: { $names }
subject-broader = Breder
subject-narrower = Smaller
subject-search = Zoek verder in dit onderwerp
subject-people = Collega’s die hiervan weten
subject-people-all = { $count ->
    [one] Bekijk deze collega
   *[other] Bekijk alle { $count } collega’s
}
subject-people-empty = Nog niemand die je mag vinden, noemt dit in zijn profiel.
subject-people-later = De zoekindex wordt gemaakt. Kijk over een ogenblik nog eens.
subject-people-search = Zoek op het woord
subject-people-me = Weet jij ervan? Zet het in je profiel
subject-groups = Netwerken
subject-groups-all = Zoek in alle netwerken over dit onderwerp
subject-groups-empty = Nog geen netwerk noemt dit als onderwerp.
subject-groups-list = Bekijk alle netwerken
subject-items = Berichten
subject-follow = Volg dit onderwerp
subject-off = Niet meer volgen
subject-empty = Hierover is nog niets geschreven
subject-empty-text = Volg het onderwerp, dan staat het op je startpagina zodra er iets komt.
