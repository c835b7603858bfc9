//! What arrives from outside: host → what it is about → who it is → signature → effect. What an activity is about is decided on
//! its text alone, before anybody is fetched: a stranger who does not follow or answer something public makes us do nothing.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use domain::outside::{self, actors::Actor, answers, follows};
use domain::{CommentId, Error, GroupId, ItemId};
use http::request::Parts;
use serde_json::Value;
use url::Url;

use super::read::Text;
use crate::door::Federation;
use crate::gate::Refusal;
use crate::json;
use crate::objects::open::{self as objects, PublicNote};
use crate::rsa::RsaPublic;
use crate::signature::SignatureError;
use crate::signature::draft::{DraftClaim, check_body};
use crate::urls::is_of_origin;
use crate::wire::ForeignActivity;

/// An answer of forty thousand bytes, its HTML written twice, with room.
const BODY_BYTES_MAX: usize = 262_144;
const BODY_TIME: Duration = Duration::from_secs(10);
/// Activities a second from one host.
const RATE: i64 = 5;
const ADDRESS_BYTES_MAX: usize = 500;

/// What an activity wants of us.
enum Wish {
    Follow(GroupId),
    Unfollow(GroupId),
    Answer(Box<Answer>),
    /// Of something that we may have from him.
    Revise(Box<PublicNote>),
    TakeBack(String),
    Leave,
    /// Heard, and nothing done: a like, a goodbye of somebody whom we never met.
    Nothing,
}

/// An answer with its place.
struct Answer {
    note: PublicNote,
    item_id: ItemId,
    parent_id: Option<CommentId>,
    group: String,
}

/// A request with one of the older signatures, at any of our inboxes.
pub(crate) async fn receive(door: &Federation, parts: Parts, body: Body) -> Result<(), Refusal> {
    // Closed: it is as unsigned as it was.
    if door.open_key().await?.is_none() {
        return Err(SignatureError::Missing.into());
    }
    let claim = DraftClaim::read(&parts.headers)?;
    door.demand_outside(claim.key_id().authority()).await?;
    let body = read_body(body).await?;
    check_body(&parts.headers, &body)?;
    let activity: ForeignActivity =
        json::read(&body, json::ACTIVITY).map_err(|error| Refusal::Malformed(error.to_string()))?;
    let address = demand_own(&activity, &claim)?;
    match door.wish(&activity, &address).await? {
        Wish::Nothing => Ok(()),
        wish => door.hear(&parts, &claim, &activity, &address, wish).await,
    }
}

async fn read_body(body: Body) -> Result<Bytes, Refusal> {
    let read = tokio::time::timeout(BODY_TIME, to_bytes(body, BODY_BYTES_MAX)).await;
    read.map_err(|_| Refusal::TooSlow)?.map_err(|_| Refusal::TooLarge)
}

/// Key, actor and activity are of one origin: nobody speaks for another. Gives the actor's address.
fn demand_own(activity: &ForeignActivity, claim: &DraftClaim) -> Result<Url, Refusal> {
    let malformed = |what: &str| Refusal::Malformed(what.to_owned());
    let is_short = activity.id.len() <= ADDRESS_BYTES_MAX && activity.actor.len() <= ADDRESS_BYTES_MAX;
    let is_own = is_of_origin(&activity.actor, claim.key_id()) && is_of_origin(&activity.id, claim.key_id());
    if !is_own || !is_short {
        return Err(malformed("the activity is not the sender's own"));
    }
    let address = Url::parse(&activity.actor).map_err(|_| malformed("the actor"))?;
    // What is compared must be what was written.
    if address.as_str() == activity.actor { Ok(address) } else { Err(malformed("the actor")) }
}

