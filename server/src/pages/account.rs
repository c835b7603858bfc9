//! Accounts as their owners meet them: coming in, joining, a forgotten password.

mod confirm_email;
mod invitation;
mod link;
mod recover;
mod set_up;
mod sign_in;
mod sign_up;

use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::accounts::{Secret, sessions};
use federation::route::Route;

use super::form::local;
use crate::cookies;
use crate::error::{Problem, Result};
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    let pages = [
        sign_in::routes(),
        set_up::routes(),
        sign_up::routes(),
        invitation::routes(),
        recover::routes(),
        confirm_email::routes(),
    ];
    pages.into_iter().flatten().collect()
}

/// First-login steps; who has not done them is led there once signed in.
const ONBOARDING_DONE: i64 = 3;

/// Gives the browser its new session and leads on: to where somebody wanted to go, or to the first steps.
async fn enter(ctx: &Ctx, secret: &Secret, wanted: &str) -> Result<Response> {
    let signed_in = sessions::find(&ctx.db, secret).await?;
    let signed_in = signed_in.ok_or_else(|| Problem::internal("a session ended at once"))?;
    let jar = CookieJar::new().add(cookies::keep(cookies::SESSION, secret.expose(), None));
    let to = if signed_in.onboarding_step < ONBOARDING_DONE { "/welcome" } else { local(wanted) };
    Ok((jar, Redirect::to(to)).into_response())
}
