//! `/welcome/found`: who may find you. The own organisation is proposed; nothing happens until somebody says yes.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{Html, Response};
use domain::Error;
use domain::people::{Scope, consent, find_local};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::{Progress, done};
use crate::error::Result;
use crate::extract::Member;
use crate::notice;
use crate::pages::profile::consent::{ScopeOption, options};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/welcome/found" Member => show;
        POST "/welcome/found" Member body 4_000 => choose;
        POST "/welcome/found/skip" Member => skip;
    }
}

#[derive(Template)]
#[template(path = "welcome/found.html")]
struct View {
    shell: Shell,
    progress: Progress,
    options: Vec<ScopeOption>,
}

async fn show(State(ctx): State<Ctx>, member: Member, shell: Shell) -> Result<Html<String>> {
    let person = find_local(&ctx.db, member.person_id).await?;
    let has_chosen = !consent::list(&ctx.db, &member.principal, person.id).await?.is_empty();
    let proposed = if has_chosen { person.scope } else { Scope::Organisation };
    let options = options(&ctx, shell.t, &shell.organisation, Some(proposed)).await?;
    Ok(Html(View { progress: Progress::at(shell.t, 3), options, shell }.render()?))
}

#[derive(Deserialize)]
struct Chosen {
    #[serde(default)]
    scope: String,
}

async fn choose(State(ctx): State<Ctx>, member: Member, Form(chosen): Form<Chosen>) -> Result<Response> {
    let scope = Scope::parse(&chosen.scope).ok_or_else(|| Error::invalid("scope", "error-choice"))?;
    let id = member.person_id;
    ctx.db.write(async |tx| consent::choose(tx, &member.principal, id, scope).await).await?;
    done(&ctx, &member, 3).await?;
    Ok(notice::then("/people", "welcome-notice-done"))
}

async fn skip(State(ctx): State<Ctx>, member: Member) -> Result<Response> {
    done(&ctx, &member, 3).await?;
    Ok(notice::then("/people", "welcome-notice-later"))
}
