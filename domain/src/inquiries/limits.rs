//! How much one may ask and say: the same at home and for whoever does so from elsewhere.

use super::{ADDITIONS_MAX, DAY, DAY_MAX, Inquiry, SILENCE, Side, TEXT_CHARS_MAX, WAITING_MAX, queries};
use crate::db::{Tx, sql};
use crate::error::{Error, FieldError, Result};
use crate::ids::PersonId;
use crate::people::check;

pub(super) fn check_line(field: &'static str, text: &str, max: usize) -> Result<String> {
    within(field, check::line(text), max)
}

pub(super) fn check_text(field: &'static str, text: &str) -> Result<String> {
    within(field, check::paragraphs(text), TEXT_CHARS_MAX)
}

fn within(field: &'static str, text: String, max: usize) -> Result<String> {
    match text.chars().count() {
        0 => Err(Error::invalid(field, "error-required")),
        count if count > max => Err(FieldError::new(field, "error-too-long").with("max", max).into()),
        _ => Ok(text),
    }
}

/// Refuses whoever asks too much.
pub(super) async fn demand_moderation(tx: &mut Tx, asker: PersonId, asked: PersonId) -> Result<()> {
    tx.lock(&format!("inquiry:{asker}")).await?;
    let now = tx.now();
    let today: i64 = sql("select count(*) from inquiry where asker_id = $1 and created_at > $2")
        .bind(asker)
        .bind(now.minus(DAY))
        .scalar(&mut *tx)
        .await?;
    if today >= DAY_MAX {
        return Err(Error::Conflict("error-inquiry-many"));
    }
    // One that he closed himself before it was answered still counts: closing is no way to ask on.
    let waiting: i64 =
        sql("select count(*) from inquiry where asker_id = $1 and asked_id = $2 and answer is null \
         and not is_kept_away and created_at > $3 and (closed_at is null or closed_by = 'asker')")
        .bind(asker)
        .bind(asked)
        .bind(now.minus(SILENCE))
        .scalar(tx)
        .await?;
    if waiting >= WAITING_MAX { Err(Error::Conflict("error-inquiry-waits")) } else { Ok(()) }
}

/// Refuses who is not wanted. What one does not want is not kept either.
pub(super) async fn demand_welcome(tx: &mut Tx, asked: PersonId, asker: PersonId) -> Result<()> {
    let rows: i64 = sql("select count(*) from inquiry_refusal where person_id = $1 and asker_id = $2")
        .bind(asked)
        .bind(asker)
        .scalar(tx)
        .await?;
    if rows > 0 { Err(Error::Conflict("error-inquiry-not-now")) } else { Ok(()) }
}

/// Refuses who said all that there is room for in one.
pub(super) async fn demand_room(tx: &mut Tx, inquiry: &Inquiry, side: Side) -> Result<()> {
    let count = queries::count_additions(tx, inquiry.id, side).await?;
    if count >= ADDITIONS_MAX { Err(Error::Conflict("error-inquiry-full")) } else { Ok(()) }
}
