//! Taking a page away, bringing it back, and saying who may change it.

use serde_json::json;

use super::elsewhere::{self, PageChange};
use super::{Page, Rights, Wiki};
use super::{branch, door, queries, tree, write};
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{On, Tx, sql};
use crate::error::{Error, Result};
use crate::groups::feed;
use crate::ids::{GroupId, PageId, PersonId};
use crate::index_feed::Lane;
use crate::principal::Principal;
use crate::published_feed;

/// Takes a page away, with all its versions, until somebody brings it back. What stands under it moves up one level.
pub async fn delete(tx: &mut Tx, principal: &Principal, id: PageId) -> Result<()> {
    let group = lock_tree_of(tx, id).await?;
    tx.lock(&write::page_lock(id)).await?;
    let author = principal.require_person()?;
    let (wiki, page) = door::to_change(tx, principal, id).await?;
    if !wiki.is_here() {
        return elsewhere::send(tx, principal, &wiki, &page, PageChange::Delete).await;
    }
    let moved = move_up(tx, group, &page).await?;
    queries::update_deleted(tx, id, Some((tx.now(), author)), &page.slug).await?;
    let detail = json!({ "title": page.title, "moved_up": moved.len() });
    audit::record(tx, principal, "wiki.delete", &page.audit_name(), detail).await?;
    published_feed::mark_page(tx, id, Lane::Home).await?;
    elsewhere::touch_all(tx, &wiki.place.group, &moved).await?;
    feed::touch_page(tx, &wiki.place.group, id, &page.ap_id, false).await
}

pub(super) async fn lock_tree_of(tx: &mut Tx, id: PageId) -> Result<GroupId> {
    let group = queries::find(&mut *tx, id).await?.ok_or(Error::NotFound)?.group_id;
    tx.lock(&tree::lock(group)).await?;
    Ok(group)
}

/// They go where the page stood, and keep its rights where they had none of their own: nobody may do more than before.
async fn move_up(tx: &mut Tx, group: GroupId, page: &Page) -> Result<Vec<PageId>> {
    let children = queries::list_siblings(tx, group, Some(page.id)).await?;
    let siblings = queries::list_siblings(tx, group, page.parent_id).await?;
    let mut place = siblings.last().map_or(0, |(_, place)| *place);
    for (child, _) in &children {
        place += 1;
        queries::update_parent(tx, *child, page.parent_id, place).await?;
        let own = queries::find(&mut *tx, *child).await?.map(|child| child.rights);
        if own == Some(Rights::Inherit) && page.rights != Rights::Inherit {
            queries::update_rights(tx, *child, page.rights).await?;
        }
    }
    Ok(children.into_iter().map(|(child, _)| child).collect())
}

/// Brings a page back, with what went with it: where it stood if that is still there, else at the top. It gives where it is found
/// now.
pub async fn bring_back(tx: &mut Tx, principal: &Principal, id: PageId) -> Result<String> {
    let group = lock_tree_of(tx, id).await?;
    let (wiki, page) = door::to_write(tx, principal, id).await?;
    if page.deleted_at.is_none() {
        return Ok(page.slug);
    }
    if !wiki.is_here() {
        elsewhere::send(tx, principal, &wiki, &page, PageChange::BringBack).await?;
        return Ok(page.slug);
    }
    let parent = match page.parent_id {
        Some(parent) => queries::find(&mut *tx, parent).await?.filter(|page| page.deleted_at.is_none()),
        None => None,
    };
    let parent = parent.map(|page| page.id);
    let (under, levels) = branch::list_gone_with(tx, id).await?;
    let last = tree::place_under(tx, &wiki, parent, levels).await?;
    let place = if parent == page.parent_id { page.place } else { last };
    let slug = tree::claim_slug(tx, group, id, &page.title).await?;
    queries::update_deleted(tx, id, None, &slug).await?;
    queries::update_parent(tx, id, parent, place).await?;
    let detail = json!({ "title": page.title, "under": under.len() });
    audit::record(tx, principal, "wiki.bring_back", &page.audit_name(), detail).await?;
    published_feed::mark_page(tx, id, Lane::Home).await?;
    feed::touch_page(tx, &wiki.place.group, id, &page.ap_id, true).await?;
    branch::bring_back_under(tx, &wiki, &under).await?;
    Ok(slug)
}

/// Says who may change a page and what stands under it; for moderators.
pub async fn set_rights(tx: &mut Tx, principal: &Principal, id: PageId, rights: Rights) -> Result<()> {
    lock_tree_of(tx, id).await?;
    let (wiki, page) = door::to_look_after(tx, principal, id).await?;
    if page.rights == rights {
        return Ok(());
    }
    if !wiki.is_here() {
        return elsewhere::send(tx, principal, &wiki, &page, PageChange::Rights { rights }).await;
    }
    queries::update_rights(tx, id, rights).await?;
    audit::record(tx, principal, "wiki.rights", &page.audit_name(), json!({ "who": rights })).await?;
    feed::touch_page(tx, &wiki.place.group, id, &page.ap_id, true).await
}

/// A page that was taken away.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Deleted {
    pub id: PageId,
    pub title: String,
    pub deleted_at: Timestamp,
    /// Not known of a page of elsewhere.
    pub deleted_by: Option<PersonId>,
    /// Pages that went with it and come back with it.
    pub under: i64,
}

/// What was taken away last, for whoever may bring it back. What went with another page is not listed beside it.
pub async fn list_deleted(on: impl Into<On<'_>>, wiki: &Wiki, limit: i64) -> Result<Vec<Deleted>> {
    if !wiki.place.may_post() {
        return Ok(Vec::new());
    }
    sql("select page.id, page.title, page.deleted_at, page.deleted_by, (select count(*) from wiki_page below \
         where below.deleted_with = page.id and below.id <> page.id and below.deleted_at is not null) as under \
         from wiki_page page where page.group_id = $1 and page.deleted_at is not null \
         and (page.deleted_with is null or page.deleted_with = page.id) order by page.deleted_at desc, page.id desc limit $2")
    .bind(wiki.group_id())
    .bind(limit)
    .all(on)
    .await
}
