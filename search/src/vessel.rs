//! What every index of ours is on disk: tantivy's files in a folder, one writer that lets its memory go, commits that say how
//! far they have read, and an eye on files that somebody else touches.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentId;
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy, UserOperation};
use tantivy::query::Query;
use tantivy::schema::{Schema, TantivyDocument};
use tantivy::{Index, IndexMeta, IndexReader, IndexWriter, ReloadPolicy, Searcher, SegmentMeta};

use crate::analysis::Analyser;
use crate::error::{Error, Result};
use crate::watch::Watch;
use crate::weighted;

/// Segments of an index that was just built: a question reads them side by side. More would cost small indexes more than it gives.
const SEGMENTS: usize = 2;
/// Changes that one processor works out at a time.
const AT_ONCE: usize = 50;

/// How far an index has read its queue of changes, one position per lane, and which state of the vocabulary its documents
/// were made with; stored in the commit itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    pub home: i64,
    pub replica: i64,
    #[serde(default)]
    pub vocabulary: i64,
}

/// An index as a look from outside shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub docs: u64,
    pub progress: Progress,
}

impl Progress {
    /// With the sum of its numbers: tantivy seals its files, but not the one that holds this.
    fn sealed(&self) -> String {
        serde_json::to_string(&(self, self.sum())).unwrap_or_default()
    }

    /// Of a commit; from the beginning where it does not say, which costs time and loses nothing.
    fn of(commit: &IndexMeta) -> Self {
        commit.payload.as_deref().and_then(Self::unsealed).unwrap_or_default()
    }

    fn unsealed(text: &str) -> Option<Self> {
        let (progress, sum): (Self, i64) = serde_json::from_str(text).ok()?;
        (progress.sum() == sum).then_some(progress)
    }

    /// No single wrong digit leaves it right.
    fn sum(&self) -> i64 {
        self.home.wrapping_add(self.replica.wrapping_mul(3)).wrapping_add(self.vocabulary.wrapping_mul(7))
    }

    /// The highest number it has read.
    pub fn last(&self) -> i64 {
        self.home.max(self.replica)
    }
}

/// How much memory and how many threads writing may take.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// While serving: one thread, little memory.
    Calm,
    /// While building everything.
    Bulk,
}

impl Pace {
    fn options(self) -> IndexWriterOptions {
        let (threads, bytes) = match self {
            Pace::Calm => (1, 20_000_000),
            Pace::Bulk => (2, 100_000_000),
        };
        IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(bytes)
            .num_merge_threads(threads)
            .build()
    }
}

/// An index that a keeper builds, follows and swaps.
pub trait Kept: Sized + Send + Sync + 'static {
    /// Everything the index shall know of a thing from now on.
    type Change: Send + Sync + 'static;

    /// Changes whenever documents lie differently: an index made with another version is built anew.
    const VERSION: u32;

    fn schema() -> Schema;

    /// From files that were just made, or opened and found whole.
    fn start(vessel: Vessel, analyser: Arc<Analyser>) -> Result<Self>;

    fn vessel(&self) -> &Vessel;

    /// Takes into use what was committed last.
    fn reload(&self) -> Result<()>;

    /// How far the commit in use had read.
    fn progress(&self) -> Progress;

    /// Writes changes without showing them yet.
    fn write(&self, changes: &[Self::Change], pace: Pace) -> Result<()>;

    /// Makes an empty index in an empty folder.
    fn create(folder: &Path, analyser: Arc<Analyser>) -> Result<Self> {
        Self::start(Vessel::create(folder, Self::schema())?, analyser)
    }

    /// Opens what a folder holds, after comparing every file with its checksum.
    fn open(folder: &Path, analyser: Arc<Analyser>) -> Result<Self> {
        Self::start(Vessel::open(folder, &Self::schema())?, analyser)
    }

    /// What a folder holds, after the same comparison; makes no file and takes no lock.
    fn look(folder: &Path) -> Result<Look> {
        let metas = read(folder, &Self::schema())?.load_metas()?;
        let docs = metas.segments.iter().map(|segment| u64::from(segment.num_docs())).sum();
        Ok(Look { docs, progress: Progress::of(&metas) })
    }

    /// Living documents.
    fn docs(&self) -> u64 {
        self.vessel().searcher().num_docs()
    }

    /// Makes what was written last and visible, together with how far that is.
    fn commit(&self, progress: Progress) -> Result<()> {
        self.vessel().commit(progress)?;
        self.reload()
    }

    /// Brings everything into a few segments of one size: the fastest form, worth its time once, after building.
    fn compact(&self) -> Result<()> {
        self.vessel().compact()?;
        self.reload()
    }

    /// Lets go of the writer's memory and threads; the next change takes them again.
    fn rest(&self) -> Result<()> {
        self.vessel().rest()
    }

    /// Whether somebody changed or took away files that belong to us alone. Looks at sizes and times, not at bytes, so
    /// that it can be asked several times a second; opening compares the bytes.
    fn is_tampered_with(&self) -> bool {
        // A merge in the background may just have replaced files: only what the commit on disk lists counts.
        let vessel = self.vessel();
        vessel.is_touched() && (self.reload().is_err() || vessel.is_touched())
    }
}

