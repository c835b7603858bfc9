# People from a file of the personnel administration.
import-no-text = This is no text file. Save it in your spreadsheet as 'CSV UTF-8' and try again.
import-not-utf8 = The letters on line { $line } are not in UTF-8, but probably in Latin-1 or Windows-1252. Save the file as 'CSV UTF-8' and try again.
import-empty = There is nobody in this file. Below the line that names the columns there should be a line for each person.
import-too-many = A file may hold at most { $max } people. Spread them over more files.
import-column-twice = Two columns are for the same thing; the second is called '{ $column }'. Take one away.
import-column-missing = The first line must name the columns, and this is missing: { $column }. What we do not recognise: { $found }.
import-quote-open = A quotation mark that begins on this line does not end as it should, so that the lines behind it disappear in it.
import-cells = This line has { $cells } cells, the first line { $columns }. Put a value that holds the separator between quotation marks.
import-affiliation = We do not know this affiliation. Choose staff, external or guest.
import-language = We do not know the language '{ $word }'. Use its name or code, such as English or en.
import-twice = This e-mail address stood on line { $line } already.

import-title = Import people
import-lead = Make accounts for many people at once, with a file of the personnel administration. You see first what happens.
import-file = File
import-file-hint = CSV in UTF-8, with commas or semicolons and at most { $max } people.
import-look = See what happens
import-columns = What it holds
import-columns-text = The first line names the columns, in any order. A name and an e-mail address are needed. Plein does not read other columns.
import-too-many-here = At most { $max } people can be imported here at once. Spread them, or ask whoever runs the server for 'plein user import'.
import-would = { $count ->
    [0] This file adds nobody.
    [one] One person gets an account and an invitation by mail. Nothing has happened yet.
   *[other] { $count } people get an account and an invitation by mail. Nothing has happened yet.
}
import-done = { $count ->
    [0] Nobody was added.
    [one] One person has an account now and gets an invitation.
   *[other] { $count } people have an account now and get an invitation.
}
import-do = { $count ->
    [one] Invite one person
   *[other] Invite { $count } people
}
import-other = Choose another file
import-ignored = Plein does not read these columns: { $columns }.
import-refused = { $count ->
    [one] One line is not right
   *[other] { $count } lines are not right
}
import-refused-text = Whoever stands on these lines is not added. Mend them in the file and import it again; who is there already stays as he is.
import-known = { $count ->
    [one] One address has an account already
   *[other] { $count } addresses have an account already
}
import-added = Who is added
import-line = Line { $line }
import-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
