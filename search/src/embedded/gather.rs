//! Who matches, and how well: word after word over the posting lists, adding up in one number per document.
//!
//! Documents are counted only while they are alive, so an index that still holds deleted ones gives the same answers as
//! a fresh one; document frequencies come from the network family alone, whoever asks.

use std::cmp::Ordering;

use tantivy::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

use super::expand::{self, Expanded};
use super::schema::{broader_topic, own_topic};
use super::snapshot::{Snapshot, Terms, mark_of};
use super::sums::{Addition, Count, Sums, each_block};
use crate::analysis::Phrase;
use crate::asked::{Asked, AskedWord};
use crate::error::Result;
use crate::query::Viewer;
use crate::weights;

/// A word with fewer hits than this may be a typing error, or a compound nobody else writes.
const FEW_HITS: u32 = 4;

/// How many of the words a match must have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    All,
    Most,
    /// One will do: each says a little.
    Any,
}

/// What came out for all segments.
pub struct Gathered {
    /// How much each word tells; their sum is the largest D that any profile could have.
    pub telling: Vec<f32>,
    words: usize,
    least_words: u8,
}

pub struct Gatherer<'a> {
    pub snapshot: &'a Snapshot,
    pub viewer: Viewer,
    pub need: Need,
    pub sums: &'a mut [Sums],
}

impl Gathered {
    pub fn best(&self) -> f32 {
        self.telling.iter().sum()
    }

    /// Whether a document that was met has enough of the words.
    pub fn is_match(&self, sums: &Sums, doc: u32) -> bool {
        sums.words(doc) >= self.least_words
    }

    /// Whether every word was found in the name.
    pub fn is_whole_name(&self, sums: &Sums, doc: u32) -> bool {
        self.words > 0 && sums.name_words(doc) as usize == self.words
    }
}

