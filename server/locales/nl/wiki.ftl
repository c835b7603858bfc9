# De wiki van een netwerk.
wiki-of = Wiki van { $group }
wiki-pages = Pagina’s
wiki-has-more = met pagina’s eronder
wiki-path = Waar deze pagina staat
wiki-changed = Onlangs gewijzigd
wiki-empty = Deze wiki heeft nog geen pagina’s
wiki-empty-text = In een wiki schrijf je samen op wat het netwerk weet: afspraken, uitleg, voorbeelden. Ieder lid vult aan, elke versie blijft bewaard, en wie tegelijk schrijft raakt niets kwijt.
wiki-empty-first = Een goed begin is een startpagina die vertelt waar de wiki over gaat. Met [[Titel]] maak je vanuit de tekst een link naar een andere pagina, ook als die er nog niet is.
wiki-new-first = Maak de eerste pagina
wiki-new = Nieuwe pagina
wiki-new-below = Nieuwe pagina hieronder
wiki-create = Maak de pagina
wiki-title = Titel
wiki-parent = Staat onder
wiki-top = Bovenaan, onder geen andere pagina
wiki-body = Tekst
wiki-body-hint = Met [[Titel]] maak je een link naar een andere pagina. Anders dan de titel erin? [[Titel|deze woorden]].
wiki-summary = Wat heb je veranderd?
wiki-summary-hint = Een paar woorden voor wie de geschiedenis leest.
wiki-save-hint = Schrijft iemand anders tegelijk, dan voegen we jullie teksten samen. Lukt dat niet, dan kies jij.
wiki-edit = Wijzig
wiki-edit-title = ‘{ $title }’ wijzigen
wiki-behind = Deze tekst is intussen door iemand anders gewijzigd. Als je bewaart, voegen we jullie wijzigingen samen.
wiki-missing = nog geen pagina
wiki-no-text = Op deze pagina staat nog niets.
wiki-contents = Op deze pagina
wiki-links-here = Hierheen verwijzen
wiki-links-here-none = Geen andere pagina verwijst hierheen.
wiki-last-by = Laatst gewijzigd door
wiki-versions = { $count ->
    [one] één versie
   *[other] { $count } versies
}
wiki-is-locked = Vergrendeld: niemand kan deze pagina nu wijzigen
wiki-is-for-moderators = Alleen moderatoren wijzigen deze pagina

# Geschiedenis.
wiki-history = Geschiedenis
wiki-history-title = Geschiedenis van ‘{ $title }’
wiki-history-text = Kies links twee versies om ze te vergelijken.
wiki-version = Versie { $number }
wiki-compare = Vergelijk
wiki-compare-from = Vergelijk vanaf versie { $number }
wiki-compare-to = Vergelijk met versie { $number }
wiki-current = staat er nu
wiki-is-merge = samengevoegd
wiki-is-side = op een oudere tekst geschreven, en samengevoegd
wiki-other-title = Heette toen: { $title }
wiki-difference = Bekijk het verschil
wiki-difference-title = Van versie { $from } naar versie { $to }
wiki-difference-none = De tekst is in beide versies dezelfde.
wiki-lines-between = { $count ->
    [one] … één regel die hetzelfde bleef …
   *[other] … { $count } regels die hetzelfde bleven …
}
wiki-version-old = Dit is een eerdere versie.
wiki-version-current = Dit is de versie die er nu staat.
wiki-version-to-page = Naar de pagina zoals die nu is
wiki-version-difference = Verschil met nu
wiki-version-id = Kenmerk:
wiki-authors = Wie schreef wat
wiki-authors-title = Wie schreef wat in ‘{ $title }’
wiki-authors-text = De tekst zoals die er nu staat, met bij elk stukje wie het schreef en wanneer.
wiki-authors-cut = Er is teruggekeken tot { $count } versies. Wat ouder is, staat er zonder naam.
wiki-authors-before = Daarvoor
wiki-restore = Zet deze versie terug
wiki-restored = Versie { $number } teruggezet

