//! `/sign-in` and `/sign-out`.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::{CookieJar, Form};
use domain::accounts::policy;
use domain::accounts::{self, sessions};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::enter;
use crate::cookies;
use crate::error::Result;
use crate::extract::{Caller, Visitor};
use crate::pages::form::{FormErrors, Refused, local};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/sign-in" Anyone => show;
        POST "/sign-in" Anyone body 16_000 => sign_in;
        POST "/sign-out" Anyone body 4_000 => sign_out;
    }
}

const LABELS: [(&str, &str); 2] = [("email", "account-email"), ("password", "account-password")];

#[derive(Deserialize)]
struct Arrival {
    /// Where he wanted to go.
    #[serde(default, rename = "return")]
    back: String,
}

#[derive(Deserialize)]
struct SignIn {
    email: String,
    password: String,
    #[serde(default, rename = "return")]
    back: String,
}

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    email: String,
    back: String,
    /// Strangers may ask for an account.
    is_open: bool,
}

async fn show(State(ctx): State<Ctx>, Query(arrival): Query<Arrival>, shell: Shell) -> Result<Response> {
    if shell.me.is_some() {
        return Ok(Redirect::to(local(&arrival.back)).into_response());
    }
    let is_open = policy::find(&ctx.db).await?.is_open();
    let (email, back) = (String::new(), arrival.back);
    let view = View { shell, errors: FormErrors::default(), email, back, is_open };
    Ok(Html(view.render()?).into_response())
}

async fn sign_in(
    State(ctx): State<Ctx>,
    Caller(from): Caller,
    shell: Shell,
    Form(form): Form<SignIn>,
) -> Result<Response> {
    let entered =
        accounts::sign_in::sign_in(&ctx.db, &ctx.passwords, &form.email, &form.password, &from).await;
    let error = match entered {
        Ok(secret) => return enter(&ctx, &secret, &form.back).await,
        Err(error) => error,
    };
    let is_open = policy::find(&ctx.db).await?.is_open();
    let refused = Refused::new(shell.t, error, &LABELS)?;
    refused.show(|errors| View { shell, errors, email: form.email, back: form.back, is_open }.render())
}

/// Works for whoever has no session any more too: the cookie goes either way.
async fn sign_out(
    State(ctx): State<Ctx>,
    Visitor(principal): Visitor,
    Caller(from): Caller,
) -> Result<Response> {
    if let (Some(_), Some(key)) = (principal.member(), from.session) {
        ctx.db.write(async |tx| sessions::end(tx, &principal, &key).await).await?;
    }
    let jar = CookieJar::new().add(cookies::forget(cookies::SESSION));
    Ok((jar, Redirect::to("/sign-in")).into_response())
}
