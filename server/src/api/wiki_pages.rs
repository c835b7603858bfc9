//! `/api/v1/wiki/{id}`: what can be done to a page besides writing it: its title, place, rights and keeping, its end, following
//! it, and remarks about it.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::wiki::upkeep::Upkeep;
use domain::wiki::{self, Direction, Page, Rights, branch, follow, proposals, remarks, templates, upkeep};
use domain::{Error, FileId, PageId, Principal, Timestamp, Tx, people};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::description::Operation;
use super::once::Once;
use super::parts::{ItemOut, id, instant};
use super::wiki::{PageOut, Sent, find, page_out};
use crate::error::Result;
use crate::extract::Member;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        PATCH "/api/v1/wiki/{id}" Token body 8_000 => arrange;
        DELETE "/api/v1/wiki/{id}" Token => delete;
        POST "/api/v1/wiki/{id}/restore" Token => restore;
        PUT "/api/v1/wiki/{id}/follow" Token body 1_000 => follow_page;
        DELETE "/api/v1/wiki/{id}/follow" Token => unfollow;
        GET "/api/v1/wiki/{id}/remarks" Token => list_remarks;
        POST "/api/v1/wiki/{id}/remarks" Token body 400_000 => remark;
    }
}

pub fn operations() -> Vec<Operation> {
    let of = |operation: Operation| operation.path_parameter("id");
    vec![
        of(Operation::patch(
            "/api/v1/wiki/{id}",
            "Change the title, place, rights or keeping of a page; all of it or nothing; 202 when the host is to do it",
        ))
        .takes::<Arrangement>()
        .answers::<PageOut>(),
        of(Operation::delete("/api/v1/wiki/{id}", "Delete a page; what stands under it moves up, or goes too"))
            .query::<Deletion>(),
        of(Operation::post("/api/v1/wiki/{id}/restore", "Bring a deleted page back, with what went with it")),
        of(Operation::put("/api/v1/wiki/{id}/follow", "Hear of it when a page changes")).takes::<Follows>(),
        of(Operation::delete("/api/v1/wiki/{id}/follow", "Hear of it no longer")),
        of(Operation::get("/api/v1/wiki/{id}/remarks", "What was said about a page, the oldest first"))
            .answers::<Remarks>(),
        of(Operation::post("/api/v1/wiki/{id}/remarks", "Say something about a page")).takes::<RemarkIn>().answers::<ItemOut>(),
    ]
}

/// What is to change; what is absent stays.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Arrangement {
    title: Option<String>,
    /// Null: to the top.
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    parent_id: Option<Option<String>>,
    /// `up` or `down`, among those beside it.
    shift: Option<String>,
    /// `inherit`, `members`, `moderators` or `locked`.
    rights: Option<String>,
    /// Who keeps it true; null: nobody in particular.
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    owner_id: Option<Option<String>>,
    /// RFC 3339: from then on it may be outdated; null: never.
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    review_at: Option<Option<String>>,
    needs_approval: Option<bool>,
    is_template: Option<bool>,
}

/// Null is something else than nothing.
fn present<'de, D: Deserializer<'de>>(value: D) -> std::result::Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(value).map(Some)
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Follows {
    /// Everything under it too.
    covers_below: bool,
}

/// At most fifty, the oldest first.
#[derive(Serialize, ToSchema)]
struct Remarks {
    items: Vec<ItemOut>,
}

#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RemarkIn {
    /// Markdown.
    #[serde(default)]
    body: String,
    /// Ids of files that were uploaded before.
    #[serde(default)]
    files: Vec<String>,
}

async fn arrange(
    State(ctx): State<Ctx>,
    member: Member,
    Path(page): Path<String>,
    Json(sent): Json<Arrangement>,
) -> Result<Response> {
    let page = find(&ctx, &member, &page).await?;
    let me = &member.principal;
    ctx.db.write(async |tx| sent.apply(tx, me, &page).await).await?;
    if !is_here(&ctx, me, &page).await? {
        return Ok((StatusCode::ACCEPTED, Json(Sent { is_sent: true })).into_response());
    }
    let page = find(&ctx, &member, &page.id.to_string()).await?;
    Ok(Json(page_out(&ctx, &member, page, false).await?).into_response())
}

async fn is_here(ctx: &Ctx, me: &Principal, page: &Page) -> Result<bool> {
    Ok(wiki::enter(&ctx.db, me, page.group_id).await?.is_here())
}