# Samenvoegen.
wiki-merge-title = ‘{ $title }’ samenvoegen
wiki-merge-count = { $count ->
    [one] Iemand anders wijzigde hetzelfde stukje
   *[other] Iemand anders wijzigde dezelfde { $count } stukjes
}
wiki-merge-text = Kies per stukje wat er moet staan. Wat jij schreef is bewaard als concept; er is niets weg. De rest is al samengevoegd.
wiki-merge-theirs-difference = Bekijk wat de ander veranderde
wiki-merge-passage = Stukje { $number }
wiki-merge-base = Wat er eerst stond
wiki-merge-theirs = Wat er nu staat
wiki-merge-mine = Wat jij schreef
wiki-merge-both = Allebei, eerst wat er nu staat
wiki-merge-own = Zelf iets anders:
wiki-merge-own-text = Eigen tekst voor stukje { $number }
wiki-merge-nothing = Niets: hier is iets weggehaald of nog niets geschreven.
wiki-merge-save = Bewaar zo
wiki-merge-later = Later, mijn tekst blijft als concept

# Concepten.
wiki-drafts = Jouw concepten
wiki-draft-title = Jouw concept van ‘{ $title }’
wiki-draft-there = Je hebt hier een concept, bewaard
wiki-draft-kept = Bewaard
wiki-draft-only-you = Alleen jij ziet dit.
wiki-draft-continue = Ga verder met je concept
wiki-draft-look = Bekijk het
wiki-draft-discard = Gooi het concept weg
wiki-draft-deleted = pagina verwijderd
wiki-draft-page-gone = De pagina is intussen verwijderd. Je kunt van je tekst een nieuwe pagina maken.
wiki-gone = De pagina is intussen verwijderd
wiki-gone-text = Iemand verwijderde ‘{ $title }’ terwijl jij schreef. Je tekst staat hieronder en is bewaard als concept. Je kunt er een nieuwe pagina van maken, of de verwijderde pagina terughalen.
wiki-gone-mine = Jouw tekst
wiki-gone-new = Maak er een nieuwe pagina van

# Inrichten.
wiki-arrange = Inrichten
wiki-arrange-title = ‘{ $title }’ inrichten
wiki-rename = Andere titel
wiki-rename-hint = Het oude adres en links met de oude titel blijven werken.
wiki-rename-do = Geef deze titel
wiki-place = Plaats
wiki-move-do = Verplaats
wiki-up = Zet een plaats hoger
wiki-down = Zet een plaats lager
wiki-rights = Wie mag wijzigen
wiki-rights-label = Deze pagina, en wat eronder staat, mag worden gewijzigd door
wiki-rights-hint = Lezen mag iedereen die de wiki mag lezen.
wiki-rights-inherit = Dezelfden als de pagina erboven
wiki-rights-members = Alle leden
wiki-rights-moderators = Moderatoren
wiki-rights-locked = Niemand: vergrendeld
wiki-upkeep = Bijhouden
wiki-owner = Wie houdt deze pagina bij?
wiki-owner-none = Niemand in het bijzonder
wiki-owner-me = Ik
wiki-review = Wanneer kijken of het nog klopt?
wiki-review-hint = Daarna staat boven de pagina dat ze verouderd kan zijn.
wiki-review-never = Nooit
wiki-review-keep = Op { $date }, zoals nu
wiki-review-months = Over { $count } maanden
wiki-kept-by = Bijgehouden door
wiki-reviewed = Nagekeken
wiki-outdated = Deze pagina kan verouderd zijn. Iemand zou haar nakijken
wiki-confirm = Het klopt nog, vraag het over een half jaar weer
wiki-due = Na te kijken pagina’s
wiki-due-text = Deze pagina’s zou iemand nakijken. De langst wachtende staat bovenaan.
wiki-due-none = Er is nu niets om na te kijken.
wiki-due-since = sinds
wiki-due-count = { $count ->
    [one] Eén pagina wacht tot iemand haar nakijkt
   *[other] { $count } pagina’s wachten tot iemand ze nakijkt
}

