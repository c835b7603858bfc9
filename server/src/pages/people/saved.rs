//! `/people/saved`: the searches one keeps, and whom each found since one looked last.

use std::collections::HashMap;
use std::time::Duration;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Response};
use domain::people::reading::What;
use domain::people::saved::{self, Outcome, SavedSearch};
use domain::{PersonId, Principal, SavedSearchId};
use federation::route::Route;
use federation::routes;
use search::query::REACH_MAX;
use search::{FoundPerson, PeopleQuery};
use serde::Deserialize;

use super::question::Question;
use super::results::Row;
use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::i18n::Texts;
use crate::notice;
use crate::pages::shell::Shell;
use crate::state::Ctx;

/// Searches in one run, and its time; more wait a minute.
const RUN_AT_ONCE: i64 = 500;
const RUN_TIME_MAX: Duration = Duration::from_secs(20);
const PATH: &str = "/people/saved";

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/people/saved" Member => list;
        POST "/people/saved" Member body 8_000 => save;
        GET "/people/saved/{id}" Member => show;
        POST "/people/saved/{id}" Member body 4_000 => edit;
        POST "/people/saved/{id}/remove" Member body 2_000 => remove;
        POST "/people/saved/{id}/restore" Member body 2_000 => restore;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// What was just removed, to put it back.
    removed: String,
}

#[derive(Template)]
#[template(path = "people/saved.html")]
struct ListView {
    shell: Shell,
    rows: Vec<Kept>,
    removed: Option<SavedSearchId>,
    name_max: usize,
}

/// A search in the list.
struct Kept {
    id: SavedSearchId,
    name: String,
    /// Where it is asked again.
    href: String,
    news: Option<String>,
    is_told: bool,
    is_broad: bool,
}

impl Kept {
    fn new(t: Texts, search: SavedSearch) -> Self {
        let count = search.news.len();
        Self {
            id: search.id,
            href: Question::read(&search.query).href(),
            news: (count > 0).then(|| t.with("people-saved-news", [("count", count)])),
            name: search.name,
            is_told: search.is_told,
            is_broad: search.is_broad,
        }
    }
}

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let kept = saved::list(&ctx.db, &member.principal).await?;
    let rows = kept.into_iter().map(|search| Kept::new(shell.t, search)).collect();
    let removed = asked.removed.parse().ok();
    Ok(Html(ListView { shell, rows, removed, name_max: saved::NAME_CHARS_MAX }.render()?))
}

#[derive(Deserialize)]
struct ToSave {
    name: String,
    query: String,
}

async fn save(State(ctx): State<Ctx>, member: Member, Form(form): Form<ToSave>) -> Result<Response> {
    let (query, principal) = (to_keep(&form.query), &member.principal);
    let found = first_outcome(&ctx, &member, &query).await?;
    ctx.db.write(async |tx| saved::save(tx, principal, &form.name, &query, found.as_ref()).await).await?;
    Ok(notice::then(PATH, "people-notice-saved"))
}

/// Whom it finds as it is kept. That is a search of his like any other.
pub(crate) async fn first_outcome(ctx: &Ctx, member: &Member, query: &str) -> Result<Option<Outcome>> {
    ctx.reading.take(&member.principal, What::Search, ctx.clock.now())?;
    Ok(outcome(ctx, &member.principal, query).await?)
}

/// A query as it is kept: read, and written as our form would; empty when it asks nothing.
pub(crate) fn to_keep(query: &str) -> String {
    let question = Question { page: 0, ..Question::read(query) };
    if question.is_empty() { String::new() } else { question.query() }
}

#[derive(Template)]
#[template(path = "people/saved_one.html")]
struct OneView {
    shell: Shell,
    search: Kept,
    rows: Vec<Row>,
    heading: String,
}

/// Whom it found since one looked last; from now on one has.
async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let (id, t) = (read(&id)?, shell.t);
    let search = saved::find(&ctx.db, &member.principal, id).await?;
    let question = Question::read(&search.query);
    let news = list_news(&ctx, &member, &search, &question).await?;
    let rows: Vec<Row> = news.iter().map(|person| Row::new(t, &question, person)).collect();
    ctx.db.write(async |tx| saved::looked(tx, &member.principal, id).await).await?;
    let heading = t.with("people-saved-news", [("count", rows.len())]);
    Ok(Html(OneView { search: Kept::new(t, search), rows, heading, shell }.render()?))
}

