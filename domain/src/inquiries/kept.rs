//! How long an inquiry stays: what nobody answered lapses, what fell silent is closed, and what is over goes some time after its
//! last word. Personal letters are not kept for their own sake: long enough to look something up, and no longer.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Inquiry, SILENCE, Side, queries};
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{On, Tx, sql, sql_from};
use crate::error::{FieldError, Result};
use crate::notifications;
use crate::principal::Principal;
use crate::settings;

const SETTING: &str = "inquiries_kept";
/// Nothing goes before it is over.
pub const DAYS_MIN: u64 = 60;
pub const DAYS_MAX: u64 = 1_825;

/// How long what is over stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// After the last word.
    pub days: u64,
}

impl Default for Kept {
    /// A year: what comes back every year, a budget or a report, is asked once.
    fn default() -> Self {
        Self { days: 365 }
    }
}

pub async fn find(on: impl Into<On<'_>>) -> Result<Kept> {
    settings::find(on, SETTING).await
}

/// Sets how long what is over stays.
pub async fn choose(tx: &mut Tx, principal: &Principal, days: u64) -> Result<()> {
    principal.require_administrator()?;
    if !(DAYS_MIN..=DAYS_MAX).contains(&days) {
        let wrong = FieldError::new("days", "error-inquiry-days").with("min", DAYS_MIN).with("max", DAYS_MAX);
        return Err(wrong.into());
    }
    settings::store(tx, SETTING, &Kept { days }).await?;
    audit::record(tx, principal, "setting.inquiries", "setting:inquiries", json!({ "days": days })).await
}

/// Closes at most `limit` questions that nobody answered, and tells who asked; gives how many.
pub(crate) async fn lapse(tx: &mut Tx, limit: i64) -> Result<u64> {
    let text = format!(
        "select {} from inquiry where closed_at is null and answer is null and said_at < $1 order by said_at limit $2",
        queries::COLUMNS
    );
    let before = tx.now().minus(SILENCE);
    let lapsed: Vec<Inquiry> = sql_from(text).bind(before).bind(limit).all(&mut *tx).await?;
    for inquiry in &lapsed {
        queries::update_closed(tx, inquiry.id, None).await?;
        let notice = inquiry.notice("inquiry_lapsed", Side::Asked);
        notifications::tell_if_local(tx, inquiry.asker_id, notice).await?;
    }
    Ok(lapsed.len() as u64)
}

/// Closes at most `limit` that fell silent.
pub(crate) async fn hush(tx: &mut Tx, limit: i64) -> Result<u64> {
    let now = tx.now();
    sql("update inquiry set closed_at = $1 where id in \
         (select id from inquiry where closed_at is null and answer is not null and said_at < $2 limit $3)")
    .bind(now)
    .bind(now.minus(SILENCE))
    .bind(limit)
    .execute(tx)
    .await
}

/// Deletes at most `limit` that are over for long enough, with what was told of them.
pub(crate) async fn purge(tx: &mut Tx, limit: i64) -> Result<u64> {
    let Kept { days } = find(&mut *tx).await?;
    let before: Timestamp = tx.now().minus(std::time::Duration::from_secs(days * 24 * 3600));
    let text = format!(
        "select {} from inquiry where said_at < $1 and closed_at is not null order by said_at limit $2",
        queries::COLUMNS
    );
    let gone: Vec<Inquiry> = sql_from(text).bind(before).bind(limit).all(&mut *tx).await?;
    for inquiry in &gone {
        for side in [Side::Asker, Side::Asked] {
            notifications::take_back(tx, inquiry.person(side), &inquiry.key()).await?;
        }
        queries::delete(tx, inquiry.id).await?;
    }
    Ok(gone.len() as u64)
}
