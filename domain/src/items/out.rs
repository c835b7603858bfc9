//! What is out: everything that somebody but its author can see. The index of published things holds this and nothing else;
//! who of the readers sees what, `circles` and [`super::seen`] say.

use super::Item;
use super::comments::{self, Comment};
use super::queries::{self, ITEM};
use crate::db::{Db, sql_from};
use crate::error::Result;
use crate::ids::{CommentId, ItemId};

pub(crate) const IS_OUT: &str = "item.deleted_at is null and item.hidden_at is null and item.published_at is not null \
    and item.standing = 'accepted' and (item.group_id is null or groups.deleted_at is null)";
pub(crate) const GROUP: &str = "left join groups on groups.id = item.group_id";
pub(crate) const COMMENT_IS_OUT: &str =
    "comment.deleted_at is null and comment.hidden_at is null and comment.standing = 'accepted'";

/// Those of these items that are out, in no order.
pub async fn list_items(db: &Db, ids: &[ItemId]) -> Result<Vec<Item>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("{ITEM} {GROUP} where {IS_OUT} and item.id in (..)");
    let found: Vec<queries::Found> = sql_from(text).bind_list(ids.iter().copied()).all(db).await?;
    found.into_iter().map(queries::Found::into_item).collect()
}

/// Items that are out in order of id, after one, at most `limit`.
pub async fn list_items_after(db: &Db, after: Option<ItemId>, limit: i64) -> Result<Vec<Item>> {
    let text = format!("{ITEM} {GROUP} where {IS_OUT} and item.id > $1 order by item.id limit $2");
    let after = after.unwrap_or(ItemId(uuid::Uuid::nil()));
    let found: Vec<queries::Found> = sql_from(text).bind(after).bind(limit).all(db).await?;
    found.into_iter().map(queries::Found::into_item).collect()
}

/// Those of these comments that are out, in no order; whether their items are is asked with [`list_items`].
pub async fn list_comments(db: &Db, ids: &[CommentId]) -> Result<Vec<Comment>> {
    comments::list_where(db, &format!("{COMMENT_IS_OUT} and comment.id in (..)"), ids).await
}

/// The comments of an item that are out, in order of id, after one, at most `limit`.
pub async fn list_comments_of(
    db: &Db,
    item: ItemId,
    after: Option<CommentId>,
    limit: i64,
) -> Result<Vec<Comment>> {
    let condition =
        format!("{COMMENT_IS_OUT} and comment.item_id = $1 and comment.id > $2 order by comment.id limit $3");
    comments::list_some(db, &condition, Some(item), after, limit).await
}

/// Comments that are out in order of id, after one, at most `limit`.
pub async fn list_comments_after(db: &Db, after: Option<CommentId>, limit: i64) -> Result<Vec<Comment>> {
    let condition = format!("{COMMENT_IS_OUT} and comment.id > $1 order by comment.id limit $2");
    comments::list_some(db, &condition, None, after, limit).await
}
