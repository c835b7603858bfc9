//! `/comments/{id}`: saying something below an item, changing it, taking it back.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use domain::items::{self, CommentEdit, NewComment, comments};
use domain::{CommentId, FileId, ItemId};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::show::{self, CommentForm};
use super::thread;
use crate::error::Result;
use crate::extract::{Member, Visitor};
use crate::notice;
use crate::pages::files::list;
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
    /// Ids of the files that it has.
    files: Vec<String>,
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
    let files = list::ids_of(&typed.files);
    let new = NewComment {
        item_id,
        parent_id,
        body: typed.body.clone(),
        language,
        files: files.clone(),
        origin: None,
    };
    match ctx.db.write(async |tx| comments::add(tx, &member.principal, new.clone()).await).await {
        Ok(comment) => Ok(notice::then(&format!("/comments/{comment}"), "items-notice-commented")),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            let item = items::find(&ctx.db, &member.principal, item_id).await?;
            let files = list::of_form(&ctx, shell.t, &member.principal, &files).await?;
            let form = CommentForm { body: typed.body, reply: typed.reply, reply_name: None, files };
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
    files: Vec<list::Row>,
}

async fn show_edit(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let comment = comments::find(&ctx.db, &member.principal, id_of::<CommentId>(&id)?).await?;
    let files = domain::files::list_of_comments(&ctx.db, &[comment.id]).await?;
    let ids: Vec<FileId> = files.iter().map(|file| file.id).collect();
    let files = list::of_form(&ctx, shell.t, &member.principal, &ids).await?;
    Ok(Html(EditView { shell, id, errors: FormErrors::default(), body: comment.body, files }.render()?))
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
    let files = list::ids_of(&typed.files);
    let edit = CommentEdit { body: typed.body.clone(), files: files.clone(), origin: None };
    match ctx.db.write(async |tx| comments::edit(tx, me, comment, edit.clone()).await).await {
        Ok(()) => Ok(notice::then(&format!("/comments/{id}"), "items-notice-saved")),
        Err(error) => {
            let files = list::of_form(&ctx, shell.t, me, &files).await?;
            Refused::new(shell.t, error, &LABELS)?
                .show(|errors| EditView { shell, id, errors, body: typed.body, files }.render())
        }
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
