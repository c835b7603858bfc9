//! `/suggestions`: networks, colleagues and questions that fit what one knows, each with why, each to be put aside.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{Html, Response};
use domain::Principal;
use domain::groups::Subject;
use domain::items::Item;
use domain::people::{self, FieldKey, Person, Skill, Value};
use domain::suggestions::{self, Kind, SuggestedGroup};
use federation::route::Route;
use federation::routes;
use search::{Filters, FoundPerson, PeopleFound, PeopleQuery};
use serde::Deserialize;
use uuid::Uuid;

use super::groups::card::Card;
use super::items::row;
use super::people::card::SkillWords;
use super::people::question::Question;
use super::people::reason::Sentence;
use super::people::results;
use super::shell::Shell;
use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::i18n::{Language, Texts};
use crate::notice;
use crate::state::Ctx;

const GROUPS: usize = 8;
const PEOPLE: usize = 8;
const QUESTIONS: i64 = 10;
/// Questions on the start page; the rest is a click away.
const QUESTIONS_AT_START: i64 = 3;
/// Colleagues with the same knowledge, in whose networks one might be at home.
const ALIKE: usize = 100;
/// Shared subjects that are named of a colleague.
const SHARED_SAID: usize = 3;
/// With more networks than this one knows the way.
const NETWORKS_FEW: i64 = 3;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/suggestions" Member => show;
        POST "/suggestions" Member body 2_000 => choose;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// What was just put aside: `group:0192…`.
    aside: String,
}

#[derive(Template)]
#[template(path = "suggestions/show.html")]
struct View {
    shell: Shell,
    has_skills: bool,
    groups: Vec<GroupRow>,
    people: Vec<results::Row>,
    questions: Vec<Waiting>,
    /// Kind and id, to bring it back.
    aside: Option<(String, String)>,
}

struct GroupRow {
    id: String,
    card: Card,
    why: String,
}

/// A question that waits for somebody like the reader.
pub(super) struct Waiting {
    pub row: row::Row,
    pub why: String,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let (t, me) = (shell.t, &member.principal);
    let person = people::find(&ctx.db, member.person_id).await?;
    let subjects = subjects(&person);
    let found = alike(&ctx, me, &subjects).await?;
    let others = found.people.iter().map(|one| one.view.id).filter(|id| *id != member.person_id);
    let others: Vec<_> = others.collect();
    let groups = suggestions::list_groups(&ctx.db, me, &subjects, &others, GROUPS).await?;
    let now = ctx.clock.now();
    let group = |one: SuggestedGroup| GroupRow {
        id: one.group.id.to_string(),
        why: why_group(t, &one),
        card: Card::new(t, &one.group, &[], now),
    };
    let dismissed = suggestions::list_dismissed(&ctx.db, me, Kind::Person).await?;
    let fresh = found
        .people
        .iter()
        .filter(|one| one.view.id != member.person_id && !dismissed.contains(&one.view.id.0));
    let view = View {
        has_skills: !subjects.is_empty(),
        groups: groups.into_iter().map(group).collect(),
        people: fresh.take(PEOPLE).map(|one| person_row(t, one, &subjects)).collect(),
        questions: waiting(&ctx, t, me, &subjects, QUESTIONS).await?,
        aside: asked.aside.split_once(':').map(|(kind, id)| (kind.to_owned(), id.to_owned())),
        shell,
    };
    Ok(Html(view.render()?))
}

/// Colleagues who know what the reader knows, as far as he may find them.
async fn alike(ctx: &Ctx, principal: &Principal, subjects: &[String]) -> Result<PeopleFound> {
    let filters = Filters { skills: subjects.to_vec(), ..Filters::default() };
    let limit = if subjects.is_empty() { 0 } else { ALIKE };
    let query = PeopleQuery { filters, limit, ..Question::default().to_engine(None) };
    Ok(ctx.people.search(principal, query).await?)
}

fn subjects(person: &Person) -> Vec<String> {
    skills(person).iter().map(|skill| skill.uri.clone()).collect()
}

