//! `POST /inbox`: gate by the key's host → signature → size, time and digest → owner → replay store → 202.
//!
//! The signature covers the digest, so a peer is known by the head of its request, before any of the body is waited for.
//! Nothing takes effect here. The activity is stored as it came; [`crate::act`] works it.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::inbox::Arrival;
use domain::peers::Peer;
use http::request::Parts;
use http::{Request, StatusCode};
use url::Url;

use crate::digest;
use crate::door::Federation;
use crate::gate::{Admits, Incoming, Refusal, admits};
use crate::intake::NotTaken;
use crate::json;
use crate::objects::actor::KnownActor;
use crate::open;
use crate::signature::{Claim, Content, SignatureError, draft};
use crate::trouble::Trouble;
use crate::urls::is_of_origin;
use crate::wire::{Activity, Kind};

/// How long a paused peer's queue holds its breath.
const PAUSED: Duration = Duration::from_secs(3600);
/// A megabyte at a hundred kilobytes a second; whoever drips holds a connection no longer than this.
const BODY_TIME: Duration = Duration::from_secs(10);

pub(crate) async fn post(State(door): State<Federation>, request: Request<Body>) -> Response {
    match receive(&door, request).await {
        Ok(()) => StatusCode::ACCEPTED.into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

/// A request whose body may still be on its way.
struct Letter {
    claim: Claim,
    target: Url,
    parts: Parts,
    body: Body,
}

async fn receive(door: &Federation, request: Request<Body>) -> Result<(), Refusal> {
    let (parts, body) = request.into_parts();
    if draft::is_draft(&parts.headers) {
        return open::receive(door, parts, body).await;
    }
    let claim = Claim::read(&parts.headers)?;
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let target = door.urls.at(path).map_err(|_| Refusal::Malformed("the address".into()))?;
    let letter = Letter { claim, target, parts, body };
    let sender = door.find_sender(&letter.claim).await?;
    match (admits(sender.as_ref().map(|peer| peer.state)), sender) {
        (Admits::Nothing, _) => Err(Refusal::NotAPeer),
        (Admits::Later, _) => Err(Refusal::Later(PAUSED)),
        (Admits::Signed, Some(peer)) => take(door, &peer, letter).await,
        (_, sender) => hear(door, sender, letter).await,
    }
}

/// Whoever is no peer yet: a request to become one, or what the keys of such a request signed.
async fn hear(door: &Federation, sender: Option<Peer>, mut letter: Letter) -> Result<(), Refusal> {
    let body = letter.read().await?;
    match sender {
        Some(peer) if !is_request(&body) => {
            letter.body = Body::from(body);
            take(door, &peer, letter).await
        }
        _ => door.receive_request(&letter.claim, &letter.incoming(Content::Here(&body)), &body).await,
    }
}

/// Whether the body is a `Follow`; unreadable is none.
fn is_request(body: &[u8]) -> bool {
    json::read::<Activity>(body, json::ACTIVITY).is_ok_and(|activity| activity.kind == Kind::Follow)
}

/// A peer's activity, verified and stored.
async fn take(door: &Federation, peer: &Peer, mut letter: Letter) -> Result<(), Refusal> {
    let actor = door.authenticate(peer, &letter.claim, &letter.incoming(Content::Coming)).await?;
    // Only now: whoever merely claims a peer's name must not use up its share.
    if !door.pace.admits_peer(&peer.host, peer.rate, door.db.now()) {
        return Err(Refusal::Later(Duration::from_secs(1)));
    }
    let body = match letter.read().await {
        Err(Refusal::TooSlow) => {
            door.note_trouble(peer, &Trouble::Drip, None).await?;
            return Err(Refusal::TooSlow);
        }
        other => other?,
    };
    digest::check(&letter.parts.headers, &body).map_err(SignatureError::from)?;
    let activity: Activity =
        json::read(&body, json::ACTIVITY).map_err(|error| Refusal::Malformed(error.to_string()))?;
    demand_own(&activity, &actor)?;
    store(door, peer, activity, body).await
}

async fn store(door: &Federation, peer: &Peer, activity: Activity, body: Bytes) -> Result<(), Refusal> {
    let arrival = Arrival {
        instance_id: peer.instance_id,
        ordering_key: ordering_key(peer, &activity),
        activity_id: activity.id,
        body: body.into(),
    };
    door.intake.store(arrival).await.map_err(|error| match error {
        NotTaken::Full => Refusal::Later(Duration::from_secs(1)),
        NotTaken::Failed => Refusal::Later(Duration::from_secs(30)),
    })?;
    door.ring();
    Ok(())
}

impl Letter {
    fn incoming<'a>(&'a self, content: Content<'a>) -> Incoming<'a> {
        Incoming {
            method: self.parts.method.as_str(),
            target: &self.target,
            headers: &self.parts.headers,
            content,
        }
    }

    /// The body, within its size and its time.
    async fn read(&mut self) -> Result<Bytes, Refusal> {
        let body = to_bytes(std::mem::take(&mut self.body), json::ACTIVITY.bytes_max);
        let read = tokio::time::timeout(BODY_TIME, body).await.map_err(|_| Refusal::TooSlow)?;
        read.map_err(|_| Refusal::TooLarge)
    }
}

/// The key's owner, the actor and the activity are of one origin: nobody speaks for another's people.
fn demand_own(activity: &Activity, actor: &KnownActor) -> Result<(), Refusal> {
    // The instance signs for its people and groups too; who they are stands in the activity.
    let is_own =
        is_of_origin(activity.actor.id(), &actor.origin) && is_of_origin(&activity.id, &actor.origin);
    let is_short = activity.id.len() <= 500;
    if is_own && is_short {
        Ok(())
    } else {
        Err(Refusal::Malformed("the activity is not the sender's own".into()))
    }
}

/// What is said in one group goes in order. Everything about the peering itself does; a nudge may overtake it, and others overtake a nudge.
fn ordering_key(peer: &Peer, activity: &Activity) -> String {
    let context = match (&activity.audience, activity.kind) {
        (Some(group), _) if group.len() <= 500 => group,
        (_, Kind::Announce) => "directory",
        _ => "peering",
    };
    format!("{}/{context}", peer.host)
}
