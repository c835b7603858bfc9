//! `/files/plain`: a file from a browser without script, in one piece. The page that follows says what to put in the text:
//! a file that the text names becomes part of it.

use std::path::PathBuf;

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::files::{self, File, NewFile};
use domain::{Error, FileId};
use federation::route::Route;
use federation::routes;

use super::list::Row;
use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::files::incoming;
use crate::pages::form::FormErrors;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        // How much a file may be is the operator's choice, and held while it comes in.
        POST "/files/plain" Member body 10_000_000_000 => upload;
    }
}

#[derive(Template)]
#[template(path = "files/plain.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    rows: Vec<Row>,
}

async fn upload(State(ctx): State<Ctx>, member: Member, shell: Shell, form: Multipart) -> Result<Response> {
    match take(&ctx, &member, form).await {
        Ok(file) => {
            let rows = vec![Row::new(shell.t, &file, None)];
            Ok(Html(View { errors: FormErrors::new(shell.t, &[], &[]), rows, shell }.render()?)
                .into_response())
        }
        Err(Problem::House(Error::Invalid(errors))) => {
            let errors = FormErrors::new(shell.t, &errors, &[("file", "files-file"), ("alt", "files-alt")]);
            let page = View { errors, rows: Vec::new(), shell }.render()?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(problem) => Err(problem),
    }
}

/// Fields in their order: what an image shows may stand before the file or behind it.
async fn take(ctx: &Ctx, member: &Member, mut form: Multipart) -> Result<File> {
    let unreadable = |error: axum::extract::multipart::MultipartError| Problem::Unreadable(error.body_text());
    let (mut alt, mut name, mut kind) = (String::new(), String::new(), String::new());
    // A place of its own until it is known how much it is.
    let id: FileId = domain::Id::new_at(ctx.clock.now());
    let upload = ctx.uploads.hold(id).ok_or_else(|| Problem::internal("an upload of a new id is held"))?;
    let _spare = Spare(upload.path().to_owned());
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        match field.name() {
            Some("file") => {
                name = field.file_name().unwrap_or_default().to_owned();
                kind = field.content_type().unwrap_or_default().to_owned();
                upload.append(field, ctx.config.files.size_bytes_max).await.map_err(too_large(ctx))?;
            }
            Some("alt") => alt = field.text().await.map_err(unreadable)?,
            _ => {}
        }
    }
    let size_bytes = i64::try_from(upload.offset().await).unwrap_or(i64::MAX);
    if name.is_empty() && size_bytes == 0 {
        return Err(Error::invalid("file", "error-no-file").into());
    }
    let alt = Some(alt).filter(|alt| !alt.trim().is_empty());
    let new = NewFile { name, size_bytes, media_type: kind, alt };
    let limits = incoming::limits(&ctx.config.files);
    let begun = ctx.db.write(async |tx| files::begin(tx, &member.principal, new, limits).await).await?;
    incoming::finish(ctx, &member.principal, begun, &upload).await?;
    Ok(files::find(&ctx.db, begun).await?)
}

fn too_large(ctx: &Ctx) -> impl Fn(Error) -> Problem {
    let megabytes = ctx.config.files.size_bytes_max / 1_000_000;
    move |error| match error {
        Error::Conflict(_) => {
            Error::from(domain::FieldError::new("file", "error-file-too-large").with("max", megabytes)).into()
        }
        other => other.into(),
    }
}

/// Removes what is left of it, however this ends.
struct Spare(PathBuf);

impl Drop for Spare {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
