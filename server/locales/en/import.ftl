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
