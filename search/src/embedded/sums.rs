//! The numbers that add up while a query is gathered, for one segment.

use std::sync::{Mutex, PoisonError};

use super::schema::SEEN_BY_GUESTS;
use crate::asked::Kin;
use crate::scorer::{Count, Form};
use crate::tokens::FREQUENCY_MAX;

/// Twelve bytes read in order cost about as much as this share of them read here and there.
const DENSE_SHARE: usize = 16;

/// All zeros between two queries; only what a query touched is set back, so a query costs what it matches.
#[derive(Default)]
pub struct Sums {
    sums: Vec<Sum>,
    touched: Vec<u32>,
    met: Vec<u32>,
    /// One bit for each document that was met: a list of half a million is held against it in the processor's cache.
    known: Vec<u64>,
}

/// The numbers of one document side by side, in twelve bytes: a posting touches one line of the processor's cache.
#[derive(Clone, Copy, Default, PartialEq)]
struct Sum {
    frequency: f32,
    score: f32,
    /// One bit for each word found in the name.
    named: u16,
    words: u8,
    topic: Option<Kin>,
}

const _: () = assert!(size_of::<Sum>() == 12);

/// Which documents of a segment a reader sees.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    pub marks: &'a [u8],
    /// The mark that he needs.
    pub mark: u8,
}

impl Sums {
    /// Room for a segment of so many documents.
    fn fit(&mut self, docs: usize) {
        if self.sums.len() < docs {
            self.sums.resize(docs, Sum::default());
            self.known.resize(docs.div_ceil(64), 0);
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

    /// How many have something of the word that is looked for.
    pub fn touched(&self) -> u32 {
        u32::try_from(self.touched.len()).unwrap_or(u32::MAX)
    }

    /// Documents with at least one word, in the order they were met.
    pub fn met(&self) -> &[u32] {
        &self.met
    }

    pub fn score(&self, doc: u32) -> f32 {
        self.sums[doc as usize].score
    }

    pub fn topic(&self, doc: u32) -> Option<Kin> {
        self.sums[doc as usize].topic
    }

    pub fn words(&self, doc: u32) -> u8 {
        self.sums[doc as usize].words
    }

    /// A bit for each word found in the name.
    pub fn named(&self, doc: u32) -> u16 {
        self.sums[doc as usize].named
    }

    /// Adds a list: documents, and how often a form of a word stands in each. Gives how many are seen.
    #[inline]
    pub fn add(&mut self, list: impl Iterator<Item = (u32, u32)>, sight: Sight<'_>, form: &Form) -> Count {
        let mut count = Count::default();
        for (doc, times) in list {
            let marks = sight.marks[doc as usize];
            count.network += u32::from(marks & SEEN_BY_GUESTS != 0);
            if marks & sight.mark == 0 {
                continue;
            }
            count.hits += 1;
            if form.needed > 0 && !is_known(&self.known, doc) {
                continue;
            }
            let sum = &mut self.sums[doc as usize];
            if sum.words < form.needed {
                continue;
            }
            if sum.frequency == 0.0 {
                self.touched.push(doc);
            }
            sum.frequency += form.weight * times.min(FREQUENCY_MAX) as f32;
            sum.named |= u16::from(form.is_name) << form.word;
            sum.topic = sum.topic.max(form.topic);
        }
        count
    }

    /// Turns what the forms of a word added up to into what it counts for, and makes room for the next word.
    #[inline]
    pub fn finish_word(&mut self, worth: impl Fn(f32) -> f32) {
        for doc in self.touched.drain(..) {
            let (at, bit) = (doc as usize / 64, 1 << (doc % 64));
            if self.known[at] & bit == 0 {
                self.known[at] |= bit;
                self.met.push(doc);
            }
            let sum = &mut self.sums[doc as usize];
            sum.words += 1;
            sum.score += worth(sum.frequency);
            sum.frequency = 0.0;
        }
    }

    /// Sets back what the query touched.
    pub fn clear(&mut self) {
        if self.is_dense() {
            self.sums.fill(Sum::default());
            self.known.fill(0);
            self.touched.clear();
            self.met.clear();
        }
        for doc in self.touched.drain(..).chain(self.met.drain(..)) {
            self.sums[doc as usize] = Sum::default();
            self.known[doc as usize / 64] = 0;
        }
    }
}

fn is_known(known: &[u64], doc: u32) -> bool {
    known[doc as usize / 64] & 1 << (doc % 64) != 0
}

/// Sums of searches that are over, for those that come: room is made once.
pub struct Spare {
    kept: Mutex<Vec<Vec<Sums>>>,
    most: usize,
}

impl Spare {
    /// Keeps those of at most so many searches at once.
    pub fn new(most: usize) -> Self {
        Self { kept: Mutex::default(), most }
    }

    /// One for each segment, of so many documents, all zeros.
    pub fn take(&self, segments: impl ExactSizeIterator<Item = usize>) -> Vec<Sums> {
        let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        all.resize_with(segments.len(), Sums::default);
        all.iter_mut().zip(segments).for_each(|(sums, docs)| sums.fit(docs));
        all
    }

    pub fn give_back(&self, mut all: Vec<Sums>) {
        all.iter_mut().for_each(Sums::clear);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < self.most {
            kept.push(all);
        }
    }
}
