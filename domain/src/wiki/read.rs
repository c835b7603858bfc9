//! Reading: pages, their place in the tree, their versions.

use super::links::Link;
use super::versions;
use super::{Page, Rights, Version, VersionId, Wiki, queries};
use crate::clock::Timestamp;
use crate::db::{On, sql};
use crate::error::{Error, Result};
use crate::ids::{PageId, PersonId};
use crate::principal::Principal;
use crate::text;

/// A page in the tree, without its text.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Leaf {
    pub id: PageId,
    pub parent_id: Option<PageId>,
    pub place: i64,
    pub title: String,
    pub slug: String,
    pub rights: Rights,
    pub has_children: bool,
}

/// How many pages there are.
pub async fn count(on: impl Into<On<'_>>, wiki: &Wiki) -> Result<i64> {
    queries::count(on, wiki.group_id()).await
}

/// The page that has this address. One under an earlier address has another `slug`: lead on to that.
pub async fn find(on: impl Into<On<'_>>, wiki: &Wiki, slug: &str) -> Result<Page> {
    let page = queries::find_at(on, wiki.group_id(), slug).await?;
    page.filter(|page| page.deleted_at.is_none()).ok_or(Error::NotFound)
}

/// A page that the principal may read, wherever it is.
pub async fn find_by_id(on: impl Into<On<'_>>, principal: &Principal, id: PageId) -> Result<Page> {
    let mut on = on.into();
    let page = queries::find(on.again(), id).await?.filter(|page| page.deleted_at.is_none());
    let page = page.ok_or(Error::NotFound)?;
    super::enter(on, principal, page.group_id).await?;
    Ok(page)
}

/// The page that a link by title leads to; none where it has yet to be written.
pub async fn find_by_title(on: impl Into<On<'_>>, wiki: &Wiki, title: &str) -> Result<Option<Page>> {
    let page = queries::find_at(on, wiki.group_id(), &text::slug(title)).await?;
    Ok(page.filter(|page| page.deleted_at.is_none()))
}

/// Pages whose titles hold what was typed; those that begin with it first, the shortest first.
pub async fn complete(on: impl Into<On<'_>>, wiki: &Wiki, typed: &str, limit: i64) -> Result<Vec<Link>> {
    // A slug has letters, digits and hyphens alone: nothing in it means more to `like`.
    let typed = text::slug(typed);
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    sql("select title, slug from wiki_page where group_id = $1 and deleted_at is null and slug like $2 \
         order by case when slug like $3 then 0 else 1 end, length(title), title, id limit $4")
    .bind(wiki.group_id())
    .bind(format!("%{typed}%"))
    .bind(format!("{typed}%"))
    .bind(limit)
    .all(on)
    .await
}

/// A version of a page that one may read, by its number.
pub async fn find_version(on: impl Into<On<'_>>, page: &Page, number: i64) -> Result<Version> {
    versions::find_number(on, page.id, number).await?.ok_or(Error::NotFound)
}

/// The version that another was made of; none for the first.
pub async fn find_parent(on: impl Into<On<'_>>, page: &Page, version: &Version) -> Result<Option<Version>> {
    match version.parents.first() {
        Some(parent) => versions::find(on, page.id, parent).await,
        None => Ok(None),
    }
}

/// The text of a version; none where it was erased.
pub async fn source_of(on: impl Into<On<'_>>, id: &VersionId) -> Result<Option<String>> {
    versions::find_source(on, id).await
}

/// The versions of a page before this number, newest first. Reads no text.
pub async fn list_history(
    on: impl Into<On<'_>>,
    page: &Page,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Version>> {
    versions::list_before(on, page.id, before.unwrap_or(i64::MAX), limit).await
}

/// A page that was changed lately.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Changed {
    pub title: String,
    pub slug: String,
    pub changed_at: Timestamp,
    pub changed_by: PersonId,
}

/// The pages that were changed last.
pub async fn list_changed(on: impl Into<On<'_>>, wiki: &Wiki, limit: i64) -> Result<Vec<Changed>> {
    sql("select title, slug, changed_at, changed_by from wiki_page where group_id = $1 and deleted_at is null \
         order by changed_at desc, id desc limit $2")
    .bind(wiki.group_id())
    .bind(limit)
    .all(on)
    .await
}
