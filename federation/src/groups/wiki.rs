//! Pages of wikis across instances: the host gives versions to whoever follows its group; elsewhere what lies between is
//! fetched; what our people want changed there is offered with a proof by our key.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::acts::Act;
use domain::groups::replica::{self, Entry};
use domain::groups::{Group, feed};
use domain::peers::Peer;
use domain::people::{self, Person};
use domain::principal::Principal;
use domain::wiki::replica::{Arrived, PageState, count_held};
use domain::wiki::{self, elsewhere, elsewhere::PageChange, offers, told};
use domain::{Error, PageId, Tx};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;

use super::Distrust;
use super::say::Deed;
use super::serve::Range;
use crate::answer::{NotForYou, SignedGet};
use crate::client::PAGE;
use crate::door::Federation;
use crate::gate::pinned;
use crate::json as limits;
use crate::objects::actor::KnownActor;
use crate::objects::{Disbelief, person, wiki as objects};
use crate::trouble::Trouble;
use crate::wire::{PageVersion, Patch, Said, Source, Verb, VersionsPage, WikiPage};

/// `GET /ap/page/{id}/versions?after=N`: for instances with a member in the page's group.
pub(crate) async fn versions(
    State(door): State<Federation>,
    Path(id): Path<String>,
    get: SignedGet,
    range: Result<Query<Range>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, NotForYou> {
    let Query(range) = range.map_err(|_| NotForYou::Hidden)?;
    let id: PageId = id.parse().map_err(|_| NotForYou::Hidden)?;
    let page = told::find(&door.db, id).await?.filter(|page| page.deleted_at.is_none());
    let page = page.ok_or(NotForYou::Hidden)?;
    let group = domain::groups::find(&door.db, page.group_id).await?;
    if !group.is_local || !feed::has_member_of(&door.db, group.id, get.peer.instance_id).await? {
        return Err(NotForYou::Hidden);
    }
    let told = told::list_versions(&door.db, id, range.after).await?;
    let authors: Vec<_> = told.iter().map(|version| version.version.author_id).collect();
    let people = people::list(&door.db, &authors).await?;
    let speakers = people.iter().filter(|person| !person.is_local).map(|person| person.instance_id).collect();
    let people = people.into_iter().map(|person| (person.id, person)).collect();
    let page = VersionsPage {
        id: get.target.to_string(),
        versions: told.iter().map(|version| objects::version_to_wire(version, &people, &door.urls)).collect(),
        instances: door.actors_of(&speakers, get.peer.instance_id).await?,
    };
    get.answer(&door, &page)
}

impl Federation {
    /// A page as its host tells of it, with the versions whose authors are believed.
    pub(super) async fn read_page(
        &self,
        group: &Group,
        peer: &Peer,
        document: &WikiPage,
    ) -> Result<Entry, Distrust> {
        let mut state = objects::read_page(document, &group.ap_id)?;
        state.versions = self.read_versions(group, peer, &document.versions).await?;
        Ok(Entry::Page(Box::new(state)))
    }

    async fn read_versions(
        &self,
        group: &Group,
        peer: &Peer,
        versions: &[PageVersion],
    ) -> Result<Vec<Arrived>, Distrust> {
        let mut read = Vec::with_capacity(versions.len());
        for version in versions {
            read.push(self.read_version(group, peer, version).await?);
        }
        Ok(read)
    }

    /// The host speaks for its own people; of others' it hands on what they signed.
    async fn read_version(
        &self,
        group: &Group,
        peer: &Peer,
        version: &PageVersion,
    ) -> Result<Arrived, Distrust> {
        let author = match (&version.offer, &version.author) {
            (Some(document), _) => {
                let said = Said::deserialize(document).map_err(|_| Disbelief::Unreadable("offer"))?;
                let is_change = matches!(said.kind, Verb::Offer | Verb::Create | Verb::Update);
                if !is_change || said.audience != group.ap_id {
                    return Err(Disbelief::Unreadable("offer").into());
                }
                let witness = self.witness(peer, &said, document).await?;
                if !witness.is_proven {
                    return Err(Disbelief::Unreadable("proof").into());
                }
                witness.stub
            }
            (None, Some(author)) => {
                let host = KnownActor::read_pinned(peer)?;
                person::stub(author, &host.origin, &host.host, Some(&host.name))?
            }
            (None, None) => return Err(Disbelief::Unreadable("author").into()),
        };
        Ok(objects::read_version(version, author)?)
    }

    /// Fetches what lies between the versions that are here and those that came with the page.
    pub(super) async fn fill_gap(
        &self,
        group: &Group,
        peer: &Peer,
        state: PageState,
    ) -> Result<Entry, Trouble> {
        let mut held = count_held(&self.db, group.id, &state.ap_id).await?;
        if !state.has_gap(held) {
            return Ok(Entry::Page(Box::new(state)));
        }
        let host = pinned(peer)?;
        while held < state.version_count {
            let page = self.fetch_versions(&host, &state.ap_id, held).await?;
            self.vouch_for(peer, &page.instances).await?;
            let versions = match self.read_versions(group, peer, &page.versions).await {
                Ok(versions) => versions,
                Err(Distrust::House(error)) => return Err(error.into()),
                Err(distrust) => {
                    tracing::warn!(page = state.ap_id, %distrust, "versions are not believed");
                    break;
                }
            };
            let part = Entry::Page(Box::new(PageState { versions, ..state.clone() }));
            self.db.write(async |tx| replica::apply(tx, group, &part, false).await).await?;
            let before = std::mem::replace(&mut held, count_held(&self.db, group.id, &state.ap_id).await?);
            if held == before {
                break; // nothing more is believed
            }
        }
        Ok(Entry::Page(Box::new(PageState { versions: Vec::new(), ..state })))
    }

    async fn fetch_versions(
        &self,
        host: &KnownActor,
        page: &str,
        after: i64,
    ) -> Result<VersionsPage, Trouble> {
        let mut url = Url::parse(page).map_err(|_| Trouble::Nonsense("the page's address"))?;
        url.set_path(&format!("{}/versions", url.path()));
        url.set_query(Some(&format!("after={after}")));
        let found: VersionsPage = self.fetch_from(host, &url, PAGE, limits::DIRECTORY_PAGE).await?;
        if found.id == url.as_str() { Ok(found) } else { Err(Trouble::Nonsense("not what was asked for")) }
    }

    /// What one of ours wants changed, as it stands on the wire. `None` when it was withdrawn meanwhile.
    pub(super) async fn offer_deed(&self, who: &Person, id: Uuid) -> Result<Option<Deed>, Error> {
        let Some(offer) = offers::find(&self.db, id).await? else { return Ok(None) };
        let (page, parent) =
            (self.page_address(offer.page_id).await?, self.page_address(offer.parent_id).await?);
        if page.is_none() && offer.page_id.is_some() {
            return Ok(None);
        }
        let source = |content| Source { content, media_type: "text/markdown".into() };
        let patch = Patch {
            id: offer.patch,
            kind: "plein:Patch".into(),
            attributed_to: who.ap_id.clone(),
            page,
            base: offer.base,
            name: offer.title,
            parent,
            source: offer.source.map(source),
            summary: offer.summary,
        };
        Ok(Some(Deed::new(Verb::Offer, serde_json::to_value(patch)?)))
    }

    async fn page_address(&self, id: Option<PageId>) -> Result<Option<String>, Error> {
        let Some(id) = id else { return Ok(None) };
        Ok(told::find(&self.db, id).await?.map(|page| page.ap_id))
    }
}

/// What is done to a page besides writing it, on the wire.
pub(super) fn change_deed(ap_id: &str, change: &PageChange) -> Deed {
    Deed::new(Verb::Update, json!({ "id": ap_id, "plein:change": change }))
}

/// The same, read.
pub(super) fn read_change(object: &Value) -> Option<(String, PageChange)> {
    let id = object.get("id").and_then(Value::as_str).filter(|id| id.len() <= 500)?;
    let change = object.get("plein:change")?;
    Some((id.to_owned(), PageChange::deserialize(change).ok()?))
}

/// Does at the host what was offered. False when nothing comes of it, since it says what stands there already.
pub(super) async fn take(
    tx: &mut Tx,
    who: &Principal,
    group: &Group,
    patch: &Patch,
    document: &[u8],
) -> Result<bool, Error> {
    let origin = Some(wiki::Origin { patch: patch.id.clone(), document: document.to_vec() });
    let source = patch.source.as_ref().map(|source| source.content.clone());
    let Some(page) = &patch.page else {
        let parent_id = match &patch.parent {
            Some(parent) => {
                Some(locate(tx, group, parent, Error::invalid("parent", "error-page-parent")).await?)
            }
            None => None,
        };
        let new = wiki::NewPage {
            title: patch.name.clone().unwrap_or_default(),
            parent_id,
            source: source.unwrap_or_default(),
            summary: patch.summary.clone(),
            patch: None,
            origin,
        };
        return wiki::create(tx, who, group.id, new).await.map(|_| true);
    };
    let id = locate(tx, group, page, Error::NotFound).await?;
    let Some(source) = source else {
        let title = patch.name.as_deref().unwrap_or_default();
        return wiki::rename(tx, who, id, title, origin).await.map(|_| true);
    };
    let base = offers::base_at_host(&mut *tx, id, patch.base.as_deref().unwrap_or_default()).await?;
    let edit = wiki::Edit {
        base: base.ok_or(Error::invalid("body", "error-page-base"))?,
        source,
        summary: patch.summary.clone(),
        patch: None,
        after: None,
        origin,
    };
    Ok(!matches!(wiki::edit(tx, who, id, edit).await?, wiki::Outcome::Unchanged))
}

async fn locate(tx: &mut Tx, group: &Group, ap_id: &str, or: Error) -> Result<PageId, Error> {
    elsewhere::locate(tx, group.id, ap_id).await?.ok_or(or)
}

/// The host took what one of ours offered, and it changed nothing: it is on its way no more.
pub(super) async fn accepted(tx: &mut Tx, group: &Group, activity: &str) -> Result<bool, Error> {
    let sent = domain::acts::find(&mut *tx, activity).await?.filter(|sent| sent.group_id == group.id);
    let Some(Act::Offer { offer_id }) = sent.map(|sent| sent.act) else { return Ok(false) };
    offers::settle_by_id(tx, offer_id).await?;
    Ok(true)
}
