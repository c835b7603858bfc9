# Subjects that people choose their knowledge from.
concepts-title = Subjects
concepts-lead = Colleagues choose their knowledge from these. Look first whether a subject is there already, perhaps under another word: people find each other because they choose the same.
concepts-search = Search for a subject
concepts-own = Subjects of your own organisation
concepts-found = { $count ->
    [one] One subject found
   *[other] { $count } subjects found
}
concepts-own-none = Your organisation has no subjects of its own yet. Is one missing? Add it below.
concepts-none = Try another word, or add the subject below.
concepts-new = A new subject
concepts-label-nl = Name in Dutch
concepts-label-en = Name in English
concepts-synonyms-nl = Other words in Dutch
concepts-synonyms-en = Other words in English
concepts-synonyms-hint = One a line. Abbreviations too.
concepts-broader = Broader subject
concepts-create = Add this subject
concepts-retire = Take away
concepts-notice-created = The subject is added.
concepts-notice-retired = The subject is gone. Who had it keeps it.
