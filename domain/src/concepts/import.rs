//! A thesaurus of others, brought in: what is new is added, what is known by name is merged with what is here, and everything
//! that was left out says why. A look first tells the same without doing it.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::synonyms::{self, Added};
use super::{Concept, NewConcept, SYNONYMS_MAX, csv, list_all, list_known, skos, upsert};
use crate::db::{Db, Tx};
use crate::error::{Error, FieldError, Result};
use crate::ids::ConceptId;
use crate::people::check;
use crate::principal::Principal;
use crate::{audit, index_feed, text};

/// Subjects in one file.
pub const CONCEPTS_MAX: usize = 20_000;
/// Levels of broader subjects.
const LEVELS_MAX: usize = 12;
const NAME_CHARS_MAX: usize = 100;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Turtle,
    Xml,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct File {
    /// Its name, which words that came with it carry.
    pub name: String,
    pub concepts: Vec<NewConcept>,
    pub left_out: Vec<LeftOut>,
}

/// A subject or a word that was not taken.
#[derive(Debug, Clone)]
pub struct LeftOut {
    pub what: String,
    pub why: FieldError,
}

/// What became of a file, or would.
#[derive(Debug, Default)]
pub struct Report {
    pub added: Vec<String>,
    pub changed: Vec<String>,
    pub merged: Vec<Merged>,
    /// Subjects that were here already, just so.
    pub same: usize,
    pub left_out: Vec<LeftOut>,
}

/// A subject that is here under one of its names.
#[derive(Debug)]
pub struct Merged {
    pub label: String,
    pub into: String,
    /// Names that the subject here did not have yet.
    pub words: Vec<String>,
}

impl Format {
    /// By the ending of a file's name.
    pub fn of(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "ttl" | "turtle" | "nt" => Some(Self::Turtle),
            "rdf" | "xml" | "owl" | "skos" => Some(Self::Xml),
            _ => None,
        }
    }
}

/// Reads a file. A table is refused with every line that does not fit; a thesaurus says what it left out.
pub fn read(name: &str, bytes: &[u8]) -> Result<File> {
    let format = Format::of(name).ok_or_else(|| Error::invalid("file", "error-concept-format"))?;
    let file = match format {
        Format::Csv => {
            let text =
                std::str::from_utf8(bytes).map_err(|_| Error::invalid("file", "error-concept-text"))?;
            File { concepts: csv::read(text.trim_start_matches('\u{feff}'))?, ..File::default() }
        }
        Format::Turtle => skos::read_turtle(bytes)?,
        Format::Xml => skos::read_xml(bytes)?,
    };
    if file.concepts.len() > CONCEPTS_MAX {
        return Err(FieldError::new("file", "error-concept-many").with("max", CONCEPTS_MAX).into());
    }
    Ok(File { name: check::line(name).chars().take(NAME_CHARS_MAX).collect(), ..file })
}

/// What an import would do.
pub async fn look(db: &Db, principal: &Principal, file: &File) -> Result<Report> {
    principal.require_administrator()?;
    let known = Known::read(db).await?;
    Ok(Plan::new(known, file).report)
}

/// Brings a file in.
pub async fn run(tx: &mut Tx, principal: &Principal, file: &File) -> Result<Report> {
    principal.require_administrator()?;
    tx.lock("concept").await?;
    let known = Known::read(&mut *tx).await?;
    let Plan { known, upserts, words, report, .. } = Plan::new(known, file);
    let counts = json!({
        "file": file.name, "added": report.added.len(), "changed": report.changed.len(),
        "merged": report.merged.len(), "left_out": report.left_out.len(),
    });
    audit::record(tx, principal, "concept.import", "taxonomy", counts).await?;
    for new in &upserts {
        upsert(tx, new, false).await?;
    }
    for (uri, words) in &words {
        let Some(stored) = known.concepts.get(uri) else { continue };
        let mut changed = NewConcept::from(stored);
        for (language, word) in words {
            synonyms::insert(tx, principal, stored.id, language, word, Some(&file.name)).await?;
            changed.add_word(language, word);
        }
        upsert(tx, &changed, stored.is_shipped).await?;
    }
    if !upserts.is_empty() || !words.is_empty() {
        index_feed::vocabulary_changed(tx);
    }
    Ok(report)
}

