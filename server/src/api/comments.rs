//! `/api/v1/items/{id}/comments` and `/api/v1/comments`.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use domain::items::{self, CommentEdit, Cursor, NewComment, Piece, comments};
use domain::{CommentId, ItemId, people};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::BASE;
use super::description::Operation;
use super::files;
use super::items::{Made, Moderation, NewReport, file_report, give, ids_of, take_measure};
use super::once::Once;
use super::parts::{CommentOut, id, limit};
use crate::error::Result;
use crate::extract::Member;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/items/{id}/comments" Token => list;
        POST "/api/v1/items/{id}/comments" Token => add;
        GET "/api/v1/comments/{id}" Token => show;
        PATCH "/api/v1/comments/{id}" Token => change;
        DELETE "/api/v1/comments/{id}" Token => delete;
        PUT "/api/v1/comments/{id}/reactions/{sign}" Token => react;
        DELETE "/api/v1/comments/{id}/reactions/{sign}" Token => unreact;
        POST "/api/v1/comments/{id}/moderation" Token => moderate;
        POST "/api/v1/comments/{id}/reports" Token => report;
    }
}

pub fn operations() -> Vec<Operation> {
    let of = |operation: Operation| operation.path_parameter("id");
    vec![
        of(Operation::get("/api/v1/items/{id}/comments", "What is said below an item"))
            .query::<Sought>()
            .answers::<Comments>(),
        of(Operation::post("/api/v1/items/{id}/comments", "Comment, or answer"))
            .takes::<NewText>()
            .answers::<CommentOut>(),
        of(Operation::get("/api/v1/comments/{id}", "One comment")).answers::<CommentOut>(),
        of(Operation::patch("/api/v1/comments/{id}", "Change what one wrote"))
            .takes::<NewText>()
            .answers::<CommentOut>(),
        of(Operation::delete("/api/v1/comments/{id}", "Take back what one wrote")),
        of(Operation::put("/api/v1/comments/{id}/reactions/{sign}", "Give a sign")).path_parameter("sign"),
        of(Operation::delete("/api/v1/comments/{id}/reactions/{sign}", "Take a sign back"))
            .path_parameter("sign"),
        of(Operation::post("/api/v1/comments/{id}/moderation", "Hide, show or remove")).takes::<Moderation>(),
        of(Operation::post("/api/v1/comments/{id}/reports", "Report to the moderators"))
            .takes::<NewReport>()
            .answers::<Made>(),
    ]
}

#[derive(Deserialize, IntoParams)]
struct Sought {
    /// From `next` of the page before.
    after: Option<String>,
    limit: Option<i64>,
}

/// A page of comments, oldest first.
#[derive(Serialize, ToSchema)]
pub struct Comments {
    comments: Vec<CommentOut>,
    next: Option<String>,
}

/// What is said, in Markdown.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewText {
    body: String,
    /// The id of the comment that this one answers.
    reply_to: Option<String>,
    language: Option<String>,
    /// Ids of files that one has uploaded; when changing, all that it has from now on. Absent: as it is.
    files: Option<Vec<String>>,
}

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    Path(item): Path<String>,
    Query(sought): Query<Sought>,
) -> Result<Json<Comments>> {
    let item: ItemId = id(&item)?;
    items::find(&ctx.db, &member.principal, item).await?;
    let limit = limit(sought.limit);
    let after = sought.after.as_deref().and_then(Cursor::parse);
    let found = comments::list(&ctx.db, &member.principal, item, after, limit).await?;
    let faces = people::faces(&ctx.db, &member.principal, found.iter().map(|one| one.author_id)).await?;
    let ids: Vec<CommentId> = found.iter().map(|comment| comment.id).collect();
    let files = domain::files::list_of_comments(&ctx.db, &ids).await?;
    let last = found.last().filter(|_| found.len() as i64 == limit);
    let next = last.map(|last| {
        let cursor = Cursor { at: last.created_at, id: ItemId(last.id.0) };
        format!("{BASE}/items/{item}/comments?after={cursor}&limit={limit}")
    });
    let comments = found.iter().map(|one| CommentOut::new(one, &faces).with_files(&files)).collect();
    Ok(Json(Comments { comments, next }))
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    Path(comment): Path<String>,
) -> Result<Json<CommentOut>> {
    let comment = comments::find(&ctx.db, &member.principal, id(&comment)?).await?;
    let faces = people::faces(&ctx.db, &member.principal, [comment.author_id]).await?;
    let files = domain::files::list_of_comments(&ctx.db, &[comment.id]).await?;
    Ok(Json(CommentOut::new(&comment, &faces).with_files(&files)))
}

async fn add(
    State(ctx): State<Ctx>,
    member: Member,
    Path(item): Path<String>,
    once: Once,
    Json(text): Json<NewText>,
) -> Result<(StatusCode, Json<CommentOut>)> {
    let new = NewComment {
        item_id: id(&item)?,
        parent_id: text.reply_to.as_deref().map(id).transpose()?,
        body: text.body.clone(),
        language: text.language.clone().unwrap_or_else(|| "nl".to_owned()),
        files: files::ids(text.files.as_deref().unwrap_or_default())?,
        origin: None,
    };
    let principal = &member.principal;
    let made: CommentId =
        once.make(&ctx, &member, &text, async |tx| comments::add(tx, principal, new.clone()).await).await?;
    let shown = show(State(ctx), member, Path(made.to_string())).await?;
    Ok((StatusCode::CREATED, shown))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path(comment): Path<String>,
    Json(text): Json<NewText>,
) -> Result<Json<CommentOut>> {
    let comment: CommentId = id(&comment)?;
    let files = match &text.files {
        Some(named) => files::ids(named)?,
        None => ids_of(domain::files::list_of_comments(&ctx.db, &[comment]).await?),
    };
    let edit = CommentEdit { body: text.body, files, origin: None };
    ctx.db.write(async |tx| comments::edit(tx, &member.principal, comment, edit.clone()).await).await?;
    show(State(ctx), member, Path(comment.to_string())).await
}

async fn delete(State(ctx): State<Ctx>, member: Member, Path(comment): Path<String>) -> Result<StatusCode> {
    let comment = id(&comment)?;
    ctx.db.write(async |tx| comments::delete(tx, &member.principal, comment).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn react(
    State(ctx): State<Ctx>,
    member: Member,
    Path((comment, sign)): Path<(String, String)>,
) -> Result<StatusCode> {
    give(&ctx, &member.principal, Piece::Comment(id(&comment)?), &sign, true).await
}

async fn unreact(
    State(ctx): State<Ctx>,
    member: Member,
    Path((comment, sign)): Path<(String, String)>,
) -> Result<StatusCode> {
    give(&ctx, &member.principal, Piece::Comment(id(&comment)?), &sign, false).await
}

async fn moderate(
    State(ctx): State<Ctx>,
    member: Member,
    Path(comment): Path<String>,
    Json(sent): Json<Moderation>,
) -> Result<StatusCode> {
    take_measure(&ctx, &member.principal, Piece::Comment(id(&comment)?), &sent).await
}

async fn report(
    State(ctx): State<Ctx>,
    member: Member,
    Path(comment): Path<String>,
    once: Once,
    Json(sent): Json<NewReport>,
) -> Result<(StatusCode, Json<Made>)> {
    file_report(&ctx, &member, &once, Piece::Comment(id(&comment)?), &sent).await
}
