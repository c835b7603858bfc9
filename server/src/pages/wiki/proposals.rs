//! `…/proposals`: texts that wait for somebody to read along; and whether a page asks for that.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::items::Item;
use domain::people::faces;
use domain::wiki::proposals;
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::{Frame, address, find, told};
use crate::error::Result;
use crate::extract::{Member, Visitor};
use crate::i18n::Moment;
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki/{slug}/proposals" Anyone => list;
        POST "/groups/{id}/wiki/{slug}/approval" Member body 1_000 => set_needed;
    }
}

#[derive(Template)]
#[template(path = "wiki/proposals.html")]
struct View {
    shell: Shell,
    frame: Frame,
    title: String,
    path: String,
    rows: Vec<Row>,
}

struct Row {
    title: String,
    href: String,
    face: FaceView,
    when: Moment,
    comments: i64,
}

async fn list(
    State(ctx): State<Ctx>,
    shell: Shell,
    Visitor(principal): Visitor,
    Path((id, slug)): Path<(String, String)>,
) -> Result<Html<String>> {
    let (wiki, page) = find(&ctx, &principal, &id, &slug).await?;
    let found = proposals::list_open(&ctx.db, &principal, &page).await?;
    let faces = faces(&ctx.db, &principal, found.iter().map(|item| item.author_id)).await?;
    let row = |item: &Item| Row {
        title: item.title.clone(),
        href: format!("/items/{}", item.id),
        face: FaceView::of(shell.t, &faces, item.author_id),
        when: shell.t.moment(item.published_at.unwrap_or(item.created_at), ctx.clock.now()),
        comments: item.comment_count,
    };
    let rows = found.iter().map(row).collect();
    let path = address(wiki.group_id(), &page.slug);
    Ok(Html(View { frame: Frame::new(&wiki), title: page.title, path, rows, shell }.render()?))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chosen {
    approval: String,
}

async fn set_needed(
    State(ctx): State<Ctx>,
    member: Member,
    Path((id, slug)): Path<(String, String)>,
    Form(chosen): Form<Chosen>,
) -> Result<Response> {
    let (wiki, page) = find(&ctx, &member.principal, &id, &slug).await?;
    let is_needed = chosen.approval == "yes";
    ctx.db.write(async |tx| proposals::set_needed(tx, &member.principal, page.id, is_needed).await).await?;
    Ok(notice::then(&address(wiki.group_id(), &page.slug), told(&wiki, "wiki-notice-approval")))
}
