//! Items and comments of groups of elsewhere. The text is its author's; what moderators and counters say of it is the
//! host's. An entry may speak of an item that comes later in the feed: its place is kept until then.

use super::comments::{self, Comment};
use super::kinds::proposal::Proposal;
use super::kinds::{Detail, Kind};
use super::moderate::REASON_CHARS_MAX;
use super::queries::{self, Row, Text};
use super::{EXCERPT_CHARS, Item, Piece, Reactions, Standing, revisions};
use crate::acts::Measure;
use crate::audience::Audience;
use crate::clock::Timestamp;
use crate::db::{Tx, sql};
use crate::error::Result;
use crate::files::remote::{self, Told};
use crate::files::{self, Of};
use crate::groups::{Group, Subject, feed};
use crate::ids::{CommentId, GroupId, ItemId, PersonId};
use crate::index_feed::Lane;
use crate::markup;
use crate::notifications::{self, Notice};
use crate::people::check;
use crate::people::replica::{Stub, ensure_stub};
use crate::principal::Principal;
use crate::published_feed;
use crate::wiki::{about, proposals};

/// An item as the host's feed has it.
#[derive(Debug, Clone)]
pub struct ItemState {
    pub ap_id: String,
    pub author: Stub,
    pub kind: Kind,
    pub audience: Audience,
    pub title: String,
    pub body: String,
    pub language: String,
    pub subjects: Vec<Subject>,
    pub detail: Detail,
    pub published_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub archive_at: Option<Timestamp>,
    /// With where the host has them, once it does.
    pub files: Vec<Told>,
    pub facts: Facts,
    pub document: Option<Vec<u8>>,
}

/// A comment as the host's feed has it.
#[derive(Debug, Clone)]
pub struct CommentState {
    pub ap_id: String,
    pub item: String,
    pub parent: Option<String>,
    pub author: Stub,
    pub body: String,
    pub language: String,
    pub published_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    /// With where the host has them, once it does.
    pub files: Vec<Told>,
    pub facts: Facts,
    pub document: Option<Vec<u8>>,
}

/// What the host says of something that somebody wrote.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub reactions: Reactions,
    pub pinned_at: Option<Timestamp>,
    pub featured_at: Option<Timestamp>,
    pub locked_at: Option<Timestamp>,
    pub hidden_at: Option<Timestamp>,
    pub hidden_reason: String,
    /// Item: the federation id of the accepted answer.
    pub accepted: Option<String>,
    /// Item: when it last was lively.
    pub active_at: Option<Timestamp>,
}

pub(crate) async fn store_item(tx: &mut Tx, group: &Group, state: &ItemState, is_news: bool) -> Result<()> {
    // What its author once meant for more, a group that closed since keeps to its members.
    let closed = group.is_closed().then(|| ItemState { audience: Audience::Group, ..state.clone() });
    let state = closed.as_ref().unwrap_or(state);
    let author = ensure_stub(tx, group.instance_id, &state.author).await?;
    let stub = queries::find_stub(&mut *tx, &state.ap_id).await?;
    let (id, is_new) = match stub {
        None => (insert_item(tx, group, state, author).await?, true),
        Some((id, known, is_gone)) => {
            // Nobody takes over what another wrote, and a thing stays in its group.
            if (known != author && !is_gone) || !is_of(tx, id, group.id).await? {
                return Ok(());
            }
            let was_waiting = replace_item(tx, id, state, author).await?;
            (id, is_gone || was_waiting)
        }
    };
    write_facts(tx, id, state).await?;
    store_files(tx, Of::item(id), author, &state.files).await?;
    about::note(tx, id, &state.detail).await?;
    let item = super::find(&mut *tx, &Principal::System("replication"), id).await?;
    queries::replace_subjects(tx, id, &item.subjects, state.published_at).await?;
    published_feed::mark_item(tx, id, Lane::Replica).await?;
    if is_new && is_news { super::arrived(tx, &item, Some(group)).await } else { Ok(()) }
}

/// Those of our own people are here; of them the host says only that it has them too.
async fn store_files(tx: &mut Tx, of: Of, author: PersonId, told: &[Told]) -> Result<()> {
    if !is_ours(tx, author).await? {
        return remote::store(tx, of, author, told).await;
    }
    let held = told.iter().filter(|file| file.fetch_from.is_some());
    remote::confirm(tx, of, &held.map(|file| file.ap_id.clone()).collect::<Vec<_>>()).await
}

