//! The embedded index: tantivy holds words and columns, ranking and counting are our own.

mod cards;
pub(crate) mod expand;
mod facets;
pub(crate) mod gather;
pub(crate) mod phrases;
mod rank;
pub(crate) mod schema;
mod snapshot;
mod suggest;
pub(crate) mod sums;

use std::sync::{Arc, PoisonError, RwLock};

use rayon::prelude::*;
use tantivy::schema::Schema;

use crate::analysis::Analyser;
use crate::asked::Asked;
use crate::error::Result;
use crate::person::Change;
use crate::query::{Found, Hit, PeopleQuery, Viewer};
use crate::scorer::{self, Gathered, Need};
use crate::sides;
use crate::vessel::{Kept, Pace, Progress, Step, Vessel};
use cards::Values;
use facets::{Counts, Sieve, Sifted};
use gather::Gatherer;
use phrases::Phrases;
use rank::{Best, Nearness};
use schema::Fields;
use snapshot::Snapshot;
use sums::{Spare, Sums};

/// Queries at the same time; more would only take each other's processor and memory.
const SUMS_KEPT: usize = 4;

pub struct Embedded {
    vessel: Vessel,
    fields: Fields,
    analyser: Arc<Analyser>,
    state: RwLock<State>,
    values: RwLock<Arc<Values>>,
    spare: Arc<Spare>,
}

#[derive(Clone, Default)]
struct State {
    snapshot: Arc<Snapshot>,
    progress: Progress,
}

impl Kept for Embedded {
    type Change = Change;

    const VERSION: u32 = schema::SCHEMA_VERSION;

    fn schema() -> Schema {
        Fields::new().schema
    }

    fn start(vessel: Vessel, analyser: Arc<Analyser>) -> Result<Self> {
        let embedded = Self {
            vessel,
            fields: Fields::new(),
            analyser,
            state: RwLock::default(),
            values: RwLock::default(),
            spare: Arc::new(Spare::new(SUMS_KEPT)),
        };
        embedded.reload()?;
        Ok(embedded)
    }

    fn vessel(&self) -> &Vessel {
        &self.vessel
    }

    fn reload(&self) -> Result<()> {
        let progress = self.vessel.reload()?;
        let before = self.state().snapshot;
        let searcher = self.vessel.searcher();
        let snapshot = Arc::new(Snapshot::read(&searcher, &self.fields, &self.values, &before)?);
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = State { snapshot, progress };
        Ok(())
    }

    fn progress(&self) -> Progress {
        self.state().progress
    }

    fn write(&self, changes: &[Change], pace: Pace) -> Result<()> {
        self.vessel.write(changes, pace, |change, steps| {
            steps.push(Step::Forget(self.fields.person.query(change.person)));
            let docs = change.docs.iter().map(|doc| self.fields.document(&self.analyser, doc));
            steps.extend(docs.map(Step::Add));
        })
    }
}

impl Embedded {
    pub fn search(&self, query: &PeopleQuery) -> Result<Found> {
        self.finish(self.count(self.begin(query)?, query)?, query)
    }

    /// Finds what has the words.
    pub fn begin(&self, query: &PeopleQuery) -> Result<Begun> {
        let asked = Asked::new(&self.analyser, &query.text);
        let snapshot = self.state().snapshot;
        let mut sums = self.spare.take(snapshot.segments.iter().map(|segment| segment.marks.len()));
        let gathered = gather(&self.analyser, &snapshot, query.viewer, &asked, Need::All, &mut sums)?;
        Ok(Begun { snapshot, asked, sums, gathered })
    }

