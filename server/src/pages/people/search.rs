//! `/people`: finding a colleague. The same address answers a whole page, and for htmx the part below the field.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};
use domain::people::reading::What;
use domain::people::saved::NAME_CHARS_MAX;
use domain::people::{self, Availability, FieldKey, Value};
use federation::route::Route;
use federation::routes;
use search::{Filters, Near, PeopleFound, PeopleQuery};

use super::filters::{Choice, Panel};
use super::question::Question;
use super::results::{Results, Row};
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::pages::shell::Shell;
use crate::pages::subjects::{self, SubjectLink};
use crate::state::Ctx;

/// Colleagues who gladly help, shown before anything is asked.
const HELPERS: usize = 6;
/// Subjects to begin with.
const SUBJECTS: usize = 12;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/people" Member => search;
    }
}

#[derive(Template)]
#[template(path = "people/search.html")]
struct Page {
    shell: Shell,
    is_administrator: bool,
    question: Question,
    answer: Answer,
}

#[derive(Template)]
#[template(path = "people/_partial.html")]
struct Partial {
    t: Texts,
    is_administrator: bool,
    organisation: String,
    question: Question,
    answer: Answer,
}

/// What stands below the field.
struct Answer {
    total: u32,
    results: Results,
    panel: Panel,
    start: Option<Start>,
    /// The subject that is called as was asked.
    subject: Option<SubjectLink>,
    /// When nobody is found: subjects that begin as what was typed does.
    similar: Vec<SubjectLink>,
}

/// Before anything is asked: where one may begin.
struct Start {
    subjects: Vec<Subject>,
    helpers: Vec<Row>,
}

struct Subject {
    words: String,
    href: String,
}

impl Answer {
    /// What a screen reader hears after typing.
    fn announcement(&self) -> &str {
        if self.start.is_some() { "" } else { &self.results.heading }
    }

    /// A directory without people, rather than a question without an answer.
    fn is_nobody_here(&self, question: &Question) -> bool {
        let is_whole = question.is_empty() && question.page == 0 && !self.results.is_by_name;
        is_whole && self.results.people.is_empty()
    }

    /// What this question is called when it is kept: its words, or what was chosen.
    fn name(&self, question: &Question) -> String {
        let chosen = self.panel.chosen.iter().map(|chosen| chosen.words.as_str());
        let words = std::iter::once(question.text.as_str()).filter(|text| !text.is_empty()).chain(chosen);
        words.collect::<Vec<_>>().join(", ").chars().take(NAME_CHARS_MAX).collect()
    }

    /// Says what was searched when nobody was found.
    fn nobody(t: &Texts, question: &Question) -> String {
        match question.text.as_str() {
            "" => t.get("people-nobody"),
            text => t.with("people-nobody-for", [("text", text)]),
        }
    }
}

async fn search(
    State(ctx): State<Ctx>,
    shell: Shell,
    member: Member,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response> {
    let question = Question::read(query.as_deref().unwrap_or_default());
    let t = shell.t;
    let found = find(&ctx, &member, &question).await?;
    let panel = Panel::new(&ctx.db, t, &question, &found).await?;
    let start = start(&ctx, t, &member, &question, &panel).await?;
    let is_nobody = found.people.is_empty();
    let answer = Answer {
        total: found.total,
        results: Results::new(t, &question, &found),
        panel,
        start,
        subject: subjects::named(&ctx, t, &question.text),
        similar: if is_nobody { subjects::similar(&ctx, t, &question.text) } else { Vec::new() },
    };
    let is_administrator = shell.is_administrator();
    if headers.contains_key("hx-request") {
        let part =
            Partial { t, is_administrator, organisation: shell.organisation, question, answer }.render()?;
        return Ok(
            ([(header::CACHE_CONTROL, "no-store"), (header::VARY, "hx-request")], Html(part)).into_response()
        );
    }
    let page = Page { shell, is_administrator, question, answer }.render()?;
    Ok(([(header::VARY, "hx-request")], Html(page)).into_response())
}

/// One page of the answer, counted: how much the searcher read, and who was found.
pub(crate) async fn find(ctx: &Ctx, member: &Member, question: &Question) -> Result<PeopleFound> {
    let now = ctx.clock.now();
    ctx.reading.take(&member.principal, What::Search, now)?;
    let query = question.to_engine(near(ctx, member, question).await?);
    let found = ctx.people.search(&member.principal, query).await?;
    if !question.is_empty() && question.page == 0 {
        ctx.sightings.note(member.person_id, found.people.iter().map(|person| person.view.id), now);
    }
    Ok(found)
}

/// The searcher's own organisation and town, when he wants those first.
async fn near(ctx: &Ctx, member: &Member, question: &Question) -> Result<Option<Near>> {
    if !question.is_near {
        return Ok(None);
    }
    let me = people::find(&ctx.db, member.person_id).await?;
    let place = me.profile.fields.get(&FieldKey::Place).map(|entry| &entry.value);
    let place = if let Some(Value::Text(place)) = place { place.clone() } else { String::new() };
    Ok(Some(Near { organisation: Some(me.organisation_id.0), place }))
}

async fn start(
    ctx: &Ctx,
    t: Texts,
    member: &Member,
    question: &Question,
    panel: &Panel,
) -> Result<Option<Start>> {
    if !question.is_empty() || question.page > 0 || panel.groups.is_empty() {
        return Ok(None);
    }
    let filters = Filters { availability: vec![Availability::Open], ..Filters::default() };
    let helpers = PeopleQuery { filters, limit: HELPERS, ..question.to_engine(None) };
    let helpers = ctx.people.search(&member.principal, helpers).await?;
    let helpers = helpers.people.iter().map(|person| Row::new(t, question, person)).collect();
    let subject = |choice: &Choice| Subject {
        href: Question { text: choice.words.clone(), ..Question::default() }.href(),
        words: choice.words.clone(),
    };
    Ok(Some(Start { subjects: panel.options("skill").take(SUBJECTS).map(subject).collect(), helpers }))
}
