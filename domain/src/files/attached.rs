//! Files of an item or a comment: added when it is written, gone with it.

use std::collections::BTreeSet;

use serde_json::json;

use super::{FILES_PER_ITEM_MAX, File, Of, State, queries};
use crate::db::{Tx, sql};
use crate::error::{Error, FieldError, Result};
use crate::ids::{CommentId, FileId, ItemId};
use crate::index_feed::Lane;
use crate::principal::Principal;
use crate::{audit, published_feed};

/// Adds files of one's own to an item of one's own, behind those it has. Each belongs to one item alone.
pub async fn attach(tx: &mut Tx, principal: &Principal, item: ItemId, ids: &[FileId]) -> Result<()> {
    let has = queries::list_of_items(&mut *tx, &[item]).await?;
    let wanted: Vec<FileId> = has.iter().map(|file| file.id).chain(ids.iter().copied()).collect();
    set_of(tx, principal, Of::item(item), &wanted).await?;
    published_feed::mark_item(tx, item, Lane::Home).await
}

/// Takes files off an item; they are forgotten.
pub async fn detach(tx: &mut Tx, principal: &Principal, item: ItemId, ids: &[FileId]) -> Result<()> {
    let has = queries::list_of_items(&mut *tx, &[item]).await?;
    let wanted: Vec<FileId> = has.iter().map(|file| file.id).filter(|id| !ids.contains(id)).collect();
    set_of(tx, principal, Of::item(item), &wanted).await?;
    published_feed::mark_item(tx, item, Lane::Home).await
}

/// Gives an item or comment exactly these files, in this order; whether that is another than before. Who may write it was
/// asked before; whoever calls marks it for the index.
pub(crate) async fn set_of(tx: &mut Tx, principal: &Principal, of: Of, wanted: &[FileId]) -> Result<bool> {
    let wanted = once(wanted);
    if wanted.len() > FILES_PER_ITEM_MAX {
        return Err(FieldError::new("files", "error-too-many").with("max", FILES_PER_ITEM_MAX).into());
    }
    let has = queries::list_of(&mut *tx, of).await?;
    let files = queries::list(&mut *tx, &wanted).await?;
    let is_own = |id: &FileId| files.iter().any(|file| file.id == *id && may_join(principal, file, of));
    if !wanted.iter().all(is_own) {
        return Err(Error::invalid("files", "error-file-gone"));
    }
    let detail = json!({ "item": of.item, "comment": of.comment });
    for file in has.iter().filter(|file| !wanted.contains(&file.id)) {
        audit::record(tx, principal, "file.delete", &format!("file:{}", file.id), detail.clone()).await?;
        queries::delete(tx, file.id).await?;
    }
    for (place, id) in (0_i64..).zip(&wanted) {
        let is_new = !has.iter().any(|file| file.id == *id);
        sql("update file set item_id = $2, comment_id = $3, place = $4, updated_at = $5 where id = $1")
            .bind(*id)
            .bind(of.item)
            .bind(of.comment)
            .bind(place)
            .bind(tx.now())
            .execute(&mut *tx)
            .await?;
        if is_new {
            audit::record(tx, principal, "file.attach", &format!("file:{id}"), detail.clone()).await?;
        }
    }
    Ok(!has.iter().map(|file| file.id).eq(wanted))
}

fn once(ids: &[FileId]) -> Vec<FileId> {
    let mut seen = BTreeSet::new();
    ids.iter().copied().filter(|id| seen.insert(*id)).collect()
}

/// What is of this stays; what is new is one's own, complete, and no part of anything else.
fn may_join(principal: &Principal, file: &File, of: Of) -> bool {
    match file.item_id {
        Some(item) => item == of.item && file.comment_id == of.comment,
        None => is_own(principal, file),
    }
}

/// Of the files that a text shows or links to, those that are part of it and those that can become so.
pub(crate) async fn named_by(
    tx: &mut Tx,
    principal: &Principal,
    of: Of,
    markdown: &str,
) -> Result<Vec<FileId>> {
    let ids = named_in(markdown);
    let files = queries::list(tx, &ids).await?;
    let can_join = |id: &FileId| files.iter().any(|file| file.id == *id && may_join(principal, file, of));
    Ok(ids.into_iter().filter(can_join).collect())
}

/// Of the files that a text shows or links to, those of one's own that are no part of anything yet.
pub(crate) async fn loose_in(tx: &mut Tx, principal: &Principal, markdown: &str) -> Result<Vec<FileId>> {
    let files = queries::list(tx, &named_in(markdown)).await?;
    Ok(files
        .iter()
        .filter(|file| file.item_id.is_none() && is_own(principal, file))
        .map(|file| file.id)
        .collect())
}

fn is_own(principal: &Principal, file: &File) -> bool {
    super::is_uploader(principal, file) && (file.state == State::Ready || file.state.is_unseen())
}

/// Files that a text shows or links to by their address here.
fn named_in(markdown: &str) -> Vec<FileId> {
    let after = markdown.split("/files/").skip(1);
    after.filter_map(|rest| rest.get(..36)?.parse().ok()).take(FILES_PER_ITEM_MAX * 2).collect()
}

/// Nothing of an item that is gone is kept, what was said below it included.
pub(crate) async fn forget_of_item(tx: &mut Tx, item: ItemId) -> Result<()> {
    sql("delete from file where item_id = $1").bind(item).execute(tx).await?;
    Ok(())
}

/// Nothing of a comment that is gone is kept.
pub(crate) async fn forget_of_comment(tx: &mut Tx, comment: CommentId) -> Result<()> {
    sql("delete from file where comment_id = $1").bind(comment).execute(tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_its_files_by_their_address() {
        let id = "018f6a7e-0000-7000-8000-000000000000";
        let text =
            format!("![kaart](/files/{id}) en [nota](/files/{id}/x) maar niet /files/kaart.png of /files/é");
        assert_eq!(named_in(&text), vec![id.parse().unwrap(); 2]);
        assert!(named_in("/files/").is_empty() && named_in("").is_empty());
    }
}
