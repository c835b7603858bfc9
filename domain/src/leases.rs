//! Leases: what a worker took is its own until the lease runs out, or until its node starts anew.

use crate::db::{Tx, sql};
use crate::error::Result;

/// Frees what this node held when it was killed; called at its start, before it takes anything. Only one process at a
/// time bears the name of a node. Gives how many leases there were.
pub async fn free_own(tx: &mut Tx) -> Result<u64> {
    let node = tx.node().to_owned();
    let jobs = sql("update job set leased_until = null, leased_by = null where leased_by = $1")
        .bind(&node)
        .execute(&mut *tx)
        .await?;
    let activities = sql("update inbox_activity set not_before = null, leased_by = null \
         where leased_by = $1 and state = 'waiting'")
    .bind(&node)
    .execute(&mut *tx)
    .await?;
    let hosts = sql("update delivery_host set leased_until = null, leased_by = null where leased_by = $1")
        .bind(&node)
        .execute(tx)
        .await?;
    Ok(jobs + activities + hosts)
}
