//! `/settings`: everything at a glance, and language and colours in place.

use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::{Html, Response};
use axum_extra::extract::{CookieJar, Form};
use domain::accounts::{self, Account, own, sessions, tokens};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use crate::error::Result;
use crate::extract::Member;
use crate::pages::shell::Shell;
use crate::state::Ctx;
use crate::{cookies, notice};

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/settings" Member => show;
        POST "/settings" Member body 4_000 => save;
    }
}

#[derive(Template)]
#[template(path = "settings/overview.html")]
struct View {
    shell: Shell,
    account: Account,
    sessions: usize,
    tokens: usize,
}

async fn show(State(ctx): State<Ctx>, member: Member, shell: Shell) -> Result<Html<String>> {
    let (me, id) = (&member.principal, member.account_id);
    let account = accounts::find(&ctx.db, me, id).await?;
    let sessions = sessions::list(&ctx.db, me, id).await?.len();
    let tokens = tokens::list(&ctx.db, me).await?.len();
    Ok(Html(View { shell, account, sessions, tokens }.render()?))
}

#[derive(Deserialize)]
struct Preferences {
    /// Empty: as the browser asks.
    language: String,
    /// Empty: as the device asks.
    #[serde(default)]
    scheme: String,
}

/// The account remembers, and this browser no longer has a choice of its own.
async fn save(State(ctx): State<Ctx>, member: Member, Form(chosen): Form<Preferences>) -> Result<Response> {
    let language = Some(chosen.language.as_str()).filter(|text| !text.is_empty());
    let scheme = Some(chosen.scheme.as_str()).filter(|text| !text.is_empty());
    ctx.db
        .write(async |tx| {
            own::choose_language(tx, &member.principal, language).await?;
            own::choose_scheme(tx, &member.principal, scheme).await
        })
        .await?;
    let jar = CookieJar::new().add(cookies::forget(cookies::LANGUAGE)).add(cookies::forget(cookies::SCHEME));
    Ok((jar, notice::then("/settings", "settings-notice-saved")).into_response())
}
