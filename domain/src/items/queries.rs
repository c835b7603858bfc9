//! SQL of items and what hangs on them.

use super::kinds::{Detail, Kind};
use super::{Item, Piece, Reactions, Standing};
use crate::acts::Mark;
use crate::audience::Audience;
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql, sql_from};
use crate::error::Result;
use crate::groups::Subject;
use crate::ids::{CommentId, GroupId, ItemId, OrganisationId, PersonId};

pub(crate) const ITEM: &str = "select item.id, item.ap_id, item.group_id, item.author_id, item.organisation_id, item.kind, \
    item.audience, item.title, item.body, item.html, item.excerpt, item.language, item.subjects, item.detail, \
    item.reactions, item.comment_count, item.view_count, item.created_at, item.published_at, item.publish_at, \
    item.archive_at, item.edited_at, item.active_at, item.pinned_at, item.featured_at, item.locked_at, \
    item.accepted_id, item.hidden_at, item.hidden_reason, item.standing, item.refusal, item.version from item";

#[derive(sqlx::FromRow)]
pub(crate) struct Found {
    id: ItemId,
    ap_id: String,
    group_id: Option<GroupId>,
    author_id: PersonId,
    organisation_id: OrganisationId,
    kind: Kind,
    audience: Audience,
    title: String,
    body: String,
    html: String,
    excerpt: String,
    language: String,
    subjects: String,
    detail: String,
    reactions: String,
    comment_count: i64,
    view_count: i64,
    created_at: Timestamp,
    published_at: Option<Timestamp>,
    publish_at: Option<Timestamp>,
    archive_at: Option<Timestamp>,
    edited_at: Option<Timestamp>,
    active_at: Timestamp,
    pinned_at: Option<Timestamp>,
    featured_at: Option<Timestamp>,
    locked_at: Option<Timestamp>,
    accepted_id: Option<CommentId>,
    hidden_at: Option<Timestamp>,
    hidden_reason: String,
    standing: Standing,
    refusal: String,
    version: i64,
}

impl Found {
    pub fn into_item(self) -> Result<Item> {
        Ok(Item {
            id: self.id,
            ap_id: self.ap_id,
            group_id: self.group_id,
            author_id: self.author_id,
            organisation_id: self.organisation_id,
            kind: self.kind,
            audience: self.audience,
            title: self.title,
            body: self.body,
            html: self.html,
            excerpt: self.excerpt,
            language: self.language,
            subjects: serde_json::from_str(&self.subjects)?,
            detail: serde_json::from_str(&self.detail)?,
            reactions: serde_json::from_str(&self.reactions)?,
            comment_count: self.comment_count,
            view_count: self.view_count,
            created_at: self.created_at,
            published_at: self.published_at,
            publish_at: self.publish_at,
            archive_at: self.archive_at,
            edited_at: self.edited_at,
            active_at: self.active_at,
            pinned_at: self.pinned_at,
            featured_at: self.featured_at,
            locked_at: self.locked_at,
            accepted_id: self.accepted_id,
            hidden_at: self.hidden_at,
            hidden_reason: self.hidden_reason,
            standing: self.standing,
            refusal: self.refusal,
            version: self.version,
        })
    }
}

/// Everything an item holds at its beginning.
pub(super) struct Row {
    pub id: ItemId,
    pub ap_id: String,
    pub group_id: Option<GroupId>,
    pub author_id: PersonId,
    pub organisation_id: OrganisationId,
    pub kind: Kind,
    pub audience: Audience,
    pub text: Text,
    pub subjects: Vec<Subject>,
    pub detail: Detail,
    pub created_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub publish_at: Option<Timestamp>,
    pub archive_at: Option<Timestamp>,
    pub standing: Standing,
    pub document: Option<Vec<u8>>,
}

/// What is written in an item, with what is shown of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text {
    pub title: String,
    pub body: String,
    pub html: String,
    pub excerpt: String,
    pub language: String,
}

pub(super) async fn insert(tx: &mut Tx, row: &Row) -> Result<()> {
    sql("insert into item (id, ap_id, group_id, author_id, organisation_id, kind, audience, title, body, html, excerpt, \
         language, subjects, detail, reactions, comment_count, view_count, created_at, published_at, publish_at, \
         archive_at, active_at, hidden_reason, standing, refusal, version, document, folder) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '{}', 0, 0, $15, $16, $17, $18, $19, '', $20, '', 1, \
         $21, $22)")
    .bind(row.id)
    .bind(&row.ap_id)
    .bind(row.group_id)
    .bind(row.author_id)
    .bind(row.organisation_id)
    .bind(row.kind)
    .bind(row.audience)
    .bind(&row.text.title)
    .bind(&row.text.body)
    .bind(&row.text.html)
    .bind(&row.text.excerpt)
    .bind(&row.text.language)
    .bind(serde_json::to_string(&row.subjects)?)
    .bind(serde_json::to_string(&row.detail)?)
    .bind(row.created_at)
    .bind(row.published_at)
    .bind(row.publish_at)
    .bind(row.archive_at)
    .bind(row.published_at.unwrap_or(row.created_at))
    .bind(row.standing)
    .bind(row.document.clone())
    .bind(row.detail.folder())
    .execute(tx)
    .await?;
    Ok(())
}

