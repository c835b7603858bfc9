//! `/welcome/who`: who you are, filled in beforehand with what is known.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::Error;
use domain::people::FieldKey;
use federation::route::Route;
use federation::routes;

use super::{Progress, done};
use crate::error::Result;
use crate::extract::Member;
use crate::pages::form::FormErrors;
use crate::pages::profile::Own;
use crate::pages::profile::edit::{accept_clashes, form_errors, store, tell};
use crate::pages::profile::rows::{self, Control, Row};
use crate::pages::profile::typed::{Slot, Typed};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/welcome/who" Member => show;
        POST "/welcome/who" Member body 30_000 => save;
        POST "/welcome/who/skip" Member => skip;
    }
}

const SLOTS: [Slot; 4] =
    [Slot::Name, Slot::Field(FieldKey::JobTitle), Slot::Field(FieldKey::Unit), Slot::Field(FieldKey::Place)];

#[derive(Template)]
#[template(path = "welcome/who.html")]
struct View {
    shell: Shell,
    progress: Progress,
    rows: Vec<Row>,
    errors: FormErrors,
}

impl View {
    fn new(shell: Shell, own: &Own, typed: &Typed, errors: FormErrors) -> Self {
        let row = |slot: &Slot| rows::row(shell.t, &own.definitions, typed, *slot);
        // Who sees what comes at the third step.
        let rows = SLOTS.iter().filter_map(row).map(|row| Row { audience: None, ..row });
        Self { progress: Progress::at(shell.t, 1), rows: rows.collect(), errors, shell }
    }
}

async fn show(State(ctx): State<Ctx>, member: Member, shell: Shell) -> Result<Html<String>> {
    let own = Own::load(&ctx, &member).await?;
    let typed = Typed::of(&own.person, &SLOTS);
    Ok(Html(View::new(shell, &own, &typed, FormErrors::default()).render()?))
}

async fn save(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let own = Own::load(&ctx, &member).await?;
    let mut typed = Typed(pairs);
    typed.keep_audiences(&own.person, &SLOTS);
    match store(&ctx, &member, &typed, &SLOTS).await {
        Ok(()) => {
            done(&ctx, &member, 1).await?;
            Ok(Redirect::to("/welcome/knowledge").into_response())
        }
        Err(Error::Invalid(errors)) => {
            let now = Own::load(&ctx, &member).await?;
            let clashes = accept_clashes(&mut typed, &errors, &now);
            let mut view = View::new(shell, &now, &typed, FormErrors::default());
            tell(view.shell.t, view.rows.iter_mut(), &clashes, &now);
            view.errors = form_errors(view.shell.t, &errors, &now);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(view.render()?)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn skip(State(ctx): State<Ctx>, member: Member) -> Result<Redirect> {
    done(&ctx, &member, 1).await?;
    Ok(Redirect::to("/welcome/knowledge"))
}
