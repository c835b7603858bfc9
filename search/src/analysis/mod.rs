//! From text to words that can be found: folded, stemmed, compounds taken apart, and what else a thing is called.
//!
//! The same analyser reads profiles and queries. It knows nothing of an index.

mod compounds;
mod fold;
mod language;
mod stems;
mod thesaurus;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

pub use compounds::Compounds;
pub use fold::{fold, words};
pub use language::{Language, guess, is_stop_word};
pub use stems::Stems;
pub use thesaurus::{Concept, Meaning, PHRASE_WORDS_MAX, Phrase, Thesaurus, both_stems, key};

/// Changes whenever the same text gives other words: an index made with another version is built anew.
pub const ANALYSIS_VERSION: u32 = 1;

/// Words remembered with their forms; at about a hundred bytes each this stays under ten megabytes.
const REMEMBERED_WORDS_MAX: usize = 40_000;

/// A folded word with what it may be found by.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    pub exact: String,
    pub stem: String,
    /// Stems of the parts, when it is a compound.
    pub parts: Vec<String>,
}

pub struct Analyser {
    stems: Stems,
    compounds: Compounds,
    thesaurus: Thesaurus,
    concepts: HashMap<String, Concept>,
    remembered: Mutex<HashMap<(Language, String), Arc<Word>>>,
}

impl Analyser {
    /// With the concepts of the database; our own synonyms come from `data/synonyms.csv`.
    pub fn new(concepts: Vec<Concept>) -> Result<Self, fst::Error> {
        let stems = Stems::default();
        let thesaurus = Thesaurus::new(&stems, &concepts);
        let concepts = concepts.into_iter().map(|concept| (concept.uri.clone(), concept)).collect();
        Ok(Self { compounds: Compounds::new()?, stems, thesaurus, concepts, remembered: Mutex::default() })
    }

    /// What our own taxonomy knows of a concept; a peer's may be unknown here.
    pub fn concept(&self, uri: &str) -> Option<&Concept> {
        self.concepts.get(uri)
    }

    pub fn thesaurus(&self) -> &Thesaurus {
        &self.thesaurus
    }

    /// The language of a text by its little words.
    pub fn language(&self, text: &str) -> Language {
        let words: Vec<String> = words(text).take(60).map(|(word, _)| word).collect();
        guess(words.iter().map(String::as_str))
    }

    /// The forms of a folded word, remembered because a few thousand words make most of all text.
    pub fn word(&self, folded: &str, language: Language) -> Arc<Word> {
        let key = (language, folded.to_owned());
        if let Some(word) = self.remembered().get(&key) {
            return word.clone();
        }
        let word = Arc::new(self.forms(folded, language));
        let mut remembered = self.remembered();
        if remembered.len() >= REMEMBERED_WORDS_MAX {
            remembered.clear();
        }
        remembered.insert(key, word.clone());
        word
    }

    /// Stems of a typed word, whose language nobody knows.
    pub fn both_stems(&self, folded: &str) -> Vec<String> {
        both_stems(&self.stems, folded)
    }

    fn forms(&self, folded: &str, language: Language) -> Word {
        let parts = match language {
            Language::Dutch => self.compounds.split(folded),
            Language::English => Vec::new(),
        };
        let mut parts: Vec<String> = parts.into_iter().map(|part| self.stems.stem(part, language)).collect();
        parts.dedup();
        Word { exact: folded.to_owned(), stem: self.stems.stem(folded, language), parts }
    }

    fn remembered(&self) -> std::sync::MutexGuard<'_, HashMap<(Language, String), Arc<Word>>> {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compound_carries_the_stems_of_its_parts() {
        let analyser = Analyser::new(Vec::new()).unwrap();
        let word = analyser.word("omgevingsvergunningen", Language::Dutch);
        assert_eq!(word.stem, analyser.word("omgevingsvergunning", Language::Dutch).stem);
        assert!(word.parts.contains(&analyser.word("vergunning", Language::Dutch).stem));
        assert!(analyser.word("planning", Language::English).parts.is_empty());
    }
}
