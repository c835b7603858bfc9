//! Doing what the plan says: all of it in one transaction.

use std::collections::HashMap;

use super::folder::Folder;
use super::plan::{Existing, Fate, Plan, plan};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids::{GroupId, PageId};
use crate::principal::Principal;
use crate::wiki::{Edit, Made, NewPage, Outcome, create, door, edit, queries, tree, write};

/// What was done, and where each page is.
#[derive(Debug, Clone, Default)]
pub struct Brought {
    pub plan: Plan,
    /// For each row the address of its page within the wiki; none: it was refused.
    pub slugs: Vec<Option<String>>,
}

/// Takes a folder into a wiki, under this page. `summary` stands with each version. What was sent twice finds its pages there
/// the second time.
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
    let mut pages: Vec<Option<PageId>> = Vec::with_capacity(plan.rows.len());
    for (row, sheet) in plan.rows.iter().zip(&folder.sheets) {
        let page = match &row.fate {
            Fate::New => {
                let parent_id = sheet.parent.map_or(parent, |above| pages[above]);
                let new = NewPage {
                    title: sheet.title.clone(),
                    parent_id,
                    source: sheet.source.clone(),
                    summary: summary.to_owned(),
                    patch: None,
                    origin: None,
                };
                Some(make(tx, principal, group, new).await?)
            }
            Fate::Version(id, base) => {
                let (base, source, summary) = (base.clone(), sheet.source.clone(), summary.to_owned());
                let new = Edit { base, source, summary, patch: None, after: None, origin: None };
                change(tx, principal, *id, new).await?;
                Some(*id)
            }
            other => other.page(),
        };
        pages.push(page);
    }
    let slugs = slugs_of(tx, &pages).await?;
    Ok(Brought { plan, slugs })
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
