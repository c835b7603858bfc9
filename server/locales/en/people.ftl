# Finding colleagues and reading their profiles.
people-title = Colleagues
people-title-for = { $text } – Colleagues
people-field = Find a colleague
people-hint = A subject, name, job, unit or organisation
people-search = Search
people-filters = Filters
people-chosen = Chosen filters
people-chosen-count = { $count } chosen
people-remove = remove
people-clear = Clear all filters
people-more = Show { $count } more
people-near = Colleagues near me first
people-show = { $count ->
    [0] Show the result
    [one] Show { $count } colleague
   *[other] Show { $count } colleagues
}
people-found = { $count ->
    [0] Nobody found
    [one] { $count } colleague found
   *[other] { $count } colleagues found
}
people-order = Whoever knows most about it comes first.
people-place = { $from } to { $to } of { $total }
people-cut = These are the first 200 colleagues. Make your question more precise or choose a filter to see others.
people-why = Why you see { $name }
people-skills-of = What { $name } knows
people-relaxed = Nobody matches all your words. These colleagues match most of them.
people-by-name = The search index is being made. Until it is ready you search names only, without filters.
people-can-mentor = Offers to mentor

people-filter-organisation = Organisation
people-filter-unit = Unit
people-filter-place = Place
people-filter-skill = Knowledge and skills
people-filter-language = Language
people-filter-availability = Available for questions
people-filter-mentor = Mentor

people-subjects = Subjects that many colleagues know about
people-helpers = These colleagues gladly help

people-empty = Nobody to find yet
people-empty-text = Here you will find colleagues who chose to be found. Somebody has to be the first.
people-empty-me = Choose to be found by colleagues
people-empty-invite = Invite a colleague
people-empty-connect = Connect with another organisation

people-nobody = Nobody found
people-nobody-for = Nobody found for ‘{ $text }’
people-nobody-where = { $count ->
    [0] We searched all profiles you may see, of your own and of connected organisations.
    [one] We searched all profiles you may see, with the filter you chose.
   *[other] We searched all profiles you may see, with the { $count } filters you chose.
}
people-nobody-without = Search without the filter { $filter }
people-nobody-similar = Did you mean:
people-nobody-anywhere = Search all organisations, everywhere in the country
people-nobody-other-word = See whether it can be spelled or called differently, or use fewer words.
people-nobody-written = See what was written about it
people-nobody-start = Start again

people-reason-name = Is called { $found }
people-reason-title = Works as { $found }
people-reason-ask-me = Answers questions about: { $found }
people-reason-skill = Knows about { $found }
people-reason-skill-expert = Is an expert in { $found }
people-reason-skill-skilled = Has experience with { $found }
people-reason-skill-basic = Knows the basics of { $found }
people-reason-organisation = Works for { $found }
people-reason-unit = Works in the unit { $found }
people-reason-place = Works in { $found }
people-reason-about = Writes: ‘{ $found }’
people-reason-custom = { $label }: { $found }
people-reason-same-organisation = Works for the same organisation as you
people-reason-same-place = Works in { $found }, like you
people-shown-solved = { $count ->
    [one] { $count } accepted answer about
   *[other] { $count } accepted answers about
}
people-shown-answered = { $count ->
    [one] { $count } answer about
   *[other] { $count } answers about
}
people-shown-wrote = { $count ->
    [one] { $count } post about
   *[other] { $count } posts about
}
people-shown-pages = { $count ->
    [one] Helped write a wiki page about
   *[other] Helped write { $count } wiki pages about
}
people-shown-last = last one { $when }
people-ago-today = today
people-ago-days = { $count ->
    [one] yesterday
   *[other] { $count } days ago
}
people-ago-weeks = { $count } weeks ago
people-ago-months = { $count } months ago
people-ago-years = { $count } years ago
people-through-synonym = ‘{ $to }’ is another word for ‘{ $from }’
people-through-related = is close to { $asked }
people-through-part = ‘{ $found }’ is partly like ‘{ $typed }’
people-through-typo = you typed ‘{ $typed }’

people-back = Back to colleagues
people-edit-mine = Change my profile
people-ask-me = You can ask me about
people-about = About { $name }
people-reach = Contact and more
people-little = { $name } shares no more than this yet.
people-from = This profile comes from { $organisation }.
people-confirmed = Last confirmed by them:

# What you mean, while you type.
people-suggest-people = Colleagues
people-suggest-subjects = Subjects
people-suggest-organisations = Organisations
people-suggest-also = also: { $name }
people-suggest-count = { $count ->
    [one] { $count } colleague
   *[other] { $count } colleagues
}
people-suggestions = { $count ->
    [0] No suggestions, press Enter to search
    [one] { $count } suggestion, choose with the arrows
   *[other] { $count } suggestions, choose with the arrows
}

# A search to come back to.
people-save = Save this search
people-save-hint = We’ll let you know when this search finds new colleagues later.
people-save-do = Save
people-saved-title = Saved searches
people-saved-lead = Your searches, with their filters. Only you can see them.
people-saved-none = Nothing saved yet
people-saved-none-text = Search for a colleague and choose ‘Save this search’ below the results. You’ll hear when somebody new fits.
people-saved-name = Name
people-saved-told = Let me know when there are new colleagues
people-saved-change = Change name or notifications
people-saved-keep = Save
people-saved-remove = Remove this search
people-saved-restore = Undo
people-saved-broad = This search finds more than 200 colleagues. Make it more precise to hear who is new.
people-saved-news = { $count ->
    [one] { $count } new colleague since you last looked
   *[other] { $count } new colleagues since you last looked
}
people-saved-nothing-new = Nobody new since you last looked.
people-saved-all = See all results
people-notice-saved = Your search is saved.
people-notice-saved-changed = Your change is saved.
people-notice-saved-removed = The search is removed.
people-notice-saved-restored = The search is back in your list.
