# Fields that an organisation adds to the profile.
fields-title = Profile fields
fields-lead = Ask colleagues what only your organisation wants to know. Each chooses who sees the answer.
fields-none = There are no fields of your own yet
fields-none-text = Think of working days, a building or a certificate.
fields-new = A new field
fields-label-nl = Name in Dutch
fields-label-en = Name in English
fields-section-nl = Heading in Dutch
fields-section-en = Heading in English
fields-kind = Kind of answer
fields-kind-text = text
fields-kind-choice = one choice
fields-kind-choices = several choices
fields-kind-date = date
fields-options = Choices
fields-options-hint = One a line, Dutch | English. For instance: maandag | Monday
fields-mandatory = Required
fields-filter = Filter in the search
fields-create = Add this field
fields-up = Up
fields-down = Down
fields-retire = Take away
fields-retire-title = Take this field away?
fields-retire-text = { $count ->
    [0] Nobody has filled in ‘{ $field }’.
    [one] One colleague has filled in ‘{ $field }’. That answer disappears, at other organisations too.
   *[other] { $count } colleagues have filled in ‘{ $field }’. Those answers disappear, at other organisations too.
}
fields-retire-do = Take this field away
fields-notice-created = The field is in everyone's profile.
fields-notice-retired = The field is gone. The answers are now disappearing from the profiles.