impl Gatherer<'_> {
    pub fn gather(mut self, asked: &Asked) -> Result<Gathered> {
        let telling = asked.words.iter().enumerate().map(|(at, word)| self.add_word(asked, at, word));
        let telling = telling.collect::<Result<Vec<f32>>>()?;
        let words = asked.words.len();
        let least_words = match self.need {
            Need::All => words,
            Need::Most => words.div_ceil(2),
            Need::Any => 1,
        };
        Ok(Gathered { telling, words, least_words: u8::try_from(least_words).unwrap_or(u8::MAX) })
    }

    /// Adds every form of one word; returns its idf.
    fn add_word(&mut self, asked: &Asked, at: usize, word: &AskedWord) -> Result<f32> {
        let mut count = self.add_as_typed(at, word)?;
        if !word.is_literal {
            self.add_meanings(asked, at, &mut count)?;
        }
        if count.hits < FEW_HITS && !word.is_literal {
            self.add_parts(at, word, &mut count)?;
        }
        if count.hits < FEW_HITS && word.edits_max() > 0 {
            self.add_typos(at, word, &mut count)?;
        }
        let idf = weights::idf(self.snapshot.network_docs, count.network);
        self.sums.iter_mut().for_each(|sums| sums.finish_word(idf));
        Ok(idf)
    }

    /// The word itself, its stems, names, and what it may grow into.
    fn add_as_typed(&mut self, at: usize, word: &AskedWord) -> Result<Count> {
        let mut count = self.add_term(at, |terms| &terms.exact, &word.exact, weights::EXACT, false)?;
        count.widen(self.add_term(at, |terms| &terms.name, &word.exact, weights::NAME, true)?);
        if word.is_literal {
            return Ok(count);
        }
        for stem in &word.stems {
            count.widen(self.add_term(at, |terms| &terms.stem, stem, weights::STEM, false)?);
        }
        if word.is_prefix {
            let grown = self.add_expanded(at, |terms, texts| expand::growing(texts, &word.exact, terms))?;
            count.hits += grown.hits;
            count.network = if count.network == 0 { grown.network } else { count.network };
        }
        Ok(count)
    }

    /// Synonyms and concepts of the phrases this word is part of.
    fn add_meanings(&mut self, asked: &Asked, at: usize, count: &mut Count) -> Result<()> {
        for phrase in asked.phrases_of(at) {
            for other in &phrase.meaning.equivalents {
                count.widen(self.add_phrase(at, other, weights::SYNONYM)?);
            }
            let own = phrase.meaning.concepts.iter().map(|uri| (own_topic(uri), weights::TOPIC_SAME));
            let under = phrase.meaning.concepts.iter().map(|uri| (broader_topic(uri), weights::TOPIC_NEAR));
            let above = phrase.meaning.broader.iter().map(|uri| (own_topic(uri), weights::TOPIC_NEAR));
            for (token, topic) in own.chain(under).chain(above) {
                count.widen(self.add_topic(at, &token, topic)?);
            }
        }
        Ok(())
    }

    /// A compound that few write in one word: all its parts, then its modifiers alone. What no list can take apart may
    /// still begin with a word of somebody's profile.
    fn add_parts(&mut self, at: usize, word: &AskedWord, count: &mut Count) -> Result<()> {
        let Some((_, modifiers)) = word.parts.split_last() else { return self.add_front(at, word, count) };
        let parts = word.parts.iter().map(|part| vec![part.clone()]).collect();
        count.widen(self.add_phrase(
            at,
            &Phrase { text: String::new(), words: parts },
            weights::ALL_PARTS,
        )?);
        if count.hits < FEW_HITS {
            for modifier in modifiers {
                count.widen(self.add_term(at, |terms| &terms.stem, modifier, weights::ONE_PART, false)?);
            }
        }
        Ok(())
    }

    fn add_front(&mut self, at: usize, word: &AskedWord, count: &mut Count) -> Result<()> {
        for front in word.fronts() {
            let found = self.add_term(at, |terms| &terms.exact, front, weights::ONE_PART, false)?;
            count.widen(found);
            if found.hits > 0 {
                break;
            }
        }
        Ok(())
    }

    fn add_typos(&mut self, at: usize, word: &AskedWord, count: &mut Count) -> Result<()> {
        let automaton = expand::Near::new(word)?;
        count.widen(self.add_expanded(at, |terms, texts| automaton.expand(texts, terms))?);
        Ok(())
    }

    fn add_term(
        &mut self,
        at: usize,
        field: fn(&Terms) -> &InvertedIndexReader,
        token: &str,
        weight: f32,
        is_name: bool,
    ) -> Result<Count> {
        self.add_list(&self.addition(at, weight, is_name, 0.0), field, token)
    }

    fn add_topic(&mut self, at: usize, token: &str, topic: f32) -> Result<Count> {
        self.add_list(&self.addition(at, weights::TOPIC_PRESENT, false, topic), |terms| &terms.topic, token)
    }

    fn addition(&self, word: usize, weight: f32, is_name: bool, topic: f32) -> Addition {
        let needed = if self.need == Need::All { u8::try_from(word).unwrap_or(u8::MAX) } else { 0 };
        Addition { weight, is_name, needed, word, topic, mark: mark_of(self.viewer) }
    }

    fn add_list(
        &mut self,
        addition: &Addition,
        field: fn(&Terms) -> &InvertedIndexReader,
        token: &str,
    ) -> Result<Count> {
        let mut count = Count::default();
        for (segment, sums) in self.snapshot.segments.iter().zip(self.sums.iter_mut()) {
            for terms in segment.terms(self.viewer) {
                let reader = field(terms);
                if let Some(info) = reader.terms().get(token)? {
                    count.add(sums.add_postings(segment, terms, postings(reader, &info)?, addition));
                }
            }
        }
        Ok(count)
    }

    /// Terms that the dictionaries offer: names and words, each with its own weight.
    fn add_expanded(
        &mut self,
        at: usize,
        expand: impl Fn(&InvertedIndexReader, expand::Texts) -> Result<Vec<Expanded>>,
    ) -> Result<Count> {
        let mut count = Count::default();
        let addition = self.addition(at, 0.0, false, 0.0);
        for (segment, sums) in self.snapshot.segments.iter().zip(self.sums.iter_mut()) {
            for terms in segment.terms(self.viewer) {
                for texts in [expand::Texts::Words, expand::Texts::Names] {
                    let reader = if texts == expand::Texts::Names { &terms.name } else { &terms.exact };
                    for one in expand(reader, texts)? {
                        let is_name = texts == expand::Texts::Names && one.is_name;
                        let addition = Addition { weight: one.weight, is_name, ..addition };
                        count.add(sums.add_postings(segment, terms, postings(reader, &one.info)?, &addition));
                    }
                }
            }
        }
        Ok(count)
    }

    /// Documents that have every word of the phrase, wherever: profiles are short.
    fn add_phrase(&mut self, at: usize, phrase: &Phrase, weight: f32) -> Result<Count> {
        let addition = self.addition(at, weight, false, 0.0);
        let mut count = Count::default();
        for (segment, sums) in self.snapshot.segments.iter().zip(self.sums.iter_mut()) {
            for terms in segment.terms(self.viewer) {
                let docs = with_every_word(&terms.stem, phrase)?;
                count.add(sums.add_pairs(segment, terms, &docs, &addition));
            }
        }
        Ok(count)
    }
}

