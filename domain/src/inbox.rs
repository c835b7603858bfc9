//! The inbox: what peers sent, stored before anybody acts on it. The federation door checks signatures and stores; its
//! worker acts, in order per key. A failure stays with its error until a person has it tried again.

use std::time::Duration;

use serde_json::json;

use crate::audit;
use crate::clock::Timestamp;
use crate::db::{Db, EngineKind, Tx, sql, sql_from};
use crate::error::{Error, Result};
use crate::ids::InstanceId;
use crate::principal::Principal;

/// How long a worked activity is remembered, so that the same one sent again is recognised.
const REMEMBERED: Duration = Duration::from_secs(90 * 24 * 3600);
/// How often an activity is tried before a person must look.
pub const ATTEMPTS_MAX: i64 = 5;

/// A verified activity that just came in.
#[derive(Debug, Clone)]
pub struct Arrival {
    pub instance_id: InstanceId,
    /// The activity's own id, of the sender's origin.
    pub activity_id: String,
    pub ordering_key: String,
    /// The JSON as it came.
    pub body: Vec<u8>,
}

/// An activity that waits to be acted on; it is this worker's until the lease runs out.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Waiting {
    pub seq: i64,
    pub instance_id: InstanceId,
    pub host: String,
    pub activity_id: String,
    pub ordering_key: String,
    pub body: Vec<u8>,
    pub attempts: i64,
}

/// Stores arrivals in order. Those that came before are left out; gives how many were new.
pub async fn store(tx: &mut Tx, arrivals: &[Arrival]) -> Result<u64> {
    let Some(first) = next_seqs(tx, arrivals.len()).await? else { return Ok(0) };
    let marks: Vec<String> = (0..arrivals.len())
        .map(|row| (1..=6).map(|column| format!("${}", row * 6 + column)).collect::<Vec<_>>().join(", "))
        .map(|row| format!("({row}, 'waiting', 0)"))
        .collect();
    let mut statement = sql_from(format!(
        "insert into inbox_activity (seq, instance_id, activity_id, ordering_key, body, received_at, state, attempts) \
         values {} on conflict (instance_id, activity_id) do nothing",
        marks.join(", ")
    ));
    for (seq, arrival) in (first..).zip(arrivals) {
        statement = statement
            .bind(seq)
            .bind(arrival.instance_id)
            .bind(&arrival.activity_id)
            .bind(&arrival.ordering_key)
            .bind(arrival.body.as_slice())
            .bind(tx.now());
    }
    statement.execute(tx).await
}

/// The first of `count` numbers in a row; `None` for none.
async fn next_seqs(tx: &mut Tx, count: usize) -> Result<Option<i64>> {
    let Some(count) = i64::try_from(count).ok().filter(|count| *count > 0) else { return Ok(None) };
    let last: i64 = sql("insert into counter (stream, value) values ('inbox', $1) \
         on conflict (stream) do update set value = counter.value + excluded.value returning value")
    .bind(count)
    .scalar(tx)
    .await?;
    Ok(Some(last - count + 1))
}

/// Claims the oldest waiting activity of each ordering key, at most `limit`.
pub async fn claim(db: &Db, lease: Duration, limit: i64) -> Result<Vec<Waiting>> {
    if !is_any_due(db).await? {
        return Ok(Vec::new());
    }
    let now = db.now();
    db.write(async |tx| {
        // The engines differ only in how they step over rows that another node just took.
        let skip = if tx.kind() == EngineKind::Postgres { "for update skip locked" } else { "" };
        let mut claimed: Vec<Waiting> = sql_from(format!(
            "update inbox_activity set not_before = $2, leased_by = $4, attempts = attempts + 1 \
             where seq in (select seq from inbox_activity head where {IS_HEAD} order by seq limit $3 {skip}) \
             {RETURNING}"
        ))
        .bind(now)
        .bind(now.plus(lease))
        .bind(limit)
        .bind(tx.node().to_owned())
        .all(tx)
        .await?;
        claimed.sort_by_key(|waiting| waiting.seq);
        Ok(claimed)
    })
    .await
}

/// Waiting, due at `$1`, and nothing older of the same key still waits.
const IS_HEAD: &str = "head.state = 'waiting' and (head.not_before is null or head.not_before <= $1) \
     and head.seq in (select min(seq) from inbox_activity where state = 'waiting' group by ordering_key)";
const RETURNING: &str = "returning seq, instance_id, \
     (select host from instance where id = inbox_activity.instance_id) as host, activity_id, ordering_key, body, attempts";

/// Claims what stands behind a claimed activity in its key, in order, at most `limit`. As long as that one is leased
/// nobody else comes near them.
pub async fn claim_behind(db: &Db, head: &Waiting, lease: Duration, limit: i64) -> Result<Vec<Waiting>> {
    db.write(async |tx| {
        let mut claimed: Vec<Waiting> = sql_from(format!(
            "update inbox_activity set not_before = $3, leased_by = $5, attempts = attempts + 1 \
             where seq in (select seq from inbox_activity where state = 'waiting' and ordering_key = $1 \
             and seq > $2 order by seq limit $4) {RETURNING}"
        ))
        .bind(&head.ordering_key)
        .bind(head.seq)
        .bind(tx.now().plus(lease))
        .bind(limit)
        .bind(tx.node().to_owned())
        .all(tx)
        .await?;
        claimed.sort_by_key(|waiting| waiting.seq);
        Ok(claimed)
    })
    .await
}

