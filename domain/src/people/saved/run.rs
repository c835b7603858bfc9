//! When a kept search is run, and what comes of it. A run is a whole search, so it is left out while nothing changed.

use std::collections::HashSet;
use std::time::Duration;

use super::{COLUMNS, Found, Outcome, SavedSearch};
use crate::clock::Timestamp;
use crate::db::{On, Tx, sql, sql_from};
use crate::error::Result;
use crate::ids::{PersonId, SavedSearchId};
use crate::jobs::{self, Job};
use crate::notifications::{self, Notice};

/// Whom a search remembers; it finds no more than half of them at once.
const KNOWN_MAX: usize = 400;
/// How often a search is run.
const EVERY: Duration = Duration::from_secs(55 * 60);
/// How often though nothing changed.
const ANYWAY: Duration = Duration::from_secs(24 * 3600);

/// Has the searches run whose time it is, if there are any.
pub(crate) async fn wake(tx: &mut Tx) -> Result<()> {
    let (now, changes) = (tx.now(), changes(&mut *tx).await?);
    if list_due(&mut *tx, now, changes, 1).await?.is_empty() {
        return Ok(());
    }
    jobs::enqueue(tx, &Job::RunSavedSearches).await
}

/// The searches that are to be run now, those longest ago first. One that was run since the last of these `changes` finds what it
/// found, and is left; but once a day, since whom its owner may find can change with his own place.
pub async fn list_due(
    on: impl Into<On<'_>>,
    now: Timestamp,
    changes: i64,
    limit: i64,
) -> Result<Vec<SavedSearch>> {
    let text = format!(
        "select {COLUMNS} from saved_search where is_told and removed_at is null and checked_at < $1 \
         and (not is_settled or changes <> $2 or ran_at < $3) order by checked_at, id limit $4"
    );
    let found: Vec<Found> = sql_from(text)
        .bind(now.minus(EVERY))
        .bind(changes)
        .bind(now.minus(ANYWAY))
        .bind(limit)
        .all(on)
        .await?;
    found.into_iter().map(Found::read).collect()
}

/// How often anything changed that a search for people can find: people, subjects with their words, and what is published.
pub async fn changes(on: impl Into<On<'_>>) -> Result<i64> {
    let text = "select cast(coalesce(sum(value), 0) as bigint) from counter where stream in ('index', 'vocabulary', 'published')";
    sql(text).scalar(on).await
}

/// What a run found after so many `changes`; `None`: it could not be asked. Whoever it never found before is told of.
pub async fn ran(tx: &mut Tx, id: SavedSearchId, changes: i64, outcome: Option<&Outcome>) -> Result<()> {
    let text = format!("select {COLUMNS} from saved_search where id = $1 and is_told and removed_at is null");
    let found: Option<Found> = sql_from(text).bind(id).optional(&mut *tx).await?;
    let Some(mut search) = found.map(Found::read).transpose()? else { return Ok(()) };
    let Some(outcome) = outcome else { return checked(tx, &search).await };
    settle(tx, id, changes).await?;
    let fresh = search.take(outcome);
    checked(tx, &search).await?;
    if fresh == 0 {
        return Ok(());
    }
    let notice = Notice::new("saved_search", format!("{}:{}", search.key(), search.looks))
        .with("search", &search.id.to_string())
        .with("name", &search.name)
        .with("count", &search.news.len().to_string());
    notifications::tell(tx, search.person_id, notice.clone()).await?;
    notifications::restate(tx, search.person_id, &notice).await
}

impl SavedSearch {
    /// Takes over what was found; gives how many were never found before.
    fn take(&mut self, outcome: &Outcome) -> usize {
        let Outcome::People(found) = outcome else {
            self.is_broad = true;
            return 0;
        };
        self.is_broad = false;
        let is_first = self.known.is_none();
        let known = self.known.get_or_insert_default();
        let seen: HashSet<PersonId> = known.iter().copied().collect();
        let mut fresh: Vec<PersonId> = found.iter().copied().filter(|id| !seen.contains(id)).collect();
        fresh.retain(|id| *id != self.person_id);
        let found_now: HashSet<PersonId> = found.iter().copied().collect();
        // Whom it finds no longer is remembered longest ago last.
        known.retain(|id| !found_now.contains(id));
        known.splice(0..0, found.iter().copied());
        known.truncate(KNOWN_MAX);
        self.news.retain(|id| found_now.contains(id));
        if is_first {
            return 0;
        }
        self.news.extend(&fresh);
        fresh.len()
    }
}

/// An index is a few seconds behind the changes, when it is new for longer. So a search is settled when it was run twice with as
/// many, an hour between.
async fn settle(tx: &mut Tx, id: SavedSearchId, changes: i64) -> Result<()> {
    sql("update saved_search set is_settled = (changes is not null and changes = $2), changes = $2, ran_at = $3 where id = $1")
        .bind(id)
        .bind(changes)
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(())
}

async fn checked(tx: &mut Tx, search: &SavedSearch) -> Result<()> {
    let known = search.known.as_ref().map(serde_json::to_string).transpose()?;
    sql("update saved_search set known = $2, news = $3, is_broad = $4, checked_at = $5 where id = $1")
        .bind(search.id)
        .bind(known)
        .bind(serde_json::to_string(&search.news)?)
        .bind(search.is_broad)
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(())
}
