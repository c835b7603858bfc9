# The wiki of a network.
wiki-of = Wiki of { $group }
wiki-pages = Pages
wiki-has-more = with pages below it
wiki-path = Where this page stands
wiki-changed = Changed lately
wiki-empty = This wiki has no pages yet
wiki-empty-text = In a wiki you write down together what the network knows: agreements, explanations, examples. Every member adds to it, every version is kept, and people who write at the same time lose nothing.
wiki-empty-first = A good beginning is a front page that tells what the wiki is about. With [[Title]] you make a link to another page from the text, even when it is not there yet.
wiki-new-first = Make the first page
wiki-new = New page
wiki-new-below = New page below this one
wiki-create = Make the page
wiki-title = Title
wiki-parent = Stands below
wiki-top = At the top, below no other page
wiki-body = Text
wiki-body-hint = With [[Title]] you make a link to another page. Other words than the title? [[Title|these words]].
wiki-summary = What did you change?
wiki-summary-hint = A few words for whoever reads the history.
wiki-save-hint = If somebody else writes at the same time, we merge your texts. Where that is not possible, you choose.
wiki-edit = Edit
wiki-edit-title = Edit “{ $title }”
wiki-behind = Somebody else has changed this text since. When you save, we merge both changes.
wiki-missing = no page yet
wiki-no-text = There is nothing on this page yet.
wiki-contents = On this page
wiki-links-here = Pages that link here
wiki-links-here-none = No other page links here.
wiki-last-by = Last changed by
wiki-versions = { $count ->
    [one] one version
   *[other] { $count } versions
}
wiki-is-locked = Locked: nobody can change this page now
wiki-is-for-moderators = Only moderators change this page

# History.
wiki-history = History
wiki-history-title = History of “{ $title }”
wiki-history-text = Choose two versions on the left to compare them.
wiki-version = Version { $number }
wiki-compare = Compare
wiki-compare-from = Compare from version { $number }
wiki-compare-to = Compare with version { $number }
wiki-current = stands now
wiki-is-merge = merged
wiki-is-side = written on an older text, and merged
wiki-other-title = Its title was then: { $title }
wiki-difference = See the difference
wiki-difference-title = From version { $from } to version { $to }
wiki-difference-none = The text is the same in both versions.
wiki-lines-between = { $count ->
    [one] … one line that stayed the same …
   *[other] … { $count } lines that stayed the same …
}
wiki-version-old = This is an earlier version.
wiki-version-current = This is the version that stands now.
wiki-version-to-page = To the page as it is now
wiki-version-difference = Difference with now
wiki-version-id = Fingerprint:
wiki-authors = Who wrote what
wiki-authors-title = Who wrote what in “{ $title }”
wiki-authors-text = The text as it stands now, with who wrote each passage and when.
wiki-authors-cut = This looks back up to { $count } versions. What is older has no name.
wiki-authors-before = Before that
wiki-restore = Put this version back
wiki-restored = Put back version { $number }

# Merging.
wiki-merge-title = Merge “{ $title }”
wiki-merge-count = { $count ->
    [one] Somebody else changed the same passage
   *[other] Somebody else changed the same { $count } passages
}
wiki-merge-text = Choose for each passage what it should say. What you wrote is kept as a draft; nothing is lost. The rest has been merged already.
wiki-merge-theirs-difference = See what the other changed
wiki-merge-passage = Passage { $number }
wiki-merge-base = What it said first
wiki-merge-theirs = What it says now
wiki-merge-mine = What you wrote
wiki-merge-both = Both, first what it says now
wiki-merge-own = Something else, by yourself:
wiki-merge-own-text = Your own text for passage { $number }
wiki-merge-nothing = Nothing: something was taken away here, or not written yet.
wiki-merge-save = Save it like this
wiki-merge-later = Later, my text stays as a draft

# Drafts.
wiki-drafts = Your drafts
wiki-draft-title = Your draft of “{ $title }”
wiki-draft-there = You have a draft here, kept
wiki-draft-kept = Kept
wiki-draft-only-you = Only you see this.
wiki-draft-continue = Go on with your draft
wiki-draft-look = Look at it
wiki-draft-discard = Throw the draft away
wiki-draft-deleted = page deleted
wiki-draft-page-gone = The page was deleted since. You can make a new page of your text.
wiki-gone = The page was deleted meanwhile
wiki-gone-text = Somebody deleted “{ $title }” while you were writing. Your text is below and is kept as a draft. You can make a new page of it, or bring the deleted page back.
wiki-gone-mine = Your text
wiki-gone-new = Make it a new page

