//! Peers: whom we trust, with what, and how they are doing. The states are those of the handshake:
//! none → requested (out or in) → approved → paused → blocked; `ended` is a peering that was.
//!
//! What travels between the two instances is the federation door's business; here stand the rules.

pub mod health;
pub mod keys;
mod queries;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::audit;
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx};
use crate::error::{Error, Result};
use crate::ids::InstanceId;
use crate::jobs::{self, Job};
use crate::outbox::{self, Event};
use crate::people::replica;
use crate::principal::Principal;
use crate::{directory, groups, instances};

/// More open requests from hosts we do not know are refused until somebody looked at these.
pub const REQUESTS_OPEN_MAX: i64 = 200;
/// Activities a second we take from a peer unless an administrator chose otherwise.
pub const RATE_DEFAULT: i64 = 50;

/// Where a peering stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    /// We asked; they have not answered.
    RequestedOut,
    /// They asked; our administrator has not answered.
    RequestedIn,
    Approved,
    /// Everything is kept, nothing travels.
    Paused,
    /// What came from there is purged; nothing is heard any more.
    Blocked,
    /// Rejected or undone; either side may ask again.
    Ended,
}

crate::db::text_arg!(State);

/// A peer with its state, level and health.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Peer {
    pub instance_id: InstanceId,
    pub host: String,
    pub base_url: String,
    pub name: String,
    pub state: State,
    /// The instance actor as received, JSON; its keys are pinned from approval on.
    pub actor: String,
    /// Eight words over host and keys.
    pub fingerprint: String,
    /// When the origin itself answered with these keys; `None` while only the request says so.
    pub checked_at: Option<Timestamp>,
    pub requested_at: Timestamp,
    pub approved_at: Option<Timestamp>,
    pub follow_sent: Option<String>,
    pub follow_received: Option<String>,
    pub shares_people: bool,
    pub shares_groups: SharedGroups,
    pub rate: i64,
    pub last_contact_at: Option<Timestamp>,
    pub last_error: Option<String>,
    pub last_error_at: Option<Timestamp>,
    pub next_try_at: Option<Timestamp>,
    pub directory_epoch: Option<String>,
    pub directory_seq: i64,
    pub directory_confirmed_at: Option<Timestamp>,
    pub directory_announced_seq: i64,
}

impl Peer {
    /// True when activities are exchanged.
    pub fn is_active(&self) -> bool {
        self.state == State::Approved
    }
}

/// What an instance says of itself, verified against its own keys by the federation door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introduction {
    /// Lower case.
    pub host: String,
    pub base_url: String,
    pub name: String,
    pub organisation_uri: Option<String>,
    /// The instance actor as received, JSON.
    pub actor: String,
    pub fingerprint: String,
}

/// An administrator asks `them` to be our peer; `follow_id` is the activity that will travel.
pub async fn request(
    tx: &mut Tx,
    principal: &Principal,
    them: &Introduction,
    follow_id: &str,
) -> Result<InstanceId> {
    principal.require_administrator()?;
    tx.lock("peers").await?;
    let id = meet(tx, them).await?;
    match queries::find_state(tx, id).await? {
        None => queries::insert_peer(tx, id, them, State::RequestedOut).await?,
        Some(State::Ended | State::RequestedOut) => {
            queries::restart(tx, id, them, State::RequestedOut).await?
        }
        Some(State::RequestedIn) => return Err(Error::Conflict("error-peer-asked-already")),
        Some(State::Approved | State::Paused) => return Err(Error::Conflict("error-peer-already")),
        Some(State::Blocked) => return Err(Error::Conflict("error-peer-blocked")),
    }
    // An administrator typed the host and the host answered with these keys.
    queries::update_checked(tx, id).await?;
    queries::update_follow_sent(tx, id, follow_id).await?;
    note(tx, principal, "peer.request", id, them).await?;
    outbox::publish(tx, &Event::PeeringRequested { instance_id: id }).await.map(|()| id)
}

