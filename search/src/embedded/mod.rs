//! The embedded index: tantivy holds words and columns, ranking and counting are our own.

mod cards;
mod expand;
mod facets;
mod gather;
mod rank;
mod schema;
mod snapshot;
mod sums;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::{Index, IndexMeta, IndexReader, IndexWriter, ReloadPolicy};
use uuid::Uuid;

use crate::analysis::Analyser;
use crate::asked::Asked;
use crate::error::{Error, Result};
use crate::person::PersonDoc;
use crate::query::{Found, Hit, PeopleQuery};
use cards::Values;
use facets::{Counts, Sieve, Sifted};
use gather::{Gatherer, Need};
use rank::{Best, Nearness};
use schema::Fields;
use snapshot::Snapshot;
use sums::Sums;
use watch::Watch;

pub use schema::SCHEMA_VERSION;

/// Queries at the same time; more would only take each other's processor and memory.
const SUMS_KEPT: usize = 4;

/// How far the index has read the queue of changes, one position per lane, and which state of the vocabulary its
/// documents were made with; stored in the commit itself.
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

/// Everything the index shall know about a person from now on; no documents: forget him.
#[derive(Clone, Debug)]
pub struct Change {
    pub person: Uuid,
    pub docs: Vec<PersonDoc>,
}

/// How much memory and how many threads writing may take.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// While serving: one thread, little memory.
    Calm,
    /// While building everything.
    Bulk,
}

pub struct Embedded {
    index: Index,
    fields: Fields,
    analyser: Arc<Analyser>,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
    state: RwLock<State>,
    values: RwLock<Values>,
    spare: Mutex<Vec<Vec<Sums>>>,
    folder: PathBuf,
    watch: Mutex<Watch>,
}

#[derive(Clone, Default)]
struct State {
    snapshot: Arc<Snapshot>,
    progress: Progress,
}

impl Embedded {
    /// Makes an empty index in an empty folder.
    pub fn create(folder: &Path, analyser: Arc<Analyser>) -> Result<Self> {
        let fields = Fields::new();
        let index = Index::builder()
            .schema(fields.schema.clone())
            .tokenizers(schema::tokenizers())
            .open_or_create(MmapDirectory::open(folder)?)?;
        Self::start(folder, index, fields, analyser)
    }

    /// Opens what a folder holds, after comparing every file with its checksum.
    pub fn open(folder: &Path, analyser: Arc<Analyser>) -> Result<Self> {
        let (mut index, fields) = (read(folder)?, Fields::new());
        index.set_tokenizers(schema::tokenizers());
        Self::start(folder, index, fields, analyser)
    }

    /// What a folder holds, after the same comparison; makes no file and takes no lock.
    pub fn look(folder: &Path) -> Result<Look> {
        let metas = read(folder)?.load_metas()?;
        let docs = metas.segments.iter().map(|segment| u64::from(segment.num_docs())).sum();
        Ok(Look { docs, progress: Progress::of(&metas) })
    }

