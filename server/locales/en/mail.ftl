# What mails say. A mail has one purpose, and its subject says which.
mail-hello = Hello { $name },
mail-hello-stranger = Hello,
mail-foot = This mail comes from { $organisation }. You cannot reply to it.
mail-link-copy = Does the button not work? Then open this address:
mail-link-until = The link works once, until { $when }.
mail-not-you = Did you not ask for this? Then you need not do anything.

mail-sign-up-subject = Finish your account at { $organisation }
mail-sign-up-text = You asked for an account at { $organisation }. With this link you confirm that this address is yours. Then you choose a password.
mail-sign-up-do = Finish your account

mail-already-member-subject = You already have an account at { $organisation }
mail-already-member-text = Somebody, probably you, entered this address for an account at { $organisation }. You already have one. Do you not remember your password? Then choose a new one.
mail-already-member-do = Choose a new password

mail-sign-up-waiting-subject = { $name } asks for an account
mail-sign-up-waiting-text = { $name } ({ $email }) would like an account and is waiting for an administrator.
mail-sign-up-waiting-do = Look at the request

mail-approved-subject = Your account at { $organisation } is ready
mail-approved-text = An administrator of { $organisation } has approved your request. You can sign in now.
mail-approved-do = Sign in

mail-rejected-subject = Your request at { $organisation }
mail-rejected-text = An administrator of { $organisation } has turned down your request for an account. What you filled in has been removed. Do you think this is wrong? Then contact { $organisation }.

mail-invitation-subject = { $inviter } invites you to { $organisation }
mail-invitation-text = { $inviter } has made an account for you at { $organisation }.
mail-invitation-what = With Plein you find colleagues who know what you are looking for, also when they work for another organisation. Choose a password to begin.
mail-invitation-do = Begin
mail-group-invitation-subject = { $inviter } invites you to { $group }
mail-group-invitation-text = { $inviter } invites you to the network { $group } of { $organisation }.
mail-group-invitation-what = In a network, colleagues of different organisations share questions, answers and news about their field. Do you work for another organisation? Then you join from your own organisation.
mail-group-invitation-do = Look at the invitation
mail-group-invitation-personal = It is for you alone, please do not pass it on.

mail-reset-password-subject = Choose a new password for { $organisation }
mail-reset-password-text = You asked for a new password for your account at { $organisation }. Until you choose one, the old one keeps working.
mail-reset-password-do = Choose a new password

mail-password-changed-subject = Your password at { $organisation } was changed
mail-password-changed-text = The password of your account at { $organisation } was just changed. You have been signed out on other devices.
mail-password-changed-not-you = Was this not you? Then choose a new password at once, and warn your administrator.
mail-password-changed-do = Choose a new password

mail-confirm-email-subject = Confirm your email address for { $organisation }
mail-confirm-email-text = You would like to use this address at { $organisation }. Confirm that it is yours.
mail-confirm-email-do = Confirm your address

mail-email-changed-subject = Your email address at { $organisation } was changed
mail-email-changed-text = Your account at { $organisation } uses { $email } from now on. You will get no more mails at this address.
mail-email-changed-not-you = Was this not you? Then warn your administrator at once.

mail-notification-subject = { $sentence }
mail-notification-do = See it on Plein
mail-notification-settings = Choose how much mail you get from this network
