//! What our people do in groups of elsewhere: each act travels to the group's host, which does it as if the person were
//! there, since it is the same call. The host's feed brings back what came of it.

use serde::{Deserialize, Serialize};

use crate::accounts::Secret;
use crate::clock::Timestamp;
use crate::db::{On, Tx, sql};
use crate::error::Result;
use crate::groups::desk::Decision;
use crate::groups::{Group, Role};
use crate::ids::{CommentId, GroupId, ItemId, PersonId, ReportId};
use crate::outbox::{self, Event};
use crate::principal::Principal;
use crate::wiki::elsewhere::PageChange;

/// One act of one person in one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    Join {
        answer: String,
        /// Of the link in a mail; not kept once it left.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        invitation: Option<Secret>,
    },
    Leave,
    Decide {
        person_id: PersonId,
        is_yes: bool,
    },
    Invite {
        person_ids: Vec<PersonId>,
    },
    InviteByMail {
        addresses: Vec<String>,
    },
    /// Takes an invitation back.
    Uninvite {
        person_id: PersonId,
    },
    SetRole {
        person_id: PersonId,
        role: Role,
    },
    Remove {
        person_id: PersonId,
        reason: String,
    },
    Ban {
        person_id: PersonId,
        reason: String,
        until: Option<Timestamp>,
    },
    LiftBan {
        person_id: PersonId,
    },
    /// A new item, or a new text of one.
    Publish {
        item_id: ItemId,
        is_new: bool,
    },
    /// A new comment, or a new text of one.
    Comment {
        comment_id: CommentId,
        is_new: bool,
    },
    /// The author takes back what he wrote; by address, since the text is gone.
    Delete {
        ap_id: String,
    },
    React {
        ap_id: String,
        sign: String,
        is_on: bool,
    },
    Vote {
        item_id: ItemId,
        options: Vec<i64>,
    },
    /// An answer is the accepted one; null: none is.
    AcceptAnswer {
        item_id: ItemId,
        comment_id: Option<CommentId>,
    },
    Mark {
        item_id: ItemId,
        mark: Mark,
        is_on: bool,
    },
    /// A moderator hides, shows again, or removes.
    Moderate {
        ap_id: String,
        measure: Measure,
        reason: String,
    },
    Report {
        report_id: ReportId,
    },
    Appeal {
        appeal_id: uuid::Uuid,
    },
    /// A page of the wiki as one of ours wants it: a text, a title, or a new page.
    Offer {
        offer_id: uuid::Uuid,
    },
    /// Something about a page that is no text: its place, its rights, its end.
    Page {
        ap_id: String,
        change: PageChange,
    },
    /// A moderator decides about what lies on the desk there.
    AtDesk {
        decision: Decision,
    },
}

/// What moderators set on an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Pinned,
    Featured,
    Locked,
}

impl Mark {
    pub const ALL: [Self; 3] = [Self::Pinned, Self::Featured, Self::Locked];

    /// The word in forms, JSON and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pinned => "pinned",
            Self::Featured => "featured",
            Self::Locked => "locked",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.as_str() == word)
    }
}

/// What a moderator does with what somebody wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    Hide,
    Show,
    Remove,
}

impl Measure {
    /// The word in forms, JSON and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hide => "hide",
            Self::Show => "show",
            Self::Remove => "remove",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Hide, Self::Show, Self::Remove].into_iter().find(|measure| measure.as_str() == word)
    }
}

/// Sends an act of one of ours to the group's host.
pub(crate) async fn send(tx: &mut Tx, person_id: PersonId, group: &Group, act: Act) -> Result<()> {
    outbox::publish(tx, &Event::Acted { group_id: group.id, person_id, act }).await
}

/// The same for whoever asks. He sees what came of it when the host's feed brings it.
pub(crate) async fn send_as(tx: &mut Tx, principal: &Principal, group: &Group, act: Act) -> Result<()> {
    let person = principal.require_member()?.person_id;
    send(tx, person, group, act).await
}

/// An act that was sent, by the id of its activity: to know what a refusal is about.
#[derive(Debug, Clone)]
pub struct Sent {
    pub person_id: PersonId,
    pub group_id: GroupId,
    pub act: Act,
}

/// Remembers under which id an act left.
pub async fn remember(tx: &mut Tx, activity_id: &str, sent: &Sent) -> Result<()> {
    sql("insert into sent_act (activity_id, person_id, group_id, act, state, sent_at) values ($1, $2, $3, $4, 'waiting', $5)")
        .bind(activity_id)
        .bind(sent.person_id)
        .bind(sent.group_id)
        .bind(serde_json::to_string(&without_secrets(&sent.act))?)
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(())
}

fn without_secrets(act: &Act) -> Act {
    match act {
        Act::Join { answer, .. } => Act::Join { answer: answer.clone(), invitation: None },
        act => act.clone(),
    }
}

/// The act behind an activity of ours.
pub async fn find(on: impl Into<On<'_>>, activity_id: &str) -> Result<Option<Sent>> {
    let row: Option<(PersonId, GroupId, String)> =
        sql("select person_id, group_id, act from sent_act where activity_id = $1")
            .bind(activity_id)
            .optional(on)
            .await?;
    row.map(|(person_id, group_id, act)| Ok(Sent { person_id, group_id, act: serde_json::from_str(&act)? }))
        .transpose()
}
