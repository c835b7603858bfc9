# Files beside what you write.
files-title = Files
files-file = File
files-alt = Description

files-state-uploading = is being sent
files-state-checking = is being checked for viruses
files-state-unchecked = stays closed, too large for the virus scanner
files-state-waiting = waits for { $name }
files-state-away = not here yet
files-state-infected = held back, it contains a virus ({ $name })
files-state-missing = no longer available

files-type-pdf = PDF document
files-type-text = text
files-type-page = web page
files-type-writing = text document
files-type-sheet = spreadsheet
files-type-slides = presentation
files-type-image = image
files-type-video = video
files-type-audio = audio
files-type-program = program
files-type-archive = archive
files-type-file = file

files-plain-title = Add a file
files-plain-done = Your file is here. Now put it in your text.
files-plain-paste = Put this line in your text
files-plain-paste-hint = Copy it and go back to the tab in which you were writing. Whoever may read your message may then open the file. Between the square brackets of an image stands what it shows.
files-plain-back = Close this tab to go on writing.

files-folder = Folder
files-folder-hint = For example Policy or Policy/2026. Empty: in no folder.
files-title-hint = Empty: the name of the first file.
files-folders = Folders
files-top = All files
files-path = Where you are
files-sort = Order
files-sort-newest = Newest first
files-sort-name = By name
files-count = { $count ->
    [one] one file
   *[other] { $count } files
}
files-move = Change or move
files-cut = There is more in this folder: only the newest { $count } are shown.
files-empty = There are no files here yet
files-empty-text = Share a document and choose a folder for it, so that everyone in the network can find it again. A folder is there as soon as something lies in it.
