//! By what of his own somebody is known: what he published, answered and wrote in wikis; and what of it he left out.
//! How much each thing says of him is for the search to weigh.

use std::collections::HashSet;

use serde_json::json;
use uuid::Uuid;

use super::left_out::{self, LEFT_OUT_MAX};
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql, sql_from};
use crate::error::{Error, Result};
use crate::ids::{CommentId, ItemId, PageId, PersonId};
use crate::index_feed::Lane;
use crate::items::out::{COMMENT_IS_OUT, GROUP, IS_OUT};
use crate::principal::Principal;
use crate::{audit, directory, published_feed};

/// Something of one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    Item(ItemId),
    Comment(CommentId),
    /// A page of a wiki, of which he wrote some.
    Page(PageId),
}

impl Deed {
    /// The word in forms and in the database.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Item(_) => "item",
            Self::Comment(_) => "comment",
            Self::Page(_) => "page",
        }
    }

    pub fn id(self) -> Uuid {
        match self {
            Self::Item(ItemId(id)) | Self::Comment(CommentId(id)) | Self::Page(PageId(id)) => id,
        }
    }

    /// Reads that word with an id.
    pub fn new(kind: &str, id: Uuid) -> Option<Self> {
        match kind {
            "item" => Some(Self::Item(ItemId(id))),
            "comment" => Some(Self::Comment(CommentId(id))),
            "page" => Some(Self::Page(PageId(id))),
            _ => None,
        }
    }
}

/// One's own, as a list has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    pub deed: Deed,
    /// When it was published; of a page, when he last wrote in it.
    pub at: Timestamp,
    pub is_excluded: bool,
}

/// The last of the page before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub at: Timestamp,
    pub id: Uuid,
}

impl Cursor {
    /// As it stands in addresses: `1764206100000000-0192…`.
    pub fn parse(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('-')?;
        Some(Self { at: Timestamp(at.parse().ok()?), id: id.parse().ok()? })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.at.0, self.id)
    }
}

/// What somebody did that others than he can see, newest first; for that person alone.
pub async fn list(db: &Db, principal: &Principal, after: Option<Cursor>, limit: i64) -> Result<Vec<Done>> {
    let person = principal.require_person()?;
    let after = after.unwrap_or(Cursor { at: Timestamp(i64::MAX), id: Uuid::max() });
    let found: Vec<(String, Uuid, Timestamp, bool)> = sql_from(format!(
        "select done.kind, done.id, done.at, excluded.subject_id is not null from ({}) done \
         left join evidence_excluded excluded on excluded.person_id = $1 and excluded.subject_id = done.id \
         where done.at < $2 or (done.at = $2 and done.id < $3) order by done.at desc, done.id desc limit $4",
        done()
    ))
    .bind(person)
    .bind(after.at)
    .bind(after.id)
    .bind(limit)
    .all(db)
    .await?;
    let done = |(kind, id, at, is_excluded): (String, Uuid, Timestamp, bool)| {
        Some(Done { deed: Deed::new(&kind, id)?, at, is_excluded })
    };
    Ok(found.into_iter().filter_map(done).collect())
}

/// Everything of `$1`.
fn done() -> String {
    format!(
        "select 'item' as kind, item.id as id, item.published_at as at from item {GROUP} \
         where item.author_id = $1 and {IS_OUT} \
         union all select 'comment', comment.id, comment.created_at from comment \
         join item on item.id = comment.item_id {GROUP} \
         where comment.author_id = $1 and {COMMENT_IS_OUT} and {IS_OUT} \
         union all select 'page', page.id, max(version.published_at) from wiki_version version \
         join wiki_page page on page.id = version.page_id join groups on groups.id = page.group_id \
         where version.author_id = $1 and page.deleted_at is null and groups.deleted_at is null group by page.id"
    )
}

