//! Writing: drafting, publishing, changing and taking back. In a group of elsewhere an item is written here and sent to
//! the host; the host's feed says that it was accepted.

use serde_json::json;

use super::queries::{self, Row, Text};
use super::{BODY_CHARS_MAX, EXCERPT_CHARS, Item, Kind, NewDetail, SUBJECTS_MAX, Standing, TITLE_CHARS_MAX};
use super::{kinds, revisions, seen, signs};
use crate::acts::{self, Act};
use crate::audience::Audience;
use crate::clock::Timestamp;
use crate::db::{Db, Tx, sql};
use crate::error::{Error, FieldError, Result};
use crate::files::Of;
use crate::files::remote::{self, Told};
use crate::groups::{self, Group, Subject, feed};
use crate::ids::{FileId, GroupId, ItemId, OrganisationId, PersonId};
use crate::index_feed::Lane;
use crate::jobs::{self, Job};
use crate::notifications::{self, Notice};
use crate::people::{self, check};
use crate::principal::Principal;
use crate::wiki::about;
use crate::{audit, files, markup, published_feed};

/// An item as somebody wants it published.
#[derive(Debug, Clone)]
pub struct NewItem {
    pub group_id: Option<GroupId>,
    pub kind: Kind,
    pub audience: Audience,
    pub title: String,
    pub body: String,
    pub language: String,
    /// Addresses of the taxonomy.
    pub subjects: Vec<String>,
    pub detail: NewDetail,
    pub moment: Moment,
    pub archive_at: Option<Timestamp>,
    /// Uploads of the author's own, in order. Those that the text names come by themselves.
    pub files: Vec<FileId>,
    /// Set by the federation door for what came from elsewhere.
    pub origin: Option<Origin>,
}

/// When something is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    Now,
    /// Kept for its author.
    Draft,
    At(Timestamp),
}

/// Where something that came from elsewhere was written, and what proves it.
#[derive(Debug, Clone)]
pub struct Origin {
    pub ap_id: String,
    pub created_at: Timestamp,
    pub subjects: Vec<Subject>,
    pub files: Vec<Told>,
    /// The author's activity as it came.
    pub document: Vec<u8>,
}

/// A changed item. `version` is the one that the author had before him.
#[derive(Debug, Clone)]
pub struct ItemEdit {
    pub version: Option<i64>,
    pub audience: Audience,
    pub title: String,
    pub body: String,
    pub language: String,
    pub subjects: Vec<String>,
    pub detail: NewDetail,
    /// For what is not published yet; `None` leaves it as it is.
    pub moment: Option<Moment>,
    pub archive_at: Option<Timestamp>,
    /// All that the item has from now on, in order; what is not here any more is forgotten.
    pub files: Vec<FileId>,
    pub origin: Option<Origin>,
}

/// Writes an item, as a draft or for its audience. The same thing arriving twice is there once.
pub async fn publish(tx: &mut Tx, principal: &Principal, mut new: NewItem) -> Result<ItemId> {
    let author = principal.require_person()?;
    if let Some(known) = known(tx, new.origin.as_ref(), author).await? {
        return Ok(known);
    }
    let group = match new.group_id {
        Some(id) => Some(groups::enter(&mut *tx, principal, id).await?.require_post()?),
        None => None,
    };
    about::demand(tx, principal, group.as_ref(), &new.detail).await?;
    let wanted = Files::new(&new.files, new.origin.as_ref());
    new.title = title_or_name(tx, principal, new.kind, new.title, &new.files).await?;
    let row = row(tx, author, group.as_ref(), new).await?;
    queries::insert(tx, &row).await?;
    about::note(tx, row.id, &row.detail).await?;
    settle_files(tx, principal, Of::item(row.id), author, &wanted, &row.text.body).await?;
    if row.published_at.or(row.publish_at).is_some() {
        demand_file(tx, row.kind, row.id).await?;
    }
    let item = seen::find(&mut *tx, &Principal::System("publish"), row.id).await?;
    signs::follow_by_itself(tx, item.id, author).await?;
    match (row.published_at, row.publish_at) {
        (Some(_), _) => go_public(tx, principal, &item, group.as_ref(), true).await?,
        (None, Some(at)) => jobs::enqueue_at(tx, &Job::PublishDue, at).await?,
        (None, None) => {}
    }
    Ok(row.id)
}

