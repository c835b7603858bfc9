//! The desk of a group of elsewhere, for the moderators who work here: read from the copy, decided at the host.

use super::{
    Appeal, AppealState, Ban, CASES_MAX, Decision, Desk, LOG_MAX, Line, PEOPLE_MAX, Receipt, Report,
    ReportState, Request, Who,
};
use crate::acts::{self, Act};
use crate::db::{On, Tx, sql};
use crate::error::{Error, Result};
use crate::groups::appeals::NOTE_CHARS_MAX;
use crate::groups::{Group, replica};
use crate::ids::GroupId;
use crate::items::moderate::REASON_CHARS_MAX;
use crate::jobs::{self, Job};
use crate::notifications::{self, Notice};
use crate::people::{self, check};
use crate::principal::Principal;

const NAME_CHARS_MAX: usize = 200;
/// Organisations that confirm one measure.
const RECEIPTS_MAX: usize = 500;

/// The copy; `None` when it is still on its way.
pub(super) async fn stored(on: impl Into<On<'_>>, group: GroupId) -> Result<Option<Desk>> {
    let row: Option<(String,)> =
        sql("select document from desk_copy where group_id = $1").bind(group).optional(on).await?;
    // One of an older version is fetched anew soon enough.
    Ok(row.and_then(|(document,)| serde_json::from_str(&document).ok()))
}

/// Sends a decision about a line of the copy. The host does it, and tells what came of it.
pub(super) async fn send(
    tx: &mut Tx,
    principal: &Principal,
    group: &Group,
    decision: Decision,
) -> Result<()> {
    if !group.is_host_connected {
        return Err(Error::Conflict("error-group-unreachable"));
    }
    let desk = stored(&mut *tx, group.id).await?.unwrap_or_default();
    demand_open(&desk, &decision)?;
    let decision = tidied(decision)?;
    acts::send_as(tx, principal, group, Act::AtDesk { decision }).await
}

/// A colleague may have been quicker.
fn demand_open(desk: &Desk, decision: &Decision) -> Result<()> {
    let (is_open, key) = match decision {
        Decision::Admit { person, .. } => {
            (desk.requests.iter().any(|row| row.who.ap_id == *person), "error-request-gone")
        }
        Decision::LiftBan { person } => {
            (desk.bans.iter().any(|row| row.who.ap_id == *person), "error-request-gone")
        }
        Decision::Dismiss { report, .. } => {
            let is_it = |row: &Report| row.ap_id == *report && row.state == ReportState::Open;
            (desk.reports.iter().any(is_it), "error-report-decided")
        }
        Decision::Appeal { appeal, .. } => {
            let is_it = |row: &Appeal| row.ap_id == *appeal && row.state == AppealState::Open;
            (desk.appeals.iter().any(is_it), "error-appeal-decided")
        }
    };
    if is_open { Ok(()) } else { Err(Error::Conflict(key)) }
}

fn tidied(decision: Decision) -> Result<Decision> {
    Ok(match decision {
        Decision::Dismiss { report, why } => {
            let why = check::paragraphs(&why).chars().take(REASON_CHARS_MAX).collect();
            Decision::Dismiss { report, why }
        }
        Decision::Appeal { appeal, is_granted, why } => {
            let why: String = check::paragraphs(&why).chars().take(NOTE_CHARS_MAX).collect();
            if why.is_empty() && !is_granted {
                return Err(Error::invalid("decision", "error-required"));
            }
            Decision::Appeal { appeal, is_granted, why }
        }
        other => other,
    })
}

