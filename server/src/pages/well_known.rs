//! `/.well-known/…` and `robots.txt`: what programs look for on every site.

use std::time::Duration;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect};
use federation::route::Route;
use federation::routes;

use crate::error::{Problem, Result};
use crate::state::Ctx;

/// How long the contact below is promised to be right (RFC 9116 advises less than a year).
const PROMISED: Duration = Duration::from_secs(180 * 24 * 3600);

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/.well-known/security.txt" Anyone => security;
        GET "/.well-known/change-password" Anyone => change_password;
        GET "/robots.txt" Anyone => robots;
    }
}

/// RFC 9116. Without a contact in the configuration there is no such page, rather than a wrong one.
async fn security(State(ctx): State<Ctx>) -> Result<impl IntoResponse> {
    let contact = ctx.config.instance.contact.as_ref().ok_or_else(Problem::not_found)?;
    let expires = ctx.db.now().plus(PROMISED).to_rfc3339();
    let origin = ctx.config.origin();
    let text = format!(
        "Contact: mailto:{contact}\nExpires: {expires}\nPreferred-Languages: nl, en\n\
         Canonical: {origin}/.well-known/security.txt\n"
    );
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text))
}

/// Where password managers send people.
async fn change_password() -> Redirect {
    Redirect::to("/account/password")
}

/// Nothing of colleagues belongs in a search engine of the internet.
async fn robots() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "User-agent: *\nDisallow: /\n")
}
