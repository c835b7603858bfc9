//! The numbers that add up while a query is gathered, for one segment.

use std::sync::{Mutex, PoisonError};

use super::schema::SEEN_BY_GUESTS;
use crate::asked::Kin;
use crate::bits::Bits;
use crate::scorer::{Count, Form};
use crate::tokens::FREQUENCY_MAX;

/// All zeros between two queries; only what a query touched is set back. A query costs what it matches, and for each word a look
/// at the bits of all documents: a thousandth of reading their sums.
#[derive(Default)]
pub struct Sums {
    sums: Vec<Sum>,
    /// Documents that have something of the word that is looked for; and how many at most: each counts once for every list.
    touched: Bits,
    touched_max: u32,
    /// Documents with at least one word; and how many at most.
    known: Bits,
    known_max: u32,
    /// Documents that have something that several words share; and how many at most.
    sharing: Bits,
    sharing_max: u32,
    /// How much of it; too short before the first that do.
    shared: Vec<f32>,
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
        }
        [&mut self.touched, &mut self.known, &mut self.sharing].into_iter().for_each(|bits| bits.fit(docs));
    }

    /// All documents there is room for.
    pub fn docs(&self) -> u32 {
        u32::try_from(self.sums.len()).unwrap_or(u32::MAX)
    }

    /// At most so many have something of the word that is looked for.
    pub fn touched(&self) -> u32 {
        self.touched_max
    }

    /// At most so many have something that several words share.
    pub fn sharing(&self) -> u32 {
        self.sharing_max
    }

    /// At most so many have at least one word.
    pub fn met(&self) -> u32 {
        self.known_max
    }

    /// Documents with at least one word, in order.
    pub fn each_met(&self, take: impl FnMut(u32)) {
        self.known.each(take);
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
        let (mut count, mut added) = (Count::default(), 0_u32);
        for (doc, times) in list {
            let marks = sight.marks[doc as usize];
            count.network += u32::from(marks & SEEN_BY_GUESTS != 0);
            if marks & sight.mark == 0 {
                continue;
            }
            count.hits += 1;
            if form.needed > 0 && !self.known.has(doc) {
                continue;
            }
            let sum = &mut self.sums[doc as usize];
            if sum.words < form.needed {
                continue;
            }
            added += 1;
            self.touched.set(doc);
            sum.frequency += form.weight * times.min(FREQUENCY_MAX) as f32;
            sum.named |= u16::from(form.is_name) << form.word;
            sum.topic = sum.topic.max(form.topic);
        }
        self.touched_max = self.touched_max.saturating_add(added);
        count
    }

    /// What was added counts for the next words, so many.
    pub fn share(&mut self, words: u8) {
        self.shared.resize(self.sums.len(), 0.0);
        self.meet();
        let (sums, shared) = (&mut self.sums, &mut self.shared);
        self.touched.each(|doc| {
            let sum = &mut sums[doc as usize];
            sum.words += words;
            shared[doc as usize] = std::mem::take(&mut sum.frequency);
        });
        std::mem::swap(&mut self.touched, &mut self.sharing);
        self.sharing_max = std::mem::take(&mut self.touched_max);
    }

    /// Turns what the forms of a word added up to, beside what it shares, into what it counts for, and makes room for the next.
    #[inline]
    pub fn finish_word(&mut self, worth: impl Fn(f32, f32) -> f32) {
        self.meet();
        self.touched_max = 0;
        let (sums, shared) = (&mut self.sums, (self.sharing_max > 0).then_some(&self.shared));
        self.touched.drain(|doc| {
            let shared = shared.map_or(0.0, |shared| shared[doc as usize]);
            let sum = &mut sums[doc as usize];
            sum.words += u8::from(shared == 0.0);
            sum.score += worth(std::mem::take(&mut sum.frequency), shared);
        });
    }

    /// The same for what words share, when the last of them is finished.
    pub fn finish_shared(&mut self, worth: impl Fn(f32) -> f32) {
        let (sums, shared) = (&mut self.sums, &mut self.shared);
        self.sharing.drain(|doc| {
            sums[doc as usize].score += worth(std::mem::take(&mut shared[doc as usize]));
        });
        self.sharing_max = 0;
    }

    fn meet(&mut self) {
        self.known.set_all(&self.touched);
        self.known_max = self.known_max.saturating_add(self.touched_max);
    }

    /// Sets back what a finished query met.
    pub fn clear(&mut self) {
        let sums = &mut self.sums;
        self.known.drain(|doc| sums[doc as usize] = Sum::default());
        self.known_max = 0;
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weights::{saturate, saturate_beside};

    const DOCS: usize = 70;

    fn add(sums: &mut Sums, word: usize, needed: u8, list: &[(u32, u32)]) -> u32 {
        let form = Form { word, weight: 1.0, is_name: false, needed, topic: None };
        let sight = Sight { marks: &[1; DOCS], mark: 1 };
        sums.add(list.iter().copied(), sight, &form).hits
    }

    fn finish_word(sums: &mut Sums, idf: f32) {
        sums.finish_word(|frequency, shared| idf * saturate_beside(frequency, shared));
    }

    fn met(sums: &Sums) -> Vec<(u32, u8)> {
        let mut met = Vec::new();
        sums.each_met(|doc| met.push((doc, sums.words(doc))));
        met
    }

    /// Two words that share a list, and a third.
    fn ask(sums: &mut Sums, needed: [u8; 3]) {
        assert_eq!(add(sums, 0, needed[0], &[(3, 2), (65, 2)]), 2);
        sums.share(2);
        add(sums, 0, needed[0], &[(1, 1), (2, 1), (65, 4)]);
        finish_word(sums, 2.0);
        add(sums, 1, needed[1], &[(2, 3)]);
        finish_word(sums, 3.0);
        sums.finish_shared(|shared| 5.0 * saturate(shared));
        add(sums, 2, needed[2], &[(1, 1), (3, 1)]);
        finish_word(sums, 7.0);
    }

    #[test]
    fn what_words_share_counts_for_each_as_if_it_alone_had_it() {
        let mut sums = Sums::default();
        sums.fit(DOCS);
        // The second time with what the first left behind.
        for _ in 0..2 {
            ask(&mut sums, [0; 3]);
            assert_eq!(met(&sums), [(1, 2), (2, 2), (3, 3), (65, 2)]);
            let each = |doc: u32, frequencies: [f32; 3]| {
                let wanted: f32 =
                    [2.0, 3.0, 7.0].iter().zip(frequencies).map(|(idf, one)| idf * saturate(one)).sum();
                assert!((sums.score(doc) - wanted).abs() < 1e-5, "{doc}: {} for {wanted}", sums.score(doc));
            };
            each(1, [1.0, 0.0, 1.0]);
            each(2, [1.0, 3.0, 0.0]);
            each(3, [2.0, 2.0, 1.0]);
            each(65, [6.0, 2.0, 0.0]);
            sums.clear();
            assert!(met(&sums).is_empty() && sums.score(65) == 0.0 && sums.words(65) == 0);
        }
    }

    #[test]
    fn sums_that_a_smaller_segment_had_serve_a_larger_one() {
        let mut sums = Sums::default();
        sums.fit(DOCS - 60);
        add(&mut sums, 0, 0, &[(3, 1)]);
        sums.share(2);
        finish_word(&mut sums, 1.0);
        sums.finish_shared(|shared| shared);
        sums.clear();
        sums.fit(DOCS);
        add(&mut sums, 0, 0, &[(69, 1)]);
        finish_word(&mut sums, 1.0);
        assert_eq!(met(&sums), [(69, 1)], "before anything is shared in it");
        sums.clear();
        ask(&mut sums, [0; 3]);
        assert_eq!(met(&sums), [(1, 2), (2, 2), (3, 3), (65, 2)]);
    }

    #[test]
    fn where_every_word_is_wanted_what_is_shared_counts_as_all_of_them() {
        let mut sums = Sums::default();
        sums.fit(DOCS);
        ask(&mut sums, [0, 1, 2]);
        // Who has the first word alone is not looked at for the third.
        assert_eq!(met(&sums), [(1, 1), (2, 2), (3, 3), (65, 2)]);
    }
}