/// A new text; `Some(document)` when it came from its author's instance.
pub(super) async fn update_text(
    tx: &mut Tx,
    item: &Item,
    text: &Text,
    audience: Audience,
    subjects: &[Subject],
    document: Option<&[u8]>,
) -> Result<()> {
    sql("update item set title = $2, body = $3, html = $4, excerpt = $5, language = $6, audience = $7, subjects = $8, \
         edited_at = $9, document = $10, standing = $11, refusal = '', version = version + 1 where id = $1")
    .bind(item.id)
    .bind(&text.title)
    .bind(&text.body)
    .bind(&text.html)
    .bind(&text.excerpt)
    .bind(&text.language)
    .bind(audience)
    .bind(serde_json::to_string(subjects)?)
    .bind(item.published_at.map(|_| tx.now()))
    .bind(document.map(<[u8]>::to_vec))
    .bind(item.standing)
    .execute(tx)
    .await?;
    Ok(())
}

pub(crate) async fn update_detail(tx: &mut Tx, id: ItemId, detail: &Detail) -> Result<()> {
    sql("update item set detail = $2, folder = $3 where id = $1")
        .bind(id)
        .bind(serde_json::to_string(detail)?)
        .bind(detail.folder())
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn update_plan(
    tx: &mut Tx,
    id: ItemId,
    publish_at: Option<Timestamp>,
    archive_at: Option<Timestamp>,
) -> Result<()> {
    sql("update item set publish_at = $2, archive_at = $3 where id = $1")
        .bind(id)
        .bind(publish_at)
        .bind(archive_at)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn update_published(tx: &mut Tx, id: ItemId, standing: Standing) -> Result<()> {
    sql("update item set published_at = $2, publish_at = null, active_at = $2, edited_at = null, standing = $3 where id = $1")
        .bind(id)
        .bind(tx.now())
        .bind(standing)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn update_mark(tx: &mut Tx, id: ItemId, mark: Mark, at: Option<Timestamp>) -> Result<()> {
    let text = match mark {
        Mark::Pinned => "update item set pinned_at = $2 where id = $1",
        Mark::Featured => "update item set featured_at = $2 where id = $1",
        Mark::Locked => "update item set locked_at = $2 where id = $1",
    };
    sql(text).bind(id).bind(at).execute(tx).await?;
    Ok(())
}

pub(super) async fn update_accepted(tx: &mut Tx, id: ItemId, comment: Option<CommentId>) -> Result<()> {
    sql("update item set accepted_id = $2 where id = $1").bind(id).bind(comment).execute(tx).await?;
    Ok(())
}

/// Empties an item; its row stays where comments stood on it.
pub(super) async fn erase(tx: &mut Tx, id: ItemId) -> Result<()> {
    forget_around(tx, id.0).await?;
    for text in [
        "delete from bookmark where item_id = $1",
        "delete from follow where item_id = $1",
        "delete from vote where item_id = $1",
        "delete from item_subject where item_id = $1",
        "delete from notification where item_id = $1",
    ] {
        sql(text).bind(id).execute(&mut *tx).await?;
    }
    sql("update item set title = '', body = '', html = '', excerpt = '', subjects = '[]', detail = '{\"is\":\"plain\"}', \
         reactions = '{}', folder = null, pinned_at = null, featured_at = null, deleted_at = $2, document = null, version = version + 1 \
         where id = $1")
    .bind(id)
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(())
}

async fn forget_around(tx: &mut Tx, subject: uuid::Uuid) -> Result<()> {
    sql("delete from revision where subject_id = $1").bind(subject).execute(&mut *tx).await?;
    sql("delete from reaction where subject_id = $1").bind(subject).execute(tx).await?;
    Ok(())
}

/// Empties a comment; those who replied keep their place.
pub(super) async fn erase_comment(tx: &mut Tx, id: CommentId) -> Result<()> {
    forget_around(tx, id.0).await?;
    sql("update comment set body = '', html = '', reactions = '{}', deleted_at = $2, document = null, \
         version = version + 1 where id = $1")
    .bind(id)
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn update_hidden(
    tx: &mut Tx,
    piece: Piece,
    at: Option<Timestamp>,
    reason: &str,
) -> Result<()> {
    let text = match piece {
        Piece::Item(_) => "update item set hidden_at = $2, hidden_reason = $3 where id = $1",
        Piece::Comment(_) => "update comment set hidden_at = $2, hidden_reason = $3 where id = $1",
    };
    sql(text).bind(piece.id()).bind(at).bind(reason).execute(tx).await?;
    Ok(())
}

pub(super) async fn update_reactions(tx: &mut Tx, piece: Piece, reactions: &Reactions) -> Result<()> {
    let text = match piece {
        Piece::Item(_) => "update item set reactions = $2 where id = $1",
        Piece::Comment(_) => "update comment set reactions = $2 where id = $1",
    };
    sql(text).bind(piece.id()).bind(serde_json::to_string(reactions)?).execute(tx).await?;
    Ok(())
}

pub(super) async fn update_standing(
    tx: &mut Tx,
    piece: Piece,
    standing: Standing,
    refusal: &str,
) -> Result<()> {
    let text = match piece {
        Piece::Item(_) => "update item set standing = $2, refusal = $3 where id = $1",
        Piece::Comment(_) => "update comment set standing = $2, refusal = $3 where id = $1",
    };
    sql(text).bind(piece.id()).bind(standing).bind(refusal).execute(tx).await?;
    Ok(())
}

/// Counts the comments of an item anew; a new one makes it lively.
pub(super) async fn recount_comments(tx: &mut Tx, id: ItemId, is_active: bool) -> Result<()> {
    sql("update item set comment_count = (select count(*) from comment where item_id = $1 and deleted_at is null \
             and standing = 'accepted'), active_at = case when $2 then $3 else active_at end where id = $1")
    .bind(id)
    .bind(is_active)
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn replace_subjects(
    tx: &mut Tx,
    id: ItemId,
    subjects: &[Subject],
    at: Timestamp,
) -> Result<()> {
    sql("delete from item_subject where item_id = $1").bind(id).execute(&mut *tx).await?;
    for subject in subjects {
        sql("insert into item_subject (uri, item_id, published_at) values ($1, $2, $3)")
            .bind(&subject.uri)
            .bind(id)
            .bind(at)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

/// Id, author and whether it is gone, by federation id.
pub(crate) async fn find_stub(
    on: impl Into<On<'_>>,
    ap_id: &str,
) -> Result<Option<(ItemId, PersonId, bool)>> {
    sql("select id, author_id, deleted_at is not null from item where ap_id = $1")
        .bind(ap_id)
        .optional(on)
        .await
}

/// The item whatever it is, for the house alone.
pub(crate) async fn find_any(on: impl Into<On<'_>>, id: ItemId) -> Result<Option<Item>> {
    let found: Option<Found> = sql_from(format!("{ITEM} where item.id = $1 and item.deleted_at is null"))
        .bind(id)
        .optional(on)
        .await?;
    found.map(Found::into_item).transpose()
}

/// Items of a group by federation id, with their headlines.
pub(super) async fn list_items_at(
    db: &Db,
    group: GroupId,
    addresses: &[&str],
) -> Result<Vec<(String, ItemId, String)>> {
    sql("select ap_id, id, case title when '' then excerpt else title end from item \
         where group_id = $1 and deleted_at is null and ap_id in (..)")
    .bind(group)
    .bind_list(addresses.iter().map(|address| (*address).to_owned()))
    .all(db)
    .await
}

/// Comments of a group by federation id, with their texts.
pub(super) async fn list_comments_at(
    db: &Db,
    group: GroupId,
    addresses: &[&str],
) -> Result<Vec<(String, CommentId, String)>> {
    sql("select comment.ap_id, comment.id, comment.body from comment join item on item.id = comment.item_id \
         where item.group_id = $1 and comment.deleted_at is null and comment.ap_id in (..)")
    .bind(group)
    .bind_list(addresses.iter().map(|address| (*address).to_owned()))
    .all(db)
    .await
}

pub(super) async fn locate(
    tx: &mut Tx,
    group: GroupId,
    ap_id: &str,
) -> Result<(Option<ItemId>, Option<CommentId>)> {
    let item: Option<(ItemId,)> =
        sql("select id from item where ap_id = $1 and group_id = $2 and deleted_at is null")
            .bind(ap_id)
            .bind(group)
            .optional(&mut *tx)
            .await?;
    if let Some((item,)) = item {
        return Ok((Some(item), None));
    }
    let comment: Option<(ItemId, CommentId)> = sql("select item.id, comment.id from comment \
         join item on item.id = comment.item_id where comment.ap_id = $1 and item.group_id = $2 \
         and comment.deleted_at is null and item.deleted_at is null")
    .bind(ap_id)
    .bind(group)
    .optional(tx)
    .await?;
    Ok(comment.map_or((None, None), |(item, comment)| (Some(item), Some(comment))))
}

pub(super) async fn count_all(db: &crate::db::Db) -> Result<i64> {
    sql("select count(*) from item").scalar(db).await
}
