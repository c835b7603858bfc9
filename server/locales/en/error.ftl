# What went wrong, what is kept, what to do.
error-id = Number for your administrator: { $id }
error-home = Go to the start page
error-sign-in = Sign in

error-not-found-title = This page is not here
error-not-found-text = Perhaps the address was not copied well, or the page is gone or not meant for you.
error-not-found-search = Find a colleague

error-sign-in-title = Sign in first
error-sign-in-text = You were not signed in (any more), so nothing was changed. Sign in and try again.

error-forbidden-title = You cannot do this from here

error-elsewhere-title = This form came from another site
error-elsewhere-text = For your safety nothing was done. Open the page again and send the form from there.

error-method-title = This address is not one to open
error-method-text = It expects a form or another program. Begin again on the start page.

error-too-large-title = This is too large
error-too-large-text = What you sent is too large to keep. Make it smaller and send it again.

error-invalid-title = This is not right yet
error-invalid-text = Look at this again and send it once more. Nothing was changed.
error-unreadable = Plein did not understand what was sent. Go back, look at it again and send it once more.

error-conflict-title = Something changed in the meantime
error-host-changed = The data belong to another address. Set instance.host back to that, or begin with an empty data folder.
error-handle-taken = This name is in use, or was once. Choose another.

error-limited-title = One moment, please
error-limited-text = This was done too often in a row. Try again { $when }.
error-reading-day = You read a great deal of the address book today. Plein pauses here, so that nobody copies everyone’s details. You can go on { $when }. Do you need somebody sooner? Ask a colleague or your administrator.

error-internal-title = Something went wrong on our side
error-internal-text = What you did was not saved. Try again later. If it keeps going wrong, give your administrator the number below.

error-slow-title = This took too long
error-slow-text = Plein stopped waiting. Try again later.

error-unavailable-title = Plein is away for a moment
error-unavailable-text = The data cannot be reached now. Nothing is lost. Try again in a minute.
error-unavailable-sent = The data cannot be reached now. All that was saved before is still there; what you just sent is not saved yet. Reload this page in a minute to send it again.

error-full-title = The disk of Plein is full
error-full-text = You can read, but nothing can be saved for now. Nothing is lost. Your administrator can make room; pass on the number below.
error-full-sent = All that was saved before is still there; what you just sent is not saved yet. Your administrator can make room; pass on the number below. Then reload this page to send it again.

# Field errors that every form shares.
error-required = Fill this in.
error-too-long = Use at most { $max } characters here.
error-twice = This is already there.
error-too-many = Choose at most { $max }.
error-choice = Choose one of the options.
error-options = Give at least two options.
error-kind = This does not fit in this field.
error-mail = This does not look like an e-mail address. One looks like name@organisation.nl.
error-language = We do not know this language. Choose one from the list.
error-picture = We cannot read this file as a photo. Choose a JPEG, PNG or WebP file.
error-file-too-large = This file is too large. Choose a file of at most { $max } MB.
error-file-empty = This file is empty. Choose another file.
error-file-gone = This file is no longer there, or has not arrived completely. Add it again.
error-folder-deep = A folder can be at most { $max } deep, such as Policy/2026/Notes.
error-file-infected = This file contains a virus. It was held back and removed.
error-file-unscannable = This file is { $size } MB. The virus scanner can check files of up to { $max } MB, and we do not take what is not checked. Choose a smaller file, or split it.
error-file-unchecked = This file is too large for the virus scanner and therefore stays closed. The administrators see that.
error-file-attached = This file is already part of a message. Remove it there.
error-file-later = This file cannot be read yet. Try again in a few minutes.
error-uploads-unfinished = Too many files of yours are still on their way. Wait until they have arrived, or cancel some.
error-uploads-loose = You have sent many files that are not part of anything yet. Put them with a message first, or remove a few.
error-upload-offset = This file goes on in another place. Ask first how much of it is here.
error-upload-over = This file has already arrived completely.
error-upload-too-long = More arrived than was announced. Send the file again.
error-upload-incomplete = This file did not arrive completely. Send it again.
error-rate = Choose a number from 1 to 1000.
error-concept-row = Line { $line } is not right. It must have six columns, with a unique address and a name in both languages.
error-consent = This person did not agree to be found.

