//! `/confirm-email/{secret}`: an address of mail is proven. A button does it, since mail scanners open every link.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use domain::accounts::own;
use federation::route::Route;
use federation::routes;

use super::link::{self, Instead};
use crate::error::Result;
use crate::notice;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/confirm-email/{secret}" Anyone => show;
        POST "/confirm-email/{secret}" Anyone body 4_000 => confirm;
    }
}

#[derive(Template)]
#[template(path = "account/confirm_email.html")]
struct View {
    shell: Shell,
    email: String,
}

async fn show(State(ctx): State<Ctx>, Path(secret): Path<String>, shell: Shell) -> Result<Response> {
    let found = match link::read(&secret) {
        Ok(secret) => own::find_confirmation(&ctx.db, &secret).await,
        Err(error) => Err(error),
    };
    match link::or_gone(found, &shell, Instead::Settings)? {
        Ok(email) => Ok(Html(View { shell, email }.render()?).into_response()),
        Err(page) => Ok(page),
    }
}

async fn confirm(State(ctx): State<Ctx>, Path(secret): Path<String>, shell: Shell) -> Result<Response> {
    let done = match link::read(&secret) {
        Ok(secret) => ctx.db.write(async |tx| own::confirm_email(tx, &secret).await).await,
        Err(error) => Err(error),
    };
    match link::or_gone(done, &shell, Instead::Settings)? {
        Ok(()) => {
            let to = if shell.me.is_some() { "/settings" } else { "/sign-in" };
            Ok(notice::then(to, "account-notice-email"))
        }
        Err(page) => Ok(page),
    }
}
