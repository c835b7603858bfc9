//! Public groups, items and comments for anybody who asks, signed or not. Everything else gets the one 404.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::groups::{self, Group};
use domain::{CommentId, Error, GroupId, ItemId, outside};
use http::{HeaderMap, StatusCode, header};
use serde::Serialize;
use serde_json::{Value, json};

use super::read::{Public, Text};
use crate::answer::NotForYou;
use crate::discovery::{document, prefers_html};
use crate::door::Federation;
use crate::objects::open as objects;
use crate::wire::{ACTIVITY_JSON, Link, ResourceDescriptor, open_context};

/// Whether an asker was refused because he is nobody to us, and not because he has to come back.
pub(crate) fn is_hidden(refused: &Response) -> bool {
    refused.status() == StatusCode::NOT_FOUND
}

/// `GET /ap/group/{id}` for whoever is no peer: the group if it is public and open, the page for a browser, and otherwise
/// what he would have got.
pub(crate) async fn group_or(
    door: &Federation,
    id: &str,
    headers: &HeaderMap,
    refused: Response,
) -> Response {
    let Ok(id) = id.parse::<GroupId>() else { return refused };
    if prefers_html(headers) {
        return Redirect::to(&door.urls.group_page(id)).into_response();
    }
    match door.open_group(id).await {
        Ok(group) => group.unwrap_or(refused),
        Err(error) => NotForYou::from(error).into_response(),
    }
}

/// How a public group is found by its handle; `None` when there is none for anybody.
pub(crate) async fn group_links(
    door: &Federation,
    handle: &str,
) -> Result<Option<ResourceDescriptor>, Error> {
    if door.open_key().await?.is_none() {
        return Ok(None);
    }
    let Some(group) = groups::find_by_handle(&door.db, handle).await?.filter(Group::is_public) else {
        return Ok(None);
    };
    let page = door.urls.group_page(group.id);
    Ok(Some(ResourceDescriptor {
        subject: format!("acct:{}@{}", group.handle, door.urls.authority()),
        aliases: vec![group.ap_id.clone(), page.clone()],
        links: vec![
            Link::new("self", Some(ACTIVITY_JSON), &group.ap_id),
            Link::new("http://webfinger.net/rel/profile-page", Some("text/html"), &page),
        ],
    }))
}

/// `GET /ap/group/{id}/followers`: how many, and not who.
pub(crate) async fn followers(
    State(door): State<Federation>,
    Path(id): Path<String>,
) -> Result<Response, NotForYou> {
    let group = door.demand_open_group(&id).await?;
    let total = outside::follows::count(&door.db, group.id).await?;
    Ok(open(&collection(&objects::followers(&group.ap_id), "Collection", total)))
}

/// `GET /ap/group/{id}/outbox`: that there is one; what is in the group is announced, and read on its page.
pub(crate) async fn group_outbox(
    State(door): State<Federation>,
    Path(id): Path<String>,
) -> Result<Response, NotForYou> {
    let group = door.demand_open_group(&id).await?;
    Ok(open(&collection(&format!("{}/outbox", group.ap_id), "OrderedCollection", 0)))
}

/// `GET /ap/item/{id}`
pub(crate) async fn item(
    State(door): State<Federation>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, NotForYou> {
    let id: ItemId = id.parse().map_err(|_| NotForYou::Hidden)?;
    if prefers_html(&headers) {
        return Ok(Redirect::to(&door.urls.item_page(id)).into_response());
    }
    door.demand_open().await?;
    post(door.find_public_item(id).await?)
}

/// `GET /ap/comment/{id}`
pub(crate) async fn comment(
    State(door): State<Federation>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, NotForYou> {
    let id: CommentId = id.parse().map_err(|_| NotForYou::Hidden)?;
    if prefers_html(&headers) {
        return Ok(Redirect::to(&door.urls.comment_page(id)).into_response());
    }
    door.demand_open().await?;
    post(door.find_public_comment(id).await?)
}

fn post(found: Option<Public>) -> Result<Response, NotForYou> {
    match found.map(|public| public.text) {
        Some(Text::Ours(mut post)) => {
            post.context = open_context();
            Ok(open(&post))
        }
        // What stands elsewhere is asked for there.
        Some(Text::Theirs(_)) | None => Err(NotForYou::Hidden),
    }
}

/// Nothing is kept on the way: what is public now may not be so tomorrow.
fn open(value: &impl Serialize) -> Response {
    let mut response = document(ACTIVITY_JSON, value);
    response.headers_mut().insert(header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    response
}

fn collection(id: &str, kind: &str, total: i64) -> Value {
    json!({ "@context": open_context(), "id": id, "type": kind, "totalItems": total })
}

/// The document of one of our people, with the key that foreign software asks for.
pub(crate) async fn as_actor(door: &Federation, mut person: Value) -> Result<Value, Error> {
    let Some(key) = door.open_key().await? else { return Ok(person) };
    let Some(id) = person.get("id").and_then(Value::as_str).map(str::to_owned) else { return Ok(person) };
    let pem = key.public().to_pem().map_err(Error::internal)?;
    person["publicKey"] = serde_json::to_value(objects::key_of(&id, &pem))?;
    person["inbox"] = json!(format!("{id}/inbox"));
    if let Some(contexts) = person.get_mut("@context").and_then(Value::as_array_mut) {
        contexts.insert(1, json!("https://w3id.org/security/v1"));
    }
    Ok(person)
}

impl Federation {
    async fn demand_open(&self) -> Result<(), NotForYou> {
        if self.open_key().await?.is_some() { Ok(()) } else { Err(NotForYou::Hidden) }
    }

    async fn demand_open_group(&self, id: &str) -> Result<Group, NotForYou> {
        let id: GroupId = id.parse().map_err(|_| NotForYou::Hidden)?;
        self.demand_open().await?;
        self.find_public_group(id).await?.ok_or(NotForYou::Hidden)
    }

    async fn open_group(&self, id: GroupId) -> Result<Option<Response>, Error> {
        let Some(key) = self.open_key().await? else { return Ok(None) };
        let Some(group) = self.find_public_group(id).await? else { return Ok(None) };
        let pem = key.public().to_pem().map_err(Error::internal)?;
        Ok(Some(open(&objects::group(&group, &pem, &self.urls))))
    }
}
