//! Words of the dictionary that a typed word may stand for: what it grows into, and what it resembles.

use tantivy::postings::TermInfo;
use tantivy::query::{DfaWrapper, FuzzyTermQuery};
use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, Term};

use crate::asked::AskedWord;
use crate::error::Result;
use crate::typos::edits;
use crate::weights;

/// Completions that are looked at, and those that count: the shortest, which have least to guess.
const GROWING_READ: usize = 2_000;
const GROWING_MAX: usize = 300;
const NEAR_MAX: usize = 50;
/// Profiles of a segment that are enough for a beginning: three letters lead to half of the country.
pub const GROWN_ENOUGH: u32 = 50_000;

/// Which dictionary is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Texts {
    Words,
    Names,
}

pub struct Expanded {
    pub info: TermInfo,
    pub weight: f32,
    /// Counts as a word of the name; a mistyped one does not.
    pub is_name: bool,
}

impl Texts {
    fn weight(self, words: f32, names: f32) -> f32 {
        if self == Texts::Words { words } else { names }
    }
}

/// Longer words that begin with this one.
pub fn growing(texts: Texts, word: &str, reader: &InvertedIndexReader) -> Result<Vec<Expanded>> {
    let mut found = Vec::new();
    let weight = texts.weight(weights::PREFIX, weights::NAME_PREFIX);
    each_growing(word, reader, |term, info| {
        found.push((term.len(), Expanded { info: info.clone(), weight, is_name: true }));
        found.len() < GROWING_READ
    })?;
    found.sort_by_key(|(letters, _)| *letters);
    found.truncate(GROWING_MAX);
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

/// The same one by one, in order, until `take` has enough.
pub fn each_growing(
    word: &str,
    reader: &InvertedIndexReader,
    mut take: impl FnMut(&str, &TermInfo) -> bool,
) -> Result<()> {
    let mut stream = reader.terms().range().gt(word).lt(after(word)).into_stream()?;
    while stream.advance() && take(&String::from_utf8_lossy(stream.key()), stream.value()) {}
    Ok(())
}

/// The first string behind all that begin with `word`.
fn after(word: &str) -> Vec<u8> {
    let mut bound = word.as_bytes().to_vec();
    bound.push(0xff);
    bound
}

/// Words within the typing errors that are forgiven; the first letter is taken as meant.
pub struct Near<'a> {
    word: &'a AskedWord,
    automaton: DfaWrapper,
}

impl<'a> Near<'a> {
    pub fn new(word: &'a AskedWord) -> Result<Self> {
        let term = Term::from_field_text(Field::from_field_id(0), &word.exact);
        let query = match word.is_prefix {
            true => FuzzyTermQuery::new_prefix(term, word.edits_max(), true),
            false => FuzzyTermQuery::new(term, word.edits_max(), true),
        };
        Ok(Self { automaton: query.automaton()?, word })
    }

    pub fn expand(&self, texts: Texts, reader: &InvertedIndexReader) -> Result<Vec<Expanded>> {
        let mut found = Vec::new();
        self.each(reader, |_, info, edits| {
            let weight = texts.weight(weights::EXACT, weights::NAME) * weights::typo(edits);
            found.push(Expanded { info: info.clone(), weight, is_name: false });
            found.len() < NEAR_MAX
        })?;
        Ok(found)
    }

    /// The same one by one with their typing errors, in order, until `take` has enough.
    pub fn each(
        &self,
        reader: &InvertedIndexReader,
        mut take: impl FnMut(&str, &TermInfo, u8) -> bool,
    ) -> Result<()> {
        let first_letter = self.word.exact.chars().next().map(String::from).unwrap_or_default();
        let search = reader.terms().search(&self.automaton);
        let mut stream = search.ge(&first_letter).lt(after(&first_letter)).into_stream()?;
        while stream.advance() {
            let candidate = String::from_utf8_lossy(stream.key());
            if let Some(edits @ 1..) = edits(&self.word.exact, &candidate, self.word.is_prefix)
                && !take(&candidate, stream.value(), edits)
            {
                break;
            }
        }
        Ok(())
    }
}
