//! Remarks about pages: items of the network that stand beside the page they are about.

use super::{Page, elsewhere, queries};
use crate::db::{On, Tx, sql};
use crate::error::{Error, Result};
use crate::files;
use crate::groups::Group;
use crate::ids::{FileId, ItemId, PageId};
use crate::items::kinds::remark::Remark;
use crate::items::{self, Detail, Item, Kind, Moment, NewDetail, NewItem};
use crate::notifications::{self, Notice};
use crate::principal::Principal;

/// Remarks beside a page; earlier ones are found by searching.
pub const SHOWN: i64 = 50;

/// Says something about a page, or puts files beside it; for whoever may post in its network.
pub async fn add(
    tx: &mut Tx,
    principal: &Principal,
    id: PageId,
    body: &str,
    files: &[FileId],
) -> Result<ItemId> {
    if body.trim().is_empty() && files.is_empty() {
        return Err(Error::invalid("body", "error-required"));
    }
    let page = super::find_by_id(&mut *tx, principal, id).await?;
    let wiki = super::enter(&mut *tx, principal, page.group_id).await?;
    let new = NewItem {
        group_id: Some(page.group_id),
        kind: Kind::Remark,
        audience: items::allowed(&wiki.place.group)[0],
        title: page.title,
        body: body.to_owned(),
        language: wiki.place.group.words.language.clone(),
        subjects: Vec::new(),
        detail: NewDetail::Remark(Remark { page: page.ap_id }),
        moment: Moment::Now,
        archive_at: None,
        files: files.to_vec(),
        origin: None,
    };
    items::publish(tx, principal, new).await
}

/// Files that somebody added while he wrote a page, or that its text names, stand beside it from now on: at every organisation
/// that has the page.
pub async fn attach(
    tx: &mut Tx,
    principal: &Principal,
    id: PageId,
    added: &[FileId],
    source: &str,
) -> Result<()> {
    let mut files = files::loose_in(&mut *tx, principal, source).await?;
    files.extend(added.iter().copied().filter(|id| !files.contains(id)).collect::<Vec<_>>());
    if files.is_empty() {
        return Ok(());
    }
    add(tx, principal, id, "", &files).await.map(drop)
}

/// Refuses a remark about a page that is not there.
pub(super) async fn demand(tx: &mut Tx, group: Option<&Group>, remark: &Remark) -> Result<()> {
    let group = group.ok_or(Error::invalid("group", "error-required"))?;
    find_page(tx, group.id, remark).await?.map(drop).ok_or(Error::Conflict("error-page-gone"))
}

async fn find_page(
    on: impl Into<On<'_>>,
    group: crate::ids::GroupId,
    remark: &Remark,
) -> Result<Option<Page>> {
    let mut on = on.into();
    let Some(id) = elsewhere::locate(on.again(), group, &remark.page).await? else { return Ok(None) };
    Ok(queries::find(on, id).await?.filter(|page| page.deleted_at.is_none()))
}

pub(super) async fn note(tx: &mut Tx, id: ItemId, remark: &Remark) -> Result<()> {
    sql("insert into wiki_remark (item_id, page_address) values ($1, $2) on conflict (item_id) do nothing")
        .bind(id)
        .bind(&remark.page)
        .execute(tx)
        .await?;
    Ok(())
}

/// Whoever keeps the page hears what is said about it, at his own instance.
pub(super) async fn tell_keeper(tx: &mut Tx, item: &Item, remark: &Remark) -> Result<()> {
    let Some(group) = item.group_id else { return Ok(()) };
    let Some(owner) = find_page(&mut *tx, group, remark).await?.and_then(|page| page.owner_id) else {
        return Ok(());
    };
    let notice = Notice::new("remark", format!("remark:{}", item.id))
        .in_group(group)
        .on_item(item.id)
        .by(item.author_id);
    notifications::tell_if_local(tx, owner, notice).await
}

/// What was said about a page, the oldest first, as far as the principal sees it.
pub async fn list(on: impl Into<On<'_>>, principal: &Principal, page: &Page) -> Result<Vec<Item>> {
    let mut on = on.into();
    let ids: Vec<ItemId> =
        sql("select wiki_remark.item_id from wiki_remark join item on item.id = wiki_remark.item_id \
         where wiki_remark.page_address = $1 and item.deleted_at is null and item.group_id = $2 \
         order by item.created_at desc, item.id desc limit $3")
        .bind(&page.ap_id)
        .bind(page.group_id)
        .bind(SHOWN)
        .column(on.again())
        .await?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = items::list_by_id(on, principal, &ids).await?;
    found.sort_by_key(|item| (item.created_at, item.id));
    Ok(found)
}

/// The page that an item is a remark about, if both are there.
pub async fn page_of(on: impl Into<On<'_>>, item: &Item) -> Result<Option<Page>> {
    match (&item.detail, item.group_id) {
        (Detail::Remark(remark), Some(group)) => find_page(on, group, remark).await,
        _ => Ok(None),
    }
}
