//! Which published things' index documents are out of date: the sister of [`crate::index_feed`], with the same promises. A
//! change marks in its own transaction; one indexer drains in order of `seq`, home changes first.
//!
//! Counters stay locked until commit, so they are taken in one order: the audit's, then this one, then those of people and
//! of the feed.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::{Db, Tx, next_seq, sql, sql_from};
use crate::error::Result;
use crate::ids::{CommentId, GroupId, ItemId, PageId};
use crate::index_feed::Lane;

/// What is to be read anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Subject {
    /// A group's own words. One that is gone takes everything in it along.
    Group,
    /// An item with its comments and files.
    Item,
    Comment,
    /// A page of a wiki.
    Page,
}

crate::db::text_arg!(Subject);

/// One mark.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub struct Mark {
    pub seq: i64,
    pub kind: Subject,
    pub subject_id: Uuid,
}

/// A group was made, changed, or went.
pub(crate) async fn mark_group(tx: &mut Tx, id: GroupId, lane: Lane) -> Result<()> {
    mark(tx, Subject::Group, id.0, lane).await
}

/// An item was published, changed, hidden, shown, or went; its files likewise.
pub(crate) async fn mark_item(tx: &mut Tx, id: ItemId, lane: Lane) -> Result<()> {
    mark(tx, Subject::Item, id.0, lane).await
}

/// A comment was written, changed, accepted, hidden, or went.
pub(crate) async fn mark_comment(tx: &mut Tx, id: CommentId, lane: Lane) -> Result<()> {
    mark(tx, Subject::Comment, id.0, lane).await
}

/// A page of a wiki was written, got another title, went or came back.
pub(crate) async fn mark_page(tx: &mut Tx, id: PageId, lane: Lane) -> Result<()> {
    mark(tx, Subject::Page, id.0, lane).await
}

async fn mark(tx: &mut Tx, kind: Subject, id: Uuid, lane: Lane) -> Result<()> {
    let seq = next_seq(tx, "published").await?;
    sql("insert into published_change (seq, kind, subject_id, lane) values ($1, $2, $3, $4)")
        .bind(seq)
        .bind(kind)
        .bind(id)
        .bind(lane as i64)
        .execute(tx)
        .await?;
    Ok(())
}

/// Everything in a group is read anew: who may see it changed.
pub(crate) async fn mark_items_of(tx: &mut Tx, group: GroupId, lane: Lane) -> Result<()> {
    let count = sql("select count(*) from item where group_id = $1").bind(group).scalar(&mut *tx).await?;
    if count == 0 {
        return Ok(());
    }
    let before = next_seqs(tx, count).await? - count;
    sql_from(numbered("group_id = $3")).bind(before).bind(lane as i64).bind(group).execute(tx).await?;
    Ok(())
}

/// Every page of a group's wiki is read anew: who may see it changed, or it goes.
pub(crate) async fn mark_pages_of(tx: &mut Tx, group: GroupId, lane: Lane) -> Result<()> {
    let count =
        sql("select count(*) from wiki_page where group_id = $1").bind(group).scalar(&mut *tx).await?;
    if count == 0 {
        return Ok(());
    }
    let before = next_seqs(tx, count).await? - count;
    sql("insert into published_change (seq, kind, subject_id, lane) \
         select $1 + row_number() over (order by id), 'page', id, $2 from wiki_page where group_id = $3")
    .bind(before)
    .bind(lane as i64)
    .bind(group)
    .execute(tx)
    .await?;
    Ok(())
}

/// Many items at once, while they are still there.
pub(crate) async fn mark_items(tx: &mut Tx, ids: &[ItemId], lane: Lane) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(ids.len()).unwrap_or(0);
    let before = next_seqs(tx, count).await? - count;
    let statement = sql_from(numbered("id in (..)")).bind(before).bind(lane as i64);
    statement.bind_list(ids.iter().copied()).execute(tx).await?;
    Ok(())
}

/// One step of the counter for many marks; gives the last number.
async fn next_seqs(tx: &mut Tx, count: i64) -> Result<i64> {
    sql("insert into counter (stream, value) values ('published', $1) \
         on conflict (stream) do update set value = counter.value + excluded.value returning value")
    .bind(count)
    .scalar(tx)
    .await
}

/// A mark for each item of a condition, numbered on from `$1`, in lane `$2`.
fn numbered(condition: &str) -> String {
    format!(
        "insert into published_change (seq, kind, subject_id, lane) \
         select $1 + row_number() over (order by id), 'item', id, $2 from item where {condition}"
    )
}

/// The oldest marks of a lane after `after`, at most `limit`.
pub async fn list(db: &Db, lane: Lane, after: i64, limit: i64) -> Result<Vec<Mark>> {
    sql("select seq, kind, subject_id from published_change where lane = $1 and seq > $2 order by seq limit $3")
        .bind(lane as i64)
        .bind(after)
        .bind(limit)
        .all(db)
        .await
}

/// Forgets marks of a lane up to and including `seq`, once the index holds them for good.
pub async fn forget(db: &Db, lane: Lane, seq: i64) -> Result<()> {
    db.write(async |tx| {
        sql("delete from published_change where lane = $1 and seq <= $2")
            .bind(lane as i64)
            .bind(seq)
            .execute(tx)
            .await?;
        Ok(())
    })
    .await
}

/// The newest sequence given out: an index built from the tables now holds everything up to it.
pub async fn last_seq(db: &Db) -> Result<i64> {
    let row: Option<(i64,)> =
        sql("select value from counter where stream = 'published'").optional(db).await?;
    Ok(row.map_or(0, |(value,)| value))
}

/// How many marks each lane holds beyond what an index has read; home first.
pub async fn count_after(db: &Db, home: i64, replica: i64) -> Result<(i64, i64)> {
    let count = "select count(case when lane = 0 and seq > $1 then 1 end), \
                 count(case when lane = 1 and seq > $2 then 1 end) from published_change";
    sql(count).bind(home).bind(replica).one(db).await
}
