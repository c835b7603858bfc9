//! What somebody of elsewhere asks, answers, adds, proposes, decides, closes or takes back. The federation door has verified that
//! he is of the instance that says so; whether he may, is decided here.

use super::limits::{check_line, check_text, demand_moderation, demand_welcome};
use super::publication::write;
use super::queries::{self, Begun, load_by_address};
use super::write::tell_asked;
use super::{Inquiry, Publication, Side, TITLE_CHARS_MAX, parting, talk};
use crate::db::{Tx, sql};
use crate::error::{Error, Result};
use crate::ids::PersonId;
use crate::notifications;
use crate::people;

const ADDRESS_BYTES_MAX: usize = 500;

/// A question as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub ap_id: String,
    pub title: String,
    pub text: String,
}

/// Takes a question for one of ours, whom the asker's instance may know of. The same one arriving twice is there once.
pub async fn asked(tx: &mut Tx, asker: PersonId, asked: PersonId, question: &Question) -> Result<()> {
    let person = people::find_local(&mut *tx, asked).await?;
    let is_known_there = person.scope.reaches(crate::audience::Viewpoint::Network);
    if !is_known_there || question.ap_id.len() > ADDRESS_BYTES_MAX {
        return Err(Error::NotFound);
    }
    if load_by_address(&mut *tx, &question.ap_id).await?.is_some() {
        return Ok(());
    }
    let title = check_line("title", &question.title, TITLE_CHARS_MAX)?;
    let text = check_text("text", &question.text)?;
    demand_moderation(tx, asker, asked).await?;
    demand_welcome(tx, asked, asker).await?;
    let (id, ap_id) = (tx.new_id(), question.ap_id.clone());
    let inquiry =
        queries::insert(tx, Begun { id, ap_id, asker_id: asker, asked_id: asked, title, text }).await?;
    tell_asked(tx, &inquiry).await
}

/// What the other of the two says of an inquiry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    Answer(String),
    Addition {
        ap_id: String,
        text: String,
    },
    /// With the network, when the asker proposes it.
    Proposal {
        group_address: Option<String>,
        group_name: Option<String>,
    },
    Decision(bool),
    Published(String),
    Closed,
    /// The question does not reach the one asked.
    TurnedAway,
    /// What he said is no more.
    TakenBack,
}

/// Takes what `speaker` says to `listener`, one of ours. Anything that does not fit how it stands has no effect: it came twice,
/// or too late.
pub async fn heard(
    tx: &mut Tx,
    speaker: PersonId,
    listener: PersonId,
    ap_id: &str,
    heard: &Heard,
) -> Result<()> {
    let (mut inquiry, side) = between(tx, speaker, listener, ap_id).await?;
    match heard {
        Heard::Answer(text) => return answered(tx, &inquiry, side, text).await,
        Heard::Addition { ap_id, text } if ap_id.len() <= ADDRESS_BYTES_MAX => {
            return talk::hear(tx, &inquiry, side, ap_id, text).await;
        }
        Heard::Closed => return closed(tx, &inquiry, side).await,
        Heard::TurnedAway => return turned_away(tx, &inquiry, side).await,
        Heard::TakenBack => return parting::take_back(tx, &inquiry, side).await,
        _ => {}
    }
    let Some(kind) = take(&mut inquiry, side, heard)? else { return Ok(()) };
    write(tx, &inquiry).await?;
    notifications::tell(tx, listener, inquiry.notice(kind, side)).await
}

/// The inquiry of these two, held until the transaction ends, and which of them speaks.
async fn between(tx: &mut Tx, speaker: PersonId, listener: PersonId, ap_id: &str) -> Result<(Inquiry, Side)> {
    let id = load_by_address(&mut *tx, ap_id).await?.ok_or(Error::NotFound)?.id;
    tx.lock(&format!("inquiry:{id}")).await?;
    let inquiry = queries::load(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    let side = inquiry.side_of(speaker).ok_or(Error::NotFound)?;
    if inquiry.person(side.other()) == listener { Ok((inquiry, side)) } else { Err(Error::NotFound) }
}

async fn answered(tx: &mut Tx, inquiry: &Inquiry, side: Side, text: &str) -> Result<()> {
    if side != Side::Asked || inquiry.answer.is_some() || !inquiry.takes(side, tx.now()) {
        return Ok(());
    }
    queries::update_answer(tx, inquiry.id, &check_text("text", text)?).await?;
    notifications::tell(tx, inquiry.asker_id, inquiry.notice("inquiry_answered", side)).await
}

async fn closed(tx: &mut Tx, inquiry: &Inquiry, side: Side) -> Result<()> {
    if !inquiry.is_open() {
        return Ok(());
    }
    queries::update_closed(tx, inquiry.id, Some(side)).await?;
    notifications::tell(tx, inquiry.person(side.other()), inquiry.notice("inquiry_closed", side)).await
}

/// Only of a question of which nothing came yet.
async fn turned_away(tx: &mut Tx, inquiry: &Inquiry, side: Side) -> Result<()> {
    if side != Side::Asked || inquiry.answer.is_some() || !inquiry.is_open() {
        return Ok(());
    }
    queries::update_closed(tx, inquiry.id, Some(side)).await?;
    sql("update inquiry set is_kept_away = $2 where id = $1")
        .bind(inquiry.id)
        .bind(true)
        .execute(&mut *tx)
        .await?;
    notifications::tell(tx, inquiry.asker_id, inquiry.notice("inquiry_turned_away", side)).await
}

fn take(inquiry: &mut Inquiry, side: Side, heard: &Heard) -> Result<Option<&'static str>> {
    Ok(match heard {
        Heard::Proposal { group_address, group_name } if inquiry.may_propose() => {
            if side == Side::Asker {
                let name = group_name.as_deref().unwrap_or_default();
                inquiry.group_name = Some(check_line("group", name, TITLE_CHARS_MAX)?);
                inquiry.group_address = group_address.clone().filter(|text| text.len() <= ADDRESS_BYTES_MAX);
            }
            inquiry.proposed_by = Some(side);
            inquiry.publication = Some(Publication::Proposed);
            Some("inquiry_proposed")
        }
        Heard::Decision(true) if inquiry.is_to_decide(side) => {
            inquiry.publication = Some(Publication::Agreed);
            Some("inquiry_agreed")
        }
        Heard::Decision(false) if inquiry.is_to_decide(side) => {
            inquiry.publication = Some(Publication::Declined);
            Some("inquiry_declined")
        }
        Heard::Published(address) if side == Side::Asker && is_agreed(inquiry) => {
            let is_web = address.starts_with("https://") || address.starts_with("http://");
            inquiry.published_address =
                Some(address.clone()).filter(|text| is_web && text.len() <= ADDRESS_BYTES_MAX);
            inquiry.publication = Some(Publication::Published);
            Some("inquiry_published")
        }
        _ => None,
    })
}

fn is_agreed(inquiry: &Inquiry) -> bool {
    inquiry.publication == Some(Publication::Agreed)
}
