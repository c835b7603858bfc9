# The start page.
home-title = Home
home-hello = Hello { $name }
home-todo = For you
home-requests = { $count ->
    [one] An organisation wants to be connected with yours.
   *[other] { $count } organisations want to be connected with yours.
}
home-requests-look = Look and decide
home-hidden = Colleagues do not find you yet. You decide who may find you.
home-hidden-choose = Choose who finds you
home-no-skills = What may people ask you about? Add what you know.
home-no-skills-add = Add your knowledge
home-subjects = Search further on your subjects
home-colleagues = They know the same subjects

home-visitor-title = Find the colleague who knows
home-visitor-lead = Plein belongs to { $organisation }. Here you find colleagues with the knowledge you look for, also at other authorities.
home-visitor-help = How does this work?
home-visitor-find = Search for a subject, name, job or organisation, in Dutch or in English.
home-visitor-why = With each colleague you see why they were found, and whether they have time for a question.
home-visitor-own = Everyone chooses whether, and by whom, they are found.

home-news = New in my networks
home-news-none = This is where you read what happens in your networks.
home-news-find = Find a network that fits your work
home-few-networks = There are networks and colleagues that fit what you know.
home-few-networks-look = See your suggestions
