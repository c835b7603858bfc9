//! What anybody may ask: who this instance is, and which of its people are public.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::audience::Viewpoint;
use domain::people::reading::What;
use domain::people::{self, PersonView, photo, profile_for};
use domain::{Error, PersonId, Principal};
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};

use crate::answer::{NotForYou, SignedGet};
use crate::door::Federation;
use crate::gate::Refusal;
use crate::objects::person;
use crate::open;
use crate::wire::{self, ACTIVITY_JSON, JRD_JSON, Link};

const NODEINFO: &str = "http://nodeinfo.diaspora.software/ns/schema/2.1";
/// The relation of FEP-2677.
const APPLICATION: &str = "https://www.w3.org/ns/activitystreams#Application";

/// `GET /actor`
pub(crate) async fn actor(State(door): State<Federation>) -> Result<Response, NotForYou> {
    Ok(document(ACTIVITY_JSON, &door.actor()?))
}

#[derive(Deserialize)]
pub(crate) struct Resource {
    #[serde(default)]
    resource: String,
}

/// `GET /.well-known/webfinger?resource=acct:…`: the instance under its own host, people whose profile is
/// public, and public groups while they are open. One handle names one of these.
pub(crate) async fn webfinger(
    State(door): State<Federation>,
    Query(query): Query<Resource>,
) -> Result<Response, NotForYou> {
    let host = door.urls.authority();
    let is_instance = query.resource == format!("acct:{host}@{host}")
        || query.resource == door.urls.actor()
        || query.resource.trim_end_matches('/') == door.urls.below("").trim_end_matches('/');
    if is_instance {
        return Ok(document(JRD_JSON, &instance_links(&door)));
    }
    let handle = query.resource.strip_prefix("acct:").and_then(|rest| rest.strip_suffix(&format!("@{host}")));
    let handle = handle.filter(|handle| handle.len() <= 100).ok_or(NotForYou::Hidden)?;
    if let Some(links) = open::group_links(&door, handle).await? {
        return Ok(document(JRD_JSON, &links));
    }
    let person = people::find_by_handle(&door.db, handle).await?.ok_or(NotForYou::Hidden)?;
    let view = profile_for(&person, Viewpoint::Public).ok_or(NotForYou::Hidden)?;
    Ok(document(JRD_JSON, &person_links(&door, &view)))
}

fn instance_links(door: &Federation) -> wire::ResourceDescriptor {
    let host = door.urls.authority();
    wire::ResourceDescriptor {
        subject: format!("acct:{host}@{host}"),
        aliases: vec![door.urls.actor()],
        links: vec![Link::new("self", Some(ACTIVITY_JSON), &door.urls.actor())],
    }
}

fn person_links(door: &Federation, view: &PersonView) -> wire::ResourceDescriptor {
    let page = door.urls.person_page(view.id);
    wire::ResourceDescriptor {
        subject: format!("acct:{}@{}", view.handle, door.urls.authority()),
        aliases: vec![view.ap_id.clone(), page.clone()],
        links: vec![
            Link::new("self", Some(ACTIVITY_JSON), &view.ap_id),
            Link::new("http://webfinger.net/rel/profile-page", Some("text/html"), &page),
        ],
    }
}

/// `GET /.well-known/nodeinfo`
pub(crate) async fn nodeinfo_links(State(door): State<Federation>) -> Response {
    let links = vec![
        Link::new(NODEINFO, None, &door.urls.below("nodeinfo/2.1")),
        Link::new(APPLICATION, None, &door.urls.actor()),
    ];
    document("application/json", &wire::NodeInfoLinks { links })
}

/// `GET /nodeinfo/2.1`. How many people there are is not told: being listed is each person's own choice.
pub(crate) async fn nodeinfo(State(door): State<Federation>) -> Response {
    let info = wire::NodeInfo {
        version: "2.1".into(),
        software: wire::Software {
            name: "plein".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            repository: env!("CARGO_PKG_REPOSITORY").into(),
        },
        protocols: vec!["activitypub".into()],
        services: wire::Services::default(),
        open_registrations: false,
        usage: wire::Usage { users: wire::Users { total: None } },
        metadata: wire::Metadata { node_name: door.home.name.clone() },
    };
    document("application/json", &info)
}

