//! The index of what is published: finds, counts and orders for one reader, who is part of every question.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use domain::circles::Reader;
use tantivy::schema::Schema;
use uuid::Uuid;

use super::doc::{Change, Gone};
use super::facets::{Counts, Sieve, Sifted};
use super::gather::{Gathered, Gatherer, Related, Sum};
use super::mapping::of_evidence;
use super::parts::{AUTHOR, Eyes, Part, Snapshot};
use super::query::{Cursor, Found, Hit, LIMIT_MAX, Order, Query, Scope};
use super::schema::{Fields, SCHEMA_VERSION};
use super::{related, weigh};
use crate::analysis::Analyser;
use crate::asked::Asked;
use crate::error::Result;
use crate::scorer::Need;
use crate::vessel::{Kept, Pace, Progress, Vessel};

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

/// What of a person's own words speaks of what was asked.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// E of the ranking.
    pub weight: f32,
    /// The things, heaviest first.
    pub things: Vec<Thing>,
}

#[derive(Clone, Copy, Debug)]
pub struct Thing {
    pub hit: Hit,
    pub weight: f32,
    pub is_accepted: bool,
    /// It has no word of what was asked, but words of what is close to that.
    pub is_near: bool,
    pub at: i64,
}

/// What is closest to what was asked, best first, with how close that is.
pub type Closest = Vec<(Hit, f32)>;

