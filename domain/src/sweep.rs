//! Retention that really runs: what is past its time goes, in short transactions, so that nobody waits for the broom.

use std::time::Duration;

use crate::clock::Timestamp;
use crate::db::{Db, Tx, sql};
use crate::error::Result;
use crate::ids::PersonId;
use crate::jobs::{self, Job};
use crate::people::replica;
use crate::{delivery, inbox};

/// Rows that one transaction deletes at most; about 50 ms on a slow disk.
const BATCH: i64 = 500;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// How many rows each part removed.
pub type Swept = Vec<(&'static str, u64)>;

/// Sweeps once and enqueues the next sweep an hour from now.
pub async fn run(db: &Db) -> Result<Swept> {
    let now = db.now();
    let mut swept = Vec::new();
    for (what, text, before) in broom(now) {
        swept.push((what, delete_all(db, text, before).await?));
    }
    swept.push(("inbox", until_few(db, async |tx| inbox::sweep(tx, BATCH).await).await?));
    swept.push(("deliveries", until_few(db, async |tx| delivery::sweep(tx, BATCH).await).await?));
    swept.push(("lapsed people", purge_lapsed(db, now).await?));
    db.write(async |tx| jobs::enqueue_at(tx, &Job::Sweep, now.plus(HOUR)).await).await?;
    Ok(swept)
}

/// What goes, and from which age. Each text deletes at most `$2` rows older than `$1`.
fn broom(now: Timestamp) -> [(&'static str, &'static str, Timestamp); 4] {
    [
        (
            "sessions",
            "delete from session where id_hash in (select id_hash from session where expires_at < $1 limit $2)",
            now,
        ),
        (
            "links",
            "delete from one_time_link where secret_hash in \
             (select secret_hash from one_time_link where expires_at < $1 limit $2)",
            now.minus(7 * DAY),
        ),
        (
            "attempts",
            "delete from attempt where (key, window_start) in \
             (select key, window_start from attempt where window_start < $1 limit $2)",
            now.minus(2 * DAY),
        ),
        (
            "mails",
            "delete from mail where id in (select id from mail where sent_at < $1 limit $2)",
            now.minus(30 * DAY),
        ),
    ]
}

async fn delete_all(db: &Db, text: &'static str, before: Timestamp) -> Result<u64> {
    until_few(db, async |tx| sql(text).bind(before).bind(BATCH).execute(tx).await).await
}

/// Repeats a short transaction until it no longer fills its batch.
async fn until_few(db: &Db, part: impl AsyncFn(&mut Tx) -> Result<u64>) -> Result<u64> {
    let mut total = 0;
    loop {
        let gone = db.write(async |tx| part(tx).await).await?;
        total += gone;
        if gone < u64::try_from(BATCH).unwrap_or(0) {
            return Ok(total);
        }
    }
}

/// People whom their origin has not confirmed for 30 days: consent can no longer be assumed, so the copy goes.
async fn purge_lapsed(db: &Db, now: Timestamp) -> Result<u64> {
    let (_, purged_before) = replica::lease_limits(now);
    let mut total = 0;
    loop {
        let gone = db
            .write(async |tx| {
                let ids: Vec<PersonId> = sql("select person.id from person \
                     join instance on instance.id = person.instance_id \
                     left join peer on peer.instance_id = person.instance_id \
                     where not instance.is_local and person.received_at < $1 \
                     and (peer.directory_confirmed_at is null or peer.directory_confirmed_at < $1) limit $2")
                .bind(purged_before)
                .bind(BATCH)
                .column(&mut *tx)
                .await?;
                replica::purge(tx, &ids).await?;
                Ok(ids.len())
            })
            .await?;
        total += gone as u64;
        if gone < usize::try_from(BATCH).unwrap_or(0) {
            return Ok(total);
        }
    }
}
