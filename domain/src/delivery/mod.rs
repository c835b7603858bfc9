//! The delivery queue: what must still reach which host. Rows are written in the transaction of the change; the
//! federation door's workers lease a host, send its rows and record what came of each.

pub mod hosts;

use std::time::Duration;

use serde_json::json;

use crate::audit;
use crate::clock::Timestamp;
use crate::db::{Db, Tx, next_seq, sql};
use crate::error::{Error, Result};
use crate::groups::feed;
use crate::ids::GroupId;
use crate::principal::Principal;

/// How long activities we sent can be fetched.
const SENT_KEPT: Duration = Duration::from_secs(90 * 24 * 3600);
/// How long "delivered" is remembered.
const DONE_KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

/// An activity on its way out.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Its address; under it the activity can be fetched.
    pub id: String,
    /// JSON.
    pub body: Vec<u8>,
    /// Activities of one key reach a host in this order.
    pub ordering_key: String,
    /// The only host that may fetch it; `None` for every approved peer.
    pub for_host: Option<String>,
    /// Said about this group: only hosts with members may fetch it.
    pub group_id: Option<GroupId>,
}

/// Where an activity goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub host: String,
    pub inbox_url: String,
}

/// Stores an activity and queues it for each target.
pub async fn send(tx: &mut Tx, outgoing: &Outgoing, targets: &[Target]) -> Result<()> {
    sql("insert into sent_activity (id, body, for_host, sent_at, group_id) values ($1, $2, $3, $4, $5)")
        .bind(&outgoing.id)
        .bind(outgoing.body.as_slice())
        .bind(outgoing.for_host.as_deref())
        .bind(tx.now())
        .bind(outgoing.group_id)
        .execute(&mut *tx)
        .await?;
    for target in targets {
        let seq = next_seq(tx, "delivery").await?;
        sql("insert into delivery (seq, host, inbox_url, ordering_key, activity_id, state, attempts, created_at) \
             values ($1, $2, $3, $4, $5, 'waiting', 0, $6)")
        .bind(seq)
        .bind(&target.host)
        .bind(&target.inbox_url)
        .bind(&outgoing.ordering_key)
        .bind(&outgoing.id)
        .bind(tx.now())
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// Drops what still waits for this host under this key: something newer says it all.
pub async fn supersede(tx: &mut Tx, host: &str, ordering_key: &str) -> Result<()> {
    sql("delete from delivery where host = $1 and ordering_key = $2 and state in ('waiting', 'held')")
        .bind(host)
        .bind(ordering_key)
        .execute(tx)
        .await?;
    Ok(())
}

/// Drops everything that still waits for this host: the peering is over.
pub async fn drop_waiting(tx: &mut Tx, host: &str) -> Result<()> {
    sql("delete from delivery where host = $1 and state in ('waiting', 'held')")
        .bind(host)
        .execute(tx)
        .await?;
    Ok(())
}

/// A row to be sent now.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Due {
    pub seq: i64,
    pub inbox_url: String,
    pub ordering_key: String,
    pub activity_id: String,
    pub body: Vec<u8>,
    pub attempts: i64,
    pub created_at: Timestamp,
}

/// The oldest waiting row of each ordering key of a host, where due, at most `limit`.
pub async fn list_heads(db: &Db, host: &str, limit: i64) -> Result<Vec<Due>> {
    sql("select delivery.seq, delivery.inbox_url, delivery.ordering_key, delivery.activity_id, sent_activity.body, delivery.attempts, \
         delivery.created_at from delivery join sent_activity on sent_activity.id = delivery.activity_id \
         where delivery.host = $1 and delivery.state = 'waiting' \
         and (delivery.next_try_at is null or delivery.next_try_at <= $2) \
         and not exists (select 1 from delivery older where older.host = delivery.host and older.state = 'waiting' \
             and older.ordering_key = delivery.ordering_key and older.seq < delivery.seq) \
         order by delivery.seq limit $3")
    .bind(host)
    .bind(db.now())
    .bind(limit)
    .all(db)
    .await
}

/// What came of sending one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Tried again after `pause`; this row alone, unless the host as a whole is at fault.
    Again {
        error: String,
        pause: Duration,
    },
    /// Refused as if we were not a peer: a person must look.
    Held {
        error: String,
    },
    /// Refused for good.
    Dead {
        error: String,
    },
}

