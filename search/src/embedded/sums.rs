//! The numbers that add up while a query is gathered, for one segment.

use tantivy::postings::BlockSegmentPostings;

use super::schema::SEEN_BY_GUESTS;
use super::snapshot::{Segment, Terms};
use crate::weights;

/// All zeros between two queries; only what a query touched is set back, so a query costs what it matches.
#[derive(Default)]
pub struct Sums {
    frequency: Vec<f32>,
    score: Vec<f32>,
    topic: Vec<f32>,
    words: Vec<u8>,
    /// One bit for each word found in the name.
    named: Vec<u16>,
    touched: Vec<u32>,
    met: Vec<u32>,
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

#[derive(Clone, Copy, Default)]
pub struct Count {
    /// Living documents of the network family.
    pub network: u32,
    /// Living documents that who asks may see.
    pub hits: u32,
}

impl Count {
    pub fn add(&mut self, other: Self) {
        self.network += other.network;
        self.hits += other.hits;
    }

    /// Several lists of one word overlap: the longest tells how common it is.
    pub fn widen(&mut self, other: Self) {
        self.network = self.network.max(other.network);
        self.hits = self.hits.max(other.hits);
    }
}

impl Sums {
    /// Room for a segment of so many documents.
    pub fn fit(&mut self, docs: usize) {
        if self.score.len() < docs {
            self.frequency.resize(docs, 0.0);
            self.score.resize(docs, 0.0);
            self.topic.resize(docs, 0.0);
            self.words.resize(docs, 0);
            self.named.resize(docs, 0);
        }
    }

    /// Documents with at least one word, in the order they were met.
    pub fn met(&self) -> &[u32] {
        &self.met
    }

    pub fn score(&self, doc: u32) -> f32 {
        self.score[doc as usize]
    }

    pub fn topic(&self, doc: u32) -> f32 {
        self.topic[doc as usize]
    }

    pub fn words(&self, doc: u32) -> u8 {
        self.words[doc as usize]
    }

    pub fn name_words(&self, doc: u32) -> u32 {
        self.named[doc as usize].count_ones()
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
        count.only_of(terms)
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
        count.only_of(terms)
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
        if self.words[at] < addition.needed {
            return;
        }
        if self.frequency[at] == 0.0 {
            self.touched.push(doc);
        }
        self.frequency[at] += addition.weight * times as f32;
        self.named[at] |= u16::from(addition.is_name) << addition.word;
        self.topic[at] = self.topic[at].max(addition.topic);
    }

    /// Saturates what the forms of a word added up to, and makes room for the next word.
    pub fn finish_word(&mut self, idf: f32) {
        for doc in self.touched.drain(..) {
            let at = doc as usize;
            if self.words[at] == 0 {
                self.met.push(doc);
            }
            self.words[at] += 1;
            self.score[at] += idf * weights::saturate(self.frequency[at]);
            self.frequency[at] = 0.0;
        }
    }

    /// Sets back what the query touched.
    pub fn clear(&mut self) {
        for doc in self.touched.drain(..).chain(self.met.drain(..)) {
            let at = doc as usize;
            (self.frequency[at], self.score[at], self.topic[at], self.words[at], self.named[at]) =
                (0.0, 0.0, 0.0, 0, 0);
        }
    }
}

impl Count {
    /// Frequencies of what only the organisation may read count nowhere.
    fn only_of(mut self, terms: &Terms) -> Self {
        if !terms.is_network {
            self.network = 0;
        }
        self
    }
}

pub fn each_block(mut postings: BlockSegmentPostings, mut take: impl FnMut(&[u32], &[u32])) {
    while !postings.docs().is_empty() {
        take(postings.docs(), postings.freqs());
        postings.advance();
    }
}
