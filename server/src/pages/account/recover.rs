//! `/forgot` and `/reset/{secret}`: a new password by way of the mailbox.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::{CookieJar, Form};
use domain::accounts::{Account, recover};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::link::{self, Instead};
use super::sign_up::Told;
use crate::error::Result;
use crate::extract::Caller;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::shell::Shell;
use crate::state::Ctx;
use crate::{cookies, notice};

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/forgot" Anyone => show;
        POST "/forgot" Anyone body 4_000 => ask;
        GET "/forgot/sent" Anyone => sent;
        GET "/reset/{secret}" Anyone => show_reset;
        POST "/reset/{secret}" Anyone body 16_000 => reset;
    }
}

#[derive(Template)]
#[template(path = "account/forgot.html")]
struct ForgotView {
    shell: Shell,
    errors: FormErrors,
    email: String,
}

#[derive(Deserialize)]
struct Forgotten {
    email: String,
}

async fn show(shell: Shell) -> Result<Html<String>> {
    Ok(Html(ForgotView { shell, errors: FormErrors::default(), email: String::new() }.render()?))
}

async fn ask(
    State(ctx): State<Ctx>,
    Caller(from): Caller,
    shell: Shell,
    Form(form): Form<Forgotten>,
) -> Result<Response> {
    let language = shell.t.tag();
    let done = ctx.db.write(async |tx| recover::request(tx, &form.email, language, &from).await).await;
    let Err(error) = done else { return Ok(Redirect::to("/forgot/sent").into_response()) };
    Refused::new(shell.t, error, &[("email", "account-email")])?
        .show(|errors| ForgotView { shell, errors, email: form.email }.render())
}

async fn sent(shell: Shell) -> Result<Html<String>> {
    let t = shell.t;
    let (title, text) = (t.get("account-sent-title"), t.get("account-forgot-sent"));
    Ok(Html(Told { shell, title, text, detail: t.get("account-sent-detail") }.render()?))
}

#[derive(Template)]
#[template(path = "account/reset.html")]
struct ResetView {
    shell: Shell,
    errors: FormErrors,
    email: String,
}

#[derive(Deserialize)]
struct Reset {
    password: String,
}

async fn show_reset(State(ctx): State<Ctx>, Path(secret): Path<String>, shell: Shell) -> Result<Response> {
    match find(&ctx, &secret, &shell).await? {
        Ok(account) => {
            let view = ResetView { shell, errors: FormErrors::default(), email: account.email };
            Ok(Html(view.render()?).into_response())
        }
        Err(page) => Ok(page),
    }
}

async fn find(ctx: &Ctx, secret: &str, shell: &Shell) -> Result<Result<Account, Response>> {
    let found = match link::read(secret) {
        Ok(secret) => recover::find(&ctx.db, &secret).await,
        Err(error) => Err(error),
    };
    link::or_gone(found, shell, Instead::ForgotAgain)
}

async fn reset(
    State(ctx): State<Ctx>,
    Path(secret): Path<String>,
    shell: Shell,
    Form(form): Form<Reset>,
) -> Result<Response> {
    let account = match find(&ctx, &secret, &shell).await? {
        Ok(account) => account,
        Err(page) => return Ok(page),
    };
    let done = async {
        let about = [account.name.as_str(), &account.email, &shell.organisation];
        let password = ctx.passwords.accept("password", &form.password, &about).await?;
        let secret = link::read(&secret)?;
        ctx.db.write(async |tx| recover::complete(tx, &secret, &password).await).await
    };
    match done.await {
        Ok(()) => {
            // This browser's session ended with all others.
            let jar = CookieJar::new().add(cookies::forget(cookies::SESSION));
            Ok((jar, notice::then("/sign-in", "account-notice-reset")).into_response())
        }
        Err(error) => Refused::new(shell.t, error, &[("password", "account-password-new")])?
            .show(|errors| ResetView { shell, errors, email: account.email }.render()),
    }
}
