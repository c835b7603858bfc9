# What went wrong, what is kept, what to do.
error-id = Nummer voor de beheerder: { $id }
error-home = Naar de startpagina
error-sign-in = Aanmelden

error-not-found-title = Deze pagina is er niet
error-not-found-text = Misschien is het adres niet goed overgenomen, of is de pagina weg of niet voor jou bedoeld.
error-not-found-search = Zoek een collega

error-sign-in-title = Meld je eerst aan
error-sign-in-text = Je was niet (meer) aangemeld, dus er is niets veranderd. Meld je aan en probeer het opnieuw.

error-forbidden-title = Dit kan niet vanaf hier

error-elsewhere-title = Dit formulier kwam van een andere site
error-elsewhere-text = Voor je veiligheid is er niets gedaan. Open de pagina opnieuw en verstuur het formulier vanaf daar.

error-method-title = Dit adres is niet om te openen
error-method-text = Hier hoort een formulier of een ander programma te komen. Begin opnieuw op de startpagina.

error-too-large-title = Dit is te groot
error-too-large-text = Wat je verstuurde is te groot om te bewaren. Maak het kleiner en verstuur het opnieuw.

error-invalid-title = Dit klopt nog niet
error-invalid-text = Kijk dit na, en verstuur het opnieuw. Er is niets veranderd.
error-unreadable = Plein begreep niet wat er werd verstuurd. Ga terug, kijk het na en verstuur het opnieuw.

error-conflict-title = Er is intussen iets veranderd
error-host-changed = Deze gegevens horen bij een ander adres. Zet instance.host terug, of begin met een lege datamap.
error-handle-taken = Deze naam is al in gebruik, of was dat ooit. Kies een andere.

error-limited-title = Even geduld
error-limited-text = Dit werd te vaak achter elkaar gedaan. Probeer het { $when } opnieuw.
error-reading-day = Je hebt vandaag heel veel in het adresboek gelezen. Plein stopt daar even mee, zodat niemand het adresboek van iedereen overneemt. Je kunt { $when } weer verder. Heb je eerder iemand nodig? Vraag het een collega of je beheerder.

error-internal-title = Er ging bij ons iets mis
error-internal-text = Wat je deed is niet bewaard. Probeer het straks opnieuw. Blijft het misgaan? Geef je beheerder dan het nummer hieronder.

error-slow-title = Dit duurde te lang
error-slow-text = Plein is gestopt met wachten. Probeer het straks opnieuw.

error-unavailable-title = Plein is er even niet
error-unavailable-text = De gegevens zijn nu niet te bereiken. Er is niets verloren. Probeer het over een minuut opnieuw.
error-unavailable-sent = De gegevens zijn nu niet te bereiken. Alles wat al bewaard was, is er nog; wat je net verstuurde nog niet. Ververs deze pagina over een minuut: dan wordt het opnieuw verstuurd.

error-full-title = De schijf van Plein is vol
error-full-text = Lezen kan nog, bewaren even niet. Er is niets verloren. Je beheerder kan ruimte maken: geef het nummer hieronder door.
error-full-sent = Alles wat al bewaard was, is er nog; wat je net verstuurde nog niet. Je beheerder kan ruimte maken: geef het nummer hieronder door. Ververs daarna deze pagina: dan wordt het opnieuw verstuurd.

