//! After the answer: thanks, a further question, something forgotten; until one of the two closes it.

use serde_json::json;

use super::limits::{check_text, demand_room};
use super::write::{say, tell_or_publish};
use super::{Addition, Inquiry, Side, Word, hold, queries};
use crate::audit;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids::{AdditionId, InquiryId, PersonId};
use crate::notifications::{self, Notice};
use crate::principal::Principal;

/// Says something more, once it was answered.
pub async fn add(tx: &mut Tx, principal: &Principal, id: InquiryId, text: &str) -> Result<AdditionId> {
    let (inquiry, side) = hold(tx, principal, id).await?;
    if !inquiry.may_add() {
        return Err(Error::Conflict("error-inquiry-closed"));
    }
    let text = check_text("text", text)?;
    demand_room(tx, &inquiry, side).await?;
    let new: AdditionId = tx.new_id();
    let base_url = crate::instances::home(&mut *tx).await?.base_url;
    let ap_id = format!("{base_url}/ap/inquiry/{id}/addition/{new}");
    let addition = Addition { id: new, inquiry_id: id, ap_id, side, text, said_at: tx.now() };
    queries::insert_addition(tx, &addition).await?;
    audit::record(tx, principal, "inquiry.add", &format!("inquiry:{id}"), json!({})).await?;
    let notice = notice_of(&inquiry, &addition);
    tell_or_publish(tx, &inquiry, Word::Addition { id: new, by: side }, async |tx, other| {
        tell_once(tx, &inquiry, other, notice).await
    })
    .await?;
    Ok(new)
}

/// Ends it for both.
pub async fn close(tx: &mut Tx, principal: &Principal, id: InquiryId) -> Result<()> {
    let (inquiry, side) = hold(tx, principal, id).await?;
    if !inquiry.is_open() {
        return Err(Error::Conflict("error-inquiry-closed"));
    }
    audit::record(tx, principal, "inquiry.close", &format!("inquiry:{id}"), json!({})).await?;
    end(tx, &inquiry, side).await
}

/// One of the two wants no more of it, and the other hears so.
pub(super) async fn end(tx: &mut Tx, inquiry: &Inquiry, side: Side) -> Result<()> {
    queries::update_closed(tx, inquiry.id, Some(side)).await?;
    say(tx, inquiry, Word::Closed { by: side }, "inquiry_closed").await
}

/// The other, of elsewhere, said something more.
pub(super) async fn hear(tx: &mut Tx, inquiry: &Inquiry, side: Side, ap_id: &str, text: &str) -> Result<()> {
    let is_in_time = inquiry.answer.is_some() && inquiry.takes(side, tx.now());
    if !is_in_time || queries::has_addition(tx, inquiry.id, ap_id).await? {
        return Ok(());
    }
    let text = check_text("text", text)?;
    demand_room(tx, inquiry, side).await?;
    let (id, now) = (tx.new_id(), tx.now());
    let addition = Addition { id, inquiry_id: inquiry.id, ap_id: ap_id.to_owned(), side, text, said_at: now };
    queries::insert_addition(tx, &addition).await?;
    tell_once(tx, inquiry, inquiry.person(side.other()), notice_of(inquiry, &addition)).await
}

fn notice_of(inquiry: &Inquiry, addition: &Addition) -> Notice {
    let key = format!("{}:{}", added_key(inquiry), addition.id);
    inquiry.notice("inquiry_added", addition.side).under(key)
}

fn added_key(inquiry: &Inquiry) -> String {
    format!("{}:inquiry_added", inquiry.key())
}

/// One notice until he looks, however much was said.
async fn tell_once(tx: &mut Tx, inquiry: &Inquiry, listener: PersonId, notice: Notice) -> Result<()> {
    if notifications::waits(&mut *tx, listener, &added_key(inquiry)).await? {
        return Ok(());
    }
    notifications::tell(tx, listener, notice).await
}
