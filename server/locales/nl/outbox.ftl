# Mails die niet zijn verstuurd maar bewaard.
outbox-title = Mails
outbox-lead = Deze organisatie verstuurt geen mail: alles blijft hier staan.
outbox-none = Nog geen mails
outbox-none-text = Vraag bijvoorbeeld om een nieuw wachtwoord.
outbox-subject = Onderwerp
outbox-to = Aan
outbox-when = Wanneer
