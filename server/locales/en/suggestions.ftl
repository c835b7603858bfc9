# Suggestions for whoever is new, and questions that wait for somebody.
suggestions-title = Suggestions for you
suggestions-lead = Networks, colleagues and questions that fit what your profile says. Only you see this.
suggestions-groups = Networks where you’d be at home
suggestions-people = Colleagues who know the same
suggestions-questions = Questions waiting for somebody like you
suggestions-more = See all your suggestions
suggestions-why-about = Is about { $subject }, which you know
suggestions-why-members = { $count ->
    [one] { $count } member knows what you know
   *[other] { $count } members know what you know
}
suggestions-why-question = Is about { $subject }, which you know
suggestions-why-person = Knows about { $subjects }, as you do
suggestions-why-and = { $others } and { $last }
suggestions-aside = Don’t show again
suggestions-back = Undo
suggestions-no-skills = First tell what you know
suggestions-no-skills-text = With your knowledge and skills we find networks, colleagues and questions that fit you.
suggestions-add-skills = Add what you know
suggestions-none = No suggestions right now
suggestions-none-text = You know everything that fits you, or nobody has the same knowledge yet. Have a look around the networks.
suggestions-notice-aside = You won’t see this suggestion again.
suggestions-notice-back = The suggestion is back.
