//! A typed query, understood: its telling words with all forms they may be found by, and what its phrases mean.

use std::ops::Range;

use crate::analysis::{Analyser, Language, Meaning, PHRASE_WORDS_MAX, Phrase, is_stop_word, key, words};
use crate::person::{broader_topic, own_topic};
use crate::query::{QUERY_LETTERS_MAX, QUERY_WORDS_MAX};
use crate::typos::edits_forgiven;

/// Shorter last words are not completed: they would fit half of the dictionary.
const PREFIX_LETTERS_MIN: usize = 3;

/// A part that only profiles know must be long enough not to be an accident, and so must what follows it.
const FRONT_LETTERS_MIN: usize = 6;
const REST_LETTERS_MIN: usize = 4;

#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub words: Vec<AskedWord>,
    pub phrases: Vec<AskedPhrase>,
}

#[derive(Clone, Debug)]
pub struct AskedWord {
    pub exact: String,
    /// Dutch and English stem; one when they agree.
    pub stems: Vec<String>,
    /// Stems of the parts of a compound.
    pub parts: Vec<String>,
    /// The last word may still be growing.
    pub is_prefix: bool,
    /// Between quotes: as written, no other form.
    pub is_literal: bool,
}

/// A run of words that has a meaning of its own.
#[derive(Clone, Debug)]
pub struct AskedPhrase {
    pub words: Range<usize>,
    pub text: String,
    pub meaning: Meaning,
}

/// How close a subject is to what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kin {
    /// Right above it or below it.
    Near,
    Same,
}

/// Other names of what a word says, and its subjects.
#[derive(Debug, Default)]
pub struct Meant<'a> {
    pub names: Vec<MeantName<'a>>,
    pub topics: Vec<MeantTopic<'a>>,
}

/// Another name, and the phrase that has it.
#[derive(Clone, Copy, Debug)]
pub struct MeantName<'a> {
    pub name: &'a Phrase,
    pub of: &'a AskedPhrase,
}

/// The token of a subject, how close it is, and the phrase that leads there.
#[derive(Clone, Debug)]
pub struct MeantTopic<'a> {
    pub token: String,
    pub kin: Kin,
    pub of: &'a AskedPhrase,
}

impl<'a> Meant<'a> {
    pub fn len(&self) -> usize {
        self.names.len() + self.topics.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn has_name(&self, name: &MeantName<'_>) -> bool {
        self.names.iter().any(|known| known.name.words == name.name.words)
    }

    /// Whether it has this subject, and as close.
    fn has_topic(&self, topic: &MeantTopic<'_>) -> bool {
        self.topics.iter().any(|known| known.token == topic.token && known.kin == topic.kin)
    }

    /// What all others have, too.
    pub fn common(&self, others: &[Self]) -> Self {
        let (names, topics) = (self.common_names(others), self.common_topics(others));
        Self { names: names.copied().collect(), topics: topics.cloned().collect() }
    }

    /// How much that is.
    pub fn count_common(&self, others: &[Self]) -> usize {
        self.common_names(others).count() + self.common_topics(others).count()
    }

    fn common_names(&self, others: &[Self]) -> impl Iterator<Item = &MeantName<'a>> {
        self.names.iter().filter(|name| others.iter().all(|other| other.has_name(name)))
    }

    fn common_topics(&self, others: &[Self]) -> impl Iterator<Item = &MeantTopic<'a>> {
        self.topics.iter().filter(|topic| others.iter().all(|other| other.has_topic(topic)))
    }

    /// Lets go of what another has.
    pub fn remove(&mut self, other: &Self) {
        self.names.retain(|name| !other.has_name(name));
        self.topics.retain(|topic| !other.has_topic(topic));
    }

    fn add_name(&mut self, found: MeantName<'a>) {
        if !self.has_name(&found) {
            self.names.push(found);
        }
    }

    fn add_topic(&mut self, found: MeantTopic<'a>) {
        match self.topics.iter_mut().find(|known| known.token == found.token) {
            Some(known) if found.kin == Kin::Same && known.kin == Kin::Near => *known = found,
            Some(_) => {}
            None => self.topics.push(found),
        }
    }
}

impl AskedWord {
    /// How many typing errors are forgiven; none between quotes.
    pub fn edits_max(&self) -> u8 {
        if self.is_literal { 0 } else { edits_forgiven(&self.exact) }
    }
}

