# De startpagina.
home-title = Start
home-hello = Dag { $name }
home-todo = Voor jou
home-requests = { $count ->
    [one] Een organisatie wil met jullie verbonden worden.
   *[other] { $count } organisaties willen met jullie verbonden worden.
}
home-requests-look = Bekijk en beslis
home-hidden = Collega’s vinden je nog niet. Jij bepaalt wie je mag vinden.
home-hidden-choose = Kies wie jou vindt
home-no-skills = Waar mag je een vraag over krijgen? Zet erbij wat je weet.
home-no-skills-add = Voeg je kennis toe
home-subjects = Zoek verder op jouw onderwerpen
home-colleagues = Zij weten van dezelfde onderwerpen

home-visitor-title = Vind de collega die het weet
home-visitor-lead = Plein is van { $organisation }. Je vindt er collega’s met de kennis die je zoekt, ook bij andere overheden.
home-visitor-help = Hoe werkt dit?
home-visitor-find = Zoek op onderwerp, naam, functie of organisatie, in het Nederlands of het Engels.
home-visitor-why = Bij elke collega staat waarom je die ziet, en of die een vraag aankan.
home-visitor-own = Iedereen kiest zelf of, en door wie, die gevonden wordt.

home-news = Nieuw in mijn netwerken
home-news-none = Hier lees je wat er in je netwerken gebeurt.
home-news-find = Vind een netwerk dat bij je werk past
home-few-networks = Er zijn netwerken en collega’s die passen bij wat jij weet.
home-few-networks-look = Bekijk je suggesties
