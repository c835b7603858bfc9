//! Who belongs to a group: joining, leaving, being invited, let in, made a moderator, removed, banned.
//!
//! A change of membership in a group of elsewhere is a request to its host: the row here waits for the answer.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::place::{Place, enter};
use super::{Group, JoinPolicy, feed, queries};
use crate::acts::{self, Act};
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql};
use crate::error::{Error, Result};
use crate::ids::{GroupId, InstanceId, PersonId};
use crate::notifications::{self, Notice};
use crate::outbox::{self, Event};
use crate::people::{self, FieldKey, check};
use crate::principal::Principal;

/// What a person is to a group.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Membership {
    pub group_id: GroupId,
    pub person_id: PersonId,
    pub role: Role,
    pub state: State,
    pub since: Timestamp,
    pub answer: String,
    pub by_person_id: Option<PersonId>,
    pub reason: String,
    pub until: Option<Timestamp>,
    pub web_level: Level,
    pub mail_level: Level,
    pub follow_id: Option<String>,
}

/// What a member may do beyond taking part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Role {
    Owner,
    Moderator,
    Member,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::Owner, Self::Moderator, Self::Member];

    /// The word in forms, JSON and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Moderator => "moderator",
            Self::Member => "member",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    Active,
    /// Waits for a moderator, or for the host.
    Requested,
    Invited,
    Banned,
}

/// How much of a group a member is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Level {
    All,
    /// What names him, or answers him.
    Mentions,
    Nothing,
}

impl Level {
    pub const ALL: [Self; 3] = [Self::All, Self::Mentions, Self::Nothing];

    /// The word in forms and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Mentions => "mentions",
            Self::Nothing => "nothing",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == word)
    }
}

crate::db::text_arg!(Role, State, Level);

impl Membership {
    /// An ordinary membership since an instant, with the levels everybody begins with.
    pub(super) fn active(group_id: GroupId, person_id: PersonId, since: Timestamp) -> Self {
        Self {
            group_id,
            person_id,
            role: Role::Member,
            state: State::Active,
            since,
            answer: String::new(),
            by_person_id: None,
            reason: String::new(),
            until: None,
            web_level: Level::All,
            mail_level: Level::Mentions,
            follow_id: None,
        }
    }

    /// Whether a ban holds at this instant.
    pub fn is_banned(&self, now: Timestamp) -> bool {
        self.state == State::Banned && self.until.is_none_or(|until| until > now)
    }
}

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
pub const REASON_CHARS_MAX: usize = 500;
/// Members named in one invitation.
pub const INVITED_MAX: usize = 200;

/// The owner with whom a group begins.
pub(super) async fn found(tx: &mut Tx, group: GroupId, person: PersonId) -> Result<()> {
    queries::upsert_membership(tx, &fresh(tx, group, person, Role::Owner, State::Active)).await?;
    queries::recount(tx, group).await
}

fn fresh(tx: &Tx, group_id: GroupId, person_id: PersonId, role: Role, state: State) -> Membership {
    Membership { role, state, ..Membership::active(group_id, person_id, tx.now()) }
}

/// Joins, or asks to. Joining twice is no error: the first time counts.
pub async fn join(tx: &mut Tx, principal: &Principal, id: GroupId, answer: &str) -> Result<Joined> {
    join_by(tx, principal, id, answer, None).await
}

/// The Follow by which somebody of elsewhere asks to join: its address, and its text, which proves who he is.
#[derive(Debug, Clone)]
pub struct Follow {
    pub id: String,
    pub document: Vec<u8>,
}

