//! The server and the two indexes of an organisation there: the one in use, and the one that is being built.

use std::time::Duration;

use meilisearch_sdk::client::{Client, SwapIndexes};
use meilisearch_sdk::errors::{Error as Fault, ErrorCode};
use meilisearch_sdk::indexes::Index;
use meilisearch_sdk::search::{FacetSearchQuery, SearchQuery, SearchResults, Selectors};
use meilisearch_sdk::task_info::TaskInfo;
use meilisearch_sdk::tasks::Task;

use super::http::Http;
use super::pile::Candidate;
use super::rows::{PROGRESS, ProgressRow, READ, Written};
use super::settings::settings;
use crate::error::{Error, Result};

/// A searcher waits no longer; then names are searched.
const SEARCH: Duration = Duration::from_secs(3);
const KEEP: Duration = Duration::from_secs(60);
/// Tasks are looked at after a moment, then less and less often.
const LOOK_AFTER: Duration = Duration::from_millis(10);
const LOOK_AFTER_MAX: Duration = Duration::from_millis(500);
/// Longer than any batch takes; what takes longer hangs.
const TASK_MAX: Duration = Duration::from_secs(900);

/// Where it is and how it is entered.
#[derive(Clone)]
pub struct Address {
    /// Without a slash at the end.
    pub url: String,
    pub key: Option<String>,
    /// What the names of our indexes begin with.
    pub prefix: String,
}

pub struct Server {
    pub address: Address,
    pub http: Http,
    asking: Client<Http>,
    keeping: Client<Http>,
    in_use: Index<Http>,
    next: Index<Http>,
}

/// One search of several that are asked at once.
#[derive(Default)]
pub struct Ask {
    pub filter: String,
    pub limit: usize,
    pub facets: Vec<&'static str>,
}

impl Server {
    pub fn new(address: Address) -> Result<Self> {
        let http = Http::new(address.key.as_deref(), KEEP).map_err(|error| Error::Away(chain(&error)))?;
        let client = |http: Http| Client::new_with_client(&address.url, address.key.clone(), http);
        let (asking, keeping) = (client(http.patient(SEARCH)), client(http.clone()));
        let in_use = asking.index(format!("{}-people", address.prefix));
        let next = keeping.index(format!("{}-people-next", address.prefix));
        Ok(Self { address, http, asking, keeping, in_use, next })
    }

    pub fn index_uid(&self) -> &str {
        &self.in_use.uid
    }

    /// Several searches in one request.
    pub async fn ask(&self, asks: &[Ask]) -> Result<Vec<SearchResults<Candidate>>> {
        let mut all = self.asking.multi_search();
        for ask in asks {
            let read: &[&str] = if ask.limit == 0 { &[] } else { &READ };
            let mut query = SearchQuery::new(&self.in_use);
            query
                .with_filter(&ask.filter)
                .with_limit(ask.limit)
                .with_sort(&["room:desc", "luck:desc"])
                .with_attributes_to_retrieve(Selectors::Some(read));
            if !ask.facets.is_empty() {
                query.with_facets(Selectors::Some(&ask.facets));
            }
            all.with_search_query(query.build());
        }
        let answer = all.execute::<Candidate>().await.map_err(quietly)?;
        match answer.results.len() == asks.len() {
            true => Ok(answer.results),
            false => Err(Error::Away("it answered another number of searches than were asked".to_owned())),
        }
    }

    /// Values of an attribute that begin with these letters or resemble them, each with its number of documents.
    pub async fn values(&self, attribute: &str, letters: &str, filter: &str) -> Result<Vec<(String, u32)>> {
        let mut query = FacetSearchQuery::new(&self.in_use, attribute);
        let query = query.with_facet_query(letters).with_filter(filter).build();
        let found = query.execute().await.map_err(quietly)?.facet_hits;
        Ok(found.into_iter().map(|hit| (hit.value, number(hit.count))).collect())
    }

