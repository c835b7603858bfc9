//! Keeps the index on Meilisearch true: opens it or builds it anew beside the one in use, then follows the queue of changes.
//!
//! The same promises as with the embedded index: what has been read stands in the same task as the documents, so a restart
//! goes on where the last one ended; home changes overtake a peer's flood; searches never stop for a build. A server that is
//! away costs a try now and then, and names are searched meanwhile.

use std::collections::VecDeque;
use std::sync::{Arc, PoisonError, RwLock};

use domain::index_feed::{self, Lane, Mark};
use domain::people::list_ids_after;
use domain::{Db, PersonId};

use super::query;
use super::rows::{ProgressRow, Written, rows};
use super::server::{Address, Server};
use crate::error::{Error, Result};
use crate::feed;
use crate::keeper::Steps;
use crate::person::Change;
use crate::query::{Found, PeopleQuery};
use crate::vessel::Progress;
use crate::vocabulary::Vocabulary;

/// Changes taken at once, home and replicated.
const BATCHES: (i64, i64) = (200, 2_000);
/// People read from the database at once while building.
const BUILD_BATCH: i64 = 2_000;
/// Batches that Meilisearch may have waiting while the next is read.
const TASKS_WAITING_MAX: usize = 4;

pub struct Remote {
    db: Db,
    vocabulary: Arc<Vocabulary>,
    server: Server,
    state: RwLock<State>,
}

#[derive(Clone, Default)]
struct State {
    /// How far the index in use has read; none while there is none, or while the server does not answer.
    progress: Option<Progress>,
    docs: u64,
    bytes: u64,
    /// What went wrong last, until something goes right again.
    trouble: Option<String>,
}

/// What happens to marks once the index holds what they speak of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    Forget,
    /// An index that is being built needs them too.
    Keep,
}

impl Steps for Remote {
    fn name(&self) -> &str {
        "people"
    }

    async fn step(&self) -> Result<bool> {
        let done = self.try_step().await;
        match &done {
            Ok(_) => self.change(|state| state.trouble = None),
            Err(error) => self.change(|state| {
                state.trouble = Some(error.to_string());
                if matches!(error, Error::Away(_)) {
                    state.progress = None;
                }
            }),
        }
        done
    }
}

impl Remote {
    pub fn new(db: Db, vocabulary: Arc<Vocabulary>, address: Address) -> Result<Self> {
        Ok(Self { db, vocabulary, server: Server::new(address)?, state: RwLock::default() })
    }

    pub fn is_ready(&self) -> bool {
        self.state().progress.is_some()
    }

    pub fn docs(&self) -> u64 {
        self.state().docs
    }

    pub fn bytes(&self) -> u64 {
        self.state().bytes
    }

    pub fn trouble(&self) -> Option<String> {
        self.state().trouble
    }

    /// A search that fails shows the server to be away; from then on names are searched until it answers again.
    pub async fn search(&self, query: &PeopleQuery) -> Result<Found> {
        let found = query::search(&self.server, &self.vocabulary.analyser(), query).await;
        if let Err(error) = &found {
            self.change(|state| {
                *state = State { progress: None, trouble: Some(error.to_string()), ..state.clone() }
            });
        }
        found
    }

    async fn try_step(&self) -> Result<bool> {
        let Some(progress) = self.state().progress else { return self.open_or_build().await.map(|()| true) };
        if progress.vocabulary != index_feed::vocabulary(&self.db).await? {
            tracing::info!("subjects or filters changed: building the people index anew");
            let built = self.rebuild().await;
            if built.is_err() {
                self.follow_meanwhile().await;
            }
            return built.map(|()| true);
        }
        self.follow(progress, Marks::Forget).await
    }

    async fn open_or_build(&self) -> Result<()> {
        match self.server.progress().await? {
            Some(row)
                if row.is_of_this_version()
                    && row.progress.last() <= index_feed::last_seq(&self.db).await? =>
            {
                self.use_from_now_on(row.progress).await
            }
            found => {
                let reason =
                    if found.is_some() { "another version or database made it" } else { "there is none" };
                tracing::info!(reason, "building the people index on Meilisearch");
                self.rebuild().await
            }
        }
    }

