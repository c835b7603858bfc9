//! `GET /api/v1/people`: the same search as the page, for programs; and one colleague.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use domain::people::{FieldKey, PersonView, Skill};
use domain::{Error, PersonId};
use federation::route::Route;
use federation::routes;
use search::query::REACH_MAX;
use search::{FoundPerson, PeopleFound};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::BASE;
use super::description::Operation;
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::{Language, Texts};
use crate::pages::people::filters::Panel;
use crate::pages::people::question::{PAGE, Question};
use crate::pages::people::reason::Sentence;
use crate::pages::people::search::find;
use crate::pages::people::show::opened;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/people" Token => search;
        GET "/api/v1/people/{id}" Token => show;
    }
}

pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/api/v1/people", "Find colleagues, with the reasons why")
            .query::<Asked>()
            .answers::<Found>(),
        Operation::get("/api/v1/people/{id}", "One colleague").path_parameter("id").answers::<Colleague>(),
    ]
}

/// What can be asked. `Question` reads it, as forgivingly as the page's address; this describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query string for the document")]
struct Asked {
    /// Words, in Dutch or English; typing errors and parts of words are understood.
    q: Option<String>,
    /// Ids of organisations. Values of one filter widen, different filters narrow.
    organisation: Option<Vec<String>>,
    unit: Option<Vec<String>>,
    place: Option<Vec<String>>,
    /// Addresses of concepts.
    skill: Option<Vec<String>>,
    /// Language tags.
    language: Option<Vec<String>>,
    /// `open`, `limited` or `away`.
    availability: Option<Vec<String>>,
    /// `yes`: only who can mentor.
    mentor: Option<String>,
    /// A field of an organisation's own: its id, a colon, the value in Dutch.
    field: Option<Vec<String>>,
    /// `yes`: colleagues near the owner of the token first.
    near: Option<String>,
    /// From 1; twenty people a page, at most ten pages.
    page: Option<u32>,
}

/// An answer to a search.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// How many there are, also beyond the last page.
    total: u32,
    people: Vec<Colleague>,
    /// By filter: what one may narrow to, most frequent first.
    facets: BTreeMap<&'static str, Vec<FacetValue>>,
    /// Nobody had every word; these have most of them.
    is_relaxed: bool,
    /// The index is away for a moment: only names were searched.
    is_by_name: bool,
    /// Where the next page is.
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FacetValue {
    /// As it is asked for.
    value: String,
    /// In the reader's language.
    name: String,
    /// Absent when so few that it could point at one person.
    count: Option<u32>,
    is_chosen: bool,
}

/// A colleague, as far as the owner of the token may see him.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Colleague {
    id: String,
    name: String,
    /// Where he works.
    organisation: String,
    organisation_id: String,
    /// The host name of that organisation.
    host: String,
    job_title: Option<String>,
    unit: Option<String>,
    place: Option<String>,
    ask_me_about: Option<String>,
    about: Option<String>,
    mail: Option<String>,
    telephone: Option<String>,
    /// `open`, `limited` or `away`.
    availability: Option<&'static str>,
    can_mentor: bool,
    languages: Vec<String>,
    skills: Vec<SkillName>,
    /// Why he was found, in sentences; empty where nothing was asked.
    reasons: Vec<String>,
    /// His page.
    page: String,
}

#[derive(Serialize, ToSchema)]
struct SkillName {
    /// Address of the concept.
    uri: String,
    name: String,
    /// `basic`, `skilled` or `expert`.
    level: &'static str,
}

async fn search(
    State(ctx): State<Ctx>,
    Shell { t, .. }: Shell,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Json<Found>> {
    let question = Question::read(query.as_deref().unwrap_or_default());
    let found = find(&ctx, &member, &question).await?;
    let panel = Panel::new(&ctx.db, t, &question, &found).await?;
    let origin = ctx.config.origin();
    Ok(Json(Found {
        total: found.total,
        people: found.people.iter().map(|person| Colleague::found(t, &origin, person)).collect(),
        facets: facets(&panel),
        is_relaxed: found.is_relaxed,
        is_by_name: found.is_by_name,
        next: next(&question, &found),
    }))
}

async fn show(
    State(ctx): State<Ctx>,
    Shell { t, .. }: Shell,
    member: Member,
    Path(id): Path<String>,
) -> Result<Json<Colleague>> {
    let id: PersonId = id.parse().map_err(|_| Error::NotFound)?;
    let view = opened(&ctx, &member.principal, id).await?;
    Ok(Json(Colleague::new(t, &ctx.config.origin(), &view)))
}

/// Values of all fields of an organisation's own stand under `field`, as they are asked for.
fn facets(panel: &Panel) -> BTreeMap<&'static str, Vec<FacetValue>> {
    let mut facets: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for group in &panel.groups {
        let values = group.options.iter().map(|option| FacetValue {
            value: option.value.clone(),
            name: option.words.clone(),
            count: option.count,
            is_chosen: option.is_chosen,
        });
        facets.entry(group.name).or_default().extend(values);
    }
    facets
}

fn next(question: &Question, found: &PeopleFound) -> Option<String> {
    let shown_to = (question.page + 1) * PAGE;
    let next = Question { page: question.page + 1, ..question.clone() };
    (shown_to < (found.total as usize).min(REACH_MAX)).then(|| format!("{BASE}/people?{}", next.query()))
}

impl Colleague {
    pub(super) fn found(t: Texts, origin: &str, found: &FoundPerson) -> Self {
        let sentences = found.reasons.iter().filter_map(|reason| Sentence::new(t, reason));
        Self {
            reasons: sentences.map(|sentence| sentence.plain()).collect(),
            ..Self::new(t, origin, &found.view)
        }
    }

    fn new(t: Texts, origin: &str, view: &PersonView) -> Self {
        let text = |key| view.fields.text(key).map(str::to_owned);
        Self {
            id: view.id.to_string(),
            name: view.name.clone(),
            organisation: view.organisation.clone(),
            organisation_id: view.organisation_id.to_string(),
            host: view.host.clone(),
            job_title: text(FieldKey::JobTitle),
            unit: text(FieldKey::Unit),
            place: text(FieldKey::Place),
            ask_me_about: text(FieldKey::AskMeAbout),
            about: text(FieldKey::About),
            mail: text(FieldKey::Mail),
            telephone: text(FieldKey::Telephone),
            availability: view.fields.availability().map(|availability| availability.as_str()),
            can_mentor: view.fields.flag(FieldKey::CanMentor),
            languages: view.fields.languages().to_vec(),
            skills: view.fields.skills().iter().map(|skill| SkillName::new(t, skill)).collect(),
            reasons: Vec::new(),
            page: format!("{origin}/people/{}", view.id),
        }
    }
}

impl SkillName {
    fn new(t: Texts, skill: &Skill) -> Self {
        let name = match t.language() {
            Language::Nl => &skill.nl,
            Language::En => &skill.en,
        };
        Self { uri: skill.uri.clone(), name: name.clone(), level: skill.level.as_str() }
    }
}
