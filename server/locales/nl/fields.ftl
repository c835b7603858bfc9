# Fields that an organisation adds to the profile.
fields-title = Profielvelden
fields-lead = Vraag collega’s wat alleen jouw organisatie wil weten. Ieder kiest zelf wie zijn antwoord ziet.
fields-none = Er zijn nog geen eigen velden
fields-none-text = Denk aan werkdagen, een gebouw of een certificaat.
fields-new = Een nieuw veld
fields-label-nl = Naam in het Nederlands
fields-label-en = Naam in het Engels
fields-section-nl = Kop in het Nederlands
fields-section-en = Kop in het Engels
fields-kind = Soort antwoord
fields-kind-text = tekst
fields-kind-choice = één keuze
fields-kind-choices = meer keuzes
fields-kind-date = datum
fields-options = Keuzes
fields-options-hint = Eén per regel, Nederlands | Engels. Bijvoorbeeld: maandag | Monday
fields-mandatory = Verplicht
fields-filter = Filter bij het zoeken
fields-create = Voeg dit veld toe
fields-up = Hoger
fields-down = Lager
fields-retire = Haal weg
fields-retire-title = Dit veld weghalen?
fields-retire-text = { $count ->
    [0] Niemand heeft ‘{ $field }’ ingevuld.
    [one] Eén collega heeft ‘{ $field }’ ingevuld. Dat antwoord verdwijnt, ook bij andere organisaties.
   *[other] { $count } collega’s hebben ‘{ $field }’ ingevuld. Die antwoorden verdwijnen, ook bij andere organisaties.
}
fields-retire-do = Haal dit veld weg
fields-notice-created = Het veld staat in ieders profiel.
fields-notice-retired = Het veld is weg. De antwoorden verdwijnen nu uit de profielen.
