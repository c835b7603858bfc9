//! Accepting an answer, or none after all.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Form;
use domain::items::comments;
use domain::{CommentId, ItemId};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use crate::error::Result;
use crate::extract::Member;
use crate::notice;
use crate::pages::id_of;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/items/{id}/accept" Member body 1_000 => accept;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chosen {
    /// Empty: none after all.
    comment: String,
}

async fn accept(
    State(ctx): State<Ctx>,
    member: Member,
    Path(id): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Result<Response> {
    let id: ItemId = id_of(&id)?;
    let answer: Option<CommentId> = match chosen.comment.as_str() {
        "" => None,
        comment => Some(id_of(comment)?),
    };
    ctx.db.write(async |tx| comments::accept(tx, &member.principal, id, answer).await).await?;
    let key = if answer.is_some() { "items-notice-accepted" } else { "items-notice-accept-back" };
    Ok(notice::then(&format!("/items/{id}"), key))
}
