# Wat in mails staat. Een mail heeft één doel, en het onderwerp zegt welk.
mail-hello = Dag { $name },
mail-hello-stranger = Dag,
mail-foot = Deze mail komt van { $organisation }. Je kunt er niet op antwoorden.
mail-link-copy = Werkt de knop niet? Open dan dit adres:
mail-link-until = De link werkt één keer, tot { $when }.
mail-not-you = Heb je dit niet gevraagd? Dan hoef je niets te doen.

mail-sign-up-subject = Maak je account bij { $organisation } af
mail-sign-up-text = Je vroeg om een account bij { $organisation }. Met deze link bevestig je dat dit mailadres van jou is. Daarna kies je een wachtwoord.
mail-sign-up-do = Maak je account af

mail-already-member-subject = Je hebt al een account bij { $organisation }
mail-already-member-text = Iemand, waarschijnlijk jijzelf, vulde dit mailadres in voor een account bij { $organisation }. Je hebt er al een. Weet je je wachtwoord niet meer? Kies dan een nieuw.
mail-already-member-do = Kies een nieuw wachtwoord

mail-sign-up-waiting-subject = { $name } vraagt om een account
mail-sign-up-waiting-text = { $name } ({ $email }) wil een account en wacht op een beheerder.
mail-sign-up-waiting-do = Bekijk de aanvraag

mail-approved-subject = Je account bij { $organisation } is klaar
mail-approved-text = Een beheerder van { $organisation } heeft je aanvraag goedgekeurd. Je kunt je nu aanmelden.
mail-approved-do = Meld je aan

mail-rejected-subject = Je aanvraag bij { $organisation }
mail-rejected-text = Een beheerder van { $organisation } heeft je aanvraag voor een account afgewezen. Wat je invulde is verwijderd. Denk je dat dit niet klopt? Neem dan contact op met { $organisation }.

mail-invitation-subject = { $inviter } nodigt je uit voor { $organisation }
mail-invitation-text = { $inviter } heeft een account voor je gemaakt bij { $organisation }.
mail-invitation-what = Met Plein vind je collega’s die weten wat jij zoekt, ook als ze bij een andere organisatie werken. Kies een wachtwoord om te beginnen.
mail-invitation-do = Begin
mail-group-invitation-subject = { $inviter } nodigt je uit voor { $group }
mail-group-invitation-text = { $inviter } nodigt je uit voor het netwerk { $group } van { $organisation }.
mail-group-invitation-what = In een netwerk delen collega’s van verschillende organisaties vragen, antwoorden en nieuws over hun vak. Werk je bij een andere organisatie? Dan word je lid vanuit je eigen organisatie.
mail-group-invitation-do = Bekijk de uitnodiging
mail-group-invitation-personal = Ze is voor jou alleen, stuur haar niet door.

mail-reset-password-subject = Kies een nieuw wachtwoord voor { $organisation }
mail-reset-password-text = Je vroeg om een nieuw wachtwoord voor je account bij { $organisation }. Zolang je niets kiest, blijft het oude werken.
mail-reset-password-do = Kies een nieuw wachtwoord

mail-password-changed-subject = Je wachtwoord bij { $organisation } is veranderd
mail-password-changed-text = Het wachtwoord van je account bij { $organisation } is zojuist veranderd. Op andere apparaten ben je afgemeld.
mail-password-changed-not-you = Was jij dit niet? Kies dan meteen een nieuw wachtwoord, en waarschuw je beheerder.
mail-password-changed-do = Kies een nieuw wachtwoord

mail-confirm-email-subject = Bevestig je mailadres voor { $organisation }
mail-confirm-email-text = Je wilt dit mailadres gebruiken bij { $organisation }. Bevestig dat het van jou is.
mail-confirm-email-do = Bevestig je mailadres

mail-email-changed-subject = Je mailadres bij { $organisation } is veranderd
mail-email-changed-text = Je account bij { $organisation } gebruikt vanaf nu { $email }. Op dit adres krijg je geen mails meer.
mail-email-changed-not-you = Was jij dit niet? Waarschuw dan meteen je beheerder.

mail-notification-subject = { $sentence }
mail-notification-do = Bekijk het op Plein
mail-notification-settings = Kies hoeveel mail je van dit netwerk krijgt