# Field errors that every form shares.
error-required = Vul dit in.
error-too-long = Gebruik hier hoogstens { $max } tekens.
error-twice = Dit staat er al.
error-too-many = Kies er hoogstens { $max }.
error-choice = Kies een van de mogelijkheden.
error-options = Geef minstens twee keuzes.
error-kind = Dit past niet in dit veld.
error-mail = Dit lijkt geen e-mailadres. Een e-mailadres ziet eruit als naam@organisatie.nl.
error-language = Deze taal kennen we niet. Kies er een uit de lijst.
error-picture = Dit bestand kunnen we niet als foto lezen. Kies een JPEG-, PNG- of WebP-bestand.
error-file-too-large = Dit bestand is te groot. Kies een bestand van hoogstens { $max } MB.
error-file-empty = Dit bestand is leeg. Kies een ander bestand.
error-file-gone = Dit bestand is er niet meer, of het is nog niet helemaal aangekomen. Voeg het opnieuw toe.
error-folder-deep = Een map kan hoogstens { $max } diep zijn, zoals Beleid/2026/Nota’s.
error-file-infected = In dit bestand zit een virus. Het is tegengehouden en verwijderd.
error-file-unscannable = Dit bestand is { $size } MB. De virusscanner kan bestanden tot { $max } MB controleren, en wat niet gecontroleerd is nemen we niet aan. Kies een kleiner bestand, of deel het op.
error-file-unchecked = Dit bestand is te groot voor de virusscanner en blijft daarom dicht. De beheerders zien dat.
error-file-attached = Dit bestand hoort al bij een bericht. Haal het daar weg.
error-file-later = Dit bestand kan nog niet worden gelezen. Probeer het over een paar minuten opnieuw.
error-uploads-unfinished = Er zijn nog te veel bestanden van je onderweg. Wacht tot ze er zijn, of breek er een paar af.
error-uploads-loose = Je hebt al veel bestanden verstuurd die nog nergens bij horen. Zet ze eerst bij een bericht, of haal er een paar weg.
error-upload-offset = Dit bestand gaat verder op een andere plek. Vraag eerst op hoeveel er al is.
error-upload-over = Dit bestand is al helemaal aangekomen.
error-upload-too-long = Er kwam meer aan dan was aangekondigd. Verstuur het bestand opnieuw.
error-upload-incomplete = Dit bestand is niet helemaal aangekomen. Verstuur het opnieuw.
error-rate = Kies een getal van 1 tot en met 1000.
error-concept-row = Regel { $line } klopt niet. Er horen zes kolommen te staan, met een uniek adres en een naam in beide talen.
error-consent = Deze persoon gaf geen toestemming om gevonden te worden.

# Connecting organisations.
error-peer-self = Dit is je eigen organisatie.
error-peer-already = Met deze organisatie ben je al verbonden.
error-peer-asked-already = Deze organisatie heeft jou al gevraagd om te verbinden. Je vindt het verzoek bovenaan de lijst.
error-peer-blocked = Deze organisatie is geblokkeerd. Hef eerst de blokkade op.
error-peer-state = Dit kan niet meer: de verbinding is intussen veranderd. Bekijk hoe het er nu voor staat.
error-peer-unchecked = Controleer deze organisatie eerst, en vergelijk de woorden.
error-peer-keys-differ = De sleutels zijn niet meer dezelfde als in het verzoek. Keur dit niet goed: bel eerst met de andere organisatie.
error-requests-full = Er wachten te veel verzoeken. Probeer het { $when } opnieuw.
error-accept-unasked = Dit antwoord hoort bij geen vraag van ons.

# Profiles, their fields, skills and photos.
error-audience = Kies wie dit mag zien.
error-changed-meanwhile = Dit is intussen ook ergens anders gewijzigd, bijvoorbeeld in een ander venster. Wat jij typte staat hier nog; bewaar opnieuw om het te houden.
error-date = Vul een datum in die bestaat, zoals 24-03-2027.
error-field-gone = Dit veld is er niet meer. De beheerder heeft het weggehaald.
error-skill-unknown = Dit onderwerp staat niet in de lijst. Kies er een die erop lijkt.
error-concept-exists = Dit onderwerp bestaat al, onder deze naam of als ander woord ervoor.
error-concept-broader = Het bredere onderwerp bestaat niet: { $uri }
error-concept-bar = Gebruik hier geen streep (|).
error-concept-word = Dit woord hoort al bij ‘{ $name }’.
error-concept-word-taken = Dit woord hoort hier al bij een ander onderwerp.
error-concept-levels = Het bredere onderwerp is weggelaten: het wees in een kring, of er staan meer dan { $max } onderwerpen boven elkaar.
error-concept-format = Kies een bestand dat eindigt op .csv, .ttl, .rdf of .xml.
error-concept-text = Dit is geen tekstbestand. Bewaar het als ‘CSV UTF-8’ en probeer het opnieuw.
error-concept-many = Dit bestand is te groot: er mogen hoogstens { $max } onderwerpen in staan.
error-concept-none = In dit bestand staat geen enkel onderwerp (skos:Concept).
error-concept-line = Regel { $line } is geen geldig Turtle. Er is niets gedaan.
error-concept-xml = Dit is geen geldig RDF/XML. Er is niets gedaan.
error-concept-entity = Dit bestand beschrijft eigen afkortingen (ENTITY). Die leest Plein niet. Zet het om naar Turtle en probeer het opnieuw.
error-concept-deprecated = Het bestand noemt dit onderwerp vervallen.
error-concept-address = Dit heeft geen adres dat met http begint.
error-concept-nameless = Dit heeft geen naam in het Nederlands of Engels.
error-no-file = Kies eerst een bestand.