/// The words of such a thing: its own, and of what it is said about.
pub type Words = Vec<(String, f32)>;

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
        let snapshot = Arc::new(Snapshot::read(&self.vessel.searcher(), &self.fields)?);
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = State { snapshot, progress };
        Ok(())
    }

    fn progress(&self) -> Progress {
        self.state().progress
    }

    fn write(&self, changes: &[Change], pace: Pace) -> Result<()> {
        self.vessel.write(pace, |writer| {
            for change in changes {
                for gone in &change.gone {
                    match gone {
                        Gone::One(id) => writer.delete_term(self.fields.one(*id)),
                        Gone::Comment(id) => {
                            writer.delete_term(self.fields.one(*id));
                            writer.delete_term(self.fields.of_comment(*id))
                        }
                        Gone::OfItem(id) => writer.delete_term(self.fields.of_item(*id)),
                        Gone::OfGroup(id) => writer.delete_term(self.fields.of_group(*id)),
                    };
                }
                for doc in &change.docs {
                    writer.add_document(self.fields.document(&self.analyser, doc))?;
                }
            }
            Ok(())
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
        let search = Search { snapshot: &snapshot, reader, query, now };
        let found = search.run(&asked, Need::All)?;
        if found.total > 0 || asked.words.len() < 2 {
            return Ok(found);
        }
        let relaxed = search.run(&asked, Need::Most)?;
        Ok(if relaxed.total > 0 { Found { is_relaxed: true, ..relaxed } } else { found })
    }

    /// Whose own words speak of what was asked, among what the reader sees.
    pub fn evidence(
        &self,
        asked: &Asked,
        related: &[Related],
        reader: &Reader,
        now: i64,
    ) -> Result<HashMap<Uuid, Evidence>> {
        if asked.is_empty() {
            return Ok(HashMap::new());
        }
        self.for_people(reader, now, |search, gatherer| {
            let mut gathered = gatherer.gather(asked)?;
            gatherer.add_related(&mut gathered, related)?;
            Ok(by_author(best_things(search, &gathered), search.now))
        })
    }

    /// The things that are closest to what was asked, whoever wrote them.
    pub fn closest(&self, asked: &Asked, reader: &Reader, now: i64) -> Result<Closest> {
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        self.for_people(reader, now, |search, gatherer| {
            let gathered = gatherer.gather(asked)?;
            Ok(closest(search, &gathered))
        })
    }

    /// What else stands in the closest things, by how much it tells and how often it does.
    pub fn related(
        &self,
        asked: &Asked,
        words: &[(f32, Words)],
        reader: &Reader,
        now: i64,
    ) -> Result<Vec<Related>> {
        self.for_people(reader, now, |_, gatherer| {
            related::choose(asked, words, |stem| gatherer.telling_of(stem))
        })
    }

    fn for_people<T>(
        &self,
        reader: &Reader,
        now: i64,
        work: impl FnOnce(&Search<'_>, &Gatherer<'_>) -> Result<T>,
    ) -> Result<T> {
        let snapshot = self.state().snapshot;
        let (reader, query) = (with_evidence(reader), Query::default());
        let search = Search { snapshot: &snapshot, reader: &reader, query: &query, now };
        let eyes = search.eyes()?;
        let gatherer = search.gatherer(&eyes, Need::Any)?;
        work(&search, &Gatherer { with_context: true, ..gatherer })
    }
}

/// A reader who looks at what speaks for people alone, too.
fn with_evidence(reader: &Reader) -> Reader {
    let also = reader.circles.iter().map(|circle| of_evidence(circle));
    Reader { circles: reader.circles.iter().cloned().chain(also).collect(), groups: reader.groups.clone() }
}

/// One question on its way through the index.
struct Search<'a> {
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
        Ok(Gatherer { parts: &self.snapshot.parts, eyes, all, need, with_context: false })
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
        for (at, (part, sums)) in self.snapshot.parts.iter().zip(&gathered.sums).enumerate() {
            let matches = sums.iter().filter(|(_, sum)| gathered.is_match(**sum));
            matches.for_each(|(doc, sum)| tally.take(at, part, *doc, sum.score));
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
        weigh::best(score, part.sort(doc), part.is_accepted(doc), part.at(doc), self.search.now)
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

fn hit(part: &Part, doc: u32) -> Hit {
    Hit { id: part.id(doc), sort: part.sort(doc), item: part.item(doc) }
}

/// The things that say most, each with its author.
fn best_things(search: &Search<'_>, gathered: &Gathered) -> Vec<(Uuid, Thing)> {
    let mut things = Vec::new();
    for (part, sums) in search.snapshot.parts.iter().zip(&gathered.sums) {
        for (doc, sum) in sums.iter().filter(|(_, sum)| gathered.is_match(**sum)) {
            if part.is_excluded(*doc) {
                continue;
            }
            let thing = thing(search, gathered, part, *doc, *sum);
            things.extend(Some((part, *doc, thing)).filter(|_| thing.weight > 0.0));
        }
    }
    things.sort_unstable_by(|(.., one), (.., other)| {
        other.weight.total_cmp(&one.weight).then_with(|| other.hit.id.cmp(&one.hit.id))
    });
    things.truncate(weigh::EVIDENCE_MAX);
    // Whose it is, is asked of those that count alone: reading a name costs more than weighing.
    let author = |part: &Part, doc: u32| part.first_word(AUTHOR, doc)?.parse::<Uuid>().ok();
    things.into_iter().filter_map(|(part, doc, thing)| Some((author(part, doc)?, thing))).collect()
}

fn closest(search: &Search<'_>, gathered: &Gathered) -> Closest {
    let mut things = Vec::new();
    for (part, sums) in search.snapshot.parts.iter().zip(&gathered.sums) {
        // What counts for nobody, such as a page beside its passages, is not read.
        let counts = |doc: u32| weigh::evidence(1.0, part.sort(doc), part.is_accepted(doc), 0, 0) > 0.0;
        let found = sums.iter().filter(|(doc, _)| counts(**doc));
        things.extend(found.map(|(doc, sum)| (hit(part, *doc), sum.score)));
    }
    things.sort_unstable_by(|(one, own), (other, score)| {
        score.total_cmp(own).then_with(|| one.id.cmp(&other.id))
    });
    things.truncate(weigh::RELATED_FROM);
    things
}

fn thing(search: &Search<'_>, gathered: &Gathered, part: &Part, doc: u32, sum: Sum) -> Thing {
    let (hit, is_accepted, at) = (hit(part, doc), part.is_accepted(doc), part.at(doc));
    let share = if gathered.possible > 0.0 { sum.score / gathered.possible } else { 0.0 };
    Thing {
        hit,
        weight: weigh::evidence(share, hit.sort, is_accepted, at, search.now),
        is_accepted,
        is_near: !sum.has_a_word(),
        at,
    }
}

fn by_author(things: Vec<(Uuid, Thing)>, now: i64) -> HashMap<Uuid, Evidence> {
    let mut found: HashMap<Uuid, Evidence> = HashMap::new();
    for (author, thing) in things {
        let evidence = found.entry(author).or_default();
        if evidence.things.len() < weigh::EVIDENCE_EACH_MAX {
            evidence.weight += thing.weight;
            evidence.things.push(thing);
        }
    }
    for evidence in found.values_mut() {
        let last = evidence.things.iter().map(|thing| thing.at).max();
        evidence.weight *= last.map_or(0.0, |last| weigh::lately(last, now));
    }
    found
}
