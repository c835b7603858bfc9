# Searching everything that is published.
search-title = Search
search-title-for = { $text } – Search
search-field = Search networks, posts, comments and files
search-hint = A subject, a word from the text, the name of a network or a file
search-do = Search
search-in = Where
search-in-everything = Everywhere
search-in-mine = My networks
search-in-network = Only { $name }
search-order = Order
search-order-best = Best first
search-order-newest = Newest first
search-tabs = Kinds of results
search-tab-all = All
search-tab-networks = Networks
search-tab-posts = Posts
search-tab-comments = Comments
search-tab-files = Files
search-tab-wiki = Wiki
search-tab-people = Colleagues on this
search-filter-type = Kind
search-filter-group = Network
search-filter-author = Written by
search-filter-subject = Subject
search-filter-language = Language
search-filter-period = Period
search-period-any = Any time
search-period-week = The last week
search-period-month = The last month
search-period-year = The last year
search-show = Show the results
search-found = { $count ->
    [0] Nothing found
    [one] { $count } result
   *[other] { $count } results
}
search-count = { $count ->
    [one] { $count } result
   *[other] { $count } results
}
search-sort-network = Network
search-sort-answer = Answer
search-sort-comment = Comment
search-sort-file = Attachment
search-sort-page = Wiki page
search-accepted = Accepted answer
search-beside = with
search-colleagues = Colleagues who know about this
search-colleagues-all = { $count ->
    [one] View this colleague
   *[other] View all { $count } colleagues
}
search-relaxed = Nothing has all of your words. These have most of them.
search-by-title = The search index is being made. Until it is ready, you search titles only, without filters.
search-first = Back to the beginning
search-next = More results
search-start = What are you looking for?
search-start-text = Type a word above. You find what is written in every network that you may see, also at other organisations.
search-start-people = Find a colleague
search-start-networks = See all networks
search-nothing = Nothing found
search-nothing-for = Nothing found for ‘{ $text }’
search-nothing-where = We looked in everything that you may see.
search-nothing-everywhere = Search everywhere
search-nothing-people = Find a colleague who knows about it
search-nothing-ask = Ask your question in a network
search-group = Search in { $name }
