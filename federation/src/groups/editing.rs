//! Who is changing a page at other organisations. An instance of members and the group's host tell each other that something
//! changed, and each asks the other for the whole of it. It is of now alone: what fails is left, the next word is a minute away.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::delivery::{self, Outgoing};
use domain::jobs::{self, Job};
use domain::peers::{self, Peer};
use domain::wiki::editing::elsewhere::{self, Shared};
use domain::{Error, InstanceId, PageId};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::say::found;
use crate::answer::{NotForYou, SignedGet};
use crate::client;
use crate::door::Federation;
use crate::gate::pinned;
use crate::json as limits;
use crate::outbox::target;
use crate::trouble::Trouble;
use crate::wire::{Kind, PageEditing, PageEditor, Verb};

/// Words with such a key are forgotten as soon as they arrived: who was at a page an hour ago is nobody's business.
pub(crate) const OF_NOW: &str = "editing:";
/// The name of the collection, behind the address of the page.
const PLACE: &str = "/editing";

/// `GET /ap/page/{id}/editing`, of a page of ours: for instances with a member who may change it.
pub(crate) async fn editing(
    State(door): State<Federation>,
    Path(id): Path<String>,
    get: SignedGet,
) -> Result<Response, NotForYou> {
    let id: PageId = id.parse().map_err(|_| NotForYou::Hidden)?;
    let shared = elsewhere::find(&door.db, id).await?.filter(|shared| shared.group.is_local);
    door.answer_editing(shared, &get).await
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    page: String,
}

/// `GET /ap/editing?page={address}`, of a page of elsewhere: our own people, for the group's host.
pub(crate) async fn editing_here(
    State(door): State<Federation>,
    get: SignedGet,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, NotForYou> {
    let Query(asked) = asked.map_err(|_| NotForYou::Hidden)?;
    let shared = elsewhere::find_by_address(&door.db, &asked.page).await?;
    door.answer_editing(shared.filter(|shared| !shared.group.is_local), &get).await
}

/// The page that a nudge is about.
pub(crate) fn page_in(object: &Value) -> Option<&str> {
    let id = object.get("id").and_then(Value::as_str).filter(|id| id.len() <= 500)?;
    id.strip_suffix(PLACE)
}

impl Federation {
    async fn answer_editing(&self, shared: Option<Shared>, get: &SignedGet) -> Result<Response, NotForYou> {
        let shared = shared.ok_or(NotForYou::Hidden)?;
        let instance = get.peer.instance_id;
        if !elsewhere::concerns(&self.db, &shared, instance).await? {
            return Err(NotForYou::Hidden);
        }
        let people = elsewhere::list_for(&self.db, &shared, instance).await?;
        let people = people.into_iter().map(|id| PageEditor { id }).collect();
        get.answer(self, &PageEditing { id: get.target.to_string(), people })
    }

    /// The job: whoever has a part in it hears that there is something to ask, once more in a minute while somebody is at it.
    pub(crate) async fn tell_editing(&self, id: PageId) -> Result<(), Error> {
        let Some(shared) = elsewhere::find(&self.db, id).await? else { return Ok(()) };
        let (instances, goes_on) = match shared.group.is_local {
            true => {
                let instances = elsewhere::list_to_tell(&self.db, id).await?;
                let goes_on = !instances.is_empty();
                (instances, goes_on)
            }
            // Also when nobody is at it any more: that is what there is to tell.
            false => (vec![shared.group.instance_id], elsewhere::is_ours_at_it(&self.db, id).await?),
        };
        let mut is_heard = false;
        for instance in instances {
            is_heard |= self.nudge_editing(&shared, instance).await?;
        }
        if is_heard && goes_on {
            let job = Job::TellEditing { page_id: id };
            self.db
                .write(async |tx| {
                    let at = tx.now().plus(elsewhere::TOLD_AGAIN);
                    jobs::enqueue_at(tx, &job, at).await
                })
                .await?;
        }
        self.ring();
        Ok(())
    }

    /// False when it is no peer now.
    async fn nudge_editing(&self, shared: &Shared, instance: InstanceId) -> Result<bool, Error> {
        let Some(peer) = found(peers::find(&self.db, instance).await)?.filter(Peer::is_active) else {
            return Ok(false);
        };
        let (id, document) = self.editing_nudge(shared)?;
        let outgoing = Outgoing {
            id,
            body: serde_json::to_vec(&document)?,
            ordering_key: format!("{OF_NOW}{}", shared.page.ap_id),
            for_host: Some(peer.host.clone()),
            group_id: None,
        };
        let target = target(&peer)?;
        self.db
            .write(async |tx| {
                delivery::supersede(tx, &peer.host, &outgoing.ordering_key).await?;
                delivery::send(tx, &outgoing, std::slice::from_ref(&target)).await
            })
            .await?;
        Ok(true)
    }

    /// The host lets the group speak, an instance of members speaks itself, in the group.
    fn editing_nudge(&self, shared: &Shared) -> Result<(String, Value), Error> {
        let group = &shared.group;
        let object = json!({ "type": "Collection", "id": format!("{}{PLACE}", shared.page.ap_id) });
        if group.is_local {
            let said = self.group_says(group, Verb::Update, object);
            return Ok((said.id.clone(), serde_json::to_value(said)?));
        }
        let id = self.new_activity_id();
        let mut activity = self.activity(&id, Kind::Update, object);
        activity.audience = Some(group.ap_id.clone());
        Ok((id, serde_json::to_value(activity)?))
    }

    /// The job: asks who is at a page. At the host any instance with a member who may; elsewhere the host, while somebody here
    /// would see it.
    pub(crate) async fn pull_editing(&self, id: PageId, instance: InstanceId) -> Result<(), Error> {
        let Some(shared) = elsewhere::find(&self.db, id).await? else { return Ok(()) };
        let is_wanted = shared.group.is_local || elsewhere::is_ours_at_it(&self.db, id).await?;
        if !is_wanted || !elsewhere::concerns(&self.db, &shared, instance).await? {
            return Ok(());
        }
        let Some(peer) = found(peers::find(&self.db, instance).await)?.filter(Peer::is_active) else {
            return Ok(());
        };
        match self.fetch_editing(&shared, &peer).await {
            Ok(found) => {
                let said: Vec<String> = found.people.into_iter().map(|person| person.id).collect();
                self.db.write(async |tx| elsewhere::keep(tx, &shared, instance, &said).await).await
            }
            Err(Trouble::House(error)) => Err(error),
            Err(trouble) => {
                tracing::info!(host = peer.host, %trouble, "could not ask who is changing a page");
                Ok(())
            }
        }
    }

    async fn fetch_editing(&self, shared: &Shared, peer: &Peer) -> Result<PageEditing, Trouble> {
        let actor = pinned(peer)?;
        let url = match shared.group.is_local {
            true => list_at(&actor.origin, &shared.page.ap_id),
            false => Url::parse(&format!("{}{PLACE}", shared.page.ap_id))
                .map_err(|_| Trouble::Nonsense("the page's address"))?,
        };
        let found: PageEditing = self.fetch_from(&actor, &url, client::FEW, limits::FEW).await?;
        if found.id == url.as_str() { Ok(found) } else { Err(Trouble::Nonsense("not what was asked for")) }
    }
}

/// At an instance of members, which knows the page by its address.
fn list_at(origin: &Url, page: &str) -> Url {
    let mut url = origin.clone();
    url.set_path("/ap/editing");
    url.query_pairs_mut().clear().append_pair("page", page);
    url
}