impl Federation {
    /// What an activity is about, as far as its text says. `NotAPeer` for everything that outsiders have no business with.
    async fn wish(&self, activity: &ForeignActivity, origin: &Url) -> Result<Wish, Refusal> {
        let object = &activity.object;
        match activity.kind.as_str() {
            "Follow" => Ok(Wish::Follow(self.public_group(id_of(object)).await?)),
            "Undo" => Ok(self.undone(object)),
            "Create" => self.wished_answer(activity, origin).await,
            "Update" => Ok(objects::note(object, &activity.actor, origin)
                .map_or(Wish::Nothing, |note| Wish::Revise(Box::new(note)))),
            "Delete" => Ok(match id_of(object) {
                Some(id) if id == activity.actor => Wish::Leave,
                Some(id) => Wish::TakeBack(id.to_owned()),
                None => Wish::Nothing,
            }),
            "Like" | "Dislike" => Ok(Wish::Nothing),
            _ => Err(Refusal::NotAPeer),
        }
    }

    async fn public_group(&self, address: Option<&str>) -> Result<GroupId, Refusal> {
        let id =
            address.and_then(|address| objects::group_id(address, &self.urls)).ok_or(Refusal::NotAPeer)?;
        let group = self.find_public_group(id).await?.ok_or(Refusal::NotAPeer)?;
        Ok(group.id)
    }

    /// Only a follow is taken back in a way that concerns us.
    fn undone(&self, object: &Value) -> Wish {
        if object.get("type").and_then(Value::as_str) != Some("Follow") {
            return Wish::Nothing;
        }
        let group = object.get("object").and_then(id_of).and_then(|id| objects::group_id(id, &self.urls));
        group.map_or(Wish::Nothing, Wish::Unfollow)
    }

    async fn wished_answer(&self, activity: &ForeignActivity, origin: &Url) -> Result<Wish, Refusal> {
        let note = objects::note(&activity.object, &activity.actor, origin)
            .map_err(|disbelief| Refusal::Malformed(disbelief.to_string()))?;
        let answered = note.in_reply_to.as_deref().ok_or(Refusal::NotAPeer)?;
        let (item_id, parent_id) = self.locate(answered).await?.ok_or(Refusal::NotAPeer)?;
        let item = self.find_public_item(item_id).await?.ok_or(Refusal::NotAPeer)?;
        let group = item.group.ap_id;
        Ok(Wish::Answer(Box::new(Answer { note, item_id, parent_id, group })))
    }

    /// The public item, and the comment below it, that an address names: one of ours, or an answer that stands here.
    async fn locate(&self, address: &str) -> Result<Option<(ItemId, Option<CommentId>)>, Error> {
        if let Some(id) = address.strip_prefix(&self.urls.below("ap/item/")) {
            return Ok(id.parse().ok().map(|id| (id, None)));
        }
        let Some(id) = address.strip_prefix(&self.urls.below("ap/comment/")) else {
            let found = answers::find_by_ap_id(&self.db, address).await?;
            return Ok(found.map(|(comment, item)| (item, Some(comment))));
        };
        let Ok(id) = id.parse::<CommentId>() else { return Ok(None) };
        let is_public = self.find_public_comment(id).await?;
        let is_ours = is_public.is_some_and(|public| matches!(public.text, Text::Ours(_)));
        let comment = domain::items::comments::list_by_id(&self.db, &[id]).await?.pop();
        Ok(comment.filter(|_| is_ours).map(|comment| (comment.item_id, Some(id))))
    }

    /// Finds out who it is, checks the signature, and does what he wishes, once.
    async fn hear(
        &self,
        parts: &Parts,
        claim: &DraftClaim,
        activity: &ForeignActivity,
        address: &Url,
        wish: Wish,
    ) -> Result<(), Refusal> {
        let Some(actor) = self.identify_outsider(parts, claim, address, &wish).await? else { return Ok(()) };
        if !self.pace.admits_peer(&actor.host, RATE, self.db.now()) {
            return Err(Refusal::Later(Duration::from_secs(1)));
        }
        self.db
            .write(async |tx| {
                if !outside::note_seen(tx, &activity.id).await? {
                    return Ok(()); // it came before
                }
                fulfil(tx, &actor, activity, &wish).await
            })
            .await?;
        self.ring();
        Ok(())
    }

