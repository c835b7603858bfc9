//! `POST /inbox`: size → gate by the key's host → digest → signature → owner → replay store → 202.
//!
//! Nothing takes effect here. The activity is stored as it came; [`crate::act`] works it.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::inbox::Arrival;
use domain::peers::Peer;
use http::{Request, StatusCode};

use crate::door::Federation;
use crate::gate::{Admits, Incoming, Refusal, admits};
use crate::intake::NotTaken;
use crate::json;
use crate::objects::actor::KnownActor;
use crate::signature::Claim;
use crate::urls::is_of_origin;
use crate::wire::{Activity, Kind};

/// How long a paused peer's queue holds its breath.
const PAUSED: Duration = Duration::from_secs(3600);

pub(crate) async fn post(State(door): State<Federation>, request: Request<Body>) -> Response {
    match receive(&door, request).await {
        Ok(()) => StatusCode::ACCEPTED.into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

async fn receive(door: &Federation, request: Request<Body>) -> Result<(), Refusal> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, json::ACTIVITY.bytes_max).await.map_err(|_| Refusal::TooLarge)?;
    let claim = Claim::read(&parts.headers)?;
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let target = door.urls.at(path).map_err(|_| Refusal::Malformed("the address".into()))?;
    let incoming = Incoming {
        method: parts.method.as_str(),
        target: &target,
        headers: &parts.headers,
        body: Some(&body),
    };
    let sender = door.find_sender(&claim).await?;
    match (admits(sender.as_ref().map(|peer| peer.state)), sender) {
        (Admits::Nothing, _) => Err(Refusal::NotAPeer),
        (Admits::Later, _) => Err(Refusal::Later(PAUSED)),
        (Admits::Signed, Some(peer)) => take(door, &peer, &claim, &incoming).await,
        (Admits::RequestOrSigned, Some(peer)) if !is_request(&body) => {
            take(door, &peer, &claim, &incoming).await
        }
        _ => door.receive_request(&claim, &incoming).await,
    }
}

/// Whether the body is a `Follow`; unreadable is none.
fn is_request(body: &[u8]) -> bool {
    json::read::<Activity>(body, json::ACTIVITY).is_ok_and(|activity| activity.kind == Kind::Follow)
}

/// A peer's activity, verified and stored.
async fn take(door: &Federation, peer: &Peer, claim: &Claim, incoming: &Incoming<'_>) -> Result<(), Refusal> {
    if !door.pace.admits_peer(&peer.host, peer.rate, door.db.now()) {
        return Err(Refusal::Later(Duration::from_secs(1)));
    }
    let actor = door.authenticate(peer, claim, incoming).await?;
    let body = incoming.body.unwrap_or_default();
    let activity: Activity =
        json::read(body, json::ACTIVITY).map_err(|error| Refusal::Malformed(error.to_string()))?;
    demand_own(&activity, &actor)?;
    let arrival = Arrival {
        instance_id: peer.instance_id,
        ordering_key: ordering_key(peer, &activity),
        activity_id: activity.id,
        body: body.to_vec(),
    };
    door.intake.store(arrival).await.map_err(|error| match error {
        NotTaken::Full => Refusal::Later(Duration::from_secs(1)),
        NotTaken::Failed => Refusal::Later(Duration::from_secs(30)),
    })?;
    door.ring();
    Ok(())
}

/// The key's owner is the actor, and the activity is of the same origin: nobody speaks for another.
fn demand_own(activity: &Activity, actor: &KnownActor) -> Result<(), Refusal> {
    let is_own = activity.actor.id() == actor.id && is_of_origin(&activity.id, &actor.origin);
    let is_short = activity.id.len() <= 500;
    if is_own && is_short {
        Ok(())
    } else {
        Err(Refusal::Malformed("the activity is not the sender's own".into()))
    }
}

/// Everything about the peering itself goes in order; a nudge may overtake it, and others overtake a nudge.
fn ordering_key(peer: &Peer, activity: &Activity) -> String {
    let context = match activity.kind {
        Kind::Announce => "directory",
        _ => "peering",
    };
    format!("{}/{context}", peer.host)
}