# Arranging.
wiki-arrange = Arrange
wiki-arrange-title = Arrange “{ $title }”
wiki-rename = Another title
wiki-rename-hint = The old address and links with the old title keep working.
wiki-rename-do = Give this title
wiki-place = Place
wiki-move-do = Move
wiki-up = Move up one place
wiki-down = Move down one place
wiki-rights = Who may change it
wiki-rights-label = This page, and what stands below it, may be changed by
wiki-rights-hint = Everyone who may read the wiki may read it.
wiki-rights-inherit = The same people as the page above it
wiki-rights-members = All members
wiki-rights-moderators = Moderators
wiki-rights-locked = Nobody: locked
wiki-upkeep = Keeping it true
wiki-owner = Who keeps this page up to date?
wiki-owner-none = Nobody in particular
wiki-owner-me = I do
wiki-review = When should somebody check whether it is still right?
wiki-review-hint = After that, the page says that it may be outdated.
wiki-review-never = Never
wiki-review-keep = On { $date }, as now
wiki-review-months = In { $count } months
wiki-kept-by = Kept up to date by
wiki-reviewed = Checked
wiki-outdated = This page may be outdated. Somebody was to check it
wiki-confirm = It is still right, ask again in half a year
wiki-due = Pages to check
wiki-due-text = Somebody was to check these pages. The one that waits longest stands on top.
wiki-due-none = There is nothing to check now.
wiki-due-since = since
wiki-due-count = { $count ->
    [one] One page waits for somebody to check it
   *[other] { $count } pages wait for somebody to check them
}

# Deleting and bringing back.
wiki-delete = Delete
wiki-delete-hint = You see first what will happen. It can always be brought back.
wiki-delete-go = Delete this page …
wiki-delete-title = Delete “{ $title }”?
wiki-delete-versions = { $count ->
    [one] The page is gone for everyone. Its one version is kept.
   *[other] The page is gone for everyone. Its { $count } versions are kept.
}
wiki-delete-children = { $count ->
    [one] The page below it stays, and moves up one level.
   *[other] The { $count } pages below it stay, and move up one level.
}
wiki-delete-links = { $count ->
    [one] One other page links here. That link will lead nowhere.
   *[other] { $count } other pages link here. Those links will lead nowhere.
}
wiki-delete-what = What should go?
wiki-delete-alone = Only this page
wiki-delete-branch = { $count ->
    [one] This page and the page below it
   *[other] This page and all { $count } pages below it
}
wiki-delete-branch-together = If you bring this page back later, everything comes back with it, each page in its own place.
wiki-delete-branch-many = More than { $max } pages stand under this page. They cannot go all at once. Begin further down the tree.
wiki-delete-branch-titles = These stand under it
wiki-delete-branch-more = { $count ->
    [one] and one more page
   *[other] and { $count } more pages
}
wiki-delete-branch-authors = Others who wrote in these pages:
wiki-delete-undo = Every member who may change it can bring it back at
wiki-delete-do = Delete the page
wiki-delete-do-chosen = Delete
wiki-deleted = Deleted pages
wiki-deleted-none = There are no deleted pages.
wiki-deleted-under = { $count ->
    [one] with the page below it
   *[other] with { $count } pages below it
}
wiki-deleted-by = deleted by
wiki-bring-back = Bring back

# What just happened.
wiki-notice-created = The page is there.
wiki-notice-saved = The page is saved.
wiki-notice-merged = Saved, and merged with what somebody else wrote meanwhile.
wiki-notice-unchanged = Nothing had changed.
wiki-notice-draft = Your draft is kept. Only you see it.
wiki-notice-discarded = Your draft is gone.
wiki-notice-renamed = The page has another title.
wiki-notice-moved = The page stands in its new place.
wiki-notice-rights = Your choice is saved.
wiki-notice-upkeep = Who keeps the page up to date is saved.
wiki-notice-confirmed = Good that you checked. We ask again in half a year.
wiki-notice-branch-deleted = The page is deleted, with everything that stood under it. You can bring it all back at once at “Deleted pages”.
wiki-notice-deleted = The page is deleted. You can bring it back at “Deleted pages”.
wiki-notice-brought-back = The page is back.

