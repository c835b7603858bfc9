# What stands in networks: reading, writing, answering.
items-kind-status = Post
items-kind-question = Question
items-kind-discussion = Discussion
items-kind-blog = Blog
items-kind-poll = Poll
items-kind-file = File
items-kind-proposal = Proposal
items-kind-remark = Remark
items-kinds = Kinds
items-kinds-all = Everything
items-kinds-status = Posts
items-kinds-question = Questions
items-kinds-discussion = Discussions
items-kinds-blog = Blogs
items-kinds-poll = Polls
items-kinds-file = Files
items-kinds-proposal = Proposals
items-kinds-remark = Remarks
items-kind-status-text = Short news, without a title.
items-kind-question-text = You are looking for an answer. You put the best one on top.
items-kind-discussion-text = You want to think something over together.
items-kind-blog-text = You have a longer story to tell.
items-kind-poll-text = You want to know what the others choose.
items-kind-file-text = You share a document that others must be able to find again.
items-kind-proposal-text = You want somebody to read along before a wiki page changes.
items-kind-remark-text = You have something to say about a wiki page.
items-new = Post something
items-new-first = Post the first message
items-choose = What would you like to post?
items-new-status = Write a post
items-new-question = Ask a question
items-new-discussion = Start a discussion
items-new-blog = Write a blog
items-new-poll = Hold a poll
items-new-file = Share a file
items-title = Title
items-title-question = Your question in one sentence
items-body = Text
items-body-status = What would you like to say?
items-body-question = Explanation
items-language = Language of the text
items-subjects = Subjects
items-subjects-hint = With commas in between, for example: Environment and Planning Act, youth care.
items-audience = Who sees this?
items-audience-public = Visible to everyone on the internet
items-audience-network = Visible to everyone at connected organisations
items-audience-organisation = Visible to staff of your organisation
items-audience-organisation-group = Visible to staff of { $organisation } and to the members
items-audience-group = Visible to { $members ->
    [one] the one member
   *[other] the { $members } members
} from { $organisations ->
    [one] { $organisations } organisation
   *[other] { $organisations } organisations
}
items-audience-members = Visible to the members of the network
items-audience-self = Only for you
items-more = Language, planning and tidying up
items-publish-at = Post on
items-publish-at-hint = Choose ‘Plan’ to post it at this moment.
items-archive-at = Tidy up from
items-archive-at-hint = After that nobody can comment any more.
items-publish-do = Post
items-draft-do = Save as a draft
items-plan-do = Plan
items-poll = Poll
items-poll-options = Options
items-poll-options-hint = One on each line, at least two.
items-poll-voted-hint = People have voted, so the options stay as they are.
items-poll-multiple = More than one option may be chosen
items-poll-closes = Closes on
items-poll-one = Choose one
items-poll-several = Choose one or more
items-poll-vote = Vote
items-poll-change = Change your vote
items-poll-take-back = Take back your vote
items-poll-results = Result so far
items-poll-mine = your choice
items-poll-votes = { $count ->
    [one] { $count } vote
   *[other] { $count } votes
} ({ $percent }%)
items-poll-voters = { $count ->
    [0] Nobody has voted yet
    [one] { $count } person voted
   *[other] { $count } people voted
}
items-poll-until = open until { $when }
items-poll-ended = closed on { $when }

# In lists and at the head.
items-author-outside = from outside the government: { $address }
items-author-gone = Someone who no longer works here
items-untitled = Untitled
items-in = in
items-list = What is here
items-answers = { $count ->
    [0] No answers yet
    [one] { $count } answer
   *[other] { $count } answers
}
items-comments = { $count ->
    [0] No comments yet
    [one] { $count } comment
   *[other] { $count } comments
}
items-reactions = { $count ->
    [one] { $count } reaction
   *[other] { $count } reactions
}
items-views = { $count ->
    [one] seen { $count } time
   *[other] seen { $count } times
}
items-newest = Newest posts
items-older = Older posts
items-end = That was everything.
items-state-planned = Planned
items-state-draft = Draft
items-state-waiting = On its way
items-state-refused = Not posted
items-state-hidden = Hidden
items-state-pinned = Pinned
items-state-featured = Recommended
items-state-solved = Answered
items-state-locked = Closed
items-state-archived = Tidied up
items-edited = edited
items-waiting = This is on its way to { $organisation }. Only you see it until it is there.
items-refused = The organisation of the network did not post this.
items-refused-do = Your text is kept. Change what is needed; when you save it, we send it again.
items-hidden = A moderator has hidden this. Only its author and the moderators still see it.
items-draft-text = This has not been posted yet. Only you see it.
items-back = Back

