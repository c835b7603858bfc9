//! The wiki of a network: reading it, writing it, keeping it in order.

mod arrange;
mod authors;
mod choices;
mod compare;
mod drafts;
mod due;
mod edit;
mod editing;
pub(crate) mod export;
mod follow;
mod history;
pub(crate) mod import;
mod merge;
mod new;
mod offers;
mod overview;
mod proposals;
mod remarks;
mod remove;
mod revise;
mod show;
mod titles;
mod tree;
mod typed;

pub(super) use compare::BlockView;
use domain::wiki::{self, Page, Wiki};
use domain::{GroupId, Principal};
use federation::route::Route;

use super::id_of;
use crate::error::Result;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    let tables = [
        arrange::routes(),
        authors::routes(),
        compare::routes(),
        drafts::routes(),
        due::routes(),
        edit::routes(),
        editing::routes(),
        follow::routes(),
        export::routes(),
        history::routes(),
        import::routes(),
        merge::routes(),
        new::routes(),
        offers::routes(),
        overview::routes(),
        proposals::routes(),
        remarks::routes(),
        remove::routes(),
        show::routes(),
        titles::routes(),
    ];
    tables.into_iter().flatten().collect()
}

/// What stands above every page of a wiki.
#[derive(Clone, Debug)]
struct Frame {
    group: String,
    /// Where the wiki is.
    path: String,
}

impl Frame {
    fn new(wiki: &Wiki) -> Self {
        Self { group: wiki.place.group.words.name.clone(), path: path(wiki.group_id()) }
    }

    /// One of its own pages.
    fn at(&self, rest: &str) -> String {
        format!("{}{rest}", self.path)
    }
}

fn path(group: GroupId) -> String {
    format!("/groups/{group}/wiki")
}

/// Where a page is.
pub(super) fn address(group: GroupId, slug: &str) -> String {
    format!("{}/{}", path(group), domain::text::percent_encoded(slug))
}

/// What was done; or that it is on its way, when the network is of elsewhere.
fn told(wiki: &Wiki, done: &'static str) -> &'static str {
    if wiki.is_here() { done } else { "wiki-notice-sent" }
}

/// Where a page is, whoever asks.
pub(super) fn page_path(page: &Page) -> String {
    address(page.group_id, &page.slug)
}

async fn enter(ctx: &Ctx, principal: &Principal, id: &str) -> Result<Wiki> {
    Ok(wiki::enter(&ctx.db, principal, id_of(id)?).await?)
}

/// A wiki with one of its pages, under whichever of its addresses.
async fn find(ctx: &Ctx, principal: &Principal, id: &str, slug: &str) -> Result<(Wiki, Page)> {
    let wiki = enter(ctx, principal, id).await?;
    let page = wiki::find(&ctx.db, &wiki, slug).await?;
    Ok((wiki, page))
}