async fn is_of(tx: &mut Tx, id: ItemId, group: GroupId) -> Result<bool> {
    let of: Option<(Option<GroupId>,)> =
        sql("select group_id from item where id = $1").bind(id).optional(tx).await?;
    Ok(of == Some((Some(group),)))
}

async fn insert_item(tx: &mut Tx, group: &Group, state: &ItemState, author: PersonId) -> Result<ItemId> {
    let id: ItemId = tx.new_id();
    let row = Row {
        id,
        ap_id: state.ap_id.clone(),
        group_id: Some(group.id),
        author_id: author,
        organisation_id: group.organisation_id,
        kind: state.kind,
        audience: state.audience,
        text: text_of(state),
        subjects: state.subjects.clone(),
        detail: state.detail.clone(),
        created_at: state.published_at,
        published_at: Some(state.published_at),
        publish_at: None,
        archive_at: state.archive_at,
        standing: Standing::Accepted,
        document: state.document.clone(),
    };
    queries::insert(tx, &row).await?;
    Ok(id)
}

fn text_of(state: &ItemState) -> Text {
    let host = Some(state.author.site.host.as_str());
    Text {
        title: state.title.clone(),
        html: markup::to_html_of(&state.body, host),
        excerpt: markup::excerpt(&state.body, EXCERPT_CHARS),
        language: state.language.clone(),
        body: state.body.clone(),
    }
}

/// True when it was one of ours that waited for the host.
async fn replace_item(tx: &mut Tx, id: ItemId, state: &ItemState, author: PersonId) -> Result<bool> {
    let before = queries::find_any(&mut *tx, id).await?;
    let was_waiting = before.as_ref().is_some_and(|item| item.standing == Standing::Waiting);
    if before.is_some() && is_ours(tx, author).await? {
        accept_own(tx, id, state).await?;
        return Ok(was_waiting);
    }
    let other = before.filter(|item| differs(item, state));
    if let Some(item) = other.as_ref().filter(|item| !item.is_draft()) {
        revisions::keep_item(tx, item).await?;
    }
    let text = text_of(state);
    sql("update item set author_id = $2, kind = $3, audience = $4, title = $5, body = $6, html = $7, excerpt = $8, \
         language = $9, subjects = $10, detail = $11, published_at = $12, edited_at = $13, archive_at = $14, \
         standing = 'accepted', refusal = '', deleted_at = null, \
         version = version + $17, \
         document = coalesce($15, document), folder = $16 where id = $1")
    .bind(id)
    .bind(author)
    .bind(state.kind)
    .bind(state.audience)
    .bind(&text.title)
    .bind(&text.body)
    .bind(&text.html)
    .bind(&text.excerpt)
    .bind(&text.language)
    .bind(serde_json::to_string(&state.subjects)?)
    .bind(serde_json::to_string(&state.detail)?)
    .bind(state.published_at)
    .bind(state.edited_at)
    .bind(state.archive_at)
    .bind(state.document.clone())
    .bind(state.detail.folder())
    .bind(i64::from(other.is_some()))
    .execute(tx)
    .await?;
    Ok(was_waiting)
}

async fn is_ours(tx: &mut Tx, author: PersonId) -> Result<bool> {
    Ok(crate::people::find(tx, author).await?.is_local)
}

/// What our own people wrote stands here as they wrote it: the host says only that it took it, and what was counted.
async fn accept_own(tx: &mut Tx, id: ItemId, state: &ItemState) -> Result<()> {
    match (&state.detail, queries::find_any(&mut *tx, id).await?) {
        (Detail::Poll(_), _) => queries::update_detail(tx, id, &state.detail).await?,
        (Detail::Proposal(told), Some(item)) => decided(tx, &item, told).await?,
        _ => {}
    }
    sql("update item set standing = 'accepted', refusal = '', published_at = $2 where id = $1")
        .bind(id)
        .bind(state.published_at)
        .execute(tx)
        .await?;
    Ok(())
}

/// What the host says became of what one of ours proposed.
async fn decided(tx: &mut Tx, item: &Item, told: &Proposal) -> Result<()> {
    let Detail::Proposal(own) = &item.detail else { return Ok(()) };
    let (decided_by, decided_at) = (told.decided_by.clone(), told.decided_at);
    let now = Proposal { state: told.state, decided_by, decided_at, ..own.clone() };
    let by = match &now.decided_by {
        Some(address) => crate::people::find_by_ap_id(&mut *tx, address).await?.map(|person| person.id),
        None => None,
    };
    if now.state != own.state && now.decided_at.is_some() {
        proposals::tell(tx, item, now.state, by).await?;
    }
    queries::update_detail(tx, item.id, &Detail::Proposal(now)).await
}

