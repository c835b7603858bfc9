//! The taxonomy as a table.

use std::collections::HashSet;

use super::{NewConcept, errors_in};
use crate::error::{Error, FieldError, Result};
use crate::people::check;

/// Reads the taxonomy's CSV: `uri,nl,en,synonyms_nl,synonyms_en,broader`, synonyms joined by `|`. Every line that does not
/// fit is named, so that a file is mended in one go.
pub fn read(text: &str) -> Result<Vec<NewConcept>> {
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let mut seen = HashSet::new();
    let mut errors = Vec::new();
    let mut concepts = Vec::new();
    for row in reader.records() {
        let read = row.map_err(|error| wrong_line(error.position().map_or(0, ::csv::Position::line)));
        match read.and_then(|row| read_row(&row)) {
            Ok((line, concept)) if !seen.insert(concept.uri.clone()) => errors.push(wrong_line(line)),
            Ok((_, concept)) => concepts.push(concept),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(concepts) } else { Err(Error::Invalid(errors)) }
}

fn wrong_line(line: u64) -> FieldError {
    FieldError::new(format!("line {line}"), "error-concept-row").with("line", line)
}

fn read_row(row: &::csv::StringRecord) -> Result<(u64, NewConcept), FieldError> {
    let line = row.position().map_or(0, ::csv::Position::line);
    let cell = |at: usize| check::line(row.get(at).unwrap_or_default());
    let list = |at: usize| {
        cell(at).split('|').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect()
    };
    let concept = NewConcept {
        uri: cell(0),
        label_nl: cell(1),
        label_en: cell(2),
        synonyms_nl: list(3),
        synonyms_en: list(4),
        broader: Some(cell(5)).filter(|broader| !broader.is_empty()),
    };
    let is_address = concept.uri.starts_with("https://") || concept.uri.starts_with("http://");
    if row.len() > 6 || !is_address || !errors_in(&concept).is_empty() {
        Err(wrong_line(line))
    } else {
        Ok((line, concept))
    }
}
