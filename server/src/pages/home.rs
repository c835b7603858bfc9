//! `/`: where one begins. A stranger reads what this is; a colleague gets the search field, what still has to be done,
//! and people who know what he knows.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use domain::items::{self, Kind};
use domain::peers::{self, State as PeerState};
use domain::people::{self, Availability, FieldKey, Person, Scope, Skill, Value};
use domain::{Principal, principal};
use federation::route::Route;
use federation::routes;
use search::{Filters, PeopleQuery};
use serde::Deserialize;

use super::items::kinds::{self, KindChoice};
use super::items::lists::{self, Page};
use super::people::card::SkillWords;
use super::people::question::Question;
use super::people::results::Row;
use super::shell::Shell;
use super::suggestions::{self, Waiting};
use crate::error::Result;
use crate::extract::Visitor;
use crate::i18n::Texts;
use crate::state::Ctx;

/// Colleagues on this page; the search shows more.
const COLLEAGUES: usize = 5;
/// Own subjects that lead to a search.
const SUBJECTS: usize = 10;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/" Anyone => home;
    }
}

#[derive(Template)]
#[template(path = "home/visitor.html")]
struct Welcome {
    shell: Shell,
}

#[derive(Template)]
#[template(path = "home/start.html")]
struct Start {
    shell: Shell,
    name: String,
    todo: Vec<Todo>,
    /// Questions that wait for somebody with these subjects.
    questions: Vec<Waiting>,
    subjects: Vec<Subject>,
    /// They share a subject; without subjects of one's own, they gladly help.
    is_shared: bool,
    colleagues: Vec<Row>,
    kinds: Vec<KindChoice>,
    is_filtered: bool,
    /// What is new in one's networks and about one's subjects.
    page: Page,
}

/// What of the news is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    kind: String,
    after: String,
}

/// Something that waits for this reader, with where to do it.
struct Todo {
    icon: &'static str,
    words: String,
    href: &'static str,
    action: String,
}

struct Subject {
    words: String,
    href: String,
}

async fn home(
    State(ctx): State<Ctx>,
    shell: Shell,
    Visitor(principal): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let Some(member) = principal.member() else { return Ok(Html(Welcome { shell }.render()?)) };
    let me = people::find(&ctx.db, member.person_id).await?;
    let colleagues = colleagues(&ctx, shell.t, &principal, &me).await?;
    let kind = Kind::parse(&asked.kind);
    let path = kinds::filter_path("/", kind, None);
    let news = lists::page(&ctx, shell.t, &principal, &items::Scope::Mine, kind, &path, &asked.after).await?;
    let (questions, is_new) = suggestions::at_start(&ctx, shell.t, &principal, &me).await?;
    let mut todo = todo(&ctx, shell.t, &principal, member, &me).await?;
    if is_new {
        let words = shell.t.get("home-few-networks");
        todo.push(Todo {
            icon: "users",
            words,
            href: "/suggestions",
            action: shell.t.get("home-few-networks-look"),
        });
    }
    let page = Start {
        questions,
        kinds: kinds::choices(shell.t, "/", kind),
        is_filtered: kind.is_some(),
        page: news,
        name: me.name.split_whitespace().next().unwrap_or_default().to_owned(),
        todo,
        subjects: skills(&me).iter().take(SUBJECTS).map(|skill| Subject::new(shell.t, skill)).collect(),
        is_shared: !skills(&me).is_empty(),
        colleagues,
        shell,
    };
    Ok(Html(page.render()?))
}

/// Colleagues with one of my subjects, or who gladly help.
async fn colleagues(ctx: &Ctx, t: Texts, principal: &Principal, me: &Person) -> Result<Vec<Row>> {
    let uris: Vec<_> = skills(me).iter().map(|skill| skill.uri.clone()).collect();
    let availability = if uris.is_empty() { vec![Availability::Open] } else { Vec::new() };
    let filters = Filters { skills: uris, availability, ..Filters::default() };
    // One more, because I am among them.
    let query = PeopleQuery { filters, limit: COLLEAGUES + 1, ..Question::default().to_engine(None) };
    let found = ctx.people.search(principal, query).await?;
    let others = found.people.iter().filter(|person| person.view.id != me.id);
    Ok(others.take(COLLEAGUES).map(|person| Row::new(t, &Question::default(), person)).collect())
}

async fn todo(
    ctx: &Ctx,
    t: Texts,
    principal: &Principal,
    member: &principal::Member,
    me: &Person,
) -> Result<Vec<Todo>> {
    let mut todo = Vec::new();
    let mut add = |icon, words, href, key: &str| todo.push(Todo { icon, words, href, action: t.get(key) });
    if member.role == principal::Role::Administrator {
        let peers = peers::list(&ctx.db, principal).await?;
        let requests = peers.iter().filter(|peer| peer.state == PeerState::RequestedIn).count();
        if requests > 0 {
            add(
                "network",
                t.with("home-requests", [("count", requests)]),
                "/admin/peers",
                "home-requests-look",
            );
        }
    }
    if me.scope == Scope::None {
        add("eye", t.get("home-hidden"), "/profile/consent", "home-hidden-choose");
    }
    if skills(me).is_empty() {
        add("badge-check", t.get("home-no-skills"), "/profile/skills", "home-no-skills-add");
    }
    Ok(todo)
}

fn skills(me: &Person) -> &[Skill] {
    match me.profile.fields.get(&FieldKey::Skills).map(|entry| &entry.value) {
        Some(Value::Skills(skills)) => skills,
        _ => &[],
    }
}

impl Subject {
    fn new(t: Texts, skill: &Skill) -> Self {
        let words = SkillWords::new(t, skill).name;
        Self { href: Question { text: words.clone(), ..Question::default() }.href(), words }
    }
}