# Connecting organisations.
error-peer-self = This is your own organisation.
error-peer-already = You are already connected with this organisation.
error-peer-asked-already = This organisation has already asked you to connect. You find the request at the top of the list.
error-peer-blocked = This organisation is blocked. Lift the block first.
error-peer-state = This is no longer possible: the connection has changed in the meantime. Look how things are now.
error-peer-unchecked = Check this organisation first, and compare the words.
error-peer-keys-differ = The keys are no longer those of the request. Do not approve this: call the other organisation first.
error-requests-full = Too many requests are waiting. Try again { $when }.
error-accept-unasked = This answer belongs to no question of ours.

# Profiles, their fields, skills and photos.
error-audience = Choose who may see this.
error-changed-meanwhile = This was changed somewhere else meanwhile, perhaps in another window. What you typed is still here; save again to keep it.
error-date = Enter a date that exists, such as 24-03-2027.
error-field-gone = This field is gone. The administrator removed it.
error-skill-unknown = This subject is not in the list. Choose one that is like it.
error-concept-exists = This subject exists already, under this name or as another word for it.
error-concept-broader = The broader subject does not exist: { $uri }
error-concept-bar = Do not use a bar (|) here.
error-concept-word = This word already belongs to ‘{ $name }’.
error-concept-word-taken = This word already belongs to another subject here.
error-concept-levels = The broader subject was left out: it led in a circle, or there are more than { $max } subjects above each other.
error-concept-format = Choose a file that ends in .csv, .ttl, .rdf or .xml.
error-concept-text = This is not a text file. Save it as ‘CSV UTF-8’ and try again.
error-concept-many = This file is too large: it may hold at most { $max } subjects.
error-concept-none = There is no subject (skos:Concept) in this file.
error-concept-line = Line { $line } is not valid Turtle. Nothing was done.
error-concept-xml = This is not valid RDF/XML. Nothing was done.
error-concept-entity = This file describes abbreviations of its own (ENTITY), which Plein does not read. Convert it to Turtle and try again.
error-concept-deprecated = The file calls this subject deprecated.
error-concept-address = This has no address that begins with http.
error-concept-nameless = This has no name in Dutch or English.
error-no-file = Choose a file first.

# Connecting with organisations.
error-host = We cannot use this address. Give the name alone, for example plein.gelderland.example.

# Networks and what is written in them.
error-banned = You have no access to this network.
error-members-only = This is for members of the network only.
error-moderators-only = This is for moderators of the network only.
error-owners-only = This is for owners of the network only.
error-may-not-create-group = Not everyone in your organisation may start a network. Ask your administrator.
error-invitation-only = You can only join here by invitation.
error-invite-banned = One of these people has no access to the network. Give access again first, or leave this person out.
error-last-owner = You are the only owner. Make someone else an owner first.
error-leave-yourself = You cannot remove yourself. Leave the network if you want to go.
error-request-gone = This request is gone: it was withdrawn, or someone else was quicker.
error-group-archived = This network is closed. You can read, but no longer write.
error-group-unreachable = The organisation of this network is not connected at the moment. Try again later.
error-group-elsewhere = This network lives at another organisation. It can be changed there.
error-group-fields = This network asks you to fill in a few fields of your profile first.
error-group-parent = Choose a network of your own that is not part of another one.
error-content-wider = The content cannot be for more people than those who may see the network.
error-required-field = Fields made by your administrator do not exist at other organisations. Choose another field.
error-subject-unknown = ‘{ $label }’ is not in the list of subjects. Choose another word, or take it out.
error-name-differs = This is not the name of the network. Type it exactly.
error-nobody-chosen = Choose at least one person.
error-moment = Enter a day and a time, such as 24-03-2027 14:30.
error-in-the-past = This moment has passed. Choose a later one.
error-not-the-author = Only its author can do that.
error-edited-meanwhile = This was saved elsewhere in the meantime. Both texts are below; nothing is lost.
error-item-locked = Comments are closed here.
error-item-not-out = This has not been posted yet.
error-comment-gone = The comment you are replying to was deleted meanwhile. Your text is still here.
error-no-question = You can only choose an answer to a question.
error-poll-choice = Choose one of the options that are there.
error-poll-closed = This poll is closed.
error-poll-options = Give at least { $min } options, each on its own line.
error-poll-voted = People have voted. The options can no longer change.
error-report-decided = Someone else has already decided on this.
error-idempotency-key = Give an Idempotency-Key of 1 to 100 characters.
error-idempotency-other = Something else was already asked under this Idempotency-Key. Take a new one.
error-instant = Write the moment as 2026-12-31T12:00:00Z.
error-address-in-list = ‘{ $text }’ is no mail address.
error-too-many-invitations = Enough invitations have been sent today. Try again { $when }.
error-invitation-gone = This invitation no longer works: it was used, withdrawn, or has run out.
error-invitation-link = This is no link from an invitation. Copy the whole address from the mail.
error-invitation-no-peer = Your organisation is not connected to the organisation of this network. Ask your administrator to connect.
error-appealed-already = You have appealed against this already.
error-appeal-decided = This appeal has been decided already.
error-shut-out = The administrator of this organisation has shut you out of its networks.
error-suspend-instead = This is a colleague of your own. Suspend the account under Administration › Accounts.
error-peer-level = This organisation does not share this network with your organisation.