# Verbinden met organisaties.
error-host = Dit adres kunnen we niet gebruiken. Geef alleen de naam, bijvoorbeeld plein.gelderland.example.

# Networks and what is written in them.
error-banned = Je hebt geen toegang tot dit netwerk.
error-members-only = Dit is alleen voor leden van het netwerk.
error-moderators-only = Dit is alleen voor moderatoren van het netwerk.
error-owners-only = Dit is alleen voor eigenaren van het netwerk.
error-may-not-create-group = In je organisatie mag niet iedereen een netwerk beginnen. Vraag het aan je beheerder.
error-invitation-only = Je wordt hier alleen op uitnodiging lid.
error-invite-banned = Een van deze mensen heeft geen toegang tot het netwerk. Geef eerst weer toegang, of kies die persoon niet.
error-last-owner = Je bent de enige eigenaar. Maak eerst iemand anders eigenaar.
error-leave-yourself = Jezelf verwijderen kan niet. Verlaat het netwerk als je weg wilt.
error-request-gone = Dit verzoek is er niet meer: het is ingetrokken, of iemand anders was je voor.
error-group-archived = Dit netwerk is afgesloten. Lezen kan, schrijven niet meer.
error-group-unreachable = De organisatie van dit netwerk is nu niet verbonden. Probeer het later opnieuw.
error-group-elsewhere = Dit netwerk staat bij een andere organisatie. Daar kan dit worden gewijzigd.
error-group-fields = Dit netwerk vraagt dat je eerst een paar velden van je profiel invult.
error-group-parent = Kies een eigen netwerk dat zelf geen onderdeel is van een ander.
error-content-wider = De inhoud kan niet voor meer mensen zijn dan die het netwerk mogen zien.
error-required-field = Velden die je beheerder maakte, bestaan niet bij andere organisaties. Kies een ander veld.
error-subject-unknown = ‘{ $label }’ staat niet in de lijst met onderwerpen. Kies een ander woord, of haal het weg.
error-name-differs = Dit is niet de naam van het netwerk. Typ die precies over.
error-nobody-chosen = Kies minstens één persoon.
error-moment = Vul een dag en een tijd in, zoals 24-03-2027 14:30.
error-in-the-past = Dit moment is al voorbij. Kies een later moment.
error-not-the-author = Alleen wie dit schreef, kan dat.
error-edited-meanwhile = Dit is intussen ergens anders bewaard. Hieronder staan beide teksten; er is niets weg.
error-item-locked = Hier kan niet meer op worden gereageerd.
error-item-not-out = Dit is nog niet geplaatst.
error-comment-gone = De reactie waarop je antwoordt, is intussen verwijderd. Je tekst staat hier nog.
error-no-question = Alleen bij een vraag kun je een antwoord kiezen.
error-poll-choice = Kies een van de mogelijkheden die er staan.
error-poll-closed = Deze peiling is gesloten.
error-poll-options = Geef minstens { $min } keuzes, elk op een eigen regel.
error-poll-voted = Er is al gestemd. De keuzes kunnen niet meer veranderen.
error-report-decided = Iemand anders heeft hier al over beslist.
error-idempotency-key = Geef een Idempotency-Key van 1 tot 100 tekens.
error-idempotency-other = Onder deze Idempotency-Key is al iets anders gevraagd. Neem een nieuwe.
error-instant = Schrijf het tijdstip als 2026-12-31T12:00:00Z.
error-address-in-list = ‘{ $text }’ is geen mailadres.
error-too-many-invitations = Er zijn vandaag genoeg uitnodigingen verstuurd. Probeer het { $when } weer.
error-invitation-gone = Deze uitnodiging werkt niet meer: ze is gebruikt, ingetrokken of verlopen.
error-invitation-link = Dit is geen link uit een uitnodiging. Kopieer het hele adres uit de mail.
error-invitation-no-peer = Jouw organisatie is niet verbonden met de organisatie van dit netwerk. Vraag je beheerder om te verbinden.
error-appealed-already = Je hebt hier al bezwaar tegen gemaakt.
error-appeal-decided = Over dit bezwaar is al besloten.
error-shut-out = De beheerder van deze organisatie heeft je buitengesloten van haar netwerken.
error-suspend-instead = Dit is een eigen collega. Blokkeer zijn of haar account bij Beheer › Accounts.
error-peer-level = Deze organisatie deelt dit netwerk niet met jouw organisatie.

