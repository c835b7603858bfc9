//! Of what was found, the things that say most of what somebody knows, and whose they are.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;
use rayon::prelude::*;
use uuid::Uuid;

use super::engine::hit;
use super::gather::Gathered;
use super::matches::Match;
use super::parts::Part;
use super::query::Hit;
use super::weigh::{self, Ages, Worths};
use crate::analysis::Word;
use crate::sides;

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
    /// Which of the words that were typed it has, a bit for each; none where it has words of what is close to them alone.
    pub typed: u16,
    pub at: i64,
}

/// What is closest to what was asked, best first, with how close that is.
pub type Closest = Vec<(Hit, f32)>;

/// The words of such a thing, its own and of what it is said about, each with the share of it that it is; a word as often as it
/// is said.
pub type Words = Vec<(Arc<Word>, f32)>;

/// Things among which as many as are read will count for somebody.
const LOOKED_THROUGH: usize = 20 * weigh::RELATED_FROM;

/// Things whose authors one processor looks up at a time.
const AUTHORS_AT_ONCE: usize = 250;

/// The things closest to what was asked, of those that count for somebody: a page beside its passages is not read.
pub fn closest(parts: &[Part], gathered: &Gathered) -> Closest {
    let best = best_of(parts, gathered, LOOKED_THROUGH, |at, best| {
        gathered.matches(at).for_each(|one| best.offer(one.score, at, one));
    });
    let counts = |at: usize, doc: u32| {
        let card = parts[at].cards.card(doc);
        weigh::worth(parts[at].cards.sort_of(card), card.is_accepted()) > 0.0
    };
    let best = best.into_iter().filter(|one| counts(one.at, one.found.doc));
    let hits = best.map(|one| (hit(&parts[one.at], one.found.doc), one.key));
    hits.take(weigh::RELATED_FROM).collect()
}

/// Whose the heaviest are.
pub fn of(parts: &[Part], gathered: &Gathered, now: i64) -> HashMap<Uuid, Evidence> {
    if gathered.possible <= 0.0 {
        return HashMap::new();
    }
    by_author(parts, heaviest(parts, gathered, now), gathered.possible, now)
}

fn heaviest(parts: &[Part], gathered: &Gathered, now: i64) -> Vec<Ranked> {
    let ages = Ages::until(now);
    best_of(parts, gathered, weigh::EVIDENCE_MAX, |at, best| {
        let cards = &parts[at].cards;
        let worths = Worths::of(cards.sorts());
        for one in gathered.matches(at) {
            let card = cards.card(one.doc);
            let root = worths.root(card) * ages.root(card.day());
            if root > 0.0 && !card.is_excluded() {
                best.offer(one.score * root, at, one);
            }
        }
    })
}

/// The first so many of all segments. `offer`: what a segment has.
fn best_of(
    parts: &[Part],
    gathered: &Gathered,
    most: usize,
    offer: impl Fn(usize, &mut Best) + Sync,
) -> Vec<Ranked> {
    let mut each: Vec<Best> = parts.iter().map(|_| Best::of(most)).collect();
    sides::each(gathered.count(), &mut each, |at, best| {
        offer(at, best);
        best.sift();
    });
    let mut best = Best::of(most);
    each.into_iter().for_each(|one| best.found.extend(one.found));
    best.into_sorted(parts)
}

fn by_author(parts: &[Part], heaviest: Vec<Ranked>, possible: f32, now: i64) -> HashMap<Uuid, Evidence> {
    // Whose a thing is stands somewhere else for each: two processors wait for memory half as long as one.
    let author = |one: Ranked| Some((parts[one.at].cards.author(one.found.doc)?, one));
    let with_authors: Vec<_> =
        heaviest.into_par_iter().with_min_len(AUTHORS_AT_ONCE).filter_map(author).collect();
    let mut found: HashMap<Uuid, Vec<Ranked>, RandomState> = HashMap::default();
    for (author, one) in with_authors {
        let things = found.entry(author).or_default();
        if things.len() < weigh::EVIDENCE_EACH_MAX {
            things.push(one);
        }
    }
    // Words that go with a question add to what somebody said about it; they are no answer alone.
    found.retain(|_, things| things.iter().any(|one| one.found.typed != 0));
    let weighed = |(author, things): (Uuid, Vec<Ranked>)| {
        let sum: f32 = things.iter().map(|one| weigh::evidence(one.key / possible)).sum();
        let days = things.iter().map(|one| parts[one.at].cards.card(one.found.doc).day());
        (sum * weigh::lately(days.max().unwrap_or(0), now), author, things)
    };
    let evidence = |(weight, author, things): (f32, Uuid, Vec<Ranked>)| {
        let thing = |one: &Ranked| thing(&parts[one.at], one, possible);
        (author, Evidence { weight, things: things.iter().map(thing).collect() })
    };
    of_the_heaviest(found.into_iter().map(weighed).collect()).into_iter().map(evidence).collect()
}

fn thing(part: &Part, one: &Ranked, possible: f32) -> Thing {
    let Match { doc, typed, .. } = one.found;
    let weight = weigh::evidence(one.key / possible);
    Thing { hit: hit(part, doc), weight, is_accepted: part.is_accepted(doc), typed, at: part.at(doc) }
}

fn of_the_heaviest<T>(mut found: Vec<(f32, Uuid, T)>) -> Vec<(f32, Uuid, T)> {
    if found.len() > weigh::PEOPLE_MAX {
        found.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
        found.truncate(weigh::PEOPLE_MAX);
    }
    found
}

/// A match of a segment, with what it is ordered by.
#[derive(Clone, Copy)]
struct Ranked {
    key: f32,
    at: usize,
    found: Match,
}

/// The first so many. Equals are ordered by their ids, so that an order does not depend on how the index grew; ids are read
/// of equals alone.
struct Best {
    most: usize,
    /// What is smaller is out.
    least: f32,
    /// From so many on the smaller ones are let go.
    sifted_from: usize,
    found: Vec<Ranked>,
}

impl Best {
    fn of(most: usize) -> Self {
        Self { most, least: f32::MIN, sifted_from: 2 * most, found: Vec::with_capacity(2 * most) }
    }

    #[inline]
    fn offer(&mut self, key: f32, at: usize, found: &Match) {
        if key >= self.least {
            self.found.push(Ranked { key, at, found: *found });
            if self.found.len() >= self.sifted_from {
                self.sift();
            }
        }
    }

    /// Lets go of what is smaller than the last that may stay; its equals stay.
    fn sift(&mut self) {
        if self.found.len() > self.most {
            let larger = |one: &Ranked, other: &Ranked| other.key.total_cmp(&one.key);
            let (_, least, _) = self.found.select_nth_unstable_by(self.most - 1, larger);
            self.least = least.key;
            self.found.retain(|one| one.key >= self.least);
            self.sifted_from = 2 * self.found.len();
        }
    }

    fn into_sorted(mut self, parts: &[Part]) -> Vec<Ranked> {
        self.sift();
        self.found.sort_unstable_by(|one, other| other.key.total_cmp(&one.key));
        let id = |one: &Ranked| Reverse(parts[one.at].id(one.found.doc));
        for equals in self.found.chunk_by_mut(|one, other| one.key == other.key) {
            if equals.len() > 1 {
                equals.sort_by_cached_key(id);
            }
        }
        self.found.truncate(self.most);
        self.found
    }
}