/// The same for people of elsewhere.
pub async fn join_by(
    tx: &mut Tx,
    principal: &Principal,
    id: GroupId,
    answer: &str,
    follow: Option<&Follow>,
) -> Result<Joined> {
    let person = principal.require_person()?;
    tx.lock(&format!("group:{id}")).await?;
    let place = enter(&mut *tx, principal, id).await?;
    if let Some(follow) = follow {
        keep_follow(tx, &place, person, follow).await?;
    }
    if place.is_member() {
        if follow.is_some() {
            // His instance does not know yet, or no more.
            tell_instance(tx, &place.group, person, true).await?;
        }
        return Ok(Joined::Member);
    }
    let answer = answer_of(&place, answer)?;
    demand_may_join(&place)?;
    demand_fields(tx, principal, &place.group).await?;
    if !place.group.is_local {
        return ask_host(tx, principal, &place, person, answer).await;
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
    answer: String,
) -> Result<Joined> {
    if place.has_requested() {
        return Ok(Joined::OnItsWay);
    }
    let id = place.group.id;
    let row = Membership { answer: answer.clone(), ..fresh(tx, id, person, Role::Member, State::Requested) };
    queries::upsert_membership(tx, &row).await?;
    audit::record(tx, principal, "group.request", &place.group.audit_name(), json!({})).await?;
    acts::send(tx, person, &place.group, Act::Join { answer }).await?;
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
    notifications::tell_moderators(tx, group.id, notice).await
}

/// Makes somebody a member here, at the host: everyone who has to know is told.
pub(crate) async fn admit(
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
    let who = people::find(&mut *tx, person).await?;
    if who.is_local {
        let kind = if is_accepted { "welcome" } else { "declined" };
        let notice = Notice::new(kind, format!("{kind}:{}:{}", group.id, tx.now().0)).in_group(group.id);
        return notifications::tell(tx, person, notice).await;
    }
    tell_instance(tx, group, person, is_accepted).await
}

/// Tells the instance of somebody of elsewhere that he is a member, or is none.
async fn tell_instance(tx: &mut Tx, group: &Group, person: PersonId, is_member: bool) -> Result<()> {
    let row = queries::find_membership(&mut *tx, group.id, person).await?;
    let follow_id = row.and_then(|row| row.follow_id);
    let event = Event::MembershipDecided { group_id: group.id, person_id: person, is_member, follow_id };
    outbox::publish(tx, &event).await
}

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
    if !group.is_local && membership.state != State::Invited {
        acts::send(tx, person, &group, Act::Leave).await?;
    }
    audit::record(tx, principal, "group.leave", &group.audit_name(), json!({})).await?;
    drop_member(tx, &group, person, membership.state).await
}

/// A group keeps an owner while it has members: who goes hands over first.
async fn demand_owner_remains(tx: &mut Tx, group: &Group, person: PersonId) -> Result<()> {
    let owners = queries::list_with_roles(&mut *tx, group.id, &[Role::Owner]).await?;
    let is_last_owner = owners == [person];
    if is_last_owner && group.member_count > 1 {
        return Err(Error::Conflict("error-last-owner"));
    }
    Ok(())
}

