//! Joining: at once, on request, or on its way to the group's host; and what a moderator answers to a request.

use serde_json::json;

use super::{Membership, Role, State, by_mail, fresh};
use crate::accounts::Secret;
use crate::acts::{self, Act};
use crate::audit;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::groups::place::{Place, enter};
use crate::groups::{self, Group, JoinPolicy, desk, feed, queries};
use crate::ids::{GroupId, PersonId};
use crate::notifications::{self, Notice};
use crate::outbox::{self, Event};
use crate::people::{self, FieldKey, check};
use crate::principal::Principal;

/// What came of wanting to join.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    Member,
    /// A moderator decides.
    Asked,
    /// On its way to the group's host.
    OnItsWay,
}

pub const ANSWER_CHARS_MAX: usize = 2_000;

/// The owner with whom a group begins.
pub(in crate::groups) async fn found(tx: &mut Tx, group: GroupId, person: PersonId) -> Result<()> {
    queries::upsert_membership(tx, &fresh(tx, group, person, Role::Owner, State::Active)).await?;
    queries::recount(tx, group).await
}

/// What somebody brings when he wants to come in.
#[derive(Debug, Clone, Default)]
pub struct Asking {
    /// To the group's question.
    pub answer: String,
    /// Of the link in a mail that invited him.
    pub invitation: Option<Secret>,
    /// What asked for him, when he works elsewhere.
    pub follow: Option<Follow>,
}

/// Joins, or asks to. Joining twice is no error: the first time counts.
pub async fn join(tx: &mut Tx, principal: &Principal, id: GroupId, answer: &str) -> Result<Joined> {
    join_by(tx, principal, id, Asking { answer: answer.to_owned(), ..Asking::default() }).await
}

/// The Follow by which somebody of elsewhere asks to join: its address, and its text, which proves who he is.
#[derive(Debug, Clone)]
pub struct Follow {
    pub id: String,
    pub document: Vec<u8>,
}

/// The same with an invitation, and for people of elsewhere.
pub async fn join_by(tx: &mut Tx, principal: &Principal, id: GroupId, asking: Asking) -> Result<Joined> {
    let person = principal.require_person()?;
    tx.lock(&format!("group:{id}")).await?;
    let is_hosted_here = groups::find(&mut *tx, id).await?.is_local;
    if let Some(secret) = asking.invitation.as_ref().filter(|_| is_hosted_here) {
        by_mail::claim(tx, id, person, secret).await?;
    }
    let place = enter(&mut *tx, principal, id).await?;
    if let Some(follow) = &asking.follow {
        keep_follow(tx, &place, person, follow).await?;
    }
    if place.is_member() {
        if asking.follow.is_some() {
            // His instance does not know yet, or no more.
            tell_instance(tx, &place.group, person, true, None).await?;
        }
        return Ok(Joined::Member);
    }
    let answer = answer_of(&place, &asking.answer)?;
    demand_may_join(&place)?;
    demand_fields(tx, principal, &place.group).await?;
    if !place.group.is_local {
        return ask_host(tx, principal, &place, person, Asking { answer, ..asking }).await;
    }
    if place.group.rules.join_policy == JoinPolicy::Open || place.is_invited() {
        admit(tx, principal, &place.group, person, Role::Member).await?;
        return Ok(Joined::Member);
    }
    request(tx, principal, &place.group, person, answer).await?;
    Ok(Joined::Asked)
}

/// Whatever becomes of it, the answer names the Follow that asked last.
async fn keep_follow(tx: &mut Tx, place: &Place, person: PersonId, follow: &Follow) -> Result<()> {
    let group = place.group.id;
    if place.membership.is_none() {
        queries::upsert_membership(tx, &fresh(tx, group, person, Role::Member, State::Requested)).await?;
    }
    queries::update_follow(tx, group, person, &follow.id, &follow.document).await
}

fn answer_of(place: &Place, answer: &str) -> Result<String> {
    let answer = check::paragraphs(answer);
    if answer.chars().count() > ANSWER_CHARS_MAX {
        return Err(crate::FieldError::new("answer", "error-too-long").with("max", ANSWER_CHARS_MAX).into());
    }
    let rules = &place.group.rules;
    let is_asked =
        rules.join_policy == JoinPolicy::Request && !rules.question.is_empty() && !place.is_invited();
    if is_asked && answer.is_empty() {
        return Err(Error::invalid("answer", "error-required"));
    }
    Ok(answer)
}

fn demand_may_join(place: &Place) -> Result<()> {
    if place.is_banned() {
        return Err(Error::Forbidden("error-banned"));
    }
    if place.group.is_read_only() {
        let key = if place.group.archived_at.is_some() {
            "error-group-archived"
        } else {
            "error-group-unreachable"
        };
        return Err(Error::Conflict(key));
    }
    if place.group.rules.join_policy == JoinPolicy::Invitation && !place.is_invited() {
        return Err(Error::Forbidden("error-invitation-only"));
    }
    Ok(())
}