/// `GET /ap/person/{id}`: the profile at level `network` for an approved peer, the public one for anybody, a page
/// for a browser. Whoever may see nothing gets what he would get if there were nobody.
pub(crate) async fn person(
    State(door): State<Federation>,
    Path(id): Path<String>,
    headers: HeaderMap,
    get: Result<SignedGet, Response>,
) -> Result<Response, Response> {
    let hidden = || NotForYou::Hidden.into_response();
    let id: PersonId = id.parse().map_err(|_| hidden())?;
    if prefers_html(&headers) {
        return Ok(Redirect::to(&door.urls.person_page(id)).into_response());
    }
    let is_open = door.open_key().await.map_err(|error| NotForYou::from(error).into_response())?.is_some();
    let get = match get {
        Ok(get) => Some(get),
        // Foreign software signs its questions too. For it, as for anybody, there is what is public.
        Err(refused) if headers.contains_key("signature") && !(open::is_hidden(&refused) && is_open) => {
            return Err(refused);
        }
        Err(_) => None,
    };
    if let Some(get) = &get {
        door.count_profile(get).map_err(IntoResponse::into_response)?;
    }
    let from = match &get {
        Some(get) if get.peer.shares_people => Viewpoint::Network,
        _ => Viewpoint::Public,
    };
    let wire = find_local(&door, id, from).await.map_err(IntoResponse::into_response)?;
    match get {
        Some(get) => get.answer(&door, &wire).map_err(IntoResponse::into_response),
        None => {
            Ok(document(ACTIVITY_JSON, &in_public(&door, &wire).await.map_err(IntoResponse::into_response)?))
        }
    }
}

impl Federation {
    /// An organisation has its copy of our directory by another way: whoever asks person by person has a limit.
    fn count_profile(&self, get: &SignedGet) -> Result<(), Refusal> {
        let now = self.db.now();
        let taken = self.readers.get().map(|readers| readers.take(&get.principal(), What::Profile, now));
        Ok(taken.transpose().map(|_| ())?)
    }
}

async fn in_public(door: &Federation, wire: &wire::Person) -> Result<serde_json::Value, NotForYou> {
    let document = serde_json::to_value(wire).map_err(Error::from)?;
    Ok(open::as_actor(door, document).await?)
}

async fn find_local(door: &Federation, id: PersonId, from: Viewpoint) -> Result<wire::Person, NotForYou> {
    let found = people::find_local(&door.db, id).await?;
    let view = profile_for(&found, from).ok_or(NotForYou::Hidden)?;
    Ok(wire::Person { context: wire::context(), ..person::to_wire(&view, &door.urls) })
}

pub(crate) fn prefers_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = accept.split([',', ';']).next().unwrap_or_default().trim();
    first == "text/html"
}

/// `GET /ap/person/{id}/photo/{digest}`, for approved peers.
pub(crate) async fn photo(
    State(door): State<Federation>,
    Path((id, digest)): Path<(String, String)>,
    get: SignedGet,
) -> Result<Response, NotForYou> {
    let id: PersonId = id.parse().map_err(|_| NotForYou::Hidden)?;
    if !get.peer.shares_people {
        return Err(NotForYou::Hidden);
    }
    people::find_local(&door.db, id).await?;
    let photo = photo::find_visible(&door.db, &get.principal(), id).await?;
    if photo.digest != digest {
        return Err(NotForYou::Hidden);
    }
    get.answer_bytes(&door, "image/jpeg", photo.bytes)
}

/// `GET /ap/activity/{id}`: an activity we sent, for its reader.
pub(crate) async fn activity(
    State(door): State<Federation>,
    Path(id): Path<uuid::Uuid>,
    get: SignedGet,
) -> Result<Response, NotForYou> {
    let id = door.urls.activity(id);
    let body = domain::delivery::find_sent(&door.db, &get.principal(), &id).await?;
    get.answer_bytes(&door, ACTIVITY_JSON, body)
}

/// `GET /outbox`: how many activities there are for whoever asks.
pub(crate) async fn outbox(
    State(door): State<Federation>,
    get: Result<SignedGet, Response>,
) -> Result<Response, NotForYou> {
    let principal = get.as_ref().map_or(Principal::Anonymous, SignedGet::principal);
    let total = domain::delivery::count_sent(&door.db, &principal).await?;
    let collection = serde_json::json!({
        "@context": wire::context(), "id": door.urls.outbox(), "type": "OrderedCollection", "totalItems": total
    });
    Ok(document(ACTIVITY_JSON, &collection))
}

pub(crate) fn document(media: &'static str, value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => ([(header::CONTENT_TYPE, media)], body).into_response(),
        Err(error) => {
            tracing::error!(error = %Error::from(error), "could not write a document");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
