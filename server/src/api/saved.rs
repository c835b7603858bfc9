//! `/api/v1/people/saved`: the searches for colleagues that the owner of the token keeps, and whom each found anew.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::SavedSearchId;
use domain::people::saved::{self, SavedSearch};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::description::Operation;
use super::items::Made;
use super::once::Once;
use super::parts::id;
use super::people::Colleague;
use crate::error::Result;
use crate::extract::Member;
use crate::pages::people::question::Question;
use crate::pages::people::saved::{first_outcome, list_news, to_keep};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/people/saved" Token => list;
        POST "/api/v1/people/saved" Token body 8_000 => save;
        DELETE "/api/v1/people/saved/{id}" Token => remove;
        GET "/api/v1/people/saved/{id}/news" Token => news;
        DELETE "/api/v1/people/saved/{id}/news" Token => looked;
    }
}

pub fn operations() -> Vec<Operation> {
    let of = |operation: Operation| operation.path_parameter("id");
    vec![
        Operation::get("/api/v1/people/saved", "The searches one keeps").answers::<Kept>(),
        Operation::post("/api/v1/people/saved", "Keep a search").takes::<ToKeep>().answers::<Made>(),
        of(Operation::delete("/api/v1/people/saved/{id}", "Keep a search no longer")),
        of(Operation::get("/api/v1/people/saved/{id}/news", "Whom it found since one looked last"))
            .answers::<News>(),
        of(Operation::delete("/api/v1/people/saved/{id}/news", "Now one has looked")),
    ]
}

/// By name.
#[derive(Serialize, ToSchema)]
struct Kept {
    searches: Vec<KeptSearch>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct KeptSearch {
    id: String,
    name: String,
    /// The query string of `/api/v1/people` that asks it again.
    query: String,
    /// Its owner is told of whom it finds anew.
    is_told: bool,
    /// It finds more than 200, which is too many to tell who is new.
    is_broad: bool,
    /// How many it found since its owner looked last.
    news: usize,
    created_at: String,
}

/// A search, with the query string of `/api/v1/people`; what cannot be read in it is left out.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ToKeep {
    name: String,
    query: String,
}

/// Those whom the owner may still find.
#[derive(Serialize, ToSchema)]
struct News {
    people: Vec<Colleague>,
}

impl From<SavedSearch> for KeptSearch {
    fn from(search: SavedSearch) -> Self {
        Self {
            id: search.id.to_string(),
            name: search.name,
            query: search.query,
            is_told: search.is_told,
            is_broad: search.is_broad,
            news: search.news.len(),
            created_at: search.created_at.to_rfc3339(),
        }
    }
}

async fn list(State(ctx): State<Ctx>, member: Member) -> Result<Json<Kept>> {
    let found = saved::list(&ctx.db, &member.principal).await?;
    Ok(Json(Kept { searches: found.into_iter().map(KeptSearch::from).collect() }))
}

async fn save(
    State(ctx): State<Ctx>,
    member: Member,
    once: Once,
    Json(new): Json<ToKeep>,
) -> Result<(StatusCode, Json<Made>)> {
    let (query, me) = (to_keep(&new.query), &member.principal);
    let found = first_outcome(&ctx, &member, &query).await?;
    let made: SavedSearchId = once
        .make(&ctx, &member, &new, async |tx| saved::save(tx, me, &new.name, &query, found.as_ref()).await)
        .await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_string() })))
}

async fn remove(State(ctx): State<Ctx>, member: Member, Path(search): Path<String>) -> Result<StatusCode> {
    let id: SavedSearchId = id(&search)?;
    ctx.db.write(async |tx| saved::remove(tx, &member.principal, id).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn news(
    State(ctx): State<Ctx>,
    Shell { t, .. }: Shell,
    member: Member,
    Path(search): Path<String>,
) -> Result<Json<News>> {
    let search = saved::find(&ctx.db, &member.principal, id(&search)?).await?;
    let question = Question::read(&search.query);
    let (found, origin) = (list_news(&ctx, &member, &search, &question).await?, ctx.config.origin());
    let people = found.iter().map(|person| Colleague::found(t, &origin, person)).collect();
    Ok(Json(News { people }))
}

async fn looked(State(ctx): State<Ctx>, member: Member, Path(search): Path<String>) -> Result<StatusCode> {
    let id: SavedSearchId = id(&search)?;
    ctx.db.write(async |tx| saved::looked(tx, &member.principal, id).await).await?;
    Ok(StatusCode::NO_CONTENT)
}