    /// Builds a new index beside the one in use and swaps. Searches go on meanwhile.
    pub async fn rebuild(&self) -> Result<()> {
        // Both are read before what they count: whatever changes from here on has a higher number.
        let vocabulary = self.vocabulary.refresh().await?;
        let seq = index_feed::last_seq(&self.db).await?;
        self.server.begin().await?;
        self.fill().await?;
        let progress = Progress { home: seq, replica: seq, vocabulary };
        let last = self.server.add(&[Written::Progress(ProgressRow::new(progress))]).await?;
        self.server.finish(last).await?;
        self.server.swap().await?;
        self.use_from_now_on(progress).await
    }

    async fn fill(&self) -> Result<()> {
        let mut waiting = VecDeque::new();
        let mut last: Option<PersonId> = None;
        loop {
            let ids = list_ids_after(&self.db, last, BUILD_BATCH).await?;
            let Some(end) = ids.last().copied() else { break };
            let changes = feed::changes_of(&self.db, &self.vocabulary, &ids).await?;
            let (written, _) = rows(&self.vocabulary.analyser(), &changes);
            if !written.is_empty() {
                waiting.push_back(self.server.add(&written).await?);
            }
            if waiting.len() > TASKS_WAITING_MAX
                && let Some(oldest) = waiting.pop_front()
            {
                self.server.finish(oldest).await?;
            }
            last = Some(end);
            self.follow_meanwhile().await;
        }
        for task in waiting {
            self.server.finish(task).await?;
        }
        Ok(())
    }

    /// Marks that it has read are done with, also where a process died before it could say so.
    async fn use_from_now_on(&self, progress: Progress) -> Result<()> {
        let (docs, bytes) = self.server.size().await?;
        self.change(|state| *state = State { progress: Some(progress), docs, bytes, trouble: None });
        index_feed::forget(&self.db, Lane::Home, progress.home).await?;
        Ok(index_feed::forget(&self.db, Lane::Replica, progress.replica).await?)
    }

    /// The index in use goes on showing changes. What goes wrong with it does not matter: its successor is on the way.
    async fn follow_meanwhile(&self) {
        let Some(progress) = self.state().progress else { return };
        if let Err(error) = self.follow(progress, Marks::Keep).await {
            tracing::debug!(%error, "the people index in use fell behind while another is built");
        }
    }

    /// One batch of the queue, home first.
    async fn follow(&self, progress: Progress, marks: Marks) -> Result<bool> {
        let home = index_feed::list(&self.db, Lane::Home, progress.home, BATCHES.0).await?;
        if let Some(seq) = home.last().map(|mark| mark.seq) {
            self.take(&home, Progress { home: seq, ..progress }).await?;
            return self.done_with(marks, Lane::Home, seq).await;
        }
        let replica = index_feed::list(&self.db, Lane::Replica, progress.replica, BATCHES.1).await?;
        if let Some(seq) = replica.last().map(|mark| mark.seq) {
            self.take(&replica, Progress { replica: seq, ..progress }).await?;
            return self.done_with(marks, Lane::Replica, seq).await;
        }
        Ok(false)
    }

    async fn take(&self, marks: &[Mark], progress: Progress) -> Result<()> {
        let changes: Vec<Change> = feed::changes(&self.db, &self.vocabulary, marks).await?;
        let (mut written, gone) = rows(&self.vocabulary.analyser(), &changes);
        written.push(Written::Progress(ProgressRow::new(progress)));
        self.server.write(&written, &gone).await?;
        self.change(|state| state.progress = Some(progress));
        if let Ok((docs, bytes)) = self.server.size().await {
            self.change(|state| (state.docs, state.bytes) = (docs, bytes));
        }
        Ok(())
    }

    async fn done_with(&self, marks: Marks, lane: Lane, seq: i64) -> Result<bool> {
        if marks == Marks::Forget {
            index_feed::forget(&self.db, lane, seq).await?;
        }
        Ok(true)
    }

    fn state(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner));
    }
}
