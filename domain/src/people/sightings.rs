//! How often somebody was among the first of a search, for himself alone: a count, never by whom and never for what.
//!
//! Whoever watches his own count must learn nothing about others. So it stands still from Monday to Monday, goes in coarse steps,
//! begins at five, and one searcher counts once a day. What holds that apart is in memory, of one day, and under a key that is
//! written nowhere. His own searches do not count.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::json;

use crate::audit;
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql};
use crate::error::Result;
use crate::ids::PersonId;
use crate::people::{self, Scope};
use crate::principal::Principal;

/// So many of an answer count as found.
pub const FIRST: usize = 10;
/// The days that a count covers.
const DAYS: i64 = 30;
/// Rows older than this are in no count: one stands still for up to a week.
pub(crate) const DAYS_KEPT: i64 = 40;
/// What a count is rounded down to. Under the second step nothing is told apart, nobody from four.
const STEPS: [i64; 11] = [0, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];
/// People in one transaction; about 20 ms.
const BATCH: usize = 200;
/// Past this a day counts nobody more. About 10 MB of memory.
const PAIRS_MAX: usize = 500_000;
/// Held while counts are added, and while somebody stops being counted.
const LOCK: &str = "person_sighting";

/// What was seen since it was last written down.
#[derive(Debug, Default)]
pub struct Sightings(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    day: i64,
    /// Who saw whom today, as numbers that only this process can make and nobody can read back.
    pairs: HashSet<u64>,
    key: RandomState,
    fresh: HashMap<(PersonId, i64), i64>,
}

/// One's own count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sighted {
    /// Nobody finds him, so there is nothing to count.
    Unfindable,
    /// He does not want to be counted.
    Uncounted,
    /// At least so many times from the first of these days to the last; less than `below`, if there is a further step.
    Times { from: Timestamp, until: Timestamp, at_least: i64, below: Option<i64> },
}

impl Sightings {
    /// Counts those whom an answer showed first.
    pub fn note(&self, searcher: PersonId, found: impl Iterator<Item = PersonId>, now: Timestamp) {
        let mut seen = self.lock();
        seen.turn_to(now.day());
        for person in found.take(FIRST).filter(|person| *person != searcher) {
            let pair = seen.key.hash_one((searcher, person));
            if seen.pairs.len() < PAIRS_MAX && seen.pairs.insert(pair) {
                *seen.fresh.entry((person, now.day())).or_default() += 1;
            }
        }
    }

    /// Adds what was counted to the database, for people of ours who are found and want it. What could not be written is kept
    /// for the next time.
    pub async fn write_down(&self, db: &Db) -> Result<()> {
        let mut fresh: Vec<_> = mem::take(&mut self.lock().fresh).into_iter().collect();
        fresh.sort_unstable();
        for (at, part) in fresh.chunks(BATCH).enumerate() {
            if let Err(error) = db.write(async |tx| write_some(tx, part).await).await {
                self.put_back(&fresh[at * BATCH..]);
                return Err(error);
            }
        }
        Ok(())
    }