/// A host asks to be our peer. It is stored, not believed: an administrator checks and decides. Where we asked them
/// ourselves, we say yes. A request that was checked is not displaced by one with other keys.
pub async fn receive_request(tx: &mut Tx, them: &Introduction, follow_id: &str) -> Result<InstanceId> {
    tx.lock("peers").await?;
    let known = instances::find_by_host(&mut *tx, &them.host).await?;
    let state = match &known {
        Some(instance) => queries::find_state(tx, instance.id).await?,
        None => None,
    };
    if matches!(state, None | Some(State::Ended)) && queries::count_requests(tx).await? >= REQUESTS_OPEN_MAX {
        return Err(Error::Limited {
            key: "error-requests-full",
            retry_after: std::time::Duration::from_secs(3600),
        });
    }
    let id = match state {
        Some(State::Blocked) => return Err(Error::NotFound),
        Some(State::Approved | State::Paused | State::RequestedOut) => {
            let id = known.map(|instance| instance.id).ok_or(Error::NotFound)?;
            outbox::publish(tx, &Event::PeeringConsented { instance_id: id }).await?;
            id
        }
        Some(State::Ended | State::RequestedIn) => {
            let id = meet(tx, them).await?;
            let peer = find(&mut *tx, id).await?;
            if peer.checked_at.is_some() && peer.fingerprint != them.fingerprint {
                return Err(Error::Conflict("error-peer-keys-differ"));
            }
            queries::restart(tx, id, them, State::RequestedIn).await?;
            id
        }
        None => {
            let id = meet(tx, them).await?;
            queries::insert_peer(tx, id, them, State::RequestedIn).await?;
            id
        }
    };
    queries::update_follow_received(tx, id, follow_id).await?;
    note(tx, &Principal::Anonymous, "peer.request_received", id, them).await?;
    Ok(id)
}

/// The administrator pressed Check and the origin answered `found`. Other keys than the request carried are refused.
pub async fn check(tx: &mut Tx, principal: &Principal, id: InstanceId, found: &Introduction) -> Result<()> {
    principal.require_administrator()?;
    let peer = find(&mut *tx, id).await?;
    if peer.fingerprint != found.fingerprint || peer.host != found.host {
        return Err(Error::Conflict("error-peer-keys-differ"));
    }
    queries::update_checked(tx, id).await?;
    note(tx, principal, "peer.check", id, found).await
}

/// The administrator says yes to a checked request; `follow_id` is our own Follow back.
pub async fn approve(tx: &mut Tx, principal: &Principal, id: InstanceId, follow_id: &str) -> Result<()> {
    principal.require_administrator()?;
    tx.lock("peers").await?;
    let peer = find(&mut *tx, id).await?;
    if peer.state != State::RequestedIn {
        return Err(Error::Conflict("error-peer-state"));
    }
    if peer.checked_at.is_none() {
        return Err(Error::Conflict("error-peer-unchecked"));
    }
    queries::update_follow_sent(tx, id, follow_id).await?;
    become_peers(tx, principal, &peer).await?;
    outbox::publish(tx, &Event::PeeringApproved { instance_id: id }).await
}

/// They said yes. The Accept must name the Follow that we sent; one for a follow nobody sent is refused.
pub async fn accepted(tx: &mut Tx, id: InstanceId, follow_id: &str) -> Result<()> {
    tx.lock("peers").await?;
    let peer = find(&mut *tx, id).await?;
    if peer.follow_sent.as_deref() != Some(follow_id) {
        return Err(Error::Forbidden("error-accept-unasked"));
    }
    if peer.state == State::RequestedOut {
        let principal = Principal::Peer { instance_id: id, host: peer.host.clone() };
        become_peers(tx, &principal, &peer).await?;
    }
    // Only now do both sides hold each other for peers, and a pull is answered.
    jobs::enqueue(tx, &Job::PullDirectory { instance_id: id }).await?;
    jobs::enqueue(tx, &Job::PullGroups { instance_id: id }).await
}

async fn become_peers(tx: &mut Tx, principal: &Principal, peer: &Peer) -> Result<()> {
    let approved_by = principal.member().map(|member| member.account_id);
    queries::update_approved(tx, peer.instance_id, approved_by).await?;
    let subject = subject(peer.instance_id);
    let detail = json!({ "host": peer.host, "fingerprint": peer.fingerprint });
    audit::record(tx, principal, "peer.approve", &subject, detail).await
}

/// Says no to a request, takes back our own, or ends a peering. What came from there is forgotten.
pub async fn end(tx: &mut Tx, principal: &Principal, id: InstanceId) -> Result<()> {
    principal.require_administrator()?;
    leave(tx, principal, id, State::Ended, "peer.end").await?;
    outbox::publish(tx, &Event::PeeringEnded { instance_id: id, is_block: false }).await
}

/// Cuts a peer off: nothing is heard from it any more, and what came from there is forgotten.
pub async fn block(tx: &mut Tx, principal: &Principal, id: InstanceId) -> Result<()> {
    principal.require_administrator()?;
    leave(tx, principal, id, State::Blocked, "peer.block").await?;
    outbox::publish(tx, &Event::PeeringEnded { instance_id: id, is_block: true }).await
}

