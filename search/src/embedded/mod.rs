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
mod tally;

use std::sync::{Arc, PoisonError, RwLock};

use tantivy::schema::Schema;

use crate::analysis::Analyser;
use crate::asked::Asked;
use crate::error::Result;
use crate::person::Change;
use crate::query::{Found, PeopleQuery, Viewer};
use crate::scorer::{self, Gathered, Need};
use crate::vessel::{Kept, Pace, Progress, Step, Vessel};
use cards::Values;
use gather::Gatherer;
use phrases::Phrases;
use schema::Fields;
use snapshot::Snapshot;
use sums::{Spare, Sums};
use tally::{Search, Tally};

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
        if begun.is_wordless(query) {
            return Ok(Counted { begun, tally: search.empty(), is_relaxed: false });
        }
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
        if begun.is_wordless(query) {
            return Ok(Found::default());
        }
        let values = self.values();
        let search = Search::new(&begun.snapshot, &values, query);
        let shown = search.add_shown(&mut tally, &begun)?;
        let (spare, sums) = (Arc::clone(&self.spare), begun.sums);
        // Nobody needs to wait until they are set back.
        rayon::spawn(move || spare.give_back(sums));
        // Where filters keep out even those, their counts say where there are some.
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

impl Begun {
    /// Something was typed that holds no word: not the same as asking for everyone.
    fn is_wordless(&self, query: &PeopleQuery) -> bool {
        self.asked.is_empty() && !query.text.trim().is_empty()
    }
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

#[cfg(test)]
mod quality;
#[cfg(test)]
mod tests;
