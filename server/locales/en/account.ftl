# Signing in, making an account, and what you change about it yourself.
account-email = Email address
account-password = Password
account-sign-in = Sign in
account-sign-in-at = Sign in to { $organisation }
account-forgot = Forgotten your password?
account-none-yet = No account yet?
account-ask = Make an account

# What cannot be done, and what can.
account-sign-in-wrong = This email address and this password do not belong together. Check them, or choose a new password.
account-password-wrong = This is not your password.
account-waiting = Your account is still waiting for approval. You will get a mail once an administrator has looked.
account-suspended = Your account is blocked. Ask your administrator why.
account-limited-sign-in = A wrong password was entered too often. Try again { $when }, or choose a new password with ‘Forgotten your password?’.
account-limited-mail = Too many mails were asked for from this place. Try again { $when }.
account-password-short = Use at least { $min } characters. A few unrelated words in a row work well.
account-password-easy = This password is too easy to guess. Use four random words, and not your name, your organisation or a well-known word.
account-sign-up-closed = You cannot make an account here now. Ask your administrator.
account-domain-not-admitted = This address will not do. Use the address of your work ({ $domains }), or ask an administrator for an invitation.
account-domains-missing = Enter at least one mail domain, such as council.nl.
account-domain-wrong = ‘{ $domain }’ is not a mail domain. A mail domain looks like council.nl.
account-email-taken = This email address already belongs to an account.
account-email-same = This already is your email address.
account-tokens-many = You already have { $max } keys. Revoke one that you no longer use first.
account-not-waiting = Somebody else has already decided about this account.
account-not-invited = This account is already in use.
account-not-active = This account is not active.
account-not-suspended = This account is not blocked.
account-is-yours = This is your own account. Ask another administrator.
account-last-administrator = This is the last administrator. Make somebody else an administrator first.
account-idle-hours = Choose a whole number from 1 to { $max }.

account-name = Name
account-name-hint = This is how colleagues see you. Do correct what is wrong.
account-email-hint = You sign in with it.
account-password-new = New password
account-password-hint = At least 12 characters. Four random words work well, a password manager even better.
account-have-one = Do you have an account already?
account-to-sign-in = Go to sign in

account-set-up-title = Make the first administrator
account-set-up-text = Plein is running at { $organisation }. After this you can invite colleagues and connect to other organisations.
account-set-up-do = Begin

account-ask-approval = Enter your email address. You will get a link to finish your account. Then an administrator will look.
account-ask-domain = Anyone with an email address at { $domains } can make an account.
account-ask-closed = At { $organisation } you get an account from an administrator. Ask for an invitation.
account-ask-hint = The address of your work.
account-ask-do = Send me a link
account-sent-title = Look at your mail
account-sent-text = We have sent a link to finish your account. It works for a day.
account-sent-detail = Nothing there? Look among your unwanted mail, or check after a few minutes whether you entered the right address.
account-waiting-title = Your request has been sent
account-waiting-text = An administrator will look at it. You will get a mail as soon as you can sign in.

account-join-title = Finish your account
account-join-text = { $email } is confirmed. Now a name and a password.
account-join-do = Make my account
account-note = Who are you?
account-note-hint = A sentence for the administrator who decides, such as your job or your unit.

account-invitation-title = Welcome
account-invitation-text = You have been invited to { $organisation }. From now on you sign in with { $email }.
account-invitation-do = Begin

account-forgot-title = Choose a new password
account-forgot-text = Enter the email address of your account. You will get a link to choose a new password.
account-forgot-do = Send me a link
account-forgot-sent = If this address belongs to an account, a mail with a link is on its way. It works for half an hour.
account-reset-title = Choose a new password
account-reset-text = For { $email }. You will be signed out on all your devices.
account-reset-do = Save
account-notice-reset = Your new password has been saved. Sign in with it.

account-confirm-title = Confirm your email address
account-confirm-text = { $email } becomes the email address of your account at { $organisation }.
account-confirm-do = Confirm
account-notice-email = Your email address has been confirmed.

account-gone-title = This link no longer works
account-gone-text = It has been used, or is too old, or was not copied completely.
account-gone-restart = Start Plein again: as long as there is no administrator, its output then has a new link.
account-gone-ask = Ask an administrator of { $organisation } for a new invitation.
account-gone-again = Ask for a new link
account-gone-settings = Go to your settings
