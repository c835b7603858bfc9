//! How a profile lies in Meilisearch: one document for each person and circle of readers, and shadow fields that carry our
//! analysis.
//!
//! Meilisearch's own analysis never sees a word of them. Tokens are values of filterable attributes, compared whole, so its
//! tokenizer, stop words, stemming and ranking have no say; a word is found by `stem = "vergun"`, not by a query text.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::analysis::{ANALYSIS_VERSION, Analyser};
use crate::person::{Availability, Change, PersonDoc, mentions};
use crate::query::Viewer;
use crate::tokens::{FREQUENCY_MAX, Tokens, topics};
use crate::vessel::Progress;
use crate::weighted::summed;

/// Changes whenever documents lie differently: an index made with another version is built anew.
pub const ROWS_VERSION: u32 = 1;

/// The document that says how far the index has read. It names no readers, so no search meets it.
pub const PROGRESS: &str = "progress";

/// Halves from which a token belongs to the heavier and the heaviest: the title alone, the title and something more.
pub const HEAVY: [(&str, u32); 2] = [("heavy_9", 9), ("heavy_6", 6)];

/// What our scorer reads of a hit.
pub const READ: [&str; 10] = [
    "person",
    "name",
    "exact",
    "exact_halves",
    "stem",
    "stem_halves",
    "topic",
    "organisation",
    "place",
    "availability",
];

#[derive(Serialize)]
pub struct Row {
    id: String,
    person: Uuid,
    seen_by: Vec<&'static str>,
    name: Vec<String>,
    exact: Vec<String>,
    exact_halves: Vec<u32>,
    stem: Vec<String>,
    stem_halves: Vec<u32>,
    topic: Vec<String>,
    heavy_9: Vec<String>,
    heavy_6: Vec<String>,
    organisation: Option<Uuid>,
    unit: Option<String>,
    place: Option<String>,
    skill: Vec<String>,
    language: Vec<String>,
    custom: Vec<String>,
    availability: Option<&'static str>,
    can_mentor: Option<&'static str>,
    /// Who has room comes first where more match than are read.
    room: u8,
    /// The lasting order among equals of the embedded index.
    luck: u32,
}

/// What the index says of itself.
#[derive(Serialize, Deserialize)]
pub struct ProgressRow {
    id: String,
    version: String,
    #[serde(flatten)]
    pub progress: Progress,
}

/// A document or the progress, in one payload: one task, so that both are there or neither.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Written {
    Row(Box<Row>),
    Progress(ProgressRow),
}

impl ProgressRow {
    pub fn new(progress: Progress) -> Self {
        Self { id: PROGRESS.to_owned(), version: version(), progress }
    }

    pub fn is_of_this_version(&self) -> bool {
        self.version == version()
    }
}

fn version() -> String {
    format!("{ROWS_VERSION}.{ANALYSIS_VERSION}")
}

/// The two documents a person can have.
pub fn ids(person: Uuid) -> [String; 2] {
    [format!("{person}-network"), format!("{person}-organisation")]
}

/// What of a change is written, and the ids of what goes away.
pub fn rows(analyser: &Analyser, changes: &[Change]) -> (Vec<Written>, Vec<String>) {
    let (mut written, mut gone) = (Vec::new(), Vec::new());
    for change in changes {
        let rows: Vec<Row> = change.docs.iter().map(|doc| Row::new(analyser, doc)).collect();
        gone.extend(ids(change.person).into_iter().filter(|id| rows.iter().all(|row| row.id != *id)));
        written.extend(rows.into_iter().map(|row| Written::Row(Box::new(row))));
    }
    (written, gone)
}

impl Row {
    fn new(analyser: &Analyser, doc: &PersonDoc) -> Self {
        let mentions = mentions(analyser, doc);
        let Tokens { name, exact, stem, .. } = Tokens::of(&mentions);
        let [exact, stem] = [exact, stem].map(|tokens| summed(tokens.into_iter(), FREQUENCY_MAX));
        let names: BTreeSet<&str> = name.into_iter().map(|(token, _)| token).collect();
        let heavy = |least: u32| -> Vec<String> {
            let all = exact.iter().chain(&stem).filter(|(_, halves)| *halves >= least);
            all.map(|(token, _)| (*token).to_owned()).collect::<BTreeSet<_>>().into_iter().collect()
        };
        let [network, organisation] = ids(doc.person);
        let (_, low) = doc.person.as_u64_pair();
        Self {
            id: if doc.seen_by.guests { network } else { organisation },
            person: doc.person,
            seen_by: [Viewer::Staff, Viewer::Guest]
                .into_iter()
                .filter(|viewer| viewer.meets(doc.seen_by))
                .map(reader)
                .collect(),
            name: names.into_iter().map(str::to_owned).collect(),
            topic: topics(doc).iter().map(|topic| stored(topic)).collect(),
            heavy_9: heavy(HEAVY[0].1),
            heavy_6: heavy(HEAVY[1].1),
            exact_halves: exact.iter().map(|(_, halves)| *halves).collect(),
            exact: exact.into_iter().map(|(token, _)| token.to_owned()).collect(),
            stem_halves: stem.iter().map(|(_, halves)| *halves).collect(),
            stem: stem.into_iter().map(|(token, _)| token.to_owned()).collect(),
            organisation: doc.organisation.as_ref().map(|organisation| organisation.id),
            unit: some(&doc.unit),
            place: some(&doc.place),
            skill: doc.skills.iter().map(|skill| stored(&skill.uri)).collect(),
            language: doc.languages.clone(),
            custom: doc
                .custom
                .iter()
                .filter(|own| own.is_filter)
                .map(|own| custom(&own.key, &own.value.nl))
                .collect(),
            availability: doc.availability.map(Availability::as_str),
            can_mentor: doc.can_mentor.then_some("yes"),
            room: match doc.availability {
                None | Some(Availability::Open) => 2,
                Some(Availability::Limited) => 1,
                Some(Availability::Away) => 0,
            },
            luck: luck(low),
        }
    }
}

/// The same number that the embedded index keeps.
pub fn luck(id_low: u64) -> u32 {
    id_low as u32
}

pub fn reader(viewer: Viewer) -> &'static str {
    match viewer {
        Viewer::Staff => "staff",
        Viewer::Guest => "guests",
    }
}

/// An own field's value; the key is an id and has no such sign.
pub const CUSTOM_SIGN: char = '=';

pub fn custom(key: &str, value: &str) -> String {
    stored(&format!("{key}{CUSTOM_SIGN}{value}"))
}

fn some(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(stored)
}

/// A filter of Meilisearch cannot say a backslash at the end of a value, so none is stored: a sign that nobody types stands for it.
const INSTEAD_OF_BACKSLASH: char = '\u{2216}';

pub fn stored(text: &str) -> String {
    text.replace('\\', &INSTEAD_OF_BACKSLASH.to_string())
}

pub fn read_back(text: &str) -> String {
    text.replace(INSTEAD_OF_BACKSLASH, "\\")
}
