//! SQL of pages. That of versions and their texts stands in [`super::versions`].

use super::read::Leaf;
use super::replica::PageState;
use super::{Page, Rights, VersionId};
use crate::clock::Timestamp;
use crate::db::{On, Statement, Tx, sql, sql_from};
use crate::error::Result;
use crate::ids::{GroupId, PageId, PersonId};

const PAGE: &str = "select page.id, page.ap_id, page.group_id, page.parent_id, page.place, page.title, page.slug, \
    page.rights, page.needs_approval, page.is_template, page.head, page.version_count, page.owner_id, page.review_at, page.reviewed_at, page.created_at, \
    page.changed_at, page.changed_by, page.deleted_at, page.html from wiki_page page";

const LEAF: &str = "select page.id, page.parent_id, page.place, page.title, page.slug, page.rights, \
    exists (select 1 from wiki_page child where child.group_id = page.group_id and child.parent_id = page.id \
    and child.deleted_at is null) as has_children from wiki_page page";

#[derive(sqlx::FromRow)]
struct Found {
    id: PageId,
    ap_id: String,
    group_id: GroupId,
    parent_id: Option<PageId>,
    place: i64,
    title: String,
    slug: String,
    rights: Rights,
    needs_approval: bool,
    is_template: bool,
    head: VersionId,
    version_count: i64,
    owner_id: Option<PersonId>,
    review_at: Option<Timestamp>,
    reviewed_at: Option<Timestamp>,
    created_at: Timestamp,
    changed_at: Timestamp,
    changed_by: PersonId,
    deleted_at: Option<Timestamp>,
    html: String,
}

impl From<Found> for Page {
    fn from(found: Found) -> Self {
        Self {
            id: found.id,
            ap_id: found.ap_id,
            group_id: found.group_id,
            parent_id: found.parent_id,
            place: found.place,
            title: found.title,
            slug: found.slug,
            rights: found.rights,
            needs_approval: found.needs_approval,
            is_template: found.is_template,
            head: found.head,
            version_count: found.version_count,
            owner_id: found.owner_id,
            review_at: found.review_at,
            reviewed_at: found.reviewed_at,
            created_at: found.created_at,
            changed_at: found.changed_at,
            changed_by: found.changed_by,
            deleted_at: found.deleted_at,
            html: found.html,
        }
    }
}

/// The page, deleted or not.
pub(super) async fn find(on: impl Into<On<'_>>, id: PageId) -> Result<Option<Page>> {
    let found: Option<Found> = sql_from(format!("{PAGE} where page.id = $1")).bind(id).optional(on).await?;
    Ok(found.map(Page::from))
}

/// These pages, as far as they were not deleted.
pub(super) async fn list_by_id(on: impl Into<On<'_>>, ids: &[PageId]) -> Result<Vec<Page>> {
    let text = format!("{PAGE} where page.deleted_at is null and page.id in (..)");
    let found: Vec<Found> = sql_from(text).bind_list(ids.iter().copied()).all(on).await?;
    Ok(found.into_iter().map(Page::from).collect())
}

/// These pages of a group, as far as they were not deleted.
pub(super) async fn list_standing(
    on: impl Into<On<'_>>,
    group: GroupId,
    ids: &[PageId],
) -> Result<Vec<Page>> {
    let text = format!("{PAGE} where page.group_id = $1 and page.deleted_at is null and page.id in (..)");
    let found: Vec<Found> = sql_from(text).bind(group).bind_list(ids.iter().copied()).all(on).await?;
    Ok(found.into_iter().map(Page::from).collect())
}

/// The page that has or had this address, deleted or not.
pub(super) async fn find_at(on: impl Into<On<'_>>, group: GroupId, slug: &str) -> Result<Option<Page>> {
    let text = format!(
        "{PAGE} join wiki_slug on wiki_slug.page_id = page.id where wiki_slug.group_id = $1 and wiki_slug.slug = $2"
    );
    let found: Option<Found> = sql_from(text).bind(group).bind(slug).optional(on).await?;
    Ok(found.map(Page::from))
}

pub(super) async fn insert(tx: &mut Tx, page: &Page) -> Result<()> {
    sql("insert into wiki_page (id, ap_id, group_id, parent_id, place, title, slug, rights, head, version_count, \
         created_at, changed_at, changed_by, html) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)")
    .bind(page.id)
    .bind(&page.ap_id)
    .bind(page.group_id)
    .bind(page.parent_id)
    .bind(page.place)
    .bind(&page.title)
    .bind(&page.slug)
    .bind(page.rights)
    .bind(&page.head)
    .bind(page.version_count)
    .bind(page.created_at)
    .bind(page.changed_at)
    .bind(page.changed_by)
    .bind(&page.html)
    .execute(tx)
    .await?;
    Ok(())
}

