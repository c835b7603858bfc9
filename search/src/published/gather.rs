//! Who matches, and how well: word after word over the posting lists, counting nothing but what the reader sees.
//!
//! Document frequencies, the few hits that call for typing errors, and how far a growing word goes: all of it is counted over
//! documents that the reader sees, so nothing hidden can move what he finds.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use tantivy::InvertedIndexReader;
use tantivy::postings::TermInfo;

use super::parts::{Eyes, Part};
use super::weigh;
use crate::analysis::Phrase;
use crate::asked::{Asked, AskedWord};
use crate::embedded::expand::{Near, each_growing};
use crate::embedded::gather::{postings, with_every_word};
use crate::embedded::sums::each_block;
use crate::error::Result;
use crate::person::{broader_topic, own_topic};
use crate::scorer::Need;
use crate::weights;

/// A word with fewer hits than this may be a typing error, or a compound nobody else writes.
const FEW_HITS: usize = 4;
/// Longer words that one may grow into, and words that resemble one: as many as the reader sees.
const GROWING_MAX: usize = 1_000;
const NEAR_MAX: usize = 50;

/// Numbers by document of one segment.
pub type Docs<T> = HashMap<u32, T, BuildHasherDefault<Spread>>;

/// Documents are numbered one after another: spreading those numbers is all the hashing they need.
#[derive(Default)]
pub struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u32(u32::from(*byte)));
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = (self.0 ^ u64::from(number)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What the words found so far add up to.
#[derive(Clone, Copy, Default)]
pub struct Sum {
    pub score: f32,
    words: u8,
}

impl Sum {
    /// Whether it has any of the words that were typed.
    pub fn has_a_word(self) -> bool {
        self.words > 0
    }
}

/// What came out, by segment.
pub struct Gathered {
    pub sums: Vec<Docs<Sum>>,
    /// The largest D that any document could have.
    pub possible: f32,
    least_words: u8,
}

impl Gathered {
    pub fn is_match(&self, sum: Sum) -> bool {
        sum.words >= self.least_words
    }
}

pub struct Gatherer<'a> {
    pub parts: &'a [Part],
    pub eyes: &'a [Eyes<'a>],
    /// Documents that rarity is held against.
    pub all: u32,
    pub need: Need,
    /// What comments are about counts too, not their own words alone.
    pub with_context: bool,
}

/// A word that stands in what is closest to what was asked, and what it adds beside a word that was typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    pub stem: String,
    pub weight: f32,
}

/// Frequencies of one word, by segment.
type Frequencies = Vec<Docs<f32>>;

