# Mensen uit een bestand van de personeelsadministratie.
import-no-text = Dit is geen tekstbestand. Bewaar het in je rekenblad als ‘CSV UTF-8’ en probeer het opnieuw.
import-not-utf8 = De letters op regel { $line } zijn niet in UTF-8, maar waarschijnlijk in Latin-1 of Windows-1252. Bewaar het bestand als ‘CSV UTF-8’ en probeer het opnieuw.
import-empty = In dit bestand staat niemand. Onder de regel met de namen van de kolommen hoort per persoon een regel.
import-too-many = Een bestand mag hoogstens { $max } mensen bevatten. Verdeel ze over meer bestanden.
import-column-twice = Er zijn twee kolommen voor hetzelfde; de tweede heet ‘{ $column }’. Haal er een weg.
import-column-missing = De eerste regel moet de kolommen noemen, en dit ontbreekt: { $column }. Wat we niet herkennen: { $found }.
import-quote-open = Op deze regel begint een aanhalingsteken dat nergens goed eindigt, zodat de regels erna erin verdwijnen.
import-cells = Deze regel heeft { $cells } vakken, de eerste regel { $columns }. Zet een waarde waar het scheidingsteken in staat tussen aanhalingstekens.
import-affiliation = Dit dienstverband kennen we niet. Kies medewerker, extern of gast.
import-language = De taal ‘{ $word }’ kennen we niet. Gebruik de naam of de code, zoals Engels of en.
import-twice = Dit e-mailadres stond al op regel { $line }.

import-title = Importeer mensen
import-lead = Maak accounts voor veel mensen tegelijk, met een bestand van de personeelsadministratie. Je ziet eerst wat er gebeurt.
import-file = Bestand
import-file-hint = CSV in UTF-8, met komma’s of puntkomma’s en hoogstens { $max } mensen.
import-look = Bekijk wat er gebeurt
import-columns = Wat erin staat
import-columns-text = De eerste regel noemt de kolommen, in welke volgorde dan ook. Een naam en een e-mailadres zijn nodig. Andere kolommen leest Plein niet.
import-too-many-here = Hier kunnen hoogstens { $max } mensen tegelijk. Verdeel ze, of vraag wie de server beheert om ‘plein user import’.
import-would = { $count ->
    [0] Uit dit bestand komt niemand erbij.
    [one] Eén persoon krijgt een account en een uitnodiging per mail. Er is nog niets gebeurd.
   *[other] { $count } mensen krijgen een account en een uitnodiging per mail. Er is nog niets gebeurd.
}
import-done = { $count ->
    [0] Er is niemand bij gekomen.
    [one] Eén persoon heeft nu een account en krijgt een uitnodiging.
   *[other] { $count } mensen hebben nu een account en krijgen een uitnodiging.
}
import-do = { $count ->
    [one] Nodig één persoon uit
   *[other] Nodig { $count } mensen uit
}
import-other = Kies een ander bestand
import-ignored = Deze kolommen leest Plein niet: { $columns }.
import-refused = { $count ->
    [one] Eén regel klopt niet
   *[other] { $count } regels kloppen niet
}
import-refused-text = Wie op deze regels staat, komt er niet bij. Verbeter ze in het bestand en importeer het opnieuw; wie er al is, blijft zoals hij is.
import-known = { $count ->
    [one] Eén adres heeft al een account
   *[other] { $count } adressen hebben al een account
}
import-added = Wie erbij komt
import-line = Regel { $line }
import-more = { $count ->
    [one] En nog één.
   *[other] En nog { $count }.
}
