//! What stands on top of every page of a network: what it is, how many take part, the door, the tabs.

use domain::groups::pictures::Shape;
use domain::groups::{Group, JoinPolicy, Place};

use super::words;
use crate::i18n::Texts;
use crate::pages::marks::Origin;
use crate::pages::subjects::{self, SubjectLink};

/// The tab a page lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    News,
    Questions,
    Files,
    Wiki,
    Members,
    About,
    Manage,
    /// A page beside the tabs.
    None,
}

impl Tab {
    /// For comparing in templates.
    pub fn is(self, word: &str) -> bool {
        word == match self {
            Self::News => "news",
            Self::Questions => "questions",
            Self::Files => "files",
            Self::Wiki => "wiki",
            Self::Members => "members",
            Self::About => "about",
            Self::Manage => "manage",
            Self::None => "",
        }
    }
}

/// The head as `groups/_head.html` shows it.
#[derive(Clone, Debug)]
pub struct Head {
    pub tab: Tab,
    pub id: String,
    pub path: String,
    pub name: String,
    pub icon: Option<String>,
    pub cover: Option<String>,
    pub summary: String,
    pub origin: Option<Origin>,
    pub counts: String,
    pub policy: String,
    pub policy_icon: &'static str,
    pub subjects: Vec<SubjectLink>,
    pub door: Door,
    pub role: Option<String>,
    pub is_member: bool,
    pub is_moderator: bool,
    pub is_owner: bool,
    pub sees_content: bool,
    pub sees_members: bool,
    pub may_post: bool,
    pub is_archived: bool,
    /// The organisation that hosts it cannot be reached: it can only be read.
    pub is_cut_off: bool,
    /// Earlier messages are still on their way: a sentence.
    pub fetching: Option<String>,
}

/// What the reader can do about being a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// He is inside.
    Inside,
    /// Nobody is signed in.
    Stranger,
    Open,
    Ask,
    Invited,
    Waiting,
    InvitationOnly,
    Banned {
        reason: String,
        until: Option<String>,
    },
    /// Nobody comes in now.
    Shut,
}

impl Door {
    fn of(t: Texts, place: &Place) -> Self {
        let policy = place.group.rules.join_policy;
        match () {
            () if place.is_banned() => Self::banned(t, place),
            () if place.is_member() => Self::Inside,
            () if place.has_requested() => Self::Waiting,
            () if place.group.is_read_only() => Self::Shut,
            () if place.is_invited() => Self::Invited,
            () => match policy {
                JoinPolicy::Open => Self::Open,
                JoinPolicy::Request => Self::Ask,
                JoinPolicy::Invitation => Self::InvitationOnly,
            },
        }
    }

    fn banned(t: Texts, place: &Place) -> Self {
        let row = place.membership.as_ref();
        Self::Banned {
            reason: row.map(|row| row.reason.clone()).unwrap_or_default(),
            until: row.and_then(|row| row.until).map(|until| t.exact(until)),
        }
    }
}

impl Head {
    pub fn new(t: Texts, place: &Place, tab: Tab) -> Self {
        let group = &place.group;
        let role = place.membership.as_ref().filter(|_| place.is_moderator());
        Self {
            tab,
            id: group.id.to_string(),
            path: format!("/groups/{}", group.id),
            name: group.words.name.clone(),
            icon: picture(group, Shape::Icon),
            cover: picture(group, Shape::Cover),
            summary: group.words.summary.clone(),
            origin: (!group.is_local).then(|| Origin::new(&group.organisation)),
            counts: words::counts(t, group),
            policy: t.get(words::policy(group.rules.join_policy)),
            policy_icon: super::card::policy_icon(group.rules.join_policy),
            subjects: subjects::links(t, &group.subjects),
            door: Door::of(t, place),
            role: role.map(|row| t.get(words::role(row.role))),
            is_member: place.is_member(),
            is_moderator: place.is_moderator(),
            is_owner: place.is_owner(),
            sees_content: place.sees_content(),
            sees_members: place.sees_members(),
            may_post: place.may_post(),
            is_archived: group.archived_at.is_some(),
            is_cut_off: !group.is_host_connected,
            fetching: fetching(t, place),
        }
    }

    /// For a reader without an account the door leads to signing in.
    #[must_use]
    pub fn for_stranger(self, is_stranger: bool) -> Self {
        if is_stranger { Self { door: Door::Stranger, ..self } } else { self }
    }

    /// One of its pages.
    pub fn at(&self, rest: &str) -> String {
        format!("{}{rest}", self.path)
    }

    /// For its owner: each picture with its name, what suits it, and where it is now.
    pub fn shapes(&self, t: &Texts) -> [(&'static str, String, String, Option<String>); 2] {
        [
            ("icon", t.get("groups-icon"), t.get("groups-icon-hint"), self.icon.clone()),
            ("cover", t.get("groups-cover"), t.get("groups-cover-hint"), self.cover.clone()),
        ]
    }

    /// Nobody writes here now.
    pub fn is_read_only(&self) -> bool {
        self.is_archived || self.is_cut_off
    }
}

/// Where a picture of a group is; another one has another address.
pub fn picture(group: &Group, shape: Shape) -> Option<String> {
    let digest = group.pictures.get(shape)?;
    Some(format!("/groups/{}/{}?v={}", group.id, shape.as_str(), digest.get(..16).unwrap_or(digest)))
}

/// A copy that has not caught up with its host says so, once somebody here is a member.
fn fetching(t: Texts, place: &Place) -> Option<String> {
    let group: &Group = &place.group;
    let feed = &group.feed;
    let is_behind = feed.announced_seq > feed.seq || feed.confirmed_at.is_none();
    if group.is_local || !place.is_member() || !group.is_host_connected || !is_behind {
        return None;
    }
    Some(match feed.announced_seq {
        0 => t.get("groups-fetching"),
        all => t.with("groups-fetching-so-far", [("done", feed.seq.min(all)), ("all", all)]),
    })
}