    /// How far the index in use has read; none when there is no index, or it never said so.
    pub async fn progress(&self) -> Result<Option<ProgressRow>> {
        match self.in_use.get_document::<ProgressRow>(PROGRESS).await {
            Ok(row) => Ok(Some(row)),
            Err(Fault::Meilisearch(fault))
                if matches!(fault.error_code, ErrorCode::IndexNotFound | ErrorCode::DocumentNotFound) =>
            {
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Documents and bytes of the index in use, the one that tells the progress left out.
    pub async fn size(&self) -> Result<(u64, u64)> {
        let stats = self.in_use.get_stats().await?;
        let docs = stats.number_of_documents.saturating_sub(1);
        Ok((docs as u64, stats.raw_document_db_size as u64))
    }

    /// Takes in a batch of changes: first what goes away, then what stands from now on, with how far that is.
    pub async fn write(&self, written: &[Written], gone: &[String]) -> Result<()> {
        let index = self.keeping.index(&self.in_use.uid);
        if !gone.is_empty() {
            self.finish(index.delete_documents(gone).await?).await?;
        }
        self.finish(index.add_documents(written, None).await?).await
    }

    /// An empty index beside the one in use; what an interrupted build left behind goes away.
    pub async fn begin(&self) -> Result<()> {
        self.remove(&self.next.uid).await?;
        self.finish(self.keeping.create_index(&self.next.uid, Some("id")).await?).await?;
        self.finish(self.next.set_settings(&settings()).await?).await
    }

    /// Hands documents over to the index that is being built.
    pub async fn add(&self, written: &[Written]) -> Result<TaskInfo> {
        Ok(self.next.add_documents(written, None).await?)
    }

    /// Takes the one that was built into use, in one step, and removes the old one.
    pub async fn swap(&self) -> Result<()> {
        if !self.exists(&self.in_use.uid).await? {
            self.finish(self.keeping.create_index(&self.in_use.uid, Some("id")).await?).await?;
        }
        let swap = SwapIndexes { indexes: (self.in_use.uid.clone(), self.next.uid.clone()), rename: None };
        self.finish(self.keeping.swap_indexes([&swap]).await?).await?;
        self.remove(&self.next.uid).await
    }

    async fn remove(&self, uid: &str) -> Result<()> {
        match self.exists(uid).await? {
            true => self.finish(self.keeping.delete_index(uid).await?).await,
            false => Ok(()),
        }
    }

    async fn exists(&self, uid: &str) -> Result<bool> {
        match self.keeping.get_raw_index(uid).await {
            Ok(_) => Ok(true),
            Err(Fault::Meilisearch(fault)) if fault.error_code == ErrorCode::IndexNotFound => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Waits until a task is done; what went wrong with it is an error with Meilisearch's own words.
    pub async fn finish(&self, task: TaskInfo) -> Result<()> {
        let wait = async {
            let mut pause = LOOK_AFTER;
            loop {
                match self.keeping.get_task(&task).await? {
                    Task::Succeeded { .. } => return Ok(()),
                    Task::Failed { content } => return Err(Error::Task(content.error.to_string())),
                    Task::Enqueued { .. } | Task::Processing { .. } => tokio::time::sleep(pause).await,
                }
                pause = (pause * 2).min(LOOK_AFTER_MAX);
            }
        };
        let waited = tokio::time::timeout(TASK_MAX, wait).await;
        waited.unwrap_or_else(|_| Err(Error::Task(format!("task {} does not end", task.task_uid))))
    }

    /// What went wrong with the last task of our indexes that failed.
    pub async fn last_failure(&self) -> Result<Option<String>> {
        let mut query = meilisearch_sdk::tasks::TasksSearchQuery::new(&self.keeping);
        let uids = [self.in_use.uid.as_str(), self.next.uid.as_str()];
        query.with_index_uids(uids).with_statuses(["failed"]).with_limit(1);
        let found = query.execute().await?.results.into_iter().next();
        Ok(found.and_then(|task| match task {
            Task::Failed { content } => Some(content.error.to_string()),
            _ => None,
        }))
    }
}

/// A complaint about a search repeats what was searched, which belongs in no log; where it is explained does not.
fn quietly(fault: Fault) -> Error {
    match fault {
        Fault::Meilisearch(fault) => Error::Refused(fault.error_link),
        other => other.into(),
    }
}

pub fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// An error with everything that led to it: "connection refused" stands at the end.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Meilisearch(fault) => Self::Refused(fault.to_string()),
            Fault::Other(error) => Self::Away(chain(error.as_ref())),
            other => Self::Away(chain(&other)),
        }
    }
}
