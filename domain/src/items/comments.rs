//! Comments: a calm thread below an item, in the order in which they were written, each with the one it replies to.

use serde_json::json;

use super::queries::{self};
use super::signs;
use super::write::{Files, Origin, settle_files};
use super::{BODY_CHARS_MAX, Item, Kind, Piece, Reactions, Standing, revisions, seen};
use crate::acts::{self, Act};
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql, sql_from};
use crate::error::{Error, FieldError, Result};
use crate::files::{self, Of};
use crate::groups::{self, Group, feed};
use crate::ids::{CommentId, FileId, ItemId, PersonId};
use crate::index_feed::Lane;
use crate::notifications::{self, Notice};
use crate::people::check;
use crate::principal::Principal;
use crate::{audit, markup, published_feed};

/// A comment, or an answer to a question.
#[derive(Debug, Clone)]
pub struct Comment {
    pub id: CommentId,
    pub ap_id: String,
    pub item_id: ItemId,
    pub parent_id: Option<CommentId>,
    pub author_id: PersonId,
    pub body: String,
    pub html: String,
    pub language: String,
    pub reactions: Reactions,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub hidden_at: Option<Timestamp>,
    pub hidden_reason: String,
    /// Gone; only its place is left.
    pub deleted_at: Option<Timestamp>,
    pub standing: Standing,
    pub refusal: String,
    pub version: i64,
}

/// A comment as somebody sends it.
#[derive(Debug, Clone)]
pub struct NewComment {
    pub item_id: ItemId,
    pub parent_id: Option<CommentId>,
    pub body: String,
    pub language: String,
    /// Uploads of the author's own, in order. Those that the text names come by themselves.
    pub files: Vec<FileId>,
    pub origin: Option<Origin>,
}

/// A changed comment.
#[derive(Debug, Clone)]
pub struct CommentEdit {
    pub body: String,
    /// All that it has from now on, in order; what is not here any more is forgotten.
    pub files: Vec<FileId>,
    pub origin: Option<Origin>,
}

const COMMENT: &str = "select comment.id, comment.ap_id, comment.item_id, comment.parent_id, comment.author_id, \
    comment.body, comment.html, comment.language, comment.reactions, comment.created_at, comment.edited_at, \
    comment.hidden_at, comment.hidden_reason, comment.deleted_at, comment.standing, comment.refusal, comment.version \
    from comment";

#[derive(sqlx::FromRow)]
struct Found {
    id: CommentId,
    ap_id: String,
    item_id: ItemId,
    parent_id: Option<CommentId>,
    author_id: PersonId,
    body: String,
    html: String,
    language: String,
    reactions: String,
    created_at: Timestamp,
    edited_at: Option<Timestamp>,
    hidden_at: Option<Timestamp>,
    hidden_reason: String,
    deleted_at: Option<Timestamp>,
    standing: Standing,
    refusal: String,
    version: i64,
}

impl Found {
    fn into_comment(self) -> Result<Comment> {
        Ok(Comment {
            id: self.id,
            ap_id: self.ap_id,
            item_id: self.item_id,
            parent_id: self.parent_id,
            author_id: self.author_id,
            body: self.body,
            html: self.html,
            language: self.language,
            reactions: serde_json::from_str(&self.reactions)?,
            created_at: self.created_at,
            edited_at: self.edited_at,
            hidden_at: self.hidden_at,
            hidden_reason: self.hidden_reason,
            deleted_at: self.deleted_at,
            standing: self.standing,
            refusal: self.refusal,
            version: self.version,
        })
    }
}

/// Whether a comment of a visible item is visible; takes `$1` (person). What is hidden is for its author and moderators.
pub(super) const SEES: &str = "(comment.standing = 'accepted' or comment.author_id = $1) \
    and (comment.hidden_at is null or comment.author_id = $1 or mine.role in ('owner', 'moderator'))";

