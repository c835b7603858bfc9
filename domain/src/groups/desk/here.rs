//! The desk of a group hosted here, for the instances of its moderators.

use std::collections::HashMap;

use super::{
    Appeal, Ban, CASES_MAX, Decision, Desk, LOG_MAX, Line, PEOPLE_MAX, Receipt, Report, Request, Who,
};
use crate::clock::Timestamp;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::groups::measures::{self, Taken};
use crate::groups::members::{self, Membership, State};
use crate::groups::{Group, appeals};
use crate::ids::{CommentId, GroupId, ItemId, PersonId};
use crate::items::{self, comments, moderate};
use crate::people::{self, Face, faces};
use crate::principal::Principal;

const DESK: Principal = Principal::System("desk");

/// Whose instance asks was settled before.
pub async fn read(db: &Db, group: &Group) -> Result<Desk> {
    let papers = Papers::fetch(db, group).await?;
    Ok(Desk {
        requests: papers.requested.iter().filter_map(|row| papers.request(row)).collect(),
        reports: papers.reports.iter().map(|report| papers.report(report)).collect(),
        appeals: papers.appeals.iter().map(|(appeal, taken)| papers.appeal(appeal, taken.as_ref())).collect(),
        bans: papers.banned.iter().filter_map(|row| papers.ban(row)).collect(),
        log: papers.log.iter().map(|taken| papers.line(taken)).collect(),
    })
}

pub(super) async fn decide(
    tx: &mut Tx,
    principal: &Principal,
    group: GroupId,
    decision: Decision,
) -> Result<()> {
    match decision {
        Decision::Admit { person, is_yes } => {
            let person = person_at(tx, &person).await?;
            members::decide(tx, principal, group, person, is_yes).await
        }
        Decision::LiftBan { person } => {
            let person = person_at(tx, &person).await?;
            members::lift_ban(tx, principal, group, person).await
        }
        Decision::Dismiss { report, why } => {
            let report = moderate::find_report_by_ap_id(&mut *tx, group, &report).await?;
            moderate::dismiss(tx, principal, report, &why).await
        }
        Decision::Appeal { appeal, is_granted, why } => {
            let appeal = appeals::find_by_ap_id(&mut *tx, group, &appeal).await?;
            appeals::decide(tx, principal, group, appeal, is_granted, &why).await
        }
    }
}

async fn person_at(tx: &mut Tx, ap_id: &str) -> Result<PersonId> {
    people::find_by_ap_id(tx, ap_id).await?.map(|person| person.id).ok_or(Error::NotFound)
}

/// All of it, read in a handful of statements.
struct Papers {
    requested: Vec<Membership>,
    banned: Vec<Membership>,
    reports: Vec<moderate::Report>,
    appeals: Vec<(appeals::Appeal, Option<Taken>)>,
    log: Vec<Taken>,
    receipts: Vec<measures::Receipt>,
    /// Addresses of what was reported.
    pieces: HashMap<uuid::Uuid, String>,
    faces: HashMap<PersonId, Face>,
    hosts: Vec<String>,
}

impl Papers {
    async fn fetch(db: &Db, group: &Group) -> Result<Self> {
        let id = group.id;
        let limit = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let requested = members::list_in_state(db, &DESK, id, State::Requested).await?;
        let banned = members::list_in_state(db, &DESK, id, State::Banned).await?;
        let reports = moderate::list_reports(db, &DESK, Some(id), limit(CASES_MAX)).await?;
        let appeals = appeals::list(db, &DESK, id, limit(CASES_MAX)).await?;
        let log = measures::list(db, &DESK, id, None, limit(LOG_MAX)).await?;
        let ids: Vec<_> = log.iter().map(|taken| taken.id).collect();
        let mut papers = Self {
            receipts: measures::list_receipts(db, &ids).await?,
            pieces: pieces(db, &reports).await?,
            faces: HashMap::new(),
            hosts: members::list_hosts(db, id).await?,
            requested,
            banned,
            reports,
            appeals,
            log,
        };
        papers.requested.truncate(PEOPLE_MAX);
        papers.banned.truncate(PEOPLE_MAX);
        papers.faces = faces(db, &DESK, papers.people()).await?;
        Ok(papers)
    }