# Verwijderen en terughalen.
wiki-delete = Verwijderen
wiki-delete-hint = Je ziet eerst wat er dan gebeurt. Terughalen kan altijd.
wiki-delete-go = Verwijder deze pagina …
wiki-delete-title = ‘{ $title }’ verwijderen?
wiki-delete-versions = { $count ->
    [one] De pagina verdwijnt voor iedereen. Haar ene versie blijft bewaard.
   *[other] De pagina verdwijnt voor iedereen. Haar { $count } versies blijven bewaard.
}
wiki-delete-children = { $count ->
    [one] De pagina eronder blijft, en komt één niveau hoger te staan.
   *[other] De { $count } pagina’s eronder blijven, en komen één niveau hoger te staan.
}
wiki-delete-links = { $count ->
    [one] Eén andere pagina verwijst hierheen. Die link leidt dan nergens meer heen.
   *[other] { $count } andere pagina’s verwijzen hierheen. Die links leiden dan nergens meer heen.
}
wiki-delete-what = Wat moet er weg?
wiki-delete-alone = Alleen deze pagina
wiki-delete-branch = { $count ->
    [one] Deze pagina en de pagina eronder
   *[other] Deze pagina en alle { $count } pagina’s eronder
}
wiki-delete-branch-together = Haal je deze pagina later terug, dan komt alles mee terug, op zijn eigen plek.
wiki-delete-branch-many = Onder deze pagina staan meer dan { $max } pagina’s. Die kunnen niet in één keer weg. Begin lager in de boom.
wiki-delete-branch-titles = Dit staat eronder
wiki-delete-branch-more = { $count ->
    [one] en nog één pagina
   *[other] en nog { $count } pagina’s
}
wiki-delete-branch-authors = Aan deze pagina’s schreven ook mee:
wiki-delete-undo = Ieder lid dat haar mag wijzigen, kan haar terughalen bij
wiki-delete-do = Verwijder de pagina
wiki-delete-do-chosen = Verwijder
wiki-deleted = Verwijderde pagina’s
wiki-deleted-none = Er zijn geen verwijderde pagina’s.
wiki-deleted-under = { $count ->
    [one] met de pagina eronder
   *[other] met { $count } pagina’s eronder
}
wiki-deleted-by = verwijderd door
wiki-bring-back = Haal terug

# Wat er net gebeurde.
wiki-notice-created = De pagina is er.
wiki-notice-saved = De pagina is bewaard.
wiki-notice-merged = Bewaard, en samengevoegd met wat iemand anders intussen schreef.
wiki-notice-unchanged = Er was niets veranderd.
wiki-notice-draft = Je concept is bewaard. Alleen jij ziet het.
wiki-notice-discarded = Je concept is weg.
wiki-notice-renamed = De pagina heeft een andere titel.
wiki-notice-moved = De pagina staat op haar nieuwe plaats.
wiki-notice-rights = Je keuze is bewaard.
wiki-notice-upkeep = Wie de pagina bijhoudt, is bewaard.
wiki-notice-confirmed = Fijn dat je keek. Over een half jaar vragen we het weer.
wiki-notice-branch-deleted = De pagina is verwijderd, met alles wat eronder stond. Alles in één keer terughalen kan bij ‘Verwijderde pagina’s’.
wiki-notice-deleted = De pagina is verwijderd. Terughalen kan bij ‘Verwijderde pagina’s’.
wiki-notice-brought-back = De pagina is terug.

# Onderweg naar een andere organisatie.
wiki-sent = Je wijziging is onderweg naar { $host }. Zodra die haar verwerkt, staat ze hier.
wiki-continue-sent = Je vorige wijziging is nog onderweg naar { $host }. Je schrijft daarop verder.
wiki-sent-list = Onderweg naar { $host }
wiki-offer-waits = onderweg
wiki-offer-refused = niet geplaatst
wiki-offer-title = ‘{ $title }’ is niet geplaatst
wiki-offer-text = { $host } heeft deze pagina niet geplaatst. Je tekst is bewaard; alleen jij ziet hem.
wiki-offer-again = Stuur opnieuw
wiki-notice-sent = Het is onderweg naar de organisatie van dit netwerk. Zodra die het verwerkt, zie je het hier.