/// Of whom a search found anew, those whom its owner may still find.
pub(crate) async fn list_news(
    ctx: &Ctx,
    member: &Member,
    search: &SavedSearch,
    question: &Question,
) -> Result<Vec<FoundPerson>> {
    if search.news.is_empty() {
        return Ok(Vec::new());
    }
    ctx.reading.take(&member.principal, What::Search, ctx.clock.now())?;
    let found = ctx.people.search(&member.principal, whole(question)).await?;
    Ok(found.people.into_iter().filter(|person| search.news.contains(&person.view.id)).collect())
}

#[derive(Deserialize)]
struct Edit {
    name: String,
    #[serde(default)]
    told: bool,
}

async fn edit(
    State(ctx): State<Ctx>,
    member: Member,
    Path(id): Path<String>,
    Form(form): Form<Edit>,
) -> Result<Response> {
    let id = read(&id)?;
    ctx.db.write(async |tx| saved::edit(tx, &member.principal, id, &form.name, form.told).await).await?;
    Ok(notice::then(PATH, "people-notice-saved-changed"))
}

async fn remove(State(ctx): State<Ctx>, member: Member, Path(id): Path<String>) -> Result<Response> {
    let id = read(&id)?;
    ctx.db.write(async |tx| saved::remove(tx, &member.principal, id).await).await?;
    Ok(notice::then(&format!("{PATH}?removed={id}"), "people-notice-saved-removed"))
}

async fn restore(State(ctx): State<Ctx>, member: Member, Path(id): Path<String>) -> Result<Response> {
    let id = read(&id)?;
    ctx.db.write(async |tx| saved::restore(tx, &member.principal, id).await).await?;
    Ok(notice::then(PATH, "people-notice-saved-restored"))
}

fn read(id: &str) -> Result<SavedSearchId> {
    id.parse().map_err(|_| Problem::not_found())
}

/// Runs what is due, each with the rights of its owner, and tells him whom it finds anew. True when more is due.
pub(crate) async fn run_due(ctx: &Ctx) -> domain::Result<bool> {
    let (began, changes) = (ctx.clock.now(), saved::changes(&ctx.db).await?);
    let due = saved::list_due(&ctx.db, began, changes, RUN_AT_ONCE).await?;
    let count = due.len();
    let is_full = i64::try_from(count).is_ok_and(|count| count == RUN_AT_ONCE);
    let mut owners = HashMap::new();
    for (done, search) in due.into_iter().enumerate() {
        if ctx.clock.now() > began.plus(RUN_TIME_MAX) {
            tracing::info!(done, count, "kept searches take long; the rest wait a minute");
            return Ok(true);
        }
        let found = match owner(ctx, &mut owners, search.person_id).await? {
            Some(owner) => outcome(ctx, &owner, &search.query).await?,
            // Whoever cannot sign in is told nothing; it is asked again when he can.
            None => None,
        };
        ctx.db.write(async |tx| saved::ran(tx, search.id, changes, found.as_ref()).await).await?;
    }
    let milliseconds = ctx.clock.now().since(began).as_millis();
    tracing::info!(count, milliseconds, "kept searches were run");
    Ok(is_full)
}

/// Who keeps a search, read once for all of his.
async fn owner(
    ctx: &Ctx,
    known: &mut HashMap<PersonId, Option<Principal>>,
    person: PersonId,
) -> domain::Result<Option<Principal>> {
    if let Some(owner) = known.get(&person) {
        return Ok(owner.clone());
    }
    let owner = match domain::accounts::principal_of(&ctx.db, person).await {
        Ok(owner) => Some(owner),
        Err(domain::Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    known.insert(person, owner.clone());
    Ok(owner)
}

/// Whom a search finds for somebody. `None` while the index is being made: then nobody knows.
pub(crate) async fn outcome(
    ctx: &Ctx,
    principal: &Principal,
    query: &str,
) -> domain::Result<Option<Outcome>> {
    let found = ctx.people.search(principal, whole(&Question::read(query))).await?;
    if found.is_by_name {
        return Ok(None);
    }
    if found.total as usize > REACH_MAX {
        return Ok(Some(Outcome::TooMany));
    }
    // Who has most of the words is no match, only the best there was.
    let people = found.people.iter().filter(|_| !found.is_relaxed).map(|person| person.view.id);
    Ok(Some(Outcome::People(people.collect())))
}

/// Every match that a search can follow, in one.
fn whole(question: &Question) -> PeopleQuery {
    PeopleQuery { offset: 0, limit: REACH_MAX, ..question.to_engine(None) }
}