    fn people(&self) -> Vec<PersonId> {
        let rows = self.requested.iter().chain(&self.banned).map(|row| row.person_id);
        let reporters = self.reports.iter().filter_map(|report| report.reporter_id);
        let appellants = self.appeals.iter().map(|(appeal, _)| appeal.person_id);
        let taken = self.log.iter().chain(self.appeals.iter().filter_map(|(_, taken)| taken.as_ref()));
        let concerned = taken.flat_map(|taken| [Some(taken.author_id), taken.by_person_id]).flatten();
        rows.chain(reporters).chain(appellants).chain(concerned).collect()
    }

    fn who(&self, id: PersonId) -> Option<Who> {
        let face = self.faces.get(&id)?;
        Some(Who {
            ap_id: face.ap_id.clone(),
            name: face.name.clone(),
            organisation: face.outside.clone().unwrap_or_else(|| face.organisation.clone()),
        })
    }

    fn request(&self, row: &Membership) -> Option<Request> {
        let face = self.faces.get(&row.person_id)?;
        Some(Request {
            who: self.who(row.person_id)?,
            answer: row.answer.clone(),
            since: row.since,
            is_first: !face.is_local && !self.hosts.contains(&face.host),
        })
    }

    fn report(&self, report: &moderate::Report) -> Report {
        let piece = report.comment_id.map(|id| id.0).or(report.item_id.map(|id| id.0));
        Report {
            ap_id: report.ap_id.clone(),
            about: piece.and_then(|piece| self.pieces.get(&piece).cloned()),
            reason: report.reason,
            note: report.note.clone(),
            by: report.reporter_id.and_then(|id| self.who(id)),
            state: report.state,
            created_at: report.created_at,
        }
    }

    fn appeal(&self, appeal: &appeals::Appeal, taken: Option<&Taken>) -> Appeal {
        Appeal {
            ap_id: appeal.ap_id.clone(),
            by: self.who(appeal.person_id),
            note: appeal.note.clone(),
            state: appeal.state,
            created_at: appeal.created_at,
            decision: appeal.decision.clone(),
            measure: taken.map(|taken| self.line(taken)),
        }
    }

    fn ban(&self, row: &Membership) -> Option<Ban> {
        let until: Option<Timestamp> = row.until;
        Some(Ban { who: self.who(row.person_id)?, reason: row.reason.clone(), until })
    }

    fn line(&self, taken: &Taken) -> Line {
        let receipts = self.receipts.iter().filter(|receipt| receipt.measure_id == taken.id);
        Line {
            what: taken.what,
            whom: self.who(taken.author_id),
            by: taken.by_person_id.and_then(|id| self.who(id)),
            reason: taken.reason.clone(),
            created_at: taken.created_at,
            receipts: receipts
                .map(|receipt| Receipt {
                    organisation: receipt.organisation.clone(),
                    confirmed_at: receipt.confirmed_at,
                })
                .collect(),
        }
    }
}

async fn pieces(db: &Db, reports: &[moderate::Report]) -> Result<HashMap<uuid::Uuid, String>> {
    let items: Vec<ItemId> = reports.iter().filter_map(|report| report.item_id).collect();
    let below: Vec<CommentId> = reports.iter().filter_map(|report| report.comment_id).collect();
    let items = items::list_by_id(db, &DESK, &items).await?;
    let below = comments::list_by_id(db, &below).await?;
    let items = items.into_iter().map(|item| (item.id.0, item.ap_id));
    Ok(items.chain(below.into_iter().map(|comment| (comment.id.0, comment.ap_id))).collect())
}
