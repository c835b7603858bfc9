//! What the editor asks while somebody writes: how it will look, and who is meant. Both answer with a part of a page.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::Html;
use domain::markup::{self, Advice};
use domain::people::reading::What;
use domain::people::{self, PersonView};
use domain::{Error, concepts};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::marks::Origin;
use super::people::card::Card;
use super::shell::Shell;
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::{Language, Texts};
use crate::state::Ctx;

/// More would be a list to read rather than a name to pick.
const MENTIONS_SHOWN: i64 = 8;
const SUBJECTS_SHOWN: i64 = 8;
const TYPED_CHARS_MAX: usize = 100;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/preview" Member body 200_000 => preview;
        GET "/mentions" Member => mentions;
        GET "/subjects/suggest" Member => subjects;
    }
}

#[derive(Debug, Deserialize)]
struct Written {
    #[serde(default)]
    text: String,
}

#[derive(Template)]
#[template(path = "editor/preview.html")]
struct Preview {
    t: Texts,
    html: String,
    advice: Vec<String>,
}

async fn preview(shell: Shell, Form(written): Form<Written>) -> Result<Html<String>> {
    // A long text takes longer than others who wait for an answer should notice.
    let read = move || (markup::to_html(&written.text), markup::bad_practice(&written.text));
    let (html, advice) = tokio::task::spawn_blocking(read)
        .await
        .map_err(|broken| Error::internal(format!("reading a text broke off: {broken}")))?;
    let t = shell.t;
    let advice = advice.iter().map(|advice| sentence(t, advice)).collect();
    Ok(Html(Preview { t, html, advice }.render()?))
}

/// What an author can do about it.
pub(super) fn sentence(t: Texts, advice: &Advice) -> String {
    match advice {
        Advice::ImageWithoutText { address } => {
            t.with("editor-advice-image", [("address", address.as_str())])
        }
        Advice::HeadingSkipped { heading } => {
            t.with("editor-advice-heading", [("heading", heading.as_str())])
        }
        Advice::LinkSaysNothing { words } => t.with("editor-advice-link", [("words", words.as_str())]),
        Advice::LinkIsAddress { address } => t.with("editor-advice-address", [("address", address.as_str())]),
    }
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "editor/subjects.html")]
struct Subjects {
    t: Texts,
    found: Vec<String>,
}

/// Labels of the taxonomy in the reader's language that fit what is typed.
async fn subjects(
    State(ctx): State<Ctx>,
    _: Member,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let typed: String = asked.q.chars().take(TYPED_CHARS_MAX).collect();
    let found = concepts::complete(&ctx.db, &typed, SUBJECTS_SHOWN).await?;
    let name = |concept: &concepts::Concept| match shell.t.language() {
        Language::Nl => concept.label_nl.clone(),
        Language::En => concept.label_en.clone(),
    };
    let mut found: Vec<String> = found.iter().map(name).collect();
    // What begins with these letters stands before what only has a synonym that does.
    let begin = typed.trim().to_lowercase();
    found.sort_by_key(|name| !name.to_lowercase().starts_with(&begin));
    Ok(Html(Subjects { t: shell.t, found }.render()?))
}

#[derive(Template)]
#[template(path = "editor/mentions.html")]
struct Mentions {
    t: Texts,
    people: Vec<Mentioned>,
}

struct Mentioned {
    card: Card,
    /// What is put in the text: with the host behind it for who works elsewhere.
    handle: String,
}

impl Mentioned {
    fn new(t: Texts, view: &PersonView) -> Self {
        let handle =
            if view.is_local { view.handle.clone() } else { format!("{}@{}", view.handle, view.host) };
        Self { card: Card::new(t, view), handle }
    }

    fn origin(&self) -> Option<&Origin> {
        self.card.origin.as_ref()
    }
}

async fn mentions(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let typed: String = asked.q.trim().chars().take(TYPED_CHARS_MAX).collect();
    ctx.reading.take(&member.principal, What::Names, ctx.clock.now())?;
    let ids = match typed.is_empty() {
        true => Vec::new(),
        false => people::find_by_name(&ctx.db, &member.principal, &typed, MENTIONS_SHOWN).await?,
    };
    let seen = people::list_visible(&ctx.db, &member.principal, &ids).await?;
    let people = seen.iter().map(|view| Mentioned::new(shell.t, view)).collect();
    Ok(Html(Mentions { t: shell.t, people }.render()?))
}
