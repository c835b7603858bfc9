//! What must not be as it was, after the data of an earlier moment came back.
//!
//! Between the backup and the restore people signed out, links were used, mails left and peers saw sequence numbers
//! that are gone now. None of that may come to life again.

use serde_json::json;

use crate::db::{Tx, sql};
use crate::error::Result;
use crate::principal::Principal;
use crate::{audit, directory, groups};

/// Run once, in the first transaction after a restore.
pub async fn settle(tx: &mut Tx, principal: &Principal) -> Result<()> {
    principal.require_administrator()?;
    // A session or link that was ended since would open again.
    let sessions = sql("delete from session").execute(&mut *tx).await?;
    let links = sql("delete from one_time_link where used_at is null").execute(&mut *tx).await?;
    // A mail that waited then has left, or its moment has passed.
    let mails = sql("delete from mail where sent_at is null").execute(&mut *tx).await?;
    sql("delete from job where kind = 'send_mail'").execute(&mut *tx).await?;
    // Leases were held by workers that no longer exist.
    sql("update job set leased_until = null").execute(&mut *tx).await?;
    // Peers have seen sequences that were given out after the backup: they begin anew.
    directory::begin_epoch(tx).await?;
    groups::feed::begin_epochs(tx).await?;
    let detail = json!({ "sessions": sessions, "links": links, "mails": mails });
    audit::record(tx, principal, "instance.restore", "instance", detail).await
}
