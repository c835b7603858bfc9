//! The words of networks: who comes in, who sees what, who looks after it.

use domain::Audience;
use domain::groups::{Group, JoinPolicy, Level, Role};

use crate::i18n::Texts;

/// How one becomes a member.
pub fn policy(policy: JoinPolicy) -> &'static str {
    match policy {
        JoinPolicy::Open => "groups-policy-open",
        JoinPolicy::Request => "groups-policy-request",
        JoinPolicy::Invitation => "groups-policy-invitation",
    }
}

pub fn role(role: Role) -> &'static str {
    match role {
        Role::Owner => "groups-role-owner",
        Role::Moderator => "groups-role-moderator",
        Role::Member => "groups-role-member",
    }
}

/// How much one is told.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::All => "groups-level-all",
        Level::Mentions => "groups-level-mentions",
        Level::Nothing => "groups-level-nothing",
    }
}

/// For whom a network exists.
pub fn listed(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "groups-listed-public",
        Audience::Network => "groups-listed-network",
        Audience::Organisation => "groups-listed-organisation",
        Audience::Group | Audience::Own => "groups-listed-group",
    }
}

/// Who reads along besides the members.
pub fn content(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "groups-content-public",
        Audience::Network => "groups-content-network",
        Audience::Organisation => "groups-content-organisation",
        Audience::Group | Audience::Own => "groups-content-group",
    }
}

/// "214 leden uit 17 organisaties".
pub fn counts(t: Texts, group: &Group) -> String {
    t.with("groups-counts", [("members", group.member_count), ("organisations", group.organisation_count)])
}
