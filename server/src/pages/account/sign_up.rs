//! `/sign-up`: asking for an account with an address of mail, then name and password behind the link in the mail.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use domain::accounts::check_who;
use domain::accounts::policy::{self, SignUpMode, SignUpPolicy};
use domain::accounts::sign_up::{self, Joined, Newcomer};
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
        GET "/sign-up" Anyone => show;
        POST "/sign-up" Anyone body 4_000 => ask;
        GET "/sign-up/sent" Anyone => sent;
        GET "/sign-up/waiting" Anyone => waiting;
        GET "/sign-up/{secret}" Anyone => show_rest;
        POST "/sign-up/{secret}" Anyone body 16_000 => complete;
    }
}

#[derive(Template)]
#[template(path = "account/sign_up.html")]
struct AskView {
    shell: Shell,
    errors: FormErrors,
    email: String,
    policy: SignUpPolicy,
}

#[derive(Deserialize)]
struct Asked {
    email: String,
}

async fn show(State(ctx): State<Ctx>, shell: Shell) -> Result<Html<String>> {
    let policy = policy::find(&ctx.db).await?;
    Ok(Html(AskView { shell, errors: FormErrors::default(), email: String::new(), policy }.render()?))
}

async fn ask(
    State(ctx): State<Ctx>,
    Caller(from): Caller,
    shell: Shell,
    Form(asked): Form<Asked>,
) -> Result<Response> {
    let language = shell.t.tag();
    let done = ctx.db.write(async |tx| sign_up::request(tx, &asked.email, language, &from).await).await;
    let Err(error) = done else { return Ok(Redirect::to("/sign-up/sent").into_response()) };
    let policy = policy::find(&ctx.db).await?;
    let refused = Refused::new(shell.t, error, &[("email", "account-email")])?;
    refused.show(|errors| AskView { shell, errors, email: asked.email, policy }.render())
}

/// What happens next, for a person who sent a form.
#[derive(Template)]
#[template(path = "account/told.html")]
pub(super) struct Told {
    pub shell: Shell,
    pub title: String,
    pub text: String,
    pub detail: String,
}

async fn sent(shell: Shell) -> Result<Html<String>> {
    let t = shell.t;
    let (title, text) = (t.get("account-sent-title"), t.get("account-sent-text"));
    Ok(Html(Told { shell, title, text, detail: t.get("account-sent-detail") }.render()?))
}

async fn waiting(shell: Shell) -> Result<Html<String>> {
    let t = shell.t;
    let (title, text) = (t.get("account-waiting-title"), t.get("account-waiting-text"));
    Ok(Html(Told { shell, title, text, detail: String::new() }.render()?))
}

#[derive(Default, Deserialize)]
struct Typed {
    name: String,
    password: String,
    #[serde(default)]
    note: String,
}

#[derive(Template)]
#[template(path = "account/join.html")]
struct JoinView {
    shell: Shell,
    errors: FormErrors,
    typed: Typed,
    email: String,
    /// An administrator decides, and may want to know who asks.
    is_approval: bool,
}

const LABELS: [(&str, &str); 3] =
    [("name", "account-name"), ("password", "account-password"), ("note", "account-note")];

async fn show_rest(State(ctx): State<Ctx>, Path(secret): Path<String>, shell: Shell) -> Result<Response> {
    match find(&ctx, &secret, &shell).await? {
        Ok(email) => {
            let (errors, typed) = (FormErrors::default(), Typed::default());
            let is_approval = is_approval(&ctx).await?;
            Ok(Html(JoinView { shell, errors, typed, email, is_approval }.render()?).into_response())
        }
        Err(page) => Ok(page),
    }
}

async fn find(ctx: &Ctx, secret: &str, shell: &Shell) -> Result<Result<String, Response>> {
    let found = match link::read(secret) {
        Ok(secret) => sign_up::find(&ctx.db, &secret).await,
        Err(error) => Err(error),
    };
    link::or_gone(found, shell, Instead::SignUpAgain)
}

async fn is_approval(ctx: &Ctx) -> Result<bool> {
    Ok(policy::find(&ctx.db).await?.mode == SignUpMode::Approval)
}

async fn complete(
    State(ctx): State<Ctx>,
    Path(secret): Path<String>,
    Caller(from): Caller,
    shell: Shell,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let email = match find(&ctx, &secret, &shell).await? {
        Ok(email) => email,
        Err(page) => return Ok(page),
    };
    let done = async {
        let about = [typed.name.as_str(), &email, &shell.organisation];
        let password = ctx.passwords.accept("password", &typed.password, &about).await;
        let ((), password) = both(check_who(&typed.name, None), password)?;
        let newcomer = Newcomer {
            name: typed.name.clone(),
            password,
            language: shell.t.tag(),
            note: typed.note.clone(),
        };
        let secret = link::read(&secret)?;
        ctx.db.write(async |tx| sign_up::complete(tx, &secret, &newcomer, &from).await).await
    };
    match done.await {
        Ok(Joined::Member(session)) => enter(&ctx, &session, "/").await,
        Ok(Joined::Waiting) => Ok(Redirect::to("/sign-up/waiting").into_response()),
        Err(error) => {
            let is_approval = is_approval(&ctx).await?;
            Refused::new(shell.t, error, &LABELS)?
                .show(|errors| JoinView { shell, errors, typed, email, is_approval }.render())
        }
    }
}
