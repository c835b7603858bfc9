//! Total, counts and the best of those who match: first by what profiles say, then with what people showed.

use rayon::prelude::*;

use super::Begun;
use super::cards::Values;
use super::facets::{Counts, Sieve, Sifted};
use super::rank::{self, Best, Nearness};
use super::snapshot::{self, Snapshot};
use super::sums::Sums;
use crate::error::Result;
use crate::query::{Found, Hit, PeopleQuery};
use crate::scorer::Gathered;
use crate::sides;

/// One query on its way through the index.
pub struct Search<'a> {
    snapshot: &'a Snapshot,
    values: &'a Values,
    query: &'a PeopleQuery,
    sieve: Sieve,
    nearness: Nearness,
}

/// Total, counts and the best.
pub struct Tally {
    counts: Counts,
    best: Best,
    pub total: u32,
    /// How many profiles say it, also such as the filters keep out.
    pub said: u32,
}

impl<'a> Search<'a> {
    pub fn new(snapshot: &'a Snapshot, values: &'a Values, query: &'a PeopleQuery) -> Self {
        let nearness = Nearness::new(query.near.as_ref(), values);
        Self { snapshot, values, query, sieve: Sieve::new(&query.filters, values), nearness }
    }

    pub fn empty(&self) -> Tally {
        Tally { counts: Counts::new(self.values), best: Best::new(self.query.reach()), total: 0, said: 0 }
    }

    /// In one pass over the matches.
    pub fn tally(&self, begun: &mut Begun) -> Tally {
        let Begun { asked, sums, gathered, .. } = begun;
        let is_everyone = asked.is_empty();
        let met = |sums: &Sums| if is_everyone { sums.docs() } else { sums.met() };
        let docs = sums.iter().map(met).sum();
        let tallies = sides::each(docs, sums, |at, sums| match is_everyone {
            true => self.of_everyone(at, sums, gathered),
            false => self.of_matches(at, sums, gathered),
        });
        tallies.into_iter().reduce(Tally::with).unwrap_or_else(|| self.empty())
    }

    fn of_everyone(&self, at: usize, sums: &Sums, gathered: &Gathered) -> Tally {
        let (mut tally, mark) = (self.empty(), snapshot::mark_of(self.query.viewer));
        for (doc, marks) in (0..).zip(&self.snapshot.segments[at].marks) {
            if marks & mark != 0 {
                self.take(&mut tally, at, doc, sums, gathered);
            }
        }
        tally
    }

    fn of_matches(&self, at: usize, sums: &Sums, gathered: &Gathered) -> Tally {
        let mut tally = self.empty();
        sums.each_met(|doc| {
            if is_match(gathered, sums, doc) {
                self.take(&mut tally, at, doc, sums, gathered);
            }
        });
        tally
    }

    fn take(&self, tally: &mut Tally, at: usize, doc: u32, sums: &Sums, gathered: &Gathered) {
        tally.said += 1;
        if self.count(tally, at, doc) {
            self.offer(tally, at, doc, self.score(at, doc, sums, gathered, 0.0));
        }
    }

    /// Whether it passes the filters.
    fn count(&self, tally: &mut Tally, at: usize, doc: u32) -> bool {
        let segment = &self.snapshot.segments[at];
        let sifted = self.sieve.sift(segment, doc);
        match sifted {
            Sifted::Fails => {}
            Sifted::FailsOnly(failed) => {
                tally.counts.add_only(segment, doc, &self.sieve, failed, self.values);
            }
            Sifted::Passes => {
                tally.total += 1;
                tally.counts.add(segment, doc);
            }
        }
        sifted == Sifted::Passes
    }

    fn score(&self, at: usize, doc: u32, sums: &Sums, gathered: &Gathered, evidence: f32) -> f32 {
        rank::score(gathered, sums, &self.nearness, evidence, &self.snapshot.segments[at], doc)
    }

    fn offer(&self, tally: &mut Tally, at: usize, doc: u32, score: f32) {
        tally.best.offer(score, at, &self.snapshot.segments[at], doc);
    }

    /// Whoever showed it need not say it in his profile. Gives how many of them pass the filters.
    pub fn add_shown(&self, tally: &mut Tally, begun: &Begun) -> Result<u32> {
        let (gathered, mut passing) = (&begun.gathered, 0);
        let segments = self.snapshot.segments.par_iter();
        let shown = segments.map(|segment| segment.docs_of(&self.query.evidence, self.query.viewer));
        for (at, (shown, sums)) in shown.collect::<Vec<_>>().into_iter().zip(&begun.sums).enumerate() {
            let shown = shown?;
            // What somebody showed only lifts him: those who stand lower now were among the best before.
            tally.best.forget(at, &shown);
            for (doc, evidence) in shown {
                let passes = match is_match(gathered, sums, doc) {
                    true => self.sieve.sift(&self.snapshot.segments[at], doc) == Sifted::Passes,
                    false => self.count(tally, at, doc),
                };
                if passes {
                    passing += 1;
                    self.offer(tally, at, doc, self.score(at, doc, sums, gathered, evidence));
                }
            }
        }
        Ok(passing)
    }

    pub fn found(&self, tally: Tally) -> Found {
        let (snapshot, query) = (self.snapshot, self.query);
        let best = tally.best.into_sorted().into_iter().skip(query.offset).take(query.limit);
        let hits =
            best.map(|(score, at, doc)| Hit { person: snapshot.segments[at].person(doc), score }).collect();
        let facets = tally.counts.into_facets(self.values, &query.filters);
        Found { total: tally.total, hits, facets, ..Found::default() }
    }
}

/// Whether a document that was met has enough of the words.
fn is_match(gathered: &Gathered, sums: &Sums, doc: u32) -> bool {
    sums.words(doc) >= gathered.least_words
}

impl Tally {
    /// And what another segment has.
    fn with(mut self, other: Self) -> Self {
        self.counts.add_all(&other.counts);
        self.best.merge(other.best);
        self.total += other.total;
        self.said += other.said;
        self
    }
}
