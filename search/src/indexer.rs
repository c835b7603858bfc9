//! Keeps the index up to date: opens it or builds it anew, then follows the queue of changes.
//!
//! The queue is written in the transaction of each change. The index stores how far it has read in the same commit as
//! the documents, so a killed process goes on exactly where its last commit was. Home changes overtake a peer's flood:
//! after every batch the home lane is looked at first.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::ids::PersonId;
use domain::index_feed::{self, Lane, Mark};
use domain::people;
use tokio_util::sync::CancellationToken;

use crate::embedded::{Change, Embedded, Pace, Progress};
use crate::error::{Error, Result};
use crate::mapping::Reader;
use crate::people::People;

/// An own change is to be found within two seconds; this is looked up far more often than it happens.
const LOOK_EVERY: Duration = Duration::from_millis(300);
/// After a failure: long enough not to fill the log, short enough that nobody notices the repair.
const RETRY_AFTER: Duration = Duration::from_secs(5);
/// Small home batches show at once; large replica batches cost few commits.
const HOME_BATCH: i64 = 200;
const REPLICA_BATCH: i64 = 2_000;
/// People read from the database at once while building.
const BUILD_BATCH: i64 = 2_000;
/// Without changes for so long, the writer lets its memory go.
const REST_AFTER: Duration = Duration::from_secs(30);

impl People {
    /// Works until `stop`. Errors are logged and tried again: a search without index is a normal day.
    pub async fn work(&self, stop: CancellationToken) {
        let mut busy_at = Instant::now();
        while !stop.is_cancelled() {
            let pause = match self.step().await {
                Ok(true) => {
                    busy_at = Instant::now();
                    continue;
                }
                Ok(false) => LOOK_EVERY,
                Err(error) => {
                    tracing::warn!(%error, "could not bring the people index up to date");
                    RETRY_AFTER
                }
            };
            if busy_at.elapsed() > REST_AFTER {
                self.rest();
                busy_at = Instant::now();
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// One step: an index if there is none, otherwise one batch. True when there may be more to do.
    pub async fn step(&self) -> Result<bool> {
        match self.index() {
            None => self.open_or_build().await.map(|()| true),
            Some(index) => self.follow(&index).await,
        }
    }

    /// Steps until nothing is left to do.
    pub async fn catch_up(&self) -> Result<()> {
        while self.step().await? {}
        Ok(())
    }

    async fn open_or_build(&self) -> Result<()> {
        match self.open().await {
            Ok(index) => {
                self.set_index(Some(Arc::new(index)));
                Ok(())
            }
            Err(error) => {
                tracing::info!(reason = %error, "building the people index");
                if matches!(error, Error::Damaged(_) | Error::Index(_) | Error::Io(_)) {
                    self.shelf.put_aside()?;
                }
                self.rebuild().await
            }
        }
    }

    async fn open(&self) -> Result<Embedded> {
        let (shelf, analyser) = (Arc::clone(&self.shelf), self.analyser());
        blocking(move || shelf.open(&analyser)).await
    }

    /// Builds a new index beside the one in use and swaps. Searches go on meanwhile.
    pub async fn rebuild(&self) -> Result<()> {
        self.read_taxonomy().await?;
        // Read before the people are: whatever changes from here on is in the queue behind this number.
        let seq = index_feed::last_seq(&self.db).await?;
        let (shelf, analyser) = (Arc::clone(&self.shelf), self.analyser());
        let building = Arc::new(blocking(move || shelf.begin(&analyser)).await?);
        let mut batch = self.batch_after(None).await?;
        while let Some((last, changes)) = batch {
            let building = Arc::clone(&building);
            let write = blocking(move || building.index.write(&changes, Pace::Bulk));
            // The next people are read while these are written.
            ((), batch) = tokio::try_join!(write, self.batch_after(Some(last)))?;
        }
        let shelf = Arc::clone(&self.shelf);
        let index = blocking(move || {
            building.index.commit(Progress { home: seq, replica: seq })?;
            building.index.compact()?;
            building.index.rest()?;
            shelf.finish(Arc::into_inner(building).ok_or(Error::Missing)?)
        });
        self.set_index(Some(Arc::new(index.await?)));
        Ok(())
    }

    async fn batch_after(&self, after: Option<PersonId>) -> Result<Option<(PersonId, Vec<Change>)>> {
        let ids = people::list_ids_after(&self.db, after, BUILD_BATCH).await?;
        match ids.last() {
            Some(last) => Ok(Some((*last, self.changes(&ids).await?))),
            None => Ok(None),
        }
    }

    /// One batch of the queue, home first.
    async fn follow(&self, index: &Arc<Embedded>) -> Result<bool> {
        let progress = index.progress();
        let home = index_feed::list(&self.db, Lane::Home, progress.home, HOME_BATCH).await?;
        if let Some(last) = home.last() {
            let progress = Progress { home: last.seq, ..progress };
            return self.take(index, &home, progress, Lane::Home, last.seq).await;
        }
        let replica = index_feed::list(&self.db, Lane::Replica, progress.replica, REPLICA_BATCH).await?;
        if let Some(last) = replica.last() {
            let progress = Progress { replica: last.seq, ..progress };
            return self.take(index, &replica, progress, Lane::Replica, last.seq).await;
        }
        Ok(false)
    }

    async fn take(
        &self,
        index: &Arc<Embedded>,
        marks: &[Mark],
        progress: Progress,
        lane: Lane,
        seq: i64,
    ) -> Result<bool> {
        let changes = self.changes(&distinct(marks)).await?;
        let writing = Arc::clone(index);
        blocking(move || {
            writing.write(&changes, Pace::Calm)?;
            writing.commit(progress)
        })
        .await?;
        index_feed::forget(&self.db, lane, seq).await?;
        Ok(true)
    }

    /// What the index shall know of these people; who does not exist any more gets an empty change.
    async fn changes(&self, ids: &[PersonId]) -> Result<Vec<Change>> {
        let people = people::list(&self.db, ids).await?;
        let (analyser, filters) = (self.analyser(), self.filters());
        let reader = Reader { analyser: &analyser, filters: &filters };
        let found: HashSet<PersonId> = people.iter().map(|person| person.id).collect();
        let gone =
            ids.iter().filter(|id| !found.contains(id)).map(|id| Change { person: id.0, docs: Vec::new() });
        Ok(people.iter().map(|person| reader.change(person)).chain(gone).collect())
    }

    fn rest(&self) {
        if let Some(Err(error)) = self.index().map(|index| index.rest()) {
            tracing::warn!(%error, "the index writer did not come to rest");
        }
    }
}

fn distinct(marks: &[Mark]) -> Vec<PersonId> {
    let mut seen = HashSet::new();
    marks.iter().map(|mark| mark.person_id).filter(|id| seen.insert(*id)).collect()
}

/// Disk and processor work, away from the threads that answer requests.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Missing)?
}
