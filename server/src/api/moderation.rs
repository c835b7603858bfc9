//! `/api/v1/groups/{id}/log` and `…/appeals`: what moderators did, and who asks to look again.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use domain::groups::appeals::{self, Appeal, AppealState};
use domain::groups::measures::{self, Receipt, Taken};
use domain::{GroupId, PersonId, Timestamp, people};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::BASE;
use super::description::Operation;
use super::parts::{Faces, Person, id, instant, limit, person};
use crate::error::Result;
use crate::extract::Member;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/groups/{id}/log" Token => log;
        GET "/api/v1/groups/{id}/appeals" Token => list;
        PUT "/api/v1/groups/{id}/appeals/{appeal}" Token => decide;
        POST "/api/v1/appeals" Token => file;
    }
}

pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/api/v1/groups/{id}/log", "What its moderators did")
            .path_parameter("id")
            .query::<Asked>()
            .answers::<Log>(),
        Operation::get("/api/v1/groups/{id}/appeals", "Who asks to look again")
            .path_parameter("id")
            .answers::<Appeals>(),
        Operation::put("/api/v1/groups/{id}/appeals/{appeal}", "Grant or reject an appeal")
            .path_parameter("id")
            .path_parameter("appeal")
            .takes::<Decision>(),
        Operation::post("/api/v1/appeals", "Appeal against what a notification told").takes::<NewAppeal>(),
    ]
}

#[derive(Deserialize, IntoParams)]
struct Asked {
    /// RFC 3339: what happened before this; from `next` of the page before.
    before: Option<String>,
    limit: Option<i64>,
}

/// A page of the log, newest first.
#[derive(Serialize, ToSchema)]
struct Log {
    measures: Vec<MeasureOut>,
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct MeasureOut {
    id: String,
    /// `hide`, `show`, `remove`; of people `expel`, `ban`, `lift`.
    what: &'static str,
    /// The item, comment or person; it may be gone.
    subject: String,
    author: Option<Person>,
    by: Option<Person>,
    reason: String,
    /// RFC 3339.
    at: String,
    receipts: Vec<ReceiptOut>,
}

/// An organisation with members, and when it confirmed; absent: not yet.
#[derive(Serialize, ToSchema)]
struct ReceiptOut {
    organisation: String,
    confirmed_at: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct Appeals {
    appeals: Vec<AppealOut>,
}

#[derive(Serialize, ToSchema)]
struct AppealOut {
    id: String,
    person: Option<Person>,
    note: String,
    /// `open`, `granted` or `rejected`.
    state: &'static str,
    at: String,
    measure: Option<MeasureOut>,
    decision: String,
}

#[derive(Deserialize, ToSchema)]
struct Decision {
    grant: bool,
    #[serde(default)]
    decision: String,
}

/// `notification`: the key of the notification that told of the measure.
#[derive(Deserialize, ToSchema)]
struct NewAppeal {
    notification: String,
    note: String,
}

fn measure(taken: &Taken, receipts: &[Receipt], faces: &Faces) -> MeasureOut {
    let receipts = receipts.iter().filter(|one| one.measure_id == taken.id);
    MeasureOut {
        id: taken.id.to_string(),
        what: taken.what.as_str(),
        subject: taken.subject_id.to_string(),
        author: person(faces, taken.author_id),
        by: taken.by_person_id.and_then(|by| person(faces, by)),
        reason: taken.reason.clone(),
        at: taken.created_at.to_rfc3339(),
        receipts: receipts
            .map(|one| ReceiptOut {
                organisation: one.organisation.clone(),
                confirmed_at: one.confirmed_at.map(Timestamp::to_rfc3339),
            })
            .collect(),
    }
}

fn people_of<'a>(taken: impl Iterator<Item = &'a Taken>) -> Vec<PersonId> {
    taken.flat_map(|one| std::iter::once(one.author_id).chain(one.by_person_id)).collect()
}

async fn log(
    State(ctx): State<Ctx>,
    member: Member,
    Path(group): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<Log>> {
    let (group, limit): (GroupId, i64) = (id(&group)?, limit(asked.limit));
    let before = instant("before", asked.before.as_deref())?;
    let taken = measures::list(&ctx.db, &member.principal, group, before, limit).await?;
    let ids: Vec<Uuid> = taken.iter().map(|one| one.id).collect();
    let receipts = measures::list_receipts(&ctx.db, &ids).await?;
    let faces = people::faces(&ctx.db, &member.principal, people_of(taken.iter())).await?;
    let last = taken.last().filter(|_| taken.len() as i64 == limit);
    let next = last.map(|last| {
        let before = last.created_at.to_rfc3339();
        let before: String = url::form_urlencoded::byte_serialize(before.as_bytes()).collect();
        format!("{BASE}/groups/{group}/log?before={before}&limit={limit}")
    });
    Ok(Json(Log { measures: taken.iter().map(|one| measure(one, &receipts, &faces)).collect(), next }))
}

async fn list(State(ctx): State<Ctx>, member: Member, Path(group): Path<String>) -> Result<Json<Appeals>> {
    let found = appeals::list(&ctx.db, &member.principal, id(&group)?, 100).await?;
    let mut ids = people_of(found.iter().filter_map(|(_, taken)| taken.as_ref()));
    ids.extend(found.iter().map(|(appeal, _)| appeal.person_id));
    let faces = people::faces(&ctx.db, &member.principal, ids).await?;
    let shown = |(appeal, taken): &(Appeal, Option<Taken>)| AppealOut {
        id: appeal.id.to_string(),
        person: person(&faces, appeal.person_id),
        note: appeal.note.clone(),
        state: match appeal.state {
            AppealState::Open => "open",
            AppealState::Granted => "granted",
            AppealState::Rejected => "rejected",
        },
        at: appeal.created_at.to_rfc3339(),
        measure: taken.as_ref().map(|taken| measure(taken, &[], &faces)),
        decision: appeal.decision.clone(),
    };
    Ok(Json(Appeals { appeals: found.iter().map(shown).collect() }))
}

async fn decide(
    State(ctx): State<Ctx>,
    member: Member,
    Path((group, appeal)): Path<(String, String)>,
    Json(decision): Json<Decision>,
) -> Result<StatusCode> {
    let group: GroupId = id(&group)?;
    let appeal: Uuid = appeal.parse().map_err(|_| domain::Error::NotFound)?;
    let (is_granted, why) = (decision.grant, &decision.decision);
    ctx.db
        .write(async |tx| appeals::decide(tx, &member.principal, group, appeal, is_granted, why).await)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn file(State(ctx): State<Ctx>, member: Member, Json(new): Json<NewAppeal>) -> Result<StatusCode> {
    let me = &member.principal;
    ctx.db.write(async |tx| appeals::file(tx, me, &new.notification, &new.note).await).await?;
    Ok(StatusCode::NO_CONTENT)
}
