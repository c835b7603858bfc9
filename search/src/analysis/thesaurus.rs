//! What else a thing is called: our own synonyms and abbreviations, and the labels of concepts in two languages.

use std::collections::HashMap;

use super::{Language, Stems, language::is_stop_word, words};

/// More words than this are a sentence, not a name of something.
pub const PHRASE_WORDS_MAX: usize = 5;

/// Our own rows: `term,equivalents`, read both ways.
const SYNONYMS: &str = include_str!("../../data/synonyms.csv");

/// A subject or skill of a taxonomy, as the database knows it.
#[derive(Clone, Debug, Default)]
pub struct Concept {
    pub uri: String,
    pub nl: String,
    pub en: String,
    pub synonyms: Vec<String>,
    pub broader: Vec<String>,
}

/// Another way to say what was typed: its text for the reader, and the stems that a profile must all contain.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    pub text: String,
    /// One entry per word: its Dutch and its English stem, where they differ.
    pub words: Vec<Vec<String>>,
}

/// What a phrase of the query leads to.
#[derive(Clone, Debug, Default)]
pub struct Meaning {
    pub equivalents: Vec<Phrase>,
    /// Concepts with this label, by URI.
    pub concepts: Vec<String>,
    /// Concepts directly above those.
    pub broader: Vec<String>,
}

#[derive(Default)]
pub struct Thesaurus {
    meanings: HashMap<String, Meaning>,
}

impl Thesaurus {
    pub fn new(stems: &Stems, concepts: &[Concept]) -> Self {
        let mut thesaurus = Self::default();
        for (term, equivalents) in rows(SYNONYMS) {
            thesaurus.add_row(stems, &term, &equivalents);
        }
        for concept in concepts {
            thesaurus.add_concept(stems, concept);
        }
        thesaurus
    }

    /// What the phrase with these keys means; see `key`.
    pub fn meaning(&self, key: &str) -> Option<&Meaning> {
        self.meanings.get(key)
    }

    fn add_row(&mut self, stems: &Stems, term: &str, equivalents: &[String]) {
        let term = Name::new(stems, term);
        for other in equivalents.iter().map(|other| Name::new(stems, other)) {
            self.add_equivalent(&term, &other);
            self.add_equivalent(&other, &term);
        }
    }

    fn add_equivalent(&mut self, from: &Name, to: &Name) {
        for key in &from.keys {
            let meaning = self.meanings.entry(key.clone()).or_default();
            if !to.phrase.words.is_empty()
                && from.keys != to.keys
                && !meaning.equivalents.contains(&to.phrase)
            {
                meaning.equivalents.push(to.phrase.clone());
            }
        }
    }

    fn add_concept(&mut self, stems: &Stems, concept: &Concept) {
        let names: Vec<Name> = concept.labels().map(|label| Name::new(stems, label)).collect();
        for key in names.iter().flat_map(|name| &name.keys) {
            let meaning = self.meanings.entry(key.clone()).or_default();
            add_once(&mut meaning.concepts, &concept.uri);
            concept.broader.iter().for_each(|uri| add_once(&mut meaning.broader, uri));
        }
        for name in &names {
            names.iter().for_each(|other| self.add_equivalent(name, other));
        }
    }
}

fn add_once(list: &mut Vec<String>, text: &str) {
    if !list.iter().any(|known| known == text) {
        list.push(text.to_owned());
    }
}

/// A term or label with the keys it is kept under.
struct Name {
    keys: Vec<String>,
    phrase: Phrase,
}

impl Name {
    fn new(stems: &Stems, text: &str) -> Self {
        let words: Vec<Vec<String>> = telling_words(text).map(|word| both_stems(stems, &word)).collect();
        let key = |pick: fn(&Vec<String>) -> Option<&String>| key(words.iter().filter_map(pick).cloned());
        let mut keys = vec![key(|stems| stems.first()), key(|stems| stems.last())];
        keys.dedup();
        keys.retain(|key| !key.is_empty());
        Self { keys, phrase: Phrase { text: text.to_owned(), words } }
    }
}

impl Concept {
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        let labels = [&self.nl, &self.en].into_iter().chain(&self.synonyms);
        labels.map(String::as_str).filter(|label| !label.trim().is_empty())
    }
}

/// The stems of a word in both languages; one entry when they agree.
pub fn both_stems(stems: &Stems, word: &str) -> Vec<String> {
    let mut both = vec![stems.stem(word, Language::Dutch), stems.stem(word, Language::English)];
    both.dedup();
    both
}

/// A phrase as the thesaurus keeps it: its stems in one language.
pub fn key(stems: impl Iterator<Item = String>) -> String {
    stems.collect::<Vec<_>>().join(" ")
}

/// Without the little words, unless there is nothing else ("who", the abbreviation of a law).
fn telling_words(text: &str) -> impl Iterator<Item = String> {
    let all: Vec<String> = words(text).map(|(word, _)| word).take(PHRASE_WORDS_MAX * 2).collect();
    let is_little_only = all.iter().all(|word| is_stop_word(word));
    all.into_iter().filter(move |word| is_little_only || !is_stop_word(word))
}

/// The rows that can be read; a test sees to it that all can.
fn rows(text: &str) -> impl Iterator<Item = (String, Vec<String>)> + '_ {
    let reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    reader.into_deserialize::<(String, String)>().filter_map(Result::ok).map(|(term, equivalents)| {
        let equivalents = equivalents.split('|').map(|other| other.trim().to_owned());
        (term, equivalents.filter(|other| !other.is_empty()).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(text: &str, concepts: &[Concept]) -> Option<Meaning> {
        let stems = Stems::default();
        let thesaurus = Thesaurus::new(&stems, concepts);
        Name::new(&stems, text).keys.iter().find_map(|key| thesaurus.meaning(key)).cloned()
    }

    fn equivalents(text: &str) -> Vec<String> {
        meaning(text, &[]).unwrap_or_default().equivalents.into_iter().map(|phrase| phrase.text).collect()
    }

    #[test]
    fn abbreviations_are_read_both_ways() {
        assert!(equivalents("avg").contains(&"gdpr".to_owned()));
        assert!(equivalents("GDPR").contains(&"avg".to_owned()));
        assert!(equivalents("functionaris gegevensbescherming").contains(&"fg".to_owned()));
        assert!(equivalents("fg").contains(&"functionaris gegevensbescherming".to_owned()));
    }

    #[test]
    fn a_label_in_either_language_leads_to_its_concept() {
        let concept = Concept {
            uri: "urn:omgevingswet".into(),
            nl: "Omgevingswet".into(),
            en: "Environment and Planning Act".into(),
            synonyms: vec!["Ow".into()],
            broader: vec!["urn:ruimte".into()],
        };
        for typed in ["omgevingswet", "environment planning act", "OW"] {
            let meaning = meaning(typed, std::slice::from_ref(&concept)).unwrap();
            assert_eq!(meaning.concepts, ["urn:omgevingswet"]);
            assert_eq!(meaning.broader, ["urn:ruimte"]);
        }
    }

    #[test]
    fn every_row_says_something() {
        let rows_written =
            SYNONYMS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count() - 1;
        assert_eq!(rows(SYNONYMS).count(), rows_written);
        for (term, equivalents) in rows(SYNONYMS) {
            assert!(!term.is_empty() && !equivalents.is_empty(), "{term}");
            assert!(equivalents.iter().all(|other| words(other).count() > 0), "{term}");
        }
    }
}
