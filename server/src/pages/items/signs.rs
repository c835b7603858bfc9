//! Reactions, bookmarks, following: one button each, pressed again to take it back.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Form;
use domain::items::signs::{self, Sign};
use domain::items::{Piece, comments};
use domain::{Error, ItemId};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::piece;
use crate::error::Result;
use crate::extract::{Member, Partial};
use crate::pages::id_of;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/items/{id}/react" Member body 1_000 => react_item;
        POST "/comments/{id}/react" Member body 1_000 => react_comment;
        POST "/items/{id}/bookmark" Member body 1_000 => bookmark;
        POST "/items/{id}/follow" Member body 1_000 => follow;
    }
}

#[derive(Deserialize)]
struct Given {
    sign: String,
    #[serde(default)]
    on: String,
}

#[derive(Deserialize)]
struct Switched {
    on: String,
}

async fn react_item(
    State(ctx): State<Ctx>,
    member: Member,
    partial: Partial,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response> {
    let piece = piece::item(&id)?;
    give(&ctx, &member, piece, &given).await?;
    Ok(partial.then(&format!("/items/{id}#signs-{id}"), said(&given)))
}

async fn react_comment(
    State(ctx): State<Ctx>,
    member: Member,
    partial: Partial,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response> {
    let comment = id_of(&id)?;
    give(&ctx, &member, Piece::Comment(comment), &given).await?;
    let comment = comments::find(&ctx.db, &member.principal, comment).await?;
    Ok(partial.then(&format!("/items/{}#signs-{id}", comment.item_id), said(&given)))
}

async fn give(ctx: &Ctx, member: &Member, piece: Piece, given: &Given) -> Result<()> {
    let sign = Sign::parse(&given.sign).ok_or_else(|| Error::invalid("sign", "error-choice"))?;
    let is_on = given.on == "yes";
    Ok(ctx.db.write(async |tx| signs::react(tx, &member.principal, piece, sign, is_on).await).await?)
}

fn said(given: &Given) -> &'static str {
    if given.on == "yes" { "items-notice-reacted" } else { "items-notice-reaction-back" }
}

async fn bookmark(
    State(ctx): State<Ctx>,
    member: Member,
    partial: Partial,
    Path(id): Path<String>,
    Form(switched): Form<Switched>,
) -> Result<Response> {
    let id: ItemId = id_of(&id)?;
    let is_on = switched.on == "yes";
    ctx.db.write(async |tx| signs::bookmark(tx, &member.principal, id, is_on).await).await?;
    let key = if is_on { "items-notice-bookmarked" } else { "items-notice-bookmark-gone" };
    Ok(partial.then(&format!("/items/{id}"), key))
}

async fn follow(
    State(ctx): State<Ctx>,
    member: Member,
    partial: Partial,
    Path(id): Path<String>,
    Form(switched): Form<Switched>,
) -> Result<Response> {
    let id: ItemId = id_of(&id)?;
    let is_on = switched.on == "yes";
    ctx.db.write(async |tx| signs::follow(tx, &member.principal, id, is_on).await).await?;
    let key = if is_on { "items-notice-followed" } else { "items-notice-unfollowed" };
    Ok(partial.then(&format!("/items/{id}"), key))
}
