//! What each saw last of a page, so that a page can say what changed since. Kept for himself alone, and not for ever.

use std::collections::HashMap;

use super::{Page, Wiki, editing};
use crate::clock::Timestamp;
use crate::db::{On, Tx, sql};
use crate::error::Result;
use crate::ids::{PageId, PersonId};
use crate::principal::Principal;

/// What changed on a page since somebody looked at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    /// The version that he saw.
    pub number: i64,
    pub seen_at: Timestamp,
    /// How many versions of others came after it.
    pub count: i64,
}

/// A page with news for somebody.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct News {
    pub title: String,
    pub slug: String,
    pub changed_at: Timestamp,
    pub changed_by: PersonId,
    /// The version that he saw last.
    pub number: i64,
}

/// What one saw last of a page, and when; none when one never looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Visit {
    pub number: i64,
    pub seen_at: Timestamp,
}

impl Visit {
    /// Whether a look at the page now would be worth writing down.
    pub fn is_news(visit: Option<Self>, page: &Page) -> bool {
        visit.is_none_or(|visit| visit.number < page.version_count)
    }
}

/// One's own last look at a page.
pub async fn find(on: impl Into<On<'_>>, principal: &Principal, page: &Page) -> Result<Option<Visit>> {
    sql("select number, seen_at from wiki_visit where person_id = $1 and page_id = $2")
        .bind(principal.acting_person())
        .bind(page.id)
        .optional(on)
        .await
}

/// What others wrote since that look; none when nothing.
pub async fn since(
    on: impl Into<On<'_>>,
    principal: &Principal,
    page: &Page,
    visit: Option<Visit>,
) -> Result<Option<Since>> {
    let Some(Visit { number, seen_at }) = visit.filter(|visit| visit.number < page.version_count) else {
        return Ok(None);
    };
    let count: i64 =
        sql("select count(*) from wiki_version where page_id = $1 and number > $2 and author_id <> $3")
            .bind(page.id)
            .bind(number)
            .bind(principal.acting_person())
            .scalar(on)
            .await?;
    Ok((count > 0).then_some(Since { number, seen_at, count }))
}

/// One has seen the page as it stands.
pub async fn note(tx: &mut Tx, principal: &Principal, page: &Page) -> Result<()> {
    sql("insert into wiki_visit (person_id, page_id, number, seen_at) values ($1, $2, $3, $4) \
         on conflict (person_id, page_id) do update set number = excluded.number, seen_at = excluded.seen_at")
    .bind(principal.require_member()?.person_id)
    .bind(page.id)
    .bind(page.version_count)
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(())
}

/// Pages that one knows and others changed since, the latest first.
pub async fn list_news(
    on: impl Into<On<'_>>,
    principal: &Principal,
    wiki: &Wiki,
    limit: i64,
) -> Result<Vec<News>> {
    sql("select page.title, page.slug, page.changed_at, page.changed_by, visit.number from wiki_visit visit \
         join wiki_page page on page.id = visit.page_id where visit.person_id = $1 and page.group_id = $2 \
         and page.deleted_at is null and page.version_count > visit.number and page.changed_by <> visit.person_id \
         order by page.changed_at desc, page.id limit $3")
    .bind(principal.acting_person())
    .bind(wiki.group_id())
    .bind(limit)
    .all(on)
    .await
}

pub(super) async fn list_seen(tx: &mut Tx, page: PageId) -> Result<HashMap<PersonId, i64>> {
    let rows: Vec<(PersonId, i64)> =
        sql("select person_id, number from wiki_visit where page_id = $1").bind(page).all(tx).await?;
    Ok(rows.into_iter().collect())
}

/// Who leaves the organisation leaves no trail.
pub(crate) async fn forget_of(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql("delete from wiki_visit where person_id = $1").bind(person).execute(&mut *tx).await?;
    editing::forget_of(tx, &[person]).await
}
