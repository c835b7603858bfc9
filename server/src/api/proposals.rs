//! `/api/v1/wiki/{id}/proposals` and `/api/v1/items/{id}/decision`: texts that wait for somebody to read along.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::wiki::proposals::{self, Decision};
use domain::{Error, ItemId, people, wiki};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::description::Operation;
use super::parts::{ItemOut, id};
use crate::error::Result;
use crate::extract::Member;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/wiki/{id}/proposals" Token => list;
        POST "/api/v1/items/{id}/decision" Token body 64_000 => decide;
    }
}

pub fn operations() -> Vec<Operation> {
    let of = |operation: Operation| operation.path_parameter("id");
    vec![
        of(Operation::get("/api/v1/wiki/{id}/proposals", "Proposals for a page that wait for a decision"))
            .answers::<Proposals>(),
        of(Operation::post(
            "/api/v1/items/{id}/decision",
            "Decide about a proposal: for whoever keeps the page and for moderators, never about one's own",
        ))
        .takes::<DecisionIn>(),
    ]
}

/// The oldest first, at most a hundred.
#[derive(Serialize, ToSchema)]
struct Proposals {
    items: Vec<ItemOut>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DecisionIn {
    /// `approve`, `changes` or `decline`.
    decision: String,
    /// Stands below the proposal; needed with `changes`.
    #[serde(default)]
    note: String,
}

async fn list(State(ctx): State<Ctx>, member: Member, Path(page): Path<String>) -> Result<Json<Proposals>> {
    let page = wiki::find_by_id(&ctx.db, &member.principal, id(&page)?).await?;
    let found = proposals::list_open(&ctx.db, &member.principal, &page).await?;
    let faces = people::faces(&ctx.db, &member.principal, found.iter().map(|item| item.author_id)).await?;
    Ok(Json(Proposals { items: found.iter().map(|item| ItemOut::new(item, &faces)).collect() }))
}

async fn decide(
    State(ctx): State<Ctx>,
    member: Member,
    Path(item): Path<String>,
    Json(sent): Json<DecisionIn>,
) -> Result<StatusCode> {
    let item: ItemId = id(&item)?;
    let decision = Decision::parse(&sent.decision).ok_or(Error::invalid("decision", "error-choice"))?;
    let me = &member.principal;
    ctx.db.write(async |tx| proposals::decide(tx, me, item, decision, &sent.note).await).await?;
    Ok(StatusCode::NO_CONTENT)
}
