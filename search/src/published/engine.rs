//! The index of what is published: finds, counts and orders for one reader, who is part of every question.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use domain::circles::Reader;
use tantivy::schema::Schema;
use uuid::Uuid;

use super::deeds::{self, Closest, Evidence, Words};
use super::doc::Change;
use super::facets::{Counts, Sieve, Sifted};
use super::gather::{Gathered, Gatherer};
use super::mapping::of_evidence;
use super::parts::{Eyes, Part, Snapshot};
use super::query::{Cursor, Found, Hit, LIMIT_MAX, Order, Query, Scope};
use super::related;
use super::schema::{Fields, SCHEMA_VERSION};
use super::weigh;
use crate::analysis::Analyser;
use crate::asked::Asked;
use crate::embedded::phrases::Phrases;
use crate::error::Result;
use crate::scorer::Need;
use crate::vessel::{Kept, Pace, Progress, Step, Vessel};

pub struct Engine {
    vessel: Vessel,
    fields: Fields,
    analyser: Arc<Analyser>,
    state: RwLock<State>,
}

#[derive(Clone, Default)]
struct State {
    snapshot: Arc<Snapshot>,
    progress: Progress,
}

impl Kept for Engine {
    type Change = Change;

    const VERSION: u32 = SCHEMA_VERSION;

    fn schema() -> Schema {
        Fields::new().schema
    }

    fn start(vessel: Vessel, analyser: Arc<Analyser>) -> Result<Self> {
        let engine = Self { vessel, fields: Fields::new(), analyser, state: RwLock::default() };
        engine.reload()?;
        Ok(engine)
    }

    fn vessel(&self) -> &Vessel {
        &self.vessel
    }

    fn reload(&self) -> Result<()> {
        let progress = self.vessel.reload()?;
        let before = self.state().snapshot;
        let snapshot = Arc::new(Snapshot::read(&self.vessel.searcher(), &self.fields, &before)?);
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = State { snapshot, progress };
        Ok(())
    }

    fn progress(&self) -> Progress {
        self.state().progress
    }

    fn write(&self, changes: &[Change], pace: Pace) -> Result<()> {
        self.vessel.write(changes, pace, |change, steps| {
            steps.extend(change.gone.iter().flat_map(|gone| self.fields.of(gone)).map(Step::Forget));
            let docs = change.docs.iter().map(|doc| self.fields.document(&self.analyser, doc));
            steps.extend(docs.map(Step::Add));
        })
    }
}

impl Engine {
    fn state(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// `now` in microseconds.
    pub fn search(&self, query: &Query, reader: &Reader, now: i64) -> Result<Found> {
        let asked = Asked::new(&self.analyser, &query.text);
        if asked.is_empty() && !query.text.trim().is_empty() {
            // Something was typed that holds no word: not the same as asking for everything.
            return Ok(Found::default());
        }
        let snapshot = self.state().snapshot;
        let search = Search { analyser: &self.analyser, snapshot: &snapshot, reader, query, now };
        let found = search.run(&asked, Need::All)?;
        if found.total > 0 || asked.words.len() < 2 {
            return Ok(found);
        }
        let relaxed = search.run(&asked, Need::Most)?;
        Ok(if relaxed.total > 0 { Found { is_relaxed: true, ..relaxed } } else { found })
    }

    /// Begins to look whose own words speak of what was asked, among what the reader sees: finds what has its words.
    pub fn begin(&self, asked: &Asked, reader: &Reader, now: i64) -> Result<Begun> {
        let snapshot = self.state().snapshot;
        let gathered = for_people(&self.analyser, &snapshot, reader, now, |gatherer| gatherer.gather(asked))?;
        Ok(Begun { snapshot, gathered })
    }

    /// Whose they are, with `words` of the closest things counting along.
    pub fn finish(
        &self,
        begun: Begun,
        asked: &Asked,
        words: &[(f32, Words)],
        reader: &Reader,
        now: i64,
    ) -> Result<HashMap<Uuid, Evidence>> {
        let Begun { snapshot, mut gathered } = begun;
        for_people(&self.analyser, &snapshot, reader, now, |gatherer| {
            let related = related::choose(asked, words, |stem| gatherer.rarity(stem))?;
            gatherer.add_related(&mut gathered, &related)?;
            Ok(deeds::of(&snapshot.parts, &gathered, now))
        })
    }
}

/// What has the words that were asked, before what goes with them is known.
pub struct Begun {
    snapshot: Arc<Snapshot>,
    gathered: Gathered,
}

impl Begun {
    /// The things that are closest to what was asked, whoever wrote them.
    pub fn closest(&self) -> Closest {
        deeds::closest(&self.snapshot.parts, &self.gathered)
    }
}

fn for_people<T>(
    analyser: &Analyser,
    snapshot: &Snapshot,
    reader: &Reader,
    now: i64,
    work: impl FnOnce(&Gatherer<'_>) -> Result<T>,
) -> Result<T> {
    let (reader, query) = (with_evidence(reader), Query::default());
    let search = Search { analyser, snapshot, reader: &reader, query: &query, now };
    let eyes = search.eyes()?;
    let gatherer = search.gatherer(&eyes, Need::Any)?;
    work(&Gatherer { with_context: true, ..gatherer })
}

/// A reader who looks at what speaks for people alone, too.
fn with_evidence(reader: &Reader) -> Reader {
    let also = reader.circles.iter().map(|circle| of_evidence(circle));
    Reader { circles: reader.circles.iter().cloned().chain(also).collect(), groups: reader.groups.clone() }
}

/// One question on its way through the index.
struct Search<'a> {
    analyser: &'a Analyser,
    snapshot: &'a Snapshot,
    reader: &'a Reader,
    query: &'a Query,
    now: i64,
}

impl<'a> Search<'a> {
    fn eyes(&self) -> Result<Vec<Eyes<'a>>> {
        let eyes = |part| Eyes::new(part, self.reader, self.query.scope, self.now);
        self.snapshot.parts.iter().map(eyes).collect()
    }

