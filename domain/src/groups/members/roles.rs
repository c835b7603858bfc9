//! Roles, and handing over.

use serde_json::json;

use super::ending::demand_owner_remains;
use super::{Role, State};
use crate::acts::{self, Act};
use crate::audit;
use crate::db::{On, Tx};
use crate::error::{Error, Result};
use crate::groups::place::{Place, enter};
use crate::groups::{feed, queries};
use crate::ids::{GroupId, PersonId};
use crate::notifications::{self, Notice};
use crate::principal::Principal;

/// Gives a member a role; for owners. Owners can be several; the last cannot be made less.
pub async fn set_role(
    tx: &mut Tx,
    principal: &Principal,
    id: GroupId,
    person: PersonId,
    role: Role,
) -> Result<()> {
    tx.lock(&format!("group:{id}")).await?;
    let place = enter(&mut *tx, principal, id).await?;
    let takes_over = may_take_over(tx, &place, person, role).await?;
    let group = if takes_over { place.require_moderator()? } else { place.require_owner()? };
    if !group.is_local {
        return acts::send_as(tx, principal, &group, Act::SetRole { person_id: person, role }).await;
    }
    let row = queries::find_membership(&mut *tx, id, person).await?;
    let row = row.filter(|row| row.state == State::Active).ok_or(Error::NotFound)?;
    if row.role == Role::Owner && role != Role::Owner {
        demand_owner_remains(tx, &group, person).await?;
    }
    queries::update_role(tx, id, person, role).await?;
    let detail = json!({ "person": person, "role": role });
    audit::record(tx, principal, "group.role", &group.audit_name(), detail).await?;
    if principal.acting_person() != Some(person) {
        let key = format!("role:{id}:{}", tx.now().0);
        let notice = Notice::new("role", key).in_group(id).by_maybe(principal.acting_person());
        notifications::tell_if_local(tx, person, notice.with("role", role.as_str())).await?;
    }
    feed::touch_member(tx, &group, person, true).await
}

/// A group without an owner is offered to its moderators: each may make himself the owner.
async fn may_take_over(tx: &mut Tx, place: &Place, person: PersonId, role: Role) -> Result<bool> {
    let is_for_himself = place.membership.as_ref().is_some_and(|own| own.person_id == person);
    Ok(role == Role::Owner && is_for_himself && is_ownerless(&mut *tx, place.group.id).await?)
}

/// Whether nobody owns it any more.
pub async fn is_ownerless(on: impl Into<On<'_>>, id: GroupId) -> Result<bool> {
    Ok(queries::list_with_roles(on, id, &[Role::Owner]).await?.is_empty())
}
