//! The best of those who match: the ranking of `weights.rs` over the sums, and the first two hundred in order.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::cards::Values;
use super::schema::availability;
use super::snapshot::Segment;
use super::sums::Sums;
use crate::counts::{ORGANISATION, PLACE};
use crate::query::Near;
use crate::scorer::{self, Gathered, Standing};
use crate::weights;

/// The searcher's own place, in the index's numbers.
#[derive(Default)]
pub struct Nearness {
    organisation: Option<u32>,
    place: Option<u32>,
}

impl Nearness {
    pub fn new(near: Option<&Near>, values: &Values) -> Self {
        let Some(near) = near else { return Self::default() };
        Self {
            organisation: near.organisation.and_then(|id| values.number(ORGANISATION, &id.to_string())),
            place: values.number(PLACE, near.place.trim()),
        }
    }

    fn of(&self, segment: &Segment, doc: u32) -> f32 {
        if self.organisation.is_none() && self.place.is_none() {
            return 0.0;
        }
        let values = segment.cards.values(doc);
        let is_at = |wanted: Option<u32>| wanted.is_some_and(|number| values.contains(&number));
        if is_at(self.organisation) {
            weights::SAME_ORGANISATION
        } else if is_at(self.place) {
            weights::SAME_PLACE
        } else {
            0.0
        }
    }
}

/// `final` of `weights.rs`.
pub fn score(
    gathered: &Gathered,
    sums: &Sums,
    nearness: &Nearness,
    evidence: f32,
    segment: &Segment,
    doc: u32,
) -> f32 {
    let standing = Standing {
        declared: sums.score(doc),
        topic: sums.topic(doc),
        name_words: sums.named(doc).count_ones(),
        evidence,
        nearness: nearness.of(segment, doc),
        availability: availability(segment.marks[doc as usize]),
    };
    scorer::score(gathered, &standing)
}

/// Score, luck, segment, document.
type Key = (u32, u32, u32, u32);

/// The best so far. Equals are ordered by lasting luck, so that an order does not depend on how the index grew.
pub struct Best {
    reach: usize,
    heap: BinaryHeap<Reverse<Key>>,
}

impl Best {
    pub fn new(reach: usize) -> Self {
        Self { reach, heap: BinaryHeap::with_capacity(reach + 1) }
    }

    pub fn offer(&mut self, score: f32, segment_at: usize, segment: &Segment, doc: u32) {
        // Bits of positive floats sort like the floats.
        self.keep((score.max(0.0).to_bits(), segment.cards.luck[doc as usize], segment_at as u32, doc));
    }

    /// What another segment has.
    pub fn merge(&mut self, other: Self) {
        other.heap.into_iter().for_each(|Reverse(key)| self.keep(key));
    }

    /// Lets go of these documents of a segment.
    pub fn forget(&mut self, segment_at: usize, docs: &HashMap<u32, f32>) {
        let is_of = |key: &Key| key.2 as usize == segment_at && docs.contains_key(&key.3);
        self.heap.retain(|Reverse(key)| !is_of(key));
    }

    fn keep(&mut self, key: Key) {
        if self.heap.len() < self.reach {
            self.heap.push(Reverse(key));
        } else if self.heap.peek().is_some_and(|worst| key > worst.0) {
            self.heap.pop();
            self.heap.push(Reverse(key));
        }
    }

    /// Best first: score, position of the segment, document.
    pub fn into_sorted(self) -> Vec<(f32, usize, u32)> {
        let sorted = self.heap.into_sorted_vec();
        sorted
            .into_iter()
            .map(|Reverse((score, _, segment, doc))| (f32::from_bits(score), segment as usize, doc))
            .collect()
    }
}
