# Suggesties voor wie nieuw is, en vragen die op iemand wachten.
suggestions-title = Suggesties voor jou
suggestions-lead = Netwerken, collega’s en vragen die passen bij wat je op je profiel zet. Alleen jij ziet dit.
suggestions-groups = Netwerken waar je op je plek bent
suggestions-people = Collega’s die hetzelfde weten
suggestions-questions = Vragen die op iemand als jij wachten
suggestions-more = Bekijk al je suggesties
suggestions-why-about = Gaat over { $subject }, waar jij van weet
suggestions-why-members = { $count ->
    [one] { $count } lid weet hetzelfde als jij
   *[other] { $count } leden weten hetzelfde als jij
}
suggestions-why-question = Gaat over { $subject }, waar jij van weet
suggestions-why-person = Weet net als jij van { $subjects }
suggestions-why-and = { $others } en { $last }
suggestions-aside = Niet meer tonen
suggestions-back = Ongedaan maken
suggestions-no-skills = Vertel eerst wat je weet
suggestions-no-skills-text = Met je kennis en vaardigheden zoeken we netwerken, collega’s en vragen die bij je passen.
suggestions-add-skills = Zet erbij wat je weet
suggestions-none = Nu even geen suggesties
suggestions-none-text = Je kent alles wat bij je past, of er is nog niemand met dezelfde kennis. Kijk gerust rond bij de netwerken.
suggestions-notice-aside = Deze suggestie zie je niet meer.
suggestions-notice-back = De suggestie staat er weer.
