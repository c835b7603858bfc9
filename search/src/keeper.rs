//! Keeps an index up to date: opens it or builds it anew, then follows the queue of changes.
//!
//! The queue is written in the transaction of each change. The index stores how far it has read in the same commit as
//! the documents, so a killed process goes on exactly where its last commit was. Home changes overtake a peer's flood:
//! after every batch the home lane is looked at first.
//!
//! Subjects, synonyms and filters are in every document. When they changed, whoever changed them, everything is built
//! anew beside the index in use, which goes on following the queue until the new one takes its place. One index is built
//! at a time: each takes all processors, and two at once take each other's memory from the caches.

use std::path::PathBuf;
use std::pin::pin;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use domain::Db;
use domain::index_feed::{self, Lane};
use tokio::sync::{Mutex, MutexGuard, mpsc};
use tokio_util::sync::CancellationToken;

use crate::error::{Error, Result};
use crate::shelf::{Building, Shelf};
use crate::vessel::{Kept, Pace, Progress};
use crate::vocabulary::Vocabulary;

/// An own change is to be found within two seconds; this is looked up far more often than it happens.
const LOOK_EVERY: Duration = Duration::from_millis(300);
/// After a failure, doubled each time: short enough that few notice the repair, in the end long enough not to keep a
/// machine busy whose disk stays full.
const RETRY_AFTER: Duration = Duration::from_secs(2);
const RETRY_AFTER_MAX: Duration = Duration::from_secs(60);
/// Without changes for so long, the writer lets its memory go.
const REST_AFTER: Duration = Duration::from_secs(30);
/// Parts of a new index that were read and wait to be written.
const PARTS_WAITING: usize = 2;

/// Whoever builds holds it.
static BUILDING: Mutex<()> = Mutex::const_new(());

/// What happens to marks once an index holds what they speak of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    Forget,
    /// An index that is being built needs them too.
    Keep,
}

/// One index of an instance: where it lies, and the one in use.
pub struct Keeper<I> {
    pub db: Db,
    /// For the log: "people".
    name: &'static str,
    pub vocabulary: Arc<Vocabulary>,
    shelf: Arc<Shelf>,
    index: RwLock<Option<Arc<I>>>,
}

/// From where an index has what it holds.
pub trait Source: Sync {
    type Index: Kept;
    type Mark: Send + Sync;
    /// How far a build has read.
    type Place: Send;
    /// Changes taken at once, home and replicated: small home batches show at once, large replica batches cost few commits.
    const BATCHES: (i64, i64);

    fn keeper(&self) -> &Keeper<Self::Index>;

    /// The newest number given out in its queue.
    fn last_seq(&self) -> impl Future<Output = Result<i64>> + Send;

    fn marks(
        &self,
        lane: Lane,
        after: i64,
        limit: i64,
    ) -> impl Future<Output = Result<Vec<Self::Mark>>> + Send;

    fn seq(mark: &Self::Mark) -> i64;

    fn forget(&self, lane: Lane, seq: i64) -> impl Future<Output = Result<()>> + Send;

    /// What the index shall know of what these marks speak of.
    fn changes(
        &self,
        marks: &[Self::Mark],
    ) -> impl Future<Output = Result<Vec<<Self::Index as Kept>::Change>>> + Send;

    /// The next part of everything there is, with where it ends; nothing at the end.
    fn part_after(
        &self,
        after: Option<Self::Place>,
    ) -> impl Future<Output = Result<Option<Part<Self>>>> + Send;
}

/// A part of everything, and where it ends.
pub type Part<S> = (<S as Source>::Place, Vec<<<S as Source>::Index as Kept>::Change>);

impl<I: Kept> Keeper<I> {
    pub fn new(vocabulary: Arc<Vocabulary>, db: Db, name: &'static str, folder: PathBuf) -> Result<Self> {
        let shelf = Arc::new(Shelf::new(folder)?);
        Ok(Self { db, name, vocabulary, shelf, index: RwLock::default() })
    }

