//! Reading the file: its letters, its header, its rows. What is wrong with the file as a whole is an error; what is wrong
//! with a row stays with the row, by its line, so that a file is mended in one go.

use std::collections::HashMap;

use csv::StringRecord;

use super::columns::Column;
use super::{Invitation, Place};
use crate::error::{Error, FieldError, Result};
use crate::people::{Entry, FieldKey, Profile, Source, Value, check};
use crate::principal::{Affiliation, Role};

/// Largest file.
pub const BYTES_MAX: usize = 10 * 1024 * 1024;
/// Most people in one file. All of them in one transaction take the place of every other change for about a minute.
pub const ROWS_MAX: usize = 20_000;

/// Gives the code of a language by its code or its name; the doors know the names.
pub type LanguageOf = fn(&str) -> Option<&'static str>;

/// A file as it was read.
#[derive(Debug, Clone)]
pub struct File {
    pub rows: Vec<Row>,
    /// Columns that mean nothing to us, as the file calls them.
    pub ignored: Vec<String>,
}

/// One person of the file, or why there is none.
#[derive(Debug, Clone)]
pub struct Row {
    pub place: Place,
    pub invitation: Result<Invitation, Vec<FieldError>>,
}

/// Reads a file: UTF-8 with or without mark, separated by comma, semicolon or tab.
pub fn read(bytes: &[u8], language_of: LanguageOf) -> Result<File> {
    if bytes.len() > BYTES_MAX {
        let megabytes = BYTES_MAX / 1024 / 1024;
        return Err(wrong(FieldError::new("file", "error-file-too-large").with("max", megabytes)));
    }
    let text = decode(bytes)?;
    let mut records = records(text)?;
    let header = Header::read(&records.next().unwrap_or_default().record)?;
    let is_unbalanced = text.matches('"').count() % 2 == 1;
    let reader = RowReader { header, language_of, is_unbalanced, seen: HashMap::new() };
    reader.read(records)
}

fn wrong(error: FieldError) -> Error {
    Error::Invalid(vec![error])
}

fn decode(bytes: &[u8]) -> Result<&str> {
    let is_utf_16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if is_utf_16 || bytes.contains(&0) {
        return Err(Error::invalid("file", "import-no-text"));
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
        wrong(FieldError::new("file", "import-not-utf8").with("line", line))
    })
}

/// Cells, and the line on which they begin.
#[derive(Default)]
struct Numbered {
    line: u64,
    record: StringRecord,
}

/// The rows that hold something.
fn records(text: &str) -> Result<impl Iterator<Item = Numbered>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let records: Vec<StringRecord> = reader.records().collect::<Result<_, _>>().map_err(Error::internal)?;
    // Some spreadsheets say in a first line how they separate.
    let is_hint = |record: &StringRecord| record.get(0).is_some_and(|cell| cell.starts_with("sep="));
    let hints = usize::from(records.first().is_some_and(is_hint));
    let is_filled = |row: &Numbered| row.record.iter().any(|cell| !cell.trim().is_empty());
    Ok(number(text, records).skip(hints).filter(is_filled))
}

/// Counts lines as an editor does: the reader's own count is off behind empty lines and half a line end.
fn number(text: &str, records: Vec<StringRecord>) -> impl Iterator<Item = Numbered> {
    let (mut counted, mut line) = (0, 1);
    records.into_iter().map(move |record| {
        let start = record.position().map_or(0, csv::Position::byte);
        let rest = text.as_bytes().get(usize::try_from(start).unwrap_or(0)..).unwrap_or_default();
        let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let start = text.len() - rest.len() + ends;
        line += text
            .as_bytes()
            .get(counted..start)
            .unwrap_or_default()
            .iter()
            .filter(|byte| **byte == b'\n')
            .count() as u64;
        counted = start;
        Numbered { line, record }
    })
}

