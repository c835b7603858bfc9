//! The organisation's own group: every colleague is a member of it without joining, and its wiki is the organisation's.

use super::members::State;
use super::{GroupEdit, JoinPolicy, Rules, Words, create, queries};
use crate::audience::Audience;
use crate::db::{On, Tx, sql};
use crate::error::{Error, Result};
use crate::ids::{GroupId, PersonId};
use crate::people;
use crate::principal::{Affiliation, Principal};

/// Which group it is, if there is one.
pub async fn find(on: impl Into<On<'_>>) -> Result<Option<GroupId>> {
    let found: Option<(GroupId,)> =
        sql("select id from groups where is_house and deleted_at is null").optional(on).await?;
    Ok(found.map(|(id,)| id))
}

/// Founds it; for administrators, and once.
pub async fn found(tx: &mut Tx, principal: &Principal, words: Words) -> Result<GroupId> {
    principal.require_administrator()?;
    tx.lock("house").await?;
    if find(&mut *tx).await?.is_some() {
        return Err(Error::Conflict("error-house-exists"));
    }
    let rules = Rules {
        join_policy: JoinPolicy::Open,
        question: String::new(),
        listed: Audience::Organisation,
        content: Audience::Organisation,
        required_fields: Vec::new(),
    };
    let id = create(
        tx,
        principal,
        GroupEdit { words, handle: None, rules, subjects: Vec::new(), parent_id: None },
    )
    .await?;
    sql("update groups set is_house = $2 where id = $1").bind(id).bind(true).execute(&mut *tx).await?;
    Ok(id)
}

/// Whether somebody is a member of a group: by his row, or since it is his organisation's own.
pub(crate) async fn is_member(tx: &mut Tx, id: GroupId, person: PersonId) -> Result<bool> {
    let row = queries::find_membership(&mut *tx, id, person).await?;
    if let Some(row) = row {
        return Ok(row.state == State::Active);
    }
    let is_house = queries::find(&mut *tx, id).await?.is_some_and(|group| group.is_house);
    if !is_house {
        return Ok(false);
    }
    let person = people::find(tx, person).await?;
    Ok(person.is_local && person.affiliation == Affiliation::Staff)
}
