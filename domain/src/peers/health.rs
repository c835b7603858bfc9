//! How a peer is doing: written by the workers that talk to it, read by its page. A peer that is down is a normal day.

use crate::clock::Timestamp;
use crate::db::{Tx, sql};
use crate::error::Result;
use crate::ids::InstanceId;

/// It answered.
pub async fn record_contact(tx: &mut Tx, id: InstanceId) -> Result<()> {
    sql("update peer set last_contact_at = $2, last_error = null, last_error_at = null, next_try_at = null \
         where instance_id = $1")
    .bind(id)
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(())
}

/// It did not, or not as it should; `error` is shown to the administrator, `next` is when it is tried again.
pub async fn record_trouble(tx: &mut Tx, id: InstanceId, error: &str, next: Option<Timestamp>) -> Result<()> {
    sql("update peer set last_error = $2, last_error_at = $3, next_try_at = $4 where instance_id = $1")
        .bind(id)
        .bind(error.chars().take(500).collect::<String>())
        .bind(tx.now())
        .bind(next)
        .execute(tx)
        .await?;
    Ok(())
}

/// How far its directory is copied.
pub async fn record_directory(tx: &mut Tx, id: InstanceId, epoch: &str, seq: i64) -> Result<()> {
    sql("update peer set directory_epoch = $2, directory_seq = $3 where instance_id = $1")
        .bind(id)
        .bind(epoch)
        .bind(seq)
        .execute(tx)
        .await?;
    Ok(())
}

/// Its digest and ours were equal: every one of its people is confirmed now.
pub async fn record_confirmed(tx: &mut Tx, id: InstanceId) -> Result<()> {
    sql("update peer set directory_confirmed_at = $2 where instance_id = $1")
        .bind(id)
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(())
}

/// Its nudge promised changes up to `seq`.
pub async fn record_announced(tx: &mut Tx, id: InstanceId, seq: i64) -> Result<()> {
    sql("update peer set directory_announced_seq = $2 where instance_id = $1 and directory_announced_seq < $2")
        .bind(id)
        .bind(seq)
        .execute(tx)
        .await?;
    Ok(())
}
