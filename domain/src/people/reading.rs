//! How much of the address book somebody reads in a day. Past a limit he waits until the next day; whoever reads unusually much
//! is written down for administrators, by counts alone: not what he looked for, and not whom he read.
//!
//! Counted in memory, since no page should wait for a write, and added to the database by [`Readers::write_down`] every so
//! often: what several nodes counted, and what was counted before a restart, comes together there.

use std::collections::HashMap;
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::json;

use crate::audit;
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql};
use crate::error::{Error, Result};
use crate::ids::PersonId;
use crate::principal::Principal;

/// Readers in one transaction; about 20 ms.
const BATCH: usize = 200;
/// About 10 MB of memory.
const TALLIES_MAX: usize = 50_000;

/// A way of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Names offered for what somebody types.
    Names,
    /// One page of an answer to a search.
    Search,
    /// One opened profile.
    Profile,
}

/// How much of each in a day, and from which part of it the audit is told.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub names: i64,
    pub searches: i64,
    pub profiles: i64,
    /// Profiles that one peer asks for one by one.
    pub peer_profiles: i64,
    pub logged_from_percent: i64,
}

/// What somebody read in one day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    pub names: i64,
    pub searches: i64,
    pub profiles: i64,
}

/// What everybody read, as far as this node knows. Cheap to ask, never waits.
#[derive(Debug)]
pub struct Readers {
    limits: Limits,
    tallies: Mutex<HashMap<(Reader, i64), Tally>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Reader {
    Person(PersonId),
    Peer(String),
}

#[derive(Debug, Default)]
struct Tally {
    /// In the database, or on its way there.
    written: Counts,
    fresh: Counts,
}

/// One reader's day that is not yet in the database.
type Fresh = ((Reader, i64), Counts);

impl Readers {
    pub fn new(limits: Limits) -> Self {
        Self { limits, tallies: Mutex::default() }
    }

    /// Counts one reading, or refuses it with the time until the next day. Nobody counts strangers and Plein itself.
    pub fn take(&self, principal: &Principal, what: What, now: Timestamp) -> Result<()> {
        let Some(reader) = Reader::of(principal) else { return Ok(()) };
        let limit = self.limits.of(&reader).of(what);
        let mut tallies = self.lock();
        make_room(&mut tallies);
        let tally = tallies.entry((reader, now.day())).or_default();
        if tally.written.of(what) + tally.fresh.of(what) >= limit {
            return Err(Error::Limited { key: "error-reading-day", retry_after: until_tomorrow(now) });
        }
        *tally.fresh.of_mut(what) += 1;
        Ok(())
    }

