//! What people of elsewhere answer below public items. An answer waits for a moderator unless an administrator chose that they
//! appear at once; from then on it is a comment like any other, of an author without a profile.

use serde_json::json;

use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql};
use crate::error::{Error, FieldError, Result};
use crate::groups::{self, Group, feed, members};
use crate::ids::{CommentId, GroupId, ItemId, OutsiderId, PersonId};
use crate::index_feed::Lane;
use crate::items::comments::{self, Comment};
use crate::items::{self, Item, Piece, Standing};
use crate::notifications::{self, Notice};
use crate::principal::Principal;
use crate::{audit, markup, published_feed};

use super::actors::{self, Actor};
use super::{Opening, WAITING_PER_HOST_MAX, demand_heard};

/// Longer ones are refused: HTML, after cleaning.
pub const HTML_BYTES_MAX: usize = 40_000;

/// An answer as it came, its HTML not yet cleaned.
#[derive(Debug, Clone)]
pub struct NewAnswer {
    pub ap_id: String,
    pub item_id: ItemId,
    pub parent_id: Option<CommentId>,
    pub html: String,
    pub language: String,
    pub published_at: Timestamp,
}

/// Keeps an answer below an item that is public and takes comments.
pub async fn add(tx: &mut Tx, actor: &Actor, new: NewAnswer) -> Result<CommentId> {
    let opening = demand_heard(tx, actor).await?;
    tx.lock(&format!("comment:{}", new.ap_id)).await?;
    let author = actors::ensure_face(tx, actor).await?;
    if let Some((id, owner, _)) = comments::find_stub(&mut *tx, &new.ap_id).await? {
        return if owner == author { Ok(id) } else { Err(Error::Forbidden("error-not-the-author")) };
    }
    let (item, group) = demand_place(tx, &new, author).await?;
    demand_few_wait(tx, &actor.host).await?;
    let (html, words) = clean(&new.html)?;
    let id = insert(tx, author, &new, &html, &words).await?;
    sql("insert into outside_answer (comment_id, actor_id, group_id, arrived_at) values ($1, $2, $3, $4)")
        .bind(id)
        .bind(actor.id)
        .bind(group.id)
        .bind(tx.now())
        .execute(&mut *tx)
        .await?;
    let detail = json!({ "who": actor.address(), "item": item.id });
    audit::record(tx, &Principal::Anonymous, "outside.answer", &format!("comment:{id}"), detail).await?;
    came(tx, opening, &item, &group, id).await.map(|()| id)
}

/// Public, open to comments, and its author not put out of the group.
async fn demand_place(tx: &mut Tx, new: &NewAnswer, author: PersonId) -> Result<(Item, Group)> {
    let item = items::find(&mut *tx, &Principal::Anonymous, new.item_id).await?;
    let group = groups::find(&mut *tx, item.group_id.ok_or(Error::NotFound)?).await?;
    if !group.is_public() {
        return Err(Error::NotFound);
    }
    if item.is_locked() || item.is_archived(tx.now()) || group.is_read_only() {
        return Err(Error::Conflict("error-item-locked"));
    }
    if members::find(&mut *tx, group.id, author).await?.is_some_and(|row| row.is_banned(tx.now())) {
        return Err(Error::Forbidden("error-banned"));
    }
    if let Some(parent) = new.parent_id {
        let parent = comments::find(&mut *tx, &Principal::Anonymous, parent).await?;
        if parent.item_id != item.id {
            return Err(Error::NotFound);
        }
    }
    Ok((item, group))
}

/// One host cannot fill the moderators' list.
async fn demand_few_wait(tx: &mut Tx, host: &str) -> Result<()> {
    let waiting: i64 = sql("select count(*) from outside_answer \
         join comment on comment.id = outside_answer.comment_id and comment.standing = 'waiting' \
             and comment.deleted_at is null \
         join outside_actor on outside_actor.id = outside_answer.actor_id where outside_actor.host = $1")
    .bind(host)
    .scalar(tx)
    .await?;
    if waiting < WAITING_PER_HOST_MAX {
        return Ok(());
    }
    Err(Error::Limited { key: "error-requests-full", retry_after: std::time::Duration::from_secs(3600) })
}