async fn is_any_due(db: &Db) -> Result<bool> {
    let row: Option<(i64,)> =
        sql_from(format!("select seq from inbox_activity head where {IS_HEAD} limit 1"))
            .bind(db.now())
            .optional(db)
            .await?;
    Ok(row.is_some())
}

/// The activity took effect; written in the transaction of the effect. False when another node was first.
pub async fn finish(tx: &mut Tx, seq: i64) -> Result<bool> {
    Ok(finish_all(tx, &[seq]).await? == 1)
}

/// The same for many; gives how many still waited.
pub async fn finish_all(tx: &mut Tx, seqs: &[i64]) -> Result<u64> {
    sql("update inbox_activity set state = 'done', done_at = $1, error = null, not_before = null, leased_by = null \
         where seq in (..) and state = 'waiting'")
    .bind(tx.now())
    .bind_list(seqs.iter().copied())
    .execute(tx)
    .await
}

/// Forgets what a worked activity said; that it came is still known.
pub async fn forget_body(tx: &mut Tx, seq: i64) -> Result<()> {
    let nothing: &[u8] = &[];
    sql("update inbox_activity set body = $2 where seq = $1 and state = 'done'")
        .bind(seq)
        .bind(nothing)
        .execute(tx)
        .await?;
    Ok(())
}

/// Gives claimed activities back untried.
pub async fn give_back(db: &Db, seqs: &[i64]) -> Result<()> {
    if seqs.is_empty() {
        return Ok(());
    }
    db.write(async |tx| {
        sql("update inbox_activity set not_before = null, leased_by = null, attempts = attempts - 1 \
             where seq in (..) and state = 'waiting'")
        .bind_list(seqs.iter().copied())
        .execute(tx)
        .await?;
        Ok(())
    })
    .await
}

/// It could not take effect. Refused for good, or tried too often: it waits for a person. Otherwise tried again later.
pub async fn fail(db: &Db, waiting: &Waiting, error: &str, is_final: bool) -> Result<()> {
    let is_final = is_final || waiting.attempts >= ATTEMPTS_MAX;
    let pause = Duration::from_secs(30 << waiting.attempts.clamp(0, 8));
    db.write(async |tx| {
        sql("update inbox_activity set state = $2, error = $3, not_before = $4, leased_by = null \
             where seq = $1 and state = 'waiting'")
        .bind(waiting.seq)
        .bind(if is_final { "failed" } else { "waiting" })
        .bind(error.chars().take(500).collect::<String>())
        .bind((!is_final).then(|| tx.now().plus(pause)))
        .execute(tx)
        .await?;
        Ok(())
    })
    .await
}

/// An activity that failed, for the peer's page.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Failed {
    pub seq: i64,
    pub activity_id: String,
    pub received_at: Timestamp,
    pub attempts: i64,
    pub error: Option<String>,
}

/// The newest failures of a peer.
pub async fn list_failed(
    db: &Db,
    principal: &Principal,
    peer: InstanceId,
    limit: i64,
) -> Result<Vec<Failed>> {
    principal.require_administrator()?;
    sql("select seq, activity_id, received_at, attempts, error from inbox_activity \
         where instance_id = $1 and state = 'failed' order by seq desc limit $2")
    .bind(peer)
    .bind(limit)
    .all(db)
    .await
}

/// Has a failed activity tried again.
pub async fn retry(tx: &mut Tx, principal: &Principal, seq: i64) -> Result<()> {
    principal.require_administrator()?;
    let touched = sql("update inbox_activity set state = 'waiting', attempts = 0, not_before = null \
         where seq = $1 and state = 'failed'")
    .bind(seq)
    .execute(&mut *tx)
    .await?;
    if touched == 0 {
        return Err(Error::NotFound);
    }
    audit::record(tx, principal, "inbox.retry", &format!("inbox:{seq}"), json!({})).await
}

/// How many wait and how many failed; for metrics, `plein check` and tests.
pub async fn count(db: &Db) -> Result<(i64, i64)> {
    sql("select count(case when state = 'waiting' then 1 end), count(case when state = 'failed' then 1 end) \
         from inbox_activity")
    .one(db)
    .await
}

/// Forgets what was worked long ago, at most `limit` rows; call until it answers 0.
pub async fn sweep(tx: &mut Tx, limit: i64) -> Result<u64> {
    sql("delete from inbox_activity where seq in \
         (select seq from inbox_activity where state = 'done' and done_at < $1 order by done_at limit $2)")
    .bind(tx.now().minus(REMEMBERED))
    .bind(limit)
    .execute(tx)
    .await
}