    /// The index in use; none until it was opened or built.
    pub fn index(&self) -> Option<Arc<I>> {
        self.index.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn set_index(&self, index: Option<Arc<I>>) {
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = index;
    }

    /// Bytes on disk.
    pub fn bytes(&self) -> u64 {
        self.shelf.bytes()
    }

    /// An empty index beside the one in use.
    pub async fn begin(&self) -> Result<Building<I>> {
        let (shelf, analyser) = (Arc::clone(&self.shelf), self.vocabulary.analyser());
        blocking(move || shelf.begin(&analyser)).await
    }

    /// Lets go of an index whose files somebody else changed: it is read, or built, anew.
    async fn look_after(&self, index: Arc<I>) -> Result<bool> {
        let is_tampered_with = blocking(move || Ok(index.is_tampered_with())).await?;
        if is_tampered_with {
            tracing::error!("files of the {} index were changed from outside; it is read anew", self.name);
            self.set_index(None);
        }
        Ok(is_tampered_with)
    }

    fn rest(&self) {
        if let Some(Err(error)) = self.index().map(|index| index.rest()) {
            tracing::warn!(%error, "the writer of the {} index did not come to rest", self.name);
        }
    }
}

/// Works until `stop`, resting after a while without changes.
pub async fn work(source: &impl Source, stop: CancellationToken) {
    repeat(&Followed(source), stop).await;
}

/// What is kept up to date in steps.
pub trait Steps: Sync {
    /// For the log: "people".
    fn name(&self) -> &str;

    /// One step; true when there may be more to do.
    fn step(&self) -> impl Future<Output = Result<bool>> + Send;

    /// Lets go of what is only needed for changes.
    fn rest(&self) {}
}

struct Followed<'a, S>(&'a S);

impl<S: Source> Steps for Followed<'_, S> {
    fn name(&self) -> &str {
        self.0.keeper().name
    }

    async fn step(&self) -> Result<bool> {
        step(self.0).await
    }

    fn rest(&self) {
        self.0.keeper().rest();
    }
}

