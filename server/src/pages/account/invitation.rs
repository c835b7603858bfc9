//! `/invitation/{secret}`: somebody for whom an account was made chooses a password.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::Form;
use domain::accounts::{Account, check_who, invite};
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
        GET "/invitation/{secret}" Anyone => show;
        POST "/invitation/{secret}" Anyone body 16_000 => accept;
    }
}

const LABELS: [(&str, &str); 2] = [("name", "account-name"), ("password", "account-password")];

#[derive(Deserialize)]
struct Accepted {
    name: String,
    password: String,
}

#[derive(Template)]
#[template(path = "account/invitation.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    called: String,
    email: String,
}

async fn show(State(ctx): State<Ctx>, Path(secret): Path<String>, shell: Shell) -> Result<Response> {
    match find(&ctx, &secret, &shell).await? {
        Ok(account) => {
            let errors = FormErrors::default();
            let view = View { shell, errors, called: account.name, email: account.email };
            Ok(Html(view.render()?).into_response())
        }
        Err(page) => Ok(page),
    }
}

async fn find(ctx: &Ctx, secret: &str, shell: &Shell) -> Result<Result<Account, Response>> {
    let found = match link::read(secret) {
        Ok(secret) => invite::find(&ctx.db, &secret).await,
        Err(error) => Err(error),
    };
    link::or_gone(found, shell, Instead::AskAdministrator)
}

async fn accept(
    State(ctx): State<Ctx>,
    Path(secret): Path<String>,
    Caller(from): Caller,
    shell: Shell,
    Form(form): Form<Accepted>,
) -> Result<Response> {
    let account = match find(&ctx, &secret, &shell).await? {
        Ok(account) => account,
        Err(page) => return Ok(page),
    };
    let done = async {
        let about = [form.name.as_str(), &account.email, &shell.organisation];
        let password = ctx.passwords.accept("password", &form.password, &about).await;
        let ((), password) = both(check_who(&form.name, None), password)?;
        let secret = link::read(&secret)?;
        ctx.db.write(async |tx| invite::accept(tx, &secret, &form.name, &password, &from).await).await
    };
    match done.await {
        Ok(session) => enter(&ctx, &session, "/").await,
        Err(error) => {
            let (called, email) = (form.name, account.email);
            Refused::new(shell.t, error, &LABELS)?
                .show(|errors| View { shell, errors, called, email }.render())
        }
    }
}
