//! Who may see an item: one condition, for single reads and for every list. A comment is seen with its item.
//!
//! `organisation` and `group` cross: in a group, an item for the organisation is seen by the host's staff and by the
//! members. Whoever left a members-only group sees nothing of it, what he wrote himself included.

use super::Item;
use super::queries::{self, ITEM};
use crate::db::{On, Statement, sql_from};
use crate::error::{Error, Result};
use crate::ids::ItemId;
use crate::principal::Principal;

/// The rows the condition looks at, joined to `item`; takes `$1` (person).
pub(crate) const JOINS: &str = "left join groups on groups.id = item.group_id \
    left join membership mine on mine.group_id = item.group_id and mine.person_id = $1 and mine.state = 'active'";

/// The condition itself; takes `$1` (person) and `$2` (the organisation whose staff he is).
pub(crate) fn sees(principal: &Principal) -> &'static str {
    match principal {
        Principal::System(_) => "item.deleted_at is null",
        Principal::Anonymous => concat!(
            "item.deleted_at is null and item.hidden_at is null and item.published_at is not null ",
            "and item.standing = 'accepted' and item.audience = 'public' ",
            "and (item.group_id is null or (groups.deleted_at is null and groups.listed = 'public'))"
        ),
        Principal::Member(_) | Principal::Peer { .. } | Principal::Colleague(_) => concat!(
            "item.deleted_at is null and (item.group_id is null or groups.deleted_at is null) ",
            "and (item.published_at is not null and item.standing = 'accepted' or item.author_id = $1) ",
            "and (item.hidden_at is null or item.author_id = $1 or mine.role in ('owner', 'moderator')) ",
            "and (item.audience in ('public', 'network') ",
            "or (item.audience = 'organisation' and item.organisation_id = $2) ",
            "or (item.audience <> 'self' and mine.role is not null) ",
            "or (item.author_id = $1 and (item.group_id is null or mine.role is not null)))"
        ),
    }
}

/// Binds what the condition names.
pub(crate) fn bind_asker(statement: Statement, principal: &Principal) -> Statement {
    statement.bind(principal.acting_person()).bind(principal.staff_of())
}

/// The item as `principal` may see it; `NotFound` otherwise.
pub async fn find(on: impl Into<On<'_>>, principal: &Principal, id: ItemId) -> Result<Item> {
    let text = format!("{ITEM} {JOINS} where {} and item.id = $3", sees(principal));
    let found: Option<queries::Found> = bind_asker(sql_from(text), principal).bind(id).optional(on).await?;
    found.ok_or(Error::NotFound)?.into_item()
}

/// Those of these that `principal` may see, in no order. One statement.
pub async fn list_by_id(on: impl Into<On<'_>>, principal: &Principal, ids: &[ItemId]) -> Result<Vec<Item>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("{ITEM} {JOINS} where {} and item.id in (..)", sees(principal));
    let found: Vec<queries::Found> =
        bind_asker(sql_from(text), principal).bind_list(ids.iter().copied()).all(on).await?;
    found.into_iter().map(queries::Found::into_item).collect()
}

/// The id of what has this address, for the house and its instruments.
pub async fn find_by_ap_id(on: impl Into<On<'_>>, ap_id: &str) -> Result<Option<ItemId>> {
    let found = queries::find_stub(on, ap_id).await?;
    Ok(found.filter(|(.., is_gone)| !is_gone).map(|(id, ..)| id))
}
