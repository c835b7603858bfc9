//! A network in a list.

use domain::Timestamp;
use domain::groups::{Group, JoinPolicy, Membership, State};

use super::words;
use crate::i18n::Texts;
use crate::pages::marks::Origin;

/// What a card says.
#[derive(Clone, Debug)]
pub struct Card {
    pub href: String,
    pub name: String,
    pub icon: Option<String>,
    pub summary: String,
    pub origin: Option<Origin>,
    pub counts: String,
    pub policy_icon: &'static str,
    pub policy: String,
    /// What the reader is to it: kind, icon and words of a state.
    pub mine: Option<(&'static str, &'static str, String)>,
    pub is_archived: bool,
}

impl Card {
    pub fn new(t: Texts, group: &Group, own: &[Membership], now: Timestamp) -> Self {
        let membership = own.iter().find(|row| row.group_id == group.id);
        Self {
            href: format!("/groups/{}", group.id),
            name: group.words.name.clone(),
            icon: super::head::picture(group, domain::groups::pictures::Shape::Icon),
            summary: group.words.summary.clone(),
            origin: (!group.is_local).then(|| Origin::new(&group.organisation)),
            counts: words::counts(t, group),
            policy_icon: policy_icon(group.rules.join_policy),
            policy: t.get(words::policy(group.rules.join_policy)),
            mine: membership.and_then(|row| mine(t, row, now)),
            is_archived: group.archived_at.is_some(),
        }
    }
}

pub fn policy_icon(policy: JoinPolicy) -> &'static str {
    match policy {
        JoinPolicy::Open => "log-in",
        JoinPolicy::Request => "message-circle-question-mark",
        JoinPolicy::Invitation => "mail",
    }
}

fn mine(t: Texts, row: &Membership, now: Timestamp) -> Option<(&'static str, &'static str, String)> {
    let (kind, icon, key) = match row.state {
        State::Active => ("positive", "circle-check", words::role(row.role)),
        State::Requested => ("neutral", "clock", "groups-mine-requested"),
        State::Invited => ("info", "mail", "groups-mine-invited"),
        State::Banned if row.is_banned(now) => ("negative", "ban", "groups-mine-banned"),
        State::Banned => return None,
    };
    Some((kind, icon, t.get(key)))
}