impl AskedWord {
    /// What a compound may begin with that no list knows but a profile says: the longest first.
    pub fn fronts(&self) -> impl Iterator<Item = &str> {
        let longest = self.exact.len().saturating_sub(REST_LETTERS_MIN);
        (FRONT_LETTERS_MIN..=longest).rev().filter_map(|end| self.exact.get(..end))
    }

    pub fn begins_with_part(&self, part: &str) -> bool {
        self.fronts().any(|front| front == part)
    }
}

impl Asked {
    pub fn new(analyser: &Analyser, text: &str) -> Self {
        let typed = typed_words(text);
        let words: Vec<AskedWord> = typed.iter().map(|word| understand(analyser, word)).collect();
        let phrases = phrases(analyser, &words);
        Self { words, phrases }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// What a word may be said with beside itself: each name and each subject once, however many phrases lead to it.
    pub fn meant_by(&self, word: usize) -> Meant<'_> {
        let mut meant = Meant::default();
        let is_itself = |name: &Phrase| match name.words.as_slice() {
            [stems] => stems.iter().all(|stem| self.words[word].stems.contains(stem)),
            _ => false,
        };
        for of @ AskedPhrase { meaning, .. } in self.phrases_of(word) {
            let names = meaning.equivalents.iter().filter(|name| !is_itself(name));
            names.for_each(|name| meant.add_name(MeantName { name, of }));
            let own = meaning.concepts.iter().map(|uri| (own_topic(uri), Kin::Same));
            let under = meaning.concepts.iter().map(|uri| (broader_topic(uri), Kin::Near));
            let above = meaning.broader.iter().map(|uri| (own_topic(uri), Kin::Near));
            let all = own.chain(under).chain(above);
            all.for_each(|(token, kin)| meant.add_topic(MeantTopic { token, kin, of }));
        }
        meant
    }

    /// Phrases that a word is part of.
    fn phrases_of(&self, word: usize) -> impl Iterator<Item = &AskedPhrase> {
        self.phrases.iter().filter(move |phrase| phrase.words.contains(&word))
    }
}

struct Typed {
    word: String,
    is_literal: bool,
    is_last: bool,
}

/// The telling words; the little ones stay only when there is nothing else.
fn typed_words(text: &str) -> Vec<Typed> {
    let text = shorten(text);
    let ends_open = text.chars().last().is_some_and(char::is_alphanumeric);
    let mut typed: Vec<Typed> = Vec::new();
    for (at, piece) in text.split(['"', '“', '”', '„']).enumerate() {
        let is_literal = at % 2 == 1;
        typed.extend(words(piece).map(|(word, _)| Typed { word, is_literal, is_last: false }));
    }
    if let Some(last) = typed.last_mut() {
        last.is_last = ends_open;
    }
    if typed.iter().any(|typed| !is_stop_word(&typed.word)) {
        typed.retain(|typed| typed.is_last || typed.is_literal || !is_stop_word(&typed.word));
    }
    drop_little_last(&mut typed);
    typed.truncate(QUERY_WORDS_MAX);
    typed
}

/// "iets van" is complete enough to search for iets; "ve" may become vergunning, so it waits for its third letter.
fn drop_little_last(typed: &mut Vec<Typed>) {
    let is_little = |typed: &Typed| typed.is_last && !typed.is_literal && is_stop_word(&typed.word);
    if typed.len() > 1 && typed.last().is_some_and(is_little) {
        typed.pop();
    }
}

fn shorten(text: &str) -> &str {
    text.char_indices().nth(QUERY_LETTERS_MAX).map_or(text, |(end, _)| &text[..end])
}

fn understand(analyser: &Analyser, typed: &Typed) -> AskedWord {
    let word = &typed.word;
    let is_prefix = typed.is_last && !typed.is_literal && word.chars().count() >= PREFIX_LETTERS_MIN;
    let parts = analyser.word(word, Language::Dutch).parts.clone();
    AskedWord {
        exact: word.clone(),
        stems: analyser.both_stems(word),
        parts,
        is_prefix,
        is_literal: typed.is_literal,
    }
}

/// Every run of up to five words that the thesaurus knows, in either language.
fn phrases(analyser: &Analyser, words: &[AskedWord]) -> Vec<AskedPhrase> {
    let mut found = Vec::new();
    for start in 0..words.len() {
        for end in start + 1..=words.len().min(start + PHRASE_WORDS_MAX) {
            let run = &words[start..end];
            if run.iter().all(|word| !word.is_literal) {
                found.extend(meaning(analyser, run).map(|meaning| AskedPhrase {
                    words: start..end,
                    text: joined(run),
                    meaning,
                }));
            }
        }
    }
    found
}