/// Ends a membership in the tables, and tells the other instances.
pub(crate) async fn drop_member(tx: &mut Tx, group: &Group, person: PersonId, state: State) -> Result<()> {
    queries::delete_membership(tx, group.id, person).await?;
    if state != State::Active {
        return Ok(());
    }
    queries::recount(tx, group.id).await?;
    if group.is_local {
        return feed::touch_member(tx, group, person, false).await;
    }
    super::replica::forget_if_nobody_is_left(tx, group).await
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

/// Invites people; for members of open groups, moderators elsewhere. Those who are in already are left out; gives how many were invited.
pub async fn invite(tx: &mut Tx, principal: &Principal, id: GroupId, invited: &[PersonId]) -> Result<usize> {
    tx.lock(&format!("group:{id}")).await?;
    let place = enter(&mut *tx, principal, id).await?;
    let is_open = place.group.rules.join_policy == JoinPolicy::Open;
    let group = if is_open { place.require_post()? } else { place.require_moderator()? };
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

async fn invite_one(tx: &mut Tx, principal: &Principal, group: &Group, person: PersonId) -> Result<bool> {
    let who = people::find(&mut *tx, person).await?;
    if who.deleted_at.is_some() || (!who.is_local && !is_peer(tx, &who).await?) {
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

async fn is_peer(tx: &mut Tx, who: &people::Person) -> Result<bool> {
    match crate::peers::find(&mut *tx, who.instance_id).await {
        Ok(peer) => Ok(peer.state == crate::peers::State::Approved),
        Err(Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

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
    end(tx, &group, person, &reason).await?;
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
    end(tx, &group, person, &reason).await?;
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
    queries::delete_membership(tx, id, person).await
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

/// Tells whoever is put out, here or at his instance.
async fn end(tx: &mut Tx, group: &Group, person: PersonId, reason: &str) -> Result<()> {
    if people::find(&mut *tx, person).await?.is_local {
        let notice = Notice::new("removed", format!("removed:{}:{}", group.id, tx.now().0));
        let notice = notice.in_group(group.id).with("reason", reason).with("group", &group.words.name);
        return notifications::tell(tx, person, notice).await;
    }
    tell_instance(tx, group, person, false).await
}

/// How much a member wants to be told; his own affair.
pub async fn set_levels(
    tx: &mut Tx,
    principal: &Principal,
    id: GroupId,
    web: Level,
    mail: Level,
) -> Result<()> {
    let person = principal.require_member()?.person_id;
    queries::update_levels(tx, id, person, web, mail).await
}

/// The row of a person, whatever its state.
pub async fn find(on: impl Into<On<'_>>, id: GroupId, person: PersonId) -> Result<Option<Membership>> {
    queries::find_membership(on, id, person).await
}

/// The active rows among these people; no order. For the feed.
pub async fn list_rows(on: impl Into<On<'_>>, id: GroupId, people: &[PersonId]) -> Result<Vec<Membership>> {
    queries::list_rows(on, id, people).await
}

/// What `principal` is to every group, at most 500.
pub async fn list_own(on: impl Into<On<'_>>, principal: &Principal) -> Result<Vec<Membership>> {
    let Some(person) = principal.acting_person() else { return Ok(Vec::new()) };
    queries::list_of_person(on, person).await
}

/// Active members, owners first, then by name; after a cursor, at most `limit`.
pub async fn list(
    db: &Db,
    principal: &Principal,
    id: GroupId,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<Membership>> {
    let place = enter(db, principal, id).await?;
    if !place.sees_members() {
        return Err(Error::NotFound);
    }
    queries::list_members(db, id, after, limit).await
}

/// Where the page after this member begins, for [`list`].
pub fn cursor(role: Role, face: &people::Face) -> String {
    let rank = match role {
        Role::Owner => 0,
        Role::Moderator => 1,
        Role::Member => 2,
    };
    format!("{rank}{} {}", face.sort_name, face.ap_id)
}

/// The hosts at which members work, so that whoever decides about a request sees when somebody is the first of his.
pub async fn list_hosts(on: impl Into<On<'_>>, id: GroupId) -> Result<Vec<String>> {
    queries::list_hosts(on, id).await
}

/// Who asked to join, was invited or is banned; for moderators.
pub async fn list_in_state(
    db: &Db,
    principal: &Principal,
    id: GroupId,
    state: State,
) -> Result<Vec<Membership>> {
    enter(db, principal, id).await?.require_moderator()?;
    queries::list_in_state(db, id, state).await
}

/// Keeps the id of the Follow that left for one of ours.
pub async fn note_follow(tx: &mut Tx, group: GroupId, person: PersonId, follow_id: &str) -> Result<()> {
    queries::update_follow(tx, group, person, follow_id, &[]).await
}

/// The group and person of a Follow that we sent or received.
pub async fn find_by_follow(on: impl Into<On<'_>>, follow_id: &str) -> Result<Option<Membership>> {
    queries::find_by_follow(on, follow_id).await
}

/// Ends the memberships of everyone of an instance that is no peer any more, in the groups hosted here.
pub(crate) async fn end_all_of(tx: &mut Tx, principal: &Principal, instance: InstanceId) -> Result<()> {
    let rows: Vec<(GroupId, PersonId, State)> =
        sql("select membership.group_id, membership.person_id, membership.state \
         from membership join person on person.id = membership.person_id \
         join groups on groups.id = membership.group_id join instance on instance.id = groups.instance_id \
         where person.instance_id = $1 and instance.is_local and membership.state <> 'banned'")
        .bind(instance)
        .all(&mut *tx)
        .await?;
    for (group, person, state) in rows {
        let group = super::find(&mut *tx, group).await?;
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
        sql("select group_id, state from membership where person_id = $1").bind(person).all(&mut *tx).await?;
    for (id, state) in rows {
        let group = match super::find(&mut *tx, id).await {
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
