//! `/api/v1/wiki/{id}/versions` and `…/difference`: how a page came to be what it is.

use axum::Json;
use axum::extract::{Path, Query, State};
use domain::items::revisions::{Change, Part};
use domain::wiki::difference::{Block, difference};
use domain::wiki::{self, Version};
use domain::{Error, people};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::BASE;
use super::description::Operation;
use super::parts::{Faces, Person, limit, person};
use super::wiki::find;
use crate::error::Result;
use crate::extract::Member;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/wiki/{id}/versions" Token => versions;
        GET "/api/v1/wiki/{id}/versions/{number}" Token => version;
        GET "/api/v1/wiki/{id}/difference" Token => show_difference;
    }
}

pub fn operations() -> Vec<Operation> {
    let of = |operation: Operation| operation.path_parameter("id");
    vec![
        of(Operation::get("/api/v1/wiki/{id}/versions", "The versions of a page, newest first"))
            .query::<Sought>()
            .answers::<Versions>(),
        of(Operation::get("/api/v1/wiki/{id}/versions/{number}", "One version with its text"))
            .path_parameter("number")
            .answers::<VersionText>(),
        of(Operation::get("/api/v1/wiki/{id}/difference", "What changed between two versions, word by word"))
            .query::<Compared>()
            .answers::<Difference>(),
    ]
}

#[derive(Deserialize, IntoParams)]
struct Sought {
    /// From `next` of the page before.
    before: Option<i64>,
    limit: Option<i64>,
}

#[derive(Serialize, ToSchema)]
struct Versions {
    versions: Vec<VersionOut>,
    /// Where earlier ones are.
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct VersionOut {
    /// SHA-256 over canonical JSON of everything about it.
    id: String,
    number: i64,
    parents: Vec<String>,
    title: String,
    author: Option<Person>,
    published_at: String,
    summary: String,
    /// Made by merging its two parents.
    is_merge: bool,
    /// It never stood: written on an older version and merged at once.
    is_side: bool,
    size_bytes: i64,
}

#[derive(Serialize, ToSchema)]
struct VersionText {
    version: VersionOut,
    /// Markdown; absent: the text was erased.
    body: Option<String>,
}

#[derive(Deserialize, IntoParams)]
struct Compared {
    /// The number of the earlier version; the one before `to` where it says nothing.
    from: Option<i64>,
    /// The later one; the one that stands where it says nothing.
    to: Option<i64>,
}

/// Stretches in the order of the page.
#[derive(Serialize, ToSchema)]
struct Difference {
    from: i64,
    to: i64,
    blocks: Vec<BlockOut>,
}

/// Lines that stayed, or pieces of what changed.
#[derive(Serialize, ToSchema)]
struct BlockOut {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    same: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed: Vec<PieceOut>,
}

#[derive(Serialize, ToSchema)]
struct PieceOut {
    /// `same`, `removed` or `added`.
    is: &'static str,
    text: String,
}

async fn versions(
    State(ctx): State<Ctx>,
    member: Member,
    Path(page): Path<String>,
    Query(sought): Query<Sought>,
) -> Result<Json<Versions>> {
    let page = find(&ctx, &member, &page).await?;
    let limit = limit(sought.limit);
    let found = wiki::list_history(&ctx.db, &page, sought.before, limit).await?;
    let faces = people::faces(&ctx.db, &member.principal, found.iter().map(|one| one.author_id)).await?;
    let last = found.last().map_or(1, |version| version.number);
    let next = format!("{BASE}/wiki/{}/versions?before={last}&limit={limit}", page.id);
    let versions = found.into_iter().map(|version| VersionOut::new(version, &faces)).collect();
    Ok(Json(Versions { versions, next: (last > 1).then_some(next) }))
}

async fn version(
    State(ctx): State<Ctx>,
    member: Member,
    Path((page, number)): Path<(String, i64)>,
) -> Result<Json<VersionText>> {
    let page = find(&ctx, &member, &page).await?;
    let version = wiki::find_version(&ctx.db, &page, number).await?;
    let body = wiki::source_of(&ctx.db, &version.id).await?;
    let faces = people::faces(&ctx.db, &member.principal, [version.author_id]).await?;
    Ok(Json(VersionText { version: VersionOut::new(version, &faces), body }))
}

impl VersionOut {
    fn new(version: Version, faces: &Faces) -> Self {
        Self {
            id: version.id.0,
            number: version.number,
            parents: version.parents.into_iter().map(|parent| parent.0).collect(),
            title: version.title,
            author: person(faces, version.author_id),
            published_at: version.published_at.to_rfc3339(),
            summary: version.summary,
            is_merge: version.merge_version.is_some(),
            is_side: version.is_side,
            size_bytes: version.size_bytes,
        }
    }
}

async fn show_difference(
    State(ctx): State<Ctx>,
    member: Member,
    Path(page): Path<String>,
    Query(asked): Query<Compared>,
) -> Result<Json<Difference>> {
    let page = find(&ctx, &member, &page).await?;
    let to = asked.to.unwrap_or(page.version_count);
    let from = asked.from.unwrap_or((to - 1).max(1));
    let (old, new) = (text_of(&ctx, &page, from).await?, text_of(&ctx, &page, to).await?);
    // Two texts of half a megabyte take longer than others who wait should notice.
    let blocks = tokio::task::spawn_blocking(move || difference(&old, &new))
        .await
        .map_err(|broken| Error::internal(format!("comparing broke off: {broken}")))?;
    Ok(Json(Difference { from, to, blocks: blocks.into_iter().map(BlockOut::from).collect() }))
}

async fn text_of(ctx: &Ctx, page: &wiki::Page, number: i64) -> Result<String> {
    let version = wiki::find_version(&ctx.db, page, number).await?;
    Ok(wiki::source_of(&ctx.db, &version.id).await?.ok_or(Error::Conflict("error-page-text-gone"))?)
}

impl From<Block> for BlockOut {
    fn from(block: Block) -> Self {
        match block {
            Block::Same(same) => Self { same, changed: Vec::new() },
            Block::Changed(parts) => {
                Self { same: Vec::new(), changed: parts.into_iter().map(PieceOut::from).collect() }
            }
        }
    }
}

impl From<Part> for PieceOut {
    fn from(part: Part) -> Self {
        let is = match part.change {
            Change::Same => "same",
            Change::Added => "added",
            Change::Removed => "removed",
        };
        Self { is, text: part.text }
    }
}
