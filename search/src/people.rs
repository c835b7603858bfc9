//! The people search of one instance: asks the index, lets the database decide, explains. `keeper` keeps its index true.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use domain::ids::PersonId;
use domain::index_feed::{self, Lane, Mark};
use domain::people::{self, PersonView};
use domain::principal::Affiliation;
use domain::{Db, Principal};
use tokio_util::sync::CancellationToken;

use crate::asked::Asked;
use crate::embedded::{Change, Embedded};
use crate::error::{Error, Result};
use crate::index::{ByName, PeopleIndex, asked_names};
use crate::keeper::{self, Keeper, Source};
use crate::mapping::Reader;
use crate::person::SeenBy;
use crate::published::Published;
use crate::published::evidence::{self, ByPerson};
use crate::query::{Facet, Found, PeopleQuery, Viewer};
use crate::reasons::{REASONS_MAX, Reason, Shown, What, reasons};
use crate::suggest::Organisations;
use crate::vessel::Kept;
use crate::vocabulary::Vocabulary;

/// People read from the database at once while building.
const BUILD_BATCH: i64 = 2_000;

/// Shared by the pages of one instance.
pub struct People {
    pub(crate) keeper: Keeper<Embedded>,
    pub(crate) organisations: Organisations,
    /// Where people's own words are found.
    published: Option<Arc<Published>>,
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
        let vocabulary = Arc::new(Vocabulary::read(db.clone()).await?);
        let keeper = Keeper::new(vocabulary, db, "people", folder)?;
        Ok(Self { keeper, organisations: Organisations::default(), published: None })
    }

    /// From now on what people wrote counts too.
    #[must_use]
    pub fn with_evidence(self, published: Arc<Published>) -> Self {
        Self { published: Some(published), ..self }
    }

    /// Subjects and synonyms, for the other index of the instance.
    pub fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.keeper.vocabulary
    }

    /// Keeps the index up to date until `stop`.
    pub async fn work(&self, stop: CancellationToken) {
        keeper::work(self, stop).await;
    }

    /// One step of that work; true when there may be more to do.
    pub async fn step(&self) -> Result<bool> {
        keeper::step(self).await
    }

    /// Steps until nothing is left to do.
    pub async fn catch_up(&self) -> Result<()> {
        keeper::catch_up(self).await
    }

    /// Builds a new index beside the one in use and swaps.
    pub async fn rebuild(&self) -> Result<()> {
        keeper::rebuild(self).await
    }

    /// Finds people for a signed-in person; `NotFound` for anyone else. `query.viewer` is set here, from the principal.
    pub async fn search(&self, principal: &Principal, query: PeopleQuery) -> Result<PeopleFound> {
        let evidence = self.evidence(principal, &query.text).await;
        let weights = evidence::weights(&evidence);
        let query = PeopleQuery { viewer: viewer(principal)?, evidence: weights, ..query };
        let (found, is_by_name) = self.ask(principal, &query).await?;
        let ids: Vec<PersonId> = found.hits.iter().map(|hit| PersonId(hit.person)).collect();
        let views = people::list_visible(&self.keeper.db, principal, &ids).await?;
        let shown = self.shown(principal, &evidence, &ids, &query.text).await?;
        let people = self.explain(&query, &found, views, shown, is_by_name);
        Ok(PeopleFound {
            total: found.total,
            people,
            facets: found.facets,
            is_relaxed: found.is_relaxed,
            is_by_name,
        })
    }

    /// Without what people wrote a search goes on.
    async fn evidence(&self, principal: &Principal, text: &str) -> ByPerson {
        let is_ranked = self.is_indexed() && !text.trim().is_empty();
        let Some(published) = self.published.as_ref().filter(|_| is_ranked) else {
            return ByPerson::new();
        };
        published.evidence(principal, text).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "what people wrote does not count in this search");
            ByPerson::new()
        })
    }

    async fn shown(
        &self,
        principal: &Principal,
        evidence: &ByPerson,
        people: &[PersonId],
        about: &str,
    ) -> Result<HashMap<PersonId, Vec<Shown>>> {
        match &self.published {
            Some(published) if !evidence.is_empty() => {
                published.shown(principal, evidence, people, about).await
            }
            _ => Ok(HashMap::new()),
        }
    }

    /// The engine when there is one, names otherwise. A search that fails shows the engine to be damaged.
    async fn ask(&self, principal: &Principal, query: &PeopleQuery) -> Result<(Found, bool)> {
        if let Some(index) = self.keeper.index() {
            match index.search(query).await {
                Ok(found) => return Ok((found, false)),
                Err(error) => {
                    tracing::error!(%error, "the people index failed and is built anew");
                    self.keeper.set_index(None);
                }
            }
        }
        let names = ByName { db: self.keeper.db.clone(), principal: principal.clone() };
        Ok((names.search(query).await?, true))
    }

    fn explain(
        &self,
        query: &PeopleQuery,
        found: &Found,
        views: Vec<PersonView>,
        mut shown: HashMap<PersonId, Vec<Shown>>,
        is_by_name: bool,
    ) -> Vec<FoundPerson> {
        let (analyser, filters) = (self.keeper.vocabulary.analyser(), self.keeper.vocabulary.filters());
        let asked = match is_by_name {
            true => asked_names(&analyser, &query.text),
            false => Asked::new(&analyser, &query.text),
        };
        let reader = Reader { analyser: &analyser, filters: &filters };
        let mut explain = |view: PersonView| {
            let doc = reader.doc(&view, SeenBy::default());
            let said = reasons(&analyser, &asked, &found.telling, query.near.as_ref(), &doc);
            // What somebody did says more than what he says of himself.
            let did = shown.remove(&view.id).unwrap_or_default().into_iter().map(|shown| Reason {
                matched: vec![shown.about.clone()],
                what: What::Shown(shown),
                through: None,
            });
            FoundPerson { view, reasons: did.chain(said).take(REASONS_MAX).collect() }
        };
        views.into_iter().map(&mut explain).collect()
    }

    /// Whether the engine answers; otherwise names are searched.
    pub fn is_indexed(&self) -> bool {
        self.keeper.index().is_some()
    }

    /// Living documents in the index; 0 while there is none.
    pub fn index_documents(&self) -> u64 {
        self.keeper.index().map_or(0, |index| index.docs())
    }

    /// Bytes of the index on disk.
    pub fn index_bytes(&self) -> u64 {
        self.keeper.bytes()
    }

    /// What the index shall know of these people; who does not exist any more gets an empty change.
    async fn changes_of(&self, ids: &[PersonId]) -> Result<Vec<Change>> {
        let people = people::list(&self.keeper.db, ids).await?;
        let (analyser, filters) = (self.keeper.vocabulary.analyser(), self.keeper.vocabulary.filters());
        let reader = Reader { analyser: &analyser, filters: &filters };
        let found: HashSet<PersonId> = people.iter().map(|person| person.id).collect();
        let gone =
            ids.iter().filter(|id| !found.contains(id)).map(|id| Change { person: id.0, docs: Vec::new() });
        Ok(people.iter().map(|person| reader.change(person)).chain(gone).collect())
    }
}

