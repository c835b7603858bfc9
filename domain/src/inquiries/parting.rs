//! Whoever goes takes his words along, here and at the other's instance. The other keeps his own. What both made public is an item
//! of a network, and stays or goes as those do.

use super::{Inquiry, Publication, Side, queries};
use crate::db::{Tx, sql, sql_from};
use crate::error::Result;
use crate::ids::PersonId;
use crate::notifications;
use crate::outbox::{self, Event};
use crate::people;

/// Takes back what one of ours asked and said, as his account is erased.
pub(crate) async fn forget_of(tx: &mut Tx, person: PersonId) -> Result<()> {
    let text =
        format!("select {} from inquiry where asker_id = $1 or asked_id = $1 order by id", queries::COLUMNS);
    let all: Vec<Inquiry> = sql_from(text).bind(person).all(&mut *tx).await?;
    for inquiry in all {
        let side = if inquiry.asker_id == person { Side::Asker } else { Side::Asked };
        part(tx, &inquiry, side).await?;
    }
    sql("delete from inquiry_refusal where person_id = $1 or asker_id = $1").bind(person).execute(tx).await?;
    Ok(())
}

/// Where the other works elsewhere, nobody is left to read it here, and his instance is told.
async fn part(tx: &mut Tx, inquiry: &Inquiry, side: Side) -> Result<()> {
    let other = match people::list(&mut *tx, &[inquiry.person(side.other())]).await?.pop() {
        Some(other) if other.is_local && other.deleted_at.is_none() => {
            return take_back(tx, inquiry, side).await;
        }
        other => other,
    };
    queries::delete(tx, inquiry.id).await?;
    let Some(other) = other.filter(|other| !other.is_local) else { return Ok(()) };
    let event = Event::InquiryTakenBack {
        question: inquiry.ap_id.clone(),
        person_id: inquiry.person(side),
        listener: other.ap_id,
        instance_id: other.instance_id,
    };
    outbox::publish(tx, &event).await
}

/// What a side said is no more. Where the other has nothing of his own in it, all of it goes.
pub(super) async fn take_back(tx: &mut Tx, inquiry: &Inquiry, side: Side) -> Result<()> {
    // They name the question.
    notifications::take_back(tx, inquiry.person(side.other()), &inquiry.key()).await?;
    if inquiry.taken_back_by == Some(side) {
        return Ok(());
    }
    if !has_words(tx, inquiry, side.other()).await? {
        return queries::delete(tx, inquiry.id).await;
    }
    queries::delete_additions(tx, inquiry.id, side).await?;
    clear(tx, inquiry, side).await
}

async fn has_words(tx: &mut Tx, inquiry: &Inquiry, side: Side) -> Result<bool> {
    if inquiry.taken_back_by == Some(side) {
        return Ok(false);
    }
    let has_own = side == Side::Asker || inquiry.answer.is_some();
    Ok(has_own || queries::count_additions(tx, inquiry.id, side).await? > 0)
}

/// An agreement of which nothing came is none any more.
async fn clear(tx: &mut Tx, inquiry: &Inquiry, side: Side) -> Result<()> {
    let words = match side {
        Side::Asker => "title = '', text = ''",
        Side::Asked => "answer = null",
    };
    let text = format!(
        "update inquiry set {words}, taken_back_by = $2, closed_at = coalesce(closed_at, $3), publication = $4 where id = $1"
    );
    let publication = inquiry.publication.filter(|state| *state == Publication::Published);
    sql_from(text)
        .bind(inquiry.id)
        .bind(side.as_str())
        .bind(tx.now())
        .bind(publication.map(Publication::as_str))
        .execute(tx)
        .await?;
    Ok(())
}
