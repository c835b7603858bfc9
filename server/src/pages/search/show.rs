//! `/search`: everything that is published, for whoever may see it. The same address answers a whole page, and for htmx the
//! part below the field.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use domain::groups;
use domain::people::reading::What;
use federation::route::Route;
use federation::routes;
use search::published::Scope;
use search::{PeopleQuery, PublishedFound};

use super::panel::Panel;
use super::question::Question;
use crate::error::Result;
use crate::extract::{Member, Partial};
use crate::i18n::Texts;
use crate::pages::people::question::Question as PeopleQuestion;
use crate::pages::people::results::Row as PersonRow;
use crate::pages::shell::Shell;
use crate::pages::subjects::{self, SubjectLink};
use crate::state::Ctx;

/// Colleagues shown above the rest.
const COLLEAGUES: usize = 3;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/search" Member => search;
    }
}

#[derive(Template)]
#[template(path = "search/search.html")]
struct Page {
    shell: Shell,
    question: Question,
    answer: Answer,
}

#[derive(Template)]
#[template(path = "search/_partial.html")]
struct Part {
    t: Texts,
    organisation: String,
    question: Question,
    answer: Answer,
}

/// What stands below the field.
struct Answer {
    heading: String,
    is_start: bool,
    is_relaxed: bool,
    is_by_title: bool,
    panel: Panel,
    colleagues: Colleagues,
    /// The subject that is called as was asked.
    subject: Option<SubjectLink>,
    /// The way to the same question about people.
    people: String,
    first: Option<String>,
    next: Option<String>,
    everywhere: Option<String>,
}

/// Who knows of it: the first of them, and how many there are.
#[derive(Default)]
struct Colleagues {
    total: u32,
    rows: Vec<PersonRow>,
}

impl Answer {
    /// What a screen reader hears after typing.
    fn announcement(&self) -> &str {
        if self.is_start { "" } else { &self.heading }
    }

    /// Says what was searched when nothing was found.
    fn nothing(t: &Texts, question: &Question) -> String {
        match question.text.as_str() {
            "" => t.get("search-nothing"),
            text => t.with("search-nothing-for", [("text", text)]),
        }
    }

    fn title(t: &Texts, question: &Question) -> String {
        match question.text.as_str() {
            "" => t.get("search-title"),
            text => t.with("search-title-for", [("text", text)]),
        }
    }
}

async fn search(
    State(ctx): State<Ctx>,
    shell: Shell,
    member: Member,
    partial: Partial,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let question = read(&ctx, &member, query.as_deref().unwrap_or_default()).await?;
    let answer = answer(&ctx, shell.t, &member, &question).await?;
    let vary = [(header::VARY, "hx-request")];
    if partial.0 {
        let part = Part { t: shell.t, organisation: shell.organisation, question, answer }.render()?;
        return Ok((vary, [(header::CACHE_CONTROL, "no-store")], Html(part)).into_response());
    }
    Ok((vary, Html(Page { shell, question, answer }.render()?)).into_response())
}

/// A network that one may not know of is no place to look in.
pub(crate) async fn read(ctx: &Ctx, member: &Member, query: &str) -> Result<Question> {
    let question = Question::read(query);
    let Scope::Group(id) = question.scope else { return Ok(question) };
    let known = groups::list_by_id(&ctx.db, &member.principal, &[id]).await?;
    Ok(if known.is_empty() { question.within(Scope::Everything) } else { question })
}

async fn answer(ctx: &Ctx, t: Texts, member: &Member, question: &Question) -> Result<Answer> {
    let is_start = question.is_empty();
    let found = match is_start {
        true => PublishedFound::default(),
        false => ctx.published.search(&member.principal, question.to_engine()).await?,
    };
    Ok(Answer {
        heading: t.with("search-found", [("count", found.total)]),
        is_start,
        is_relaxed: found.is_relaxed,
        is_by_title: found.is_by_title,
        panel: Panel::new(&ctx.db, t, &member.principal, question, &found).await?,
        colleagues: colleagues(ctx, t, member, question).await?,
        subject: subjects::named(ctx, t, &question.text),
        people: PeopleQuestion { text: question.text.clone(), ..PeopleQuestion::default() }.href(),
        first: question.after.map(|_| question.from(None).href()),
        next: found.next.map(|next| question.from(Some(next)).href()),
        everywhere: (question.scope != Scope::Everything).then(|| question.within(Scope::Everything).href()),
    })
}

/// Where everything is looked for, colleagues come first: often one wants somebody to ask.
async fn colleagues(ctx: &Ctx, t: Texts, member: &Member, question: &Question) -> Result<Colleagues> {
    let is_wide = question.kin.is_none() && question.scope == Scope::Everything && question.after.is_none();
    if question.text.is_empty() || !question.filters.is_empty() || !is_wide {
        return Ok(Colleagues::default());
    }
    let asked = PeopleQuestion { text: question.text.clone(), ..PeopleQuestion::default() };
    // Whoever asked too much of the address book today still finds what was written.
    if ctx.reading.take(&member.principal, What::Names, ctx.clock.now()).is_err() {
        return Ok(Colleagues::default());
    }
    let query = PeopleQuery { limit: COLLEAGUES, ..asked.to_engine(None) };
    let found = ctx.people.search(&member.principal, query).await?;
    let rows = found.people.iter().map(|person| PersonRow::new(t, &asked, person)).collect();
    Ok(Colleagues { total: found.total, rows })
}
