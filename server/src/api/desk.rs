//! `/api/v1/groups/{id}/desk`: what lies before the moderators, wherever the network is hosted; everything by its address.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::groups::appeals::AppealState;
use domain::groups::desk::{self, Decision, Desk, Line, Who};
use domain::items::moderate::ReportState;
use domain::{Error, GroupId, Timestamp};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::description::Operation;
use super::parts::id;
use crate::error::Result;
use crate::extract::Member;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/groups/{id}/desk" Token => show;
        POST "/api/v1/groups/{id}/desk" Token => decide;
    }
}

pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/api/v1/groups/{id}/desk", "What lies before its moderators, wherever it is hosted")
            .path_parameter("id")
            .answers::<DeskOut>(),
        Operation::post("/api/v1/groups/{id}/desk", "Decide about a request, a ban, a report or an appeal")
            .path_parameter("id")
            .takes::<Decided>(),
    ]
}

#[derive(Serialize, ToSchema)]
struct DeskOut {
    requests: Vec<RequestOut>,
    reports: Vec<CaseOut>,
    appeals: Vec<CaseOut>,
    bans: Vec<BanOut>,
    /// Newest first.
    log: Vec<LineOut>,
}

#[derive(Serialize, ToSchema)]
struct WhoOut {
    address: String,
    name: String,
    organisation: String,
}

#[derive(Serialize, ToSchema)]
struct RequestOut {
    person: WhoOut,
    answer: String,
    /// RFC 3339.
    since: String,
    /// Nobody of that organisation is a member yet.
    is_first: bool,
}

/// A report or an appeal.
#[derive(Serialize, ToSchema)]
struct CaseOut {
    address: String,
    by: Option<WhoOut>,
    note: String,
    /// `open`; of reports `upheld`, `dismissed`; of appeals `granted`, `rejected`.
    state: &'static str,
    at: String,
    /// A report: the address of what was reported, while it is there.
    about: Option<String>,
    /// A report: why.
    reason: Option<&'static str>,
    /// An appeal: against what.
    measure: Option<LineOut>,
}

#[derive(Serialize, ToSchema)]
struct BanOut {
    person: WhoOut,
    reason: String,
    /// RFC 3339; absent: for good.
    until: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct LineOut {
    /// `hide`, `show`, `remove`; of people `expel`, `ban`, `lift`.
    what: &'static str,
    author: Option<WhoOut>,
    by: Option<WhoOut>,
    reason: String,
    at: String,
    /// Organisations that confirmed that they took it.
    confirmed: Vec<String>,
    /// Organisations that did not answer yet.
    waiting: Vec<String>,
}

#[derive(Clone, Deserialize, ToSchema)]
struct Decided {
    /// `admit`, `decline`, `lift`, `dismiss`, `grant` or `reject`.
    #[serde(rename = "do")]
    act: String,
    /// The address of the person, report or appeal.
    about: String,
    #[serde(default)]
    why: String,
}

fn who(who: &Who) -> WhoOut {
    WhoOut { address: who.ap_id.clone(), name: who.name.clone(), organisation: who.organisation.clone() }
}

fn line(line: &Line) -> LineOut {
    let (confirmed, waiting): (Vec<_>, Vec<_>) =
        line.receipts.iter().partition(|one| one.confirmed_at.is_some());
    let names = |receipts: Vec<&desk::Receipt>| receipts.iter().map(|one| one.organisation.clone()).collect();
    LineOut {
        what: line.what.as_str(),
        author: line.whom.as_ref().map(who),
        by: line.by.as_ref().map(who),
        reason: line.reason.clone(),
        at: line.created_at.to_rfc3339(),
        confirmed: names(confirmed),
        waiting: names(waiting),
    }
}

fn report(row: &desk::Report) -> CaseOut {
    CaseOut {
        address: row.ap_id.clone(),
        by: row.by.as_ref().map(who),
        note: row.note.clone(),
        state: match row.state {
            ReportState::Open => "open",
            ReportState::Upheld => "upheld",
            ReportState::Dismissed => "dismissed",
        },
        at: row.created_at.to_rfc3339(),
        about: row.about.clone(),
        reason: Some(row.reason.as_str()),
        measure: None,
    }
}

fn appeal(row: &desk::Appeal) -> CaseOut {
    CaseOut {
        address: row.ap_id.clone(),
        by: row.by.as_ref().map(who),
        note: row.note.clone(),
        state: match row.state {
            AppealState::Open => "open",
            AppealState::Granted => "granted",
            AppealState::Rejected => "rejected",
        },
        at: row.created_at.to_rfc3339(),
        about: None,
        reason: None,
        measure: row.measure.as_ref().map(line),
    }
}

fn shown(desk: &Desk) -> DeskOut {
    let request = |row: &desk::Request| RequestOut {
        person: who(&row.who),
        answer: row.answer.clone(),
        since: row.since.to_rfc3339(),
        is_first: row.is_first,
    };
    let ban = |row: &desk::Ban| BanOut {
        person: who(&row.who),
        reason: row.reason.clone(),
        until: row.until.map(Timestamp::to_rfc3339),
    };
    DeskOut {
        requests: desk.requests.iter().map(request).collect(),
        reports: desk.reports.iter().map(report).collect(),
        appeals: desk.appeals.iter().map(appeal).collect(),
        bans: desk.bans.iter().map(ban).collect(),
        log: desk.log.iter().map(line).collect(),
    }
}

async fn show(State(ctx): State<Ctx>, member: Member, Path(group): Path<String>) -> Result<Json<DeskOut>> {
    let group: GroupId = id(&group)?;
    // On its way from elsewhere it is as good as empty.
    let desk = desk::find(&ctx.db, &member.principal, group).await?.unwrap_or_default();
    Ok(Json(shown(&desk)))
}

async fn decide(
    State(ctx): State<Ctx>,
    member: Member,
    Path(group): Path<String>,
    Json(decided): Json<Decided>,
) -> Result<StatusCode> {
    let group: GroupId = id(&group)?;
    let Decided { act, about, why } = decided;
    let decision = Decision::read(&act, about, why).ok_or_else(|| Error::invalid("do", "error-choice"))?;
    ctx.db.write(async |tx| desk::decide(tx, &member.principal, group, decision.clone()).await).await?;
    Ok(StatusCode::NO_CONTENT)
}
