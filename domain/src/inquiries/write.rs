//! Asking, answering, and wanting nothing more from somebody: what our own people do.

use serde_json::json;

use super::{
    Begun, Inquiry, Side, TITLE_CHARS_MAX, Word, begin, check_line, check_text, demand_moderation, find,
    is_refused, tell_asked, write_answer,
};
use crate::audit;
use crate::db::{Tx, sql};
use crate::error::{Error, Result, both};
use crate::ids::{InquiryId, PersonId};
use crate::notifications;
use crate::outbox::{self, Event};
use crate::peers;
use crate::people::{self, profile_for_principal};
use crate::principal::Principal;

/// Asks a colleague whom one may see, here or at a connected organisation.
pub async fn ask(
    tx: &mut Tx,
    principal: &Principal,
    asked: PersonId,
    title: &str,
    text: &str,
) -> Result<InquiryId> {
    let asker = principal.require_member()?.person_id;
    let person = people::find(&mut *tx, asked).await?;
    if asker == asked || profile_for_principal(&person, principal).is_none() {
        return Err(Error::NotFound);
    }
    if !person.is_local && !peers::find(&mut *tx, person.instance_id).await?.is_active() {
        return Err(Error::Conflict("error-inquiry-unreachable"));
    }
    let (title, text) = both(check_line("title", title, TITLE_CHARS_MAX), check_text("text", text))?;
    demand_moderation(tx, asker, asked).await?;
    let id: InquiryId = tx.new_id();
    let base_url = crate::instances::home(&mut *tx).await?.base_url;
    let begun = Begun {
        id,
        ap_id: format!("{base_url}/ap/inquiry/{id}"),
        asker_id: asker,
        asked_id: asked,
        title,
        text,
        is_kept_away: is_refused(tx, asked, asker).await?,
    };
    let inquiry = begin(tx, begun).await?;
    // Whom he asks, and what, stays between the two.
    audit::record(tx, principal, "inquiry.ask", &format!("inquiry:{id}"), json!({})).await?;
    match person.is_local {
        true if inquiry.is_kept_away => {}
        true => tell_asked(tx, &inquiry).await?,
        false => outbox::publish(tx, &Event::Inquired { inquiry_id: id, word: Word::Question }).await?,
    }
    Ok(id)
}

/// Answers what one was asked, once.
pub async fn answer(tx: &mut Tx, principal: &Principal, id: InquiryId, text: &str) -> Result<()> {
    let (inquiry, side) = find(&mut *tx, principal, id).await?;
    if side != Side::Asked || inquiry.answer.is_some() {
        return Err(Error::Conflict("error-inquiry-answered"));
    }
    let text = check_text("text", text)?;
    write_answer(tx, &inquiry, &text).await?;
    audit::record(tx, principal, "inquiry.answer", &format!("inquiry:{id}"), json!({})).await?;
    say(tx, &inquiry, Word::Answer, "inquiry_answered").await
}

/// Tells the other of the two: here, or at his instance.
pub(super) async fn say(tx: &mut Tx, inquiry: &Inquiry, word: Word, kind: &'static str) -> Result<()> {
    let Some(side) = word.speaker(inquiry) else { return Ok(()) };
    let other = people::find(&mut *tx, inquiry.person(side.other())).await?;
    match other.is_local {
        true => notifications::tell(tx, other.id, inquiry.notice(kind, side)).await,
        false => outbox::publish(tx, &Event::Inquired { inquiry_id: inquiry.id, word }).await,
    }
}

/// No more questions from whoever asked this. He is not told.
pub async fn refuse(tx: &mut Tx, principal: &Principal, id: InquiryId) -> Result<()> {
    let (inquiry, side) = find(&mut *tx, principal, id).await?;
    if side != Side::Asked {
        return Err(Error::NotFound);
    }
    let now = tx.now();
    sql("insert into inquiry_refusal (person_id, asker_id, refused_at) values ($1, $2, $3) \
         on conflict (person_id, asker_id) do nothing")
    .bind(inquiry.asked_id)
    .bind(inquiry.asker_id)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(())
}

/// Questions from him are welcome again.
pub async fn allow(tx: &mut Tx, principal: &Principal, asker: PersonId) -> Result<()> {
    sql("delete from inquiry_refusal where person_id = $1 and asker_id = $2")
        .bind(principal.require_member()?.person_id)
        .bind(asker)
        .execute(tx)
        .await?;
    Ok(())
}

/// One has seen how it stands: what was told of it is read.
pub async fn looked(tx: &mut Tx, principal: &Principal, id: InquiryId) -> Result<()> {
    let person = principal.require_member()?.person_id;
    notifications::mark_key_read(tx, person, &format!("inquiry:{id}")).await
}