impl Source for People {
    type Index = Embedded;
    type Mark = Mark;
    type Place = PersonId;
    const BATCHES: (i64, i64) = (200, 2_000);

    fn keeper(&self) -> &Keeper<Embedded> {
        &self.keeper
    }

    async fn last_seq(&self) -> Result<i64> {
        Ok(index_feed::last_seq(&self.keeper.db).await?)
    }

    async fn marks(&self, lane: Lane, after: i64, limit: i64) -> Result<Vec<Mark>> {
        Ok(index_feed::list(&self.keeper.db, lane, after, limit).await?)
    }

    fn seq(mark: &Mark) -> i64 {
        mark.seq
    }

    async fn forget(&self, lane: Lane, seq: i64) -> Result<()> {
        Ok(index_feed::forget(&self.keeper.db, lane, seq).await?)
    }

    async fn changes(&self, marks: &[Mark]) -> Result<Vec<Change>> {
        let mut seen = HashSet::new();
        let ids: Vec<_> = marks.iter().map(|mark| mark.person_id).filter(|id| seen.insert(*id)).collect();
        self.changes_of(&ids).await
    }

    async fn part_after(&self, after: Option<PersonId>) -> Result<Option<(PersonId, Vec<Change>)>> {
        let ids = people::list_ids_after(&self.keeper.db, after, BUILD_BATCH).await?;
        match ids.last() {
            Some(last) => Ok(Some((*last, self.changes_of(&ids).await?))),
            None => Ok(None),
        }
    }
}

/// Staff see what stays inside the organisation; everyone else who is signed in, here or at a peer, what travels.
pub(crate) fn viewer(principal: &Principal) -> Result<Viewer> {
    match principal {
        Principal::Member(member) if member.affiliation == Affiliation::Staff => Ok(Viewer::Staff),
        Principal::Member(_) | Principal::Peer { .. } | Principal::Colleague(_) => Ok(Viewer::Guest),
        Principal::System(_) => Ok(Viewer::Staff),
        Principal::Anonymous => Err(Error::Database(domain::Error::Unauthenticated)),
    }
}
