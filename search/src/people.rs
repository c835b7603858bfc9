//! The people search of one instance: asks the index, lets the database decide, explains.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use domain::ids::{FieldId, PersonId};
use domain::people::{self, PersonView};
use domain::principal::Affiliation;
use domain::{Db, Principal};

use crate::analysis::Analyser;
use crate::asked::Asked;
use crate::embedded::Embedded;
use crate::error::{Error, Result};
use crate::index::{ByName, PeopleIndex, asked_names};
use crate::mapping::{Reader, concept};
use crate::person::SeenBy;
use crate::query::{Facet, Found, PeopleQuery, Viewer};
use crate::reasons::{Reason, reasons};
use crate::shelf::Shelf;

/// Shared by the pages of one instance; its worker is in `indexer.rs`.
pub struct People {
    pub(crate) db: Db,
    pub(crate) shelf: Arc<Shelf>,
    analyser: RwLock<Arc<Analyser>>,
    filters: RwLock<Arc<HashSet<FieldId>>>,
    index: RwLock<Option<Arc<Embedded>>>,
}

/// What a page shows.
#[derive(Debug, Default)]
pub struct PeopleFound {
    pub total: u32,
    pub people: Vec<FoundPerson>,
    pub facets: Vec<Facet>,
    /// Nobody had every word, these have most of them.
    pub is_relaxed: bool,
    /// The index is away: only names were searched, and the page says so.
    pub is_by_name: bool,
}

#[derive(Debug)]
pub struct FoundPerson {
    pub view: PersonView,
    /// Largest first, at most three.
    pub reasons: Vec<Reason>,
}

impl People {
    /// Searches names until the worker has opened or built the index.
    pub async fn new(db: Db, folder: PathBuf) -> Result<Self> {
        let people = Self {
            shelf: Arc::new(Shelf::new(folder)?),
            analyser: RwLock::new(Arc::new(Analyser::new(Vec::new())?)),
            filters: RwLock::default(),
            index: RwLock::default(),
            db,
        };
        people.read_taxonomy().await?;
        Ok(people)
    }

    /// Finds people for a signed-in person; `NotFound` for anyone else. `query.viewer` is set here, from the principal.
    pub async fn search(&self, principal: &Principal, query: PeopleQuery) -> Result<PeopleFound> {
        let query = PeopleQuery { viewer: viewer(principal)?, ..query };
        let (found, is_by_name) = self.ask(principal, &query).await?;
        let ids: Vec<PersonId> = found.hits.iter().map(|hit| PersonId(hit.person)).collect();
        let views = people::list_visible(&self.db, principal, &ids).await?;
        let people = self.explain(&query, &found, views, is_by_name);
        Ok(PeopleFound {
            total: found.total,
            people,
            facets: found.facets,
            is_relaxed: found.is_relaxed,
            is_by_name,
        })
    }

    /// The engine when there is one, names otherwise. A search that fails shows the engine to be damaged.
    async fn ask(&self, principal: &Principal, query: &PeopleQuery) -> Result<(Found, bool)> {
        if let Some(index) = self.index() {
            match index.search(query).await {
                Ok(found) => return Ok((found, false)),
                Err(error) => {
                    tracing::error!(%error, "the people index failed and is built anew");
                    self.set_index(None);
                }
            }
        }
        let names = ByName { db: self.db.clone(), principal: principal.clone() };
        Ok((names.search(query).await?, true))
    }

    fn explain(
        &self,
        query: &PeopleQuery,
        found: &Found,
        views: Vec<PersonView>,
        is_by_name: bool,
    ) -> Vec<FoundPerson> {
        let (analyser, filters) = (self.analyser(), self.filters());
        let asked = match is_by_name {
            true => asked_names(&analyser, &query.text),
            false => Asked::new(&analyser, &query.text),
        };
        let reader = Reader { analyser: &analyser, filters: &filters };
        let explain = |view: PersonView| {
            let doc = reader.doc(&view, SeenBy::default());
            let reasons = reasons(&analyser, &asked, &found.telling, query.near.as_ref(), &doc);
            FoundPerson { view, reasons }
        };
        views.into_iter().map(explain).collect()
    }

    /// Reads the taxonomy and the filters again; called by the worker before it builds with them.
    pub async fn read_taxonomy(&self) -> Result<()> {
        let concepts = domain::concepts::list_all(&self.db).await?;
        let analyser = Analyser::new(concepts.into_iter().map(concept).collect())?;
        let fields = domain::people::fields::list(&self.db).await?;
        let filters = fields.into_iter().filter(|field| field.is_filter).map(|field| field.id).collect();
        *self.analyser.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(analyser);
        *self.filters.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(filters);
        Ok(())
    }

    /// Whether the engine answers; otherwise names are searched.
    pub fn is_indexed(&self) -> bool {
        self.index().is_some()
    }

    /// Living documents in the index; 0 while there is none.
    pub fn index_documents(&self) -> u64 {
        self.index().map_or(0, |index| index.docs())
    }

    /// Bytes of the index on disk.
    pub fn index_bytes(&self) -> u64 {
        self.shelf.bytes()
    }

    pub(crate) fn index(&self) -> Option<Arc<Embedded>> {
        self.index.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_index(&self, index: Option<Arc<Embedded>>) {
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = index;
    }

    pub(crate) fn analyser(&self) -> Arc<Analyser> {
        self.analyser.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn filters(&self) -> Arc<HashSet<FieldId>> {
        self.filters.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Staff see what stays inside the organisation; everyone else who is signed in, here or at a peer, what travels.
fn viewer(principal: &Principal) -> Result<Viewer> {
    match principal {
        Principal::Member(member) if member.affiliation == Affiliation::Staff => Ok(Viewer::Staff),
        Principal::Member(_) | Principal::Peer { .. } | Principal::Colleague(_) => Ok(Viewer::Guest),
        Principal::System(_) => Ok(Viewer::Staff),
        Principal::Anonymous => Err(Error::Database(domain::Error::Unauthenticated)),
    }
}
