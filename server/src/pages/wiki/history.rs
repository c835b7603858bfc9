//! `…/history` and `…/versions/{number}`: what a page said before, who wrote it, and putting it back.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::people::faces;
use domain::wiki::{self, Edit, Page, Version, links};
use domain::{Error, Principal};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::typed::{Typed, new_patch};
use super::{address, edit, find};
use crate::error::{Problem, Result};
use crate::extract::{Member, Visitor};
use crate::i18n::{Moment, Texts};
use crate::pages::face::FaceView;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki/{slug}/history" Anyone => list;
        GET "/groups/{id}/wiki/{slug}/versions/{number}" Anyone => show;
        POST "/groups/{id}/wiki/{slug}/versions/{number}/restore" Member body 1_000 => restore;
    }
}

#[derive(Template)]
#[template(path = "wiki/history.html")]
struct List {
    shell: Shell,
    title: String,
    path: String,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
}

/// A version in the timeline.
struct Row {
    number: i64,
    href: String,
    /// What it changed, against the one it was made of.
    difference: Option<String>,
    face: FaceView,
    when: Moment,
    summary: String,
    /// The title it gave the page, where that is another than now.
    other_title: Option<String>,
    is_current: bool,
    is_merge: bool,
    is_side: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    before: String,
}

const SHOWN: i64 = 50;

async fn list(
    State(ctx): State<Ctx>,
    shell: Shell,
    Visitor(principal): Visitor,
    Path((id, slug)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let (wiki, page) = find(&ctx, &principal, &id, &slug).await?;
    let before: Option<i64> = asked.before.parse().ok();
    let versions = wiki::list_history(&ctx.db, &page, before, SHOWN).await?;
    let path = address(wiki.group_id(), &page.slug);
    let oldest = versions.last().map_or(1, |version| version.number);
    let view = List {
        title: page.title.clone(),
        rows: rows(&ctx, shell.t, &principal, &page, &path, &versions).await?,
        first: before.map(|_| format!("{path}/history")),
        next: (oldest > 1).then(|| format!("{path}/history?before={oldest}")),
        path,
        shell,
    };
    Ok(Html(view.render()?))
}

async fn rows(
    ctx: &Ctx,
    t: Texts,
    principal: &Principal,
    page: &Page,
    path: &str,
    versions: &[Version],
) -> Result<Vec<Row>> {
    let faces = faces(&ctx.db, principal, versions.iter().map(|version| version.author_id)).await?;
    let now = ctx.clock.now();
    let row = |version: &Version| Row {
        number: version.number,
        href: format!("{path}/versions/{}", version.number),
        difference: (version.number > 1).then(|| format!("{path}/difference?to={}", version.number)),
        face: FaceView::of(t, &faces, version.author_id),
        when: t.moment(version.published_at, now),
        summary: version.summary.clone(),
        other_title: (version.title != page.title).then(|| version.title.clone()),
        is_current: version.id == page.head,
        is_merge: version.merge_version.is_some(),
        is_side: version.is_side,
    };
    Ok(versions.iter().map(row).collect())
}

#[derive(Template)]
#[template(path = "wiki/version.html")]
struct Show {
    shell: Shell,
    title: String,
    path: String,
    number: i64,
    face: FaceView,
    when: Moment,
    summary: String,
    /// None: the text was erased.
    html: Option<String>,
    id: String,
    /// The version that stands.
    head: String,
    is_current: bool,
    may_restore: bool,
}

async fn show(
    State(ctx): State<Ctx>,
    shell: Shell,
    Visitor(principal): Visitor,
    Path((id, slug, number)): Path<(String, String, String)>,
) -> Result<Html<String>> {
    let (wiki, page) = find(&ctx, &principal, &id, &slug).await?;
    let version = wiki::find_version(&ctx.db, &page, numbered(&number)?).await?;
    let source = wiki::source_of(&ctx.db, &version.id).await?;
    let faces = faces(&ctx.db, &principal, [version.author_id]).await?;
    let view = Show {
        path: address(wiki.group_id(), &page.slug),
        number: version.number,
        face: FaceView::of(shell.t, &faces, version.author_id),
        when: shell.t.moment(version.published_at, ctx.clock.now()),
        html: source.map(|source| links::written(page.group_id, &source).html),
        is_current: version.id == page.head,
        may_restore: wiki::demand_write(&ctx.db, &wiki, &page).await.is_ok(),
        id: version.id.0,
        head: page.head.0,
        title: version.title,
        summary: version.summary,
        shell,
    };
    Ok(Html(view.render()?))
}

/// What is no number is no version.
pub fn numbered(text: &str) -> Result<i64> {
    text.parse().map_err(|_| Problem::not_found())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Restored {
    /// The version that stood when the button was shown.
    base: String,
}

/// Puts an earlier text back as a new version. What others wrote since the button was shown is merged like any edit.
async fn restore(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, slug, number)): Path<(String, String, String)>,
    Form(asked): Form<Restored>,
) -> Result<Response> {
    let me = &member.principal;
    let (wiki, page) = find(&ctx, me, &id, &slug).await?;
    let version = wiki::find_version(&ctx.db, &page, numbered(&number)?).await?;
    let source =
        wiki::source_of(&ctx.db, &version.id).await?.ok_or(Error::Conflict("error-page-text-gone"))?;
    let typed = Typed {
        summary: shell.t.with("wiki-restored", [("number", version.number)]),
        body: source,
        base: if asked.base.is_empty() { page.head.0.clone() } else { asked.base },
        patch: new_patch(ctx.clock.now()),
        ..Typed::default()
    };
    let edit = Edit {
        base: typed.base()?,
        source: typed.body.clone(),
        summary: typed.summary.clone(),
        patch: typed.patch(),
        after: None,
        origin: None,
    };
    let outcome = ctx.db.write(async |tx| wiki::edit(tx, me, page.id, edit.clone()).await).await?;
    edit::answer(&ctx, shell, &wiki, &page, outcome, &typed)
}