fn differs(item: &Item, state: &ItemState) -> bool {
    let (before, now) =
        (revisions::words(&item.body, &item.detail), revisions::words(&state.body, &state.detail));
    before != now || item.title != state.title
}

async fn write_facts(tx: &mut Tx, id: ItemId, state: &ItemState) -> Result<()> {
    let facts = &state.facts;
    let before = queries::find_any(&mut *tx, id).await?;
    sql("update item set reactions = $2, pinned_at = $3, featured_at = $4, locked_at = $5, hidden_at = $6, \
         hidden_reason = $7, active_at = coalesce($8, active_at) where id = $1")
    .bind(id)
    .bind(serde_json::to_string(&facts.reactions)?)
    .bind(facts.pinned_at)
    .bind(facts.featured_at)
    .bind(facts.locked_at)
    .bind(facts.hidden_at)
    .bind(&facts.hidden_reason)
    .bind(facts.active_at)
    .execute(&mut *tx)
    .await?;
    let accepted = match &facts.accepted {
        Some(ap_id) => comments::find_stub(&mut *tx, ap_id).await?.map(|(id, ..)| id),
        None => None,
    };
    match before {
        Some(item) if item.accepted_id != accepted => comments::accepted(tx, &item, accepted, None).await,
        _ => Ok(()),
    }
}

pub(crate) async fn store_comment(
    tx: &mut Tx,
    group: &Group,
    state: &CommentState,
    is_news: bool,
) -> Result<()> {
    let author = ensure_stub(tx, group.instance_id, &state.author).await?;
    let item = place_of_item(tx, group, &state.item, author, state.published_at).await?;
    let Some(item) = item else { return Ok(()) };
    let parent = match &state.parent {
        Some(parent) => place_of_comment(tx, item, parent, author, state.published_at).await?,
        None => None,
    };
    let stub = comments::find_stub(&mut *tx, &state.ap_id).await?;
    let (id, is_new) = match stub {
        None => (insert_comment(tx, item, parent, state, author).await?, true),
        Some((id, known, is_gone)) => {
            let before = comments::find_any(&mut *tx, id).await?;
            let is_elsewhere = before.as_ref().is_none_or(|comment| comment.item_id != item);
            if (known != author && !is_gone) || is_elsewhere {
                return Ok(());
            }
            let was_waiting = before.as_ref().is_some_and(|comment| comment.standing == Standing::Waiting);
            replace_comment(tx, before.as_ref(), id, parent, state, author).await?;
            (id, is_gone || was_waiting)
        }
    };
    queries::update_hidden(tx, Piece::Comment(id), state.facts.hidden_at, &state.facts.hidden_reason).await?;
    queries::update_reactions(tx, Piece::Comment(id), &state.facts.reactions).await?;
    if let Some(comment) = comments::find_any(&mut *tx, id).await? {
        store_files(tx, Of::comment(&comment), author, &state.files).await?;
    }
    published_feed::mark_comment(tx, id, Lane::Replica).await?;
    settle_new_comment(tx, item, id, is_new, is_news).await
}

/// The count is ours; whether it is lively, the host says with the item.
async fn settle_new_comment(
    tx: &mut Tx,
    item: ItemId,
    id: CommentId,
    is_new: bool,
    is_news: bool,
) -> Result<()> {
    if !is_new {
        return Ok(());
    }
    let (Some(item), Some(comment)) =
        (queries::find_any(&mut *tx, item).await?, comments::find_any(&mut *tx, id).await?)
    else {
        return queries::recount_comments(tx, item, false).await;
    };
    if is_news {
        return comments::arrived(tx, &item, &comment).await;
    }
    queries::recount_comments(tx, item.id, false).await
}

async fn place_of_item(
    tx: &mut Tx,
    group: &Group,
    ap_id: &str,
    author: PersonId,
    at: Timestamp,
) -> Result<Option<ItemId>> {
    if let Some((id, ..)) = queries::find_stub(&mut *tx, ap_id).await? {
        return Ok(is_of(tx, id, group.id).await?.then_some(id));
    }
    let id: ItemId = tx.new_id();
    let row = Row {
        id,
        ap_id: ap_id.to_owned(),
        group_id: Some(group.id),
        author_id: author,
        organisation_id: group.organisation_id,
        kind: Kind::Discussion,
        audience: Audience::Group,
        text: Text::default(),
        subjects: Vec::new(),
        detail: Detail::Plain,
        created_at: at,
        published_at: Some(at),
        publish_at: None,
        archive_at: None,
        standing: Standing::Accepted,
        document: None,
    };
    queries::insert(tx, &row).await?;
    // Until the item itself comes, this is the place of something that is not there.
    sql("update item set deleted_at = $2 where id = $1").bind(id).bind(at).execute(tx).await?;
    Ok(Some(id))
}

