# One organisation: its request, how it is going, what is shared.
peer-asks = { $name } wants to connect
peer-unchecked = Not yet checked. The request says it comes from this organisation, but nobody has made sure. First check that the address gives the same keys.
peer-checked = Checked { $when }: the address gives the same keys. Now compare the eight words by telephone.
peer-check = Check the address
peer-approve = Approve
peer-approve-consequence = Once approved, colleagues of both organisations find each other. Only people who chose to be found are shared. You can pause or stop at any time.
peer-reject = Decline
peer-awaits = { $name } has not answered your request of { $when } yet. Call their administrator and read each other the eight words.
peer-take-back = Withdraw the request
peer-words = The eight words of { $name }
peer-words-text = Call the administrator there and ask for these words. If all eight match, you are really talking with that organisation.
peer-health = How it is going
peer-since = Connected since
peer-people = Colleagues
peer-people-count = { $count ->
    [one] One colleague can be found here
   *[other] { $count } colleagues can be found here
}
peer-confirmed = Confirmed
peer-confirmed-not-yet = Not fully compared yet
peer-fetching = Fetching colleagues
peer-fetched = { $done } of { $total } changes
peer-retry = Try again now
peer-pause = Pause
peer-resume = Continue
peer-paused-text = Everything is kept and nothing travels. After two weeks without confirmation their colleagues can no longer be found here.
peer-trouble = { $name } cannot be reached, last tried { $since }
peer-trouble-next = We try again { $when }. Nothing is lost.
peer-trouble-soon = We try again shortly. Nothing is lost.
peer-technical = Technical message
peer-level = What you share
peer-level-people = Colleagues
peer-level-people-detail = Those who chose to be found at other organisations. Switch this off and the copies on both sides go.
peer-level-groups = Networks that belong here
peer-level-groups-all = All of them
peer-level-groups-all-detail = Closed networks too, for those who are admitted.
peer-level-groups-open = Only networks whose content is not closed
peer-level-groups-open-detail = Those who are members of a closed network already stay members.
peer-level-groups-none = None
peer-level-groups-none-detail = Nobody of this organisation can join. Those who are members already stay members.
peer-rate = Messages a second
peer-rate-hint = The most we take from this organisation, so that nobody holds up the rest.
peer-level-save = Save
peer-stuck = { $count ->
    [one] One message has not arrived yet
   *[other] { $count } messages have not arrived yet
}
peer-stuck-waiting = Waiting
peer-stuck-held = Refused: see whether you are still connected
peer-stuck-dead = Not accepted
peer-attempts = { $count ->
    [0] not tried yet
    [one] one attempt
   *[other] { $count } attempts
}
peer-failed = { $count ->
    [one] One received message could not be processed
   *[other] { $count } received messages could not be processed
}
peer-failed-retry = Try again
peer-notice-approved = Approved. The colleagues of that organisation are being fetched.
peer-notice-asked = Your request has been sent.
peer-notice-ended = You are not connected (any more).
peer-notice-paused = Paused. Nothing travels.
peer-notice-resumed = The connection continues.
peer-notice-blocked = Blocked. The copies are being deleted.
peer-notice-unblocked = The block is gone. Ask to connect again if you want to.
peer-notice-retry = We are trying again now.
peer-notice-level = Saved: this is what you share from now on.
peer-cut = Cut the connection
peer-cut-text = Blocking removes everything that came from there. You first see what will happen.
peer-block-look = See what blocking does
peer-blocked-text = We accept nothing from this organisation. When you lift the block, either side can ask to connect again.
peer-unblock = Lift the block
peer-block-title = Block { $name }?
peer-block-means = This will happen
peer-block-theirs = { $count ->
    [0] Nobody of { $name } can be found here now.
    [one] One colleague of { $name } can no longer be found here, and the copy is deleted.
   *[other] { $count } colleagues of { $name } can no longer be found here, and the copies are deleted.
}
peer-block-ours = { $count ->
    [0] Nobody of yours is shared now.
    [one] We ask { $name } to delete the copy of one colleague of yours.
   *[other] We ask { $name } to delete the copies of { $count } colleagues of yours.
}
peer-block-their-memberships = { $count ->
    [one] One membership of { $name } in a network here ends. What was written stays.
   *[other] { $count } memberships of { $name } in networks here end. What was written stays.
}
peer-block-our-memberships = { $count ->
    [one] One colleague of yours loses a network of { $name }, with the copy of what is in it.
   *[other] Colleagues of yours lose { $count } memberships in networks of { $name }, with the copy of what is in them.
}
peer-block-mail = Messages from { $name } are no longer accepted.
peer-block-undo = You can lift the block later. The connection and the copies do not come back by themselves.
peer-block = Block { $name }
peer-block-not = Keep the connection