fn skills(person: &Person) -> &[Skill] {
    match person.profile.fields.get(&FieldKey::Skills).map(|entry| &entry.value) {
        Some(Value::Skills(skills)) => skills,
        _ => &[],
    }
}

fn why_group(t: Texts, one: &SuggestedGroup) -> String {
    match &one.about {
        Some(subject) => t.with("suggestions-why-about", [("subject", said(t, subject))]),
        None => t.with("suggestions-why-members", [("count", one.alike)]),
    }
}

/// With what both know as the reason.
fn person_row(t: Texts, found: &FoundPerson, subjects: &[String]) -> results::Row {
    let skills = found.view.fields.skills();
    let shared = skills.iter().filter(|skill| subjects.contains(&skill.uri)).take(SHARED_SAID);
    let shared: Vec<String> = shared.map(|skill| SkillWords::new(t, skill).name).collect();
    let why = Sentence {
        icon: "badge-check",
        before: t.with("suggestions-why-person", [("subjects", all_of(t, &shared))]),
        found: Vec::new(),
        after: String::new(),
        through: String::new(),
        links: Vec::new(),
    };
    // Who took it off his list a moment ago has no reason left.
    let reasons = if shared.is_empty() { Vec::new() } else { vec![why] };
    results::Row { reasons, ..results::Row::new(t, &Question::default(), found) }
}

/// Some words as a sentence has them: the last two with "and".
fn all_of(t: Texts, words: &[String]) -> String {
    match words {
        [others @ .., last] if !others.is_empty() => {
            let others = others.join(", ");
            t.with("suggestions-why-and", [("others", others.as_str()), ("last", last.as_str())])
        }
        _ => words.concat(),
    }
}

fn said(t: Texts, subject: &Subject) -> String {
    match t.language() {
        Language::Nl => subject.nl.clone(),
        Language::En => subject.en.clone(),
    }
}

/// Questions that wait, each with the subject that the reader knows.
async fn waiting(
    ctx: &Ctx,
    t: Texts,
    principal: &Principal,
    subjects: &[String],
    limit: i64,
) -> Result<Vec<Waiting>> {
    let items = suggestions::list_questions(&ctx.db, principal, subjects, limit).await?;
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let rows = row::rows(ctx, t, principal, &items, true).await?;
    Ok(rows
        .into_iter()
        .zip(&items)
        .map(|(row, item)| Waiting { row, why: why_question(t, item, subjects) })
        .collect())
}

fn why_question(t: Texts, item: &Item, subjects: &[String]) -> String {
    let known = item.subjects.iter().find(|subject| subjects.contains(&subject.uri));
    known
        .map(|subject| t.with("suggestions-why-question", [("subject", said(t, subject))]))
        .unwrap_or_default()
}

/// For the start page: the first questions that wait, and whether the reader is in so few networks that suggestions help.
pub(super) async fn at_start(
    ctx: &Ctx,
    t: Texts,
    principal: &Principal,
    person: &Person,
) -> Result<(Vec<Waiting>, bool)> {
    let subjects = subjects(person);
    let questions = waiting(ctx, t, principal, &subjects, QUESTIONS_AT_START).await?;
    let is_new = suggestions::count_networks(&ctx.db, person.id).await? < NETWORKS_FEW;
    Ok((questions, is_new && !subjects.is_empty()))
}

#[derive(Deserialize)]
struct Choice {
    kind: String,
    id: Uuid,
    /// Brought back, rather than put aside.
    #[serde(default)]
    back: bool,
}

async fn choose(State(ctx): State<Ctx>, member: Member, Form(choice): Form<Choice>) -> Result<Response> {
    let kind = Kind::parse(&choice.kind).ok_or_else(Problem::not_found)?;
    let me = &member.principal;
    if choice.back {
        ctx.db.write(async |tx| suggestions::bring_back(tx, me, kind, choice.id).await).await?;
        return Ok(notice::then("/suggestions", "suggestions-notice-back"));
    }
    ctx.db.write(async |tx| suggestions::dismiss(tx, me, kind, choice.id).await).await?;
    let path = format!("/suggestions?aside={}:{}", kind.as_str(), choice.id);
    Ok(notice::then(&path, "suggestions-notice-aside"))
}