/// One step of a change.
pub enum Step {
    /// What is found by this is not there any more.
    Forget(Box<dyn Query>),
    Add(TantivyDocument),
}

/// The files and the writer.
pub struct Vessel {
    index: Index,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
    folder: PathBuf,
    watch: Mutex<Watch>,
}

impl Vessel {
    fn create(folder: &Path, schema: Schema) -> Result<Self> {
        let index = Index::builder()
            .schema(schema)
            .tokenizers(weighted::tokenizers())
            .open_or_create(MmapDirectory::open(folder)?)?;
        Self::start(folder, index)
    }

    fn open(folder: &Path, schema: &Schema) -> Result<Self> {
        let mut index = read(folder, schema)?;
        index.set_tokenizers(weighted::tokenizers());
        Self::start(folder, index)
    }

    fn start(folder: &Path, index: Index) -> Result<Self> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self {
            index,
            reader,
            writer: Mutex::default(),
            folder: folder.to_owned(),
            watch: Mutex::default(),
        })
    }

    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Opens the commit on disk; how far it had read.
    pub fn reload(&self) -> Result<Progress> {
        self.reader.reload()?;
        let metas = self.index.load_metas()?;
        lock(&self.watch).follow(&self.folder, &metas);
        Ok(Progress::of(&metas))
    }

    /// Writes what `make` makes of the changes, in their order. In bulk they are worked out side by side and in no order, while
    /// what was worked out is taken in: nothing is there that could be forgotten. Where that fails a part may have been taken in, and
    /// whoever builds begins again. Not to be called where rayon works: it would wait for itself.
    pub fn write<C: Sync>(
        &self,
        changes: &[C],
        pace: Pace,
        make: impl Fn(&C, &mut Vec<Step>) + Sync,
    ) -> Result<()> {
        let make_all = |changes: &[C]| {
            let mut steps = Vec::with_capacity(2 * changes.len());
            changes.iter().for_each(|change| make(change, &mut steps));
            steps
        };
        match pace {
            Pace::Calm => self.lend(pace, |writer| take(writer, make_all(changes))),
            Pace::Bulk => self.lend(pace, |writer| {
                let writer = &*writer;
                changes.par_chunks(AT_ONCE).try_for_each(|some| {
                    let adds: Vec<_> = make_all(some).into_iter().filter_map(Step::added).collect();
                    Ok(writer.run(adds).map(|_| ())?)
                })
            }),
        }
    }

    /// Lends the writer, made anew when it had been let go.
    fn lend(&self, pace: Pace, work: impl FnOnce(&mut IndexWriter) -> Result<()>) -> Result<()> {
        let mut writer = lock(&self.writer);
        work(self.writer(&mut writer, pace)?)
    }

    fn commit(&self, progress: Progress) -> Result<()> {
        self.lend(Pace::Calm, |writer| {
            let mut prepared = writer.prepare_commit()?;
            prepared.set_payload(&progress.sealed());
            prepared.commit()?;
            Ok(())
        })
    }

    fn compact(&self) -> Result<()> {
        // A merge in the background would take segments from under ours, and ours would fail.
        self.rest()?;
        let segments = self.index.searchable_segment_metas()?;
        if segments.len() <= SEGMENTS {
            return Ok(());
        }
        self.lend(Pace::Bulk, |writer| {
            let merges: Vec<_> = shares(segments).iter().map(|share| writer.merge(share)).collect();
            for merge in merges {
                merge.wait()?;
            }
            writer.garbage_collect_files().wait()?;
            Ok(())
        })
    }

    fn rest(&self) -> Result<()> {
        match lock(&self.writer).take() {
            Some(writer) => Ok(writer.wait_merging_threads()?),
            None => Ok(()),
        }
    }

    fn is_touched(&self) -> bool {
        lock(&self.watch).is_tampered_with(&self.folder)
    }

    fn writer<'w>(&self, writer: &'w mut Option<IndexWriter>, pace: Pace) -> Result<&'w mut IndexWriter> {
        if writer.is_none() {
            let made = self.index.writer_with_options(pace.options())?;
            if matches!(pace, Pace::Bulk) {
                // Everything is merged once, at the end.
                made.set_merge_policy(Box::new(NoMergePolicy));
            }
            *writer = Some(made);
        }
        writer.as_mut().ok_or(Error::Missing)
    }
}