# On its way to another organisation.
wiki-sent = Your change is on its way to { $host }. It shows here as soon as they have processed it.
wiki-continue-sent = Your previous change is still on its way to { $host }. You are writing on from it.
wiki-sent-list = On its way to { $host }
wiki-offer-waits = on its way
wiki-offer-refused = not published
wiki-offer-title = “{ $title }” was not published
wiki-offer-text = { $host } did not publish this page. Your text has been kept; only you can see it.
wiki-offer-again = Send again
wiki-notice-sent = It is on its way to this network’s organisation. You will see it here as soon as they have processed it.

# Reading along: a change as a proposal.
wiki-approval = Four eyes
wiki-approval-label = Changes by others
wiki-approval-hint = Whoever keeps the page and moderators always write directly.
wiki-approval-no = Stand in the page at once
wiki-approval-yes = Become a proposal, until somebody read along
wiki-needs-approval = Four eyes: changes become a proposal first
wiki-will-propose = Somebody reads along before this page changes. When you save, your text becomes a proposal that members can see and discuss.
wiki-will-revise = You are adapting your proposal. When you save, it lies open for a decision again.
wiki-propose = Propose
wiki-proposals-count = { $count ->
    [one] One proposal awaits a decision
   *[other] { $count } proposals await a decision
}
wiki-proposals-title = Proposals for “{ $title }”
wiki-proposals-none = No proposal awaits a decision.
wiki-proposal = What would change
wiki-proposal-page = Proposal for the page
wiki-proposal-page-gone = The page that this was for is not there any more.
wiki-proposal-open = awaits a decision
wiki-proposal-changes = to be adapted first
wiki-proposal-approved = stands in the wiki
wiki-proposal-declined = not approved
wiki-proposal-behind = The page has changed since this was written. When you approve, both are merged; if that fails, nothing changes.
wiki-proposal-decide = Decide
wiki-proposal-approve = Approve
wiki-proposal-ask = Ask for changes
wiki-proposal-decline = Do not approve
wiki-proposal-note = What would you like to say with it?
wiki-proposal-note-hint = Stands below the proposal as a comment. Needed when you ask for changes.
wiki-proposal-revise = Adapt your proposal
wiki-notice-proposed = Your proposal is there. Whoever keeps the page decides.
wiki-notice-approval = Your choice has been saved.
wiki-notice-approve = The proposal stands in the page.
wiki-notice-changes = Your question stands below it.
wiki-notice-decline = The proposal was not approved.

# Following, and what is new.
wiki-news = { $count ->
    [one] One change since you were here,
   *[other] { $count } changes since you were here,
}
wiki-news-see = See what changed
wiki-news-list = Changed since you looked
wiki-follow = Following
wiki-follow-text = You hear of it when somebody changes this page: once, until you have looked again.
wiki-follow-page = You follow this page.
wiki-follow-branch = You follow this page and everything under it.
wiki-follow-above = You follow a page above this one with everything under it, so this one too.
wiki-follow-page-do = Follow this page only
wiki-follow-branch-do = Follow everything under it too
wiki-follow-stop = Stop following
wiki-followed = Pages you follow
wiki-followed-branch = with everything under it
wiki-notice-followed = You will hear of it when something changes.
wiki-notice-unfollowed = You no longer follow this page.

# Writing together.
wiki-editing-from = { $name } ({ $organisation })
wiki-editing = { $count ->
    [one] { $names } is changing this page too. Do go on: we will merge your texts.
   *[other] { $names } are changing this page too. Do go on: we will merge your texts.
}
wiki-editing-more = { $names } and { $count } others are changing this page too. Do go on: we will merge your texts.
wiki-titles = Pages of this wiki
wiki-titles-found = { $count ->
    [0] No page found
    [one] One page found
   *[other] { $count } pages found
}

# Templates.
wiki-templates = Begin with a template
wiki-template = Template
wiki-template-label = New pages
wiki-template-hint = With a template, pages of one kind are built alike. What changes in the template later changes nothing in those pages.
wiki-template-no = Do not begin with this text
wiki-template-yes = Can begin with this text
wiki-is-template = Template: new pages can begin with it
wiki-notice-template = Your choice is kept.

# Remarks about a page.
wiki-remarks = Remarks and attachments
wiki-remarks-none = There are no remarks about this page. Do you know better, or is something unclear? Say so here, and the text itself stays readable.
wiki-remark = Remark
wiki-remark-hint = Everybody who can read the page sees what you write and the files you add.
wiki-remark-new = Write a remark
wiki-remark-do = Post the remark
wiki-remark-answer = Answer
wiki-remark-answers = { $count ->
    [one] One answer
   *[other] { $count } answers
}
wiki-remark-about = Remark about the wiki page
wiki-notice-remarked = Your remark stands beside the page.
