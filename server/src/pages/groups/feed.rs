//! `/groups/{id}`: what is new in a network. Whoever is no member yet reads first what it is for.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use domain::groups::{self, Place, members};
use domain::items::lists::{self, Cursor, Scope};
use domain::items::{Item, Kind};
use domain::{GroupId, Principal, markup};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::head::{Head, Tab};
use crate::error::Result;
use crate::extract::Visitor;
use crate::i18n::Texts;
use crate::pages::id_of;
use crate::pages::items::kinds::{self, KindChoice};
use crate::pages::items::row::{self, Row};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}" Anyone => show;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    kind: String,
    after: String,
}

#[derive(Template)]
#[template(path = "groups/feed.html")]
struct View {
    shell: Shell,
    head: Head,
    introduction: String,
    rules: String,
    /// Nobody owns it any more, and this reader may.
    may_take_over: bool,
    kinds: Vec<KindChoice>,
    kind: Option<Kind>,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
}

async fn show(
    State(ctx): State<Ctx>,
    shell: Shell,
    Visitor(principal): Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let place = groups::enter(&ctx.db, &principal, id_of::<GroupId>(&id)?).await?;
    let (t, kind) = (shell.t, Kind::parse(&asked.kind));
    let tab = if kind == Some(Kind::Question) { Tab::Questions } else { Tab::News };
    let head = Head::new(t, &place, tab).for_stranger(principal.member().is_none());
    let page = page(&ctx, &principal, &place, kind, Cursor::parse(&asked.after)).await?;
    let rows = row::rows(&ctx, t, &principal, &page.items, false).await?;
    let words = &place.group.words;
    let is_guest = !place.is_member();
    let view = View {
        introduction: if is_guest { markup::to_html(&words.introduction) } else { String::new() },
        rules: if is_guest { markup::to_html(&words.rules) } else { String::new() },
        may_take_over: may_take_over(&ctx, &place).await?,
        kinds: kinds::choices(t, &head.path, kind),
        kind,
        rows,
        first: page.is_later.then(|| kinds::filter_path(&head.path, kind, None)),
        next: page.next.map(|cursor| kinds::filter_path(&head.path, kind, Some(cursor))),
        head,
        shell,
    };
    Ok(Html(view.render()?))
}

async fn may_take_over(ctx: &Ctx, place: &Place) -> Result<bool> {
    let may = place.is_moderator() && !place.is_owner() && place.group.is_local;
    Ok(may && members::is_ownerless(&ctx.db, place.group.id).await?)
}

struct Found {
    items: Vec<Item>,
    next: Option<Cursor>,
    is_later: bool,
}

/// What is pinned stands on top of the first page alone, and once.
async fn page(
    ctx: &Ctx,
    principal: &Principal,
    place: &Place,
    kind: Option<Kind>,
    after: Option<Cursor>,
) -> Result<Found> {
    if !place.sees_content() {
        return Ok(Found { items: Vec::new(), next: None, is_later: false });
    }
    let scope = Scope::Group(place.group.id);
    let listed = lists::list(&ctx.db, principal, &scope, kind, after, row::PAGE_ASKED).await?;
    let (mut items, next) = row::cut(listed, |item| item.active_at);
    let pinned = lists::list_pinned(&ctx.db, principal, place.group.id).await?;
    items.retain(|item| pinned.iter().all(|pinned| pinned.id != item.id));
    if after.is_none() {
        let fits = |item: &Item| kind.is_none_or(|kind| item.kind == kind);
        items = pinned.into_iter().filter(fits).chain(items).collect();
    }
    Ok(Found { items, next, is_later: after.is_some() })
}

impl View {
    /// What an empty tab is for.
    fn empty(&self, t: &Texts) -> (String, String) {
        match self.kind {
            Some(Kind::Question) => (t.get("groups-empty-questions"), t.get("groups-empty-questions-text")),
            Some(_) => (t.get("groups-empty-kind"), t.get("groups-empty-kind-text")),
            None => (t.get("groups-empty-news"), t.get("groups-empty-news-text")),
        }
    }

    fn new_path(&self) -> String {
        match self.kind {
            Some(kind) => format!("{}/new?kind={}", self.head.path, kind.as_str()),
            None => format!("{}/new", self.head.path),
        }
    }
}
