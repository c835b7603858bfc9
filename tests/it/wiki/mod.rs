//! The wiki of a network: pages, their history, and two people who write at the same time.

mod across;
mod branch;
mod evil;
mod house;
mod instance;
mod kept;
mod merge;
mod pages;
mod port;
mod presence;
mod presence_evil;
mod proposals;
mod remarks;
mod tree;

use domain::wiki::{self, Edit, Made, NewPage, Outcome, Page, Version};
use domain::{Db, GroupId, PageId, Principal, Result};

pub fn new_page(title: &str, parent_id: Option<PageId>, source: &str) -> NewPage {
    let (title, source) = (title.into(), source.into());
    NewPage { title, parent_id, source, summary: String::new(), patch: None, origin: None }
}

pub async fn make(db: &Db, who: &Principal, group: GroupId, new: NewPage) -> Result<PageId> {
    match db.write(async |tx| wiki::create(tx, who, group, new.clone()).await).await? {
        Made::Here(id) => Ok(id),
        Made::Sent => panic!("it was sent elsewhere"),
    }
}

/// A page that is there.
pub async fn made(db: &Db, who: &Principal, group: GroupId, title: &str, source: &str) -> Page {
    let id = make(db, who, group, new_page(title, None, source)).await.expect("a page");
    page(db, who, group, id).await
}

pub async fn page(db: &Db, who: &Principal, group: GroupId, id: PageId) -> Page {
    let wiki = wiki::enter(db, who, group).await.expect("a wiki");
    wiki::drafts::page_of(db, &wiki, id).await.expect("a page")
}

/// Saves a text written on this version of the page.
pub async fn save(db: &Db, who: &Principal, page: &Page, source: &str) -> Result<Outcome> {
    let edit = edit(page, source);
    db.write(async |tx| wiki::edit(tx, who, page.id, edit.clone()).await).await
}

pub fn edit(page: &Page, source: &str) -> Edit {
    Edit {
        base: page.head.clone(),
        source: source.into(),
        summary: "Aangevuld".into(),
        patch: None,
        after: None,
        origin: None,
    }
}

#[track_caller]
pub fn saved(outcome: Result<Outcome>) -> Version {
    match outcome.expect("an outcome") {
        Outcome::Saved(version) | Outcome::Merged(version) => version,
        other => panic!("{other:?}"),
    }
}

pub async fn text(db: &Db, who: &Principal, group: GroupId, id: PageId) -> String {
    let page = page(db, who, group, id).await;
    wiki::source_of(db, &page.head).await.unwrap().expect("a text")
}