    fn start(folder: &Path, index: Index, fields: Fields, analyser: Arc<Analyser>) -> Result<Self> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let embedded = Self {
            index,
            fields,
            analyser,
            reader,
            writer: Mutex::default(),
            state: RwLock::default(),
            values: RwLock::default(),
            spare: Mutex::default(),
            folder: folder.to_owned(),
            watch: Mutex::default(),
        };
        embedded.reload()?;
        Ok(embedded)
    }

    /// Whether somebody changed or took away files that belong to us alone. Looks at sizes and times, not at bytes, so
    /// that it can be asked several times a second; opening compares the bytes.
    pub fn is_tampered_with(&self) -> bool {
        // A merge in the background may just have replaced files: only what the commit on disk lists counts.
        lock(&self.watch).is_tampered_with(&self.folder)
            && (self.reload().is_err() || lock(&self.watch).is_tampered_with(&self.folder))
    }

    /// How far the last commit had read.
    pub fn progress(&self) -> Progress {
        self.state().progress
    }

    /// Living documents, of both circles of readers.
    pub fn docs(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    pub fn search(&self, query: &PeopleQuery) -> Result<Found> {
        let asked = Asked::new(&self.analyser, &query.text);
        if asked.is_empty() && !query.text.trim().is_empty() {
            // Something was typed that holds no word: not the same as asking for everyone.
            return Ok(Found::default());
        }
        let snapshot = self.state().snapshot;
        // Numbers are only ever added, so values read after the snapshot know all of its numbers.
        let values = self.values.read().unwrap_or_else(PoisonError::into_inner);
        let mut sums = self.take_sums(&snapshot);
        let found = Search { snapshot: &snapshot, values: &values, query, asked: &asked }.run(&mut sums);
        self.give_back(sums);
        found
    }

    fn take_sums(&self, snapshot: &Snapshot) -> Vec<Sums> {
        let mut all = lock(&self.spare).pop().unwrap_or_default();
        all.resize_with(snapshot.segments.len(), Sums::default);
        all.iter_mut().zip(&snapshot.segments).for_each(|(sums, segment)| sums.fit(segment.marks.len()));
        all
    }

    fn give_back(&self, mut all: Vec<Sums>) {
        all.iter_mut().for_each(Sums::clear);
        let mut spare = lock(&self.spare);
        if spare.len() < SUMS_KEPT {
            spare.push(all);
        }
    }

    /// Writes changes without showing them yet.
    pub fn write(&self, changes: &[Change], pace: Pace) -> Result<()> {
        let mut writer = lock(&self.writer);
        let writer = self.writer(&mut writer, pace)?;
        for change in changes {
            writer.delete_term(self.fields.of_person(change.person));
            for doc in &change.docs {
                writer.add_document(self.fields.document(&self.analyser, doc))?;
            }
        }
        Ok(())
    }

    /// Makes what was written last and visible, together with how far that is.
    pub fn commit(&self, progress: Progress) -> Result<()> {
        let mut writer = lock(&self.writer);
        let writer = self.writer(&mut writer, Pace::Calm)?;
        let mut prepared = writer.prepare_commit()?;
        prepared.set_payload(&progress.sealed());
        prepared.commit()?;
        self.reload()
    }

    /// Brings everything into one segment: the fastest form, worth its time once, after building.
    pub fn compact(&self) -> Result<()> {
        // A merge in the background would take segments from under ours, and ours would fail.
        self.rest()?;
        let mut writer = lock(&self.writer);
        let writer = self.writer(&mut writer, Pace::Bulk)?;
        let segments = self.index.searchable_segment_ids()?;
        if segments.len() > 1 {
            writer.merge(&segments).wait()?;
            writer.garbage_collect_files().wait()?;
        }
        self.reload()
    }

    /// Lets go of the writer's memory and threads; the next change takes them again.
    pub fn rest(&self) -> Result<()> {
        match lock(&self.writer).take() {
            Some(writer) => Ok(writer.wait_merging_threads()?),
            None => Ok(()),
        }
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

    fn reload(&self) -> Result<()> {
        self.reader.reload()?;
        let metas = self.index.load_metas()?;
        let progress = Progress::of(&metas);
        lock(&self.watch).follow(&self.folder, &metas);
        let before = self.state().snapshot;
        let snapshot =
            Arc::new(Snapshot::read(&self.reader.searcher(), &self.fields, &self.values, &before)?);
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = State { snapshot, progress };
        Ok(())
    }

    fn state(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// An index of this version, every file of which is as it was written.
fn read(folder: &Path) -> Result<Index> {
    let index = Index::open_in_dir(folder)?;
    if index.schema() != Fields::new().schema {
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

impl Pace {
    fn options(self) -> IndexWriterOptions {
        let (threads, bytes) = match self {
            Pace::Calm => (1, 20_000_000),
            Pace::Bulk => (2, 100_000_000),
        };
        IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(bytes)
            .num_merge_threads(1)
            .build()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One query on its way through the index.
struct Search<'a> {
    snapshot: &'a Snapshot,
    values: &'a Values,
    query: &'a PeopleQuery,
    asked: &'a Asked,
}

impl Search<'_> {
    fn run(&self, all_sums: &mut [Sums]) -> Result<Found> {
        let found = self.with(Need::All, all_sums)?;
        if found.total > 0 || self.asked.words.len() < 2 {
            return Ok(found);
        }
        all_sums.iter_mut().for_each(Sums::clear);
        let relaxed = self.with(Need::Most, all_sums)?;
        Ok(if relaxed.total > found.total { Found { is_relaxed: true, ..relaxed } } else { found })
    }

    fn with(&self, need: Need, all_sums: &mut [Sums]) -> Result<Found> {
        let snapshot = self.snapshot;
        let viewer = self.query.viewer;
        let gathered = Gatherer { snapshot, viewer, need, sums: all_sums }.gather(self.asked)?;
        let mut tally = Tally::new(self);
        for (at, (segment, sums)) in snapshot.segments.iter().zip(all_sums.iter()).enumerate() {
            if self.asked.is_empty() {
                let docs = 0..segment.marks.len() as u32;
                let mark = snapshot::mark_of(viewer);
                docs.filter(|doc| segment.marks[*doc as usize] & mark != 0)
                    .for_each(|doc| tally.take(&gathered, sums, at, segment, doc));
            } else {
                let mut take = |doc: u32| {
                    if gathered.is_match(sums, doc) {
                        tally.take(&gathered, sums, at, segment, doc);
                    }
                };
                match sums.is_dense() {
                    true => (0..sums.docs()).for_each(take),
                    false => sums.met().iter().for_each(|doc| take(*doc)),
                }
            }
        }
        Ok(Found { telling: gathered.telling, ..tally.into_found(snapshot, self.query) })
    }
}

/// Total, counts and the best, in one pass over the matches.
struct Tally<'a> {
    values: &'a Values,
    sieve: Sieve,
    nearness: Nearness,
    counts: Counts,
    best: Best,
    total: u32,
}

impl<'a> Tally<'a> {
    fn new(search: &Search<'a>) -> Self {
        let values = search.values;
        Self {
            values,
            sieve: Sieve::new(&search.query.filters, values),
            nearness: Nearness::new(search.query.near.as_ref(), values),
            counts: Counts::new(values),
            best: Best::new(search.query.reach()),
            total: 0,
        }
    }

    fn take(
        &mut self,
        gathered: &gather::Gathered,
        sums: &Sums,
        at: usize,
        segment: &snapshot::Segment,
        doc: u32,
    ) {
        match self.sieve.sift(segment, doc) {
            Sifted::Fails => {}
            Sifted::FailsOnly(failed) => self.counts.add_only(segment, doc, &self.sieve, failed, self.values),
            Sifted::Passes => {
                self.total += 1;
                self.counts.add(segment, doc);
                self.best.offer(rank::score(gathered, sums, &self.nearness, segment, doc), at, segment, doc);
            }
        }
    }

    fn into_found(self, snapshot: &Snapshot, query: &PeopleQuery) -> Found {
        let best = self.best.into_sorted().into_iter().skip(query.offset).take(query.limit);
        let hits =
            best.map(|(score, at, doc)| Hit { person: snapshot.segments[at].person(doc), score }).collect();
        let facets = self.counts.into_facets(self.values, &query.filters);
        Found { total: self.total, hits, facets, ..Found::default() }
    }
}

#[cfg(test)]
mod quality;
#[cfg(test)]
mod tests;
