//! `/setup/{secret}`: the first administrator, from the address that the server printed.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::Form;
use domain::accounts::check_who;
use domain::accounts::set_up::{self, FirstAdministrator};
use domain::both;
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::enter;
use super::link::{self, Instead};
use crate::error::Result;
use crate::extract::Caller;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/setup/{secret}" Anyone => show;
        POST "/setup/{secret}" Anyone body 16_000 => complete;
    }
}

const LABELS: [(&str, &str); 3] =
    [("name", "account-name"), ("email", "account-email"), ("password", "account-password")];

#[derive(Default, Deserialize)]
struct First {
    name: String,
    email: String,
    password: String,
}

#[derive(Template)]
#[template(path = "account/set_up.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    typed: First,
}

async fn show(State(ctx): State<Ctx>, Path(secret): Path<String>, shell: Shell) -> Result<Response> {
    if let Err(page) = find(&ctx, &secret, &shell).await? {
        return Ok(page);
    }
    let view = View { shell, errors: FormErrors::default(), typed: First::default() };
    Ok(Html(view.render()?).into_response())
}

async fn find(ctx: &Ctx, secret: &str, shell: &Shell) -> Result<Result<(), Response>> {
    let found = match link::read(secret) {
        Ok(secret) => set_up::find(&ctx.db, &secret).await,
        Err(error) => Err(error),
    };
    link::or_gone(found, shell, Instead::Restart)
}

async fn complete(
    State(ctx): State<Ctx>,
    Path(secret): Path<String>,
    Caller(from): Caller,
    shell: Shell,
    Form(first): Form<First>,
) -> Result<Response> {
    if let Err(page) = find(&ctx, &secret, &shell).await? {
        return Ok(page);
    }
    let done = async {
        let about = [first.name.as_str(), &first.email, &shell.organisation];
        let password = ctx.passwords.accept("password", &first.password, &about).await;
        let ((), password) = both(check_who(&first.name, Some(&first.email)), password)?;
        let administrator = FirstAdministrator {
            name: first.name.clone(),
            email: first.email.clone(),
            password,
            language: shell.t.tag(),
        };
        let secret = link::read(&secret)?;
        ctx.db.write(async |tx| set_up::complete(tx, &secret, &administrator, &from).await).await
    };
    match done.await {
        Ok(session) => enter(&ctx, &session, "/admin").await,
        Err(error) => Refused::new(shell.t, error, &LABELS)?
            .show(|errors| View { shell, errors, typed: first }.render()),
    }
}