    /// Counts it and puts it in order.
    pub fn count(&self, mut begun: Begun, query: &PeopleQuery) -> Result<Counted> {
        // Numbers are only ever added, so values read after the snapshot know all of its numbers.
        let (snapshot, values) = (Arc::clone(&begun.snapshot), self.values());
        let search = Search::new(&snapshot, &values, query);
        let mut tally = search.tally(&mut begun);
        let is_relaxed = tally.said == 0 && begun.asked.words.len() > 1;
        if is_relaxed {
            let Begun { asked, sums, gathered, .. } = &mut begun;
            sums.iter_mut().for_each(Sums::clear);
            *gathered = gather(&self.analyser, &snapshot, query.viewer, asked, Need::Most, sums)?;
            tally = search.tally(&mut begun);
        }
        Ok(Counted { begun, tally, is_relaxed })
    }

    /// Adds what people showed, which need not be known before.
    pub fn finish(&self, counted: Counted, query: &PeopleQuery) -> Result<Found> {
        let Counted { begun, mut tally, is_relaxed } = counted;
        if begun.asked.is_empty() && !query.text.trim().is_empty() {
            // Something was typed that holds no word: not the same as asking for everyone.
            return Ok(Found::default());
        }
        let values = self.values();
        let search = Search::new(&begun.snapshot, &values, query);
        let shown = search.add_shown(&mut tally, &begun)?;
        let (spare, sums) = (Arc::clone(&self.spare), begun.sums);
        // Nobody needs to wait until they are set back.
        rayon::spawn(move || spare.give_back(sums));
        let is_relaxed = is_relaxed && tally.total > shown;
        Ok(Found { telling: begun.gathered.telling, is_relaxed, ..search.found(tally) })
    }

    fn state(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn values(&self) -> Arc<Values> {
        Arc::clone(&self.values.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What has the words that were asked.
pub struct Begun {
    snapshot: Arc<Snapshot>,
    asked: Asked,
    sums: Vec<Sums>,
    gathered: Gathered,
}

/// The same counted and in order, before it is known what people showed.
pub struct Counted {
    begun: Begun,
    tally: Tally,
    /// Nobody's profile has every word; these have most of them.
    is_relaxed: bool,
}

fn gather(
    analyser: &Analyser,
    snapshot: &Snapshot,
    viewer: Viewer,
    asked: &Asked,
    need: Need,
    sums: &mut [Sums],
) -> Result<Gathered> {
    let phrases = Phrases::default();
    scorer::gather(&mut Gatherer { analyser, snapshot, viewer, sums, phrases }, need, asked)
}

/// One query on its way through the index.
struct Search<'a> {
    snapshot: &'a Snapshot,
    values: &'a Values,
    query: &'a PeopleQuery,
    sieve: Sieve,
    nearness: Nearness,
}

/// Total, counts and the best.
struct Tally {
    counts: Counts,
    best: Best,
    total: u32,
    /// How many profiles say it, also such as the filters keep out.
    said: u32,
}

impl<'a> Search<'a> {
    fn new(snapshot: &'a Snapshot, values: &'a Values, query: &'a PeopleQuery) -> Self {
        let nearness = Nearness::new(query.near.as_ref(), values);
        Self { snapshot, values, query, sieve: Sieve::new(&query.filters, values), nearness }
    }

    fn empty(&self) -> Tally {
        Tally { counts: Counts::new(self.values), best: Best::new(self.query.reach()), total: 0, said: 0 }
    }

    /// In one pass over the matches.
    fn tally(&self, begun: &mut Begun) -> Tally {
        let Begun { asked, sums, gathered, .. } = begun;
        let is_everyone = asked.is_empty();
        let met = |sums: &Sums| if is_everyone { sums.docs() } else { sums.met().len() as u32 };
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
        let mut take = |doc: u32| {
            if is_match(gathered, sums, doc) {
                self.take(&mut tally, at, doc, sums, gathered);
            }
        };
        match sums.is_dense() {
            true => (0..sums.docs()).for_each(&mut take),
            false => sums.met().iter().for_each(|doc| take(*doc)),
        }
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
    fn add_shown(&self, tally: &mut Tally, begun: &Begun) -> Result<u32> {
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

    fn found(&self, tally: Tally) -> Found {
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

#[cfg(test)]
mod quality;
#[cfg(test)]
mod tests;