/// Takes steps until `stop`. Errors are logged and tried again: a search without index is a normal day.
pub async fn repeat(steps: &impl Steps, stop: CancellationToken) {
    let mut busy_at = Instant::now();
    let mut retry_after = RETRY_AFTER;
    while !stop.is_cancelled() {
        let pause = match steps.step().await {
            Ok(is_busy) => {
                retry_after = RETRY_AFTER;
                if is_busy {
                    busy_at = Instant::now();
                    continue;
                }
                LOOK_EVERY
            }
            Err(error) => {
                tracing::warn!(%error, "could not bring the {} index up to date", steps.name());
                let pause = retry_after;
                retry_after = (pause * 2).min(RETRY_AFTER_MAX);
                pause
            }
        };
        if busy_at.elapsed() > REST_AFTER {
            steps.rest();
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
pub async fn step<S: Source>(source: &S) -> Result<bool> {
    let keeper = source.keeper();
    let Some(index) = keeper.index() else { return open_or_build(source).await.map(|()| true) };
    if index.progress().vocabulary != index_feed::vocabulary(&keeper.db).await? {
        tracing::info!("subjects or filters changed: building the {} index anew", keeper.name);
        let built = rebuild(source).await;
        if built.is_err() {
            follow_meanwhile(source).await;
        }
        return built.map(|()| true);
    }
    match follow(source, &index, Marks::Forget).await {
        Ok(false) => keeper.look_after(index).await,
        Err(error) if error.is_of_the_index() => {
            look_again(source, index).await;
            Err(error)
        }
        done => done,
    }
}

/// Steps until nothing is left to do.
pub async fn catch_up(source: &impl Source) -> Result<()> {
    while step(source).await? {}
    Ok(())
}

/// After a write that failed. The last commit, opened anew with a writer of its own, tells whether the disk was full
/// or the index is damaged; only then it is done without meanwhile.
async fn look_again<S: Source>(source: &S, index: Arc<S::Index>) {
    drop(index);
    source.keeper().set_index(open(source).await.ok().map(Arc::new));
}

async fn open_or_build<S: Source>(source: &S) -> Result<()> {
    match open(source).await {
        Ok(index) => use_from_now_on(source, index).await,
        Err(error @ Error::Database(_)) => Err(error),
        Err(error) => {
            let keeper = source.keeper();
            tracing::info!(reason = %error, "building the {} index", keeper.name);
            if error.is_of_the_index() {
                keeper.shelf.put_aside()?;
            }
            rebuild(source).await
        }
    }
}

async fn open<S: Source>(source: &S) -> Result<S::Index> {
    let keeper = source.keeper();
    let (shelf, analyser) = (Arc::clone(&keeper.shelf), keeper.vocabulary.analyser());
    let index: S::Index = blocking(move || shelf.open(&analyser)).await?;
    // A database that came back from a backup has given out fewer numbers than an index of later days has read.
    match index.progress().last() > source.last_seq().await? {
        true => Err(Error::Ahead),
        false => Ok(index),
    }
}

/// Builds a new index beside the one in use and swaps. Searches go on meanwhile.
pub async fn rebuild<S: Source>(source: &S) -> Result<()> {
    let keeper = source.keeper();
    let _turn = turn(source).await;
    // Both are read before what they count: whatever changes from here on has a higher number.
    let vocabulary = keeper.vocabulary.refresh().await?;
    let seq = source.last_seq().await?;
    let building = Arc::new(keeper.begin().await?);
    fill(source, &building).await?;
    let shelf = Arc::clone(&keeper.shelf);
    let index = blocking(move || {
        building.index.commit(Progress { home: seq, replica: seq, vocabulary })?;
        building.index.compact()?;
        building.index.rest()?;
        shelf.finish(Arc::into_inner(building).ok_or(Error::BrokeOff)?)
    });
    use_from_now_on(source, index.await?).await
}

/// Waits until nobody else builds. The index in use goes on following.
pub async fn turn<S: Source>(source: &S) -> MutexGuard<'static, ()> {
    let mut turn = pin!(BUILDING.lock());
    loop {
        tokio::select! {
            turn = &mut turn => return turn,
            () = tokio::time::sleep(LOOK_EVERY) => follow_meanwhile(source).await,
        }
    }
}

/// Marks that it has read are done with, also where a process died before it could say so.
async fn use_from_now_on<S: Source>(source: &S, index: S::Index) -> Result<()> {
    let Progress { home, replica, .. } = index.progress();
    source.keeper().set_index(Some(Arc::new(index)));
    source.forget(Lane::Home, home).await?;
    source.forget(Lane::Replica, replica).await
}

/// Reads part after part while those before are written.
async fn fill<S: Source>(source: &S, building: &Arc<Building<S::Index>>) -> Result<()> {
    let (parts, mut waiting) = mpsc::channel::<Vec<_>>(PARTS_WAITING);
    let building = Arc::clone(building);
    let write = blocking(move || {
        while let Some(changes) = waiting.blocking_recv() {
            building.index.write(&changes, Pace::Bulk)?;
        }
        Ok(())
    });
    let read = async {
        let mut part = source.part_after(None).await?;
        while let Some((last, changes)) = part {
            if parts.send(changes).await.is_err() {
                // The writer failed, and says why.
                break;
            }
            part = source.part_after(Some(last)).await?;
            follow_meanwhile(source).await;
        }
        drop(parts);
        Ok(())
    };
    tokio::try_join!(write, read).map(|_| ())
}

/// The index in use goes on showing changes. What goes wrong with it does not matter: its successor is on the way.
async fn follow_meanwhile<S: Source>(source: &S) {
    let keeper = source.keeper();
    let Some(index) = keeper.index() else { return };
    if let Err(error) = follow(source, &index, Marks::Keep).await {
        tracing::debug!(%error, "the {} index in use fell behind while another is built", keeper.name);
    }
}

/// One batch of the queue, home first.
async fn follow<S: Source>(source: &S, index: &Arc<S::Index>, marks: Marks) -> Result<bool> {
    let progress = index.progress();
    let home = source.marks(Lane::Home, progress.home, S::BATCHES.0).await?;
    if let Some(seq) = home.last().map(S::seq) {
        take(source, index, &home, Progress { home: seq, ..progress }).await?;
        return done_with(source, marks, Lane::Home, seq).await;
    }
    let replica = source.marks(Lane::Replica, progress.replica, S::BATCHES.1).await?;
    if let Some(seq) = replica.last().map(S::seq) {
        take(source, index, &replica, Progress { replica: seq, ..progress }).await?;
        return done_with(source, marks, Lane::Replica, seq).await;
    }
    Ok(false)
}

async fn take<S: Source>(
    source: &S,
    index: &Arc<S::Index>,
    marks: &[S::Mark],
    progress: Progress,
) -> Result<()> {
    let changes = source.changes(marks).await?;
    let writing = Arc::clone(index);
    blocking(move || {
        writing.write(&changes, Pace::Calm)?;
        writing.commit(progress)
    })
    .await
}

async fn done_with<S: Source>(source: &S, marks: Marks, lane: Lane, seq: i64) -> Result<bool> {
    if marks == Marks::Forget {
        source.forget(lane, seq).await?;
    }
    Ok(true)
}

/// Disk and processor work, away from the threads that answer requests.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::BrokeOff)?
}
