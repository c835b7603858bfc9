//! `/groups/{id}/wiki/to/titles`: titles behind `[[`, while somebody writes.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use domain::wiki::{self, links::Link};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::enter;
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki/to/titles" Member => list;
    }
}

const SHOWN: i64 = 8;

#[derive(Template)]
#[template(path = "wiki/titles.html")]
struct View {
    t: Texts,
    found: Vec<Link>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
}

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let wiki = enter(&ctx, &member.principal, &id).await?;
    let found = wiki::complete(&ctx.db, &wiki, &asked.q, SHOWN).await?;
    Ok(Html(View { t: shell.t, found }.render()?))
}