# The wiki.
error-page-moderators = Only moderators of the network change this page.
error-page-locked = This page is locked. A moderator can open it again.
error-page-gone = This page was deleted meanwhile. You can bring it back at the deleted pages.
error-page-base = We no longer know which version you wrote on. What you typed is still here: copy it, open the page again and paste it there.
error-page-text-gone = The text of this version was erased.
error-page-long = This text is { $size } kB. A page can be { $max } kB at most: divide it over a few pages.
error-pages-full = This wiki has as many pages as it can have.
error-page-cycle = A page cannot stand below itself. Choose another place.
error-page-parent = The page that it was to stand below is not there any more. Choose another place.
error-page-deep = A wiki goes no deeper than { $max } levels. Choose a place higher up.
error-page-exists = There is a page with this title in this place already. Choose another title or another place.
error-page-owner = Whoever keeps a page up to date must be a member of the network.
error-page-clash = Somebody else changed the same passage meanwhile. Your text has become a draft: save it again and choose what it should say.
error-offer-sent = This is on its way and cannot be taken back any more. You will hear what happens to it.
error-page-approval = Somebody reads along before this page changes. Only whoever keeps it, or a moderator, can do this.
error-page-proposal = From now on somebody reads along before this page changes. Save your text again and it becomes a proposal.
error-proposal-decided = This proposal has been decided already.
error-proposal-not-yours = Whoever keeps the page, or a moderator, decides about this proposal.
error-proposal-own = Four eyes are those of two people: somebody else decides about your own proposal.
error-proposal-clash = Something else has been written in the same place meanwhile. Ask whoever proposed this to adapt it to what the page says now.
error-house-exists = There is a wiki of the organisation already.
error-saved-many = You already saved 50 searches. Remove one first.
error-saved-query = First choose a search word or a filter, and not too many at once.
error-inquiry-many = You already asked 10 colleagues something today. You can ask again tomorrow.
error-inquiry-waits = Three of your questions to this colleague are still open. Wait for an answer first.
error-inquiry-unreachable = There is no connection with this colleague’s organisation now, so your question would not arrive.
error-inquiry-not-now = This colleague is not taking questions now. Ask somebody else, or ask in a network.
error-inquiry-closed = This conversation is closed; nothing can be added.
error-inquiry-full = You already added something here 25 times. Ask a new question, or give each other a call.
error-inquiry-days = Choose a number of days from { $min } to { $max }.
error-inquiry-answered = This question has been answered already.
error-inquiry-proposed = Somebody already proposed to make this a public question.
error-inquiry-decided = There is nothing left to decide here.
error-inquiry-consent = This needs the consent of both of you, for this network.
error-left-out-many = You already leave out 1,000 things. Let something else count again first.
error-page-branch-many = Too many pages stand under this page to delete at once. Begin further down the tree.
error-page-branch-changed = Other pages stand under this page now than you saw. Look below at what will go, and choose again.
error-page-branch-rights = Something under this page may not be changed by you. Ask a moderator to delete all of it, or delete only this page.
