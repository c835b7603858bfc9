//! What hosts of elsewhere were told of and still hold: the difference between it and what is public now is what they are
//! told next.

use crate::db::{On, Tx, sql};
use crate::error::Result;
use crate::ids::{GroupId, ItemId};

/// A thing as followers know it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Told {
    pub object_id: uuid::Uuid,
    pub group_id: GroupId,
    pub ap_id: String,
    pub attributed_to: String,
    pub announce_id: String,
    pub version: i64,
}

/// What followers know of a thing; `None`: nothing.
pub async fn find(on: impl Into<On<'_>>, object_id: uuid::Uuid) -> Result<Option<Told>> {
    sql("select object_id, group_id, ap_id, attributed_to, announce_id, version from outside_told where object_id = $1")
        .bind(object_id)
        .optional(on)
        .await
}

/// Everything of a group that followers know, at most `limit`.
pub async fn list_of(on: impl Into<On<'_>>, group: GroupId, limit: i64) -> Result<Vec<Told>> {
    sql("select object_id, group_id, ap_id, attributed_to, announce_id, version from outside_told where group_id = $1 limit $2")
        .bind(group)
        .bind(limit)
        .all(on)
        .await
}

/// The comments below an item that followers know: they go with it.
pub async fn list_below(on: impl Into<On<'_>>, item: ItemId) -> Result<Vec<Told>> {
    sql("select outside_told.object_id, outside_told.group_id, outside_told.ap_id, outside_told.attributed_to, \
         outside_told.announce_id, outside_told.version from outside_told \
         join comment on comment.id = outside_told.object_id where comment.item_id = $1")
    .bind(item)
    .all(on)
    .await
}

/// Everything that stands elsewhere in somebody's name.
pub async fn list_by(on: impl Into<On<'_>>, attributed_to: &str) -> Result<Vec<Told>> {
    sql("select object_id, group_id, ap_id, attributed_to, announce_id, version from outside_told where attributed_to = $1")
        .bind(attributed_to)
        .all(on)
        .await
}

/// In whose names things stand elsewhere, groups left out.
pub async fn list_authors(on: impl Into<On<'_>>) -> Result<Vec<String>> {
    sql("select distinct attributed_to from outside_told \
         where attributed_to not in (select ap_id from groups)")
    .column(on)
    .await
}

/// Followers are told of this now.
pub async fn remember(tx: &mut Tx, told: &Told) -> Result<()> {
    sql("insert into outside_told (object_id, group_id, ap_id, attributed_to, announce_id, version) \
         values ($1, $2, $3, $4, $5, $6) on conflict (object_id) do update set ap_id = excluded.ap_id, \
         attributed_to = excluded.attributed_to, announce_id = excluded.announce_id, version = excluded.version")
    .bind(told.object_id)
    .bind(told.group_id)
    .bind(&told.ap_id)
    .bind(&told.attributed_to)
    .bind(&told.announce_id)
    .bind(told.version)
    .execute(tx)
    .await?;
    Ok(())
}

/// Followers are told that it is gone.
pub async fn forget(tx: &mut Tx, object_id: uuid::Uuid) -> Result<()> {
    sql("delete from outside_told where object_id = $1").bind(object_id).execute(tx).await?;
    Ok(())
}