impl Step {
    fn added(self) -> Option<UserOperation> {
        match self {
            Self::Forget(_) => None,
            Self::Add(document) => Some(UserOperation::Add(document)),
        }
    }
}

/// As many documents at once as may be: the threads that write are woken as often.
fn take(writer: &IndexWriter, steps: Vec<Step>) -> Result<()> {
    let mut adds = Vec::new();
    for step in steps {
        match step {
            Step::Add(document) => adds.push(UserOperation::Add(document)),
            Step::Forget(query) => {
                writer.run(adds.drain(..))?;
                writer.delete_query(query)?;
            }
        }
    }
    Ok(writer.run(adds).map(|_| ())?)
}

/// Segments in as many shares of about one size as there will be segments.
fn shares(mut segments: Vec<SegmentMeta>) -> [Vec<SegmentId>; SEGMENTS] {
    segments.sort_by_key(|segment| Reverse(segment.num_docs()));
    let (mut shares, mut docs) = ([const { Vec::new() }; SEGMENTS], [0; SEGMENTS]);
    for segment in segments {
        let smallest = (0..SEGMENTS).min_by_key(|at| docs[*at]).unwrap_or_default();
        docs[smallest] += segment.num_docs();
        shares[smallest].push(segment.id());
    }
    shares
}

/// An index of this version, every file of which is as it was written.
fn read(folder: &Path, schema: &Schema) -> Result<Index> {
    let index = Index::open_in_dir(folder)?;
    if index.schema() != *schema {
        return Err(Error::OtherVersion(folder.to_owned()));
    }
    match is_any_unlisted(&index, folder)? || !index.validate_checksum()?.is_empty() {
        true => Err(Error::Damaged(folder.to_owned())),
        false => Ok(index),
    }
}

/// Whether a file of the commit is missing from tantivy's list of its files, without which it is not compared.
fn is_any_unlisted(index: &Index, folder: &Path) -> Result<bool> {
    let managed = index.directory().list_managed_files();
    let of_commit = index.load_metas()?.list_segment_files();
    Ok(of_commit.iter().any(|file| !managed.contains(file) && folder.join(file).exists()))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
