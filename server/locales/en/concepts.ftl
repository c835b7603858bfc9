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
concepts-page = See the page
concepts-words = Other words
concepts-words-text = Whoever searches for one of these words finds people and posts of this subject.
concepts-words-none = There are no other words yet.
concepts-from-plein = comes with Plein
concepts-from-itself = stands with the subject
concepts-from-file = from the file { $file }
concepts-from-person = added by { $name }
concepts-from-somebody = added by an administrator
concepts-word-new = Add a word
concepts-word = Word
concepts-word-hint = Also an abbreviation, or what people call it themselves.
concepts-word-language = Language of the word
concepts-word-add = Add
concepts-word-remove = Remove
concepts-notice-word = The word was added. In a moment it is found by.
concepts-notice-word-gone = The word is gone.

# A list of others.
concepts-import = Read in a list of subjects
concepts-import-lead = Take over a thesaurus, for instance of your association. What is here under one of its names gets more words. You see first what would happen.
concepts-import-hint = At most 4 MB. For a larger file there is ‘plein taxonomy import’ on the server.
concepts-import-kinds = What you can read in
concepts-import-skos = A thesaurus in SKOS: Turtle (.ttl) or RDF/XML (.rdf, .xml). Names in Dutch and English, other words and broader subjects come along.
concepts-import-csv = A table (.csv) with on its first line:
concepts-import-would = New: { $added }. Changed: { $changed }. Merged with what is here: { $merged }. Nothing was done yet.
concepts-import-done = Read in. New: { $added }. Changed: { $changed }. Merged with what was here: { $merged }.
concepts-import-same = { $count ->
    [one] One subject was here already, just so.
   *[other] { $count } subjects were here already, just so.
}
concepts-import-do = Read it in
concepts-import-merged = { $count ->
    [one] One subject is here already
   *[other] { $count } subjects are here already
}
concepts-import-merged-text = They have the same name here. Words that are missing here are added.
concepts-import-into = { $label } belongs to { $into }.
concepts-import-words = Added: { $words }.
concepts-import-left-out = { $count ->
    [one] One thing is left out
   *[other] { $count } things are left out
}
concepts-import-changed = { $count ->
    [one] One subject changes
   *[other] { $count } subjects change
}
concepts-import-added = { $count ->
    [one] One subject is new
   *[other] { $count } subjects are new
}
