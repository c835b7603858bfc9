//! Lists of items outside one network: what one keeps, what one began, what somebody wrote.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use domain::items::Kind;
use domain::items::lists::{self, Cursor, Scope};
use domain::people::faces;
use domain::{PersonId, Principal, Timestamp};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::row::{self, Row};
use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::i18n::Texts;
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/bookmarks" Member => bookmarks;
        GET "/drafts" Member => drafts;
        GET "/people/{id}/activity" Member => activity;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    after: String,
}

#[derive(Template)]
#[template(path = "items/list.html")]
struct View {
    shell: Shell,
    title: String,
    lead: String,
    back: Option<(String, String)>,
    empty_icon: &'static str,
    empty: String,
    empty_text: String,
    page: Page,
}

/// One page of a list.
pub(crate) struct Page {
    pub rows: Vec<Row>,
    pub first: Option<String>,
    pub next: Option<String>,
}

/// A page of `scope`, of one kind or all, whose other pages stand at `path`.
pub(crate) async fn page(
    ctx: &Ctx,
    t: Texts,
    principal: &Principal,
    scope: &Scope,
    kind: Option<Kind>,
    path: &str,
    after: &str,
) -> Result<Page> {
    let after = Cursor::parse(after);
    let listed = lists::list(&ctx.db, principal, scope, kind, after, row::PAGE_ASKED).await?;
    let (items, next) = row::cut(listed, |item| order(scope, item.created_at, item.active_at));
    let joint = if path.contains('?') { '&' } else { '?' };
    Ok(Page {
        rows: row::rows(ctx, t, principal, &items, true).await?,
        first: after.map(|_| path.to_owned()),
        next: next.map(|next| format!("{path}{joint}after={next}")),
    })
}

/// What a list is ordered by.
fn order(scope: &Scope, created_at: Timestamp, active_at: Timestamp) -> Timestamp {
    match scope {
        Scope::Person(_) | Scope::Drafts => created_at,
        Scope::Group(_) | Scope::Mine | Scope::Subject(_) | Scope::Bookmarks => active_at,
    }
}

async fn bookmarks(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let t = shell.t;
    let page = page(&ctx, t, &member.principal, &Scope::Bookmarks, None, "/bookmarks", &asked.after).await?;
    let view = View {
        title: t.get("items-bookmarks"),
        lead: t.get("items-bookmarks-lead"),
        back: None,
        empty_icon: "bookmark",
        empty: t.get("items-bookmarks-empty"),
        empty_text: t.get("items-bookmarks-empty-text"),
        page,
        shell,
    };
    Ok(Html(view.render()?))
}

async fn drafts(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let t = shell.t;
    let page = page(&ctx, t, &member.principal, &Scope::Drafts, None, "/drafts", &asked.after).await?;
    let view = View {
        title: t.get("items-drafts"),
        lead: t.get("items-drafts-lead"),
        back: None,
        empty_icon: "pencil",
        empty: t.get("items-drafts-empty"),
        empty_text: t.get("items-drafts-empty-text"),
        page,
        shell,
    };
    Ok(Html(view.render()?))
}

/// Whoever may not be seen has no such page; what he wrote stands in its networks.
async fn activity(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let (t, me) = (shell.t, &member.principal);
    let id: PersonId = id_of(&id)?;
    let faces = faces(&ctx.db, me, [id]).await?;
    let face = faces.get(&id).filter(|face| face.has_page).ok_or_else(Problem::not_found)?;
    let path = format!("/people/{id}/activity");
    let view = View {
        title: t.with("items-activity-of", [("name", &face.name)]),
        lead: t.get("items-activity-lead"),
        back: Some((face.name.clone(), format!("/people/{id}"))),
        empty_icon: "messages-square",
        empty: t.get("items-activity-empty"),
        empty_text: t.get("items-activity-empty-text"),
        page: page(&ctx, t, me, &Scope::Person(id), None, &path, &asked.after).await?,
        shell,
    };
    Ok(Html(view.render()?))
}
