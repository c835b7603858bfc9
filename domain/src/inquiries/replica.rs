//! What somebody of elsewhere asks, answers, proposes or decides. The federation door has verified that he is of the instance
//! that says so; whether he may, is decided here.

use super::publication::write;
use super::{
    Begun, Inquiry, Publication, Side, TITLE_CHARS_MAX, Word, begin, check_line, check_text,
    demand_moderation, is_refused, load_by_address, tell_asked, write_answer,
};
use crate::db::Tx;
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
    // What one does not want is not kept either.
    if is_refused(tx, asked, asker).await? {
        return Ok(());
    }
    let begun = Begun {
        id: tx.new_id(),
        ap_id: question.ap_id.clone(),
        asker_id: asker,
        asked_id: asked,
        title,
        text,
        is_kept_away: false,
    };
    let inquiry = begin(tx, begun).await?;
    tell_asked(tx, &inquiry).await
}

/// What the other of the two says of an inquiry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    Answer(String),
    /// With the network, when the asker proposes it.
    Proposal {
        group_address: Option<String>,
        group_name: Option<String>,
    },
    Decision(bool),
    Published(String),
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
    let mut inquiry = load_by_address(&mut *tx, ap_id).await?.ok_or(Error::NotFound)?;
    let side = inquiry.side_of(speaker).ok_or(Error::NotFound)?;
    if inquiry.person(side.other()) != listener {
        return Err(Error::NotFound);
    }
    let Some((kind, word)) = take(&mut inquiry, side, heard)? else { return Ok(()) };
    if let (Word::Answer, Some(text)) = (word, &inquiry.answer) {
        write_answer(tx, &inquiry, text).await?;
    }
    write(tx, &inquiry).await?;
    notifications::tell(tx, listener, inquiry.notice(kind, side)).await
}

fn take(inquiry: &mut Inquiry, side: Side, heard: &Heard) -> Result<Option<(&'static str, Word)>> {
    Ok(match heard {
        Heard::Answer(text) if side == Side::Asked && inquiry.answer.is_none() => {
            inquiry.answer = Some(check_text("text", text)?);
            Some(("inquiry_answered", Word::Answer))
        }
        Heard::Proposal { group_address, group_name } if inquiry.may_propose() => {
            if side == Side::Asker {
                let name = group_name.as_deref().unwrap_or_default();
                inquiry.group_name = Some(check_line("group", name, TITLE_CHARS_MAX)?);
                inquiry.group_address = group_address.clone().filter(|text| text.len() <= ADDRESS_BYTES_MAX);
            }
            inquiry.proposed_by = Some(side);
            inquiry.publication = Some(Publication::Proposed);
            Some(("inquiry_proposed", Word::Proposal))
        }
        Heard::Decision(true) if inquiry.is_to_decide(side) => {
            inquiry.publication = Some(Publication::Agreed);
            Some(("inquiry_agreed", Word::Agreed))
        }
        Heard::Decision(false) if inquiry.is_to_decide(side) => {
            inquiry.publication = Some(Publication::Declined);
            Some(("inquiry_declined", Word::Declined))
        }
        Heard::Published(address) if side == Side::Asker && is_agreed(inquiry) => {
            let is_web = address.starts_with("https://") || address.starts_with("http://");
            inquiry.published_address =
                Some(address.clone()).filter(|text| is_web && text.len() <= ADDRESS_BYTES_MAX);
            inquiry.publication = Some(Publication::Published);
            Some(("inquiry_published", Word::Published))
        }
        _ => None,
    })
}

fn is_agreed(inquiry: &Inquiry) -> bool {
    inquiry.publication == Some(Publication::Agreed)
}
