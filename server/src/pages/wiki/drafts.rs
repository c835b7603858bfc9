//! `/groups/{id}/wiki/drafts/{page}`: what one wrote and did not save; and keeping it while one writes.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::PageId;
use domain::wiki::{self, drafts};
use federation::route::Route;
use federation::routes;

use super::typed::{Typed, new_patch};
use super::{Frame, address, edit, enter, path};
use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::i18n::Moment;
use crate::notice;
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki/drafts/{page}" Member => show;
        POST "/groups/{id}/wiki/drafts/{page}" Member body 1_000 => discard;
        POST "/groups/{id}/wiki/{slug}/draft" Member body 4_000_000 => keep;
    }
}

#[derive(Template)]
#[template(path = "wiki/draft.html")]
struct View {
    shell: Shell,
    frame: Frame,
    title: String,
    /// Where to go on; none where the page was deleted.
    edit: Option<String>,
    action: String,
    when: Moment,
    typed: Typed,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, page)): Path<(String, String)>,
) -> Result<Html<String>> {
    let wiki = enter(&ctx, &member.principal, &id).await?;
    let page = drafts::page_of(&ctx.db, &wiki, id_of(&page)?).await?;
    let draft = drafts::find(&ctx.db, &member.principal, page.id).await?.ok_or_else(Problem::not_found)?;
    let is_there = page.deleted_at.is_none();
    let now = ctx.clock.now();
    let view = View {
        frame: Frame::new(&wiki),
        edit: is_there.then(|| format!("{}/edit?draft=yes", address(wiki.group_id(), &page.slug))),
        action: format!("{}/drafts/{}", path(wiki.group_id()), page.id),
        title: page.title,
        when: shell.t.moment(draft.saved_at, now),
        typed: Typed { body: draft.source, patch: new_patch(now), ..Typed::default() },
        shell,
    };
    Ok(Html(view.render()?))
}

async fn discard(
    State(ctx): State<Ctx>,
    member: Member,
    Path((id, page)): Path<(String, String)>,
) -> Result<Response> {
    let wiki = enter(&ctx, &member.principal, &id).await?;
    let page: PageId = id_of(&page)?;
    ctx.db.write(async |tx| drafts::discard(tx, &member.principal, page).await).await?;
    Ok(notice::then(&path(wiki.group_id()), "wiki-notice-discarded"))
}

/// What script sends every few seconds while somebody writes.
async fn keep(
    State(ctx): State<Ctx>,
    member: Member,
    Path((id, slug)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<StatusCode> {
    let wiki: wiki::Wiki = enter(&ctx, &member.principal, &id).await?;
    let page = edit::page_of(&ctx, &wiki, &slug, &typed.page).await?;
    let base = typed.base()?;
    let (body, summary) = (&typed.body, &typed.summary);
    ctx.db.write(async |tx| drafts::keep(tx, &member.principal, page.id, &base, body, summary).await).await?;
    Ok(StatusCode::NO_CONTENT)
}