# Reacting.
items-sign-thumbs-up = Agree
items-sign-thanks = Thank you
items-sign-insightful = Insightful
items-sign-celebrate = Congratulations
items-sign-heart = Lovely
items-bookmark = Keep
items-bookmark-off = Keep no longer
items-follow = Follow
items-follow-off = Unfollow
items-comment = Comment
items-your-comment = Your comment
items-your-answer = Your answer
items-comment-do = Post your comment
items-answer-do = Post your answer
items-comment-edit = Editing a comment
items-comment-delete = Deleting a comment
items-comment-delete-text = The text will be gone. An empty place stays in the thread.
items-comment-gone = This comment was deleted.
items-reply = Reply
items-reply-to = in reply to { $name }
items-reply-off = Reply to nobody in particular
items-accept = This is the answer
items-accept-off = Not the answer after all
items-accepted = This answer helped
items-in-thread = Read it in the thread
items-thread-first = To the beginning of the thread
items-thread-next = Read on
items-locked-text = Comments are closed.
items-join-first = Join first to take part:
items-sign-in = Sign in to take part

# Changing and taking back.
items-edit = Edit
items-edit-title = Editing
items-delete = Delete
items-delete-title = Deleting this
items-delete-text = The text will be gone, earlier versions included. This cannot be undone.
items-delete-comments = { $count ->
    [one] It has { $count } comment, which can no longer be found afterwards.
   *[other] It has { $count } comments, which can no longer be found afterwards.
}
items-delete-elsewhere = It is deleted at other organisations too.
items-meanwhile = What it says now
items-meanwhile-text = While you were writing, this was saved elsewhere. Your text is below and is not lost. Take over what you want to keep and save again.
items-meanwhile-body = The text as it is now
items-revisions = Earlier versions
items-current = now
items-shown-below = below
items-difference = What changed
items-difference-view = View
items-difference-inline = In the text
items-difference-beside = Side by side
items-difference-before = Before
items-difference-after = After
items-difference-file-added = added
items-difference-file-removed = taken off
items-added = added:
items-removed = removed:

# Moderation.
items-moderate = For moderators
items-moderate-item = Hiding or removing this post
items-moderate-comment = Hiding or removing this comment
items-moderate-told = Its author is told, with your reason.
items-hide-or-remove = Hide or remove
items-hide = Hide
items-show = Show again
items-remove = Remove for everyone
items-hide-text = Hiding: only its author and moderators still see it. You can show it again.
items-remove-text = Removing: the text is gone for everyone. This cannot be undone.
items-reason-hint = Its author will read this.
items-pin = Pin
items-unpin = Unpin
items-feature = Recommend
items-unfeature = No longer recommend
items-lock = Close the thread
items-unlock = Reopen the thread
items-report = Report
items-report-title = Reporting this
items-report-text = The moderators of the network and the administrators of your organisation look at it. Its author is not told who reported it.
items-report-reason = What is wrong?
items-report-rules = It goes against the ground rules
items-report-privacy = It contains personal or confidential information
items-report-unlawful = It is against the law
items-report-spam = It is advertising or junk
items-report-other = Something else
items-report-note = Explanation
items-report-note-hint = Needed if you choose ‘something else’.
items-report-do = Send the report

# Lists of one's own.
items-bookmarks = Kept
items-bookmarks-lead = What you kept. Only you see this list.
items-bookmarks-empty = You have not kept anything yet
items-bookmarks-empty-text = Choose ‘Keep’ at a post that you will need later.
items-drafts = Drafts
items-drafts-lead = What you began or planned. Only you see this.
items-drafts-empty = You have no drafts
items-drafts-empty-text = Choose ‘Save as a draft’ when you are not done writing.
items-activity-of = Written by { $name }
items-activity-lead = What you see of it depends on the networks you are a member of.
items-activity-empty = Nothing to read yet
items-activity-empty-text = This colleague has not written anything you may read.

items-notice-published = It is there.
items-notice-on-its-way = Your post is on its way to the organisation of the network.
items-notice-draft = Your draft is saved.
items-notice-planned = It will be posted by itself at the moment you chose.
items-notice-saved = Your change is saved.
items-notice-deleted = It is deleted.
items-notice-commented = Your comment is there.
items-notice-reacted = Your reaction counts.
items-notice-reaction-back = Your reaction is gone.
items-notice-bookmarked = It is among what you keep.
items-notice-bookmark-gone = It is no longer among what you keep.
items-notice-followed = You will be told of new comments.
items-notice-unfollowed = You will no longer be told of new comments.
items-notice-accepted = This answer is on top now.
items-notice-accept-back = The question is open again.
items-notice-voted = Your vote counts. You can change it while the poll is open.
items-notice-vote-back = Your vote was taken back.
items-notice-pinned = This is on top of the network now.
items-notice-featured = This is recommended now.
items-notice-locked = Comments are closed now.
items-notice-unlocked = Comments are open again.
items-notice-unmarked = It is among the other posts again.
items-notice-hidden = It is hidden. Its author is told.
items-notice-shown = Everyone sees it again. Its author is told.
items-notice-removed = It is removed for everyone. Its author is told.
items-notice-reported = Thank you. You will hear what comes of it.
items-notice-subject = You follow this subject.
items-notice-subject-off = You no longer follow this subject.

items-told = { $count ->
    [one] Delivered to { $count } other organisation
   *[other] Delivered to { $count } other organisations
}
items-told-done = Delivered
items-told-waiting = On its way
items-told-failed = Not delivered
items-subjects-offered = { $count ->
    [0] No subject found
    [one] { $count } subject, choose with the arrows
   *[other] { $count } subjects, choose with the arrows
}
