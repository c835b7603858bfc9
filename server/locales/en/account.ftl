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
