//! A page with all that stands under it: what would go with it, taking it all away, and bringing it all back in its places.

use std::collections::HashMap;

use serde_json::json;

use super::elsewhere::{self, PageChange};
use super::{Leaf, Page, Rights, Wiki};
use super::{door, proposals, queries, remove, tree, write};
use crate::audit;
use crate::db::{On, Tx, sql};
use crate::error::{Error, Result};
use crate::groups::feed;
use crate::ids::{PageId, PersonId};
use crate::index_feed::Lane;
use crate::principal::Principal;
use crate::published_feed;

/// Pages that go at once, the one on top included.
pub const BRANCH_MAX: usize = 500;
const TITLES_SHOWN: usize = 10;
const AUTHORS_SHOWN: i64 = 10;

/// What would go with a page.
#[derive(Debug, Clone, Default)]
pub struct Going {
    /// Pages under it; more than [`BRANCH_MAX`] are not counted further.
    pub count: usize,
    /// Of the first of them, as the tree is read level by level.
    pub titles: Vec<String>,
    /// Others than the principal who wrote in any of these pages, the one on top included: the latest.
    pub authors: Vec<PersonId>,
}

/// What would go with a page, for whoever may read it.
pub async fn find_going(on: impl Into<On<'_>>, principal: &Principal, page: &Page) -> Result<Going> {
    let mut on = on.into();
    let leaves = list_under(on.again(), page.id).await?;
    let authors: Vec<(PersonId,)> =
        sql("select author_id from wiki_version where author_id <> $1 and page_id in (..) \
         group by author_id order by max(published_at) desc, author_id limit $2")
        .bind(principal.require_person()?)
        .bind(AUTHORS_SHOWN)
        .bind_list(leaves.iter().map(|leaf| leaf.id))
        .all(on)
        .await?;
    Ok(Going {
        count: leaves.len().saturating_sub(1),
        titles: leaves.into_iter().skip(1).take(TITLES_SHOWN).map(|leaf| leaf.title).collect(),
        authors: authors.into_iter().map(|(author,)| author).collect(),
    })
}

/// The page and those under it, each behind the one it stands under.
async fn list_under(on: impl Into<On<'_>>, id: PageId) -> Result<Vec<Leaf>> {
    queries::list_under(on, id, BRANCH_MAX + 1).await
}

/// Takes a page away with all that stands under it, until somebody brings it back. `count`: how many pages he was told that stand
/// under it; should there be others now, nothing happens.
pub async fn delete(tx: &mut Tx, principal: &Principal, id: PageId, count: usize) -> Result<()> {
    remove::lock_tree_of(tx, id).await?;
    let author = principal.require_person()?;
    let leaves = list_under(&mut *tx, id).await?;
    lock_all(tx, &leaves).await?;
    let (wiki, page) = door::to_change(tx, principal, id).await?;
    match leaves.len().saturating_sub(1) {
        under if under >= BRANCH_MAX => return Err(Error::Conflict("error-page-branch-many")),
        under if under != count => return Err(Error::Conflict("error-page-branch-changed")),
        _ => {}
    }
    let pages = demand_all(tx, principal, &wiki, &leaves).await?;
    if !wiki.is_here() {
        let change = PageChange::DeleteBranch { count };
        return elsewhere::send(tx, principal, &wiki, &page, change).await;
    }
    let now = tx.now();
    for page in &pages {
        queries::update_deleted(tx, page.id, Some((now, author)), &page.slug).await?;
    }
    queries::update_deleted_with(tx, id, pages.iter().map(|page| page.id)).await?;
    let detail = json!({ "title": page.title, "under": count });
    audit::record(tx, principal, "wiki.delete_branch", &page.audit_name(), detail).await?;
    tell(tx, &wiki, &pages, false).await
}

async fn lock_all(tx: &mut Tx, leaves: &[Leaf]) -> Result<()> {
    let mut ids: Vec<PageId> = leaves.iter().map(|leaf| leaf.id).collect();
    ids.sort_unstable();
    for id in ids {
        tx.lock(&write::page_lock(id)).await?;
    }
    Ok(())
}

/// All of these pages, if the principal may change each of them.
async fn demand_all(tx: &mut Tx, principal: &Principal, wiki: &Wiki, leaves: &[Leaf]) -> Result<Vec<Page>> {
    let mut rights: HashMap<PageId, Rights> = HashMap::new();
    // The one on top was asked for; what applies below begins with its own.
    for leaf in leaves.iter().skip(1) {
        let above = leaf.parent_id.and_then(|parent| rights.get(&parent).copied());
        let applies = if leaf.rights == Rights::Inherit { above } else { Some(leaf.rights) };
        if let Some(applies) = applies {
            rights.insert(leaf.id, applies);
        }
        if !applies.is_none_or(|applies| wiki.may_write(applies)) {
            return Err(Error::Forbidden("error-page-branch-rights"));
        }
    }
    let ids: Vec<PageId> = leaves.iter().map(|leaf| leaf.id).collect();
    let mut pages: HashMap<PageId, Page> =
        queries::list_by_id(tx, &ids).await?.into_iter().map(|page| (page.id, page)).collect();
    let person = principal.acting_person();
    if !pages.values().all(|page| proposals::writes_freely(wiki, page, person)) {
        return Err(Error::Forbidden("error-page-branch-rights"));
    }
    Ok(ids.iter().filter_map(|id| pages.remove(id)).collect())
}

async fn tell(tx: &mut Tx, wiki: &Wiki, pages: &[Page], is_there: bool) -> Result<()> {
    for page in pages {
        published_feed::mark_page(tx, page.id, Lane::Home).await?;
    }
    for page in pages {
        feed::touch_page(tx, &wiki.place.group, page.id, &page.ap_id, is_there).await?;
    }
    Ok(())
}

/// The pages that went with this one, each behind the one it stands under, and how many levels they are.
pub(super) async fn list_gone_with(tx: &mut Tx, id: PageId) -> Result<(Vec<PageId>, usize)> {
    let mut left: Vec<(PageId, Option<PageId>)> = sql(
        "select id, parent_id from wiki_page where deleted_with = $1 and id <> $1 and deleted_at is not null \
             order by place, id",
    )
    .bind(id)
    .all(tx)
    .await?;
    let (mut ordered, mut level, mut levels) = (Vec::new(), vec![id], 0);
    loop {
        let is_next =
            |(_, parent): &(PageId, Option<PageId>)| parent.is_some_and(|parent| level.contains(&parent));
        let (next, rest): (Vec<_>, Vec<_>) = left.into_iter().partition(is_next);
        if next.is_empty() {
            // Whoever lost the one above him comes back with the others.
            ordered.extend(rest.into_iter().map(|(id, _)| id));
            return Ok((ordered, levels));
        }
        level = next.into_iter().map(|(id, _)| id).collect();
        ordered.extend(&level);
        (left, levels) = (rest, levels + 1);
    }
}

/// Brings back what went with a page, which is there again.
pub(super) async fn bring_back_under(tx: &mut Tx, wiki: &Wiki, ids: &[PageId]) -> Result<()> {
    let mut pages = Vec::with_capacity(ids.len());
    for id in ids {
        let page = queries::find(&mut *tx, *id).await?.ok_or(Error::NotFound)?;
        let slug = tree::claim_slug(tx, wiki.group_id(), page.id, &page.title).await?;
        queries::update_deleted(tx, page.id, None, &slug).await?;
        pages.push(page);
    }
    tell(tx, wiki, &pages, true).await
}
