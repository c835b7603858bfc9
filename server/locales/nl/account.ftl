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