/// HTML of elsewhere, reduced to what may stand here; and its words.
fn clean(html: &str) -> Result<(String, String)> {
    if html.len() > 4 * HTML_BYTES_MAX {
        return Err(FieldError::new("content", "error-too-long").with("max", HTML_BYTES_MAX).into());
    }
    let clean = markup::from_remote_html(html);
    if clean.len() > HTML_BYTES_MAX {
        return Err(FieldError::new("content", "error-too-long").with("max", HTML_BYTES_MAX).into());
    }
    let words = words_of(&clean);
    if words.is_empty() {
        return Err(Error::invalid("content", "error-required"));
    }
    Ok((clean, words))
}

/// The words of cleaned HTML, in which `<` only begins a tag: for excerpts and for finding it again.
fn words_of(html: &str) -> String {
    let outside_tags = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text = outside_tags.collect::<Vec<_>>().join(" ");
    let text = text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn insert(
    tx: &mut Tx,
    author: PersonId,
    new: &NewAnswer,
    html: &str,
    words: &str,
) -> Result<CommentId> {
    let id: CommentId = tx.new_id();
    sql("insert into comment (id, ap_id, item_id, parent_id, author_id, body, html, language, reactions, created_at, \
         hidden_reason, standing, refusal, version) values ($1, $2, $3, $4, $5, $9, $6, $7, '{}', $8, '', 'waiting', '', 1)")
    .bind(id)
    .bind(&new.ap_id)
    .bind(new.item_id)
    .bind(new.parent_id)
    .bind(author)
    .bind(html)
    .bind(if new.language == "en" { "en" } else { "nl" })
    .bind(new.published_at.min(tx.now()))
    .bind(words)
    .execute(tx)
    .await?;
    Ok(id)
}

/// It appears, or the moderators are told that it waits.
async fn came(tx: &mut Tx, opening: Opening, item: &Item, group: &Group, id: CommentId) -> Result<()> {
    if opening.answers_appear {
        return appear(tx, item, group, id).await;
    }
    let notice = Notice::new("outside", format!("outside:{id}")).in_group(group.id).on_item(item.id);
    notifications::tell_moderators(tx, group.id, notice).await
}

async fn appear(tx: &mut Tx, item: &Item, group: &Group, id: CommentId) -> Result<()> {
    comments::let_stand(tx, id, Standing::Accepted).await?;
    let comment = comments::find_any(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    comments::arrived(tx, item, &comment).await?;
    feed::touch_comment(tx, group, id, &comment.ap_id, true).await
}

/// Its author changed it: it is looked at anew where answers wait.
pub async fn edit(tx: &mut Tx, actor: &Actor, ap_id: &str, html: &str) -> Result<()> {
    let opening = demand_heard(tx, actor).await?;
    let (id, group) = own(tx, actor, ap_id).await?;
    let comment = comments::find_any(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    let (html, words) = clean(html)?;
    if comment.deleted_at.is_some() || comment.html == html {
        return Ok(());
    }
    sql("update comment set html = $2, edited_at = $3, body = $4, version = version + 1 where id = $1")
        .bind(id)
        .bind(&html)
        .bind(tx.now())
        .bind(words)
        .execute(&mut *tx)
        .await?;
    let detail = json!({ "who": actor.address() });
    audit::record(tx, &Principal::Anonymous, "outside.edit", &format!("comment:{id}"), detail).await?;
    published_feed::mark_comment(tx, id, Lane::Home).await?;
    let item = items::find(&mut *tx, &Principal::System("outside"), comment.item_id).await?;
    if !opening.answers_appear && comment.standing == Standing::Accepted {
        comments::let_stand(tx, id, Standing::Waiting).await?;
        comments::recount(tx, item.id).await?;
    }
    feed::touch_comment(tx, &group, id, ap_id, opening.answers_appear).await?;
    if opening.answers_appear {
        return Ok(());
    }
    let notice = Notice::new("outside", format!("outside:{id}:{}", comment.version + 1));
    notifications::tell_moderators(tx, group.id, notice.in_group(group.id).on_item(item.id)).await
}

/// Its author took it back.
pub async fn delete(tx: &mut Tx, actor: &Actor, ap_id: &str) -> Result<()> {
    let (id, group) = own(tx, actor, ap_id).await?;
    let detail = json!({ "who": actor.address() });
    audit::record(tx, &Principal::Anonymous, "outside.delete", &format!("comment:{id}"), detail).await?;
    actors::forget_comment(tx, id, group.id).await
}

async fn own(tx: &mut Tx, actor: &Actor, ap_id: &str) -> Result<(CommentId, Group)> {
    tx.lock(&format!("comment:{ap_id}")).await?;
    let row: Option<(CommentId, GroupId)> = sql("select outside_answer.comment_id, outside_answer.group_id from outside_answer \
         join comment on comment.id = outside_answer.comment_id where comment.ap_id = $1 and outside_answer.actor_id = $2")
    .bind(ap_id)
    .bind(actor.id)
    .optional(&mut *tx)
    .await?;
    let (id, group) = row.ok_or(Error::NotFound)?;
    Ok((id, groups::find(tx, group).await?))
}

/// An answer that waits, for moderators.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub comment: Comment,
    pub actor: Actor,
    /// What it is an answer to.
    pub headline: String,
}

/// What waits in a group, oldest first, at most `limit`; for its moderators.
pub async fn list_waiting(
    db: &Db,
    principal: &Principal,
    group: GroupId,
    limit: i64,
) -> Result<Vec<Waiting>> {
    groups::enter(db, principal, group).await?.require_moderator()?;
    let ids: Vec<(CommentId, OutsiderId)> =
        sql("select outside_answer.comment_id, outside_answer.actor_id from outside_answer \
         join comment on comment.id = outside_answer.comment_id and comment.standing = 'waiting' \
             and comment.deleted_at is null \
         where outside_answer.group_id = $1 order by outside_answer.arrived_at limit $2")
        .bind(group)
        .bind(limit)
        .all(db)
        .await?;
    let mut waiting = Vec::new();
    for (id, actor) in ids {
        let found = (comments::find_any(db, id).await?, actors::find_by_id(db, actor).await?);
        let (Some(comment), Some(actor)) = found else { continue };
        let item = items::find(db, principal, comment.item_id).await?;
        waiting.push(Waiting { headline: item.headline().to_owned(), comment, actor });
    }
    Ok(waiting)
}

/// How many wait in a group.
pub async fn count_waiting(db: &Db, group: GroupId) -> Result<i64> {
    sql("select count(*) from outside_answer join comment on comment.id = outside_answer.comment_id \
         where outside_answer.group_id = $1 and comment.standing = 'waiting' and comment.deleted_at is null")
    .bind(group)
    .scalar(db)
    .await
}

/// A moderator lets an answer appear, or not.
pub async fn decide(tx: &mut Tx, principal: &Principal, id: CommentId, is_yes: bool) -> Result<()> {
    tx.lock(&format!("comment:{id}")).await?;
    let row: Option<(GroupId,)> =
        sql("select group_id from outside_answer where comment_id = $1").bind(id).optional(&mut *tx).await?;
    let (group,) = row.ok_or(Error::NotFound)?;
    let group = groups::enter(&mut *tx, principal, group).await?.require_moderator()?;
    let comment = comments::find_any(&mut *tx, id).await?.filter(|comment| comment.deleted_at.is_none());
    let comment = comment.filter(|comment| comment.standing == Standing::Waiting).ok_or(Error::NotFound)?;
    let action = if is_yes { "outside.accept" } else { "outside.refuse" };
    audit::record(tx, principal, action, &Piece::Comment(id).audit_name(), json!({})).await?;
    if !is_yes {
        return actors::forget_comment(tx, id, group.id).await;
    }
    let item = items::find(&mut *tx, principal, comment.item_id).await?;
    appear(tx, &item, &group, id).await
}

/// The author of an answer from outside; `None` for any other comment.
pub async fn author_of(on: impl Into<On<'_>>, id: CommentId) -> Result<Option<Actor>> {
    let mut on = on.into();
    let row: Option<(OutsiderId,)> = sql("select actor_id from outside_answer where comment_id = $1")
        .bind(id)
        .optional(on.again())
        .await?;
    match row {
        Some((actor,)) => actors::find_by_id(on, actor).await,
        None => Ok(None),
    }
}

/// The comment that has this address, where it is an answer from outside that stands.
pub async fn find_by_ap_id(on: impl Into<On<'_>>, ap_id: &str) -> Result<Option<(CommentId, ItemId)>> {
    sql("select comment.id, comment.item_id from comment join outside_answer on outside_answer.comment_id = comment.id \
         where comment.ap_id = $1 and comment.deleted_at is null and comment.standing = 'accepted'")
    .bind(ap_id)
    .optional(on)
    .await
}

pub(super) async fn list_of(tx: &mut Tx, actor: OutsiderId) -> Result<Vec<(CommentId, GroupId)>> {
    sql("select comment_id, group_id from outside_answer where actor_id = $1").bind(actor).all(tx).await
}
