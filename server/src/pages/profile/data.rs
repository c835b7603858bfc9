//! `/profile/data`: what we hold about one, to take along.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use domain::people::export::export;
use federation::route::Route;
use federation::routes;

use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/profile/data" Member => show;
        GET "/profile/data/download" Member => download;
    }
}

#[derive(Template)]
#[template(path = "profile/data.html")]
struct View {
    shell: Shell,
}

async fn show(shell: Shell, _member: Member) -> Result<Html<String>> {
    Ok(Html(View { shell }.render()?))
}

async fn download(State(ctx): State<Ctx>, member: Member) -> Result<Response> {
    let export = export(&ctx.db, &member.principal, member.person_id).await?;
    let body = serde_json::to_vec_pretty(&export).map_err(Problem::internal)?;
    // The handle holds letters, digits, dots and dashes alone.
    let disposition = format!("attachment; filename=\"plein-{}.json\"", export.handle);
    let head =
        [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((head, body).into_response())
}