/// The fields a group asks for; the home instance looks, since it alone sees what its people filled in.
async fn demand_fields(tx: &mut Tx, principal: &Principal, group: &Group) -> Result<()> {
    let Some(member) = principal.member() else { return Ok(()) };
    let missing = missing_fields(&people::find_local(&mut *tx, member.person_id).await?, group);
    if missing.is_empty() { Ok(()) } else { Err(Error::Conflict("error-group-fields")) }
}

/// The fields this group asks for that a person has not filled in.
pub fn missing_fields(person: &people::Person, group: &Group) -> Vec<FieldKey> {
    let has = |key: &FieldKey| person.profile.fields.contains_key(key);
    group.rules.required_fields.iter().filter(|key| !has(key)).copied().collect()
}

async fn ask_host(
    tx: &mut Tx,
    principal: &Principal,
    place: &Place,
    person: PersonId,
    asking: Asking,
) -> Result<Joined> {
    if place.has_requested() && asking.invitation.is_none() {
        return Ok(Joined::OnItsWay);
    }
    let (id, answer) = (place.group.id, asking.answer);
    let row = Membership { answer: answer.clone(), ..fresh(tx, id, person, Role::Member, State::Requested) };
    queries::upsert_membership(tx, &row).await?;
    audit::record(tx, principal, "group.request", &place.group.audit_name(), json!({})).await?;
    acts::send(tx, person, &place.group, Act::Join { answer, invitation: asking.invitation }).await?;
    Ok(Joined::OnItsWay)
}

async fn request(
    tx: &mut Tx,
    principal: &Principal,
    group: &Group,
    person: PersonId,
    answer: String,
) -> Result<()> {
    let row = Membership { answer, ..fresh(tx, group.id, person, Role::Member, State::Requested) };
    queries::upsert_membership(tx, &row).await?;
    audit::record(tx, principal, "group.request", &group.audit_name(), json!({})).await?;
    let notice =
        Notice::new("request", format!("request:{}:{person}", group.id)).by(person).in_group(group.id);
    desk::touch(tx, group.id).await?;
    notifications::tell_moderators(tx, group.id, notice).await
}

/// Makes somebody a member here, at the host: everyone who has to know is told.
pub(super) async fn admit(
    tx: &mut Tx,
    principal: &Principal,
    group: &Group,
    person: PersonId,
    role: Role,
) -> Result<()> {
    let before = queries::find_membership(&mut *tx, group.id, person).await?;
    let follow_id = before.as_ref().and_then(|row| row.follow_id.clone());
    let row = Membership { follow_id, ..fresh(tx, group.id, person, role, State::Active) };
    queries::upsert_membership(tx, &row).await?;
    queries::recount(tx, group.id).await?;
    let detail = json!({ "person": person });
    audit::record(tx, principal, "group.join", &group.audit_name(), detail).await?;
    answer_request(tx, group, person, true).await?;
    feed::touch_member(tx, group, person, true).await
}

/// Tells a requester, here or at his instance, what became of it.
async fn answer_request(tx: &mut Tx, group: &Group, person: PersonId, is_accepted: bool) -> Result<()> {
    desk::touch(tx, group.id).await?;
    let who = people::find(&mut *tx, person).await?;
    if who.is_local {
        let kind = if is_accepted { "welcome" } else { "declined" };
        let notice = Notice::new(kind, format!("{kind}:{}:{}", group.id, tx.now().0)).in_group(group.id);
        return notifications::tell(tx, person, notice).await;
    }
    tell_instance(tx, group, person, is_accepted, None).await
}

/// Tells the instance of somebody of elsewhere that he is a member, or is none.
pub(super) async fn tell_instance(
    tx: &mut Tx,
    group: &Group,
    person: PersonId,
    is_member: bool,
    measure_id: Option<uuid::Uuid>,
) -> Result<()> {
    let row = queries::find_membership(&mut *tx, group.id, person).await?;
    let follow_id = row.and_then(|row| row.follow_id);
    let event =
        Event::MembershipDecided { group_id: group.id, person_id: person, is_member, follow_id, measure_id };
    outbox::publish(tx, &event).await
}

/// Lets a requester in, or declines; for moderators.
pub async fn decide(
    tx: &mut Tx,
    principal: &Principal,
    id: GroupId,
    person: PersonId,
    is_yes: bool,
) -> Result<()> {
    tx.lock(&format!("group:{id}")).await?;
    let group = enter(&mut *tx, principal, id).await?.require_moderator()?;
    if !group.is_local {
        return acts::send_as(tx, principal, &group, Act::Decide { person_id: person, is_yes }).await;
    }
    let row = queries::find_membership(&mut *tx, id, person).await?;
    match row.map(|row| row.state) {
        // A colleague was quicker.
        Some(State::Active) if is_yes => return Ok(()),
        Some(State::Requested) => {}
        _ => return Err(Error::Conflict("error-request-gone")),
    }
    if is_yes {
        return admit(tx, principal, &group, person, Role::Member).await;
    }
    audit::record(tx, principal, "group.decline", &group.audit_name(), json!({ "person": person })).await?;
    answer_request(tx, &group, person, false).await?;
    queries::delete_membership(tx, id, person).await
}