/// Takes a block back; either side may ask again.
pub async fn unblock(tx: &mut Tx, principal: &Principal, id: InstanceId) -> Result<()> {
    principal.require_administrator()?;
    move_state(tx, principal, id, &[State::Blocked], State::Ended, "peer.unblock").await
}

/// They rejected, undid or blocked the peering. What came from there is forgotten here too.
pub async fn ended_by_them(tx: &mut Tx, id: InstanceId) -> Result<()> {
    let peer = find(&mut *tx, id).await?;
    if peer.state == State::Blocked {
        return Ok(());
    }
    let principal = Principal::Peer { instance_id: id, host: peer.host };
    leave(tx, &principal, id, State::Ended, "peer.ended_by_them").await
}

async fn leave(tx: &mut Tx, principal: &Principal, id: InstanceId, to: State, action: &str) -> Result<()> {
    use State::{Approved, Ended, Paused, RequestedIn, RequestedOut};
    move_state(tx, principal, id, &[RequestedOut, RequestedIn, Approved, Paused, Ended], to, action).await?;
    queries::forget_check(tx, id).await?;
    queries::forget_directory(tx, id).await?;
    // First what marks the index, then what stands in feeds.
    groups::replica::leave_all_of(tx, id).await?;
    groups::members::end_all_of(tx, principal, id).await?;
    jobs::enqueue(tx, &Job::ForgetPeople { instance_id: id }).await
}

/// Keeps everything and stops traffic.
pub async fn pause(tx: &mut Tx, principal: &Principal, id: InstanceId) -> Result<()> {
    principal.require_administrator()?;
    move_state(tx, principal, id, &[State::Approved], State::Paused, "peer.pause").await
}

/// Lets traffic flow again; what was missed is fetched.
pub async fn resume(tx: &mut Tx, principal: &Principal, id: InstanceId) -> Result<()> {
    principal.require_administrator()?;
    move_state(tx, principal, id, &[State::Paused], State::Approved, "peer.resume").await?;
    jobs::enqueue(tx, &Job::PullGroups { instance_id: id }).await?;
    jobs::enqueue(tx, &Job::PullDirectory { instance_id: id }).await
}

async fn move_state(
    tx: &mut Tx,
    principal: &Principal,
    id: InstanceId,
    from: &[State],
    to: State,
    action: &str,
) -> Result<()> {
    tx.lock("peers").await?;
    let peer = find(&mut *tx, id).await?;
    if !from.contains(&peer.state) {
        return Err(Error::Conflict("error-peer-state"));
    }
    queries::update_state(tx, id, to).await?;
    let detail = json!({ "host": peer.host, "from": peer.state, "to": to });
    audit::record(tx, principal, action, &subject(id), detail).await
}

/// An administrator has a peer's directory fetched and compared now.
pub async fn fetch_again(tx: &mut Tx, principal: &Principal, id: InstanceId) -> Result<()> {
    principal.require_administrator()?;
    if !find(&mut *tx, id).await?.is_active() {
        return Err(Error::Conflict("error-peer-state"));
    }
    jobs::enqueue(tx, &Job::PullGroups { instance_id: id }).await?;
    jobs::enqueue(tx, &Job::PullDirectory { instance_id: id }).await?;
    jobs::enqueue(tx, &Job::ReconcileDirectory { instance_id: id }).await
}

/// Which groups hosted here a peer may know of and join. Members that it has already stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SharedGroups {
    None,
    /// Those whose content is not for members alone.
    Open,
    #[default]
    All,
}

crate::db::text_arg!(SharedGroups);

impl SharedGroups {
    pub const ALL: [Self; 3] = [Self::All, Self::Open, Self::None];

    /// The word in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Open => "open",
            Self::All => "all",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shared| shared.as_str() == word)
    }

    /// Whether this group is among them.
    pub fn has(self, group: &groups::Group) -> bool {
        match self {
            Self::None => false,
            Self::Open => !group.is_closed(),
            Self::All => true,
        }
    }
}

/// What this peer may have from us, and how fast it may speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    pub shares_people: bool,
    pub shares_groups: SharedGroups,
    /// Activities a second, 1 to 1,000.
    pub rate: i64,
}