fn meaning(analyser: &Analyser, run: &[AskedWord]) -> Option<Meaning> {
    let stems = |pick: fn(&AskedWord) -> Option<&String>| key(run.iter().filter_map(pick).cloned());
    let dutch = analyser.thesaurus().meaning(&stems(|word| word.stems.first()));
    dutch.or_else(|| analyser.thesaurus().meaning(&stems(|word| word.stems.last()))).cloned()
}

fn joined(run: &[AskedWord]) -> String {
    run.iter().map(|word| word.exact.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Concept;

    fn asked(text: &str) -> Asked {
        Asked::new(&Analyser::new(Vec::new()).unwrap(), text)
    }

    fn exact(text: &str) -> Vec<String> {
        asked(text).words.into_iter().map(|word| word.exact).collect()
    }

    #[test]
    fn little_words_are_left_out_unless_they_are_all() {
        assert_eq!(exact("wie weet iets van de omgevingswet in Gelderland"), ["omgevingswet", "gelderland"]);
        assert_eq!(exact("programme under the Act"), ["programme", "act"]);
        assert_eq!(exact("van de"), ["van"]);
        assert_eq!(exact("de"), ["de"]);
        assert!(exact("  ?! ").is_empty());
    }

    #[test]
    fn only_a_last_word_without_a_space_after_it_still_grows() {
        assert!(asked("jeugd beleid").words[1].is_prefix);
        assert!(!asked("jeugd beleid").words[0].is_prefix);
        assert!(!asked("jeugd beleid ").words[1].is_prefix);
        assert!(!asked("be").words[0].is_prefix);
    }

    #[test]
    fn quotes_ask_for_the_word_as_written() {
        let asked = asked("\"beleid\" jeugd");
        assert!(asked.words[0].is_literal && !asked.words[1].is_literal);
        assert_eq!(asked.words[0].edits_max(), 0);
    }

    #[test]
    fn longer_words_forgive_more_and_numbers_nothing() {
        let edits: Vec<u8> =
            asked("wmo zorgg omgevingswet wmo20155").words.iter().map(AskedWord::edits_max).collect();
        assert_eq!(edits, [0, 1, 2, 0]);
    }

    #[test]
    fn phrases_lead_to_other_names() {
        let asked = asked("functionaris gegevensbescherming utrecht");
        let phrase = asked.phrases.iter().find(|phrase| phrase.words == (0..2)).unwrap();
        assert!(phrase.meaning.equivalents.iter().any(|other| other.text == "fg"));
    }

    #[test]
    fn what_several_phrases_lead_to_is_meant_once() {
        let concept = |uri: &str, nl: &str, synonyms: &[&str], broader: &[&str]| Concept {
            uri: uri.into(),
            nl: nl.into(),
            synonyms: synonyms.iter().map(|name| (*name).to_owned()).collect(),
            broader: broader.iter().map(|uri| (*uri).to_owned()).collect(),
            ..Concept::default()
        };
        let concepts = vec![
            concept("urn:wonen", "wonen", &["Huisvesting", "huisvesting"], &[]),
            concept("urn:bouwen", "wonen en bouwen", &["huisvesting", "woningbouw"], &["urn:wonen"]),
        ];
        let asked = Asked::new(&Analyser::new(concepts).unwrap(), "wonen en bouwen ");
        let meant = asked.meant_by(0);
        let names: Vec<String> = meant.names.iter().map(|one| one.name.text.to_lowercase()).collect();
        assert_eq!(names.iter().filter(|name| *name == "huisvesting").count(), 1, "{names:?}");
        assert_eq!(names.iter().filter(|name| *name == "wonen").count(), 0, "the word itself: {names:?}");
        // Asked by its own name, and above the other: the closer counts.
        let topics: Vec<(String, Kin)> = meant.topics.into_iter().map(|one| (one.token, one.kin)).collect();
        assert_eq!(
            topics,
            [
                (own_topic("urn:wonen"), Kin::Same),
                (broader_topic("urn:wonen"), Kin::Near),
                (own_topic("urn:bouwen"), Kin::Same),
                (broader_topic("urn:bouwen"), Kin::Near),
            ]
        );
    }

    #[test]
    fn hostile_queries_are_bounded() {
        assert!(asked(&"omgevingswet ".repeat(100_000)).words.len() <= QUERY_WORDS_MAX);
        asked(&"\"".repeat(10_000));
        asked("\u{0}\u{202e}💥'--");
    }
}
