//! Inviting people, by name.

use serde_json::json;

use super::joining::admit;
use super::{Membership, Role, State, fresh};
use crate::acts::{self, Act};
use crate::audit;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::groups::place::enter;
use crate::groups::{Group, queries};
use crate::ids::{GroupId, PersonId};
use crate::notifications::{self, Notice};
use crate::outbox::{self, Event};
use crate::people;
use crate::principal::Principal;

/// Members named in one invitation.
pub const INVITED_MAX: usize = 200;

/// Invites people; for members of open groups, moderators elsewhere. Those who are in already are left out; gives how many were invited.
pub async fn invite(tx: &mut Tx, principal: &Principal, id: GroupId, invited: &[PersonId]) -> Result<usize> {
    tx.lock(&format!("group:{id}")).await?;
    let group = enter(&mut *tx, principal, id).await?.require_invite()?;
    if invited.len() > INVITED_MAX {
        return Err(crate::FieldError::new("people", "error-too-many").with("max", INVITED_MAX).into());
    }
    if !group.is_local {
        let act = Act::Invite { person_ids: invited.to_vec() };
        return acts::send_as(tx, principal, &group, act).await.map(|()| invited.len());
    }
    let mut count = 0;
    for person in invited {
        count += usize::from(invite_one(tx, principal, &group, *person).await?);
    }
    Ok(count)
}

/// Takes back an invitation that was not answered; for moderators. Whoever was invited finds nothing of it any more.
pub async fn withdraw(tx: &mut Tx, principal: &Principal, id: GroupId, person: PersonId) -> Result<()> {
    tx.lock(&format!("group:{id}")).await?;
    let group = enter(&mut *tx, principal, id).await?.require_moderator()?;
    if !group.is_local {
        return acts::send_as(tx, principal, &group, Act::Uninvite { person_id: person }).await;
    }
    let row = queries::find_membership(&mut *tx, id, person).await?;
    if row.is_none_or(|row| row.state != State::Invited) {
        return Ok(());
    }
    audit::record(tx, principal, "group.uninvite", &group.audit_name(), json!({ "person": person })).await?;
    queries::delete_membership(tx, id, person).await?;
    notifications::take_back(tx, person, &format!("invited:{id}")).await?;
    if people::find(&mut *tx, person).await?.is_local {
        return Ok(());
    }
    outbox::publish(tx, &Event::Uninvited { group_id: id, person_id: person }).await
}

async fn invite_one(tx: &mut Tx, principal: &Principal, group: &Group, person: PersonId) -> Result<bool> {
    let who = people::find(&mut *tx, person).await?;
    if who.deleted_at.is_some() || (!who.is_local && !may_have(tx, &who, group).await?) {
        return Ok(false);
    }
    let row = queries::find_membership(&mut *tx, group.id, person).await?;
    match row.map(|row| row.state) {
        Some(State::Active | State::Invited) => return Ok(false),
        Some(State::Banned) => return Err(Error::Conflict("error-invite-banned")),
        // Both want it.
        Some(State::Requested) => {
            return admit(tx, principal, group, person, Role::Member).await.map(|()| true);
        }
        None => {}
    }
    let by = principal.acting_person();
    let row = Membership { by_person_id: by, ..fresh(tx, group.id, person, Role::Member, State::Invited) };
    queries::upsert_membership(tx, &row).await?;
    audit::record(tx, principal, "group.invite", &group.audit_name(), json!({ "person": person })).await?;
    if who.is_local {
        let notice = Notice::new("invited", format!("invited:{}", group.id)).in_group(group.id).by_maybe(by);
        notifications::tell(tx, person, notice).await?;
    } else {
        outbox::publish(tx, &Event::Invited { group_id: group.id, person_id: person, by_person_id: by })
            .await?;
    }
    Ok(true)
}

/// His instance is a peer, and this group is among those that it may have.
async fn may_have(tx: &mut Tx, who: &people::Person, group: &Group) -> Result<bool> {
    match crate::peers::find(&mut *tx, who.instance_id).await {
        Ok(peer) => Ok(peer.is_active() && peer.shares_groups.has(group)),
        Err(Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}
