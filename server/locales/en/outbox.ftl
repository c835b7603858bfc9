# Mails that were kept instead of sent.
outbox-title = Mails
outbox-lead = This organisation sends no mail: everything stays here.
outbox-none = No mails yet
outbox-none-text = Ask for a new password, for example.
outbox-subject = Subject
outbox-to = To
outbox-when = When
