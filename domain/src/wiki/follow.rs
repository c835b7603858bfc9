//! Following pages: whoever follows one, or one with all that is under it, hears that it changed – once, until he has looked.

use super::{Page, Wiki, queries, visits};
use crate::db::{On, Tx, sql};
use crate::error::Result;
use crate::ids::{PageId, PersonId};
use crate::jobs::{self, Job};
use crate::notifications::{self, Notice};
use crate::principal::Principal;

/// How somebody follows a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Following {
    /// This page.
    Page,
    /// This page and everything under it.
    Branch,
    /// A page above it, with everything under that.
    Above,
}

/// A page that somebody follows.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Followed {
    pub title: String,
    pub slug: String,
    pub covers_below: bool,
}

/// Follows a page that one may read; with everything under it, or no longer so.
pub async fn follow(tx: &mut Tx, principal: &Principal, id: PageId, covers_below: bool) -> Result<()> {
    let person = principal.require_member()?.person_id;
    super::find_by_id(&mut *tx, principal, id).await?;
    sql("insert into wiki_follow (person_id, page_id, covers_below) values ($1, $2, $3) \
         on conflict (person_id, page_id) do update set covers_below = excluded.covers_below")
    .bind(person)
    .bind(id)
    .bind(covers_below)
    .execute(tx)
    .await?;
    Ok(())
}

/// Follows it no longer; also where one may not read it any more.
pub async fn unfollow(tx: &mut Tx, principal: &Principal, id: PageId) -> Result<()> {
    sql("delete from wiki_follow where person_id = $1 and page_id = $2")
        .bind(principal.require_member()?.person_id)
        .bind(id)
        .execute(tx)
        .await?;
    Ok(())
}

/// Whether and how one follows a page.
pub async fn find(on: impl Into<On<'_>>, principal: &Principal, page: &Page) -> Result<Option<Following>> {
    let (mut on, Some(person)) = (on.into(), principal.acting_person()) else { return Ok(None) };
    let rows: Vec<(PageId, bool)> = sql("select follow.page_id, follow.covers_below from wiki_follow follow \
             join wiki_page page on page.id = follow.page_id where follow.person_id = $1 and page.group_id = $2")
    .bind(person)
    .bind(page.group_id)
    .all(on.again())
    .await?;
    if let Some((_, covers_below)) = rows.iter().find(|(id, _)| *id == page.id) {
        return Ok(Some(if *covers_below { Following::Branch } else { Following::Page }));
    }
    let is_branch = |id: PageId| rows.iter().any(|(followed, covers_below)| *followed == id && *covers_below);
    if !rows.iter().any(|(_, covers_below)| *covers_below) {
        return Ok(None);
    }
    let above = queries::list_above(on, page.id).await?;
    Ok(above.iter().any(|leaf| is_branch(leaf.id)).then_some(Following::Above))
}

/// The pages of a wiki that one follows, by title.
pub async fn list(on: impl Into<On<'_>>, principal: &Principal, wiki: &Wiki) -> Result<Vec<Followed>> {
    sql("select page.title, page.slug, follow.covers_below from wiki_follow follow \
         join wiki_page page on page.id = follow.page_id \
         where follow.person_id = $1 and page.group_id = $2 and page.deleted_at is null order by page.title, page.id limit 200")
    .bind(principal.acting_person())
    .bind(wiki.group_id())
    .all(on)
    .await
}

/// A page has another text: its followers hear of it after the answer.
pub(super) async fn changed(tx: &mut Tx, page: PageId) -> Result<()> {
    jobs::enqueue(tx, &Job::TellFollowers { page_id: page }).await
}

/// Tells whoever follows a page or keeps it true. Who was told and did not look since is not told again.
pub async fn tell(tx: &mut Tx, id: PageId) -> Result<()> {
    let Some(page) = queries::find(&mut *tx, id).await?.filter(|page| page.deleted_at.is_none()) else {
        return Ok(());
    };
    let seen = visits::list_seen(&mut *tx, id).await?;
    for person in list_told(tx, &page).await? {
        let number = seen.get(&person).copied().unwrap_or(0);
        if number >= page.version_count {
            continue;
        }
        let notice = Notice::new("page_changed", format!("page_changed:{id}:{number}"))
            .in_group(page.group_id)
            .by(page.changed_by)
            .with("title", &page.title)
            .with("slug", &page.slug);
        notifications::tell_if_local(tx, person, notice).await?;
    }
    Ok(())
}

async fn list_told(tx: &mut Tx, page: &Page) -> Result<Vec<PersonId>> {
    let above: Vec<PageId> =
        queries::list_above(&mut *tx, page.id).await?.into_iter().map(|leaf| leaf.id).collect();
    let mut told: Vec<PersonId> =
        sql("select person_id from wiki_follow where (covers_below or page_id = $1) and page_id in (..) order by person_id")
            .bind(page.id)
            .bind_list(above)
            .column(&mut *tx)
            .await?;
    told.extend(page.owner_id);
    told.sort();
    told.dedup();
    Ok(told)
}

/// Who leaves the organisation follows nothing.
pub(crate) async fn forget_of(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql("delete from wiki_follow where person_id = $1").bind(person).execute(tx).await?;
    Ok(())
}
