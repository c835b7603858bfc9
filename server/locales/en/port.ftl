# The wiki as files: going out and coming in.
port-out = Export
port-out-title = Export ‘{ $title }’
port-out-lead = You get files in Markdown: plain text that every program reads. Only what you may see comes along.
port-out-text = Just the text of this page (Markdown)
port-out-page = This page with its files (ZIP)
port-out-under = { $count ->
    [one] This page with everything under it: one page (ZIP)
   *[other] This page with everything under it: { $count } pages (ZIP)
}
port-out-all = The whole wiki (ZIP)
port-out-whole = Export the whole wiki (ZIP with Markdown)
port-out-again = The folders follow the tree. You can import such a ZIP again, here or into another wiki.
port-out-many = These are more than five thousand pages, too many for one ZIP. Export the wiki in parts: open a page and choose ‘Export’.
port-left-out = These files did not come along: they cannot be read yet, or there were too many.
port-left-out-name = left-out
port-paper = Version { $version } of { $date }

port-in = Import pages
port-in-lead = Make pages of a folder with Markdown files all at once. You see first what will happen.
port-elsewhere = This wiki is kept by another organisation. Importing is only possible there. You can make single pages here.
port-file = ZIP file
port-file-hint = A folder of .md files, packed as a ZIP. At most { $size } MB and { $pages } pages at a time.
port-under = Put them under
port-existing = Pages that are there already
port-existing-hint = A page is there already when one with the same title stands at the same place.
port-existing-keep = Leave them as they are
port-existing-version = Give them the text of the file, as a new version
port-look = See what will happen
port-how = How files become pages
port-how-tree = Folders become the tree: what is in the folder ‘Policy’ comes under the page from ‘Policy.md’. Without that file we make a page that says what stands under it.
port-how-title = The title comes from ‘title:’ above the text, else from the first heading, else from the name of the file.
port-how-links = Links between the files become links between the pages. Pictures and other files that a page shows or links to come along, and stand beside that page afterwards. Their paths must stay within the folder.
port-would = { $count ->
    [0] Nothing of this would come into the wiki.
    [one] One page will be made or changed. Nothing has happened yet.
   *[other] { $count } pages will be made or changed. Nothing has happened yet.
}
port-done = { $count ->
    [0] Nothing was changed.
    [one] One page was made or changed.
   *[other] { $count } pages were made or changed.
}
port-files = { $count ->
    [one] One file comes along.
   *[other] { $count } files come along.
}
port-files-done = { $count ->
    [one] One file came along.
   *[other] { $count } files came along.
}
port-do = { $count ->
    [one] Import one page
   *[other] Import { $count } pages
}
port-other = Choose another file
port-new = new
port-made = made
port-version = gets a new version
port-changed = has a new version
port-kept = is there, stays as it is
port-same = is there, says the same
port-not = { $count ->
    [one] One file does not come along
   *[other] { $count } files do not come along
}
port-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
port-undo = Not what you wanted? Delete a new page under ‘Arrange’, with everything below it if you like. An earlier version is restored from the page’s history.
port-summary = Imported

port-why-path = The path leads out of the folder, or is no path.
port-why-link = This points at another file.
port-why-not-markdown = This is not Markdown (.md), and no page shows it or links to it.
port-why-not-text = This is not text in UTF-8.
port-why-too-large = The text is too large for one page.
port-why-unreadable = This file is damaged, encrypted or packed in an unusual way.
port-why-too-deep = This is too deep in the tree.
port-why-twice = There is already a file with the same title at this place.
port-why-nameless = The name is too long, or has no letter in it.
port-why-not-yours = You may not change anything here.
port-why-four-eyes = On this page somebody looks along first.
port-why-file-too-large = This file is larger than it may be here.
port-why-empty = This file is empty.
port-why-beyond = So many files cannot come along at once. Put this one beside the page by itself.
port-why-missing = A page shows this or links to it, and it is not in the ZIP. The link has stayed.

# What does not work at all.
port-kept-gone = This file is no longer here. Choose the ZIP again.
port-no-zip = This is not a ZIP, or it is damaged. Pack the folder again.
port-in-entries = There are more than { $max } files in this ZIP. Divide them over a few ZIPs.
port-in-size = The texts together are more than { $max } MB. Divide them over a few ZIPs.
port-in-bomb = Unpacked, this ZIP becomes more than a hundred times as large. We do not trust that.
port-in-many = These would be { $count } pages. At most { $max } are possible at a time. Divide them over a few ZIPs.
