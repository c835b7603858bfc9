//! `/groups/{id}/files`: what lies in a network, by folder.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use domain::groups;
use domain::items::kinds::file::{self, Folder, Order, SHOWN_MAX};
use domain::items::{Item, Kind};
use domain::people::faces;
use domain::{GroupId, Principal};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::head::{Head, Tab};
use crate::error::Result;
use crate::extract::Visitor;
use crate::i18n::{Moment, Texts};
use crate::pages::face::FaceView;
use crate::pages::files::list;
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/files" Anyone => show;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    folder: String,
    sort: String,
}

#[derive(Template)]
#[template(path = "groups/files.html")]
struct View {
    shell: Shell,
    head: Head,
    /// The folders above this one, from the top; then its own name.
    above: Vec<Step>,
    name: String,
    folders: Vec<Step>,
    rows: Vec<Row>,
    is_by_name: bool,
    by_name: String,
    by_newest: String,
    new_path: String,
    /// A sentence when it holds more than is shown.
    cut: Option<String>,
}

/// A folder with the way there.
struct Step {
    name: String,
    href: String,
    count: String,
}

struct Row {
    title: String,
    href: String,
    face: FaceView,
    when: Moment,
    files: Vec<list::Row>,
    edit: Option<String>,
}

async fn show(
    State(ctx): State<Ctx>,
    shell: Shell,
    Visitor(principal): Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let place = groups::enter(&ctx.db, &principal, id_of::<GroupId>(&id)?).await?;
    let t = shell.t;
    let head = Head::new(t, &place, Tab::Files).for_stranger(principal.member().is_none());
    // An address that names no folder is that of the top.
    let folder = file::check(&asked.folder).unwrap_or_default().folder;
    let order = if asked.sort == "name" { Order::Name } else { Order::Newest };
    let (all, items) = match place.sees_content() {
        true => (
            file::list_folders(&ctx.db, &principal, place.group.id).await?,
            file::list(&ctx.db, &principal, place.group.id, &folder, order).await?,
        ),
        false => (Vec::new(), Vec::new()),
    };
    let within = all.iter().filter(|one| is_within(&folder, one));
    let view = View {
        above: above(t, &head.path, &folder, order),
        name: folder.rsplit('/').next().unwrap_or_default().to_owned(),
        folders: within.map(|one| step(t, &head.path, one, order)).collect(),
        cut: (items.len() == SHOWN_MAX).then(|| t.with("files-cut", [("count", SHOWN_MAX)])),
        rows: rows(&ctx, t, &principal, &items).await?,
        is_by_name: order == Order::Name,
        by_name: address(&head.path, &folder, Order::Name),
        by_newest: address(&head.path, &folder, Order::Newest),
        new_path: new_path(&head.path, &folder),
        head,
        shell,
    };
    Ok(Html(view.render()?))
}

/// One level below.
fn is_within(folder: &str, one: &Folder) -> bool {
    let below = match folder {
        "" => Some(one.path.as_str()),
        folder => one.path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')),
    };
    below.is_some_and(|below| !below.is_empty() && !below.contains('/'))
}

fn step(t: Texts, path: &str, folder: &Folder, order: Order) -> Step {
    Step {
        name: folder.name().to_owned(),
        href: address(path, &folder.path, order),
        count: t.with("files-count", [("count", folder.count)]),
    }
}

/// From the top to the one above this.
fn above(t: Texts, path: &str, folder: &str, order: Order) -> Vec<Step> {
    if folder.is_empty() {
        return Vec::new();
    }
    let top = Step { name: t.get("files-top"), href: address(path, "", order), count: String::new() };
    let between = file::with_above(folder).filter(|above| *above != folder).map(|above| Step {
        name: above.rsplit('/').next().unwrap_or_default().to_owned(),
        href: address(path, above, order),
        count: String::new(),
    });
    std::iter::once(top).chain(between).collect()
}

/// A folder of the network whose page is at `path`.
pub(crate) fn address(path: &str, folder: &str, order: Order) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if !folder.is_empty() {
        query.append_pair("folder", folder);
    }
    if order == Order::Name {
        query.append_pair("sort", "name");
    }
    match query.finish().as_str() {
        "" => format!("{path}/files"),
        query => format!("{path}/files?{query}"),
    }
}

fn new_path(path: &str, folder: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("kind", Kind::File.as_str());
    if !folder.is_empty() {
        query.append_pair("folder", folder);
    }
    format!("{path}/new?{}", query.finish())
}

async fn rows(ctx: &Ctx, t: Texts, principal: &Principal, items: &[Item]) -> Result<Vec<Row>> {
    let faces = faces(&ctx.db, principal, items.iter().map(|item| item.author_id)).await?;
    let mut files = list::load(ctx, t, items).await?;
    let now = ctx.clock.now();
    let mut row = |item: &Item| {
        let is_mine = principal.acting_person() == Some(item.author_id);
        Row {
            title: item.title.clone(),
            href: format!("/items/{}", item.id),
            face: FaceView::of(t, &faces, item.author_id),
            when: t.moment(item.edited_at.or(item.published_at).unwrap_or(item.created_at), now),
            files: files.remove(&item.id).unwrap_or_default(),
            edit: is_mine.then(|| format!("/items/{}/edit", item.id)),
        }
    };
    Ok(items.iter().map(&mut row).collect())
}
