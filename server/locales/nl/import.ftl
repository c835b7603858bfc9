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
