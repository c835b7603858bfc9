//! `GET /api/v1/people/suggestions`: what the page offers below its search field while somebody types.

use axum::Json;
use axum::extract::{Query, State};
use federation::route::Route;
use federation::routes;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::description::Operation;
use crate::error::Result;
use crate::extract::Member;
use crate::pages::people::suggest::{OrganisationOption, SubjectOption, Typed, suggestions};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/people/suggestions" Token => suggest;
    }
}

pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/api/v1/people/suggestions", "Colleagues, subjects and organisations that begin so")
            .query::<Asked>()
            .answers::<Suggested>(),
    ]
}

/// What can be asked.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query string for the document")]
struct Asked {
    /// The beginning of a name: two letters for colleagues, three for subjects and organisations. Typing errors are forgiven when
    /// nothing begins so.
    q: Option<String>,
}

/// What may be meant. Each list is short, best first.
#[derive(Serialize, ToSchema)]
pub struct Suggested {
    people: Vec<SuggestedPerson>,
    subjects: Vec<SuggestedTopic>,
    organisations: Vec<SuggestedEmployer>,
}

#[derive(Serialize, ToSchema)]
struct SuggestedPerson {
    id: String,
    name: String,
    organisation: String,
    /// The profile.
    page: String,
}

#[derive(Serialize, ToSchema)]
struct SuggestedTopic {
    /// Address of the concept.
    uri: String,
    /// In the reader's language.
    name: String,
    /// The name that was typed the beginning of, when it is another one.
    also: Option<String>,
    page: String,
}

#[derive(Serialize, ToSchema)]
struct SuggestedEmployer {
    id: String,
    name: String,
    /// Colleagues there; absent when so few that it could point at one person.
    count: Option<u32>,
    /// The search for people who work there.
    page: String,
}

async fn suggest(
    State(ctx): State<Ctx>,
    Shell { t, .. }: Shell,
    member: Member,
    Query(typed): Query<Typed>,
) -> Result<Json<Suggested>> {
    let found = suggestions(&ctx, &member, &typed.q).await?;
    let origin = ctx.config.origin();
    let people = found.people.iter().map(|view| SuggestedPerson {
        id: view.id.to_string(),
        name: view.name.clone(),
        organisation: view.organisation.clone(),
        page: format!("{origin}/people/{}", view.id),
    });
    let subjects = found.subjects.iter().map(|one| {
        let option = SubjectOption::new(t, one);
        SuggestedTopic {
            uri: one.uri.clone(),
            name: option.name,
            also: option.also,
            page: format!("{origin}{}", option.href),
        }
    });
    let organisations = found.organisations.iter().map(|one| SuggestedEmployer {
        id: one.id.to_string(),
        name: one.name.clone(),
        count: one.count,
        page: format!("{origin}{}", OrganisationOption::new(one).href),
    });
    Ok(Json(Suggested {
        people: people.collect(),
        subjects: subjects.collect(),
        organisations: organisations.collect(),
    }))
}
