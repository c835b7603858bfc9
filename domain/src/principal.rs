//! Who asks. Every operation takes a principal; "actor" is a word of ActivityPub and stays there.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::ids::{AccountId, InstanceId, OrganisationId, PersonId};

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// Somebody on the internet.
    Anonymous,
    /// A local person who is signed in, or whose token was shown.
    Member(Member),
    /// An approved peer, speaking for its own people.
    Peer { instance_id: InstanceId, host: String },
    /// A person of an approved peer, for whom that peer signed. Acts in groups, and nowhere else.
    Colleague(Colleague),
    /// A part of Plein itself: `set-up`, `demo`, `replication`, `command line`. Never built from input.
    System(&'static str),
}

/// A signed-in local person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub account_id: AccountId,
    pub person_id: PersonId,
    pub organisation_id: OrganisationId,
    pub affiliation: Affiliation,
    pub role: Role,
}

/// A person of an approved peer who acts here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    pub person_id: PersonId,
    pub instance_id: InstanceId,
    pub organisation_id: OrganisationId,
}

/// What an account may do beyond its own things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Role {
    Member,
    Administrator,
}

/// How a person belongs to the organisation. Only staff stand inside audience `organisation`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Affiliation {
    Staff,
    External,
    Guest,
}

impl Principal {
    /// The person behind it, if it is one of ours.
    pub fn person_id(&self) -> Option<PersonId> {
        self.member().map(|member| member.person_id)
    }

    /// Whoever acts in a group: one of ours, or of a peer.
    pub fn acting_person(&self) -> Option<PersonId> {
        match self {
            Self::Member(member) => Some(member.person_id),
            Self::Colleague(colleague) => Some(colleague.person_id),
            Self::Anonymous | Self::Peer { .. } | Self::System(_) => None,
        }
    }

    /// Whoever acts in a group, or `Unauthenticated`.
    pub fn require_person(&self) -> Result<PersonId> {
        self.acting_person().ok_or(Error::Unauthenticated)
    }

    /// The organisation to whose staff he belongs, if he does.
    pub fn staff_of(&self) -> Option<OrganisationId> {
        self.member()
            .filter(|member| member.affiliation == Affiliation::Staff)
            .map(|member| member.organisation_id)
    }

    /// The signed-in person, if there is one.
    pub fn member(&self) -> Option<&Member> {
        if let Self::Member(member) = self { Some(member) } else { None }
    }

    /// The signed-in person, or `Unauthenticated`.
    pub fn require_member(&self) -> Result<&Member> {
        self.member().ok_or(Error::Unauthenticated)
    }

    /// True for administrators and for Plein's own parts.
    pub fn is_administrator(&self) -> bool {
        match self {
            Self::Member(member) => member.role == Role::Administrator,
            Self::System(_) => true,
            Self::Anonymous | Self::Peer { .. } | Self::Colleague(_) => false,
        }
    }

    /// Administrators pass; for others the thing does not exist.
    pub fn require_administrator(&self) -> Result<()> {
        if self.is_administrator() { Ok(()) } else { Err(Error::NotFound) }
    }

    /// This very person, an administrator or the system passes; for others the thing does not exist.
    pub fn require_self_or_administrator(&self, person: PersonId) -> Result<()> {
        if self.person_id() == Some(person) { Ok(()) } else { self.require_administrator() }
    }

    /// How the audit names it: by id, since names change and are erased.
    pub fn audit_name(&self) -> String {
        match self {
            Self::Anonymous => "anonymous".to_owned(),
            Self::Member(member) => format!("person:{}", member.person_id),
            Self::Peer { host, .. } => format!("peer:{host}"),
            Self::Colleague(colleague) => format!("person:{}", colleague.person_id),
            Self::System(part) => format!("system:{part}"),
        }
    }
}

crate::db::text_arg!(Role, Affiliation);
