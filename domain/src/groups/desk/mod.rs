//! The desk of a group: what lies before its moderators, and what they did. The host has all of it in its tables ([`here`]);
//! the instance of a moderator who works elsewhere keeps a copy ([`copy`]), fetched whole whenever something on it changed.
//! So whoever looks after a group does that from his own instance, wherever it is hosted.

pub mod copy;
mod here;

use serde::{Deserialize, Serialize};

pub use here::read;

use super::appeals::AppealState;
use super::measures::What;
use super::place::enter;
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql};
use crate::error::Result;
use crate::ids::{GroupId, InstanceId, PersonId};
use crate::items::moderate::{Reason, ReportState};
use crate::jobs::{self, Job};
use crate::principal::Principal;

/// People who ask or are banned; more are shown at the host alone.
pub const PEOPLE_MAX: usize = 200;
/// Reports and appeals, open ones first.
pub const CASES_MAX: usize = 100;
/// The newest lines of the log.
pub const LOG_MAX: usize = 200;

/// Everything before the moderators of one group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    pub requests: Vec<Request>,
    pub reports: Vec<Report>,
    pub appeals: Vec<Appeal>,
    pub bans: Vec<Ban>,
    pub log: Vec<Line>,
}

/// Somebody as the host names him: whoever asks to join may be known nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    pub ap_id: String,
    /// Empty: the account is gone.
    pub name: String,
    pub organisation: String,
}

/// Wants to join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub who: Who,
    /// To the group's question.
    pub answer: String,
    pub since: Timestamp,
    /// Nobody of that organisation is a member yet.
    pub is_first: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub ap_id: String,
    /// The item or comment; `None`: it is gone.
    pub about: Option<String>,
    pub reason: Reason,
    pub note: String,
    pub by: Option<Who>,
    pub state: ReportState,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    pub ap_id: String,
    pub by: Option<Who>,
    pub note: String,
    pub state: AppealState,
    pub created_at: Timestamp,
    pub decision: String,
    /// What it is about.
    pub measure: Option<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ban {
    pub who: Who,
    pub reason: String,
    /// `None`: for good.
    pub until: Option<Timestamp>,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub what: What,
    pub whom: Option<Who>,
    /// `None`: the system.
    pub by: Option<Who>,
    pub reason: String,
    pub created_at: Timestamp,
    pub receipts: Vec<Receipt>,
}

/// One organisation, and when it said that it took the measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub organisation: String,
    pub confirmed_at: Option<Timestamp>,
}

/// What a moderator decides about what lies on the desk; everything by its address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Decision {
    /// Lets somebody in, or declines.
    Admit {
        person: String,
        is_yes: bool,
    },
    LiftBan {
        person: String,
    },
    /// Leaves what was reported as it is.
    Dismiss {
        report: String,
        why: String,
    },
    Appeal {
        appeal: String,
        is_granted: bool,
        why: String,
    },
}

impl Decision {
    /// Reads the words of forms and JSON: `admit`, `decline`, `lift`, `dismiss`, `grant`, `reject`.
    pub fn read(act: &str, about: String, why: String) -> Option<Self> {
        Some(match act {
            "admit" => Self::Admit { person: about, is_yes: true },
            "decline" => Self::Admit { person: about, is_yes: false },
            "lift" => Self::LiftBan { person: about },
            "dismiss" => Self::Dismiss { report: about, why },
            "grant" => Self::Appeal { appeal: about, is_granted: true, why },
            "reject" => Self::Appeal { appeal: about, is_granted: false, why },
            _ => return None,
        })
    }
}

/// The desk as it is known here, for moderators; `None` while the copy of one of elsewhere is on its way.
pub async fn find(db: &Db, principal: &Principal, group: GroupId) -> Result<Option<Desk>> {
    let group = enter(db, principal, group).await?.require_moderator()?;
    if group.is_local { read(db, &group).await.map(Some) } else { copy::stored(db, group.id).await }
}

/// Decides about a line of the desk: done here, or sent to the host, which does it.
pub async fn decide(tx: &mut Tx, principal: &Principal, group: GroupId, decision: Decision) -> Result<()> {
    let group = enter(&mut *tx, principal, group).await?.require_moderator()?;
    match group.is_local {
        true => here::decide(tx, principal, group.id, decision).await,
        false => copy::send(tx, principal, &group, decision).await,
    }
}

const MODERATOR: &str = "membership.state = 'active' and membership.role in ('owner', 'moderator')";

/// Something on the desk of a group hosted here changed: instances of its moderators are told, once for many changes. The job
/// stays locked until commit, so it comes after the audit's counter and before those of the feed and of events, always.
pub(crate) async fn touch(tx: &mut Tx, group: GroupId) -> Result<()> {
    if list_instances(&mut *tx, group).await?.is_empty() {
        return Ok(());
    }
    jobs::enqueue(tx, &Job::TellDesk { group_id: group }).await
}

/// Other instances at which moderators of a group hosted here work.
pub async fn list_instances(on: impl Into<On<'_>>, group: GroupId) -> Result<Vec<InstanceId>> {
    crate::db::sql_from(format!(
        "select distinct person.instance_id from groups join instance host on host.id = groups.instance_id \
         join membership on membership.group_id = groups.id join person on person.id = membership.person_id \
         where groups.id = $1 and host.is_local and person.instance_id <> groups.instance_id and {MODERATOR}"
    ))
    .bind(group)
    .column(on)
    .await
}

/// Whether somebody of this instance looks after a group.
pub async fn has_moderator_of(on: impl Into<On<'_>>, group: GroupId, instance: InstanceId) -> Result<bool> {
    let row: Option<(PersonId,)> = crate::db::sql_from(format!(
        "select person.id from membership join person on person.id = membership.person_id \
         where membership.group_id = $1 and person.instance_id = $2 and {MODERATOR} limit 1"
    ))
    .bind(group)
    .bind(instance)
    .optional(on)
    .await?;
    Ok(row.is_some())
}

/// When the copy of a desk came; `None`: there is none.
pub async fn fetched_at(db: &Db, group: GroupId) -> Result<Option<Timestamp>> {
    let row: Option<(Timestamp,)> =
        sql("select fetched_at from desk_copy where group_id = $1").bind(group).optional(db).await?;
    Ok(row.map(|(at,)| at))
}