/// What stands most often in the first line.
fn separator(text: &str) -> u8 {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    if let Some(separator) = first.strip_prefix("sep=").and_then(|rest| rest.bytes().next()) {
        return separator;
    }
    let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    // Of equals the last one wins: with none at all it is the comma.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Which cell holds what.
struct Header {
    places: HashMap<Column, usize>,
    width: usize,
    ignored: Vec<String>,
}

impl Header {
    fn read(record: &StringRecord) -> Result<Self> {
        let mut header = Self { places: HashMap::new(), width: record.len(), ignored: Vec::new() };
        for (at, cell) in record.iter().enumerate() {
            let name: String = check::line(cell).chars().take(60).collect();
            match Column::parse(&name) {
                Some(column) if header.places.insert(column, at).is_some() => {
                    return Err(wrong(FieldError::new("file", "import-column-twice").with("column", name)));
                }
                None if !name.is_empty() => header.ignored.push(name),
                _ => {}
            }
        }
        header.require()
    }

    fn require(self) -> Result<Self> {
        let has = |column| self.places.contains_key(&column);
        let has_name = has(Column::Name) || has(Column::FamilyName);
        let missing = match (has_name, has(Column::Email)) {
            (true, true) => return Ok(self),
            (true, false) => "email",
            (false, true) => "name",
            (false, false) => "name, email",
        };
        let found: Vec<&str> = self.ignored.iter().take(20).map(String::as_str).collect();
        let error = FieldError::new("file", "import-column-missing").with("column", missing);
        Err(wrong(error.with("found", found.join(", "))))
    }

    /// A cell in one line, without what no name may hold.
    fn cell(&self, record: &StringRecord, column: Column) -> String {
        self.places.get(&column).and_then(|at| record.get(*at)).map(check::line).unwrap_or_default()
    }
}

struct RowReader {
    header: Header,
    language_of: LanguageOf,
    /// A quotation mark somewhere has no partner, so a cell may have swallowed the rows behind it.
    is_unbalanced: bool,
    /// The line on which an address stood first.
    seen: HashMap<String, u64>,
}

impl RowReader {
    fn read(mut self, records: impl Iterator<Item = Numbered>) -> Result<File> {
        let rows: Vec<Row> = records.take(ROWS_MAX + 1).map(|row| self.row(row.line, &row.record)).collect();
        match rows.len() {
            0 => Err(Error::invalid("file", "import-empty")),
            many if many > ROWS_MAX => {
                Err(wrong(FieldError::new("file", "import-too-many").with("max", ROWS_MAX)))
            }
            _ => Ok(File { rows, ignored: self.header.ignored }),
        }
    }

    fn row(&mut self, line: u64, record: &StringRecord) -> Row {
        let email = super::super::fold_email(&self.header.cell(record, Column::Email));
        let invitation = self.invitation(record, &email, line);
        Row { place: Place { line, email: email.chars().take(254).collect() }, invitation }
    }

    fn invitation(
        &mut self,
        record: &StringRecord,
        email: &str,
        line: u64,
    ) -> Result<Invitation, Vec<FieldError>> {
        self.shape(record).map_err(|error| vec![error])?;
        let mut errors = Vec::new();
        let name = keep(check::name(&self.name(record)), &mut errors);
        let email = keep(super::super::check_email("email", email), &mut errors);
        let affiliation = self.affiliation(record).unwrap_or_else(|error| {
            errors.push(error);
            Affiliation::Guest
        });
        let profile = self.profile(record, &email, &mut errors);
        if let Some(first) = self.seen.insert(email.clone(), line).filter(|_| !email.is_empty()) {
            errors.push(FieldError::new("email", "import-twice").with("line", first));
        }
        let invitation = Invitation { name, email, affiliation, role: Role::Member, profile };
        if errors.is_empty() { Ok(invitation) } else { Err(errors) }
    }

    /// As many cells as the header has, none of which ran on over the lines behind it.
    fn shape(&self, record: &StringRecord) -> Result<(), FieldError> {
        if self.is_unbalanced && record.iter().any(|cell| cell.contains('\n')) {
            return Err(FieldError::new("row", "import-quote-open"));
        }
        if record.len() != self.header.width {
            let error = FieldError::new("row", "import-cells").with("cells", record.len());
            return Err(error.with("columns", self.header.width));
        }
        Ok(())
    }

    fn name(&self, record: &StringRecord) -> String {
        let whole = self.header.cell(record, Column::Name);
        if !whole.is_empty() {
            return whole;
        }
        let parts = [Column::GivenName, Column::NamePrefix, Column::FamilyName];
        let parts = parts.map(|column| self.header.cell(record, column));
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Nothing means staff, as most are.
    fn affiliation(&self, record: &StringRecord) -> Result<Affiliation, FieldError> {
        match self.header.cell(record, Column::Affiliation).to_lowercase().as_str() {
            "" | "staff" | "employee" | "medewerker" | "in dienst" => Ok(Affiliation::Staff),
            "external" | "contractor" | "extern" | "inhuur" => Ok(Affiliation::External),
            "guest" | "gast" => Ok(Affiliation::Guest),
            _ => Err(FieldError::new("affiliation", "import-affiliation")),
        }
    }

    /// What the administration knows, for its owner to correct. The address is where colleagues write to as well.
    fn profile(&self, record: &StringRecord, email: &str, errors: &mut Vec<FieldError>) -> Profile {
        let line = |column| Value::Text(self.header.cell(record, column));
        let fields = [
            (FieldKey::JobTitle, line(Column::JobTitle)),
            (FieldKey::Unit, line(Column::Unit)),
            (FieldKey::Place, line(Column::Place)),
            (FieldKey::Telephone, line(Column::Telephone)),
            (FieldKey::Mail, Value::Text(email.to_owned())),
            (FieldKey::Languages, Value::Languages(self.languages(record, errors))),
        ];
        let entry = |key: FieldKey, value| Entry {
            value,
            audience: key.default_audience(),
            source: Source::Administrator,
        };
        let filled = fields.into_iter().filter_map(|(key, value)| Some((key, check::tidy(key, value)?)));
        let profile = Profile { fields: filled.map(|(key, value)| (key, entry(key, value))).collect() };
        errors.extend(check::errors_in(&profile));
        profile
    }

    /// Codes or names, with any mark between them.
    fn languages(&self, record: &StringRecord, errors: &mut Vec<FieldError>) -> Vec<String> {
        let cell = self.header.cell(record, Column::Languages);
        let words = cell.split([',', ';', '/', '|', '+']).map(str::trim).filter(|word| !word.is_empty());
        let mut codes: Vec<String> = Vec::new();
        for word in words {
            match (self.language_of)(word) {
                Some(code) if codes.iter().any(|known| known == code) => {}
                Some(code) => codes.push(code.to_owned()),
                None => {
                    let word: String = word.chars().take(60).collect();
                    errors.push(FieldError::new("languages", "import-language").with("word", word));
                }
            }
        }
        codes
    }
}

fn keep(checked: Result<String>, errors: &mut Vec<FieldError>) -> String {
    match checked {
        Ok(text) => text,
        Err(Error::Invalid(wrong)) => {
            errors.extend(wrong);
            String::new()
        }
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language_of(word: &str) -> Option<&'static str> {
        match word.to_lowercase().as_str() {
            "nl" | "nederlands" => Some("nl"),
            "engels" => Some("en"),
            _ => None,
        }
    }

    fn file(text: &str) -> File {
        read(text.as_bytes(), language_of).unwrap()
    }

    fn fault(bytes: &[u8]) -> FieldError {
        match read(bytes, language_of) {
            Err(Error::Invalid(errors)) => errors.into_iter().next().unwrap(),
            other => panic!("{other:?}"),
        }
    }

    fn keys(row: &Row) -> Vec<&'static str> {
        row.invitation.as_ref().err().into_iter().flatten().map(|error| error.key).collect()
    }

    #[test]
    fn separators_order_marks_and_names_of_columns_are_free() {
        let texts = [
            "name,email,job title\nAnna de Wit,anna@u.test,Adviseur\n",
            "\u{feff}E-mailadres;Functie;Voornaam;Tussenvoegsel;Achternaam\r\nAnna@U.test;Adviseur;Anna;de;Wit\r\n",
            "sep=;\nNaam;E-mail;Functie\n\n;;\n\"Anna de Wit\";anna@u.test;\" Adviseur \"\n",
            "email\tfunctie\tnaam\nanna@u.test\tAdviseur\tAnna  de Wit",
        ];
        for text in texts {
            let row = &file(text).rows[0];
            let invitation = row.invitation.as_ref().unwrap();
            assert_eq!((invitation.name.as_str(), row.place.email.as_str()), ("Anna de Wit", "anna@u.test"));
            let title = &invitation.profile.fields[&FieldKey::JobTitle];
            assert_eq!(title.value, Value::Text("Adviseur".into()), "{text}");
            assert_eq!(title.source, Source::Administrator);
        }
    }

    #[test]
    fn what_is_wrong_with_the_file_is_told_before_its_rows() {
        let table: [(&[u8], &str); 9] = [
            (b"", "import-column-missing"),
            (b"name,email\n", "import-empty"),
            (b"Anna,anna@u.test\n", "import-column-missing"),
            (b"naam;salaris\nAnna;1\n", "import-column-missing"),
            (b"naam,name,email\na,b,c\n", "import-column-twice"),
            (b"\xff\xfen\0a\0a\0m\0", "import-no-text"),
            (b"PK\x03\x04\0\0", "import-no-text"),
            (b"naam,email\nZo\xeb,zoe@u.test\n", "import-not-utf8"),
            (&[b'a'; BYTES_MAX + 1], "error-file-too-large"),
        ];
        for (bytes, key) in table {
            assert_eq!(fault(bytes).key, key, "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]));
        }
        assert_eq!(fault(b"naam,email\nZo\xeb,zoe@u.test\n").args["line"], "2");
        let many = format!("name,email\n{}", "a,a@u.test\n".repeat(ROWS_MAX + 1));
        assert_eq!(fault(many.as_bytes()).key, "import-too-many");
    }

    #[test]
    fn what_is_wrong_with_a_row_is_told_by_its_line_all_at_once() {
        let text = "naam;email;talen;dienstverband;salaris\r\n\
            Anna;anna@u.test;Nederlands, nl / Engels;gast;1\r\n\
            \r\n\
            ;bram at u;Klingon;baas;2\n\
            Anna;ANNA@u.test;;;3\n\
            Te kort;kort@u.test\n";
        let file = file(text);
        assert_eq!(file.ignored, ["salaris"]);
        let lines: Vec<u64> = file.rows.iter().map(|row| row.place.line).collect();
        assert_eq!(lines, [2, 4, 5, 6]);
        let anna = file.rows[0].invitation.as_ref().unwrap();
        assert_eq!(anna.affiliation, Affiliation::Guest);
        let languages = Value::Languages(vec!["nl".into(), "en".into()]);
        assert_eq!(anna.profile.fields[&FieldKey::Languages].value, languages);
        let bram = ["error-required", "error-mail", "import-affiliation", "import-language"];
        assert_eq!(keys(&file.rows[1]), bram);
        assert_eq!(keys(&file.rows[2]), ["import-twice"]);
        assert_eq!(keys(&file.rows[3]), ["import-cells"]);
    }

    #[test]
    fn a_quotation_mark_that_stays_open_swallows_nobody_in_silence() {
        let open = file("naam,email,salaris\nAnna,anna@u.test,\"1\nBram,bram@u.test,2\nCas,cas@u.test,3\n");
        assert_eq!(keys(&open.rows[0]), ["import-quote-open"]);
        let closed = file("naam,email,adres\nAnna,anna@u.test,\"Straat 1\nUtrecht\"\nBram,bram@u.test,x\n");
        assert_eq!(closed.rows.iter().map(|row| row.place.line).collect::<Vec<_>>(), [2, 4]);
        assert!(closed.rows.iter().all(|row| row.invitation.is_ok()));
    }
}