/// Another version stands; with another title perhaps, and what is shown of it.
pub(super) async fn update_head(tx: &mut Tx, page: &Page) -> Result<()> {
    sql("update wiki_page set title = $2, slug = $3, head = $4, version_count = $5, changed_at = $6, changed_by = $7, \
         html = $8 where id = $1")
    .bind(page.id)
    .bind(&page.title)
    .bind(&page.slug)
    .bind(&page.head)
    .bind(page.version_count)
    .bind(page.changed_at)
    .bind(page.changed_by)
    .bind(&page.html)
    .execute(tx)
    .await?;
    Ok(())
}

/// What the host of a copy says of its place and keeping; it is there, whatever it was before.
pub(super) async fn update_copy(
    tx: &mut Tx,
    page: &Page,
    state: &PageState,
    owner: Option<PersonId>,
) -> Result<()> {
    sql("update wiki_page set slug = $2, title = $3, version_count = $4, parent_address = $5, place = $6, rights = $7, \
         owner_id = $8, review_at = $9, reviewed_at = $10, needs_approval = $11, is_template = $12, deleted_at = null, deleted_by = null \
         where id = $1")
    .bind(page.id)
    .bind(&page.slug)
    .bind(&page.title)
    .bind(page.version_count)
    .bind(state.parent.clone())
    .bind(state.place)
    .bind(state.rights)
    .bind(owner)
    .bind(state.review_at)
    .bind(state.reviewed_at)
    .bind(state.needs_approval)
    .bind(state.is_template)
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn update_parent(tx: &mut Tx, id: PageId, parent: Option<PageId>, place: i64) -> Result<()> {
    sql("update wiki_page set parent_id = $2, place = $3 where id = $1")
        .bind(id)
        .bind(parent)
        .bind(place)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn update_place(tx: &mut Tx, id: PageId, place: i64) -> Result<()> {
    sql("update wiki_page set place = $2 where id = $1").bind(id).bind(place).execute(tx).await?;
    Ok(())
}

pub(super) async fn update_rights(tx: &mut Tx, id: PageId, rights: Rights) -> Result<()> {
    sql("update wiki_page set rights = $2 where id = $1").bind(id).bind(rights).execute(tx).await?;
    Ok(())
}

/// Gone for readers, or there again under this address.
pub(super) async fn update_deleted(
    tx: &mut Tx,
    id: PageId,
    by: Option<(Timestamp, PersonId)>,
    slug: &str,
) -> Result<()> {
    sql(
        "update wiki_page set deleted_at = $2, deleted_by = $3, slug = $4, deleted_with = null where id = $1",
    )
    .bind(id)
    .bind(by.map(|(at, _)| at))
    .bind(by.map(|(_, person)| person))
    .bind(slug)
    .execute(tx)
    .await?;
    Ok(())
}

/// They went with this page.
pub(super) async fn update_deleted_with(
    tx: &mut Tx,
    with: PageId,
    ids: impl Iterator<Item = PageId>,
) -> Result<()> {
    sql("update wiki_page set deleted_with = $1 where id in (..)")
        .bind(with)
        .bind_list(ids)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn update_upkeep(
    tx: &mut Tx,
    id: PageId,
    owner: Option<PersonId>,
    review_at: Option<Timestamp>,
    reviewed_at: Option<Timestamp>,
) -> Result<()> {
    sql("update wiki_page set owner_id = $2, review_at = $3, reviewed_at = $4 where id = $1")
        .bind(id)
        .bind(owner)
        .bind(review_at)
        .bind(reviewed_at)
        .execute(tx)
        .await?;
    Ok(())
}

/// The page and those above it, from the page upward. One statement.
pub(super) async fn list_above(on: impl Into<On<'_>>, id: PageId) -> Result<Vec<Leaf>> {
    let text = format!(
        "with recursive up (id, parent_id, step) as (select id, parent_id, 0 from wiki_page where id = $1 \
         union all select above.id, above.parent_id, up.step + 1 from wiki_page above join up on above.id = up.parent_id \
         where up.step < 100) {LEAF} join up on up.id = page.id order by up.step"
    );
    sql_from(text).bind(id).all(on).await
}

/// The page and those under it, level by level. One statement.
pub(super) async fn list_under(on: impl Into<On<'_>>, id: PageId, limit: usize) -> Result<Vec<Leaf>> {
    let text = format!(
        "with recursive down (id, step) as (select id, cast(0 as bigint) from wiki_page where id = $1 union all \
         select below.id, down.step + 1 from wiki_page below join down on below.parent_id = down.id \
         where below.deleted_at is null and down.step < 100) \
         {LEAF} join down on down.id = page.id order by down.step, page.place, page.id limit $2"
    );
    sql_from(text).bind(id).bind(i64::try_from(limit).unwrap_or(i64::MAX)).all(on).await
}

/// The top of a wiki, and what stands under this page and under each page above it. One statement.
pub(super) async fn list_branch(
    on: impl Into<On<'_>>,
    group: GroupId,
    id: PageId,
    limit: i64,
) -> Result<Vec<Leaf>> {
    let text = format!(
        "with recursive up (id, parent_id, step) as (select id, parent_id, 0 from wiki_page where id = $1 \
         union all select above.id, above.parent_id, up.step + 1 from wiki_page above join up on above.id = up.parent_id \
         where up.step < 100) {LEAF} where page.group_id = $2 and page.deleted_at is null \
         and (page.parent_id is null or page.parent_id in (select id from up)) order by page.place, page.id limit $3"
    );
    sql_from(text).bind(id).bind(group).bind(limit).all(on).await
}

/// The top of a wiki and the level below it.
pub(super) async fn list_top(on: impl Into<On<'_>>, group: GroupId, limit: i64) -> Result<Vec<Leaf>> {
    let text = format!(
        "{LEAF} where page.group_id = $1 and page.deleted_at is null and (page.parent_id is null or page.parent_id in \
         (select id from wiki_page where group_id = $1 and parent_id is null and deleted_at is null)) \
         order by page.place, page.id limit $2"
    );
    sql_from(text).bind(group).bind(limit).all(on).await
}

pub(super) async fn list_all(on: impl Into<On<'_>>, group: GroupId, limit: i64) -> Result<Vec<Leaf>> {
    let text = format!(
        "{LEAF} where page.group_id = $1 and page.deleted_at is null order by page.place, page.id limit $2"
    );
    sql_from(text).bind(group).bind(limit).all(on).await
}

/// Those right under this page, or at the top, in order.
pub(super) async fn list_siblings(
    tx: &mut Tx,
    group: GroupId,
    parent: Option<PageId>,
) -> Result<Vec<(PageId, i64)>> {
    under("select id, place", parent).bind(group).bind(parent).all(tx).await
}

/// The same with their titles.
pub(super) async fn list_titles(
    tx: &mut Tx,
    group: GroupId,
    parent: Option<PageId>,
) -> Result<Vec<(PageId, String)>> {
    under("select id, title", parent).bind(group).bind(parent).all(tx).await
}

/// `is not distinct from` is not the same on both engines.
fn under(select: &str, parent: Option<PageId>) -> Statement {
    let condition = if parent.is_some() { "parent_id = $2" } else { "parent_id is null and $2 is null" };
    sql_from(format!(
        "{select} from wiki_page where group_id = $1 and {condition} and deleted_at is null order by place, id"
    ))
}

/// How many levels stand under a page, itself not counted.
pub(super) async fn depth_below(tx: &mut Tx, id: PageId) -> Result<i64> {
    sql("with recursive down (id, step) as (select id, cast(0 as bigint) from wiki_page where id = $1 union all \
         select below.id, down.step + 1 from wiki_page below join down on below.parent_id = down.id \
         where below.deleted_at is null and down.step < 100) select max(step) from down")
    .bind(id)
    .scalar(tx)
    .await
}

pub(super) async fn count(on: impl Into<On<'_>>, group: GroupId) -> Result<i64> {
    sql("select count(*) from wiki_page where group_id = $1").bind(group).scalar(on).await
}

/// Whose address this is: the page, and whether it was deleted.
pub(super) async fn find_slug(tx: &mut Tx, group: GroupId, slug: &str) -> Result<Option<(PageId, bool)>> {
    sql("select page.id, page.deleted_at is not null from wiki_slug join wiki_page page on page.id = wiki_slug.page_id \
         where wiki_slug.group_id = $1 and wiki_slug.slug = $2")
    .bind(group)
    .bind(slug)
    .optional(tx)
    .await
}

pub(super) async fn upsert_slug(tx: &mut Tx, group: GroupId, slug: &str, page: PageId) -> Result<()> {
    sql("insert into wiki_slug (group_id, slug, page_id) values ($1, $2, $3) \
         on conflict (group_id, slug) do update set page_id = excluded.page_id")
    .bind(group)
    .bind(slug)
    .bind(page)
    .execute(tx)
    .await?;
    Ok(())
}
