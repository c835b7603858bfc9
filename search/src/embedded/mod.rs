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
    values: RwLock<Values>,
    spare: Spare,
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
            spare: Spare::new(SUMS_KEPT),
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
        self.finish(self.begin(query)?, query)
    }

    /// Finds what has the words. What people showed need not be known yet.
    pub fn begin(&self, query: &PeopleQuery) -> Result<Begun> {
        let asked = Asked::new(&self.analyser, &query.text);
        let snapshot = self.state().snapshot;
        let mut sums = self.spare.take(snapshot.segments.iter().map(|segment| segment.marks.len()));
        let gathered = gather(&self.analyser, &snapshot, query.viewer, &asked, Need::All, &mut sums)?;
        Ok(Begun { snapshot, asked, sums, gathered })
    }

    /// Puts it in order and counts.
    pub fn finish(&self, begun: Begun, query: &PeopleQuery) -> Result<Found> {
        let Begun { snapshot, asked, mut sums, gathered } = begun;
        if asked.is_empty() && !query.text.trim().is_empty() {
            // Something was typed that holds no word: not the same as asking for everyone.
            return Ok(Found::default());
        }
        // Numbers are only ever added, so values read after the snapshot know all of its numbers.
        let values = self.values.read().unwrap_or_else(PoisonError::into_inner);
        let search = Search { snapshot: &snapshot, values: &values, query, asked: &asked };
        let relax = |sums: &mut [Sums]| {
            sums.iter_mut().for_each(Sums::clear);
            gather(&self.analyser, &snapshot, query.viewer, &asked, Need::Most, sums)
        };
        let found = search.run(&gathered, &mut sums, relax);
        self.spare.give_back(sums);
        found
    }

    fn state(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Whether a document that was met has enough of the words.
fn is_match(gathered: &Gathered, sums: &Sums, doc: u32) -> bool {
    sums.words(doc) >= gathered.least_words
}

/// What has the words that were asked, before it is in order.
pub struct Begun {
    snapshot: Arc<Snapshot>,
    asked: Asked,
    sums: Vec<Sums>,
    gathered: Gathered,
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
    asked: &'a Asked,
}

impl Search<'_> {
    fn run(
        &self,
        gathered: &Gathered,
        sums: &mut [Sums],
        relax: impl FnOnce(&mut [Sums]) -> Result<Gathered>,
    ) -> Result<Found> {
        let (found, is_said) = self.counted(gathered, sums)?;
        if is_said || self.asked.words.len() < 2 {
            return Ok(found);
        }
        let gathered = relax(sums)?;
        let (relaxed, _) = self.counted(&gathered, sums)?;
        Ok(if relaxed.total > found.total { Found { is_relaxed: true, ..relaxed } } else { found })
    }

    /// What was found, and whether any profile says it: somebody's answer to one of the words is no reason to look no further.
    fn counted(&self, gathered: &Gathered, all_sums: &mut [Sums]) -> Result<(Found, bool)> {
        let met = match self.asked.is_empty() {
            true => all_sums.iter().map(Sums::docs).sum(),
            false => all_sums.iter().map(|sums| sums.met().len() as u32).sum(),
        };
        let tallies = sides::each(met, all_sums, |at, sums| self.of_segment(gathered, at, sums));
        let mut all = Tally::new(self);
        for tally in tallies {
            all.add(tally?);
        }
        let (is_said, telling) = (all.is_said, gathered.telling.clone());
        Ok((Found { telling, ..all.into_found(self.snapshot, self.query) }, is_said))
    }

    fn of_segment(&self, gathered: &Gathered, at: usize, sums: &Sums) -> Result<Tally<'_>> {
        let (segment, viewer, mut tally) = (&self.snapshot.segments[at], self.query.viewer, Tally::new(self));
        if self.asked.is_empty() {
            tally.is_said = true;
            let docs = 0..segment.marks.len() as u32;
            let mark = snapshot::mark_of(viewer);
            docs.filter(|doc| segment.marks[*doc as usize] & mark != 0)
                .for_each(|doc| tally.take(gathered, sums, 0.0, at, segment, doc));
            return Ok(tally);
        }
        // Whoever showed it need not say it in his profile.
        let shown = segment.docs_of(&self.query.evidence, viewer)?;
        let mut take = |doc: u32| {
            if is_match(gathered, sums, doc) {
                tally.is_said = true;
                let evidence = if shown.is_empty() { 0.0 } else { shown.get(&doc).copied().unwrap_or(0.0) };
                tally.take(gathered, sums, evidence, at, segment, doc);
            }
        };
        match sums.is_dense() {
            true => (0..sums.docs()).for_each(&mut take),
            false => sums.met().iter().for_each(|doc| take(*doc)),
        }
        let others = shown.iter().filter(|(doc, _)| !is_match(gathered, sums, **doc));
        others.for_each(|(doc, evidence)| tally.take(gathered, sums, *evidence, at, segment, *doc));
        Ok(tally)
    }
}

/// Total, counts and the best, in one pass over the matches.
struct Tally<'a> {
    values: &'a Values,
    sieve: Sieve,
    nearness: Nearness,
    counts: Counts,
    best: Best,
    total: u32,
    /// Whether anybody's profile says it.
    is_said: bool,
}

impl<'a> Tally<'a> {
    fn new(search: &Search<'a>) -> Self {
        let values = search.values;
        Self {
            values,
            sieve: Sieve::new(&search.query.filters, values),
            nearness: Nearness::new(search.query.near.as_ref(), values),
            counts: Counts::new(values),
            best: Best::new(search.query.reach()),
            total: 0,
            is_said: false,
        }
    }

    /// What another segment has.
    fn add(&mut self, other: Self) {
        self.counts.add_all(&other.counts);
        self.best.merge(other.best);
        self.total += other.total;
        self.is_said |= other.is_said;
    }

    fn take(
        &mut self,
        gathered: &Gathered,
        sums: &Sums,
        evidence: f32,
        at: usize,
        segment: &snapshot::Segment,
        doc: u32,
    ) {
        match self.sieve.sift(segment, doc) {
            Sifted::Fails => {}
            Sifted::FailsOnly(failed) => self.counts.add_only(segment, doc, &self.sieve, failed, self.values),
            Sifted::Passes => {
                self.total += 1;
                self.counts.add(segment, doc);
                let score = rank::score(gathered, sums, &self.nearness, evidence, segment, doc);
                self.best.offer(score, at, segment, doc);
            }
        }
    }

    fn into_found(self, snapshot: &Snapshot, query: &PeopleQuery) -> Found {
        let best = self.best.into_sorted().into_iter().skip(query.offset).take(query.limit);
        let hits =
            best.map(|(score, at, doc)| Hit { person: snapshot.segments[at].person(doc), score }).collect();
        let facets = self.counts.into_facets(self.values, &query.filters);
        Found { total: self.total, hits, facets, ..Found::default() }
    }
}

#[cfg(test)]
mod quality;
#[cfg(test)]
mod tests;
