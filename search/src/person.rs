//! What the index is told about a person: one document for each circle of readers.
//!
//! A local person has up to two: what colleagues of the own organisation may read (seen by staff) and what
//! connected organisations may read (seen by guests). A remote person has one, seen by both. Documents come from the
//! function that also feeds the profile page, so nothing can be found that cannot be read.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

pub use domain::people::{Availability, Label};
use foldhash::fast::RandomState;
use uuid::Uuid;

use crate::analysis::{Analyser, Language, Said, Word};

/// A word said more often in one profile weighs no more.
const REPEATS_MAX: u32 = 3;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersonDoc {
    pub person: Uuid,
    pub seen_by: SeenBy,
    pub name: String,
    pub job_title: String,
    pub organisation: Option<Organisation>,
    pub unit: String,
    pub place: String,
    /// Language tags: nl, en, fy.
    pub languages: Vec<String>,
    pub skills: Vec<Skill>,
    pub about: String,
    pub ask_me_about: String,
    /// Unsaid counts as open, but is not counted as such.
    pub availability: Option<Availability>,
    pub can_mentor: bool,
    /// Fields of the organisation's own; those marked as filter become facets.
    pub custom: Vec<CustomValue>,
}

/// Everything an index shall know about a person from now on; no documents: forget him.
#[derive(Clone, Debug)]
pub struct Change {
    pub person: Uuid,
    pub docs: Vec<PersonDoc>,
}

/// Whose searches may meet this document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeenBy {
    /// Signed-in people of this organisation.
    pub staff: bool,
    /// Signed-in people of connected organisations.
    pub guests: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Organisation {
    pub id: Uuid,
    pub label: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Skill {
    pub uri: String,
    pub nl: String,
    pub en: String,
    pub synonyms: Vec<String>,
    pub broader: Vec<String>,
    /// 1 beginner, 2 practised, 3 expert; 0 not said.
    pub level: u8,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomValue {
    /// The field's id.
    pub key: String,
    pub label: Label,
    pub value: Label,
    pub is_filter: bool,
}

/// Where in a profile a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    Name,
    Title,
    AskMeAbout,
    /// Position in `PersonDoc::skills`.
    Skill(usize),
    Organisation,
    Unit,
    Town,
    About,
    /// Position in `PersonDoc::custom`.
    Custom(usize),
}

/// A word of a profile, ready to be indexed or to be explained.
#[derive(Clone, Debug)]
pub struct Mention<'a> {
    pub place: Place,
    pub word: Arc<Word>,
    /// The text it stands in.
    pub text: &'a str,
    /// Weight of the field in halves: title and topics 3, skills 2, unit 1.5, text 1.
    pub halves: u32,
    /// Its bytes in that text, for marking what matched.
    pub range: Range<usize>,
}

impl Mention<'_> {
    /// As it stands there.
    pub fn written(&self) -> &str {
        &self.text[self.range.clone()]
    }
}

/// Every telling word of a profile. Index and explanation both start here, so the explanation is the calculation.
pub fn mentions<'a>(analyser: &Analyser, doc: &'a PersonDoc) -> Vec<Mention<'a>> {
    let said = |(place, halves, text, language)| {
        let said = if place == Place::Name { analyser.name(text) } else { analyser.text(text, language) };
        (place, halves, text, said)
    };
    let texts: Vec<(Place, u32, &str, Arc<[Said]>)> = texts(doc).map(said).collect();
    let mut found = Vec::new();
    let mut seen: HashMap<&str, u32, RandomState> = HashMap::default();
    let mut seen_in = Place::Name;
    for (place, halves, text, said) in &texts {
        let repeats_max = if *place == Place::About { REPEATS_MAX } else { 1 };
        if *place != seen_in {
            seen.clear();
            seen_in = *place;
        }
        for Said { word, range } in said.iter() {
            let times = seen.entry(&word.exact).or_default();
            *times += 1;
            if *times <= repeats_max {
                let (word, range) = (Arc::clone(word), range.clone());
                found.push(Mention { place: *place, word, text, halves: *halves, range });
            }
        }
    }
    found
}

/// The texts of a profile with their weight in halves, and their language where it is known.
fn texts(doc: &PersonDoc) -> impl Iterator<Item = (Place, u32, &str, Option<Language>)> {
    let organisation = doc.organisation.as_ref().map_or("", |organisation| &organisation.label);
    let dutch = Some(Language::Dutch);
    let own = [
        (Place::Name, 10, doc.name.as_str(), dutch),
        (Place::Title, 6, &doc.job_title, None),
        (Place::AskMeAbout, 6, &doc.ask_me_about, None),
        (Place::Unit, 3, &doc.unit, None),
        (Place::Organisation, 3, organisation, dutch),
        (Place::Town, 2, &doc.place, dutch),
        (Place::About, 2, &doc.about, None),
    ];
    let custom = doc.custom.iter().enumerate().flat_map(|(at, field)| {
        let values =
            [(field.value.nl.as_str(), Language::Dutch), (field.value.en.as_str(), Language::English)];
        values.map(|(text, language)| (Place::Custom(at), 2, text, Some(language)))
    });
    own.into_iter().chain(doc.skills.iter().enumerate().flat_map(|(at, skill)| skill.texts(at))).chain(custom)
}

impl Skill {
    fn texts(&self, at: usize) -> impl Iterator<Item = (Place, u32, &str, Option<Language>)> {
        let halves = match self.level {
            1 => 3,
            3.. => 5,
            _ => 4,
        };
        let labels = [(self.nl.as_str(), Some(Language::Dutch)), (self.en.as_str(), Some(Language::English))];
        let synonyms = self.synonyms.iter().map(|synonym| (synonym.as_str(), None));
        labels
            .into_iter()
            .chain(synonyms)
            .map(move |(text, language)| (Place::Skill(at), halves, text, language))
    }
}

/// The token of a concept someone lists, and of one above it.
pub fn own_topic(uri: &str) -> String {
    format!("={}", uri.replace(char::is_whitespace, ""))
}

pub fn broader_topic(uri: &str) -> String {
    format!(">{}", uri.replace(char::is_whitespace, ""))
}
