//! The people search of one instance: asks the index, lets the database decide, explains. `keeper` keeps its index true,
//! or `meilisearch` does.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use domain::ids::PersonId;
use domain::index_feed::{self, Lane, Mark};
use domain::people::{self, PersonView};
use domain::principal::Affiliation;
use domain::{Db, Principal};
use rayon::prelude::*;
use tokio_util::sync::CancellationToken;

use crate::asked::Asked;
use crate::embedded::{Begun, Counted, Embedded};
use crate::error::{Error, Result};
use crate::feed;
use crate::index::{self, ByName, PeopleIndex, asked_names};
use crate::intake::{self, Intake};
use crate::keeper::{self, Keeper, Source, Steps as _};
use crate::mapping::Reader;
use crate::meilisearch::{Address, Remote};
use crate::person::Change;
use crate::person::SeenBy;
use crate::published::Published;
use crate::published::evidence::{self, Asking, ByPerson};
use crate::query::{Facet, Found, PeopleQuery, Viewer};
use crate::reasons::{Question, REASONS_MAX, Reason, Shown, What};
use crate::suggest::Organisations;
use crate::vessel::Kept;
use crate::vocabulary::Vocabulary;

/// People read from the database at once while building.
const BUILD_BATCH: i64 = 2_000;

/// Shared by the pages of one instance.
pub struct People {
    pub(crate) db: Db,
    pub(crate) vocabulary: Arc<Vocabulary>,
    pub(crate) organisations: Organisations,
    engine: Engine,
    /// Where people's own words are found.
    published: Option<Arc<Published>>,
}

/// Where the index is.
enum Engine {
    Embedded(Keeper<Embedded>),
    Meilisearch(Arc<Remote>),
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

/// A search in the index that was in use when it began.
struct OnItsWay<T> {
    index: Arc<Embedded>,
    step: T,
}

#[derive(Debug)]
pub struct FoundPerson {
    pub view: PersonView,
    /// Largest first, at most three.
    pub reasons: Vec<Reason>,
}

impl People {
    /// With an index in a folder. Searches names until the worker has opened or built it.
    pub async fn new(db: Db, folder: PathBuf) -> Result<Self> {
        let vocabulary = Arc::new(Vocabulary::read(db.clone()).await?);
        let keeper = Keeper::new(Arc::clone(&vocabulary), db.clone(), "people", folder)?;
        Ok(Self::with(db, vocabulary, Engine::Embedded(keeper)))
    }

    /// With an index on a Meilisearch server. Searches names while it is away.
    pub async fn on_meilisearch(db: Db, address: Address) -> Result<Self> {
        let vocabulary = Arc::new(Vocabulary::read(db.clone()).await?);
        let remote = Remote::new(db.clone(), Arc::clone(&vocabulary), address)?;
        Ok(Self::with(db, vocabulary, Engine::Meilisearch(Arc::new(remote))))
    }

    fn with(db: Db, vocabulary: Arc<Vocabulary>, engine: Engine) -> Self {
        Self { db, vocabulary, engine, organisations: Organisations::default(), published: None }
    }

    /// The index in a folder, when that is what this instance has and it can be used.
    pub(crate) fn embedded(&self) -> Option<Arc<Embedded>> {
        match &self.engine {
            Engine::Embedded(keeper) => keeper.index(),
            Engine::Meilisearch(_) => None,
        }
    }

    /// The index showed to be damaged: names are searched until it is built anew.
    pub(crate) fn give_up_index(&self) {
        if let Engine::Embedded(keeper) = &self.engine {
            keeper.set_index(None);
        }
    }

    /// From now on what people wrote counts too.
    #[must_use]
    pub fn with_evidence(self, published: Arc<Published>) -> Self {
        Self { published: Some(published), ..self }
    }

    /// Subjects and synonyms, for the other index of the instance.
    pub fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.vocabulary
    }

    /// Keeps the index up to date until `stop`.
    pub async fn work(&self, stop: CancellationToken) {
        match &self.engine {
            Engine::Embedded(keeper) => keeper::work(keeper, stop).await,
            Engine::Meilisearch(remote) => keeper::repeat(remote.as_ref(), stop).await,
        }
    }

    /// One step of that work; true when there may be more to do.
    pub async fn step(&self) -> Result<bool> {
        match &self.engine {
            Engine::Embedded(keeper) => keeper::step(keeper).await,
            Engine::Meilisearch(remote) => remote.step().await,
        }
    }

