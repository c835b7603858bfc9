//! Doing what the plan says: all of it in one transaction.

use std::collections::HashMap;

use super::enclosed::{self, Enclosed};
use super::folder::Folder;
use super::plan::{Existing, Fate, Plan, plan};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::files::FILES_PER_ITEM_MAX;
use crate::ids::{FileId, GroupId, PageId};
use crate::principal::Principal;
use crate::wiki::{Edit, Made, NewPage, Outcome, create, door, edit, queries, remarks, tree, write};

/// What was done, and where each page is.
#[derive(Debug, Clone, Default)]
pub struct Brought {
    pub plan: Plan,
    /// For each row the address of its page within the wiki; none: it was refused.
    pub slugs: Vec<Option<String>>,
}

/// Takes a folder into a wiki, under this page, with the files that its pages show; their bytes are in the store. `summary` stands
/// with each version. What was sent twice finds its pages there the second time.
pub async fn bring_in(
    tx: &mut Tx,
    principal: &Principal,
    group: GroupId,
    parent: Option<PageId>,
    folder: &Folder,
    existing: Existing,
    summary: &str,
) -> Result<Brought> {
    tx.lock(&tree::lock(group)).await?;
    let wiki = door::to_write_in(tx, principal, group).await?;
    // Whoever writes one of these pages now is waited for before any counter is taken, and what he wrote is seen.
    let wanted = plan(&mut *tx, principal, &wiki, parent, folder, existing).await?;
    lock_pages(tx, &wanted).await?;
    let plan = plan(&mut *tx, principal, &wiki, parent, folder, existing).await?;
    let mut files = Files::new(folder, &plan);
    let mut pages: Vec<Option<PageId>> = Vec::with_capacity(plan.rows.len());
    for (row, sheet) in plan.rows.iter().zip(&folder.sheets) {
        let page = match &row.fate {
            Fate::New => {
                let parent_id = sheet.parent.map_or(parent, |above| pages[above]);
                let (source, new_files) = files.place(tx, principal, &sheet.source).await?;
                let new = NewPage {
                    title: sheet.title.clone(),
                    parent_id,
                    source,
                    summary: summary.to_owned(),
                    patch: None,
                    origin: None,
                };
                let id = make(tx, principal, group, new).await?;
                put_beside(tx, principal, id, &new_files).await?;
                Some(id)
            }
            Fate::Version(id, base) => {
                let (source, new_files) = files.place(tx, principal, &sheet.source).await?;
                let (base, summary) = (base.clone(), summary.to_owned());
                let new = Edit { base, source, summary, patch: None, after: None, origin: None };
                change(tx, principal, *id, new).await?;
                put_beside(tx, principal, *id, &new_files).await?;
                Some(*id)
            }
            other => other.page(),
        };
        pages.push(page);
    }
    let slugs = slugs_of(tx, &pages).await?;
    Ok(Brought { plan, slugs })
}

/// The files of a folder, as they get ids here.
struct Files<'a> {
    enclosed: HashMap<FileId, &'a Enclosed>,
    ids: HashMap<FileId, FileId>,
}

impl<'a> Files<'a> {
    fn new(folder: &'a Folder, plan: &Plan) -> Self {
        let enclosed = folder.enclosed.iter().map(|one| (one.mark, one)).collect();
        Self { enclosed, ids: plan.there.clone() }
    }

    /// A text with its files where they lie here, and those of them that were not here before.
    async fn place(
        &mut self,
        tx: &mut Tx,
        principal: &Principal,
        source: &str,
    ) -> Result<(String, Vec<FileId>)> {
        let mut new = Vec::new();
        for mark in super::files_named(source) {
            let Some(one) = self.enclosed.get(&mark).filter(|_| !self.ids.contains_key(&mark)) else {
                continue;
            };
            let id = enclosed::write_down(tx, principal, one).await?;
            self.ids.insert(mark, id);
            new.push(id);
        }
        Ok((enclosed::placed(source, &self.ids), new))
    }
}

async fn put_beside(tx: &mut Tx, principal: &Principal, page: PageId, files: &[FileId]) -> Result<()> {
    for some in files.chunks(FILES_PER_ITEM_MAX) {
        Box::pin(remarks::add(tx, principal, page, "", some)).await?;
    }
    Ok(())
}

async fn lock_pages(tx: &mut Tx, plan: &Plan) -> Result<()> {
    let mut ids: Vec<PageId> = plan.rows.iter().filter_map(|row| row.fate.page()).collect();
    ids.sort_unstable();
    for id in ids {
        tx.lock(&write::page_lock(id)).await?;
    }
    Ok(())
}

async fn make(tx: &mut Tx, principal: &Principal, group: GroupId, new: NewPage) -> Result<PageId> {
    match Box::pin(create(tx, principal, group, new)).await? {
        Made::Here(id) => Ok(id),
        Made::Sent => Err(Error::Conflict("port-elsewhere")),
    }
}

async fn change(tx: &mut Tx, principal: &Principal, id: PageId, new: Edit) -> Result<()> {
    match Box::pin(edit(tx, principal, id, new)).await? {
        Outcome::Saved(_) | Outcome::Merged(_) | Outcome::Unchanged => Ok(()),
        other => Err(Error::internal(format!("a page that was held came to {other:?}"))),
    }
}

async fn slugs_of(tx: &mut Tx, pages: &[Option<PageId>]) -> Result<Vec<Option<String>>> {
    let ids: Vec<PageId> = pages.iter().copied().flatten().collect();
    let found = queries::list_by_id(tx, &ids).await?;
    let slugs: HashMap<PageId, String> = found.into_iter().map(|page| (page.id, page.slug)).collect();
    Ok(pages.iter().map(|page| page.and_then(|id| slugs.get(&id).cloned())).collect())
}
