# Writing: the buttons, the preview and the draft.
editor-markdown = Format with the buttons or with signs: **bold**, _italic_, - for a list, > for a quote. Type @ to mention somebody.
editor-tools = Formatting of { $field }
editor-bold = Bold
editor-italic = Italic
editor-heading = Heading
editor-quote = Quote
editor-code = Code
editor-link = Link
editor-list = List
editor-numbers = Numbered list
editor-tasks = Task list
editor-left = Characters left: { $count }

editor-preview = Preview
editor-preview-of = Preview of { $field }
editor-preview-empty = Nothing here yet.

editor-advice = So that everybody can read along
editor-advice-image = The image { $address } has no description for those who cannot see it. Put one between the square brackets: ![description](…). Only decoration? Put a hyphen there: ![-](…).
editor-advice-heading = The heading ‘{ $heading }’ skips a level. Use one # less, so that the outline makes sense to those who have it read aloud.
editor-advice-link = The link ‘{ $words }’ does not say where it leads. Name what is there, such as ‘the step-by-step plan’.
editor-advice-address = { $address } is read aloud sign by sign. Give the link a name: [name](address).

editor-mentions = Colleagues
editor-mentions-found = { $count ->
    [0] Nobody found
    [one] One colleague found
   *[other] { $count } colleagues found
}

editor-draft-saved = Draft saved { $time } (in this browser only)
editor-draft-failed = This browser keeps no drafts. Copy your text before you leave.
editor-draft-found = You still have a draft here from { $when }.
editor-draft-restore = Put back
editor-draft-discard = Throw away

editor-file-attach = Add a file
editor-file-send = Send the file (opens a new tab)
editor-file-remove = Remove
editor-file-retry = Go on
editor-file-alt = What does it show?
editor-file-decorative = Decoration only
editor-file-insert = Put in the text
editor-file-describe = Write what the image shows, or choose ‘Decoration only’.
editor-file-lost = The connection was lost. What had arrived is kept.
editor-file-busy = This file is still on its way. Wait until it has arrived, or remove it.
editor-file-arrived = has arrived
