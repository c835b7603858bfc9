//! Who may see: the one place that decides.
//!
//! Five audiences, not ordered: a group holds people of other organisations, so `organisation` and `group` cross.
//! Never compare audiences; ask [`may_see`].

use serde::{Deserialize, Serialize};

use crate::ids::{OrganisationId, PersonId};
use crate::principal::{Affiliation, Principal};

/// For whom something is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Audience {
    /// The internet.
    Public,
    /// Signed-in people of approved peers, and of this instance.
    Network,
    /// Staff of the owner's organisation.
    Organisation,
    /// The members of the group that the thing stands in.
    Group,
    /// The owner alone.
    #[serde(rename = "self")]
    #[sqlx(rename = "self")]
    Own,
}

/// Whose a thing is, as far as audiences ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    pub person_id: PersonId,
    pub organisation_id: OrganisationId,
    /// The person works at this instance.
    pub is_local: bool,
}

/// From where a thing is looked at, relative to its owner. A viewer stands in exactly one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Viewpoint {
    /// The owner himself.
    Own,
    /// A colleague: staff of the same organisation.
    Organisation,
    /// Signed in at this or an approved instance, elsewhere or not staff.
    Network,
    /// The internet.
    Public,
}

impl Audience {
    /// The four that a profile field can have; a profile stands in no group.
    pub const FOR_FIELDS: [Self; 4] = [Self::Own, Self::Organisation, Self::Network, Self::Public];

    /// The word used in forms, JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Network => "network",
            Self::Organisation => "organisation",
            Self::Group => "group",
            Self::Own => "self",
        }
    }

    /// Reads that word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Public, Self::Network, Self::Organisation, Self::Group, Self::Own]
            .into_iter()
            .find(|audience| audience.as_str() == word)
    }
}

/// Where `principal` stands towards `owner`.
pub fn viewpoint(principal: &Principal, owner: &Owner) -> Viewpoint {
    match principal {
        Principal::Member(member) if member.person_id == owner.person_id => Viewpoint::Own,
        Principal::Member(member)
            if member.organisation_id == owner.organisation_id
                && member.affiliation == Affiliation::Staff =>
        {
            Viewpoint::Organisation
        }
        Principal::Colleague(colleague) if colleague.person_id == owner.person_id => Viewpoint::Own,
        Principal::Member(_) | Principal::Peer { .. } | Principal::Colleague(_) => Viewpoint::Network,
        Principal::System(_) => Viewpoint::Own,
        Principal::Anonymous => Viewpoint::Public,
    }
}

/// Whether a thing for `audience` is seen from `viewpoint`. Group membership is asked elsewhere, and adds.
pub fn is_seen_from(audience: Audience, viewpoint: Viewpoint) -> bool {
    match (audience, viewpoint) {
        (_, Viewpoint::Own) | (Audience::Public, _) => true,
        (Audience::Network, Viewpoint::Organisation | Viewpoint::Network) => true,
        (Audience::Organisation, Viewpoint::Organisation) => true,
        (Audience::Network | Audience::Organisation | Audience::Group | Audience::Own, _) => false,
    }
}

/// Whether `principal` may see a thing of `owner` that is meant for `audience`.
pub fn may_see(principal: &Principal, audience: Audience, owner: &Owner) -> bool {
    is_seen_from(audience, viewpoint(principal, owner))
}

crate::db::text_arg!(Audience);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_viewpoint_sees_exactly_its_audiences() {
        let table = [
            (Viewpoint::Own, vec!["public", "network", "organisation", "group", "self"]),
            (Viewpoint::Organisation, vec!["public", "network", "organisation"]),
            (Viewpoint::Network, vec!["public", "network"]),
            (Viewpoint::Public, vec!["public"]),
        ];
        for (viewpoint, expected) in table {
            let seen: Vec<_> = ["public", "network", "organisation", "group", "self"]
                .into_iter()
                .filter(|word| Audience::parse(word).is_some_and(|a| is_seen_from(a, viewpoint)))
                .collect();
            assert_eq!(seen, expected, "{viewpoint:?}");
        }
    }
}
