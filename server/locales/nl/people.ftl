# Collega's vinden en hun profiel lezen.
people-title = Collega’s
people-title-for = { $text } – Collega’s
people-field = Zoek een collega
people-hint = Een onderwerp, naam, functie, afdeling of organisatie
people-search = Zoek
people-filters = Filters
people-chosen = Gekozen filters
people-chosen-count = { $count } gekozen
people-remove = weghalen
people-clear = Wis alle filters
people-more = Toon nog { $count }
people-near = Collega’s bij mij in de buurt eerst
people-show = { $count ->
    [0] Toon het resultaat
    [one] Toon { $count } collega
   *[other] Toon { $count } collega’s
}
people-found = { $count ->
    [0] Niemand gevonden
    [one] { $count } collega gevonden
   *[other] { $count } collega’s gevonden
}
people-order = Wie er het meest van weet, staat bovenaan.
people-place = { $from } tot en met { $to } van { $total }
people-cut = Dit zijn de eerste 200 collega’s. Maak je vraag preciezer of kies een filter om anderen te zien.
people-why = Waarom je { $name } ziet
people-skills-of = Wat { $name } weet en kan
people-relaxed = Niemand past bij al je woorden. Deze collega’s passen bij de meeste.
people-by-name = De zoekindex wordt gemaakt. Tot die klaar is, zoek je alleen op naam en zonder filters.
people-can-mentor = Wil mentor zijn

people-filter-organisation = Organisatie
people-filter-unit = Afdeling
people-filter-place = Plaats
people-filter-skill = Kennis en vaardigheden
people-filter-language = Taal
people-filter-availability = Beschikbaar voor vragen
people-filter-mentor = Mentor

people-subjects = Onderwerpen waar veel collega’s van weten
people-helpers = Deze collega’s helpen graag

people-empty = Nog niemand te vinden
people-empty-text = Hier komen collega’s die kozen om gevonden te worden. Iemand moet de eerste zijn.
people-empty-me = Kies dat collega’s jou vinden
people-empty-invite = Nodig een collega uit
people-empty-connect = Verbind met een andere organisatie

people-nobody = Niemand gevonden
people-nobody-for = Niemand gevonden voor ‘{ $text }’
people-nobody-where = { $count ->
    [0] We zochten in alle profielen die je mag zien, van je eigen en van verbonden organisaties.
    [one] We zochten in alle profielen die je mag zien, met het filter dat je koos.
   *[other] We zochten in alle profielen die je mag zien, met de { $count } filters die je koos.
}
people-nobody-without = Zoek zonder het filter { $filter }
people-nobody-similar = Bedoel je misschien:
people-nobody-anywhere = Zoek bij alle organisaties, overal in het land
people-nobody-other-word = Kijk of je het anders kunt schrijven of noemen, of gebruik minder woorden.
people-nobody-written = Kijk wat erover geschreven is
people-nobody-start = Begin een nieuwe zoektocht

people-reason-name = Heet { $found }
people-reason-title = Werkt als { $found }
people-reason-ask-me = Beantwoordt vragen over: { $found }
people-reason-skill = Weet van { $found }
people-reason-skill-expert = Is expert in { $found }
people-reason-skill-skilled = Heeft ervaring met { $found }
people-reason-skill-basic = Kent de basis van { $found }
people-reason-organisation = Werkt bij { $found }
people-reason-unit = Werkt bij de afdeling { $found }
people-reason-place = Werkt in { $found }
people-reason-about = Schrijft: ‘{ $found }’
people-reason-custom = { $label }: { $found }
people-reason-same-organisation = Werkt bij dezelfde organisatie als jij
people-reason-same-place = Werkt net als jij in { $found }
people-shown-solved = { $count ->
    [one] { $count } geaccepteerd antwoord over
   *[other] { $count } geaccepteerde antwoorden over
}
people-shown-answered = { $count ->
    [one] { $count } antwoord over
   *[other] { $count } antwoorden over
}
people-shown-wrote = { $count ->
    [one] { $count } bericht over
   *[other] { $count } berichten over
}
people-shown-pages = { $count ->
    [one] Schreef mee aan een wikipagina over
   *[other] Schreef mee aan { $count } wikipagina’s over
}
people-shown-last = laatste { $when }
people-ago-today = vandaag
people-ago-days = { $count ->
    [one] gisteren
   *[other] { $count } dagen geleden
}
people-ago-weeks = { $count } weken geleden
people-ago-months = { $count } maanden geleden
people-ago-years = { $count } jaar geleden
people-through-synonym = ‘{ $to }’ is een ander woord voor ‘{ $from }’
people-through-related = ligt dicht bij { $asked }
people-through-part = ‘{ $found }’ lijkt voor een deel op ‘{ $typed }’
people-through-typo = je typte ‘{ $typed }’

people-back = Terug naar de collega’s
people-edit-mine = Wijzig mijn profiel
people-ask-me = Je kunt mij vragen over
people-about = Over { $name }
people-reach = Contact en meer
people-little = { $name } deelt nog niet meer dan dit.
people-from = Dit profiel komt van { $organisation }.
people-confirmed = Laatst door hen bevestigd:

# Wat je bedoelt, terwijl je typt.
people-suggest-people = Collega’s
people-suggest-subjects = Onderwerpen
people-suggest-organisations = Organisaties
people-suggest-also = ook: { $name }
people-suggest-count = { $count ->
    [one] { $count } collega
   *[other] { $count } collega’s
}
people-suggestions = { $count ->
    [0] Geen suggesties, druk op Enter om te zoeken
    [one] { $count } suggestie, kies met de pijltjes
   *[other] { $count } suggesties, kies met de pijltjes
}

# Een zoekopdracht om op terug te komen.
people-save = Bewaar deze zoekopdracht
people-save-hint = We laten het je weten als deze zoekopdracht later nieuwe collega’s vindt.
people-save-do = Bewaar
people-saved-title = Bewaarde zoekopdrachten
people-saved-lead = Je zoekopdrachten, met hun filters. Alleen jij ziet ze.
people-saved-none = Nog niets bewaard
people-saved-none-text = Zoek een collega en kies onder de uitkomsten ‘Bewaar deze zoekopdracht’. Je hoort het dan als er iemand bij komt.
people-saved-name = Naam
people-saved-told = Laat het me weten als er nieuwe collega’s bij komen
people-saved-change = Naam of meldingen wijzigen
people-saved-keep = Bewaar
people-saved-remove = Verwijder deze zoekopdracht
people-saved-restore = Ongedaan maken
people-saved-broad = Deze zoekopdracht vindt meer dan 200 collega’s. Maak hem preciezer om te horen wie er nieuw is.
people-saved-news = { $count ->
    [one] { $count } nieuwe collega sinds je laatst keek
   *[other] { $count } nieuwe collega’s sinds je laatst keek
}
people-saved-nothing-new = Sinds je laatst keek is er niemand bij gekomen.
people-saved-all = Bekijk alle uitkomsten
people-notice-saved = Je zoekopdracht is bewaard.
people-notice-saved-changed = Je wijziging is bewaard.
people-notice-saved-removed = De zoekopdracht is verwijderd.
people-notice-saved-restored = De zoekopdracht staat weer in je lijst.
