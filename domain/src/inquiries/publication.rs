//! From between two to a network: one of them proposes it, the other agrees, the asker puts it there in his own name. The
//! question and the answer, that is: what the two said after that stays between them.

use super::write::say;
use super::{Inquiry, Publication, Side, Word, hold};
use crate::db::{Tx, sql};
use crate::error::{Error, Result};
use crate::groups::{self, Group};
use crate::ids::{GroupId, InquiryId, ItemId};
use crate::items::{self, Kind, Moment, NewDetail, NewItem};
use crate::people;
use crate::principal::Principal;

/// Proposes that it becomes public. The asker says in which network, so that the other knows what he agrees to; the one
/// asked leaves that to the asker.
pub async fn propose(
    tx: &mut Tx,
    principal: &Principal,
    id: InquiryId,
    group: Option<GroupId>,
) -> Result<()> {
    let (mut inquiry, side) = hold(tx, principal, id).await?;
    if !inquiry.may_propose() {
        return Err(Error::Conflict("error-inquiry-proposed"));
    }
    if side == Side::Asker {
        let group = group.ok_or_else(|| Error::invalid("group", "error-choice"))?;
        let group = groups::enter(&mut *tx, principal, group).await?.require_post()?;
        inquiry.group_address = Some(group.ap_id);
        inquiry.group_name = Some(group.words.name);
    }
    inquiry.proposed_by = Some(side);
    inquiry.publication = Some(Publication::Proposed);
    write(tx, &inquiry).await?;
    say(tx, &inquiry, Word::Proposal, "inquiry_proposed").await
}

/// Yes or no to what the other proposed.
pub async fn decide(tx: &mut Tx, principal: &Principal, id: InquiryId, is_yes: bool) -> Result<()> {
    let (mut inquiry, side) = hold(tx, principal, id).await?;
    if !inquiry.is_to_decide(side) {
        return Err(Error::Conflict("error-inquiry-decided"));
    }
    inquiry.publication = Some(if is_yes { Publication::Agreed } else { Publication::Declined });
    write(tx, &inquiry).await?;
    match is_yes {
        true => say(tx, &inquiry, Word::Agreed, "inquiry_agreed").await,
        false => say(tx, &inquiry, Word::Declined, "inquiry_declined").await,
    }
}

/// Puts it in a network, with the answer below `answer_heading`. Both agreed: to the network that the asker named, or to
/// whichever he chooses when the other proposed it.
pub async fn publish(
    tx: &mut Tx,
    principal: &Principal,
    id: InquiryId,
    group: GroupId,
    answer_heading: &str,
) -> Result<ItemId> {
    let (mut inquiry, side) = hold(tx, principal, id).await?;
    let group = groups::enter(&mut *tx, principal, group).await?.require_post()?;
    demand_consent(&inquiry, side, &group)?;
    let item = Box::pin(items::publish(tx, principal, new_item(&inquiry, &group, answer_heading))).await?;
    let address = items::find(&mut *tx, principal, item).await?.ap_id;
    inquiry.published_address = Some(address);
    inquiry.group_name = Some(group.words.name);
    inquiry.group_address = Some(group.ap_id);
    inquiry.publication = Some(Publication::Published);
    write(tx, &inquiry).await?;
    say(tx, &inquiry, Word::Published, "inquiry_published").await?;
    Ok(item)
}

fn demand_consent(inquiry: &Inquiry, side: Side, group: &Group) -> Result<()> {
    let is_agreed = inquiry.publication == Some(Publication::Agreed);
    let is_meant = match inquiry.proposed_by {
        Some(Side::Asker) => is_agreed && inquiry.group_address.as_deref() == Some(group.ap_id.as_str()),
        Some(Side::Asked) => is_agreed,
        None => false,
    };
    if side == Side::Asker && is_meant && inquiry.is_whole() {
        Ok(())
    } else {
        Err(Error::Conflict("error-inquiry-consent"))
    }
}

fn new_item(inquiry: &Inquiry, group: &Group, answer_heading: &str) -> NewItem {
    let answer = inquiry.answer.as_deref().map(|answer| {
        let quoted: Vec<String> = answer.lines().map(|line| format!("> {line}")).collect();
        format!("\n\n**{}**\n\n{}", people::check::line(answer_heading), quoted.join("\n"))
    });
    NewItem {
        group_id: Some(group.id),
        kind: Kind::Question,
        audience: group.rules.content,
        title: inquiry.title.clone(),
        body: format!("{}{}", inquiry.text, answer.unwrap_or_default()),
        language: group.words.language.clone(),
        subjects: Vec::new(),
        detail: NewDetail::Plain,
        moment: Moment::Now,
        archive_at: None,
        files: Vec::new(),
        origin: None,
    }
}

pub(super) async fn write(tx: &mut Tx, inquiry: &Inquiry) -> Result<()> {
    sql("update inquiry set proposed_by = $2, group_address = $3, group_name = $4, publication = $5, \
         published_address = $6 where id = $1")
    .bind(inquiry.id)
    .bind(inquiry.proposed_by.map(Side::as_str))
    .bind(inquiry.group_address.clone())
    .bind(inquiry.group_name.clone())
    .bind(inquiry.publication.map(Publication::as_str))
    .bind(inquiry.published_address.clone())
    .execute(tx)
    .await?;
    Ok(())
}
