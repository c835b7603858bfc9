//! SQL of files.

use super::{File, Of};
use crate::db::{Db, On, Tx, sql, sql_from};
use crate::error::Result;
use crate::ids::{CommentId, FileId, ItemId, PersonId};
use crate::principal::Principal;

pub(super) const FILE: &str = "select file.id, file.ap_id, file.item_id, file.comment_id, file.uploader_id, file.name, file.media_type, \
    file.size_bytes, file.received_bytes, file.digest, file.preview_digest, file.alt, file.width, file.height, file.state, \
    file.finding, file.fetch_from, file.confirmed_at, file.created_at from file";

pub(super) async fn find(on: impl Into<On<'_>>, id: FileId) -> Result<File> {
    sql_from(format!("{FILE} where file.id = $1")).bind(id).one(on).await
}

pub(super) async fn list(on: impl Into<On<'_>>, ids: &[FileId]) -> Result<Vec<File>> {
    sql_from(format!("{FILE} where file.id in (..)")).bind_list(ids.iter().copied()).all(on).await
}

/// The files of these items, each item's in its order. One statement; who may see the items was asked before.
pub async fn list_of_items(on: impl Into<On<'_>>, ids: &[ItemId]) -> Result<Vec<File>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "{FILE} where file.item_id in (..) and file.comment_id is null order by file.item_id, file.place, file.id"
    );
    sql_from(text).bind_list(ids.iter().copied()).all(on).await
}

/// The same of comments.
pub async fn list_of_comments(on: impl Into<On<'_>>, ids: &[CommentId]) -> Result<Vec<File>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("{FILE} where file.comment_id in (..) order by file.comment_id, file.place, file.id");
    sql_from(text).bind_list(ids.iter().copied()).all(on).await
}

pub(super) async fn list_of(on: impl Into<On<'_>>, of: Of) -> Result<Vec<File>> {
    match of.comment {
        Some(comment) => list_of_comments(on, &[comment]).await,
        None => list_of_items(on, &[of.item]).await,
    }
}

/// Everything that somebody uploaded, newest first: for himself, and for an administrator who answers him on paper.
pub async fn list_of_uploader(db: &Db, principal: &Principal, id: PersonId) -> Result<Vec<File>> {
    principal.require_self_or_administrator(id)?;
    let text = format!(
        "{FILE} where file.uploader_id = $1 and file.state <> 'uploading' order by file.created_at desc, file.id desc"
    );
    sql_from(text).bind(id).all(db).await
}

/// Uploads of somebody that are part of nothing.
pub(crate) async fn delete_loose(tx: &mut Tx, uploader: PersonId) -> Result<()> {
    sql("delete from file where uploader_id = $1 and item_id is null").bind(uploader).execute(tx).await?;
    Ok(())
}

pub(super) async fn insert(tx: &mut Tx, file: &File, place: i64) -> Result<()> {
    sql("insert into file (id, ap_id, item_id, comment_id, place, uploader_id, name, media_type, size_bytes, received_bytes, digest, \
         preview_digest, alt, width, height, state, finding, fetch_from, confirmed_at, created_at, updated_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $20)")
    .bind(file.id)
    .bind(&file.ap_id)
    .bind(file.item_id)
    .bind(file.comment_id)
    .bind(place)
    .bind(file.uploader_id)
    .bind(&file.name)
    .bind(&file.media_type)
    .bind(file.size_bytes)
    .bind(file.received_bytes)
    .bind(file.digest.as_deref())
    .bind(file.preview_digest.as_deref())
    .bind(file.alt.as_deref())
    .bind(file.width)
    .bind(file.height)
    .bind(file.state)
    .bind(&file.finding)
    .bind(file.fetch_from.as_deref())
    .bind(file.confirmed_at)
    .bind(file.created_at)
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: FileId) -> Result<()> {
    sql("delete from file where id = $1").bind(id).execute(tx).await?;
    Ok(())
}

/// Those of these files, in no order. One statement; who may see their items was asked before.
pub async fn list_by_id(on: impl Into<On<'_>>, ids: &[FileId]) -> Result<Vec<File>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    sql_from(format!("{FILE} where file.id in (..)")).bind_list(ids.iter().copied()).all(on).await
}
