//! `/profile/fields/{name}`: one field of the profile, and who sees it. With script it opens in its place on the profile.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::{Audience, Error, people};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::Own;
use super::edit::{accept_clashes, form_errors, store, tell};
use super::rows::{self, Control, Row};
use super::typed::{Slot, Typed};
use crate::error::{Problem, Result};
use crate::extract::{Member, Partial};
use crate::pages::form::FormErrors;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/profile/fields/{name}" Member => show;
        POST "/profile/fields/{name}" Member body 60_000 => save;
        POST "/profile/fields/{name}/audience" Member body 4_000 => choose_audience;
    }
}

#[derive(Template)]
#[template(path = "profile/field.html")]
struct View {
    shell: Shell,
    row: Row,
    errors: FormErrors,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(name): Path<String>,
) -> Result<Html<String>> {
    let own = Own::load(&ctx, &member).await?;
    let slot = Slot::parse(&name).ok_or_else(Problem::not_found)?;
    let typed = Typed::of(&own.person, &[slot]);
    let row = rows::row(shell.t, &own.definitions, &typed, slot).ok_or_else(Problem::not_found)?;
    Ok(Html(View { shell, row, errors: FormErrors::default() }.render()?))
}

async fn save(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    partial: Partial,
    Path(name): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let slot = Slot::parse(&name).ok_or_else(Problem::not_found)?;
    let mut typed = Typed(pairs);
    match store(&ctx, &member, &typed, &[slot]).await {
        Ok(()) => Ok(partial.then("/profile", "profile-notice-saved")),
        Err(Error::Invalid(errors)) => {
            let now = Own::load(&ctx, &member).await?;
            let clashes = accept_clashes(&mut typed, &errors, &now);
            let row = rows::row(shell.t, &now.definitions, &typed, slot);
            let mut row = row.ok_or_else(Problem::not_found)?;
            tell(shell.t, [&mut row].into_iter(), &clashes, &now);
            let errors = form_errors(shell.t, &errors, &now);
            let page = View { shell, row, errors }.render()?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
struct Chosen {
    audience: String,
}

async fn choose_audience(
    State(ctx): State<Ctx>,
    member: Member,
    partial: Partial,
    Path(name): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Result<Response> {
    let Some(Slot::Field(key)) = Slot::parse(&name) else { return Err(Problem::not_found()) };
    let audience =
        Audience::parse(&chosen.audience).ok_or_else(|| Error::invalid(name.as_str(), "error-audience"))?;
    let id = member.person_id;
    ctx.db.write(async |tx| people::choose_audience(tx, &member.principal, id, key, audience).await).await?;
    Ok(partial.then("/profile", "profile-notice-audience"))
}
