//! Asking, answering, and wanting nothing more from somebody: what our own people do.

use serde_json::json;

use super::limits::{check_line, check_text, demand_moderation, demand_welcome};
use super::queries::{self, Begun};
use super::{Inquiry, Side, TITLE_CHARS_MAX, Word, find, hold, talk};
use crate::audit;
use crate::db::{Tx, sql, sql_from};
use crate::error::{Error, Result, both};
use crate::ids::{InquiryId, PersonId};
use crate::notifications;
use crate::outbox::{self, Event};
use crate::peers;
use crate::people::{self, Availability, FieldKey, Value, profile_for_principal};
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
    demand_welcome(tx, asked, asker).await?;
    let id: InquiryId = tx.new_id();
    let base_url = crate::instances::home(&mut *tx).await?.base_url;
    let ap_id = format!("{base_url}/ap/inquiry/{id}");
    let inquiry =
        queries::insert(tx, Begun { id, ap_id, asker_id: asker, asked_id: asked, title, text }).await?;
    // Whom he asks, and what, stays between the two.
    audit::record(tx, principal, "inquiry.ask", &format!("inquiry:{id}"), json!({})).await?;
    match person.is_local {
        true => tell_asked(tx, &inquiry).await?,
        false => outbox::publish(tx, &Event::Inquired { inquiry_id: id, word: Word::Question }).await?,
    }
    Ok(id)
}

/// Tells whoever was asked. While he is not available he finds it on his pages, and no mail is sent.
pub(super) async fn tell_asked(tx: &mut Tx, inquiry: &Inquiry) -> Result<()> {
    let asked = people::find(&mut *tx, inquiry.asked_id).await?;
    let says = asked.profile.fields.get(&FieldKey::Availability).map(|entry| &entry.value);
    let is_away = matches!(says, Some(Value::Availability(Availability::Away)));
    let kind = if is_away { "inquiry_waits" } else { "inquiry" };
    notifications::tell(tx, inquiry.asked_id, inquiry.notice(kind, Side::Asker)).await
}

/// Answers what one was asked, once.
pub async fn answer(tx: &mut Tx, principal: &Principal, id: InquiryId, text: &str) -> Result<()> {
    let (inquiry, side) = hold(tx, principal, id).await?;
    if side != Side::Asked || inquiry.answer.is_some() {
        return Err(Error::Conflict("error-inquiry-answered"));
    }
    if !inquiry.may_answer(side) {
        return Err(Error::Conflict("error-inquiry-closed"));
    }
    let text = check_text("text", text)?;
    queries::update_answer(tx, id, &text).await?;
    audit::record(tx, principal, "inquiry.answer", &format!("inquiry:{id}"), json!({})).await?;
    say(tx, &inquiry, Word::Answer, "inquiry_answered").await
}

/// Tells the other of the two: here, or at his instance.
pub(super) async fn say(tx: &mut Tx, inquiry: &Inquiry, word: Word, kind: &'static str) -> Result<()> {
    let Some(side) = word.speaker(inquiry) else { return Ok(()) };
    let notice = inquiry.notice(kind, side);
    tell_or_publish(tx, inquiry, word, async |tx, other| notifications::tell(tx, other, notice).await).await
}

/// The same where the notice is not the plain one.
pub(super) async fn tell_or_publish(
    tx: &mut Tx,
    inquiry: &Inquiry,
    word: Word,
    tell: impl AsyncFnOnce(&mut Tx, PersonId) -> Result<()>,
) -> Result<()> {
    let Some(side) = word.speaker(inquiry) else { return Ok(()) };
    let other = people::find(&mut *tx, inquiry.person(side.other())).await?;
    match other.is_local {
        true => tell(tx, other.id).await,
        false => outbox::publish(tx, &Event::Inquired { inquiry_id: inquiry.id, word }).await,
    }
}

/// No more questions from whoever asked this; what goes on between the two is closed. He hears that it is, and when he asks
/// again that there is no time for questions now; never why.
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
    .execute(&mut *tx)
    .await?;
    for open in list_open(tx, inquiry.asker_id, inquiry.asked_id).await? {
        talk::end(tx, &open, Side::Asked).await?;
    }
    Ok(())
}

async fn list_open(tx: &mut Tx, asker: PersonId, asked: PersonId) -> Result<Vec<Inquiry>> {
    let text = format!(
        "select {} from inquiry where asker_id = $1 and asked_id = $2 and closed_at is null \
         and taken_back_by is null order by created_at, id",
        queries::COLUMNS
    );
    sql_from(text).bind(asker).bind(asked).all(tx).await
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