/// Records what came of a row.
pub async fn record(tx: &mut Tx, seq: i64, outcome: &Outcome) -> Result<()> {
    let (state, error, next) = match outcome {
        Outcome::Done => ("done", None, None),
        Outcome::Again { error, pause } => ("waiting", Some(error), Some(tx.now().plus(*pause))),
        Outcome::Held { error } => ("held", Some(error), None),
        Outcome::Dead { error } => ("dead", Some(error), None),
    };
    sql("update delivery set state = $2, last_error = $3, next_try_at = $4, done_at = $5, attempts = attempts + 1 \
         where seq = $1")
    .bind(seq)
    .bind(state)
    .bind(error.map(|text| text.chars().take(500).collect::<String>()))
    .bind(next)
    .bind((state == "done").then(|| tx.now()))
    .execute(tx)
    .await?;
    Ok(())
}

/// Keeps nothing of a row that arrived, nor of what it said to its only host.
pub async fn forget(tx: &mut Tx, row: &Due) -> Result<()> {
    sql("delete from delivery where seq = $1").bind(row.seq).execute(&mut *tx).await?;
    sql("delete from sent_activity where id = $1 and not exists \
         (select 1 from delivery where delivery.activity_id = sent_activity.id)")
    .bind(&row.activity_id)
    .execute(tx)
    .await?;
    Ok(())
}

/// Points what still waits for a host to its new inbox.
pub async fn move_inbox(tx: &mut Tx, host: &str, inbox_url: &str) -> Result<()> {
    sql("update delivery set inbox_url = $2 where host = $1 and state in ('waiting', 'held')")
        .bind(host)
        .bind(inbox_url)
        .execute(tx)
        .await?;
    Ok(())
}

/// An activity we sent, for whoever may fetch it: its only reader, or any approved peer.
pub async fn find_sent(db: &Db, principal: &Principal, id: &str) -> Result<Vec<u8>> {
    let Principal::Peer { host, instance_id } = principal else { return Err(Error::NotFound) };
    let (body, group): (Vec<u8>, Option<GroupId>) =
        sql("select body, group_id from sent_activity where id = $1 and (for_host is null or for_host = $2)")
            .bind(id)
            .bind(host)
            .one(db)
            .await?;
    match group {
        Some(group) if !feed::has_member_of(db, group, *instance_id).await? => Err(Error::NotFound),
        _ => Ok(body),
    }
}

/// Drops the last word about something where it still waits for a host and nothing was told about another thing since: the new
/// word says it all. A thing that changes a hundred times in a minute is not told a hundred times to whoever is far away.
pub async fn supersede_told(
    tx: &mut Tx,
    targets: &[Target],
    ordering_key: &str,
    subject: uuid::Uuid,
) -> Result<()> {
    for target in targets {
        let last: Option<(i64, uuid::Uuid)> =
            sql("select delivery.seq, told.subject_id from delivery join told on told.activity_id = delivery.activity_id \
                 where delivery.host = $1 and delivery.ordering_key = $2 and delivery.state = 'waiting' \
                 order by delivery.seq desc limit 1")
                .bind(&target.host)
                .bind(ordering_key)
                .optional(&mut *tx)
                .await?;
        if let Some((seq, _)) = last.filter(|(_, about)| *about == subject) {
            sql("delete from delivery where seq = $1").bind(seq).execute(&mut *tx).await?;
        }
    }
    Ok(())
}

/// Notes what an activity tells about, for "delivered to".
pub async fn note_told(tx: &mut Tx, activity_id: &str, subject: uuid::Uuid) -> Result<()> {
    sql("insert into told (activity_id, subject_id) values ($1, $2)")
        .bind(activity_id)
        .bind(subject)
        .execute(tx)
        .await?;
    Ok(())
}

/// Where the last word about something stands with each host it goes to.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Told {
    pub host: String,
    /// waiting, done, held, dead
    pub state: String,
    pub last_error: Option<String>,
    pub done_at: Option<Timestamp>,
}

/// To which hosts the last word about a piece went, by host. Whoever asks has been found to be its author or a moderator.
pub async fn list_told(db: &Db, subject: uuid::Uuid) -> Result<Vec<Told>> {
    sql("select delivery.host, delivery.state, delivery.last_error, delivery.done_at from delivery \
         join told on told.activity_id = delivery.activity_id where told.subject_id = $1 \
         and delivery.seq = (select max(last.seq) from delivery last join told other on other.activity_id = last.activity_id \
             where other.subject_id = $1 and last.host = delivery.host) order by delivery.host")
    .bind(subject)
    .all(db)
    .await
}

