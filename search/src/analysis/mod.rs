//! From text to words that can be found: folded, stemmed, compounds taken apart, and what else a thing is called.
//!
//! The same analyser reads profiles and queries. It knows nothing of an index.

mod compounds;
mod fold;
mod language;
mod memory;
mod stems;
mod thesaurus;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

pub use compounds::Compounds;
pub use fold::{fold, words};
pub use language::{Language, guess, is_stop_word};
pub use memory::Memory;
pub use stems::Stems;
pub use thesaurus::{Concept, Meaning, PHRASE_WORDS_MAX, Phrase, Thesaurus, both_stems, key};

/// Changes whenever the same text gives other words: an index made with another version is built anew.
pub const ANALYSIS_VERSION: u32 = 2;

/// Words remembered with their forms, in each language; at about two hundred bytes each this stays under twenty megabytes.
const REMEMBERED_WORDS_MAX: usize = 80_000;

/// A folded word with what it may be found by.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    pub exact: String,
    pub stem: String,
    /// Stems of the parts, when it is a compound.
    pub parts: Vec<String>,
    /// Whether it is its own stem in whatever language: then an index holds it once, and who looks for the stem reads both.
    pub is_plain: bool,
}

/// So many words of a text tell its language.
const GUESSED_WORDS: usize = 60;

/// Texts up to this length are remembered whole: names of subjects, units, towns and organisations stand in many profiles.
const REMEMBERED_TEXT_BYTES_MAX: usize = 60;
const REMEMBERED_TEXTS_MAX: usize = 20_000;

/// A telling word of a text, and its bytes there.
#[derive(Clone, Debug)]
pub struct Said {
    pub word: Arc<Word>,
    pub range: Range<usize>,
}

pub struct Analyser {
    stems: Stems,
    compounds: Compounds,
    thesaurus: Thesaurus,
    concepts: HashMap<String, Concept>,
    words: [Memory<Arc<Word>>; 2],
    /// By language; the last for texts whose language is guessed.
    texts: [Memory<Arc<[Said]>>; 3],
}

impl Analyser {
    /// With the concepts of the database; our own synonyms come from `data/synonyms.csv`.
    pub fn new(concepts: Vec<Concept>) -> Result<Self, fst::Error> {
        let stems = Stems::default();
        let thesaurus = Thesaurus::new(&stems, &concepts);
        let concepts = concepts.into_iter().map(|concept| (concept.uri.clone(), concept)).collect();
        Ok(Self {
            compounds: Compounds::new()?,
            stems,
            thesaurus,
            concepts,
            words: std::array::from_fn(|_| Memory::of(REMEMBERED_WORDS_MAX)),
            texts: std::array::from_fn(|_| Memory::of(REMEMBERED_TEXTS_MAX)),
        })
    }

    /// What our own taxonomy knows of a concept; a peer's may be unknown here.
    pub fn concept(&self, uri: &str) -> Option<&Concept> {
        self.concepts.get(uri)
    }

    pub fn thesaurus(&self) -> &Thesaurus {
        &self.thesaurus
    }

    /// The telling words of a text in a language, or in the one that its little words show.
    pub fn text(&self, text: &str, language: Option<Language>) -> Arc<[Said]> {
        if text.len() > REMEMBERED_TEXT_BYTES_MAX {
            return self.said(text, language);
        }
        let known = language.map_or(2, |language| language as usize);
        self.texts[known].get(text, || self.said(text, language))
    }

    fn said(&self, text: &str, language: Option<Language>) -> Arc<[Said]> {
        let words: Vec<(String, Range<usize>)> = words(text).collect();
        let first = words.iter().take(GUESSED_WORDS).map(|(word, _)| word.as_str());
        let language = language.unwrap_or_else(|| guess(first));
        let telling = words.into_iter().filter(|(word, _)| !is_stop_word(word));
        telling.map(|(word, range)| Said { word: self.word(&word, language), range }).collect()
    }

    /// The words of somebody's name: found as they are written, never by their parts, and too rare to be remembered.
    pub fn name(&self, text: &str) -> Arc<[Said]> {
        let word = |exact: String| {
            let stem = self.stems.stem(&exact, Language::Dutch);
            let is_plain = self.is_plain(&exact);
            Arc::new(Word { exact, stem, parts: Vec::new(), is_plain })
        };
        words(text).map(|(exact, range)| Said { word: word(exact), range }).collect()
    }

    /// The forms of a folded word, remembered because a few thousand words make most of all text.
    pub fn word(&self, folded: &str, language: Language) -> Arc<Word> {
        self.words[language as usize].get(folded, || Arc::new(self.forms(folded, language)))
    }

    /// Stems of a typed word, whose language nobody knows.
    pub fn both_stems(&self, folded: &str) -> Vec<String> {
        both_stems(&self.stems, folded)
    }

    /// Whether a folded word is its own stem in every language.
    pub fn is_plain(&self, folded: &str) -> bool {
        [Language::Dutch, Language::English]
            .into_iter()
            .all(|language| self.stems.stem(folded, language) == folded)
    }

    fn forms(&self, folded: &str, language: Language) -> Word {
        let parts = match language {
            Language::Dutch => self.compounds.split(folded),
            Language::English => Vec::new(),
        };
        let mut parts: Vec<String> = parts.into_iter().map(|part| self.stems.stem(part, language)).collect();
        parts.dedup();
        let (stem, is_plain) = (self.stems.stem(folded, language), self.is_plain(folded));
        Word { exact: folded.to_owned(), stem, parts, is_plain }
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
