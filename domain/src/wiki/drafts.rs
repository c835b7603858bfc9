//! Drafts: what somebody wrote and has not saved as a version. One for each page and person, seen by nobody else.

use super::{Page, VersionId, Wiki};
use super::{door, queries, versions, write};
use crate::clock::Timestamp;
use crate::db::{On, Tx, sql};
use crate::error::{Error, Result};
use crate::ids::{GroupId, PageId, PersonId};
use crate::principal::Principal;

/// A text on its way.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Draft {
    pub page_id: PageId,
    pub base: VersionId,
    pub source: String,
    pub summary: String,
    pub saved_at: Timestamp,
}

/// A draft in a list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Listed {
    pub page_id: PageId,
    pub title: String,
    pub slug: String,
    pub is_deleted: bool,
    pub saved_at: Timestamp,
}

/// Keeps what somebody is writing on a page that he may change.
pub async fn keep(
    tx: &mut Tx,
    principal: &Principal,
    id: PageId,
    base: &VersionId,
    source: &str,
    summary: &str,
) -> Result<()> {
    let author = principal.require_person()?;
    let (_, page) = door::to_write(tx, principal, id).await?;
    let (source, summary) = crate::error::both(write::source(source), write::summary(summary))?;
    versions::find(&mut *tx, id, base).await?.ok_or(Error::invalid("body", "error-page-base"))?;
    store(tx, author, &page, base, &source, &summary).await
}

pub(super) async fn store(
    tx: &mut Tx,
    author: PersonId,
    page: &Page,
    base: &VersionId,
    source: &str,
    summary: &str,
) -> Result<()> {
    sql("insert into wiki_draft (person_id, page_id, base, source, summary, saved_at) values ($1, $2, $3, $4, $5, $6) \
         on conflict (person_id, page_id) do update set base = excluded.base, source = excluded.source, \
         summary = excluded.summary, saved_at = excluded.saved_at")
    .bind(author)
    .bind(page.id)
    .bind(base)
    .bind(source)
    .bind(summary)
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(())
}

/// Whether he wrote on since then.
pub(super) async fn is_newer(tx: &mut Tx, person: PersonId, page: PageId, than: Timestamp) -> Result<bool> {
    let row: Option<(Timestamp,)> =
        sql("select saved_at from wiki_draft where person_id = $1 and page_id = $2 and saved_at > $3")
            .bind(person)
            .bind(page)
            .bind(than)
            .optional(tx)
            .await?;
    Ok(row.is_some())
}

/// The draft that one has of a page, deleted pages included.
pub async fn find(on: impl Into<On<'_>>, principal: &Principal, page: PageId) -> Result<Option<Draft>> {
    sql("select page_id, base, source, summary, saved_at from wiki_draft where person_id = $1 and page_id = $2")
        .bind(principal.acting_person())
        .bind(page)
        .optional(on)
        .await
}

/// The page of one's own draft, there or not.
pub async fn page_of(on: impl Into<On<'_>>, wiki: &Wiki, id: PageId) -> Result<Page> {
    let page = queries::find(on, id).await?;
    page.filter(|page| page.group_id == wiki.group_id()).ok_or(Error::NotFound)
}

/// One's drafts in a wiki, the latest first.
pub async fn list(on: impl Into<On<'_>>, principal: &Principal, group: GroupId) -> Result<Vec<Listed>> {
    sql("select draft.page_id, page.title, page.slug, page.deleted_at is not null as is_deleted, draft.saved_at \
         from wiki_draft draft join wiki_page page on page.id = draft.page_id \
         where draft.person_id = $1 and page.group_id = $2 order by draft.saved_at desc, draft.page_id limit 100")
    .bind(principal.acting_person())
    .bind(group)
    .all(on)
    .await
}

/// Throws a draft of one's own away.
pub async fn discard(tx: &mut Tx, principal: &Principal, page: PageId) -> Result<()> {
    forget(tx, principal.require_person()?, page).await
}

pub(super) async fn forget(tx: &mut Tx, person: PersonId, page: PageId) -> Result<()> {
    sql("delete from wiki_draft where person_id = $1 and page_id = $2")
        .bind(person)
        .bind(page)
        .execute(tx)
        .await?;
    Ok(())
}

/// Who leaves the organisation leaves no drafts.
pub(crate) async fn forget_of(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql("delete from wiki_draft where person_id = $1").bind(person).execute(tx).await?;
    Ok(())
}
