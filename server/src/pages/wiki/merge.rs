//! `/groups/{id}/wiki/{slug}/merge`: deciding, passage by passage, what two people wrote in the same place.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::Form;
use domain::wiki::merge::{Clash, Passage};
use domain::wiki::{self, Conflict, Edit, Page, VersionId, Wiki};
use domain::{Error, FieldError};
use federation::route::Route;
use federation::routes;

use super::typed::{Typed, new_patch};
use super::{address, edit, enter};
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::pages::form::FormErrors;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/groups/{id}/wiki/{slug}/merge" Member body 8_000_000 => decide;
    }
}

/// Both texts of the conflict, what is decided so far, and what has to be.
#[derive(Template)]
#[template(path = "wiki/merge.html")]
pub struct View {
    shell: Shell,
    title: String,
    path: String,
    errors: FormErrors,
    passages: Vec<PassageView>,
    count: usize,
    /// Numbers of the two versions.
    base_number: i64,
    theirs_number: i64,
    page: String,
    base: String,
    theirs: String,
    mine: String,
    summary: String,
    patch: String,
}

/// A stretch of the text: what both agree on, or a decision.
pub struct PassageView {
    /// How it begins and ends, where both agree; with how much stands between.
    begin: Vec<String>,
    between: usize,
    end: Vec<String>,
    clash: Option<ClashView>,
}

pub struct ClashView {
    number: usize,
    name: String,
    base: String,
    theirs: String,
    mine: String,
    /// `theirs`, `mine`, `both` or `own`.
    chosen: String,
    own: String,
}

/// What was decided: one choice and one own text for each clash, by name.
type Decided = HashMap<String, String>;

impl View {
    pub fn new(
        ctx: &Ctx,
        shell: Shell,
        wiki: &Wiki,
        page: &Page,
        conflict: &Conflict,
        summary: &str,
        errors: FormErrors,
    ) -> Self {
        Self {
            title: page.title.clone(),
            path: address(wiki.group_id(), &page.slug),
            errors,
            passages: passages(conflict, &Decided::new()),
            count: conflict.merged.clashes().count(),
            base_number: conflict.base.number,
            theirs_number: conflict.theirs.number,
            page: page.id.to_string(),
            base: conflict.base.id.0.clone(),
            theirs: conflict.theirs.id.0.clone(),
            mine: conflict.mine.clone(),
            summary: summary.to_owned(),
            patch: new_patch(ctx.clock.now()),
            shell,
        }
    }

    /// Nothing was saved yet, and nothing is lost.
    pub fn answer(self) -> Result<Response> {
        Ok((StatusCode::CONFLICT, Html(self.render()?)).into_response())
    }
}

fn passages(conflict: &Conflict, decided: &Decided) -> Vec<PassageView> {
    let mut number = 0;
    let view = |passage: &Passage| match passage {
        Passage::Agreed(lines) => agreed(lines),
        Passage::Clash(clash) => {
            number += 1;
            PassageView {
                begin: Vec::new(),
                between: 0,
                end: Vec::new(),
                clash: Some(ClashView::new(number, clash, decided)),
            }
        }
    };
    conflict.merged.passages.iter().map(view).collect()
}

/// Lines of context on each side of a decision.
const CONTEXT: usize = 3;

fn agreed(lines: &[String]) -> PassageView {
    let is_short = lines.len() <= 2 * CONTEXT + 1;
    let (begin, end) =
        if is_short { (lines, &[][..]) } else { (&lines[..CONTEXT], &lines[lines.len() - CONTEXT..]) };
    let between = lines.len() - begin.len() - end.len();
    PassageView { begin: begin.to_vec(), between, end: end.to_vec(), clash: None }
}

impl ClashView {
    fn new(number: usize, clash: &Clash, decided: &Decided) -> Self {
        let name = format!("choice-{number}");
        let both = [clash.theirs.clone(), clash.mine.clone()].concat().join("\n");
        Self {
            chosen: decided.get(&name).cloned().unwrap_or_default(),
            own: decided.get(&format!("own-{number}")).cloned().unwrap_or(both),
            number,
            name,
            base: clash.base.join("\n"),
            theirs: clash.theirs.join("\n"),
            mine: clash.mine.join("\n"),
        }
    }

    fn is(&self, word: &str) -> bool {
        self.chosen == word
    }
}

async fn decide(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, slug)): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let me = &member.principal;
    let decided: Decided = fields.into_iter().collect();
    let field = |name: &str| decided.get(name).cloned().unwrap_or_default();
    let wiki = enter(&ctx, me, &id).await?;
    let page = edit::page_of(&ctx, &wiki, &slug, &field("page")).await?;
    let version =
        |name: &str| VersionId::parse(&field(name)).ok_or(Error::invalid("body", "error-page-base"));
    let (base, theirs) = (version("base")?, version("theirs")?);
    let conflict = wiki::reopen(&ctx.db, &page, &base, &theirs, &field("mine")).await?;
    let open = undecided(&conflict, &decided);
    if !open.is_empty() {
        let errors = FormErrors::placed(shell.t, &open, |name| (name.to_owned(), label(shell.t, name)));
        let view = View::new(&ctx, shell, &wiki, &page, &conflict, &field("summary"), errors);
        return View { passages: passages(&conflict, &decided), ..view }.answer();
    }
    let source = conflict.merged.resolved(|number, clash| chosen(number + 1, clash, &decided));
    let patch = field("patch").parse().ok();
    let edit = Edit {
        base: theirs,
        source: source.clone(),
        summary: field("summary"),
        patch,
        after: None,
        origin: None,
    };
    let outcome = ctx.db.write(async |tx| wiki::edit(tx, me, page.id, edit.clone()).await).await?;
    let typed = Typed { body: source, summary: field("summary"), ..Typed::default() };
    edit::answer(&ctx, shell, &wiki, &page, outcome, &typed)
}

fn undecided(conflict: &Conflict, decided: &Decided) -> Vec<FieldError> {
    let names = (1..=conflict.merged.clashes().count()).map(|number| format!("choice-{number}"));
    let is_open = |name: &String| {
        let choice = decided.get(name).map(String::as_str);
        !matches!(choice, Some("theirs" | "mine" | "both" | "own"))
    };
    names.filter(is_open).map(|name| FieldError::new(name, "error-choice")).collect()
}

/// What the list on top calls a decision.
fn label(t: Texts, name: &str) -> String {
    t.with("wiki-merge-passage", [("number", name.trim_start_matches("choice-"))])
}

fn chosen(number: usize, clash: &Clash, decided: &Decided) -> Vec<String> {
    let choice = decided.get(&format!("choice-{number}")).map(String::as_str);
    match choice {
        Some("theirs") => clash.theirs.clone(),
        Some("mine") => clash.mine.clone(),
        Some("own") => {
            let own = decided.get(&format!("own-{number}")).map(|own| own.replace("\r\n", "\n"));
            own.unwrap_or_default().split('\n').map(str::to_owned).collect()
        }
        _ => [clash.theirs.clone(), clash.mine.clone()].concat(),
    }
}
