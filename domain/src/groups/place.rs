//! A place in a group: who somebody is there, and what that lets him do.

use super::members::{Membership, Role, State};
use super::{Group, JoinPolicy, members, queries};
use crate::audience::{Audience, Owner, Viewpoint, is_seen_from, viewpoint};
use crate::clock::Timestamp;
use crate::db::On;
use crate::error::{Error, Result};
use crate::ids::{GroupId, PersonId};
use crate::principal::Principal;

/// A group as it is entered by somebody who may know of it.
#[derive(Debug, Clone)]
pub struct Place {
    pub group: Group,
    pub membership: Option<Membership>,
    viewpoint: Viewpoint,
    now: Timestamp,
}

/// The group with the place that `principal` has in it; `NotFound` for whoever may not know of it.
pub async fn enter(on: impl Into<On<'_>>, principal: &Principal, id: GroupId) -> Result<Place> {
    let mut on = on.into();
    let group = queries::find(on.again(), id).await?.ok_or(Error::NotFound)?;
    let membership = match principal.acting_person() {
        Some(person) => members::find(on.again(), id, person).await?,
        None => None,
    };
    let place = Place { viewpoint: seen_from(principal, &group), group, membership, now: on.now() };
    if place.may_know() { Ok(place) } else { Err(Error::NotFound) }
}

/// The same for many groups; those that `principal` may not know of are not among them. Two statements.
pub async fn enter_all(on: impl Into<On<'_>>, principal: &Principal, ids: &[GroupId]) -> Result<Vec<Place>> {
    let mut on = on.into();
    let now = on.now();
    let groups = queries::list_by_id(on.again(), principal, ids).await?;
    let mut memberships = match principal.acting_person() {
        Some(person) => queries::list_memberships_in(on, person, ids).await?,
        None => Vec::new(),
    };
    let enter = |group: Group| {
        let at = memberships.iter().position(|row| row.group_id == group.id);
        let membership = at.map(|at| memberships.swap_remove(at));
        Place { viewpoint: seen_from(principal, &group), group, membership, now }
    };
    Ok(groups.into_iter().map(enter).filter(Place::may_know).collect())
}

/// Where somebody stands towards a group: for its audiences the host's organisation is the owner.
fn seen_from(principal: &Principal, group: &Group) -> Viewpoint {
    let owner = Owner {
        person_id: PersonId(uuid::Uuid::nil()),
        organisation_id: group.organisation_id,
        is_local: group.is_local,
    };
    viewpoint(principal, &owner)
}

impl Place {
    fn is(&self, state: State) -> bool {
        self.membership.as_ref().is_some_and(|membership| membership.state == state)
    }

    /// Members and whoever was invited know of any group, others as it is listed.
    pub fn may_know(&self) -> bool {
        self.is_member() || self.is(State::Invited) || self.is_seen(self.group.rules.listed)
    }

    fn is_seen(&self, audience: Audience) -> bool {
        is_seen_from(audience, self.viewpoint)
    }

    pub fn is_member(&self) -> bool {
        self.is(State::Active) || self.viewpoint == Viewpoint::Own || self.is_at_home()
    }

    /// A colleague in the organisation's own group, who need not join it.
    pub fn is_at_home(&self) -> bool {
        self.group.is_house && self.viewpoint == Viewpoint::Organisation && !self.is_banned()
    }

    pub fn is_invited(&self) -> bool {
        self.is(State::Invited)
    }

    pub fn has_requested(&self) -> bool {
        self.is(State::Requested)
    }

    /// Banned, and the ban has not ended.
    pub fn is_banned(&self) -> bool {
        self.membership.as_ref().is_some_and(|membership| membership.is_banned(self.now))
    }

    pub fn is_moderator(&self) -> bool {
        self.has_role(&[Role::Owner, Role::Moderator])
    }

    pub fn is_owner(&self) -> bool {
        self.has_role(&[Role::Owner])
    }

    fn has_role(&self, roles: &[Role]) -> bool {
        let holds =
            |membership: &Membership| membership.state == State::Active && roles.contains(&membership.role);
        self.membership.as_ref().is_some_and(holds) || self.viewpoint == Viewpoint::Own
    }

    /// Members see what is in it, others as its content is meant.
    pub fn sees_content(&self) -> bool {
        self.is_member() || self.is_seen(self.group.rules.content)
    }

    /// Members see who else is a member; of an open group everyone who sees its content does.
    pub fn sees_members(&self) -> bool {
        self.is_member() || (self.viewpoint != Viewpoint::Public && self.sees_content())
    }

    /// Whether something can be written now.
    pub fn may_post(&self) -> bool {
        self.is_member() && !self.group.is_read_only()
    }

    pub fn require_member(self) -> Result<Group> {
        if self.is_member() { Ok(self.group) } else { Err(self.refusal("error-members-only")) }
    }

    pub fn require_moderator(self) -> Result<Group> {
        if self.is_moderator() { Ok(self.group) } else { Err(self.refusal("error-moderators-only")) }
    }

    pub fn require_owner(self) -> Result<Group> {
        if self.is_owner() { Ok(self.group) } else { Err(self.refusal("error-owners-only")) }
    }

    /// Members of an open group invite; elsewhere whoever looks after it.
    pub fn require_invite(self) -> Result<Group> {
        if self.group.rules.join_policy != JoinPolicy::Open && !self.is_moderator() {
            return Err(self.refusal("error-moderators-only"));
        }
        self.require_post()
    }

    /// A member of a group that can be written to.
    pub fn require_post(self) -> Result<Group> {
        if self.group.archived_at.is_some() && self.is_member() {
            return Err(Error::Conflict("error-group-archived"));
        }
        if !self.group.is_host_connected && self.is_member() {
            return Err(Error::Conflict("error-group-unreachable"));
        }
        self.require_member()
    }

    fn refusal(&self, key: &'static str) -> Error {
        if self.is_banned() { Error::Forbidden("error-banned") } else { Error::Forbidden(key) }
    }
}