async fn place_of_comment(
    tx: &mut Tx,
    item: ItemId,
    ap_id: &str,
    author: PersonId,
    at: Timestamp,
) -> Result<Option<CommentId>> {
    if let Some((id, ..)) = comments::find_stub(&mut *tx, ap_id).await? {
        let comment = comments::find_any(tx, id).await?;
        return Ok(comment.filter(|comment| comment.item_id == item).map(|comment| comment.id));
    }
    let id: CommentId = tx.new_id();
    sql("insert into comment (id, ap_id, item_id, author_id, body, html, language, reactions, created_at, hidden_reason, \
         deleted_at, standing, refusal, version) values ($1, $2, $3, $4, '', '', 'nl', '{}', $5, '', $5, 'accepted', '', 0)")
        .bind(id)
        .bind(ap_id)
        .bind(item)
        .bind(author)
        .bind(at)
        .execute(tx)
        .await?;
    Ok(Some(id))
}

async fn insert_comment(
    tx: &mut Tx,
    item: ItemId,
    parent: Option<CommentId>,
    state: &CommentState,
    author: PersonId,
) -> Result<CommentId> {
    let id: CommentId = tx.new_id();
    sql("insert into comment (id, ap_id, item_id, parent_id, author_id, body, html, language, reactions, created_at, \
         edited_at, hidden_reason, standing, refusal, version, document) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, '{}', $9, $10, '', 'accepted', '', 1, $11)")
    .bind(id)
    .bind(&state.ap_id)
    .bind(item)
    .bind(parent)
    .bind(author)
    .bind(&state.body)
    .bind(markup::to_html_of(&state.body, Some(&state.author.site.host)))
    .bind(&state.language)
    .bind(state.published_at)
    .bind(state.edited_at)
    .bind(state.document.clone())
    .execute(tx)
    .await?;
    Ok(id)
}

async fn replace_comment(
    tx: &mut Tx,
    before: Option<&Comment>,
    id: CommentId,
    parent: Option<CommentId>,
    state: &CommentState,
    author: PersonId,
) -> Result<()> {
    if let Some(comment) = before.filter(|comment| comment.deleted_at.is_none() && comment.body != state.body)
    {
        let files = files::list_of_comments(&mut *tx, &[id]).await?;
        revisions::keep_comment(tx, comment, files).await?;
    }
    sql("update comment set author_id = $2, parent_id = $3, body = $4, html = $5, language = $6, created_at = $7, \
         edited_at = $8, standing = 'accepted', refusal = '', deleted_at = null, \
         version = case when body = $4 then version else version + 1 end, document = coalesce($9, document) where id = $1")
    .bind(id)
    .bind(author)
    .bind(parent)
    .bind(&state.body)
    .bind(markup::to_html_of(&state.body, Some(&state.author.site.host)))
    .bind(&state.language)
    .bind(state.published_at)
    .bind(state.edited_at)
    .bind(state.document.clone())
    .execute(tx)
    .await?;
    Ok(())
}

/// Whatever this address named in the group is gone.
pub(crate) async fn forget(tx: &mut Tx, group: &Group, ap_id: &str) -> Result<()> {
    if let Some((id, _, false)) = queries::find_stub(&mut *tx, ap_id).await? {
        if is_of(tx, id, group.id).await?
            && let Some(item) = queries::find_any(&mut *tx, id).await?
        {
            super::forget_item(tx, &item, None, false).await?;
        }
        return Ok(());
    }
    let Some((id, _, false)) = comments::find_stub(&mut *tx, ap_id).await? else { return Ok(()) };
    let Some(comment) = comments::find_any(&mut *tx, id).await? else { return Ok(()) };
    if is_of(tx, comment.item_id, group.id).await? {
        comments::forget(tx, &comment, None).await?;
    }
    Ok(())
}

/// A measure as the host of a group tells of it.
#[derive(Debug, Clone)]
pub struct Measured {
    /// By this an appeal names it.
    pub activity_id: String,
    pub measure: Measure,
    /// For the author's instance alone; empty for others.
    pub headline: String,
    pub reason: String,
}