/// A file is called by its own name where nobody gave it another.
async fn title_or_name(
    tx: &mut Tx,
    principal: &Principal,
    kind: Kind,
    title: String,
    ids: &[FileId],
) -> Result<String> {
    match ids.first() {
        Some(id) if kind == Kind::File && title.trim().is_empty() => {
            let file = files::find_visible(tx, principal, *id).await;
            Ok(file.map(|file| file.name).unwrap_or_default())
        }
        _ => Ok(title),
    }
}

async fn demand_file(tx: &mut Tx, kind: Kind, id: ItemId) -> Result<()> {
    let lacks_one = kind == Kind::File && files::list_of_items(tx, &[id]).await?.is_empty();
    if lacks_one { Err(Error::invalid("files", "error-no-file")) } else { Ok(()) }
}

/// The files that somebody gives what he writes: uploads here, or what his instance tells of.
pub(super) struct Files {
    ids: Vec<FileId>,
    told: Option<Vec<Told>>,
}

impl Files {
    pub fn new(ids: &[FileId], origin: Option<&Origin>) -> Self {
        Self { ids: ids.to_vec(), told: origin.map(|origin| origin.files.clone()) }
    }
}

/// Whether that is another than before.
pub(super) async fn settle_files(
    tx: &mut Tx,
    principal: &Principal,
    of: Of,
    author: PersonId,
    wanted: &Files,
    body: &str,
) -> Result<bool> {
    if let Some(told) = &wanted.told {
        remote::store(tx, of, author, told).await?;
        return remote::fetch(tx, of).await.map(|()| true);
    }
    let named = files::named_by(tx, principal, of, body).await?;
    let all: Vec<FileId> = wanted.ids.iter().copied().chain(named).collect();
    files::set_of(tx, principal, of, &all).await
}

async fn known(tx: &mut Tx, origin: Option<&Origin>, author: PersonId) -> Result<Option<ItemId>> {
    let Some(origin) = origin else { return Ok(None) };
    tx.lock(&format!("item:{}", origin.ap_id)).await?;
    match queries::find_stub(&mut *tx, &origin.ap_id).await? {
        Some((id, owner, _)) if owner == author => Ok(Some(id)),
        Some(_) => Err(Error::Forbidden("error-not-the-author")),
        None => Ok(None),
    }
}

async fn row(tx: &mut Tx, author: PersonId, group: Option<&Group>, new: NewItem) -> Result<Row> {
    let now = tx.now();
    let is_draft = new.moment == Moment::Draft;
    let mut errors = Vec::new();
    let text = text(new.kind, &new.title, &new.body, &new.language, is_draft, &mut errors);
    let audience = audience(new.audience, group, &mut errors);
    let (published_at, publish_at) = match new.moment {
        Moment::Now => (Some(now), None),
        Moment::Draft => (None, None),
        Moment::At(at) => (None, Some(future(at, "publish", now, &mut errors))),
    };
    let archive_at = new.archive_at.map(|at| future(at, "archive", now, &mut errors));
    let detail = kinds::check(new.kind, new.detail, now);
    let (detail, ()) = crate::error::both(detail, demand(errors))?;
    let id: ItemId = tx.new_id();
    let home = crate::instances::home(&mut *tx).await?;
    let subjects = subjects(tx, &new.subjects, new.origin.as_ref()).await?;
    let (ap_id, created_at, document) = match new.origin {
        Some(origin) => (origin.ap_id, origin.created_at.min(now), Some(origin.document)),
        None => (format!("{}/ap/item/{id}", home.base_url), now, None),
    };
    Ok(Row {
        id,
        ap_id,
        group_id: group.map(|group| group.id),
        author_id: author,
        organisation_id: owner_of(tx, group, author).await?,
        kind: new.kind,
        audience,
        text,
        subjects,
        detail,
        created_at,
        published_at,
        publish_at,
        archive_at,
        standing: Standing::Accepted,
        document,
    })
}

/// Whose staff audience `organisation` means.
async fn owner_of(tx: &mut Tx, group: Option<&Group>, author: PersonId) -> Result<OrganisationId> {
    match group {
        Some(group) => Ok(group.organisation_id),
        None => Ok(people::find(tx, author).await?.organisation_id),
    }
}