    /// Steps until nothing is left to do.
    pub async fn catch_up(&self) -> Result<()> {
        while self.step().await? {}
        Ok(())
    }

    /// Builds a new index beside the one in use and swaps.
    pub async fn rebuild(&self) -> Result<()> {
        match &self.engine {
            Engine::Embedded(keeper) => keeper::rebuild(keeper).await,
            Engine::Meilisearch(remote) => remote.rebuild().await,
        }
    }

    /// How fast an index in a folder takes in profiles that are ready: the first `most` of them. Nothing for one on a server.
    pub async fn intake(&self, most: u64) -> Result<Intake> {
        match &self.engine {
            Engine::Embedded(keeper) => intake::measure(keeper, most).await,
            Engine::Meilisearch(_) => Ok(Intake::default()),
        }
    }

    /// Finds people for a signed-in person; `NotFound` for anyone else. `query.viewer` is set here, from the principal.
    pub async fn search(&self, principal: &Principal, query: PeopleQuery) -> Result<PeopleFound> {
        let mut query = PeopleQuery { viewer: viewer(principal)?, ..query };
        let (asking, begun) = tokio::join!(self.begin_evidence(principal, &query.text), self.begin(&query));
        // Profiles are counted while the database is asked for what stands in the closest things.
        let (evidence, counted) = tokio::join!(self.evidence(principal, asking), self.count(begun, &query));
        query.evidence = evidence::weights(&evidence);
        let (found, is_by_name) = self.ask(principal, &query, counted).await?;
        let ids: Vec<PersonId> = found.hits.iter().map(|hit| PersonId(hit.person)).collect();
        let Found { total, facets, is_relaxed, telling, .. } = found;
        let said = async {
            let views = people::list_visible(&self.db, principal, &ids).await?;
            self.explain(&query, telling, views, is_by_name).await
        };
        let shown = self.shown(principal, &evidence, &ids, &query.text);
        let (said, shown) = tokio::try_join!(said, shown)?;
        Ok(PeopleFound { total, people: with_shown(said, shown), facets, is_relaxed, is_by_name })
    }

    async fn begin_evidence(&self, principal: &Principal, text: &str) -> Result<Option<Asking>> {
        let is_ranked = self.is_indexed() && !text.trim().is_empty();
        match self.published.as_ref().filter(|_| is_ranked) {
            Some(published) => published.begin_evidence(principal, text).await,
            None => Ok(None),
        }
    }

