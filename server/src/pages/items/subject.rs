//! `/subjects?uri=…`: everything about a subject, and following it.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::concepts;
use domain::items::lists::Scope;
use domain::items::signs;
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::lists::{self, Page};
use crate::error::{Problem, Result};
use crate::extract::{Member, Visitor};
use crate::i18n::Language;
use crate::notice;
use crate::pages::shell::Shell;
use crate::pages::subjects;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/subjects" Anyone => show;
        POST "/subjects/follow" Member body 4_000 => follow;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    uri: String,
    after: String,
}

#[derive(Template)]
#[template(path = "items/subject.html")]
struct View {
    shell: Shell,
    uri: String,
    name: String,
    is_followed: bool,
    is_signed_in: bool,
    people: String,
    page: Page,
}

async fn show(
    State(ctx): State<Ctx>,
    shell: Shell,
    Visitor(principal): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let t = shell.t;
    let found = concepts::list(&ctx.db, std::slice::from_ref(&asked.uri)).await?;
    let concept = found.into_iter().next().ok_or_else(Problem::not_found)?;
    let name = if t.language() == Language::Nl { concept.label_nl } else { concept.label_en };
    let scope = Scope::Subject(asked.uri.clone());
    let path = subjects::path(&asked.uri);
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", &name).finish();
    let view = View {
        is_followed: signs::follows_subject(&ctx.db, &principal, &asked.uri).await?,
        is_signed_in: principal.member().is_some(),
        people: format!("/people?{query}"),
        page: lists::page(&ctx, t, &principal, &scope, None, &path, &asked.after).await?,
        uri: asked.uri,
        name,
        shell,
    };
    Ok(Html(view.render()?))
}

#[derive(Deserialize)]
struct Switched {
    uri: String,
    on: String,
}

async fn follow(State(ctx): State<Ctx>, member: Member, Form(switched): Form<Switched>) -> Result<Response> {
    let found = concepts::list(&ctx.db, std::slice::from_ref(&switched.uri)).await?;
    let concept = found.first().ok_or_else(Problem::not_found)?;
    let is_on = switched.on == "yes";
    ctx.db.write(async |tx| signs::follow_subject(tx, &member.principal, &concept.uri, is_on).await).await?;
    let key = if is_on { "items-notice-subject" } else { "items-notice-subject-off" };
    Ok(notice::then(&subjects::path(&concept.uri), key))
}
