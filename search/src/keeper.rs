//! Keeps the index up to date: opens it or builds it anew, then follows the queue of changes.
//!
//! The queue is written in the transaction of each change. The index stores how far it has read in the same commit as
//! the documents, so a killed process goes on exactly where its last commit was. Home changes overtake a peer's flood:
//! after every batch the home lane is looked at first.
//!
//! Subjects, synonyms and filters are in every document. When they changed, whoever changed them, everything is built
//! anew beside the index in use, which goes on following the queue until the new one takes its place.

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
use crate::shelf::Building;

/// An own change is to be found within two seconds; this is looked up far more often than it happens.
const LOOK_EVERY: Duration = Duration::from_millis(300);
/// After a failure, doubled each time: short enough that few notice the repair, in the end long enough not to keep a
/// machine busy whose disk stays full.
const RETRY_AFTER: Duration = Duration::from_secs(2);
const RETRY_AFTER_MAX: Duration = Duration::from_secs(60);
/// Small home batches show at once; large replica batches cost few commits.
const HOME_BATCH: i64 = 200;
const REPLICA_BATCH: i64 = 2_000;
/// People read from the database at once while building.
const BUILD_BATCH: i64 = 2_000;
/// Without changes for so long, the writer lets its memory go.
const REST_AFTER: Duration = Duration::from_secs(30);

/// What happens to marks once an index holds their people.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    Forget,
    /// An index that is being built needs them too.
    Keep,
}