/// Changes the level. Without people, the peer's copies of ours and ours of theirs go.
pub async fn set_level(tx: &mut Tx, principal: &Principal, id: InstanceId, level: Level) -> Result<()> {
    principal.require_administrator()?;
    if !(1..=1_000).contains(&level.rate) {
        return Err(Error::invalid("rate", "error-rate"));
    }
    let peer = find(&mut *tx, id).await?;
    queries::update_level(tx, id, level).await?;
    let detail = json!({
        "host": peer.host,
        "shares_people": level.shares_people,
        "shares_groups": level.shares_groups,
        "rate": level.rate,
    });
    audit::record(tx, principal, "peer.level", &subject(id), detail).await?;
    if peer.shares_groups != level.shares_groups {
        outbox::publish(tx, &Event::GroupListed).await?;
    }
    if peer.shares_people != level.shares_people {
        outbox::publish(tx, &Event::LevelChanged { instance_id: id }).await?;
    }
    match (peer.shares_people, level.shares_people) {
        (true, false) => {
            queries::forget_directory(tx, id).await?;
            jobs::enqueue(tx, &Job::ForgetPeople { instance_id: id }).await
        }
        (false, true) => jobs::enqueue(tx, &Job::PullDirectory { instance_id: id }).await,
        _ => Ok(()),
    }
}

/// A peer's new keys, proven by its old ones or approved by hand.
pub async fn replace_keys(
    tx: &mut Tx,
    principal: &Principal,
    id: InstanceId,
    them: &Introduction,
) -> Result<()> {
    let speaks_for_itself = matches!(principal, Principal::Peer { instance_id, .. } if *instance_id == id);
    if !speaks_for_itself {
        principal.require_administrator()?;
    }
    queries::update_actor(tx, id, &them.actor, &them.fingerprint).await?;
    note(tx, principal, "peer.keys", id, them).await
}

/// What cutting off would touch, to be shown before it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequences {
    /// People of theirs who would no longer be found here.
    pub their_people: i64,
    /// People of ours who would no longer be found there.
    pub our_people: i64,
    /// Memberships of theirs in groups here, and of ours in groups there, that would end.
    pub their_memberships: i64,
    pub our_memberships: i64,
}

/// Counts what cutting off would touch.
pub async fn consequences(db: &Db, principal: &Principal, id: InstanceId) -> Result<Consequences> {
    principal.require_administrator()?;
    let (their_memberships, our_memberships) = groups::members::count_across(db, id).await?;
    Ok(Consequences {
        their_people: replica::count(db, id).await?,
        our_people: directory::count_present(db).await?,
        their_memberships,
        our_memberships,
    })
}

/// A peer; `NotFound` for instances that never asked and were never asked.
pub async fn find(on: impl Into<On<'_>>, id: InstanceId) -> Result<Peer> {
    queries::find_peer(on, id).await
}

/// A peer by host, lower case.
pub async fn find_by_host(on: impl Into<On<'_>>, host: &str) -> Result<Option<Peer>> {
    queries::find_peer_by_host(on, host).await
}

/// All peers for the administrator's table: requests first, then by name.
pub async fn list(db: &Db, principal: &Principal) -> Result<Vec<Peer>> {
    principal.require_administrator()?;
    queries::list_peers(db).await
}

/// Refuses unless people are shared with this peer now: who stores a page that was asked for a while ago must know.
pub async fn require_people(tx: &mut Tx, id: InstanceId) -> Result<()> {
    let peer = find(&mut *tx, id).await?;
    if peer.is_active() && peer.shares_people { Ok(()) } else { Err(Error::Conflict("error-peer-state")) }
}

/// Approved peers, for delivery and polling.
pub async fn list_active(on: impl Into<On<'_>>) -> Result<Vec<Peer>> {
    queries::list_active(on).await
}

async fn meet(tx: &mut Tx, them: &Introduction) -> Result<InstanceId> {
    let id = instances::find_or_insert(tx, &them.host, &them.base_url, &them.name).await?;
    if instances::find(&mut *tx, id).await?.is_local {
        return Err(Error::Conflict("error-peer-self"));
    }
    instances::find_or_insert_organisation(tx, id, them.organisation_uri.as_deref(), &them.name).await?;
    Ok(id)
}

async fn note(tx: &mut Tx, who: &Principal, action: &str, id: InstanceId, them: &Introduction) -> Result<()> {
    let detail = json!({ "host": them.host, "fingerprint": them.fingerprint });
    audit::record(tx, who, action, &subject(id), detail).await
}

fn subject(id: InstanceId) -> String {
    format!("instance:{id}")
}