    fn put_back(&self, part: &[((PersonId, i64), i64)]) {
        let mut seen = self.lock();
        for (whose, count) in part {
            *seen.fresh.entry(*whose).or_default() += count;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seen {
    fn turn_to(&mut self, day: i64) {
        if self.day != day {
            (self.day, self.pairs, self.key) = (day, HashSet::new(), RandomState::new());
        }
    }
}

async fn write_some(tx: &mut Tx, part: &[((PersonId, i64), i64)]) -> Result<()> {
    tx.lock(LOCK).await?;
    let people = part.iter().map(|((person, _), _)| *person);
    let counted: HashSet<PersonId> = sql("select person.id from person \
         join instance on instance.id = person.instance_id \
         where person.id in (..) and instance.is_local and person.deleted_at is null and person.scope <> 'none' \
         and not exists (select 1 from person_uncounted where person_uncounted.person_id = person.id)")
    .bind_list(people)
    .column(&mut *tx)
    .await?
    .into_iter()
    .collect();
    for ((person, day), count) in part.iter().filter(|((person, _), _)| counted.contains(person)) {
        sql("insert into person_sighting (person_id, day, count) values ($1, $2, $3) \
             on conflict (person_id, day) do update set count = person_sighting.count + excluded.count")
        .bind(*person)
        .bind(*day)
        .bind(*count)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// How often somebody was among the first in the thirty days before this week; for that person alone, and for an administrator
/// who answers a request on paper.
pub async fn find(db: &Db, principal: &Principal, id: PersonId) -> Result<Sighted> {
    principal.require_self_or_administrator(id)?;
    if people::find_local(db, id).await?.scope == Scope::None {
        return Ok(Sighted::Unfindable);
    }
    if is_uncounted(db, id).await? {
        return Ok(Sighted::Uncounted);
    }
    let end = week_of(db.now().day());
    let count: i64 = sql("select cast(coalesce(sum(count), 0) as bigint) from person_sighting \
         where person_id = $1 and day >= $2 and day < $3")
    .bind(id)
    .bind(end - DAYS)
    .bind(end)
    .scalar(db)
    .await?;
    let (at_least, below) = step(count);
    let (from, until) = (Timestamp::of_day(end - DAYS), Timestamp::of_day(end - 1));
    Ok(Sighted::Times { from, until, at_least, below })
}

/// The Monday on or before a day. 1970 began on a Thursday.
fn week_of(day: i64) -> i64 {
    day - (day + 3).rem_euclid(7)
}

/// The step on which a count stands, and the next.
fn step(count: i64) -> (i64, Option<i64>) {
    let at = STEPS.iter().rposition(|step| *step <= count).unwrap_or(0);
    (STEPS[at], STEPS.get(at + 1).copied())
}

/// From now on nothing is counted of oneself, and what was is gone.
pub async fn stop(tx: &mut Tx, principal: &Principal) -> Result<()> {
    let person = principal.require_member()?.person_id;
    tx.lock(LOCK).await?;
    let now = tx.now();
    let count = sql(
        "insert into person_uncounted (person_id, since) values ($1, $2) on conflict (person_id) do nothing",
    )
    .bind(person)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    delete_counts(tx, person).await?;
    if count == 0 { Ok(()) } else { told(tx, principal, person, "person.count_stop").await }
}

/// Counts again, from nothing.
pub async fn start(tx: &mut Tx, principal: &Principal) -> Result<()> {
    let person = principal.require_member()?.person_id;
    let count =
        sql("delete from person_uncounted where person_id = $1").bind(person).execute(&mut *tx).await?;
    if count == 0 { Ok(()) } else { told(tx, principal, person, "person.count_start").await }
}

async fn told(tx: &mut Tx, principal: &Principal, person: PersonId, action: &str) -> Result<()> {
    audit::record(tx, principal, action, &format!("person:{person}"), json!({})).await
}

async fn is_uncounted(on: impl Into<On<'_>>, person: PersonId) -> Result<bool> {
    let rows: i64 =
        sql("select count(*) from person_uncounted where person_id = $1").bind(person).scalar(on).await?;
    Ok(rows > 0)
}

async fn delete_counts(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql("delete from person_sighting where person_id = $1").bind(person).execute(tx).await?;
    Ok(())
}

/// Whoever is no longer found has nothing to count.
pub(super) async fn forget_counts(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.lock(LOCK).await?;
    delete_counts(tx, person).await
}

/// Whoever is no more has no choice either.
pub(super) async fn forget_of(tx: &mut Tx, person: PersonId) -> Result<()> {
    forget_counts(tx, person).await?;
    sql("delete from person_uncounted where person_id = $1").bind(person).execute(tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_stands_on_a_step() {
        let of = |count| step(count).0;
        assert_eq!([of(0), of(4), of(5), of(9), of(19), of(20), of(99_999)], [0, 0, 5, 5, 10, 20, 5_000]);
        assert_eq!([step(3).1, step(7).1, step(9_000).1], [Some(5), Some(10), None]);
    }

    #[test]
    fn a_week_begins_on_monday() {
        let day = |text: &str| Timestamp::parse_rfc3339(text).unwrap().day();
        let monday = day("2026-11-23T00:00:00Z");
        assert_eq!(week_of(monday), monday);
        assert_eq!(week_of(day("2026-11-29T23:59:59Z")), monday);
        assert_eq!(week_of(day("2026-11-30T00:00:00Z")), monday + 7);
    }

    #[test]
    fn one_searcher_counts_once_a_day_and_oneself_never() {
        let (seen, now) = (Sightings::default(), Timestamp::from_seconds(1_000_000));
        let person = |n| PersonId(uuid::Uuid::from_u128(n));
        for _ in 0..3 {
            seen.note(person(1), [1, 2, 3].map(person).into_iter(), now);
        }
        seen.note(person(2), [2, 3].map(person).into_iter(), now);
        seen.note(person(1), (2..20).map(person), now);
        let count = |n| seen.lock().fresh.get(&(person(n), now.day())).copied();
        assert_eq!(
            [count(1), count(2), count(3), count(11), count(12)],
            [None, Some(1), Some(2), Some(1), None]
        );
        let tomorrow = Timestamp::of_day(now.day() + 1);
        seen.note(person(1), [person(3)].into_iter(), tomorrow);
        assert_eq!(seen.lock().fresh.get(&(person(3), tomorrow.day())), Some(&1));
    }
}