pub fn postings(reader: &InvertedIndexReader, info: &TermInfo) -> Result<BlockSegmentPostings> {
    Ok(reader.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?)
}

/// Documents and the frequency of their rarest word.
pub fn with_every_word(reader: &InvertedIndexReader, phrase: &Phrase) -> Result<Vec<(u32, u32)>> {
    let mut kept: Option<Vec<(u32, u32)>> = None;
    for stems in &phrase.words {
        let found = with_any_stem(reader, stems)?;
        kept = Some(match kept {
            None => found,
            Some(kept) => both(&kept, &found),
        });
        if kept.as_ref().is_some_and(Vec::is_empty) {
            break;
        }
    }
    Ok(kept.unwrap_or_default())
}

fn with_any_stem(reader: &InvertedIndexReader, stems: &[String]) -> Result<Vec<(u32, u32)>> {
    let mut found = Vec::new();
    for stem in stems {
        if let Some(info) = reader.terms().get(stem)? {
            let mut list = Vec::with_capacity(info.doc_freq as usize);
            each_block(postings(reader, &info)?, |docs, counts| {
                list.extend(docs.iter().copied().zip(counts.iter().copied()))
            });
            found = if found.is_empty() { list } else { either(&found, &list) };
        }
    }
    Ok(found)
}

/// What stands in one of two sorted lists, in order; in both, with the smaller frequency.
fn either(one: &[(u32, u32)], other: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut merged = Vec::with_capacity(one.len() + other.len());
    let (mut one, mut other) = (one.iter().copied().peekable(), other.iter().copied().peekable());
    while let (Some((left, count)), Some((right, times))) = (one.peek().copied(), other.peek().copied()) {
        merged.push(match left.cmp(&right) {
            Ordering::Less => (left, count),
            Ordering::Greater => (right, times),
            Ordering::Equal => (left, count.min(times)),
        });
        one.next_if(|_| left <= right);
        other.next_if(|_| right <= left);
    }
    merged.extend(one.chain(other));
    merged
}

/// What stands in both sorted lists, with the smaller frequency.
fn both(one: &[(u32, u32)], other: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut rest = other.iter().peekable();
    let in_other = |(doc, count): &(u32, u32)| {
        while rest.next_if(|(candidate, _)| candidate < doc).is_some() {}
        rest.peek().filter(|(candidate, _)| candidate == doc).map(|(_, other)| (*doc, *count.min(other)))
    };
    one.iter().filter_map(in_other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_joined_and_crossed_in_order() {
        let (one, other) = ([(1, 5), (3, 2), (9, 1)], [(3, 4), (4, 1)]);
        assert_eq!(either(&one, &other), [(1, 5), (3, 2), (4, 1), (9, 1)]);
        assert_eq!(either(&[], &other), other);
        assert_eq!(both(&one, &other), [(3, 2)]);
    }
}