/// What is here.
struct Known {
    concepts: HashMap<String, Concept>,
    added: HashMap<ConceptId, Vec<Added>>,
    /// The address of the subject that a folded name belongs to.
    names: HashMap<String, String>,
}

impl Known {
    async fn read(on: impl Into<crate::db::On<'_>>) -> Result<Self> {
        let mut on = on.into();
        let concepts = list_known(on.again()).await?;
        let added = synonyms::list_all_added(on.again()).await?;
        let mut names = HashMap::new();
        for concept in list_all(on).await? {
            for name in NewConcept::from(&concept).names() {
                names.entry(text::fold(name)).or_insert_with(|| concept.uri.clone());
            }
        }
        Ok(Self { concepts, added, names })
    }
}

/// Everything that an import does, decided before anything is done.
struct Plan {
    known: Known,
    upserts: Vec<NewConcept>,
    /// New names of stored subjects, with their language.
    words: Vec<(String, Vec<(&'static str, String)>)>,
    /// Where a subject of the file stands here.
    places: HashMap<String, String>,
    report: Report,
}

impl Plan {
    fn new(known: Known, file: &File) -> Self {
        let report = Report { left_out: file.left_out.clone(), ..Report::default() };
        let mut plan = Self { known, upserts: Vec::new(), words: Vec::new(), places: HashMap::new(), report };
        file.concepts.iter().for_each(|new| plan.take(new));
        plan.hang_under_broader();
        plan.keep_what_differs();
        plan
    }

    fn take(&mut self, new: &NewConcept) {
        let stored = self.known.concepts.get(&new.uri);
        let is_own = stored.is_some_and(|old| !old.is_shipped);
        let by_name = || {
            let labels = [&new.label_nl, &new.label_en].into_iter();
            labels.filter_map(|label| self.known.names.get(&text::fold(label))).next().cloned()
        };
        let place = match stored {
            Some(old) => Some(old.uri.clone()),
            None => by_name(),
        };
        match place.filter(|_| !is_own) {
            Some(uri) => self.merge(new, uri),
            None => {
                for name in new.names() {
                    self.known.names.entry(text::fold(name)).or_insert_with(|| new.uri.clone());
                }
                self.places.insert(new.uri.clone(), new.uri.clone());
                self.upserts.push(new.clone());
            }
        }
    }

    /// Gives the subject here the names it does not have yet.
    fn merge(&mut self, new: &NewConcept, uri: String) {
        self.places.insert(new.uri.clone(), uri.clone());
        let mut words = Vec::new();
        for (language, word) in new.words() {
            match self.known.names.get(&text::fold(word)) {
                Some(owner) if *owner == uri => {}
                Some(_) => self.leave_out(word, FieldError::new("label", "error-concept-word-taken")),
                None if self.count(&uri, language) + words.len() >= SYNONYMS_MAX => {
                    self.leave_out(
                        word,
                        FieldError::new("label", "error-too-many").with("max", SYNONYMS_MAX),
                    );
                }
                None => {
                    self.known.names.insert(text::fold(word), uri.clone());
                    words.push((language, word.to_owned()));
                }
            }
        }
        if words.is_empty() && new.uri == uri {
            self.report.same += 1;
            return;
        }
        let added = words.iter().map(|(_, word)| word.clone()).collect();
        self.report.merged.push(Merged {
            label: new.label_nl.clone(),
            into: self.label_of(&uri),
            words: added,
        });
        match self.upserts.iter_mut().find(|one| one.uri == uri) {
            Some(fresh) => words.iter().for_each(|(language, word)| fresh.add_word(language, word)),
            None if words.is_empty() => {}
            None => self.words.push((uri, words)),
        }
    }

    fn leave_out(&mut self, what: &str, why: FieldError) {
        self.report.left_out.push(LeftOut { what: what.to_owned(), why });
    }

    fn label_of(&self, uri: &str) -> String {
        let fresh = || self.upserts.iter().find(|one| one.uri == uri).map(|one| one.label_nl.clone());
        self.known.concepts.get(uri).map(|one| one.label_nl.clone()).or_else(fresh).unwrap_or_default()
    }

    fn count(&self, uri: &str, language: &str) -> usize {
        let of =
            |one: &Concept| if language == "nl" { one.synonyms_nl.clone() } else { one.synonyms_en.clone() };
        let stored = self.known.concepts.get(uri).map(of).unwrap_or_default();
        let waiting = self.words.iter().filter(|(other, _)| other == uri).map(|(_, words)| words.len());
        stored.split('|').filter(|one| !one.is_empty()).count() + waiting.sum::<usize>()
    }

    /// What is above a subject is what is above it here; never in a circle, nor without end.
    fn hang_under_broader(&mut self) {
        let stored = self.known.concepts.values();
        let mut above: HashMap<String, String> =
            stored.filter_map(|one| Some((one.uri.clone(), one.broader.clone()?))).collect();
        let fresh: HashSet<String> = self.upserts.iter().map(|one| one.uri.clone()).collect();
        fresh.iter().for_each(|uri| drop(above.remove(uri)));
        for at in 0..self.upserts.len() {
            let (uri, label) = (self.upserts[at].uri.clone(), self.upserts[at].label_nl.clone());
            let Some(wanted) = self.upserts[at].broader.take() else { continue };
            let place = self.places.get(&wanted).unwrap_or(&wanted).clone();
            if !fresh.contains(&place) && !self.known.concepts.contains_key(&place) {
                self.leave_out(
                    &label,
                    FieldError::new("broader", "error-concept-broader").with("uri", wanted),
                );
            } else if !may_hang(&above, &uri, &place) {
                self.leave_out(
                    &label,
                    FieldError::new("broader", "error-concept-levels").with("max", LEVELS_MAX),
                );
            } else {
                above.insert(uri, place.clone());
                self.upserts[at].broader = Some(place);
            }
        }
    }

    /// Sorts what is new from what changed, and forgets what is here already.
    fn keep_what_differs(&mut self) {
        for new in std::mem::take(&mut self.upserts) {
            let Some(old) = self.known.concepts.get(&new.uri) else {
                self.report.added.push(new.label_nl.clone());
                self.upserts.push(new);
                continue;
            };
            let new = new.with(self.known.added.get(&old.id));
            if new.is_stored_as(old) {
                self.report.same += 1;
            } else {
                self.report.changed.push(new.label_nl.clone());
                self.upserts.push(new);
            }
        }
    }
}

fn may_hang(above: &HashMap<String, String>, uri: &str, place: &str) -> bool {
    let mut here = Some(place);
    for _ in 0..LEVELS_MAX {
        match here {
            None => return true,
            Some(one) if one == uri => return false,
            Some(one) => here = above.get(one).map(String::as_str),
        }
    }
    false
}

impl NewConcept {
    fn names(&self) -> impl Iterator<Item = &str> {
        self.words().map(|(_, word)| word)
    }

    /// Every name with its language, labels first.
    fn words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let labels = [("nl", self.label_nl.as_str()), ("en", self.label_en.as_str())];
        let nl = self.synonyms_nl.iter().map(|word| ("nl", word.as_str()));
        labels.into_iter().chain(nl).chain(self.synonyms_en.iter().map(|word| ("en", word.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hangs_under_itself_nor_too_deep() {
        let above: HashMap<String, String> = (0..30).map(|n| (n.to_string(), (n + 1).to_string())).collect();
        assert!(may_hang(&above, "x", "25"));
        assert!(!may_hang(&above, "x", "0"), "too deep");
        assert!(!may_hang(&above, "27", "25"), "a circle");
        assert!(!may_hang(&above, "x", "x"));
    }
}
