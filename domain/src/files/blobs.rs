//! What lies in the store, by digest. Somebody who puts bytes there says so first; the sweep takes away what no file names,
//! and says so first too. So neither counts on what the other is taking away.

use std::time::Duration;

use crate::db::{Db, Tx, sql, sql_from};
use crate::error::{Error, Result};
use crate::jobs::{self, Job};

/// A file that names it may come this much later.
const GRACE: Duration = Duration::from_secs(3600);

const NAMELESS: &str = "not exists (select 1 from file where file.digest = blob.digest) \
     and not exists (select 1 from file where file.preview_digest = blob.digest)";

/// Says that these bytes are about to lie in the store. `Unavailable` while they are being taken away: a moment later they
/// can be put there again.
pub async fn touch_blob(tx: &mut Tx, digest: &str, size_bytes: i64) -> Result<()> {
    let touched =
        sql("insert into blob (digest, size_bytes, touched_at, doomed_at) values ($1, $2, $3, null) \
         on conflict (digest) do update set touched_at = excluded.touched_at where blob.doomed_at is null")
        .bind(digest)
        .bind(size_bytes)
        .bind(tx.now())
        .execute(&mut *tx)
        .await?;
    if touched > 0 {
        return Ok(());
    }
    Err(Error::Unavailable(format!("{digest} is being taken out of the store")))
}

/// At most `limit` of what nothing names and nobody put there lately, and of what an earlier sweep did not finish.
pub async fn list_orphans(db: &Db, limit: i64) -> Result<Vec<String>> {
    sql_from(format!(
        "select digest from blob where doomed_at is not null or (touched_at < $1 and {NAMELESS}) \
         order by touched_at limit $2"
    ))
    .bind(db.now().minus(GRACE))
    .bind(limit)
    .column(db)
    .await
}

/// Marks bytes as going, if still nothing names them; then the caller removes them, and ends with [`forget_blob`].
pub async fn take_blob(tx: &mut Tx, digest: &str) -> Result<bool> {
    let text = format!("update blob set doomed_at = $2 where digest = $1 and {NAMELESS}");
    Ok(sql_from(text).bind(digest).bind(tx.now()).execute(tx).await? > 0)
}

/// They are gone.
pub async fn forget_blob(tx: &mut Tx, digest: &str) -> Result<()> {
    sql("delete from blob where digest = $1 and doomed_at is not null").bind(digest).execute(tx).await?;
    Ok(())
}

/// Asks for the sweep before its time.
pub async fn sweep_soon(tx: &mut Tx) -> Result<()> {
    jobs::enqueue(tx, &Job::Sweep).await
}
