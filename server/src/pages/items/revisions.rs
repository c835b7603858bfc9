//! `…/revisions`: what was said before, and what changed.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use domain::items::Piece;
use domain::items::revisions::{self, Beside, Change, Part, Revision};
use domain::people::faces;
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::piece;
use crate::error::Result;
use crate::extract::Visitor;
use crate::i18n::{Moment, Texts};
use crate::pages::face::FaceView;
use crate::pages::files::list;
use crate::pages::shell::Shell;
use crate::state::Ctx;
use domain::Principal;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/items/{id}/revisions" Anyone => of_item;
        GET "/comments/{id}/revisions" Anyone => of_comment;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// The later of the two texts that are compared; the one that stands where it says nothing.
    version: String,
    view: String,
}

#[derive(Template)]
#[template(path = "items/revisions.html")]
struct View {
    shell: Shell,
    path: String,
    rows: Vec<Row>,
    chosen: i64,
    /// Two columns instead of one text.
    is_side_by_side: bool,
    title: Vec<Passage>,
    body: Vec<Passage>,
    files: Vec<FileRow>,
}

/// A file that stood beside one of the two texts.
struct FileRow {
    name: String,
    size: String,
    change: &'static str,
}

struct Row {
    href: String,
    face: FaceView,
    when: Moment,
    is_current: bool,
    is_chosen: bool,
}

async fn of_item(
    State(ctx): State<Ctx>,
    shell: Shell,
    Visitor(principal): Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    show(&ctx, shell, &principal, piece::item(&id)?, asked).await
}

async fn of_comment(
    State(ctx): State<Ctx>,
    shell: Shell,
    Visitor(principal): Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    show(&ctx, shell, &principal, piece::comment(&id)?, asked).await
}

async fn show(
    ctx: &Ctx,
    shell: Shell,
    principal: &Principal,
    piece: Piece,
    asked: Asked,
) -> Result<Html<String>> {
    let all = revisions::list(&ctx.db, principal, piece).await?;
    let newest = all.first().map_or(0, |revision| revision.version);
    let after = revisions::pick(&all, asked.version.parse().unwrap_or(newest))?;
    let before = all.iter().find(|revision| revision.version < after.version).unwrap_or(after);
    let faces = faces(&ctx.db, principal, all.iter().map(|revision| revision.editor_id)).await?;
    let (t, path) = (shell.t, piece::path(piece));
    let row = |revision: &Revision| Row {
        href: format!("{path}/revisions?version={}", revision.version),
        face: FaceView::of(t, &faces, revision.editor_id),
        when: t.moment(revision.written_at, ctx.clock.now()),
        is_current: revision.version == newest,
        is_chosen: revision.version == after.version,
    };
    let view = View {
        rows: all.iter().map(row).collect(),
        chosen: after.version,
        is_side_by_side: asked.view == "beside",
        title: difference(&before.title, &after.title),
        body: difference(&before.body, &after.body),
        files: files(t, &before.files, &after.files),
        path,
        shell,
    };
    Ok(Html(view.render()?))
}

/// Those that stayed or came, then those that went.
fn files(t: Texts, before: &[Beside], after: &[Beside]) -> Vec<FileRow> {
    let row = |file: &Beside, change| FileRow {
        name: file.name.clone(),
        size: list::size_words(t, file.size_bytes),
        change,
    };
    let now = after.iter().map(|file| row(file, if before.contains(file) { "same" } else { "added" }));
    let gone = before.iter().filter(|file| !after.contains(file)).map(|file| row(file, "removed"));
    now.chain(gone).collect()
}

/// A part of a difference as the templates show it.
struct Passage {
    change: &'static str,
    text: String,
}

fn difference(before: &str, after: &str) -> Vec<Passage> {
    let shown = |part: Part| Passage {
        change: match part.change {
            Change::Same => "same",
            Change::Added => "added",
            Change::Removed => "removed",
        },
        text: part.text,
    };
    revisions::difference(before, after).into_iter().map(shown).collect()
}
