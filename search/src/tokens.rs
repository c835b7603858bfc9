//! The tokens of a profile with their weights: what every engine holds of it.

use crate::person::{Mention, PersonDoc, Place, Skill, broader_topic, own_topic};

/// A word said often weighs no more than this, in halves.
pub const FREQUENCY_MAX: u32 = 24;

/// Each token as often as it is said, with the weight of its place in halves.
#[derive(Default)]
pub struct Tokens<'a> {
    pub name: Vec<(&'a str, u32)>,
    pub exact: Vec<(&'a str, u32)>,
    /// Stems, also of the parts of compounds.
    pub stem: Vec<(&'a str, u32)>,
    /// The same without the words that are their own stem.
    pub other_stems: Vec<(&'a str, u32)>,
}

impl<'a> Tokens<'a> {
    pub fn of(mentions: &'a [Mention<'_>]) -> Self {
        let mut tokens = Self::default();
        for Mention { place, word, halves, .. } in mentions {
            if *place == Place::Name {
                tokens.name.push((&word.exact, 1));
                continue;
            }
            tokens.exact.push((&word.exact, *halves));
            let stems = std::iter::once(&word.stem).chain(&word.parts);
            let stems = stems.map(|stem| (stem.as_str(), *halves));
            let own = usize::from(word.is_plain);
            tokens.other_stems.extend(stems.clone().skip(own));
            tokens.stem.extend(stems);
        }
        tokens
    }
}

/// What somebody lists, and what stands above it.
pub fn topics(doc: &PersonDoc) -> Vec<String> {
    doc.skills.iter().flat_map(topics_of).collect()
}

pub fn topics_of(skill: &Skill) -> impl Iterator<Item = String> {
    std::iter::once(own_topic(&skill.uri)).chain(skill.broader.iter().map(|uri| broader_topic(uri)))
}