    /// Adds what was counted since to the database, and tells the audit who read unusually much: once a day for each. What
    /// could not be written is kept for the next time.
    pub async fn write_down(&self, db: &Db) -> Result<()> {
        let fresh = self.take_fresh(db.now());
        for (at, part) in fresh.chunks(BATCH).enumerate() {
            match db.write(async |tx| write_some(tx, &self.limits, part).await).await {
                Ok(totals) => self.know(part, totals),
                Err(error) => {
                    self.put_back(&fresh[at * BATCH..]);
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// In the order of readers, so that two nodes never wait for each other. Days that are over go with it.
    fn take_fresh(&self, now: Timestamp) -> Vec<Fresh> {
        let mut tallies = self.lock();
        let mut fresh: Vec<_> = tallies
            .iter_mut()
            .filter(|(_, tally)| tally.fresh != Counts::default())
            .map(|(whose, tally)| (whose.clone(), tally.move_fresh()))
            .collect();
        tallies.retain(|(_, day), _| *day >= now.day());
        fresh.sort_by(|one, other| one.0.cmp(&other.0));
        fresh
    }

    fn know(&self, part: &[Fresh], totals: Vec<Counts>) {
        let mut tallies = self.lock();
        for ((whose, _), total) in part.iter().zip(totals) {
            if let Some(tally) = tallies.get_mut(whose) {
                tally.written = total;
            }
        }
    }

    fn put_back(&self, part: &[Fresh]) {
        let mut tallies = self.lock();
        for (whose, counts) in part {
            let tally = tallies.entry(whose.clone()).or_default();
            tally.fresh = tally.fresh.plus(*counts);
            tally.written = tally.written.minus(*counts);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(Reader, i64), Tally>> {
        self.tallies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tally {
    fn move_fresh(&mut self) -> Counts {
        let fresh = mem::take(&mut self.fresh);
        self.written = self.written.plus(fresh);
        fresh
    }
}

/// Forgets whose counts are written down; they come back with the next writing.
fn make_room(tallies: &mut HashMap<(Reader, i64), Tally>) {
    if tallies.len() >= TALLIES_MAX {
        tallies.retain(|_, tally| tally.fresh != Counts::default());
    }
    if tallies.len() >= TALLIES_MAX {
        tallies.clear();
    }
}

fn until_tomorrow(now: Timestamp) -> Duration {
    Timestamp::of_day(now.day() + 1).since(now)
}

/// Gives what each read today in all.
async fn write_some(tx: &mut Tx, limits: &Limits, part: &[Fresh]) -> Result<Vec<Counts>> {
    let mut totals = Vec::with_capacity(part.len());
    for ((reader, day), counts) in part {
        let (total, is_logged) = add(tx, reader, *day, *counts).await?;
        if !is_logged && limits.is_unusual(reader, total) {
            log(tx, reader, *day, total).await?;
        }
        totals.push(total);
    }
    Ok(totals)
}

async fn add(tx: &mut Tx, reader: &Reader, day: i64, counts: Counts) -> Result<(Counts, bool)> {
    let (names, searches, profiles, logged_at): (i64, i64, i64, Option<i64>) = sql(
        "insert into directory_read (reader, day, names, searches, profiles) values ($1, $2, $3, $4, $5) \
         on conflict (reader, day) do update set names = directory_read.names + excluded.names, \
         searches = directory_read.searches + excluded.searches, \
         profiles = directory_read.profiles + excluded.profiles \
         returning names, searches, profiles, logged_at",
    )
    .bind(reader.word())
    .bind(day)
    .bind(counts.names)
    .bind(counts.searches)
    .bind(counts.profiles)
    .one(tx)
    .await?;
    Ok((Counts { names, searches, profiles }, logged_at.is_some()))
}

async fn log(tx: &mut Tx, reader: &Reader, day: i64, read: Counts) -> Result<()> {
    let now = tx.now();
    sql("update directory_read set logged_at = $3 where reader = $1 and day = $2")
        .bind(reader.word())
        .bind(day)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    let act = match reader {
        Reader::Person(_) => "person.read_much",
        Reader::Peer(_) => "peer.read_much",
    };
    let detail = json!({ "day": date(day), "searches": read.searches, "profiles": read.profiles, "names": read.names });
    audit::record(tx, &Principal::System("people search"), act, &reader.word(), detail).await
}

fn date(day: i64) -> String {
    Timestamp::of_day(day).to_rfc3339().chars().take(10).collect()
}

/// What is kept about how much somebody read, day by day, for the document with what we hold about him.
pub(super) async fn list_of(on: impl Into<On<'_>>, person: PersonId) -> Result<Vec<(String, Counts)>> {
    let rows: Vec<(i64, i64, i64, i64)> =
        sql("select day, names, searches, profiles from directory_read where reader = $1 order by day")
            .bind(Reader::Person(person).word())
            .all(on)
            .await?;
    let read = |(day, names, searches, profiles)| (date(day), Counts { names, searches, profiles });
    Ok(rows.into_iter().map(read).collect())
}

/// Whoever is no more reads nothing.
pub(super) async fn forget_of(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql("delete from directory_read where reader = $1")
        .bind(Reader::Person(person).word())
        .execute(tx)
        .await?;
    Ok(())
}

impl Reader {
    fn of(principal: &Principal) -> Option<Self> {
        match principal {
            Principal::Member(member) => Some(Self::Person(member.person_id)),
            Principal::Peer { host, .. } => Some(Self::Peer(host.clone())),
            // Acts in groups, and reads at home.
            Principal::Colleague(_) | Principal::Anonymous | Principal::System(_) => None,
        }
    }

    /// As the audit names it.
    fn word(&self) -> String {
        match self {
            Self::Person(id) => format!("person:{id}"),
            Self::Peer(host) => format!("peer:{host}"),
        }
    }
}

impl Limits {
    fn of(&self, reader: &Reader) -> Counts {
        let Self { names, searches, profiles, peer_profiles, .. } = *self;
        match reader {
            Reader::Person(_) => Counts { names, searches, profiles },
            Reader::Peer(_) => Counts { names: 0, searches: 0, profiles: peer_profiles },
        }
    }

    /// More than its part of what one may read of anything in a day.
    fn is_unusual(&self, reader: &Reader, read: Counts) -> bool {
        let limit = self.of(reader);
        [What::Names, What::Search, What::Profile]
            .into_iter()
            .any(|what| read.of(what) > 0 && read.of(what) * 100 >= limit.of(what) * self.logged_from_percent)
    }
}

impl Counts {
    fn of(self, what: What) -> i64 {
        match what {
            What::Names => self.names,
            What::Search => self.searches,
            What::Profile => self.profiles,
        }
    }

    fn of_mut(&mut self, what: What) -> &mut i64 {
        match what {
            What::Names => &mut self.names,
            What::Search => &mut self.searches,
            What::Profile => &mut self.profiles,
        }
    }

    fn plus(self, more: Self) -> Self {
        Self {
            names: self.names + more.names,
            searches: self.searches + more.searches,
            profiles: self.profiles + more.profiles,
        }
    }

    fn minus(self, less: Self) -> Self {
        self.plus(Self { names: -less.names, searches: -less.searches, profiles: -less.profiles })
    }
}