impl Gatherer<'_> {
    pub fn gather(&self, asked: &Asked) -> Result<Gathered> {
        let mut sums: Vec<Docs<Sum>> = self.parts.iter().map(|_| Docs::default()).collect();
        let mut possible = 0.0;
        for (at, word) in asked.words.iter().enumerate() {
            let found = self.find(asked, at, word)?;
            let count = u32::try_from(hits(&found)).unwrap_or(u32::MAX);
            let idf = weights::idf(self.all.max(count), count);
            possible += idf;
            self.add(&mut sums, found, idf, at);
        }
        let words = asked.words.len();
        let least = match self.need {
            Need::All => words,
            Need::Most => words.div_ceil(2),
            Need::Any => 0,
        };
        Ok(Gathered { sums, possible, least_words: u8::try_from(least).unwrap_or(u8::MAX) })
    }

    /// Adds words that nobody typed, each with its weight; what has no other word in common is known by that.
    pub fn add_related(&self, gathered: &mut Gathered, related: &[Related]) -> Result<()> {
        for one in related {
            let mut found: Frequencies = self.parts.iter().map(|_| Docs::default()).collect();
            self.add_term(&mut found, |part| &part.stem, &one.stem, weights::EXACT + weights::STEM)?;
            self.add_context(&mut found, &one.stem, weights::STEM)?;
            let telling = one.weight * self.telling(&found);
            gathered.possible += telling;
            for ((part, sums), found) in self.parts.iter().zip(&mut gathered.sums).zip(found) {
                for (doc, frequency) in found {
                    let share = weights::saturate(weigh::by_length(frequency, part.length(doc)));
                    sums.entry(doc).or_default().score += telling * share;
                }
            }
        }
        Ok(())
    }

    /// How much a word tells: in how many things the reader sees it. None: in too few or too many to tell anything.
    pub fn telling_of(&self, stem: &str) -> Result<Option<f32>> {
        let mut found: Frequencies = self.parts.iter().map(|_| Docs::default()).collect();
        self.add_term(&mut found, |part| &part.stem, stem, 1.0)?;
        self.add_context(&mut found, stem, 1.0)?;
        let (count, most) = (hits(&found), self.all as f32 * weigh::RELATED_SHARE_MAX);
        Ok((count >= weigh::RELATED_THINGS_MIN && count as f32 <= most).then(|| self.telling(&found)))
    }

    fn telling(&self, found: &Frequencies) -> f32 {
        let count = u32::try_from(hits(found)).unwrap_or(u32::MAX);
        weights::idf(self.all.max(count), count)
    }

    /// Saturates what the forms of a word came to and adds it to what the words before it found.
    fn add(&self, sums: &mut [Docs<Sum>], found: Frequencies, idf: f32, at: usize) {
        for ((part, sums), found) in self.parts.iter().zip(sums).zip(found) {
            for (doc, frequency) in found {
                let is_lost = self.need == Need::All && at > 0 && !sums.contains_key(&doc);
                if is_lost {
                    continue;
                }
                let sum = sums.entry(doc).or_default();
                sum.words += 1;
                sum.score += idf * weights::saturate(weigh::by_length(frequency, part.length(doc)));
            }
        }
    }

    /// Every form of one word.
    fn find(&self, asked: &Asked, at: usize, word: &AskedWord) -> Result<Frequencies> {
        let mut found: Frequencies = self.parts.iter().map(|_| Docs::default()).collect();
        self.add_as_typed(&mut found, word)?;
        if word.is_literal {
            return Ok(found);
        }
        self.add_meanings(&mut found, asked, at)?;
        if hits(&found) < FEW_HITS {
            self.add_parts(&mut found, word)?;
        }
        if hits(&found) < FEW_HITS && word.edits_max() > 0 {
            self.add_typos(&mut found, word)?;
        }
        Ok(found)
    }

    fn add_as_typed(&self, found: &mut Frequencies, word: &AskedWord) -> Result<()> {
        self.add_term(found, |part| &part.exact, &word.exact, weights::EXACT)?;
        if word.is_literal {
            return Ok(());
        }
        for stem in &word.stems {
            self.add_term(found, |part| &part.stem, stem, weights::STEM)?;
            self.add_context(found, stem, weights::STEM)?;
        }
        if word.is_prefix {
            let mut terms = Terms::default();
            for (at, part) in self.parts.iter().enumerate() {
                each_growing(&word.exact, &part.exact, |term, info| {
                    terms.note(term, at, info, weights::PREFIX)
                })?;
            }
            self.add_terms(found, terms, GROWING_MAX)?;
        }
        Ok(())
    }

    /// Synonyms and subjects of the phrases this word is part of.
    fn add_meanings(&self, found: &mut Frequencies, asked: &Asked, at: usize) -> Result<()> {
        for phrase in asked.phrases_of(at) {
            for other in &phrase.meaning.equivalents {
                self.add_phrase(found, other, weights::SYNONYM)?;
            }
            let own = phrase.meaning.concepts.iter().map(|uri| (own_topic(uri), weigh::TOPIC_SAME));
            let under = phrase.meaning.concepts.iter().map(|uri| (broader_topic(uri), weigh::TOPIC_NEAR));
            let above = phrase.meaning.broader.iter().map(|uri| (own_topic(uri), weigh::TOPIC_NEAR));
            for (token, weight) in own.chain(under).chain(above) {
                self.add_term(found, |part| &part.topic, &token, weight)?;
                self.add_context(found, &token, weight)?;
            }
        }
        Ok(())
    }

    fn add_context(&self, found: &mut Frequencies, token: &str, weight: f32) -> Result<()> {
        if self.with_context {
            self.add_term(found, |part| &part.context, token, weight)?;
        }
        Ok(())
    }

    /// A compound that few write in one word: all its parts, then its modifiers alone, then what it may begin with.
    fn add_parts(&self, found: &mut Frequencies, word: &AskedWord) -> Result<()> {
        let Some((_, modifiers)) = word.parts.split_last() else { return self.add_front(found, word) };
        let words = word.parts.iter().map(|part| vec![part.clone()]).collect();
        self.add_phrase(found, &Phrase { text: String::new(), words }, weights::ALL_PARTS)?;
        if hits(found) < FEW_HITS {
            for modifier in modifiers {
                self.add_term(found, |part| &part.stem, modifier, weights::ONE_PART)?;
            }
        }
        Ok(())
    }

    fn add_front(&self, found: &mut Frequencies, word: &AskedWord) -> Result<()> {
        for front in word.fronts() {
            if self.add_term(found, |part| &part.exact, front, weights::ONE_PART)? > 0 {
                break;
            }
        }
        Ok(())
    }

    fn add_typos(&self, found: &mut Frequencies, word: &AskedWord) -> Result<()> {
        let near = Near::new(word)?;
        let mut terms = Terms::default();
        for (at, part) in self.parts.iter().enumerate() {
            near.each(&part.exact, |term, info, edits| {
                terms.note(term, at, info, weights::EXACT * weights::typo(edits))
            })?;
        }
        self.add_terms(found, terms, NEAR_MAX)
    }

    /// Gives how many documents the reader sees it in.
    fn add_term(
        &self,
        found: &mut Frequencies,
        field: fn(&Part) -> &InvertedIndexReader,
        token: &str,
        weight: f32,
    ) -> Result<usize> {
        let mut count = 0;
        for (at, part) in self.parts.iter().enumerate() {
            let reader = field(part);
            if let Some(info) = reader.terms().get(token)? {
                count += self.add_list(&mut found[at], at, reader, &info, weight)?;
            }
        }
        Ok(count)
    }

    fn add_list(
        &self,
        found: &mut Docs<f32>,
        at: usize,
        reader: &InvertedIndexReader,
        info: &TermInfo,
        weight: f32,
    ) -> Result<usize> {
        let (eyes, mut count) = (&self.eyes[at], 0);
        each_block(postings(reader, info)?, |docs, frequencies| {
            for (doc, times) in docs.iter().zip(frequencies).filter(|(doc, _)| eyes.sees(**doc)) {
                *found.entry(*doc).or_default() += weight * *times as f32;
                count += 1;
            }
        });
        Ok(count)
    }

    /// Terms of the dictionaries in order, until so many were in something that the reader sees.
    fn add_terms(&self, found: &mut Frequencies, terms: Terms, most: usize) -> Result<()> {
        let mut seen = 0;
        for (places, weight) in terms.0.into_values() {
            let mut count = 0;
            for (at, info) in places {
                count += self.add_list(&mut found[at], at, &self.parts[at].exact, &info, weight)?;
            }
            seen += usize::from(count > 0);
            if seen >= most {
                break;
            }
        }
        Ok(())
    }

    /// Documents that have every word of the phrase.
    fn add_phrase(&self, found: &mut Frequencies, phrase: &Phrase, weight: f32) -> Result<()> {
        for (at, part) in self.parts.iter().enumerate() {
            for (doc, times) in with_every_word(&part.stem, phrase)? {
                if self.eyes[at].sees(doc) {
                    *found[at].entry(doc).or_default() += weight * times as f32;
                }
            }
        }
        Ok(())
    }
}

fn hits(found: &Frequencies) -> usize {
    found.iter().map(HashMap::len).sum()
}

/// Terms of all segments in one order.
#[derive(Default)]
struct Terms(BTreeMap<String, (Vec<(usize, TermInfo)>, f32)>);

impl Terms {
    fn note(&mut self, term: &str, at: usize, info: &TermInfo, weight: f32) -> bool {
        let (places, _) = self.0.entry(term.to_owned()).or_insert_with(|| (Vec::new(), weight));
        places.push((at, info.clone()));
        true
    }
}