/// Writes a comment below an item that one may see and that takes them.
pub async fn add(tx: &mut Tx, principal: &Principal, new: NewComment) -> Result<CommentId> {
    let author = principal.require_person()?;
    if let Some(known) = known(tx, new.origin.as_ref(), author).await? {
        return Ok(known);
    }
    let item = seen::find(&mut *tx, principal, new.item_id).await?;
    let group = demand_open(tx, principal, &item).await?;
    demand_parent(tx, &item, new.parent_id).await?;
    let body = body(&new.body)?;
    let id = insert(tx, author, &new, &body).await?;
    let comment = find_any(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    let wanted = Files::new(&new.files, new.origin.as_ref());
    settle_files(tx, principal, Of::comment(&comment), author, &wanted, &body).await?;
    audit::record(tx, principal, "comment.add", &format!("comment:{id}"), json!({ "item": item.id })).await?;
    signs::follow_by_itself(tx, item.id, author).await?;
    published_feed::mark_comment(tx, id, Lane::Home).await?;
    match group {
        Some(group) if !group.is_local => {
            queries::update_standing(tx, Piece::Comment(id), Standing::Waiting, "").await?;
            acts::send(tx, author, &group, Act::Comment { comment_id: id, is_new: true }).await?;
        }
        group => {
            arrived(tx, &item, &comment).await?;
            if let Some(group) = group {
                feed::touch_comment(tx, &group, id, &comment.ap_id, true).await?;
            }
        }
    }
    Ok(id)
}

async fn known(tx: &mut Tx, origin: Option<&Origin>, author: PersonId) -> Result<Option<CommentId>> {
    let Some(origin) = origin else { return Ok(None) };
    tx.lock(&format!("comment:{}", origin.ap_id)).await?;
    match find_stub(&mut *tx, &origin.ap_id).await? {
        Some((id, owner, _)) if owner == author => Ok(Some(id)),
        Some(_) => Err(Error::Forbidden("error-not-the-author")),
        None => Ok(None),
    }
}

/// An item takes comments while it is neither a draft, nor locked, nor in a group that can only be read.
async fn demand_open(tx: &mut Tx, principal: &Principal, item: &Item) -> Result<Option<Group>> {
    if item.is_draft() || item.standing != Standing::Accepted {
        return Err(Error::Conflict("error-item-not-out"));
    }
    if item.is_locked() || item.is_archived(tx.now()) {
        return Err(Error::Conflict("error-item-locked"));
    }
    match item.group_id {
        Some(id) => Ok(Some(groups::enter(&mut *tx, principal, id).await?.require_post()?)),
        None => Ok(None),
    }
}

async fn demand_parent(tx: &mut Tx, item: &Item, parent: Option<CommentId>) -> Result<()> {
    let Some(parent) = parent else { return Ok(()) };
    let found = find_any(tx, parent).await?;
    match found {
        Some(comment) if comment.item_id == item.id && comment.deleted_at.is_none() => Ok(()),
        _ => Err(Error::Conflict("error-comment-gone")),
    }
}

fn body(text: &str) -> Result<String> {
    let body = check::paragraphs(text);
    if body.is_empty() {
        return Err(Error::invalid("body", "error-required"));
    }
    if body.chars().count() > BODY_CHARS_MAX {
        return Err(FieldError::new("body", "error-too-long").with("max", BODY_CHARS_MAX).into());
    }
    Ok(body)
}

async fn insert(tx: &mut Tx, author: PersonId, new: &NewComment, body: &str) -> Result<CommentId> {
    let id: CommentId = tx.new_id();
    let base = crate::instances::home(&mut *tx).await?.base_url;
    let (ap_id, created_at) = match &new.origin {
        Some(origin) => (origin.ap_id.clone(), origin.created_at.min(tx.now())),
        None => (format!("{base}/ap/comment/{id}"), tx.now()),
    };
    sql("insert into comment (id, ap_id, item_id, parent_id, author_id, body, html, language, reactions, created_at, \
         hidden_reason, standing, refusal, version, document) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, '{}', $9, '', 'accepted', '', 1, $10)")
    .bind(id)
    .bind(ap_id)
    .bind(new.item_id)
    .bind(new.parent_id)
    .bind(author)
    .bind(body)
    .bind(markup::to_html(body))
    .bind(if new.language == "en" { "en" } else { "nl" })
    .bind(created_at)
    .bind(new.origin.as_ref().map(|origin| origin.document.clone()))
    .execute(tx)
    .await?;
    Ok(id)
}

/// Where an answer from outside stands from now on.
pub(crate) async fn let_stand(tx: &mut Tx, id: CommentId, standing: Standing) -> Result<()> {
    queries::update_standing(tx, Piece::Comment(id), standing, "").await?;
    published_feed::mark_comment(tx, id, Lane::Home).await
}

/// Counts anew what is below an item, without calling it active.
pub(crate) async fn recount(tx: &mut Tx, item: ItemId) -> Result<()> {
    queries::recount_comments(tx, item, false).await
}

/// A new comment is there for local people.
pub(crate) async fn arrived(tx: &mut Tx, item: &Item, comment: &Comment) -> Result<()> {
    queries::recount_comments(tx, item.id, true).await?;
    signs::tell_mentioned(tx, Piece::Comment(comment.id), item, comment.author_id, &comment.body).await?;
    let kind = if item.kind == Kind::Question { "answer" } else { "comment" };
    let notice = Notice::new(kind, format!("comment:{}", comment.id))
        .in_group_maybe(item.group_id)
        .on_item(item.id)
        .on_comment(comment.id)
        .by(comment.author_id);
    signs::tell_followers(tx, item.id, notice).await
}

/// Changes what one wrote; the text before is kept.
pub async fn edit(tx: &mut Tx, principal: &Principal, id: CommentId, edit: CommentEdit) -> Result<()> {
    tx.lock(&format!("comment:{id}")).await?;
    let (comment, group) = own(tx, principal, id).await?;
    let body = body(&edit.body)?;
    let wanted = Files::new(&edit.files, edit.origin.as_ref());
    let of = Of::comment(&comment);
    let files_before = files::list_of_comments(&mut *tx, &[id]).await?;
    let has_other_files = settle_files(tx, principal, of, comment.author_id, &wanted, &body).await?;
    if body == comment.body && !has_other_files && edit.origin.is_none() {
        return Ok(());
    }
    revisions::keep_comment(tx, &comment, files_before).await?;
    sql("update comment set body = $2, html = $3, edited_at = $4, document = $5, version = version + 1 where id = $1")
        .bind(id)
        .bind(&body)
        .bind(markup::to_html(&body))
        .bind(tx.now())
        .bind(edit.origin.map(|origin| origin.document))
        .execute(&mut *tx)
        .await?;
    audit::record(tx, principal, "comment.edit", &format!("comment:{id}"), json!({})).await?;
    published_feed::mark_comment(tx, id, Lane::Home).await?;
    match group {
        Some(group) if !group.is_local => {
            let is_new = comment.standing == Standing::Refused;
            acts::send(tx, comment.author_id, &group, Act::Comment { comment_id: id, is_new }).await
        }
        Some(group) => feed::touch_comment(tx, &group, id, &comment.ap_id, true).await,
        None => Ok(()),
    }
}

/// Takes back what one wrote; its place stays.
pub async fn delete(tx: &mut Tx, principal: &Principal, id: CommentId) -> Result<()> {
    tx.lock(&format!("comment:{id}")).await?;
    let (comment, group) = own(tx, principal, id).await?;
    audit::record(tx, principal, "comment.delete", &format!("comment:{id}"), json!({})).await?;
    forget(tx, &comment, group.as_ref()).await?;
    match group {
        Some(group) if !group.is_local => {
            acts::send(tx, comment.author_id, &group, Act::Delete { ap_id: comment.ap_id }).await
        }
        _ => Ok(()),
    }
}

/// Empties a comment, and at the host tells the others. An accepted answer that goes leaves the question open.
pub(crate) async fn forget(tx: &mut Tx, comment: &Comment, group: Option<&Group>) -> Result<()> {
    queries::erase_comment(tx, comment.id).await?;
    published_feed::mark_comment(tx, comment.id, Lane::Home).await?;
    files::forget_of_comment(tx, comment.id).await?;
    sql("delete from notification where comment_id = $1 and item_id = $2")
        .bind(comment.id)
        .bind(comment.item_id)
        .execute(&mut *tx)
        .await?;
    queries::recount_comments(tx, comment.item_id, false).await?;
    let item = queries::find_any(&mut *tx, comment.item_id).await?;
    let accepted = item.filter(|item| item.accepted_id == Some(comment.id));
    if let Some(item) = &accepted {
        queries::update_accepted(tx, item.id, None).await?;
        feed::reckon(tx, comment.author_id).await?;
    }
    let Some(group) = group else { return Ok(()) };
    if let Some(item) = accepted {
        feed::touch_item(tx, group, item.id, &item.ap_id, true).await?;
    }
    feed::touch_comment(tx, group, comment.id, &comment.ap_id, false).await
}

/// A comment of one's own with its group, when that can be written to.
async fn own(tx: &mut Tx, principal: &Principal, id: CommentId) -> Result<(Comment, Option<Group>)> {
    let comment = find(&mut *tx, principal, id).await?;
    if principal.acting_person() != Some(comment.author_id) {
        return Err(Error::Forbidden("error-not-the-author"));
    }
    let item = seen::find(&mut *tx, principal, comment.item_id).await?;
    let group = match item.group_id {
        Some(id) => Some(groups::enter(&mut *tx, principal, id).await?.require_post()?),
        None => None,
    };
    Ok((comment, group))
}

/// Accepts an answer, or none; for whoever asked, and for moderators.
pub async fn accept(tx: &mut Tx, principal: &Principal, id: ItemId, answer: Option<CommentId>) -> Result<()> {
    let person = principal.require_person()?;
    tx.lock(&format!("item:{id}")).await?;
    let item = seen::find(&mut *tx, principal, id).await?;
    if item.kind != Kind::Question {
        return Err(Error::Conflict("error-no-question"));
    }
    let group = demand_asker_or_moderator(tx, principal, &item, person).await?;
    if let Some(answer) = answer {
        demand_parent(tx, &item, Some(answer)).await?;
    }
    if item.accepted_id == answer {
        return Ok(());
    }
    match group {
        Some(group) if !group.is_local => {
            acts::send(tx, person, &group, Act::AcceptAnswer { item_id: id, comment_id: answer }).await
        }
        group => {
            let detail = json!({ "comment": answer });
            audit::record(tx, principal, "item.accept", &format!("item:{id}"), detail).await?;
            accepted(tx, &item, answer, Some(person)).await?;
            match group {
                Some(group) => feed::touch_item(tx, &group, id, &item.ap_id, true).await,
                None => Ok(()),
            }
        }
    }
}

async fn demand_asker_or_moderator(
    tx: &mut Tx,
    principal: &Principal,
    item: &Item,
    person: PersonId,
) -> Result<Option<Group>> {
    let Some(id) = item.group_id else {
        let is_own = item.author_id == person;
        return if is_own { Ok(None) } else { Err(Error::Forbidden("error-not-the-author")) };
    };
    let place = groups::enter(&mut *tx, principal, id).await?;
    let may = item.author_id == person || place.is_moderator();
    if may { place.require_post().map(Some) } else { Err(Error::Forbidden("error-not-the-author")) }
}

/// An answer counts from now on, another no more; the people index looks again at both, and who answered is told.
pub(crate) async fn accepted(
    tx: &mut Tx,
    item: &Item,
    answer: Option<CommentId>,
    by: Option<PersonId>,
) -> Result<()> {
    queries::update_accepted(tx, item.id, answer).await?;
    if let Some(before) = item.accepted_id {
        published_feed::mark_comment(tx, before, Lane::Home).await?;
        reckon_author(tx, before).await?;
    }
    let Some(answer) = answer else { return Ok(()) };
    published_feed::mark_comment(tx, answer, Lane::Home).await?;
    let Some(comment) = find_any(&mut *tx, answer).await? else { return Ok(()) };
    feed::reckon(tx, comment.author_id).await?;
    let notice = Notice::new("accepted", format!("accepted:{answer}"))
        .in_group_maybe(item.group_id)
        .on_item(item.id)
        .on_comment(answer)
        .by_maybe(by);
    notifications::tell_if_local(tx, comment.author_id, notice).await
}

pub(super) async fn reckon_author(tx: &mut Tx, id: CommentId) -> Result<()> {
    match find_any(&mut *tx, id).await? {
        Some(comment) => feed::reckon(tx, comment.author_id).await,
        None => Ok(()),
    }
}

/// The comment as `principal` may see it; `NotFound` otherwise, and for one that is gone.
pub async fn find(on: impl Into<On<'_>>, principal: &Principal, id: CommentId) -> Result<Comment> {
    let text = format!(
        "{COMMENT} join item on item.id = comment.item_id {} where {} and {SEES} and comment.id = $3 \
         and comment.deleted_at is null",
        seen::JOINS,
        seen::sees(principal)
    );
    let found: Option<Found> = seen::bind_asker(sql_from(text), principal).bind(id).optional(on).await?;
    found.ok_or(Error::NotFound)?.into_comment()
}

/// Comments of an item that was found for the same `principal`, oldest first, after one, at most `limit`. Places of those
/// that are gone are among them.
pub async fn list(
    db: &Db,
    principal: &Principal,
    item: ItemId,
    after: Option<super::Cursor>,
    limit: i64,
) -> Result<Vec<Comment>> {
    let text = format!(
        "{COMMENT} join item on item.id = comment.item_id {} where {} and {SEES} and comment.item_id = $3 \
         and (comment.created_at > $4 or (comment.created_at = $4 and comment.id > $5)) \
         order by comment.created_at, comment.id limit $6",
        seen::JOINS,
        seen::sees(principal)
    );
    let (at, id) = after.map_or((Timestamp(i64::MIN), uuid::Uuid::nil()), |cursor| (cursor.at, cursor.id.0));
    let found: Vec<Found> =
        seen::bind_asker(sql_from(text), principal).bind(item).bind(at).bind(id).bind(limit).all(db).await?;
    found.into_iter().map(Found::into_comment).collect()
}

/// Comments by id, for whoever has found their item; those that are gone are absent.
pub async fn list_by_id(on: impl Into<On<'_>>, ids: &[CommentId]) -> Result<Vec<Comment>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("{COMMENT} where comment.deleted_at is null and comment.id in (..)");
    let found: Vec<Found> = sql_from(text).bind_list(ids.iter().copied()).all(on).await?;
    found.into_iter().map(Found::into_comment).collect()
}

/// Those of these comments that `principal` may see, in no order. One statement.
pub async fn list_seen(
    on: impl Into<On<'_>>,
    principal: &Principal,
    ids: &[CommentId],
) -> Result<Vec<Comment>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "{COMMENT} join item on item.id = comment.item_id {} where {} and {SEES} \
         and comment.deleted_at is null and comment.id in (..)",
        seen::JOINS,
        seen::sees(principal)
    );
    let statement = seen::bind_asker(sql_from(text), principal).bind_list(ids.iter().copied());
    let found: Vec<Found> = statement.all(on).await?;
    found.into_iter().map(Found::into_comment).collect()
}

/// The comment whatever it is, for the house alone.
pub(crate) async fn find_any(on: impl Into<On<'_>>, id: CommentId) -> Result<Option<Comment>> {
    let found: Option<Found> =
        sql_from(format!("{COMMENT} where comment.id = $1")).bind(id).optional(on).await?;
    found.map(Found::into_comment).transpose()
}

/// Id, author and whether it is gone, by federation id.
pub(crate) async fn find_stub(
    on: impl Into<On<'_>>,
    ap_id: &str,
) -> Result<Option<(CommentId, PersonId, bool)>> {
    sql("select id, author_id, deleted_at is not null from comment where ap_id = $1")
        .bind(ap_id)
        .optional(on)
        .await
}