/// The host tells of a measure: what was removed goes at once, if it is not gone already, and its author is told why when he
/// is one of ours. What is hidden the feed says.
pub async fn measured(tx: &mut Tx, group: &Group, ap_id: &str, told: &Measured) -> Result<()> {
    let Some((author, item)) = place_of(tx, group, ap_id, told.measure).await? else {
        return Ok(());
    };
    let line = |text: &str| check::line(text).chars().take(EXCERPT_CHARS).collect::<String>();
    let reason: String = check::paragraphs(&told.reason).chars().take(REASON_CHARS_MAX).collect();
    let notice = Notice::new("moderated", format!("moderated:{}", told.activity_id))
        .in_group(group.id)
        .with("measure", told.measure.as_str())
        .with("reason", &reason)
        .with("headline", &line(&told.headline))
        .with("measure_id", &told.activity_id);
    notifications::tell_if_local(tx, author, item.into_iter().fold(notice, Notice::on_item)).await?;
    if told.measure == Measure::Remove { forget(tx, group, ap_id).await } else { Ok(()) }
}

/// Who wrote what this address names in a group, and the item that one can still look at after the measure.
async fn place_of(
    tx: &mut Tx,
    group: &Group,
    ap_id: &str,
    measure: Measure,
) -> Result<Option<(PersonId, Option<ItemId>)>> {
    if let Some((id, author, is_gone)) = queries::find_stub(&mut *tx, ap_id).await? {
        let is_here = is_of(tx, id, group.id).await?;
        let stays = !is_gone && measure != Measure::Remove;
        return Ok(is_here.then_some((author, stays.then_some(id))));
    }
    let Some((id, author, _)) = comments::find_stub(&mut *tx, ap_id).await? else { return Ok(None) };
    let Some(comment) = comments::find_any(&mut *tx, id).await? else { return Ok(None) };
    let is_here = is_of(tx, comment.item_id, group.id).await?;
    Ok(is_here.then_some((author, Some(comment.item_id))))
}

/// The host did not take an item; its author sees why, and can change it.
pub(crate) async fn refuse_item(tx: &mut Tx, id: ItemId, key: &str) -> Result<Option<ItemId>> {
    let Some(item) = queries::find_any(&mut *tx, id).await? else { return Ok(None) };
    if item.standing == Standing::Waiting {
        queries::update_standing(tx, Piece::Item(id), Standing::Refused, key).await?;
    }
    Ok(Some(id))
}

/// The same for a comment.
pub(crate) async fn refuse_comment(tx: &mut Tx, id: CommentId, key: &str) -> Result<Option<ItemId>> {
    let Some(comment) = comments::find_any(&mut *tx, id).await? else { return Ok(None) };
    if comment.standing == Standing::Waiting {
        queries::update_standing(tx, Piece::Comment(id), Standing::Refused, key).await?;
    }
    Ok(Some(comment.item_id))
}

/// Takes at most `limit` items of a copy away for good; gives how many that were.
pub(crate) async fn purge_some(tx: &mut Tx, group: GroupId, limit: i64) -> Result<u64> {
    let ids: Vec<ItemId> = sql("select id from item where group_id = $1 order by id limit $2")
        .bind(group)
        .bind(limit)
        .column(&mut *tx)
        .await?;
    if ids.is_empty() {
        return Ok(0);
    }
    published_feed::mark_items(tx, &ids, Lane::Replica).await?;
    let answered: Vec<PersonId> = sql("select comment.author_id from item join comment on comment.id = item.accepted_id where item.id in (..)")
        .bind_list(ids.iter().copied())
        .column(&mut *tx)
        .await?;
    for text in [
        "delete from revision where subject_id in (select id from comment where item_id in (..))",
        "delete from reaction where subject_id in (select id from comment where item_id in (..))",
        "delete from file where item_id in (..)",
        "update comment set parent_id = null where item_id in (..)",
        "delete from comment where item_id in (..)",
        "delete from revision where subject_id in (..)",
        "delete from reaction where subject_id in (..)",
        "delete from bookmark where item_id in (..)",
        "delete from follow where item_id in (..)",
        "delete from vote where item_id in (..)",
        "delete from wiki_proposal where item_id in (..)",
        "delete from wiki_remark where item_id in (..)",
        "delete from item_subject where item_id in (..)",
        "delete from item where id in (..)",
    ] {
        sql(text).bind_list(ids.iter().copied()).execute(&mut *tx).await?;
    }
    for person in answered {
        feed::reckon(tx, person).await?;
    }
    Ok(ids.len() as u64)
}
