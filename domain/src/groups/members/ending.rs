//! The end of a membership: leaving, being removed or banned, and what ends many at once.

use serde_json::json;

use super::joining::tell_instance;
use super::{Membership, Role, State, fresh};
use crate::acts::{self, Act};
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{Db, Tx, sql};
use crate::error::{Error, Result};
use crate::groups::measures::{self, What};
use crate::groups::place::enter;
use crate::groups::{self, Group, desk, feed, queries, replica};
use crate::ids::{GroupId, InstanceId, PersonId};
use crate::notifications::{self, Notice};
use crate::people::{self, check};
use crate::principal::Principal;

pub const REASON_CHARS_MAX: usize = 500;

/// Leaves. The last owner hands over first, unless he is the last member.
pub async fn leave(tx: &mut Tx, principal: &Principal, id: GroupId) -> Result<()> {
    let person = principal.require_person()?;
    tx.lock(&format!("group:{id}")).await?;
    let place = enter(&mut *tx, principal, id).await?;
    let group = place.group.clone();
    let Some(membership) = place.membership else { return Ok(()) };
    if membership.state == State::Banned {
        return Ok(());
    }
    if group.is_local && membership.state == State::Active {
        demand_owner_remains(tx, &group, person).await?;
    }
    audit::record(tx, principal, "group.leave", &group.audit_name(), json!({})).await?;
    if !group.is_local {
        acts::send(tx, person, &group, Act::Leave).await?;
    }
    drop_member(tx, &group, person, membership.state).await
}

/// A group keeps an owner while it has members: who goes hands over first.
pub(super) async fn demand_owner_remains(tx: &mut Tx, group: &Group, person: PersonId) -> Result<()> {
    let owners = queries::list_with_roles(&mut *tx, group.id, &[Role::Owner]).await?;
    let is_last_owner = owners == [person];
    if is_last_owner && group.member_count > 1 {
        return Err(Error::Conflict("error-last-owner"));
    }
    Ok(())
}

/// Ends a membership in the tables, and tells the other instances.
pub(super) async fn drop_member(tx: &mut Tx, group: &Group, person: PersonId, state: State) -> Result<()> {
    queries::delete_membership(tx, group.id, person).await?;
    if state != State::Active {
        return desk::touch(tx, group.id).await;
    }
    queries::recount(tx, group.id).await?;
    if group.is_local {
        return feed::touch_member(tx, group, person, false).await;
    }
    replica::forget_if_nobody_is_left(tx, group).await
}

/// Ends a membership; for moderators. What the member wrote stays.
pub async fn remove(
    tx: &mut Tx,
    principal: &Principal,
    id: GroupId,
    person: PersonId,
    reason: &str,
) -> Result<()> {
    let (group, row) = lay_hands_on(tx, principal, id, person).await?;
    let reason = reason_of(reason)?;
    if !group.is_local {
        return acts::send_as(tx, principal, &group, Act::Remove { person_id: person, reason }).await;
    }
    let Some(row) = row else { return Ok(()) };
    let detail = json!({ "person": person, "reason": reason });
    audit::record(tx, principal, "group.remove", &group.audit_name(), detail).await?;
    end(tx, principal, &group, person, What::Expel, &reason).await?;
    drop_member(tx, &group, person, row.state).await
}

/// Ends a membership and keeps the person out, until an instant or for good; for moderators.
pub async fn ban(
    tx: &mut Tx,
    principal: &Principal,
    id: GroupId,
    person: PersonId,
    reason: &str,
    until: Option<Timestamp>,
) -> Result<()> {
    let (group, row) = lay_hands_on(tx, principal, id, person).await?;
    let reason = reason_of(reason)?;
    if until.is_some_and(|until| until <= tx.now()) {
        return Err(Error::invalid("until", "error-in-the-past"));
    }
    if !group.is_local {
        return acts::send_as(tx, principal, &group, Act::Ban { person_id: person, reason, until }).await;
    }
    let by_person_id = principal.acting_person();
    let ban = Membership {
        reason: reason.clone(),
        until,
        by_person_id,
        ..fresh(tx, id, person, Role::Member, State::Banned)
    };
    let detail = json!({ "person": person, "reason": reason, "until": until });
    audit::record(tx, principal, "group.ban", &group.audit_name(), detail).await?;
    end(tx, principal, &group, person, What::Ban, &reason).await?;
    let was_member = row.is_some_and(|row| row.state == State::Active);
    queries::upsert_membership(tx, &ban).await?;
    if was_member {
        queries::recount(tx, id).await?;
        feed::touch_member(tx, &group, person, false).await?;
    }
    Ok(())
}

/// Ends a ban; for moderators.
pub async fn lift_ban(tx: &mut Tx, principal: &Principal, id: GroupId, person: PersonId) -> Result<()> {
    tx.lock(&format!("group:{id}")).await?;
    let group = enter(&mut *tx, principal, id).await?.require_moderator()?;
    if !group.is_local {
        return acts::send_as(tx, principal, &group, Act::LiftBan { person_id: person }).await;
    }
    let row = queries::find_membership(&mut *tx, id, person).await?;
    if row.is_none_or(|row| row.state != State::Banned) {
        return Ok(());
    }
    audit::record(tx, principal, "group.lift_ban", &group.audit_name(), json!({ "person": person })).await?;
    note_measure(tx, principal, &group, person, What::Lift, "").await?;
    queries::delete_membership(tx, id, person).await
}