/// From now on something of his own says nothing of him, here and wherever he is found. `NotFound` for what is not his.
pub async fn exclude(tx: &mut Tx, principal: &Principal, deed: Deed) -> Result<()> {
    let person = demand_own(tx, principal, deed).await?;
    demand_room(tx, person).await?;
    let now = tx.now();
    let count = sql(
        "insert into evidence_excluded (person_id, kind, subject_id, excluded_at) values ($1, $2, $3, $4) \
         on conflict (person_id, subject_id) do nothing",
    )
    .bind(person)
    .bind(deed.kind())
    .bind(deed.id())
    .bind(now)
    .execute(&mut *tx)
    .await?;
    if count == 0 { Ok(()) } else { changed(tx, principal, person, deed, "person.evidence_exclude").await }
}

/// It counts again.
pub async fn include(tx: &mut Tx, principal: &Principal, deed: Deed) -> Result<()> {
    let person = demand_own(tx, principal, deed).await?;
    let count = sql("delete from evidence_excluded where person_id = $1 and subject_id = $2")
        .bind(person)
        .bind(deed.id())
        .execute(&mut *tx)
        .await?;
    if count == 0 { Ok(()) } else { changed(tx, principal, person, deed, "person.evidence_include").await }
}

async fn changed(
    tx: &mut Tx,
    principal: &Principal,
    person: PersonId,
    deed: Deed,
    action: &str,
) -> Result<()> {
    let detail = json!({ "kind": deed.kind(), "id": deed.id() });
    audit::record(tx, principal, action, &format!("person:{person}"), detail).await?;
    match deed {
        Deed::Item(id) => published_feed::mark_item(tx, id, Lane::Home).await?,
        Deed::Comment(id) => published_feed::mark_comment(tx, id, Lane::Home).await?,
        Deed::Page(id) => published_feed::mark_page(tx, id, Lane::Home).await?,
    }
    let person = super::find(&mut *tx, person).await?;
    directory::record_change(tx, &person).await
}

/// The list travels, so it has an end.
async fn demand_room(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.lock(&format!("person:{person}")).await?;
    let count: i64 = sql("select count(*) from evidence_excluded where person_id = $1")
        .bind(person)
        .scalar(&mut *tx)
        .await?;
    let has_room = usize::try_from(count).is_ok_and(|count| count < LEFT_OUT_MAX);
    if has_room { Ok(()) } else { Err(Error::Conflict("error-left-out-many")) }
}

async fn demand_own(tx: &mut Tx, principal: &Principal, deed: Deed) -> Result<PersonId> {
    let person = principal.require_person()?;
    let own = match deed {
        Deed::Item(_) => "select 1 from item where id = $1 and author_id = $2",
        Deed::Comment(_) => "select 1 from comment where id = $1 and author_id = $2",
        Deed::Page(_) => "select 1 from wiki_version where page_id = $1 and author_id = $2 limit 1",
    };
    let found: Option<(i32,)> = sql(own).bind(deed.id()).bind(person).optional(tx).await?;
    found.map(|_| person).ok_or(Error::NotFound)
}

/// Ids in one statement.
const BATCH: usize = 1_000;

/// Who left out which of these things, wherever he works.
pub async fn list_excluded(db: &Db, things: &[Uuid]) -> Result<HashSet<(PersonId, Uuid)>> {
    let mut found = HashSet::new();
    for batch in things.chunks(BATCH) {
        let some: Vec<(PersonId, Uuid)> =
            sql("select person_id, subject_id from evidence_excluded where subject_id in (..)")
                .bind_list(batch.iter().copied())
                .all(db)
                .await?;
        found.extend(some);
        found.extend(left_out::list_of_things(db, batch).await?);
    }
    Ok(found)
}

/// Everything that somebody left out, for the document with what we hold about him.
pub(super) async fn list_all_excluded(
    on: impl Into<On<'_>>,
    person: PersonId,
) -> Result<Vec<(String, Uuid, Timestamp)>> {
    sql("select kind, subject_id, excluded_at from evidence_excluded where person_id = $1 order by excluded_at, subject_id")
        .bind(person)
        .all(on)
        .await
}

/// Whoever is no more has nothing to leave out.
pub(super) async fn forget_of(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql("delete from evidence_excluded where person_id = $1").bind(person).execute(tx).await?;
    Ok(())
}
