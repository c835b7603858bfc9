//! `…/delete` and `/groups/{id}/wiki/deleted`: taking a page away, and bringing it back.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use domain::PageId;
use domain::people::faces;
use domain::wiki::{self, links};
use federation::route::Route;
use federation::routes;

use super::{Frame, address, enter, find, path};
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Moment;
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki/{slug}/delete" Member => ask;
        POST "/groups/{id}/wiki/{slug}/delete" Member body 1_000 => delete;
        GET "/groups/{id}/wiki/deleted" Member => list;
        POST "/groups/{id}/wiki/deleted/{page}" Member body 1_000 => bring_back;
    }
}

#[derive(Template)]
#[template(path = "wiki/delete.html")]
struct Ask {
    shell: Shell,
    frame: Frame,
    title: String,
    path: String,
    versions: i64,
    /// Pages that stand right under it.
    children: usize,
    /// Pages that link here.
    links: usize,
}

const LINKS_COUNTED: i64 = 1_000;

async fn ask(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, slug)): Path<(String, String)>,
) -> Result<Html<String>> {
    let (wiki, page) = find(&ctx, &member.principal, &id, &slug).await?;
    wiki::demand_write(&ctx.db, &wiki, &page).await?;
    let branch = wiki::list_branch(&ctx.db, &wiki, &page).await?;
    let view = Ask {
        frame: Frame::new(&wiki),
        path: address(wiki.group_id(), &page.slug),
        versions: page.version_count,
        children: branch.leaves.iter().filter(|leaf| leaf.parent_id == Some(page.id)).count(),
        links: links::list_here(&ctx.db, &wiki, &page, LINKS_COUNTED).await?.len(),
        title: page.title,
        shell,
    };
    Ok(Html(view.render()?))
}

async fn delete(
    State(ctx): State<Ctx>,
    member: Member,
    Path((id, slug)): Path<(String, String)>,
) -> Result<Response> {
    let (wiki, page) = find(&ctx, &member.principal, &id, &slug).await?;
    ctx.db.write(async |tx| wiki::delete(tx, &member.principal, page.id).await).await?;
    Ok(notice::then(&path(wiki.group_id()), super::told(&wiki, "wiki-notice-deleted")))
}

#[derive(Template)]
#[template(path = "wiki/deleted.html")]
struct List {
    shell: Shell,
    frame: Frame,
    rows: Vec<Row>,
}

struct Row {
    title: String,
    action: String,
    face: Option<FaceView>,
    when: Moment,
}

const DELETED_SHOWN: i64 = 200;

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let wiki = enter(&ctx, &member.principal, &id).await?;
    wiki.place.clone().require_post()?;
    let found = wiki::list_deleted(&ctx.db, &wiki, DELETED_SHOWN).await?;
    let faces = faces(&ctx.db, &member.principal, found.iter().filter_map(|page| page.deleted_by)).await?;
    let row = |page: &wiki::Deleted| Row {
        title: page.title.clone(),
        action: format!("{}/deleted/{}", path(wiki.group_id()), page.id),
        face: page.deleted_by.map(|by| FaceView::of(shell.t, &faces, by)),
        when: shell.t.moment(page.deleted_at, ctx.clock.now()),
    };
    let rows = found.iter().map(row).collect();
    Ok(Html(List { frame: Frame::new(&wiki), rows, shell }.render()?))
}

async fn bring_back(
    State(ctx): State<Ctx>,
    member: Member,
    Path((id, page)): Path<(String, String)>,
) -> Result<Response> {
    let wiki = enter(&ctx, &member.principal, &id).await?;
    let page: PageId = id_of(&page)?;
    let slug = ctx.db.write(async |tx| wiki::bring_back(tx, &member.principal, page).await).await?;
    let to = if wiki.is_here() { address(wiki.group_id(), &slug) } else { path(wiki.group_id()) };
    Ok(notice::then(&to, super::told(&wiki, "wiki-notice-brought-back")))
}