/// As a host gave it, within the limits that we keep ourselves.
#[must_use]
pub fn tidy(desk: Desk) -> Desk {
    let who =
        |who: Who| Who { ap_id: who.ap_id, name: line(&who.name), organisation: line(&who.organisation) };
    let measure = |measure: Line| Line {
        whom: measure.whom.map(who),
        by: measure.by.map(who),
        reason: text(&measure.reason),
        receipts: measure.receipts.into_iter().take(RECEIPTS_MAX).map(receipt).collect(),
        ..measure
    };
    let request = |row: Request| Request { who: who(row.who), answer: text(&row.answer), ..row };
    let report = |row: Report| Report { by: row.by.map(who), note: text(&row.note), ..row };
    let appeal = |row: Appeal| Appeal {
        by: row.by.map(who),
        note: text(&row.note),
        decision: text(&row.decision),
        measure: row.measure.map(measure),
        ..row
    };
    let ban = |row: Ban| Ban { who: who(row.who), reason: text(&row.reason), ..row };
    Desk {
        requests: desk.requests.into_iter().take(PEOPLE_MAX).map(request).collect(),
        reports: desk.reports.into_iter().take(CASES_MAX).map(report).collect(),
        appeals: desk.appeals.into_iter().take(CASES_MAX).map(appeal).collect(),
        bans: desk.bans.into_iter().take(PEOPLE_MAX).map(ban).collect(),
        log: desk.log.into_iter().take(LOG_MAX).map(measure).collect(),
    }
}

fn receipt(receipt: Receipt) -> Receipt {
    Receipt { organisation: line(&receipt.organisation), ..receipt }
}

fn line(text: &str) -> String {
    check::line(text).chars().take(NAME_CHARS_MAX).collect()
}

fn text(text: &str) -> String {
    check::paragraphs(text).chars().take(NOTE_CHARS_MAX).collect()
}

/// Keeps what the host gave, and tells our moderators of what is new on it.
pub async fn keep(tx: &mut Tx, group: &Group, desk: &Desk) -> Result<()> {
    if !replica::has_local_moderator(&mut *tx, group.id).await? {
        return forget(tx, group.id).await;
    }
    let before = stored(&mut *tx, group.id).await?;
    sql("insert into desk_copy (group_id, document, fetched_at) values ($1, $2, $3) \
         on conflict (group_id) do update set document = excluded.document, fetched_at = excluded.fetched_at")
    .bind(group.id)
    .bind(serde_json::to_string(desk)?)
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    // Whoever just became a moderator finds what was there before him; it is no news.
    match before {
        Some(before) => tell_news(tx, group, &before, desk).await,
        None => Ok(()),
    }
}

async fn tell_news(tx: &mut Tx, group: &Group, before: &Desk, desk: &Desk) -> Result<()> {
    let base = format!("{}/", crate::instances::home(&mut *tx).await?.base_url);
    for request in &desk.requests {
        if !before.requests.iter().any(|known| known.who.ap_id == request.who.ap_id) {
            tell(tx, group, "request", &request.who.ap_id, Some(&request.who)).await?;
        }
    }
    // Those of our own people were told when they were made.
    let is_new = |ap_id: &str, was_known: bool| !was_known && !ap_id.starts_with(&base);
    for report in desk.reports.iter().filter(|report| report.state == ReportState::Open) {
        if is_new(&report.ap_id, before.reports.iter().any(|known| known.ap_id == report.ap_id)) {
            tell(tx, group, "report", &report.ap_id, report.by.as_ref()).await?;
        }
    }
    for appeal in desk.appeals.iter().filter(|appeal| appeal.state == AppealState::Open) {
        if !before.appeals.iter().any(|known| known.ap_id == appeal.ap_id) {
            tell(tx, group, "appeal", &appeal.ap_id, appeal.by.as_ref()).await?;
        }
    }
    Ok(())
}

async fn tell(tx: &mut Tx, group: &Group, kind: &'static str, about: &str, by: Option<&Who>) -> Result<()> {
    let known = match by {
        Some(who) => people::find_by_ap_id(&mut *tx, &who.ap_id).await?.map(|person| person.id),
        None => None,
    };
    let notice = Notice::new(kind, format!("{kind}:{}:{about}", group.id)).in_group(group.id).by_maybe(known);
    notifications::tell_moderators(tx, group.id, notice).await
}

/// Fetches it when one of ours looks after the group; a copy that nobody of ours may read any more goes.
pub(crate) async fn follow_roles(tx: &mut Tx, group: GroupId) -> Result<()> {
    if replica::has_local_moderator(&mut *tx, group).await? {
        return jobs::enqueue(tx, &Job::PullDesk { group_id: group }).await;
    }
    forget(tx, group).await
}

/// The copy goes.
pub async fn forget(tx: &mut Tx, group: GroupId) -> Result<()> {
    sql("delete from desk_copy where group_id = $1").bind(group).execute(tx).await?;
    Ok(())
}
