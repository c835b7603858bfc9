//! What every people index can do. Three implementations: the embedded engine, Meilisearch, and the name search in
//! SQL that stands in while there is no engine. One suite of stories runs on both (`tests/it/search/`).

use std::pin::Pin;
use std::sync::Arc;

use domain::ids::PersonId;
use domain::people;
use domain::{Db, Principal};

use crate::asked::Asked;
use crate::embedded::{Begun, Counted, Embedded};
use crate::error::{Error, Result};
use crate::meilisearch::Remote;
use crate::query::{Found, Hit, PeopleQuery, REACH_MAX};

pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Found>> + Send + 'a>>;

pub trait PeopleIndex: Send + Sync {
    /// Who matches, in order, with counts. The caller re-reads the hits before anyone sees them.
    fn search<'a>(&'a self, query: &'a PeopleQuery) -> Answer<'a>;
}

impl PeopleIndex for Arc<Embedded> {
    /// On a thread of its own: a search computes for milliseconds and waits for nothing.
    fn search<'a>(&'a self, query: &'a PeopleQuery) -> Answer<'a> {
        Box::pin(async move {
            let begun = begin(self, query).await?;
            finish(self, count(self, begun, query).await?, query).await
        })
    }
}

/// The first steps of a search need not wait for what people showed.
pub async fn begin(index: &Arc<Embedded>, query: &PeopleQuery) -> Result<Begun> {
    let (index, query) = (Arc::clone(index), query.clone());
    let search = tokio::task::spawn_blocking(move || index.begin(&query));
    search.await.map_err(|_| Error::BrokeOff)?
}

pub async fn count(index: &Arc<Embedded>, begun: Begun, query: &PeopleQuery) -> Result<Counted> {
    let (index, query) = (Arc::clone(index), query.clone());
    let search = tokio::task::spawn_blocking(move || index.count(begun, &query));
    search.await.map_err(|_| Error::BrokeOff)?
}

pub async fn finish(index: &Arc<Embedded>, counted: Counted, query: &PeopleQuery) -> Result<Found> {
    let (index, query) = (Arc::clone(index), query.clone());
    let search = tokio::task::spawn_blocking(move || index.finish(counted, &query));
    search.await.map_err(|_| Error::BrokeOff)?
}

impl PeopleIndex for Remote {
    fn search<'a>(&'a self, query: &'a PeopleQuery) -> Answer<'a> {
        Box::pin(Remote::search(self, query))
    }
}

/// Names alone, from the database. Knows no counts and no filters: with a filter chosen it finds nobody rather than
/// people whom the filter would have kept out.
pub struct ByName {
    pub db: Db,
    pub principal: Principal,
}

impl PeopleIndex for ByName {
    fn search<'a>(&'a self, query: &'a PeopleQuery) -> Answer<'a> {
        Box::pin(async move {
            if !query.filters.is_empty() {
                return Ok(Found::default());
            }
            let reach = i64::try_from(REACH_MAX).unwrap_or(i64::MAX);
            let ids = people::find_by_name(&self.db, &self.principal, &name_of(&query.text), reach).await?;
            let total = u32::try_from(ids.len()).unwrap_or(u32::MAX);
            let page = ids.into_iter().skip(query.offset).take(query.reach().saturating_sub(query.offset));
            let hits = page.map(|PersonId(person)| Hit { person, score: 0.0 }).collect();
            Ok(Found { total, hits, ..Found::default() })
        })
    }
}

/// Longer names than this are not names.
const NAME_LETTERS_MAX: usize = 100;

/// What of the text could be a name: "Vries, Jan de" and "vries jan de" ask the same.
pub(crate) fn name_of(text: &str) -> String {
    let is_of_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '\'' | '’' | '-');
    text.chars().take(NAME_LETTERS_MAX).map(|letter| if is_of_name(letter) { letter } else { ' ' }).collect()
}

/// The words a name search marks as reasons.
pub fn asked_names(analyser: &crate::analysis::Analyser, text: &str) -> Asked {
    let mut asked = Asked::new(analyser, text);
    asked.phrases.clear();
    asked
}