# Meekijken: een wijziging als voorstel.
wiki-approval = Vier ogen
wiki-approval-label = Wijzigingen van anderen
wiki-approval-hint = Wie de pagina bijhoudt en moderatoren schrijven altijd direct.
wiki-approval-no = Staan meteen in de pagina
wiki-approval-yes = Worden een voorstel, tot iemand meekeek
wiki-needs-approval = Vier ogen: wijzigingen worden eerst een voorstel
wiki-will-propose = Op deze pagina kijkt eerst iemand mee. Als je bewaart, wordt je tekst een voorstel dat de leden kunnen zien en bespreken.
wiki-will-revise = Je past je voorstel aan. Als je bewaart, ligt het opnieuw ter beoordeling.
wiki-propose = Stel voor
wiki-proposals-count = { $count ->
    [one] Eén voorstel wacht op een besluit
   *[other] { $count } voorstellen wachten op een besluit
}
wiki-proposals-title = Voorstellen voor ‘{ $title }’
wiki-proposals-none = Er wacht geen voorstel op een besluit.
wiki-proposal = Wat er zou veranderen
wiki-proposal-page = Voorstel voor de pagina
wiki-proposal-page-gone = De pagina waar dit voor was, is er niet meer.
wiki-proposal-open = wacht op een besluit
wiki-proposal-changes = eerst aanpassen
wiki-proposal-approved = staat in de wiki
wiki-proposal-declined = niet overgenomen
wiki-proposal-behind = De pagina is gewijzigd sinds dit werd geschreven. Bij overnemen voegen we beide samen; lukt dat niet, dan verandert er niets.
wiki-proposal-decide = Beslis
wiki-proposal-approve = Neem over
wiki-proposal-ask = Vraag om een aanpassing
wiki-proposal-decline = Neem niet over
wiki-proposal-note = Wat wil je erbij zeggen?
wiki-proposal-note-hint = Staat als reactie onder het voorstel. Nodig als je om een aanpassing vraagt.
wiki-proposal-revise = Pas je voorstel aan
wiki-notice-proposed = Je voorstel staat klaar. Wie de pagina bijhoudt, beslist.
wiki-notice-approval = Je keuze is bewaard.
wiki-notice-approve = Het voorstel staat in de pagina.
wiki-notice-changes = De vraag om aan te passen staat eronder.
wiki-notice-decline = Het voorstel is niet overgenomen.

# Volgen, en wat er nieuw is.
wiki-news = { $count ->
    [one] Eén wijziging sinds je hier was,
   *[other] { $count } wijzigingen sinds je hier was,
}
wiki-news-see = Bekijk wat er veranderde
wiki-news-list = Gewijzigd sinds je keek
wiki-follow = Volgen
wiki-follow-text = Je hoort het als iemand deze pagina wijzigt: één keer, tot je weer gekeken hebt.
wiki-follow-page = Je volgt deze pagina.
wiki-follow-branch = Je volgt deze pagina en alles wat eronder staat.
wiki-follow-above = Je volgt een pagina hierboven met alles wat eronder staat, dus ook deze.
wiki-follow-page-do = Volg alleen deze pagina
wiki-follow-branch-do = Volg ook alles eronder
wiki-follow-stop = Volg niet meer
wiki-followed = Pagina’s die je volgt
wiki-followed-branch = met alles eronder
wiki-notice-followed = Je hoort het als er iets verandert.
wiki-notice-unfollowed = Je volgt deze pagina niet meer.

# Samen bezig.
wiki-editing-from = { $name } ({ $organisation })
wiki-editing = { $count ->
    [one] { $names } is deze pagina ook aan het wijzigen. Schrijf gerust door: we voegen jullie teksten samen.
   *[other] { $names } zijn deze pagina ook aan het wijzigen. Schrijf gerust door: we voegen jullie teksten samen.
}
wiki-editing-more = { $names } en nog { $count } anderen zijn deze pagina ook aan het wijzigen. Schrijf gerust door: we voegen jullie teksten samen.
wiki-titles = Pagina’s van deze wiki
wiki-titles-found = { $count ->
    [0] Geen pagina gevonden
    [one] Eén pagina gevonden
   *[other] { $count } pagina’s gevonden
}

# Sjablonen.
wiki-templates = Begin met een sjabloon
wiki-template = Sjabloon
wiki-template-label = Nieuwe pagina’s
wiki-template-hint = Met een sjabloon krijgen pagina’s van dezelfde soort dezelfde opbouw. Wat daarna in het sjabloon verandert, verandert niets aan die pagina’s.
wiki-template-no = Beginnen niet met deze tekst
wiki-template-yes = Kunnen met deze tekst beginnen
wiki-is-template = Sjabloon: nieuwe pagina’s kunnen hiermee beginnen
wiki-notice-template = Je keuze is bewaard.

# Opmerkingen bij een pagina.
wiki-remarks = Opmerkingen en bijlagen
wiki-remarks-none = Er zijn geen opmerkingen bij deze pagina. Weet je iets beter of snap je iets niet? Zeg het hier, dan blijft de tekst zelf leesbaar.
wiki-remark = Opmerking
wiki-remark-hint = Iedereen die de pagina kan lezen, ziet wat je schrijft en welke bestanden je toevoegt.
wiki-remark-new = Schrijf een opmerking
wiki-remark-do = Plaats de opmerking
wiki-remark-answer = Reageer
wiki-remark-answers = { $count ->
    [one] Eén reactie
   *[other] { $count } reacties
}
wiki-remark-about = Opmerking bij de wikipagina
wiki-notice-remarked = Je opmerking staat bij de pagina.