async fn subjects(tx: &mut Tx, uris: &[String], origin: Option<&Origin>) -> Result<Vec<Subject>> {
    if uris.len() > SUBJECTS_MAX {
        return Err(FieldError::new("subjects", "error-too-many").with("max", SUBJECTS_MAX).into());
    }
    match origin {
        // Another organisation may have subjects that ours does not know.
        Some(origin) => Ok(origin.subjects.iter().take(SUBJECTS_MAX).cloned().collect()),
        None => groups::named_subjects(tx, uris).await,
    }
}

fn demand(errors: Vec<FieldError>) -> Result<()> {
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

fn future(at: Timestamp, field: &str, now: Timestamp, errors: &mut Vec<FieldError>) -> Timestamp {
    if at <= now {
        errors.push(FieldError::new(field, "error-in-the-past"));
    }
    at
}

fn text(
    kind: Kind,
    title: &str,
    body: &str,
    language: &str,
    is_draft: bool,
    errors: &mut Vec<FieldError>,
) -> Text {
    let title = if kind.has_title() { check::line(title) } else { String::new() };
    let body = check::paragraphs(body);
    for (field, text, max) in [("title", &title, TITLE_CHARS_MAX), ("body", &body, BODY_CHARS_MAX)] {
        if text.chars().count() > max {
            errors.push(FieldError::new(field, "error-too-long").with("max", max));
            return Text::default();
        }
    }
    if kind.has_title() && title.is_empty() {
        errors.push(FieldError::new("title", "error-required"));
    }
    if kind.needs_body() && body.is_empty() && !is_draft {
        errors.push(FieldError::new("body", "error-required"));
    }
    Text {
        html: markup::to_html(&body),
        excerpt: markup::excerpt(&body, EXCERPT_CHARS),
        language: if language == "en" { "en" } else { "nl" }.to_owned(),
        title,
        body,
    }
}

/// In a group, content is for those its owner meant it for or for members alone; on one's own page, for anyone but a group.
fn audience(wanted: Audience, group: Option<&Group>, errors: &mut Vec<FieldError>) -> Audience {
    let is_allowed = match group {
        Some(group) => allowed(group).contains(&wanted),
        None => wanted != Audience::Group,
    };
    if !is_allowed {
        errors.push(FieldError::new("audience", "error-audience"));
    }
    wanted
}

/// The audiences an item in this group can have, the group's own first.
pub fn allowed(group: &Group) -> Vec<Audience> {
    match group.rules.content {
        Audience::Group => vec![Audience::Group],
        content => vec![content, Audience::Group],
    }
}

/// From here on others see it.
async fn go_public(
    tx: &mut Tx,
    principal: &Principal,
    item: &Item,
    group: Option<&Group>,
    is_new: bool,
) -> Result<()> {
    let detail = json!({ "kind": item.kind, "audience": item.audience });
    audit::record(tx, principal, "item.publish", &format!("item:{}", item.id), detail).await?;
    queries::replace_subjects(tx, item.id, &item.subjects, item.published_at.unwrap_or(tx.now())).await?;
    published_feed::mark_item(tx, item.id, Lane::Home).await?;
    match group {
        Some(group) if !group.is_local => {
            queries::update_standing(tx, super::Piece::Item(item.id), Standing::Waiting, "").await?;
            acts::send(tx, item.author_id, group, Act::Publish { item_id: item.id, is_new }).await
        }
        Some(group) => {
            arrived(tx, item, Some(group)).await?;
            feed::touch_item(tx, group, item.id, &item.ap_id, true).await
        }
        None => arrived(tx, item, None).await,
    }
}

/// A new item is there for local members: at the host when it was written, elsewhere when the host's feed brings it.
pub(crate) async fn arrived(tx: &mut Tx, item: &Item, group: Option<&Group>) -> Result<()> {
    signs::tell_mentioned(tx, super::Piece::Item(item.id), item, item.author_id, &item.body).await?;
    about::tell_keeper(tx, item).await?;
    let Some(group) = group else { return Ok(()) };
    let notice = Notice::new("item", format!("item:{}", item.id)).in_group(group.id).on_item(item.id);
    notifications::tell_members(tx, group.id, notice.by(item.author_id)).await
}

/// Changes what one wrote; every earlier text is kept. Refused when somebody else's window was quicker.
pub async fn edit(tx: &mut Tx, principal: &Principal, id: ItemId, mut edit: ItemEdit) -> Result<()> {
    tx.lock(&format!("item:{id}")).await?;
    let item = seen::find(&mut *tx, principal, id).await?;
    let group = demand_author(tx, principal, &item).await?;
    if edit.version.is_some_and(|version| version != item.version) {
        return Err(Error::Conflict("error-edited-meanwhile"));
    }
    edit.title = title_or_name(tx, principal, item.kind, edit.title, &edit.files).await?;
    let mut errors = Vec::new();
    let text = text(item.kind, &edit.title, &edit.body, &edit.language, item.is_draft(), &mut errors);
    let audience = audience(edit.audience, group.as_ref(), &mut errors);
    let archive_at = edit.archive_at.map(|at| match item.archive_at == Some(at) {
        true => at,
        false => future(at, "archive", tx.now(), &mut errors),
    });
    about::demand(tx, principal, group.as_ref(), &edit.detail).await?;
    let detail = kinds::check_edit(item.kind, &item.detail, edit.detail.clone(), tx.now());
    let (detail, ()) = crate::error::both(detail, demand(errors))?;
    let subjects = subjects(tx, &edit.subjects, edit.origin.as_ref()).await?;
    if !item.is_draft() {
        revisions::keep_item(tx, &item).await?;
    }
    let document = edit.origin.as_ref().map(|origin| origin.document.as_slice());
    queries::update_text(tx, &item, &text, audience, &subjects, document).await?;
    queries::update_detail(tx, id, &detail).await?;
    about::note(tx, id, &detail).await?;
    queries::update_plan(tx, id, item.publish_at, archive_at).await?;
    let wanted = Files::new(&edit.files, edit.origin.as_ref());
    settle_files(tx, principal, Of::item(id), item.author_id, &wanted, &text.body).await?;
    if item.is_draft() {
        return settle_moment(tx, principal, &item, group.as_ref(), edit.moment).await;
    }
    demand_file(tx, item.kind, id).await?;
    queries::replace_subjects(tx, id, &subjects, item.published_at.unwrap_or(tx.now())).await?;
    audit::record(tx, principal, "item.edit", &format!("item:{id}"), json!({})).await?;
    published_feed::mark_item(tx, id, Lane::Home).await?;
    tell_host_or_members(tx, &item, group.as_ref()).await
}

/// A draft goes out, is planned, or stays one.
async fn settle_moment(
    tx: &mut Tx,
    principal: &Principal,
    item: &Item,
    group: Option<&Group>,
    moment: Option<Moment>,
) -> Result<()> {
    match moment {
        Some(Moment::Now) => {
            queries::update_published(tx, item.id, Standing::Accepted).await?;
            let item = seen::find(&mut *tx, &Principal::System("publish"), item.id).await?;
            demand_whole(&item)?;
            demand_file(tx, item.kind, item.id).await?;
            go_public(tx, principal, &item, group, true).await
        }
        Some(Moment::At(at)) if at <= tx.now() => Err(Error::invalid("publish", "error-in-the-past")),
        Some(Moment::At(at)) => {
            queries::update_plan(tx, item.id, Some(at), item.archive_at).await?;
            jobs::enqueue_at(tx, &Job::PublishDue, at).await
        }
        Some(Moment::Draft) => queries::update_plan(tx, item.id, None, item.archive_at).await,
        None => Ok(()),
    }
}

/// A draft may lack what a published item must have.
fn demand_whole(item: &Item) -> Result<()> {
    if item.kind.needs_body() && item.body.is_empty() {
        return Err(Error::invalid("body", "error-required"));
    }
    Ok(())
}

async fn tell_host_or_members(tx: &mut Tx, item: &Item, group: Option<&Group>) -> Result<()> {
    match group {
        Some(group) if !group.is_local => {
            let act = Act::Publish { item_id: item.id, is_new: item.standing == Standing::Refused };
            acts::send(tx, item.author_id, group, act).await
        }
        Some(group) => feed::touch_item(tx, group, item.id, &item.ap_id, true).await,
        None => Ok(()),
    }
}

/// The group, when it can be written to, of an item of one's own.
async fn demand_author(tx: &mut Tx, principal: &Principal, item: &Item) -> Result<Option<Group>> {
    if principal.acting_person() != Some(item.author_id) {
        return Err(Error::Forbidden("error-not-the-author"));
    }
    match item.group_id {
        Some(id) => Ok(Some(groups::enter(&mut *tx, principal, id).await?.require_post()?)),
        None => Ok(None),
    }
}

/// Takes back what one wrote. Nothing but a gap remains where others answered.
pub async fn delete(tx: &mut Tx, principal: &Principal, id: ItemId) -> Result<()> {
    tx.lock(&format!("item:{id}")).await?;
    let item = seen::find(&mut *tx, principal, id).await?;
    if principal.acting_person() != Some(item.author_id) {
        return Err(Error::Forbidden("error-not-the-author"));
    }
    audit::record(tx, principal, "item.delete", &format!("item:{id}"), json!({})).await?;
    let group = match item.group_id {
        Some(id) => Some(groups::find(&mut *tx, id).await?),
        None => None,
    };
    let was_out = !item.is_draft();
    forget_item(tx, &item, group.as_ref(), was_out).await?;
    match group {
        Some(group) if !group.is_local && was_out => {
            acts::send(tx, item.author_id, &group, Act::Delete { ap_id: item.ap_id }).await
        }
        _ => Ok(()),
    }
}

/// Empties an item, and at the host tells the others.
pub(crate) async fn forget_item(
    tx: &mut Tx,
    item: &Item,
    group: Option<&Group>,
    was_out: bool,
) -> Result<()> {
    published_feed::mark_item(tx, item.id, Lane::Home).await?;
    if let Some(comment) = item.accepted_id {
        super::comments::reckon_author(tx, comment).await?;
    }
    queries::erase(tx, item.id).await?;
    files::forget_of_item(tx, item.id).await?;
    match group {
        Some(group) if was_out => feed::touch_item(tx, group, item.id, &item.ap_id, false).await,
        _ => Ok(()),
    }
}

/// Publishes what was planned for now or earlier; gives how much that was. One transaction each, so that one item that
/// cannot go out does not hold up the others: it becomes a draft again, and its author is told.
pub async fn publish_due(db: &Db) -> Result<usize> {
    let due: Vec<(ItemId, PersonId)> = sql("select id, author_id from item where published_at is null \
         and publish_at is not null and publish_at <= $1 and deleted_at is null order by publish_at limit 100")
    .bind(db.now())
    .all(db)
    .await?;
    for (id, author) in &due {
        let published = db.write(async |tx| publish_one(tx, *id, *author).await).await;
        match published {
            Ok(()) | Err(Error::NotFound) => {}
            Err(Error::Unavailable(text)) => return Err(Error::Unavailable(text)),
            Err(_) => db.write(async |tx| give_back(tx, *id, *author).await).await?,
        }
    }
    let next: Option<(i64,)> =
        sql("select publish_at from item where published_at is null and publish_at is not null \
         and deleted_at is null order by publish_at limit 1")
        .optional(db)
        .await?;
    if let Some((at,)) = next {
        db.write(async |tx| jobs::enqueue_at(tx, &Job::PublishDue, Timestamp(at)).await).await?;
    }
    Ok(due.len())
}

async fn publish_one(tx: &mut Tx, id: ItemId, author: PersonId) -> Result<()> {
    tx.lock(&format!("item:{id}")).await?;
    let item = queries::find_any(&mut *tx, id).await?.ok_or(Error::NotFound)?;
    if !item.is_draft() || item.publish_at.is_none() {
        return Ok(());
    }
    let principal = crate::accounts::principal_of(&mut *tx, author).await?;
    let group = demand_author(tx, &principal, &item).await?;
    settle_moment(tx, &principal, &item, group.as_ref(), Some(Moment::Now)).await
}

async fn give_back(tx: &mut Tx, id: ItemId, author: PersonId) -> Result<()> {
    queries::update_plan(tx, id, None, None).await?;
    let notice = Notice::new("unpublished", format!("unpublished:{id}:{}", tx.now().0)).on_item(id);
    notifications::tell(tx, author, notice).await
}
