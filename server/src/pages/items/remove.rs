//! `/items/{id}/delete`: taking back what one wrote.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use domain::items;
use domain::{Error, ItemId};
use federation::route::Route;
use federation::routes;

use crate::error::Result;
use crate::extract::Member;
use crate::notice;
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/items/{id}/delete" Member => show;
        POST "/items/{id}/delete" Member body 1_000 => delete;
    }
}

#[derive(Template)]
#[template(path = "items/delete.html")]
struct View {
    shell: Shell,
    path: String,
    headline: String,
    comments: i64,
    is_draft: bool,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let item = items::find(&ctx.db, &member.principal, id_of::<ItemId>(&id)?).await?;
    if member.person_id != item.author_id {
        return Err(Error::Forbidden("error-not-the-author").into());
    }
    let headline = match item.headline() {
        "" => shell.t.get("items-untitled"),
        headline => headline.to_owned(),
    };
    let (path, comments, is_draft) = (format!("/items/{id}"), item.comment_count, item.is_draft());
    Ok(Html(View { shell, path, headline, comments, is_draft }.render()?))
}

async fn delete(State(ctx): State<Ctx>, member: Member, Path(id): Path<String>) -> Result<Response> {
    let id: ItemId = id_of(&id)?;
    let me = &member.principal;
    let item = items::find(&ctx.db, me, id).await?;
    ctx.db.write(async |tx| items::delete(tx, me, id).await).await?;
    let back = match item.group_id {
        Some(group) if !item.is_draft() => format!("/groups/{group}"),
        _ => "/drafts".to_owned(),
    };
    Ok(notice::then(&back, "items-notice-deleted"))
}
