# All there is about a subject.
subject-lead = Colleagues, networks and posts about this subject, as far as you may see them.
subject-about = All about the subject
subject-other = { $language ->
    [nl] In Dutch: { $name }
   *[other] In English: { $name }
}
subject-also = Also: { $names }
subject-broader = Broader
subject-narrower = Narrower
subject-search = Search on within this subject
subject-people = Colleagues who know about it
subject-people-all = { $count ->
    [one] See this colleague
   *[other] See all { $count } colleagues
}
subject-people-empty = Nobody you may find names this in a profile yet.
subject-people-later = The search index is being made. Look again in a moment.
subject-people-search = Search for the word
subject-people-me = Do you know about it? Put it in your profile
subject-groups = Networks
subject-groups-all = Search all networks about this subject
subject-groups-empty = No network names this as a subject yet.
subject-groups-list = See all networks
subject-items = Posts
subject-follow = Follow this subject
subject-off = Unfollow
subject-empty = Nothing has been written about this yet
subject-empty-text = Follow the subject, and it appears on your start page as soon as there is something.
