//! How each host is doing, as those who send to it and fetch from it find out. A host that fails is left alone for
//! longer and longer; one that failed for 30 days loses its rows, and the digests repair what they would have said.

use std::time::Duration;

use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql, sql_from};
use crate::error::Result;
use crate::outside;

const PAUSE_FIRST: Duration = Duration::from_secs(30);
const PAUSE_MAX: Duration = Duration::from_secs(6 * 3600);
const PATIENCE: Duration = Duration::from_secs(30 * 24 * 3600);

/// A host as the workers know it.
#[derive(Debug, Clone, Default, sqlx::FromRow)]
pub struct Host {
    pub host: String,
    /// Failures in a row; zero is healthy.
    pub failures: i64,
    pub next_try_at: Timestamp,
    pub last_success_at: Option<Timestamp>,
    pub last_error: Option<String>,
    pub resync_needed: bool,
}

const COLUMNS: &str = "host, failures, next_try_at, last_success_at, last_error, resync_needed";

/// Leases hosts that have something waiting and may be tried, at most `limit`. Paused peers are left alone.
pub async fn claim(db: &Db, lease: Duration, limit: i64) -> Result<Vec<Host>> {
    let now = db.now();
    let due: Vec<String> = sql("select distinct delivery.host from delivery \
         left join delivery_host on delivery_host.host = delivery.host \
         where delivery.state = 'waiting' and (delivery.next_try_at is null or delivery.next_try_at <= $1) \
         and coalesce(delivery_host.next_try_at, 0) <= $1 and coalesce(delivery_host.leased_until, 0) <= $1 \
         and not exists (select 1 from peer join instance on instance.id = peer.instance_id \
             where instance.host = delivery.host and peer.state = 'paused') \
         order by delivery.host limit $2")
    .bind(now)
    .bind(limit)
    .column(db)
    .await?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    db.write(async |tx| {
        let mut leased = Vec::new();
        for host in &due {
            leased.extend(lease_one(tx, host, lease).await?);
        }
        Ok(leased)
    })
    .await
}

async fn lease_one(tx: &mut Tx, host: &str, lease: Duration) -> Result<Option<Host>> {
    ensure(tx, host).await?;
    // PostgreSQL reads the condition anew after waiting for another node's lease, so only one gets the row.
    sql_from(format!(
        "update delivery_host set leased_until = $2, leased_by = $4 \
         where host = $1 and next_try_at <= $3 and coalesce(leased_until, 0) <= $3 returning {COLUMNS}"
    ))
    .bind(host)
    .bind(tx.now().plus(lease))
    .bind(tx.now())
    .bind(tx.node().to_owned())
    .optional(tx)
    .await
}

async fn ensure(tx: &mut Tx, host: &str) -> Result<()> {
    sql("insert into delivery_host (host, failures, next_try_at, resync_needed) values ($1, 0, 0, false) \
         on conflict (host) do nothing")
    .bind(host)
    .execute(tx)
    .await?;
    Ok(())
}

/// Keeps a leased host for longer.
pub async fn extend(tx: &mut Tx, host: &str, lease: Duration) -> Result<()> {
    sql("update delivery_host set leased_until = $2 where host = $1")
        .bind(host)
        .bind(tx.now().plus(lease))
        .execute(tx)
        .await?;
    Ok(())
}

/// Gives a leased host back.
pub async fn release(tx: &mut Tx, host: &str) -> Result<()> {
    sql("update delivery_host set leased_until = null, leased_by = null where host = $1")
        .bind(host)
        .execute(tx)
        .await?;
    Ok(())
}

/// The host answered as it should.
pub async fn record_success(tx: &mut Tx, host: &str) -> Result<()> {
    ensure(tx, host).await?;
    sql(
        "update delivery_host set failures = 0, failing_since = null, next_try_at = 0, last_success_at = $2, \
         last_error = null, resync_needed = false where host = $1",
    )
    .bind(host)
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(())
}

/// The host did not answer, or not as it should. Gives the instant of the next try: 30 s doubled with each failure,
/// at most six hours, moved by `jitter` (-1 to 1: 20 % down or up), but never before what the host asked for.
pub async fn record_failure(
    tx: &mut Tx,
    host: &str,
    error: &str,
    asked: Option<Duration>,
    jitter: f64,
) -> Result<Timestamp> {
    ensure(tx, host).await?;
    let (failures, since): (i64, Option<Timestamp>) =
        sql("select failures, failing_since from delivery_host where host = $1")
            .bind(host)
            .one(&mut *tx)
            .await?;
    let since = since.unwrap_or(tx.now());
    let next = tx.now().plus(pause(failures, jitter).max(asked.unwrap_or_default().min(PAUSE_MAX)));
    let gives_up = tx.now().since(since) > PATIENCE;
    sql("update delivery_host set failures = failures + 1, failing_since = $2, next_try_at = $3, last_error = $4, \
         resync_needed = case when $5 then true else resync_needed end where host = $1")
    .bind(host)
    .bind(since)
    .bind(next)
    .bind(error.chars().take(500).collect::<String>())
    .bind(gives_up)
    .execute(&mut *tx)
    .await?;
    if gives_up {
        give_up(tx, host).await?;
    }
    Ok(next)
}

/// How long a host is left alone after `failures` earlier failures.
pub fn pause(failures: i64, jitter: f64) -> Duration {
    let doublings = u32::try_from(failures.clamp(0, 20)).unwrap_or(20);
    let plain = PAUSE_FIRST.saturating_mul(1 << doublings).min(PAUSE_MAX);
    plain.mul_f64(1.0 + 0.2 * jitter.clamp(-1.0, 1.0))
}

async fn give_up(tx: &mut Tx, host: &str) -> Result<()> {
    sql("update delivery set state = 'dead', last_error = 'unreachable for 30 days' \
         where host = $1 and state = 'waiting'")
    .bind(host)
    .execute(&mut *tx)
    .await?;
    // No digest repairs what somebody on the fediverse missed: he follows again when his host is back.
    outside::follows::end_all_of(tx, host).await
}

/// A host's state; a healthy one when it was never tried.
pub async fn find(on: impl Into<On<'_>>, host: &str) -> Result<Host> {
    let found: Option<Host> = sql_from(format!("select {COLUMNS} from delivery_host where host = $1"))
        .bind(host)
        .optional(on)
        .await?;
    Ok(found.unwrap_or_else(|| Host { host: host.to_owned(), ..Host::default() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_six_hours_and_never_synchronise() {
        let seconds = |failures, jitter| pause(failures, jitter).as_secs();
        assert_eq!([seconds(0, 0.0), seconds(1, 0.0), seconds(4, 0.0)], [30, 60, 480]);
        assert_eq!([seconds(10, 0.0), seconds(i64::MAX, 0.0)], [21_600, 21_600]);
        assert_eq!([seconds(0, -1.0), seconds(0, 1.0), seconds(0, 9.0)], [24, 36, 36]);
    }
}
