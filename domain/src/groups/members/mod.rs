//! Who belongs to a group, and how that changes: [`joining`], [`inviting`], [`roles`], [`ending`].
//!
//! A change of membership in a group of elsewhere is a request to its host: the row here waits for the answer.

pub mod by_mail;
mod ending;
mod inviting;
mod joining;
mod roles;

use serde::{Deserialize, Serialize};

pub(super) use ending::expel_everywhere;
pub use ending::{REASON_CHARS_MAX, ban, leave, lift_ban, remove};
pub(crate) use ending::{count_across, end_all_of, leave_all};
pub use inviting::{INVITED_MAX, invite, withdraw};
pub(super) use joining::found;
pub use joining::{ANSWER_CHARS_MAX, Asking, Follow, Joined, decide, join, join_by, missing_fields};
pub use roles::{is_ownerless, set_role};

use super::place::enter;
use super::queries;
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx};
use crate::error::{Error, Result};
use crate::ids::{GroupId, PersonId};
use crate::people;
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
    pub(in crate::groups) fn active(group_id: GroupId, person_id: PersonId, since: Timestamp) -> Self {
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

fn fresh(tx: &Tx, group_id: GroupId, person_id: PersonId, role: Role, state: State) -> Membership {
    Membership { role, state, ..Membership::active(group_id, person_id, tx.now()) }
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
