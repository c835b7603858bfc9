//! `/profile/photo`: one's own photo. What is stored is drawn anew from the upload, nothing else of the file survives.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::people::photo;
use domain::{Error, FieldError};
use federation::route::Route;
use federation::routes;

use super::Own;
use super::show::Head;
use crate::error::Result;
use crate::extract::Member;
use crate::notice;
use crate::pages::form::FormErrors;
use crate::pages::people::photo::upload_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/profile/photo" Member => show;
        // A little more than a photo may be, so that the form can say so itself.
        POST "/profile/photo" Member body 12_000_000 => upload;
        POST "/profile/photo/remove" Member => remove;
        POST "/profile/photo/undo" Member => undo;
    }
}

#[derive(Template)]
#[template(path = "profile/photo.html")]
struct View {
    shell: Shell,
    head: Head,
    errors: FormErrors,
    megabytes: usize,
    /// It was removed a moment ago.
    can_undo: bool,
}

impl View {
    async fn load(ctx: &Ctx, member: &Member, shell: Shell, errors: &[FieldError]) -> Result<Self> {
        let own = Own::load(ctx, member).await?;
        let errors = FormErrors::new(shell.t, errors, &[("photo", "profile-photo")]);
        let can_undo = photo::is_removal_undoable(&ctx.db, &member.principal, member.person_id).await?;
        let megabytes = photo::UPLOAD_BYTES_MAX / 1024 / 1024;
        Ok(Self { head: Head::of(&own), errors, megabytes, can_undo, shell })
    }
}

async fn show(State(ctx): State<Ctx>, member: Member, shell: Shell) -> Result<Html<String>> {
    Ok(Html(View::load(&ctx, &member, shell, &[]).await?.render()?))
}

async fn upload(State(ctx): State<Ctx>, member: Member, shell: Shell, form: Multipart) -> Result<Response> {
    let bytes = upload_of(form, "photo").await?;
    match store(&ctx, &member, bytes).await {
        Ok(()) => Ok(notice::then("/profile/photo", "profile-notice-photo")),
        Err(Error::Invalid(errors)) => {
            let page = View::load(&ctx, &member, shell, &errors).await?.render()?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn store(ctx: &Ctx, member: &Member, upload: Vec<u8>) -> domain::Result<()> {
    if upload.is_empty() {
        return Err(Error::invalid("photo", "error-no-file"));
    }
    let jpeg = ctx.darkroom.develop(upload).await?;
    let id = member.person_id;
    ctx.db.write(async |tx| photo::set(tx, &member.principal, id, jpeg).await).await
}

/// At once, since it can be undone on the page that follows.
async fn remove(State(ctx): State<Ctx>, member: Member) -> Result<Response> {
    let id = member.person_id;
    ctx.db.write(async |tx| photo::remove(tx, &member.principal, id).await).await?;
    Ok(Redirect::to("/profile/photo").into_response())
}

async fn undo(State(ctx): State<Ctx>, member: Member) -> Result<Response> {
    let id = member.person_id;
    ctx.db.write(async |tx| photo::undo_removal(tx, &member.principal, id).await).await?;
    Ok(notice::then("/profile/photo", "profile-notice-photo-back"))
}