impl Arrangement {
    /// Rights come last, since they may take from the caller what the rest needs.
    async fn apply(&self, tx: &mut Tx, me: &Principal, page: &Page) -> domain::Result<()> {
        let id = page.id;
        if let Some(title) = &self.title {
            wiki::rename(tx, me, id, title, None).await?;
        }
        if let Some(parent) = &self.parent_id {
            let parent = parent.as_deref().map(str::parse).transpose();
            wiki::move_to(tx, me, id, parent.map_err(|_| Error::invalid("parent", "error-page-parent"))?)
                .await?;
        }
        if let Some(direction) = &self.shift {
            wiki::shift(tx, me, id, direction_of(direction)?).await?;
        }
        if self.owner_id.is_some() || self.review_at.is_some() {
            upkeep::set(tx, me, id, self.upkeep(page)?).await?;
        }
        if let Some(is_one) = self.is_template {
            templates::set(tx, me, id, is_one).await?;
        }
        if let Some(is_needed) = self.needs_approval {
            proposals::set_needed(tx, me, id, is_needed).await?;
        }
        match &self.rights {
            Some(rights) => {
                let rights = Rights::parse(rights).ok_or(Error::invalid("rights", "error-choice"))?;
                wiki::set_rights(tx, me, id, rights).await
            }
            None => Ok(()),
        }
    }

    fn upkeep(&self, page: &Page) -> domain::Result<Upkeep> {
        let owner_id = match &self.owner_id {
            None => page.owner_id,
            Some(None) => None,
            Some(Some(id)) => Some(id.parse().map_err(|_| Error::invalid("owner", "error-page-owner"))?),
        };
        let review_at: Option<Timestamp> = match &self.review_at {
            None => page.review_at,
            Some(at) => instant("reviewAt", at.as_deref())?,
        };
        Ok(Upkeep { owner_id, review_at })
    }
}

fn direction_of(word: &str) -> domain::Result<Direction> {
    match word {
        "up" => Ok(Direction::Up),
        "down" => Ok(Direction::Down),
        _ => Err(Error::invalid("shift", "error-choice")),
    }
}

#[derive(Deserialize, IntoParams)]
struct Deletion {
    /// How many pages stand under it, at any depth, when they are to go with it; another number than there is is refused. They come
    /// back with it.
    under: Option<usize>,
}

async fn delete(
    State(ctx): State<Ctx>,
    member: Member,
    Path(page): Path<String>,
    Query(wanted): Query<Deletion>,
) -> Result<Response> {
    let page = find(&ctx, &member, &page).await?;
    let me = &member.principal;
    let is_here = is_here(&ctx, me, &page).await?;
    ctx.db
        .write(async |tx| match wanted.under {
            None => wiki::delete(tx, me, page.id).await,
            Some(count) => Box::pin(branch::delete(tx, me, page.id, count)).await,
        })
        .await?;
    Ok(done(is_here))
}

fn done(is_here: bool) -> Response {
    if is_here {
        return StatusCode::NO_CONTENT.into_response();
    }
    (StatusCode::ACCEPTED, Json(Sent { is_sent: true })).into_response()
}

async fn restore(State(ctx): State<Ctx>, member: Member, Path(page): Path<String>) -> Result<Response> {
    let (page, me): (PageId, _) = (id(&page)?, &member.principal);
    ctx.db.write(async |tx| wiki::bring_back(tx, me, page).await).await?;
    // Of a wiki of elsewhere it comes back when its host says so.
    match wiki::find_by_id(&ctx.db, me, page).await {
        Ok(_) => Ok(done(true)),
        Err(Error::NotFound) => Ok(done(false)),
        Err(error) => Err(error.into()),
    }
}

async fn follow_page(
    State(ctx): State<Ctx>,
    member: Member,
    Path(page): Path<String>,
    Json(sent): Json<Follows>,
) -> Result<StatusCode> {
    let (page, me): (PageId, _) = (id(&page)?, &member.principal);
    ctx.db.write(async |tx| follow::follow(tx, me, page, sent.covers_below).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn unfollow(State(ctx): State<Ctx>, member: Member, Path(page): Path<String>) -> Result<StatusCode> {
    let (page, me): (PageId, _) = (id(&page)?, &member.principal);
    ctx.db.write(async |tx| follow::unfollow(tx, me, page).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn list_remarks(
    State(ctx): State<Ctx>,
    member: Member,
    Path(page): Path<String>,
) -> Result<Json<Remarks>> {
    let page = find(&ctx, &member, &page).await?;
    let found = remarks::list(&ctx.db, &member.principal, &page).await?;
    let faces = people::faces(&ctx.db, &member.principal, found.iter().map(|item| item.author_id)).await?;
    Ok(Json(Remarks { items: found.iter().map(|item| ItemOut::new(item, &faces)).collect() }))
}

async fn remark(
    State(ctx): State<Ctx>,
    member: Member,
    Path(page): Path<String>,
    once: Once,
    Json(sent): Json<RemarkIn>,
) -> Result<(StatusCode, Json<ItemOut>)> {
    let (page, me): (PageId, _) = (id(&page)?, &member.principal);
    let files = sent.files.iter().map(|file| id(file)).collect::<domain::Result<Vec<FileId>>>()?;
    let made = once
        .make(&ctx, &member, &sent, async |tx| remarks::add(tx, me, page, &sent.body, &files).await)
        .await?;
    let item = domain::items::find(&ctx.db, me, made).await?;
    let faces = people::faces(&ctx.db, me, [item.author_id]).await?;
    Ok((StatusCode::CREATED, Json(ItemOut::new(&item, &faces))))
}
