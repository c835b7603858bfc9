//! The numbers that add up while a query is gathered, for one segment.

use tantivy::postings::BlockSegmentPostings;

use super::schema::SEEN_BY_GUESTS;
use super::snapshot::{Segment, Terms};
use crate::scorer::Count;
use crate::weights;

/// Sixteen bytes read in order cost about as much as this share of them read here and there.
const DENSE_SHARE: usize = 16;

/// All zeros between two queries; only what a query touched is set back, so a query costs what it matches.
#[derive(Default)]
pub struct Sums {
    sums: Vec<Sum>,
    touched: Vec<u32>,
    met: Vec<u32>,
}

/// The numbers of one document side by side, in sixteen bytes: a posting touches one line of the processor's cache.
#[derive(Clone, Copy, Default, PartialEq)]
struct Sum {
    frequency: f32,
    score: f32,
    topic: f32,
    /// One bit for each word found in the name.
    named: u16,
    words: u8,
}

/// How a posting list is added.
#[derive(Clone, Copy)]
pub struct Addition {
    pub weight: f32,
    pub is_name: bool,
    /// Words already found that a document must have; 0 lets any in.
    pub needed: u8,
    pub word: usize,
    pub topic: f32,
    /// The mark that makes a document visible to who asks.
    pub mark: u8,
}

impl Sums {
    /// Room for a segment of so many documents.
    pub fn fit(&mut self, docs: usize) {
        if self.sums.len() < docs {
            self.sums.resize(docs, Sum::default());
        }
    }

    /// Whether so many were met that reading all in order is faster than reading those in the order they were met.
    pub fn is_dense(&self) -> bool {
        self.met.len() > self.sums.len() / DENSE_SHARE
    }

    /// All documents there is room for.
    pub fn docs(&self) -> u32 {
        u32::try_from(self.sums.len()).unwrap_or(u32::MAX)
    }

    /// Documents with at least one word, in the order they were met.
    pub fn met(&self) -> &[u32] {
        &self.met
    }

    pub fn score(&self, doc: u32) -> f32 {
        self.sums[doc as usize].score
    }

    pub fn topic(&self, doc: u32) -> f32 {
        self.sums[doc as usize].topic
    }

    pub fn words(&self, doc: u32) -> u8 {
        self.sums[doc as usize].words
    }

    pub fn name_words(&self, doc: u32) -> u32 {
        self.sums[doc as usize].named.count_ones()
    }

    pub fn add_postings(
        &mut self,
        segment: &Segment,
        terms: &Terms,
        postings: BlockSegmentPostings,
        addition: &Addition,
    ) -> Count {
        let mut count = Count::default();
        each_block(postings, |docs, frequencies| {
            docs.iter()
                .zip(frequencies)
                .for_each(|(doc, times)| self.add(segment, *doc, *times, addition, &mut count));
        });
        counted_in(terms, count)
    }

    pub fn add_pairs(
        &mut self,
        segment: &Segment,
        terms: &Terms,
        pairs: &[(u32, u32)],
        addition: &Addition,
    ) -> Count {
        let mut count = Count::default();
        pairs.iter().for_each(|(doc, times)| self.add(segment, *doc, *times, addition, &mut count));
        counted_in(terms, count)
    }

    #[inline]
    fn add(&mut self, segment: &Segment, doc: u32, times: u32, addition: &Addition, count: &mut Count) {
        let at = doc as usize;
        let marks = segment.marks[at];
        count.network += u32::from(marks & SEEN_BY_GUESTS != 0);
        if marks & addition.mark == 0 {
            return;
        }
        count.hits += 1;
        let sum = &mut self.sums[at];
        if sum.words < addition.needed {
            return;
        }
        if sum.frequency == 0.0 {
            self.touched.push(doc);
        }
        sum.frequency += addition.weight * times as f32;
        sum.named |= u16::from(addition.is_name) << addition.word;
        sum.topic = sum.topic.max(addition.topic);
    }

    /// Saturates what the forms of a word added up to, and makes room for the next word.
    pub fn finish_word(&mut self, idf: f32) {
        for doc in self.touched.drain(..) {
            let sum = &mut self.sums[doc as usize];
            if sum.words == 0 {
                self.met.push(doc);
            }
            sum.words += 1;
            sum.score += idf * weights::saturate(sum.frequency);
            sum.frequency = 0.0;
        }
    }

    /// Sets back what the query touched.
    pub fn clear(&mut self) {
        if self.is_dense() {
            self.sums.fill(Sum::default());
            self.touched.clear();
            self.met.clear();
        }
        for doc in self.touched.drain(..).chain(self.met.drain(..)) {
            self.sums[doc as usize] = Sum::default();
        }
    }
}

/// Frequencies of what only the organisation may read count nowhere.
fn counted_in(terms: &Terms, count: Count) -> Count {
    if terms.is_network { count } else { Count { network: 0, ..count } }
}

pub fn each_block(mut postings: BlockSegmentPostings, mut take: impl FnMut(&[u32], &[u32])) {
    while !postings.docs().is_empty() {
        take(postings.docs(), postings.freqs());
        postings.advance();
    }
}