/// How many activities `principal` may fetch.
pub async fn count_sent(db: &Db, principal: &Principal) -> Result<i64> {
    let Principal::Peer { host, .. } = principal else { return Ok(0) };
    sql("select count(*) from sent_activity where group_id is null and (for_host is null or for_host = $1)")
        .bind(host)
        .scalar(db)
        .await
}

/// A delivery that did not arrive, for the peer's page.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Stuck {
    pub seq: i64,
    pub activity_id: String,
    /// waiting, held, dead
    pub state: String,
    pub attempts: i64,
    pub last_error: Option<String>,
    pub created_at: Timestamp,
    pub next_try_at: Option<Timestamp>,
}

/// What has not reached a host, newest first.
pub async fn list_stuck(db: &Db, principal: &Principal, host: &str, limit: i64) -> Result<Vec<Stuck>> {
    principal.require_administrator()?;
    sql("select seq, activity_id, state, attempts, last_error, created_at, next_try_at from delivery \
         where host = $1 and state <> 'done' order by seq desc limit $2")
    .bind(host)
    .bind(limit)
    .all(db)
    .await
}

/// An administrator has everything for a host tried again now, what was held or given up among it.
pub async fn retry(tx: &mut Tx, principal: &Principal, host: &str) -> Result<()> {
    principal.require_administrator()?;
    sql("update delivery set state = 'waiting', next_try_at = null where host = $1 and state in ('waiting', 'held', 'dead')")
        .bind(host)
        .execute(&mut *tx)
        .await?;
    sql("update delivery_host set next_try_at = $2 where host = $1")
        .bind(host)
        .bind(tx.now())
        .execute(&mut *tx)
        .await?;
    audit::record(tx, principal, "delivery.retry", &format!("host:{host}"), json!({})).await
}

/// How many wait or are held per host; hosts with none are absent.
pub async fn count_by_host(db: &Db) -> Result<Vec<(String, i64)>> {
    sql("select host, count(*) from delivery where state in ('waiting', 'held') group by host").all(db).await
}

/// How many are in each state for every peer there is, `done` left out; nobody else stands in it.
pub async fn count_by_peer(db: &Db) -> Result<Vec<PeerQueue>> {
    sql("select instance.host, count(case when delivery.state = 'waiting' then 1 end) as waiting, \
         count(case when delivery.state = 'held' then 1 end) as held, \
         count(case when delivery.state = 'dead' then 1 end) as dead \
         from peer join instance on instance.id = peer.instance_id \
         left join delivery on delivery.host = instance.host and delivery.state <> 'done' \
         group by instance.host order by instance.host")
    .all(db)
    .await
}

/// What has not reached a peer.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PeerQueue {
    pub host: String,
    pub waiting: i64,
    pub held: i64,
    pub dead: i64,
}

/// How many wait, are held and are dead; for metrics, `plein check` and tests.
pub async fn count(db: &Db) -> Result<(i64, i64, i64)> {
    sql("select count(case when state = 'waiting' then 1 end), count(case when state = 'held' then 1 end), \
         count(case when state = 'dead' then 1 end) from delivery")
    .one(db)
    .await
}

/// Forgets what is past its time, at most `limit` rows of each sort; call until it answers 0.
pub async fn sweep(tx: &mut Tx, limit: i64) -> Result<u64> {
    let done = sql("delete from delivery where seq in \
         (select seq from delivery where state = 'done' and done_at < $1 order by done_at limit $2)")
    .bind(tx.now().minus(DONE_KEPT))
    .bind(limit)
    .execute(&mut *tx)
    .await?;
    let past = "delete from told where activity_id in (select id from sent_activity where sent_at < $1 \
         and not exists (select 1 from delivery where delivery.activity_id = sent_activity.id))";
    sql(past).bind(tx.now().minus(SENT_KEPT)).execute(&mut *tx).await?;
    let sent = sql("delete from sent_activity where id in (select id from sent_activity where sent_at < $1 \
         and not exists (select 1 from delivery where delivery.activity_id = sent_activity.id) limit $2)")
    .bind(tx.now().minus(SENT_KEPT))
    .bind(limit)
    .execute(tx)
    .await?;
    Ok(done + sent)
}