    fn gatherer<'e>(&'e self, eyes: &'e [Eyes<'e>], need: Need) -> Result<Gatherer<'e>> {
        let all = self.snapshot.count_in(&self.reader.circles)?;
        let (analyser, snapshot, phrases) = (self.analyser, self.snapshot, Phrases::default());
        Ok(Gatherer { analyser, snapshot, eyes, all, need, with_context: false, phrases })
    }

    fn run(&self, asked: &Asked, need: Need) -> Result<Found> {
        if self.query.scope == Scope::Mine && self.reader.groups.is_empty() {
            return Ok(Found::default());
        }
        let eyes = self.eyes()?;
        let mut tally = Tally::new(self)?;
        if asked.is_empty() {
            for (at, (part, eyes)) in self.snapshot.parts.iter().zip(&eyes).enumerate() {
                (0..part.docs).filter(|doc| eyes.sees(*doc)).for_each(|doc| tally.take(at, part, doc, 0.0));
            }
            return Ok(tally.into_found());
        }
        let gathered = self.gatherer(&eyes, need)?.gather(asked)?;
        for (at, part) in self.snapshot.parts.iter().enumerate() {
            gathered.matches(at).for_each(|one| tally.take(at, part, one.doc, one.score));
        }
        Ok(tally.into_found())
    }
}

/// Total, counts and the best, in one pass over the matches.
struct Tally<'s, 'a> {
    search: &'s Search<'a>,
    sieve: Sieve,
    counts: Counts,
    total: u32,
    limit: usize,
    /// Place in the order and id, worst on top; one more than a page, to know whether there is a next one.
    best: BinaryHeap<Reverse<(u64, Uuid, usize, u32)>>,
}

impl<'s, 'a> Tally<'s, 'a> {
    fn new(search: &'s Search<'a>) -> Result<Self> {
        let parts = &search.snapshot.parts;
        Ok(Self {
            search,
            sieve: Sieve::new(&search.query.filters, parts, search.now)?,
            counts: Counts::new(parts, search.now),
            total: 0,
            limit: search.query.limit.min(LIMIT_MAX),
            best: BinaryHeap::new(),
        })
    }

    fn take(&mut self, at: usize, part: &Part, doc: u32, score: f32) {
        match self.sieve.sift(at, part, doc) {
            Sifted::Fails => {}
            Sifted::FailsOnly(kind) => self.counts.add(at, part, doc, Some(kind)),
            Sifted::Passes => {
                self.total += 1;
                self.counts.add(at, part, doc, None);
                self.offer(at, part, doc, score);
            }
        }
    }

    fn offer(&mut self, at: usize, part: &Part, doc: u32, score: f32) {
        let query = self.search.query;
        let key = match query.order {
            Order::Newest => part.at(doc).max(0) as u64,
            // Without words there is nothing that could be better than something else.
            Order::Best if score == 0.0 => part.at(doc).max(0) as u64,
            // Bits of positive floats sort like the floats.
            Order::Best => u64::from(self.best_of(part, doc, score).to_bits()),
        };
        let id = part.id(doc);
        if query.after.is_some_and(|after| (key, id) >= (after.key, after.id)) {
            return;
        }
        self.best.push(Reverse((key, id, at, doc)));
        if self.best.len() > self.limit + 1 {
            self.best.pop();
        }
    }

    fn best_of(&self, part: &Part, doc: u32, score: f32) -> f32 {
        weigh::best(score, part.cards.sort(doc), part.is_accepted(doc), part.at(doc), self.search.now)
    }

    fn into_found(self) -> Found {
        let parts = &self.search.snapshot.parts;
        let mut best = self.best.into_sorted_vec();
        let has_more = best.len() > self.limit;
        best.truncate(self.limit);
        let last = best.last().map(|Reverse((key, id, ..))| Cursor { key: *key, id: *id });
        let hits = best.iter().map(|Reverse((_, _, at, doc))| hit(&parts[*at], *doc)).collect();
        let facets = self.counts.into_facets(parts, &self.search.query.filters);
        Found { total: self.total, hits, facets, is_relaxed: false, next: last.filter(|_| has_more) }
    }
}

pub fn hit(part: &Part, doc: u32) -> Hit {
    Hit { id: part.id(doc), sort: part.cards.sort(doc), item: part.item(doc) }
}
