//! `…/difference`: what changed between two versions, as one text or side by side.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use domain::Error;
use domain::items::revisions::{Change, Part};
use domain::wiki::difference::{Block, difference};
use domain::wiki::{self, Page, Version};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::history::numbered;
use super::{address, find};
use crate::error::{Problem, Result};
use crate::extract::Visitor;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki/{slug}/difference" Anyone => show;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// The earlier version; the one that the later was made of where it says nothing.
    from: String,
    /// The later version; the one that stands where it says nothing.
    to: String,
    view: String,
}

#[derive(Template)]
#[template(path = "wiki/difference.html")]
struct View {
    shell: Shell,
    title: String,
    path: String,
    from: i64,
    to: i64,
    /// Where both had another title.
    titles: Option<(String, String)>,
    is_side_by_side: bool,
    blocks: Vec<BlockView>,
    is_same: bool,
}

/// A stretch: lines that stayed, shortened, or passages that changed.
pub struct BlockView {
    pub begin: Vec<String>,
    pub between: usize,
    pub end: Vec<String>,
    pub passages: Vec<Passage>,
}

pub struct Passage {
    pub change: &'static str,
    pub text: String,
}

async fn show(
    State(ctx): State<Ctx>,
    shell: Shell,
    Visitor(principal): Visitor,
    Path((id, slug)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let (wiki, page) = find(&ctx, &principal, &id, &slug).await?;
    let (from, to) = versions(&ctx, &page, &asked).await?;
    let (before, after) = (text(&ctx, &from).await?, text(&ctx, &to).await?);
    let blocks = difference(&before, &after);
    let view = View {
        path: address(wiki.group_id(), &page.slug),
        title: page.title,
        titles: (from.title != to.title).then_some((from.title, to.title)),
        from: from.number,
        to: to.number,
        is_side_by_side: asked.view == "beside",
        is_same: before == after,
        blocks: blocks.into_iter().map(BlockView::from).collect(),
        shell,
    };
    Ok(Html(view.render()?))
}

/// The two, the earlier first however they were asked for.
async fn versions(ctx: &Ctx, page: &Page, asked: &Asked) -> Result<(Version, Version)> {
    let number = if asked.to.is_empty() { page.version_count } else { numbered(&asked.to)? };
    let to = wiki::find_version(&ctx.db, page, number).await?;
    let from = match asked.from.as_str() {
        "" => wiki::find_parent(&ctx.db, page, &to).await?.ok_or_else(Problem::not_found)?,
        from => wiki::find_version(&ctx.db, page, numbered(from)?).await?,
    };
    Ok(if from.number <= to.number { (from, to) } else { (to, from) })
}

async fn text(ctx: &Ctx, version: &Version) -> Result<String> {
    let source = wiki::source_of(&ctx.db, &version.id).await?;
    Ok(source.ok_or(Error::Conflict("error-page-text-gone"))?)
}

/// Lines of context on each side of a change.
const CONTEXT: usize = 2;

impl From<Block> for BlockView {
    fn from(block: Block) -> Self {
        match block {
            Block::Changed(parts) => Self {
                begin: Vec::new(),
                between: 0,
                end: Vec::new(),
                passages: parts.into_iter().map(Passage::from).collect(),
            },
            Block::Same(lines) if lines.len() <= 2 * CONTEXT + 1 => Self::same(lines, 0, Vec::new()),
            Block::Same(lines) => {
                let (begin, end) = (lines[..CONTEXT].to_vec(), lines[lines.len() - CONTEXT..].to_vec());
                Self::same(begin, lines.len() - 2 * CONTEXT, end)
            }
        }
    }
}

impl BlockView {
    fn same(begin: Vec<String>, between: usize, end: Vec<String>) -> Self {
        Self { begin, between, end, passages: Vec::new() }
    }
}

impl From<Part> for Passage {
    fn from(part: Part) -> Self {
        let change = match part.change {
            Change::Same => "same",
            Change::Added => "added",
            Change::Removed => "removed",
        };
        Self { change, text: part.text }
    }
}
