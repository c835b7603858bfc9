//! `/comments/{id}`: saying something below an item, changing it, taking it back.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use domain::items::{self, NewComment, comments};
use domain::{CommentId, ItemId};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::show::{self, CommentForm};
use super::thread;
use crate::error::Result;
use crate::extract::{Member, Visitor};
use crate::notice;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/items/{id}/comments" Member body 600_000 => add;
        GET "/comments/{id}" Anyone => find;
        GET "/comments/{id}/edit" Member => show_edit;
        POST "/comments/{id}/edit" Member body 600_000 => edit;
        GET "/comments/{id}/delete" Member => show_delete;
        POST "/comments/{id}/delete" Member body 1_000 => delete;
    }
}

const LABELS: [(&str, &str); 1] = [("body", "items-comment")];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    body: String,
    reply: String,
}

async fn add(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let item_id: ItemId = id_of(&id)?;
    let parent_id: Option<CommentId> = typed.reply.parse().ok();
    let language = shell.t.tag().to_owned();
    let new = NewComment { item_id, parent_id, body: typed.body.clone(), language, origin: None };
    match ctx.db.write(async |tx| comments::add(tx, &member.principal, new.clone()).await).await {
        Ok(comment) => Ok(notice::then(&format!("/comments/{comment}"), "items-notice-commented")),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            let item = items::find(&ctx.db, &member.principal, item_id).await?;
            let form = CommentForm { body: typed.body, reply: typed.reply, reply_name: None };
            let errors = refused.errors().clone();
            let view = show::view(&ctx, shell, &member.principal, item, None, form, errors).await?;
            refused.show(|_| view.render())
        }
    }
}

/// Leads to the page on which it stands.
async fn find(
    State(ctx): State<Ctx>,
    Visitor(principal): Visitor,
    Path(id): Path<String>,
) -> Result<Response> {
    let comment = comments::find(&ctx.db, &principal, id_of::<CommentId>(&id)?).await?;
    let item = items::find(&ctx.db, &principal, comment.item_id).await?;
    Ok(Redirect::to(&thread::path_to(&item, &comment)).into_response())
}

#[derive(Template)]
#[template(path = "items/comment_edit.html")]
struct EditView {
    shell: Shell,
    id: String,
    errors: FormErrors,
    body: String,
}

async fn show_edit(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let comment = comments::find(&ctx.db, &member.principal, id_of::<CommentId>(&id)?).await?;
    Ok(Html(EditView { shell, id, errors: FormErrors::default(), body: comment.body }.render()?))
}

async fn edit(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let comment: CommentId = id_of(&id)?;
    let me = &member.principal;
    match ctx.db.write(async |tx| comments::edit(tx, me, comment, &typed.body, None).await).await {
        Ok(()) => Ok(notice::then(&format!("/comments/{id}"), "items-notice-saved")),
        Err(error) => Refused::new(shell.t, error, &LABELS)?
            .show(|errors| EditView { shell, id, errors, body: typed.body }.render()),
    }
}

#[derive(Template)]
#[template(path = "items/comment_delete.html")]
struct DeleteView {
    shell: Shell,
    id: String,
    html: String,
}

async fn show_delete(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let comment = comments::find(&ctx.db, &member.principal, id_of::<CommentId>(&id)?).await?;
    Ok(Html(DeleteView { shell, id, html: comment.html }.render()?))
}

async fn delete(State(ctx): State<Ctx>, member: Member, Path(id): Path<String>) -> Result<Response> {
    let id: CommentId = id_of(&id)?;
    let me = &member.principal;
    let item = comments::find(&ctx.db, me, id).await?.item_id;
    ctx.db.write(async |tx| comments::delete(tx, me, id).await).await?;
    Ok(notice::then(&format!("/items/{item}"), "items-notice-deleted"))
}
