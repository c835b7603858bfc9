# Your own account.
settings-title = Settings
settings-back = Back to settings
settings-save = Save
settings-cancel = Cancel
settings-in = Signing in
settings-look = Language and colours
settings-leave = Leaving
settings-leave-text = Do you no longer work here, or do you not want to take part any more?
settings-notice-saved = Your settings have been saved.

settings-language = Language
settings-language-auto = Like my browser
settings-scheme = Light or dark
settings-scheme-auto = Like my device
settings-scheme-light = Light
settings-scheme-dark = Dark

settings-current-password = Your present password
settings-current-password-hint = So that we know it is you.

settings-email-title = Email address
settings-email-now = You now sign in with { $email }.
settings-email-unconfirmed = not confirmed yet
settings-email-change = Change
settings-email-confirm = Confirm
settings-email-new = Email address you would like to sign in with
settings-email-hint = You will get a mail with a link there. Nothing changes until you open it.
settings-email-do = Send me a link
settings-notice-email = Look at your mail: with the link in it you confirm your email address.

settings-password-change = Change
settings-password-title = Change your password
settings-password-text = You will be signed out on other devices.
settings-notice-password = Your new password has been saved. You have been signed out on other devices.

settings-sessions-title = Devices
settings-sessions-text = This is where you are signed in. Do you not recognise a device? Sign it out, and change your password.
settings-sessions-count = { $count ->
    [one] You are signed in on one device.
   *[other] You are signed in on { $count } devices.
}
settings-sessions-look = Look
settings-sessions-alone = You are signed in nowhere else.
settings-sessions-end-others = Sign out all other devices
settings-session-device = Device
settings-session-seen = Last used
settings-session-began = Signed in
settings-session-what = What you can do
settings-session-this = this device
settings-session-end = Sign out
settings-notice-ended = Signed out.
settings-device = { $browser } on { $system }
settings-device-unknown = Unknown device

settings-tokens-title = Keys for programs
settings-tokens-text = With a key, a program of yours can reach everything that you may see. Give it to nobody else.
settings-tokens-count = { $count ->
    [0] You have none.
    [one] You have one.
   *[other] You have { $count }.
}
settings-tokens-look = Look
settings-tokens-yours = Your keys
settings-tokens-none = You do not have a key yet.
settings-token-new = Make a key
settings-token-name = What for
settings-token-name-hint = For example: address book on the intranet.
settings-token-days = How long it works
settings-token-for-days = { $count } days
settings-token-forever = Until you revoke it
settings-token-do = Make the key
settings-token-fresh = Your new key
settings-token-copy = Copy it now: you will see it only once.
settings-token-made = Made
settings-token-used = Last used
settings-token-never = not yet
settings-token-ends = Works until
settings-token-over = ended
settings-token-revoke = Revoke
settings-notice-revoked = The key has been revoked and no longer works.

settings-remove-title = Remove your account
settings-remove-text = Your account at { $organisation } goes at once. This cannot be undone.
settings-remove-profile = Your profile, your photo and your keys are erased.
settings-remove-asked = What you asked and answered colleagues in person goes from their pages too. They keep their own words.
settings-remove-elsewhere = Connected organisations are told to forget you.
settings-remove-log = The administrator’s log keeps what happened, without your name.
settings-remove-do = Remove my account
settings-notice-removed = Your account has been removed.

settings-feeds-title = News in your feed reader
settings-feeds-text = With an address of your own you can follow your networks in a feed reader (Atom). Whoever knows the address reads what you may read. Give it to nobody.
settings-feed-fresh = This is your address. You will see it only once.
settings-feed-copy = Put it in your feed reader
settings-feed-since = You have had an address since
settings-feed-none = You have no address yet.
settings-feed-do = Make an address
settings-feed-again = Make a new address (the old one stops)
settings-feed-end = Stop the address
settings-feeds-look = View
settings-notice-feed-ended = Your address no longer works.