    /// The group in whose name a stranger is looked at; `None` for wishes that only somebody known can have.
    fn group_for(&self, wish: &Wish) -> Option<String> {
        match wish {
            Wish::Follow(id) => Some(self.urls.below(&format!("ap/group/{id}"))),
            Wish::Answer(answer) => Some(answer.group.clone()),
            Wish::Unfollow(_) | Wish::Revise(_) | Wish::TakeBack(_) | Wish::Leave | Wish::Nothing => None,
        }
    }

    /// Who signed this. `None`: a stranger with something that he could only have of somebody known. Whoever is new, or shows
    /// a new key, is kept only once the signature fits.
    async fn identify_outsider(
        &self,
        parts: &Parts,
        claim: &DraftClaim,
        address: &Url,
        wish: &Wish,
    ) -> Result<Option<Actor>, Refusal> {
        let fits = |key_id: &str, key: &[u8]| self.verify_outsider(parts, claim, key_id, key);
        let them = match (outside::actors::find(&self.db, address.as_str()).await?, self.group_for(wish)) {
            (Some(known), _) if fits(&known.key_id, &known.public_key).is_ok() => return Ok(Some(known)),
            (Some(known), group) => {
                let group = group.unwrap_or_else(|| self.urls.actor());
                self.fetch_again(&known, &group).await?
            }
            (None, Some(group)) => self.fetch_stranger(address, &group).await?,
            (None, None) => return Ok(None),
        };
        fits(&them.key_id, &them.public_key)?;
        self.keep_outsider(&them).await.map(Some)
    }

    fn verify_outsider(
        &self,
        parts: &Parts,
        claim: &DraftClaim,
        key_id: &str,
        key: &[u8],
    ) -> Result<(), Refusal> {
        if claim.key_id().as_str() != key_id {
            return Err(Refusal::UnknownKey);
        }
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let target = self.urls.at(path).map_err(|_| Refusal::Malformed("the address".into()))?;
        let key = RsaPublic::from_der(key.to_vec());
        Ok(claim.check(parts.method.as_str(), &target, &parts.headers, &key, self.now_seconds())?)
    }
}

/// The effect, in one transaction. What is not there any more is no error for whoever takes it back.
async fn fulfil(
    tx: &mut domain::Tx,
    actor: &Actor,
    activity: &ForeignActivity,
    wish: &Wish,
) -> Result<(), Error> {
    match wish {
        Wish::Follow(group) => follows::follow(tx, actor, *group, &activity.id).await,
        Wish::Unfollow(group) => follows::unfollow(tx, actor, *group).await,
        Wish::Answer(answer) => {
            let note = &answer.note;
            let new = answers::NewAnswer {
                ap_id: note.id.clone(),
                item_id: answer.item_id,
                parent_id: answer.parent_id,
                html: note.html.clone(),
                language: note.language.clone(),
                published_at: note.published_at.unwrap_or(tx.now()),
            };
            answers::add(tx, actor, new).await.map(drop)
        }
        Wish::Revise(note) => or_gone(answers::edit(tx, actor, &note.id, &note.html).await),
        Wish::TakeBack(ap_id) => or_gone(answers::delete(tx, actor, ap_id).await),
        Wish::Leave => outside::actors::leave(tx, actor).await,
        Wish::Nothing => Ok(()),
    }
}

fn or_gone(result: Result<(), Error>) -> Result<(), Error> {
    if matches!(result, Err(Error::NotFound)) { Ok(()) } else { result }
}

/// The address of an object, whether it stands there alone or as the `id` of a whole one.
fn id_of(object: &Value) -> Option<&str> {
    object.as_str().or_else(|| object.get("id").and_then(Value::as_str))
}
