//! SQL of peers.

use super::{Introduction, Level, Peer, RATE_DEFAULT, State};
use crate::db::{Arg, Db, On, Tx, sql, sql_from};
use crate::error::{Error, Result};
use crate::ids::{AccountId, InstanceId};

const PEER: &str = "select peer.*, instance.host, instance.base_url, instance.name \
    from peer join instance on instance.id = peer.instance_id";

pub(crate) async fn find_peer(on: impl Into<On<'_>>, id: InstanceId) -> Result<Peer> {
    sql_from(format!("{PEER} where peer.instance_id = $1")).bind(id).one(on).await
}

pub(crate) async fn find_peer_by_host(on: impl Into<On<'_>>, host: &str) -> Result<Option<Peer>> {
    sql_from(format!("{PEER} where instance.host = $1")).bind(host).optional(on).await
}

pub(crate) async fn list_peers(db: &Db) -> Result<Vec<Peer>> {
    sql_from(format!(
        "{PEER} order by case peer.state when 'requested_in' then 0 when 'requested_out' then 1 \
         when 'approved' then 2 when 'paused' then 3 else 4 end, instance.name, peer.instance_id"
    ))
    .all(db)
    .await
}

pub(crate) async fn list_active(on: impl Into<On<'_>>) -> Result<Vec<Peer>> {
    sql_from(format!("{PEER} where peer.state = 'approved' order by peer.instance_id")).all(on).await
}

pub(crate) async fn find_state(tx: &mut Tx, id: InstanceId) -> Result<Option<State>> {
    let row: Option<(State,)> =
        sql("select state from peer where instance_id = $1").bind(id).optional(tx).await?;
    Ok(row.map(|(state,)| state))
}

pub(crate) async fn count_requests(tx: &mut Tx) -> Result<i64> {
    sql("select count(*) from peer where state = 'requested_in'").scalar(tx).await
}

pub(crate) async fn insert_peer(
    tx: &mut Tx,
    id: InstanceId,
    them: &Introduction,
    state: State,
) -> Result<()> {
    sql("insert into peer (instance_id, state, actor, fingerprint, requested_at, shares_people, rate, directory_seq, \
         directory_announced_seq) values ($1, $2, $3, $4, $5, true, $6, 0, 0)")
    .bind(id)
    .bind(state)
    .bind(&them.actor)
    .bind(&them.fingerprint)
    .bind(tx.now())
    .bind(RATE_DEFAULT)
    .execute(tx)
    .await?;
    Ok(())
}

/// A peering that begins again, with what the other side says of itself now.
pub(crate) async fn restart(tx: &mut Tx, id: InstanceId, them: &Introduction, state: State) -> Result<()> {
    sql("update peer set state = $2, actor = $3, fingerprint = $4, requested_at = $5, checked_at = null, \
         approved_at = null, approved_by = null, directory_epoch = null, directory_seq = 0, \
         directory_announced_seq = 0, directory_confirmed_at = null where instance_id = $1")
    .bind(id)
    .bind(state)
    .bind(&them.actor)
    .bind(&them.fingerprint)
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(())
}

pub(crate) async fn update_checked(tx: &mut Tx, id: InstanceId) -> Result<()> {
    set(tx, "checked_at", id, tx.now().into()).await
}

pub(crate) async fn update_follow_sent(tx: &mut Tx, id: InstanceId, follow: &str) -> Result<()> {
    set(tx, "follow_sent", id, follow.into()).await
}

pub(crate) async fn update_follow_received(tx: &mut Tx, id: InstanceId, follow: &str) -> Result<()> {
    set(tx, "follow_received", id, follow.into()).await
}

pub(crate) async fn update_state(tx: &mut Tx, id: InstanceId, state: State) -> Result<()> {
    set(tx, "state", id, state.into()).await
}

async fn set(tx: &mut Tx, column: &'static str, id: InstanceId, value: Arg) -> Result<()> {
    let text = format!("update peer set {column} = $2 where instance_id = $1");
    match sql_from(text).bind(id).bind(value).execute(tx).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

pub(crate) async fn update_approved(tx: &mut Tx, id: InstanceId, by: Option<AccountId>) -> Result<()> {
    sql("update peer set state = 'approved', approved_at = $2, approved_by = $3 where instance_id = $1")
        .bind(id)
        .bind(tx.now())
        .bind(by)
        .execute(tx)
        .await?;
    Ok(())
}

pub(crate) async fn forget_check(tx: &mut Tx, id: InstanceId) -> Result<()> {
    sql("update peer set checked_at = null where instance_id = $1").bind(id).execute(tx).await?;
    Ok(())
}

/// The copy of its directory begins at nothing again.
pub(crate) async fn forget_directory(tx: &mut Tx, id: InstanceId) -> Result<()> {
    sql("update peer set directory_epoch = null, directory_seq = 0, directory_announced_seq = 0, \
         directory_confirmed_at = null where instance_id = $1")
    .bind(id)
    .execute(tx)
    .await?;
    Ok(())
}

pub(crate) async fn update_level(tx: &mut Tx, id: InstanceId, level: Level) -> Result<()> {
    sql("update peer set shares_people = $2, rate = $3, shares_groups = $4 where instance_id = $1")
        .bind(id)
        .bind(level.shares_people)
        .bind(level.rate)
        .bind(level.shares_groups)
        .execute(tx)
        .await?;
    Ok(())
}

pub(crate) async fn update_actor(tx: &mut Tx, id: InstanceId, actor: &str, fingerprint: &str) -> Result<()> {
    sql("update peer set actor = $2, fingerprint = $3 where instance_id = $1")
        .bind(id)
        .bind(actor)
        .bind(fingerprint)
        .execute(tx)
        .await?;
    Ok(())
}
