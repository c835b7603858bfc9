# Aanmelden, een account maken, en wat je er zelf aan verandert.
account-email = E-mailadres
account-password = Wachtwoord
account-sign-in = Aanmelden
account-sign-in-at = Aanmelden bij { $organisation }
account-forgot = Wachtwoord vergeten?
account-none-yet = Nog geen account?
account-ask = Maak een account

# Wat er niet kan, en wat dan wel.
account-sign-in-wrong = Dit e-mailadres en dit wachtwoord horen niet bij elkaar. Kijk ze na, of kies een nieuw wachtwoord.
account-password-wrong = Dit is niet je wachtwoord.
account-waiting = Je account wacht nog op goedkeuring. Je krijgt een mail zodra een beheerder heeft gekeken.
account-suspended = Je account is geblokkeerd. Vraag je beheerder waarom.
account-limited-sign-in = Er is te vaak een verkeerd wachtwoord ingevuld. Probeer het { $when } opnieuw, of kies een nieuw wachtwoord via ‘Wachtwoord vergeten?’.
account-limited-mail = Vanaf deze plek zijn te veel mails aangevraagd. Probeer het { $when } opnieuw.
account-password-short = Gebruik minstens { $min } tekens. Een paar losse woorden achter elkaar werkt goed.
account-password-easy = Dit wachtwoord is te makkelijk te raden. Gebruik vier willekeurige woorden, en niet je naam, je organisatie of een bekend woord.
account-sign-up-closed = Een account maken kan hier nu niet. Vraag het je beheerder.
account-domain-not-admitted = Met dit adres kan het niet. Gebruik het mailadres van je werk ({ $domains }), of vraag een beheerder om een uitnodiging.
account-domains-missing = Vul minstens één maildomein in, bijvoorbeeld gemeente.nl.
account-domain-wrong = ‘{ $domain }’ is geen maildomein. Zo ziet een maildomein eruit: gemeente.nl.
account-email-taken = Dit e-mailadres hoort al bij een account.
account-email-same = Dit is al je e-mailadres.
account-tokens-many = Je hebt al { $max } sleutels. Trek er eerst een in die je niet meer gebruikt.
account-not-waiting = Iemand anders heeft al over dit account beslist.
account-not-invited = Dit account is al in gebruik.
account-not-active = Dit account is niet actief.
account-not-suspended = Dit account is niet geblokkeerd.
account-is-yours = Dit is je eigen account. Vraag een andere beheerder.
account-last-administrator = Dit is de laatste beheerder. Maak eerst iemand anders beheerder.
account-idle-hours = Kies een heel getal van 1 tot en met { $max }.

account-name = Naam
account-name-hint = Zo zien collega’s je. Verbeter gerust wat niet klopt.
account-email-hint = Hiermee meld je je aan.
account-password-new = Nieuw wachtwoord
account-password-hint = Minstens 12 tekens. Vier willekeurige woorden werkt goed, een wachtwoordbeheerder nog beter.
account-have-one = Heb je al een account?
account-to-sign-in = Naar aanmelden

account-set-up-title = Maak de eerste beheerder
account-set-up-text = Plein draait bij { $organisation }. Jij kunt hierna collega’s uitnodigen en met andere organisaties verbinden.
account-set-up-do = Begin

account-ask-approval = Vul je mailadres in. Je krijgt een link om je account af te maken. Daarna kijkt een beheerder.
account-ask-domain = Iedereen met een mailadres op { $domains } kan een account maken.
account-ask-closed = Bij { $organisation } krijg je een account van een beheerder. Vraag om een uitnodiging.
account-ask-hint = Het adres van je werk.
account-ask-do = Stuur me een link
account-sent-title = Kijk in je mail
account-sent-text = We hebben een link gestuurd om je account af te maken. Hij werkt een dag.
account-sent-detail = Niets gekregen? Kijk bij je ongewenste mail, of na een paar minuten of je het goede adres invulde.
account-waiting-title = Je aanvraag is verstuurd
account-waiting-text = Een beheerder kijkt ernaar. Je krijgt een mail zodra je je kunt aanmelden.

account-join-title = Maak je account af
account-join-text = { $email } is bevestigd. Nog een naam en een wachtwoord.
account-join-do = Maak mijn account
account-note = Wie ben je?
account-note-hint = Een zin voor de beheerder die beslist, bijvoorbeeld je functie of afdeling.

account-invitation-title = Welkom
account-invitation-text = Je bent uitgenodigd bij { $organisation }. Je meldt je voortaan aan met { $email }.
account-invitation-do = Begin

account-forgot-title = Kies een nieuw wachtwoord
account-forgot-text = Vul het mailadres van je account in. Je krijgt een link waarmee je een nieuw wachtwoord kiest.
account-forgot-do = Stuur me een link
account-forgot-sent = Hoort dit adres bij een account, dan is er een mail met een link onderweg. Hij werkt een half uur.
account-reset-title = Kies een nieuw wachtwoord
account-reset-text = Voor { $email }. Op al je apparaten word je afgemeld.
account-reset-do = Bewaar
account-notice-reset = Je nieuwe wachtwoord is bewaard. Meld je ermee aan.

account-confirm-title = Bevestig je mailadres
account-confirm-text = { $email } wordt het mailadres van je account bij { $organisation }.
account-confirm-do = Bevestig
account-notice-email = Je mailadres is bevestigd.

account-gone-title = Deze link werkt niet meer
account-gone-text = Hij is al gebruikt, of te oud, of niet helemaal overgenomen.
account-gone-restart = Start Plein opnieuw: zolang er geen beheerder is, staat er dan een nieuwe link in de uitvoer.
account-gone-ask = Vraag een beheerder van { $organisation } om een nieuwe uitnodiging.
account-gone-again = Vraag een nieuwe link
account-gone-settings = Naar je instellingen
