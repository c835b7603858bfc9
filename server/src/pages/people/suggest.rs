//! `/people/suggestions`: what may be meant by what somebody typed so far, as a list below the field.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use domain::people::reading::What;
use federation::route::Route;
use federation::routes;
use search::{Filters, SuggestedOrganisation, SuggestedSubject, Suggestions};
use serde::Deserialize;

use super::card::Card;
use super::question::Question;
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::{Language, Texts};
use crate::pages::shell::Shell;
use crate::pages::subjects;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/people/suggestions" Member => suggest;
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    pub q: String,
}

#[derive(Template)]
#[template(path = "people/_suggestions.html")]
struct Part {
    t: Texts,
    count: usize,
    people: Vec<Card>,
    subjects: Vec<SubjectOption>,
    organisations: Vec<OrganisationOption>,
}

/// A subject in the reader's language.
pub(crate) struct SubjectOption {
    pub name: String,
    /// The name that was typed the beginning of, when it is another one.
    pub also: Option<String>,
    pub href: String,
}

/// An organisation leads to its people.
pub(crate) struct OrganisationOption {
    pub name: String,
    pub count: Option<u32>,
    pub href: String,
}

impl SubjectOption {
    pub fn new(t: Texts, found: &SuggestedSubject) -> Self {
        let name = if t.language() == Language::Nl { &found.nl } else { &found.en };
        Self {
            also: (found.by != *name).then(|| found.by.clone()),
            href: subjects::path(&found.uri),
            name: name.clone(),
        }
    }
}

impl OrganisationOption {
    pub fn new(found: &SuggestedOrganisation) -> Self {
        let filters = Filters { organisations: vec![found.id.0], ..Filters::default() };
        Self {
            name: found.name.clone(),
            count: found.count,
            href: Question { filters, ..Question::default() }.href(),
        }
    }
}

async fn suggest(
    State(ctx): State<Ctx>,
    member: Member,
    Shell { t, .. }: Shell,
    Query(typed): Query<Typed>,
) -> Result<Response> {
    let found = suggestions(&ctx, &member, &typed.q).await?;
    let part = Part {
        t,
        count: found.len(),
        people: found.people.iter().map(|view| Card::new(t, view)).collect(),
        subjects: found.subjects.iter().map(|one| SubjectOption::new(t, one)).collect(),
        organisations: found.organisations.iter().map(OrganisationOption::new).collect(),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Html(part.render()?)).into_response())
}

/// The same for the page and for programs, and counted together.
pub(crate) async fn suggestions(ctx: &Ctx, member: &Member, typed: &str) -> Result<Suggestions> {
    ctx.reading.take(&member.principal, What::Names, ctx.clock.now())?;
    Ok(ctx.people.suggest(&member.principal, typed).await?)
}