    /// Without what people wrote a search goes on.
    async fn evidence(&self, principal: &Principal, asking: Result<Option<Asking>>) -> ByPerson {
        let found = match (asking, &self.published) {
            (Ok(Some(asking)), Some(published)) => published.evidence(principal, asking).await,
            (asking, _) => asking.map(|_| ByPerson::new()),
        };
        found.unwrap_or_else(|error| {
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

    /// An index of our own looks for profiles with the words while it is found out what people showed.
    async fn begin(&self, query: &PeopleQuery) -> Result<Option<OnItsWay<Begun>>> {
        let Some(index) = self.embedded() else { return Ok(None) };
        let step = index::begin(&index, query).await?;
        Ok(Some(OnItsWay { index, step }))
    }

    async fn count(
        &self,
        begun: Result<Option<OnItsWay<Begun>>>,
        query: &PeopleQuery,
    ) -> Result<Option<OnItsWay<Counted>>> {
        let Some(OnItsWay { index, step }) = begun? else { return Ok(None) };
        let step = index::count(&index, step, query).await?;
        Ok(Some(OnItsWay { index, step }))
    }

    /// The engine when there is one, names otherwise. A search that fails shows the engine to be damaged or away.
    async fn ask(
        &self,
        principal: &Principal,
        query: &PeopleQuery,
        counted: Result<Option<OnItsWay<Counted>>>,
    ) -> Result<(Found, bool)> {
        match self.of_engine(query, counted).await {
            Ok(Some(found)) => return Ok((found, false)),
            Ok(None) => {}
            Err(error) => {
                tracing::error!(%error, "the people index failed; names are searched until it answers again");
                self.give_up_index();
            }
        }
        let names = ByName { db: self.db.clone(), principal: principal.clone() };
        Ok((names.search(query).await?, true))
    }

    async fn of_engine(
        &self,
        query: &PeopleQuery,
        counted: Result<Option<OnItsWay<Counted>>>,
    ) -> Result<Option<Found>> {
        match (&self.engine, counted?) {
            (Engine::Embedded(_), Some(OnItsWay { index, step })) => {
                index::finish(&index, step, query).await.map(Some)
            }
            (Engine::Meilisearch(remote), _) if remote.is_ready() => remote.search(query).await.map(Some),
            _ => Ok(None),
        }
    }

    /// These people, each with what his profile says of what was asked.
    async fn explain(
        &self,
        query: &PeopleQuery,
        telling: Vec<f32>,
        views: Vec<PersonView>,
        is_by_name: bool,
    ) -> Result<Vec<FoundPerson>> {
        let (analyser, filters) = (self.vocabulary.analyser(), self.vocabulary.filters());
        let (text, near) = (query.text.clone(), query.near.clone());
        let explain = move || {
            let asked = match is_by_name {
                true => asked_names(&analyser, &text),
                false => Asked::new(&analyser, &text),
            };
            let reader = Reader { analyser: &analyser, filters: &filters };
            let question = Question::new(&asked, &telling, near.as_ref());
            let explain = |view: PersonView| {
                let reasons = question.reasons(&analyser, &reader.doc(&view, SeenBy::default()));
                FoundPerson { view, reasons }
            };
            views.into_par_iter().map(explain).collect()
        };
        tokio::task::spawn_blocking(explain).await.map_err(|_| Error::BrokeOff)
    }

    /// Whether the engine answers; otherwise names are searched.
    pub fn is_indexed(&self) -> bool {
        match &self.engine {
            Engine::Embedded(keeper) => keeper.index().is_some(),
            Engine::Meilisearch(remote) => remote.is_ready(),
        }
    }

    /// Living documents in the index; 0 while there is none.
    pub fn index_documents(&self) -> u64 {
        match &self.engine {
            Engine::Embedded(keeper) => keeper.index().map_or(0, |index| index.docs()),
            Engine::Meilisearch(remote) => remote.docs(),
        }
    }

    /// Bytes of the index, here or on its server.
    pub fn index_bytes(&self) -> u64 {
        match &self.engine {
            Engine::Embedded(keeper) => keeper.bytes(),
            Engine::Meilisearch(remote) => remote.bytes(),
        }
    }

    /// What keeps an index on a server from being used or followed, in its own words.
    pub fn index_trouble(&self) -> Option<String> {
        match &self.engine {
            Engine::Embedded(_) => None,
            Engine::Meilisearch(remote) => remote.trouble(),
        }
    }
}

/// What somebody did says more than what he says of himself.
fn with_shown(people: Vec<FoundPerson>, mut shown: HashMap<PersonId, Vec<Shown>>) -> Vec<FoundPerson> {
    let reason =
        |shown: Shown| Reason { matched: vec![shown.about.clone()], what: What::Shown(shown), through: None };
    let with_shown = |FoundPerson { view, reasons: said }: FoundPerson| {
        let did = shown.remove(&view.id).unwrap_or_default().into_iter().map(reason);
        FoundPerson { view, reasons: did.chain(said).take(REASONS_MAX).collect() }
    };
    people.into_iter().map(with_shown).collect()
}

impl Source for Keeper<Embedded> {
    type Index = Embedded;
    type Mark = Mark;
    type Place = PersonId;
    const BATCHES: (i64, i64) = (200, 2_000);

    fn keeper(&self) -> &Keeper<Embedded> {
        self
    }

    async fn last_seq(&self) -> Result<i64> {
        Ok(index_feed::last_seq(&self.db).await?)
    }

    async fn marks(&self, lane: Lane, after: i64, limit: i64) -> Result<Vec<Mark>> {
        Ok(index_feed::list(&self.db, lane, after, limit).await?)
    }

    fn seq(mark: &Mark) -> i64 {
        mark.seq
    }

    async fn forget(&self, lane: Lane, seq: i64) -> Result<()> {
        Ok(index_feed::forget(&self.db, lane, seq).await?)
    }

    async fn changes(&self, marks: &[Mark]) -> Result<Vec<Change>> {
        feed::changes(&self.db, &self.vocabulary, marks).await
    }

    async fn part_after(&self, after: Option<PersonId>) -> Result<Option<(PersonId, Vec<Change>)>> {
        let ids = people::list_ids_after(&self.db, after, BUILD_BATCH).await?;
        match ids.last() {
            Some(last) => Ok(Some((*last, feed::changes_of(&self.db, &self.vocabulary, &ids).await?))),
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