# De wiki.
error-page-moderators = Alleen moderatoren van het netwerk wijzigen deze pagina.
error-page-locked = Deze pagina is vergrendeld. Een moderator kan haar weer openen.
error-page-gone = Deze pagina is intussen verwijderd. Je kunt haar terughalen bij de verwijderde pagina’s.
error-page-base = We weten niet meer op welke versie je schreef. Wat je typte staat hier nog: kopieer het, open de pagina opnieuw en plak het daar.
error-page-text-gone = De tekst van deze versie is gewist.
error-page-long = Deze tekst is { $size } kB. Een pagina kan hoogstens { $max } kB zijn: verdeel haar over een paar pagina’s.
error-pages-full = Deze wiki heeft zoveel pagina’s als ze kan hebben.
error-page-cycle = Een pagina kan niet onder zichzelf staan. Kies een andere plek.
error-page-parent = De pagina waar ze onder moet, is er niet meer. Kies een andere plek.
error-page-deep = Dieper dan { $max } niveaus gaat een wiki niet. Kies een plek hogerop.
error-page-exists = Op deze plek is al een pagina met deze titel. Kies een andere titel of een andere plek.
error-page-owner = Wie een pagina bijhoudt, moet lid zijn van het netwerk.
error-page-clash = Iemand anders wijzigde intussen hetzelfde stukje. Je tekst is een concept geworden: bewaar hem opnieuw en kies wat er moet staan.
error-offer-sent = Dit is al onderweg en kan niet meer weg. Je hoort wat ermee gebeurt.
error-page-approval = Op deze pagina kijkt eerst iemand mee. Dit kan alleen wie haar bijhoudt, of een moderator.
error-page-proposal = Op deze pagina kijkt sinds kort eerst iemand mee. Bewaar je tekst opnieuw, dan wordt hij een voorstel.
error-proposal-decided = Over dit voorstel is al beslist.
error-proposal-not-yours = Over dit voorstel beslist wie de pagina bijhoudt, of een moderator.
error-proposal-own = Vier ogen zijn die van twee mensen: over je eigen voorstel beslist iemand anders.
error-proposal-clash = Op dezelfde plek is intussen iets anders geschreven. Vraag wie dit voorstelde om het aan te passen aan wat er nu staat.
error-house-exists = Er is al een wiki van de organisatie.
error-saved-many = Je hebt al 50 zoekopdrachten bewaard. Verwijder er eerst een.
error-saved-query = Kies eerst een zoekwoord of een filter, en niet te veel tegelijk.
error-inquiry-many = Je hebt vandaag al 10 collega’s iets gevraagd. Morgen kan het weer.
error-inquiry-waits = Er staan nog 3 vragen van je aan deze collega open. Wacht eerst op een antwoord.
error-inquiry-unreachable = Er is nu geen verbinding met de organisatie van deze collega, dus je vraag zou niet aankomen.
error-inquiry-not-now = Deze collega neemt nu geen vragen aan. Stel je vraag aan iemand anders, of in een netwerk.
error-inquiry-closed = Dit gesprek is afgesloten, er kan niets meer bij.
error-inquiry-full = Je hebt hier al 25 keer iets toegevoegd. Stel een nieuwe vraag, of bel elkaar even.
error-inquiry-days = Kies een aantal dagen van { $min } tot { $max }.
error-inquiry-answered = Deze vraag is al beantwoord.
error-inquiry-proposed = Er is al een voorstel gedaan om hier een openbare vraag van te maken.
error-inquiry-decided = Hier valt niets meer over te beslissen.
error-inquiry-consent = Dit kan pas als jullie het allebei goed vinden, voor dit netwerk.
error-left-out-many = Je laat al 1000 dingen niet meetellen. Laat eerst iets anders weer meetellen.
error-page-branch-many = Onder deze pagina staan te veel pagina’s om in één keer te verwijderen. Begin lager in de boom.
error-page-branch-changed = Onder deze pagina staan intussen andere pagina’s dan je zag. Kijk hieronder wat er nu weggaat, en kies opnieuw.
error-page-branch-rights = Onder deze pagina staat iets dat jij niet mag wijzigen. Vraag een moderator om alles te verwijderen, of verwijder alleen deze pagina.
