//! Posting lists of tantivy, added up in one number per document; `scorer` says which.
//!
//! Documents are counted only while they are alive, so an index that still holds deleted ones gives the same answers as
//! a fresh one; document frequencies come from the network family alone, whoever asks.

use std::cmp::Ordering;

use tantivy::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

use super::expand::{self, Expanded};
use super::schema::SEEN_BY_GUESTS;
use super::snapshot::{Segment, Snapshot, Terms, mark_of};
use super::sums::{Addition, Sums, each_block};
use crate::analysis::Phrase;
use crate::asked::AskedWord;
use crate::error::Result;
use crate::query::Viewer;
use crate::scorer::{Count, Form, Lists, Text};
use crate::weights;

/// The lists of tantivy, and the sums of one query over them.
pub struct Gatherer<'a> {
    pub snapshot: &'a Snapshot,
    pub viewer: Viewer,
    pub sums: &'a mut [Sums],
}

impl Gatherer<'_> {
    fn addition(&self, form: &Form) -> Addition {
        let Form { word, weight, is_name, needed, topic } = *form;
        Addition { weight, is_name, needed, word, topic }
    }

    /// Terms that the dictionaries offer: names and words, each with its own weight.
    fn add_expanded(
        &mut self,
        form: &Form,
        expand: impl Fn(&InvertedIndexReader, expand::Texts) -> Result<Vec<Expanded>>,
    ) -> Result<Count> {
        let mut count = Count::default();
        let addition = self.addition(form);
        for (segment, sums) in self.snapshot.segments.iter().zip(self.sums.iter_mut()) {
            for terms in segment.terms(self.viewer) {
                for texts in [expand::Texts::Words, expand::Texts::Names] {
                    let reader = if texts == expand::Texts::Names { &terms.name } else { &terms.exact };
                    for one in expand(reader, texts)? {
                        let is_name = texts == expand::Texts::Names && one.is_name;
                        let addition = Addition { weight: one.weight, is_name, ..addition };
                        let adding = Adding::new(segment, terms, self.viewer, addition);
                        count.add(adding.postings(sums, postings(reader, &one.info)?));
                    }
                }
            }
        }
        Ok(count)
    }
}

impl Lists for Gatherer<'_> {
    fn network_docs(&self) -> u32 {
        self.snapshot.network_docs
    }

    fn add_term(&mut self, form: &Form, text: Text, token: &str) -> Result<Count> {
        let addition = self.addition(form);
        let mut count = Count::default();
        for (segment, sums) in self.snapshot.segments.iter().zip(self.sums.iter_mut()) {
            for terms in segment.terms(self.viewer) {
                let reader = terms.of(text);
                if let Some(info) = reader.terms().get(token)? {
                    let adding = Adding::new(segment, terms, self.viewer, addition);
                    count.add(adding.postings(sums, postings(reader, &info)?));
                }
            }
        }
        Ok(count)
    }

    fn add_growing(&mut self, form: &Form, word: &str) -> Result<Count> {
        self.add_expanded(form, |terms, texts| expand::growing(texts, word, terms))
    }

    fn add_typos(&mut self, form: &Form, word: &AskedWord) -> Result<Count> {
        let automaton = expand::Near::new(word)?;
        self.add_expanded(form, |terms, texts| automaton.expand(texts, terms))
    }

    fn add_phrase(&mut self, form: &Form, phrase: &Phrase) -> Result<Count> {
        let addition = self.addition(form);
        let mut count = Count::default();
        for (segment, sums) in self.snapshot.segments.iter().zip(self.sums.iter_mut()) {
            for terms in segment.terms(self.viewer) {
                let docs = with_every_word(&terms.stem, phrase)?;
                count.add(Adding::new(segment, terms, self.viewer, addition).pairs(sums, &docs));
            }
        }
        Ok(count)
    }

    fn finish_word(&mut self, idf: f32) {
        let worth = |_, frequency| idf * weights::saturate(frequency);
        self.sums.iter_mut().for_each(|sums| sums.finish_word(1, worth));
    }
}

/// One list on its way into the sums of a segment, for who may see what has the mark.
struct Adding<'a> {
    segment: &'a Segment,
    mark: u8,
    is_network: bool,
    addition: Addition,
    count: Count,
}

impl<'a> Adding<'a> {
    fn new(segment: &'a Segment, terms: &Terms, viewer: Viewer, addition: Addition) -> Self {
        Self {
            segment,
            mark: mark_of(viewer),
            is_network: terms.is_network,
            addition,
            count: Count::default(),
        }
    }

    fn postings(mut self, sums: &mut Sums, postings: BlockSegmentPostings) -> Count {
        each_block(postings, |docs, frequencies| {
            docs.iter().zip(frequencies).for_each(|(doc, times)| self.add(sums, *doc, *times));
        });
        self.counted()
    }

    fn pairs(mut self, sums: &mut Sums, pairs: &[(u32, u32)]) -> Count {
        pairs.iter().for_each(|(doc, times)| self.add(sums, *doc, *times));
        self.counted()
    }

    #[inline]
    fn add(&mut self, sums: &mut Sums, doc: u32, times: u32) {
        let marks = self.segment.marks[doc as usize];
        self.count.network += u32::from(marks & SEEN_BY_GUESTS != 0);
        if marks & self.mark != 0 {
            self.count.hits += 1;
            sums.add(doc, times, &self.addition);
        }
    }

    /// Frequencies of what only the organisation may read count nowhere.
    fn counted(self) -> Count {
        if self.is_network { self.count } else { Count { network: 0, ..self.count } }
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