impl People {
    /// Works until `stop`. Errors are logged and tried again: a search without index is a normal day.
    pub async fn work(&self, stop: CancellationToken) {
        let mut busy_at = Instant::now();
        let mut retry_after = RETRY_AFTER;
        while !stop.is_cancelled() {
            let pause = match self.step().await {
                Ok(is_busy) => {
                    retry_after = RETRY_AFTER;
                    if is_busy {
                        busy_at = Instant::now();
                        continue;
                    }
                    LOOK_EVERY
                }
                Err(error) => {
                    tracing::warn!(%error, "could not bring the people index up to date");
                    let pause = retry_after;
                    retry_after = (pause * 2).min(RETRY_AFTER_MAX);
                    pause
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

    /// One step: an index if there is none, a new one if the vocabulary changed, otherwise one batch. True when there may
    /// be more to do.
    pub async fn step(&self) -> Result<bool> {
        let Some(index) = self.index() else { return self.open_or_build().await.map(|()| true) };
        if index.progress().vocabulary != index_feed::vocabulary(&self.db).await? {
            tracing::info!("subjects or filters changed: building the people index anew");
            let built = self.rebuild().await;
            if built.is_err() {
                self.follow_meanwhile().await;
            }
            return built.map(|()| true);
        }
        match self.follow(&index, Marks::Forget).await {
            Ok(false) => self.look_after(index).await,
            Err(error) if error.is_of_the_index() => {
                self.look_again(index).await;
                Err(error)
            }
            done => done,
        }
    }

    /// Steps until nothing is left to do.
    pub async fn catch_up(&self) -> Result<()> {
        while self.step().await? {}
        Ok(())
    }

    /// Lets go of an index whose files somebody else changed: names are searched until it is read, or built, anew.
    async fn look_after(&self, index: Arc<Embedded>) -> Result<bool> {
        let is_tampered_with = blocking(move || Ok(index.is_tampered_with())).await?;
        if is_tampered_with {
            tracing::error!("files of the people index were changed from outside; it is read anew");
            self.set_index(None);
        }
        Ok(is_tampered_with)
    }

    /// After a write that failed. The last commit, opened anew with a writer of its own, tells whether the disk was full
    /// or the index is damaged; only then names are searched meanwhile.
    async fn look_again(&self, index: Arc<Embedded>) {
        drop(index);
        self.set_index(self.open().await.ok().map(Arc::new));
    }

    async fn open_or_build(&self) -> Result<()> {
        match self.open().await {
            Ok(index) => self.use_from_now_on(index).await,
            Err(error @ Error::Database(_)) => Err(error),
            Err(error) => {
                tracing::info!(reason = %error, "building the people index");
                if error.is_of_the_index() {
                    self.shelf.put_aside()?;
                }
                self.rebuild().await
            }
        }
    }

    async fn open(&self) -> Result<Embedded> {
        let (shelf, analyser) = (Arc::clone(&self.shelf), self.analyser());
        let index = blocking(move || shelf.open(&analyser)).await?;
        // A database that came back from a backup has given out fewer numbers than an index of later days has read.
        match index.progress().last() > index_feed::last_seq(&self.db).await? {
            true => Err(Error::Ahead),
            false => Ok(index),
        }
    }

    /// Builds a new index beside the one in use and swaps. Searches go on meanwhile.
    pub async fn rebuild(&self) -> Result<()> {
        // Both are read before what they count: whatever changes from here on has a higher number.
        let vocabulary = index_feed::vocabulary(&self.db).await?;
        self.read_taxonomy().await?;
        let seq = index_feed::last_seq(&self.db).await?;
        let (shelf, analyser) = (Arc::clone(&self.shelf), self.analyser());
        let building = Arc::new(blocking(move || shelf.begin(&analyser)).await?);
        self.fill(&building).await?;
        let shelf = Arc::clone(&self.shelf);
        let index = blocking(move || {
            building.index.commit(Progress { home: seq, replica: seq, vocabulary })?;
            building.index.compact()?;
            building.index.rest()?;
            shelf.finish(Arc::into_inner(building).ok_or(Error::BrokeOff)?)
        });
        self.use_from_now_on(index.await?).await
    }

    /// Marks that it has read are done with, also where a process died before it could say so.
    async fn use_from_now_on(&self, index: Embedded) -> Result<()> {
        let Progress { home, replica, .. } = index.progress();
        self.set_index(Some(Arc::new(index)));
        index_feed::forget(&self.db, Lane::Home, home).await?;
        Ok(index_feed::forget(&self.db, Lane::Replica, replica).await?)
    }

    async fn fill(&self, building: &Arc<Building>) -> Result<()> {
        let mut batch = self.batch_after(None).await?;
        while let Some((last, changes)) = batch {
            let building = Arc::clone(building);
            let write = blocking(move || building.index.write(&changes, Pace::Bulk));
            // The next people are read while these are written.
            ((), batch) = tokio::try_join!(write, self.batch_after(Some(last)))?;
            self.follow_meanwhile().await;
        }
        Ok(())
    }

    /// The index in use goes on showing changes. What goes wrong with it does not matter: its successor is on the way.
    async fn follow_meanwhile(&self) {
        let Some(index) = self.index() else { return };
        if let Err(error) = self.follow(&index, Marks::Keep).await {
            tracing::debug!(%error, "the people index in use fell behind while another is built");
        }
    }

    async fn batch_after(&self, after: Option<PersonId>) -> Result<Option<(PersonId, Vec<Change>)>> {
        let ids = people::list_ids_after(&self.db, after, BUILD_BATCH).await?;
        match ids.last() {
            Some(last) => Ok(Some((*last, self.changes(&ids).await?))),
            None => Ok(None),
        }
    }

    /// One batch of the queue, home first.
    async fn follow(&self, index: &Arc<Embedded>, marks: Marks) -> Result<bool> {
        let progress = index.progress();
        let home = index_feed::list(&self.db, Lane::Home, progress.home, HOME_BATCH).await?;
        if let Some(last) = home.last() {
            let progress = Progress { home: last.seq, ..progress };
            self.take(index, &home, progress).await?;
            return self.done_with(marks, Lane::Home, last.seq).await;
        }
        let replica = index_feed::list(&self.db, Lane::Replica, progress.replica, REPLICA_BATCH).await?;
        if let Some(last) = replica.last() {
            let progress = Progress { replica: last.seq, ..progress };
            self.take(index, &replica, progress).await?;
            return self.done_with(marks, Lane::Replica, last.seq).await;
        }
        Ok(false)
    }

    async fn take(&self, index: &Arc<Embedded>, marks: &[Mark], progress: Progress) -> Result<()> {
        let changes = self.changes(&distinct(marks)).await?;
        let writing = Arc::clone(index);
        blocking(move || {
            writing.write(&changes, Pace::Calm)?;
            writing.commit(progress)
        })
        .await
    }

    async fn done_with(&self, marks: Marks, lane: Lane, seq: i64) -> Result<bool> {
        if marks == Marks::Forget {
            index_feed::forget(&self.db, lane, seq).await?;
        }
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
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::BrokeOff)?
}
