# Public networks and the rest of the fediverse: Mastodon, Lemmy and other software.
fediverse-is-open = Public networks are open
fediverse-is-closed = Public networks are closed
fediverse-what = While this is open, people on Mastodon, Lemmy and other software can follow your public networks and answer in them. A network is public when everyone may find it, read it and join without asking.
fediverse-what-not = Nothing else leaves your organisation because of it: no closed networks, no posts for colleagues or for connected organisations, no profiles. Whoever did not make his profile public is not named there: his post stands there in the name of the network. The servers that follow are no connected organisations.
fediverse-answers = What happens to answers from outside?
fediverse-answers-wait = They wait until a moderator lets them in
fediverse-answers-appear = They appear at once
fediverse-saved = Your choice is saved.
fediverse-open = Open the public networks
fediverse-opened = Public networks are now open to the fediverse.
fediverse-close = Close the public networks
fediverse-closed = Public networks are closed to the fediverse. Whoever followed is told so.
fediverse-hosts = Servers that follow or answer
fediverse-hosts-none = There is nobody yet.
fediverse-host-blocked = Blocked
fediverse-host-counts = { $followers ->
    [one] 1 follower
   *[other] { $followers } followers
  } · { $answers ->
    [one] 1 answer
   *[other] { $answers } answers
  }
fediverse-block = Block { $host }
fediverse-block-do = Block this server
fediverse-blocked = The server is blocked. What came from it is being deleted.
fediverse-unblock = Unblock
fediverse-unblocked = The server is unblocked. Whoever followed there has to follow again.
fediverse-close-means = This is what happens
fediverse-close-followers = { $count ->
    [0] Nobody follows.
    [one] 1 follower from outside gets nothing any more.
   *[other] { $count } followers from outside get nothing any more.
  }
fediverse-close-answers = { $count ->
    [0] There are no answers from outside.
    [one] 1 answer from outside is deleted here.
   *[other] { $count } answers from outside are deleted here.
  }
fediverse-close-elsewhere = What was read and kept there already we cannot take back. We do ask well-behaved servers to delete it when you close everything.
fediverse-close-do = Close and delete
fediverse-waiting = Answers from outside
fediverse-waiting-of = Answers from outside in { $name }
fediverse-waiting-text = These answers come from people outside the government who follow this network with other software. They appear only when you let them in.
fediverse-waiting-none = Nothing waits.
fediverse-waiting-count = { $count ->
    [one] 1 answer from outside waits for your decision
   *[other] { $count } answers from outside wait for your decision
  }
fediverse-waiting-below = Below { $title }
fediverse-let-in = Let it in
fediverse-keep-out = Keep it out
fediverse-ban = Ban { $name }
fediverse-notice-let-in = The answer is there now.
fediverse-notice-kept-out = The answer is deleted.
fediverse-address = Follow with Mastodon or Lemmy
