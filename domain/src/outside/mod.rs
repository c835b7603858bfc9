//! The rest of the fediverse: people on other software who follow public groups and answer in them, while an administrator
//! has that switched on. Their hosts are no peers, and never become one this way: nothing here is asked of `peers`, and
//! nothing there of this module but that a peer is never taken for an outsider.
//!
//! [`actors`] holds who they are, [`follows`] who follows what, [`answers`] what they wrote, [`told`] what their hosts hold of
//! ours.

pub mod actors;
pub mod answers;
pub mod follows;
pub mod told;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql};
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::outbox::{self, Event};
use crate::principal::Principal;
use crate::{audit, delivery, settings};

/// Hosts that are met at most; more are not heard.
pub const HOSTS_MAX: i64 = 2_000;
/// People of one host that are met at most.
pub const ACTORS_PER_HOST_MAX: i64 = 1_000;
/// Answers of one host that may wait for moderators at a time.
pub const WAITING_PER_HOST_MAX: i64 = 200;

/// What an administrator chose. Off, and answers wait, unless he said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Opening {
    pub is_open: bool,
    /// Answers appear at once, without a moderator.
    pub answers_appear: bool,
}

/// The word of the design for it.
const SETTING: &str = "open_to_fediverse";

/// Whether public groups are open to the fediverse.
pub async fn opening(on: impl Into<On<'_>>) -> Result<Opening> {
    settings::find(on, SETTING).await
}

/// Opens public groups to the fediverse, or closes them. Closing tells those who follow, and forgets them and what they
/// wrote.
pub async fn set_opening(tx: &mut Tx, principal: &Principal, to: Opening) -> Result<()> {
    principal.require_administrator()?;
    tx.lock(SETTING).await?;
    let from = opening(&mut *tx).await?;
    if from == to {
        return Ok(());
    }
    settings::store(tx, SETTING, &to).await?;
    let detail = json!({ "open": to.is_open, "at_once": to.answers_appear });
    audit::record(tx, principal, "setting.fediverse", "setting:fediverse", detail).await?;
    match (from.is_open, to.is_open) {
        (false, true) => jobs::enqueue(tx, &Job::PrepareOpening).await,
        (true, false) => outbox::publish(tx, &Event::OpeningClosed).await,
        _ => Ok(()),
    }
}

/// Those who follow were told that it is over: nobody follows any more, and what came from them is forgotten. An answer to
/// [`Event::OpeningClosed`].
pub async fn close(tx: &mut Tx) -> Result<()> {
    follows::end_all(tx).await?;
    jobs::enqueue(tx, &Job::ForgetOutsiders { host: None }).await
}

/// Where a host stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum HostState {
    /// It may follow and answer public groups, and nothing else.
    PublicOnly,
    /// It is not heard, and hears nothing.
    Blocked,
}

crate::db::text_arg!(HostState);

/// A host with what it means here, for administrators.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Host {
    pub host: String,
    pub state: HostState,
    pub met_at: Timestamp,
    pub heard_at: Timestamp,
    pub followers: i64,
    pub answers: i64,
}

/// The hosts that we met, those with the most followers first, at most `limit`.
pub async fn list_hosts(db: &Db, principal: &Principal, limit: i64) -> Result<Vec<Host>> {
    principal.require_administrator()?;
    sql("select outside_host.host, outside_host.state, outside_host.met_at, outside_host.heard_at, \
         (select count(*) from outside_follow join outside_actor on outside_actor.id = outside_follow.actor_id \
             where outside_actor.host = outside_host.host) as followers, \
         (select count(*) from outside_answer join outside_actor on outside_actor.id = outside_answer.actor_id \
             where outside_actor.host = outside_host.host) as answers \
         from outside_host order by followers desc, outside_host.host limit $1")
    .bind(limit)
    .all(db)
    .await
}

/// Whether this host was blocked; one that we never met was not.
pub async fn is_blocked(on: impl Into<On<'_>>, host: &str) -> Result<bool> {
    Ok(find_state(on, host).await? == Some(HostState::Blocked))
}

async fn find_state(on: impl Into<On<'_>>, host: &str) -> Result<Option<HostState>> {
    let row: Option<(HostState,)> =
        sql("select state from outside_host where host = $1").bind(host).optional(on).await?;
    Ok(row.map(|(state,)| state))
}

/// Cuts a host off: its people follow nothing any more, and what they wrote is forgotten.
pub async fn block_host(tx: &mut Tx, principal: &Principal, host: &str) -> Result<()> {
    principal.require_administrator()?;
    move_state(tx, principal, host, HostState::Blocked, "outside.block").await?;
    follows::end_all_of(tx, host).await?;
    delivery::drop_waiting(tx, host).await?;
    jobs::enqueue(tx, &Job::ForgetOutsiders { host: Some(host.to_owned()) }).await
}

/// Takes a block back; its people may follow again.
pub async fn unblock_host(tx: &mut Tx, principal: &Principal, host: &str) -> Result<()> {
    principal.require_administrator()?;
    move_state(tx, principal, host, HostState::PublicOnly, "outside.unblock").await
}

async fn move_state(
    tx: &mut Tx,
    principal: &Principal,
    host: &str,
    to: HostState,
    action: &str,
) -> Result<()> {
    let touched = sql("update outside_host set state = $2 where host = $1 and state <> $2")
        .bind(host)
        .bind(to)
        .execute(&mut *tx)
        .await?;
    if touched == 0 {
        return Err(Error::NotFound);
    }
    audit::record(tx, principal, action, &format!("host:{host}"), json!({ "host": host })).await
}

/// Notes that an activity takes effect now. False when it did before.
pub async fn note_seen(tx: &mut Tx, activity_id: &str) -> Result<bool> {
    let stored = sql("insert into outside_seen (activity_id, seen_at) values ($1, $2) on conflict (activity_id) do nothing")
        .bind(activity_id)
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(stored == 1)
}

/// Forgets some people of a host that was blocked, or of all once the setting is off, with what they wrote; call until it
/// answers 0.
pub async fn forget_some(tx: &mut Tx, host: Option<&str>, limit: i64) -> Result<usize> {
    let is_over = match host {
        Some(host) => is_blocked(&mut *tx, host).await?,
        None => !opening(&mut *tx).await?.is_open,
    };
    if !is_over {
        return Ok(0); // opened again meanwhile
    }
    let actors = actors::list_ids_of(tx, host, limit).await?;
    for actor in &actors {
        actors::forget(tx, *actor).await?;
    }
    Ok(actors.len())
}

/// The house decides for an outsider: the setting is on and his host is heard.
async fn demand_heard(tx: &mut Tx, actor: &actors::Actor) -> Result<Opening> {
    let opening = opening(&mut *tx).await?;
    let is_heard = opening.is_open && !is_blocked(&mut *tx, &actor.host).await?;
    if is_heard { Ok(opening) } else { Err(Error::NotFound) }
}