/// Ends the memberships that somebody of elsewhere has in the groups hosted here, as a whole.
pub(in crate::groups) async fn expel_everywhere(
    tx: &mut Tx,
    principal: &Principal,
    person: PersonId,
    reason: &str,
) -> Result<()> {
    let rows: Vec<(GroupId, State)> = sql("select membership.group_id, membership.state from membership \
         join groups on groups.id = membership.group_id join instance on instance.id = groups.instance_id \
         where membership.person_id = $1 and instance.is_local and groups.deleted_at is null \
         and membership.state <> 'banned' order by membership.group_id")
    .bind(person)
    .all(&mut *tx)
    .await?;
    for (id, state) in rows {
        tx.lock(&format!("group:{id}")).await?;
        let group = groups::find(&mut *tx, id).await?;
        end(tx, principal, &group, person, What::Expel, reason).await?;
        drop_member(tx, &group, person, state).await?;
    }
    Ok(())
}

/// Moderators may remove members; owners also moderators. Nobody removes himself: he leaves.
async fn lay_hands_on(
    tx: &mut Tx,
    principal: &Principal,
    id: GroupId,
    person: PersonId,
) -> Result<(Group, Option<Membership>)> {
    tx.lock(&format!("group:{id}")).await?;
    let place = enter(&mut *tx, principal, id).await?;
    if principal.acting_person() == Some(person) {
        return Err(Error::Conflict("error-leave-yourself"));
    }
    let row = queries::find_membership(&mut *tx, id, person).await?;
    let is_above = |row: &Membership| row.state == State::Active && row.role != Role::Member;
    let group = match &row {
        Some(row) if is_above(row) => place.require_owner()?,
        _ => place.require_moderator()?,
    };
    Ok((group, row))
}

fn reason_of(reason: &str) -> Result<String> {
    let reason = check::paragraphs(reason);
    if reason.is_empty() {
        return Err(Error::invalid("reason", "error-required"));
    }
    if reason.chars().count() > REASON_CHARS_MAX {
        return Err(crate::FieldError::new("reason", "error-too-long").with("max", REASON_CHARS_MAX).into());
    }
    Ok(reason)
}

/// Writes it in the log, and tells whoever is put out, here or at his instance.
async fn end(
    tx: &mut Tx,
    principal: &Principal,
    group: &Group,
    person: PersonId,
    what: What,
    reason: &str,
) -> Result<()> {
    let measure = note_measure(tx, principal, group, person, what, reason).await?;
    if people::find(&mut *tx, person).await?.is_local {
        let notice = Notice::new("removed", format!("removed:{}:{}", group.id, tx.now().0))
            .in_group(group.id)
            .with("reason", reason)
            .with("group", &group.words.name)
            .with("measure_id", &measure.to_string());
        return notifications::tell(tx, person, notice).await;
    }
    tell_instance(tx, group, person, false, Some(measure)).await
}

async fn note_measure(
    tx: &mut Tx,
    principal: &Principal,
    group: &Group,
    person: PersonId,
    what: What,
    reason: &str,
) -> Result<uuid::Uuid> {
    let ap_id = people::find(&mut *tx, person).await?.ap_id;
    let new = measures::New {
        group_id: group.id,
        what,
        subject_id: person.0,
        ap_id: &ap_id,
        author_id: person,
        reason,
    };
    measures::record(tx, principal, new).await
}

/// Ends the memberships of everyone of an instance that is no peer any more, in the groups hosted here.
pub(crate) async fn end_all_of(tx: &mut Tx, principal: &Principal, instance: InstanceId) -> Result<()> {
    let rows: Vec<(GroupId, PersonId, State)> =
        sql("select membership.group_id, membership.person_id, membership.state \
         from membership join person on person.id = membership.person_id \
         join groups on groups.id = membership.group_id join instance on instance.id = groups.instance_id \
         where person.instance_id = $1 and instance.is_local and membership.state <> 'banned' \
         order by membership.group_id, membership.person_id")
        .bind(instance)
        .all(&mut *tx)
        .await?;
    for (group, person, state) in rows {
        let group = groups::find(&mut *tx, group).await?;
        let detail = json!({ "person": person, "reason": "peering" });
        audit::record(tx, principal, "group.remove", &group.audit_name(), detail).await?;
        drop_member(tx, &group, person, state).await?;
    }
    Ok(())
}

/// Memberships of the people of an instance in our groups, and of ours in its groups.
pub(crate) async fn count_across(db: &Db, instance: InstanceId) -> Result<(i64, i64)> {
    sql("select count(case when person.instance_id = $1 then 1 end), \
         count(case when groups.instance_id = $1 and home.is_local then 1 end) \
         from membership join person on person.id = membership.person_id \
         join groups on groups.id = membership.group_id \
         join instance home on home.id = person.instance_id join instance host on host.id = groups.instance_id \
         where membership.state = 'active' \
         and ((person.instance_id = $1 and host.is_local) or (groups.instance_id = $1 and home.is_local))")
    .bind(instance)
    .one(db)
    .await
}

/// Ends every membership of one of ours whose account goes. A group that loses its last owner is offered to its moderators.
pub(crate) async fn leave_all(tx: &mut Tx, person: PersonId) -> Result<()> {
    let rows: Vec<(GroupId, State)> =
        sql("select group_id, state from membership where person_id = $1 order by group_id")
            .bind(person)
            .all(&mut *tx)
            .await?;
    for (id, state) in rows {
        let group = match groups::find(&mut *tx, id).await {
            Ok(group) => group,
            Err(Error::NotFound) => continue,
            Err(error) => return Err(error),
        };
        if !group.is_local && matches!(state, State::Active | State::Requested) {
            acts::send(tx, person, &group, Act::Leave).await?;
        }
        drop_member(tx, &group, person, state).await?;
    }
    Ok(())
}
