//! The tree: where a page stands, and under which address it is found.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::elsewhere::{self, PageChange};
use super::versions::{self, Draught};
use super::{DEPTH_MAX, Leaf, Origin, PAGES_MAX, Page, RESERVED, Rights, VersionId, Wiki};
use super::{door, offers, queries, write};
use crate::clock::Timestamp;
use crate::db::{On, Tx};
use crate::error::{Error, FieldError, Result};
use crate::groups::feed;
use crate::ids::{GroupId, PageId, PersonId};
use crate::index_feed::Lane;
use crate::principal::Principal;
use crate::{audit, instances, people, published_feed, text};

/// A page to be made.
#[derive(Debug, Clone)]
pub struct NewPage {
    pub title: String,
    /// None: at the top.
    pub parent_id: Option<PageId>,
    pub source: String,
    pub summary: String,
    /// The same page sent twice is made once.
    pub patch: Option<Uuid>,
    pub origin: Option<Origin>,
}

/// What came of making a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    Here(PageId),
    /// On its way to the host of the group.
    Sent,
}

/// Up or down among those under the same page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Up,
    Down,
}

/// Pages shown beside a page, or to choose from.
const SHOWN_MAX: i64 = 1_000;

/// Makes a page, as the last under its parent.
pub async fn create(tx: &mut Tx, principal: &Principal, group: GroupId, new: NewPage) -> Result<Made> {
    tx.lock(&lock(group)).await?;
    let author = principal.require_person()?;
    let wiki = door::to_write_in(tx, principal, group).await?;
    let text = crate::error::both(write::source(&new.source), write::summary(&new.summary));
    let (title, (source, summary)) = crate::error::both(write::title(&new.title), text)?;
    let patch = write::patch_of(tx, new.origin.as_ref(), new.patch).await?;
    if let Some(known) = versions::find_patch(&mut *tx, &patch).await? {
        return Ok(Made::Here(known.page_id));
    }
    demand_room(tx, &wiki).await?;
    let place = place_under(tx, &wiki, new.parent_id, 0).await?;
    let id: PageId = tx.new_id();
    demand_name(tx, group, new.parent_id, id, &title).await?;
    if !wiki.is_here() {
        let (title, source) = (Some(title), Some(source));
        let new =
            offers::New { patch, title, parent_id: new.parent_id, source, summary, ..offers::New::default() };
        offers::send(tx, principal, &wiki, new).await?;
        return Ok(Made::Sent);
    }
    let home = instances::home(&mut *tx).await?;
    let mut page = blank(tx.now(), id, format!("{}/ap/page/{id}", home.base_url), group, author, title);
    (page.place, page.parent_id) = (place, new.parent_id);
    page.slug = claimable_slug(tx, group, id, &page.title).await?;
    queries::insert(tx, &page).await?;
    queries::upsert_slug(tx, group, &page.slug, id).await?;
    if let Some(origin) = &new.origin {
        versions::keep_patch(tx, origin).await?;
    }
    let first = Draught {
        page: &page,
        parents: Vec::new(),
        title: page.title.clone(),
        author_id: author,
        author: people::find(&mut *tx, author).await?.ap_id,
        source: &source,
        summary,
        patch,
        merge_version: None,
        is_side: false,
    };
    let version = versions::keep(tx, first).await?;
    let detail = json!({ "title": page.title, "group": group });
    let ap_id = page.ap_id.clone();
    audit::record(tx, principal, "wiki.create", &page.audit_name(), detail).await?;
    write::show(tx, page, &version, &source).await?;
    published_feed::mark_page(tx, id, Lane::Home).await?;
    feed::touch_page(tx, &wiki.place.group, id, &ap_id, true).await?;
    Ok(Made::Here(id))
}

pub(super) fn blank(
    now: Timestamp,
    id: PageId,
    ap_id: String,
    group: GroupId,
    author: PersonId,
    title: String,
) -> Page {
    Page {
        id,
        ap_id,
        group_id: group,
        parent_id: None,
        place: 0,
        title,
        slug: String::new(),
        rights: Rights::Inherit,
        needs_approval: false,
        is_template: false,
        head: VersionId(String::new()),
        version_count: 0,
        owner_id: None,
        review_at: None,
        reviewed_at: None,
        created_at: now,
        changed_at: now,
        changed_by: author,
        deleted_at: None,
        html: String::new(),
    }
}

async fn demand_room(tx: &mut Tx, wiki: &Wiki) -> Result<()> {
    if queries::count(&mut *tx, wiki.group_id()).await? < PAGES_MAX {
        return Ok(());
    }
    Err(Error::Conflict("error-pages-full"))
}

/// Two pages of one name beside each other would be told apart by nobody.
pub(super) async fn demand_name(
    tx: &mut Tx,
    group: GroupId,
    parent: Option<PageId>,
    id: PageId,
    title: &str,
) -> Result<()> {
    let wanted = text::fold(title);
    let others = queries::list_titles(tx, group, parent).await?;
    if others.iter().any(|(other, title)| *other != id && text::fold(title) == wanted) {
        return Err(Error::invalid("title", "error-page-exists"));
    }
    Ok(())
}

/// Puts a page under another, or at the top, behind those that are there.
pub async fn move_to(tx: &mut Tx, principal: &Principal, id: PageId, parent: Option<PageId>) -> Result<()> {
    let group = queries::find(&mut *tx, id).await?.ok_or(Error::NotFound)?.group_id;
    tx.lock(&lock(group)).await?;
    let (wiki, page) = door::to_change(tx, principal, id).await?;
    if page.parent_id == parent {
        return Ok(());
    }
    if let Some(parent) = parent {
        let above = queries::list_above(&mut *tx, parent).await?;
        if above.iter().any(|leaf| leaf.id == id) {
            return Err(Error::invalid("parent", "error-page-cycle"));
        }
    }
    demand_name(tx, group, parent, id, &page.title).await?;
    let below = usize::try_from(queries::depth_below(tx, id).await?).unwrap_or(usize::MAX);
    let place = place_under(tx, &wiki, parent, below).await?;
    if !wiki.is_here() {
        let parent = elsewhere::address_of(tx, parent).await?;
        return elsewhere::send(tx, principal, &wiki, &page, PageChange::Move { parent }).await;
    }
    queries::update_parent(tx, id, parent, place).await?;
    audit::record(tx, principal, "wiki.move", &page.audit_name(), json!({ "under": parent })).await?;
    feed::touch_page(tx, &wiki.place.group, id, &page.ap_id, true).await
}

/// The place behind those that stand under this page, if the principal may write there and it is not too deep for a page
/// with this many levels under it.
pub(super) async fn place_under(
    tx: &mut Tx,
    wiki: &Wiki,
    parent: Option<PageId>,
    below: usize,
) -> Result<i64> {
    if let Some(parent) = parent {
        let found = queries::find(&mut *tx, parent).await?;
        let is_there =
            found.is_some_and(|page| page.group_id == wiki.group_id() && page.deleted_at.is_none());
        if !is_there {
            return Err(Error::invalid("parent", "error-page-parent"));
        }
        let depth = queries::list_above(&mut *tx, parent).await?.len();
        if depth + below >= DEPTH_MAX {
            return Err(FieldError::new("parent", "error-page-deep").with("max", DEPTH_MAX).into());
        }
        door::demand_under(tx, wiki, Some(parent)).await?;
    }
    let siblings = queries::list_siblings(tx, wiki.group_id(), parent).await?;
    Ok(siblings.last().map_or(1, |(_, place)| place + 1))
}

/// Changes places with the one before or behind; at the end, nothing happens.
pub async fn shift(tx: &mut Tx, principal: &Principal, id: PageId, direction: Direction) -> Result<()> {
    let group = queries::find(&mut *tx, id).await?.ok_or(Error::NotFound)?.group_id;
    tx.lock(&lock(group)).await?;
    let (wiki, page) = door::to_change(tx, principal, id).await?;
    if !wiki.is_here() {
        return elsewhere::send(tx, principal, &wiki, &page, PageChange::Shift { direction }).await;
    }
    let siblings = queries::list_siblings(tx, group, page.parent_id).await?;
    let mut order: Vec<PageId> = siblings.iter().map(|(id, _)| *id).collect();
    let Some(at) = order.iter().position(|other| *other == id) else { return Ok(()) };
    let other = match direction {
        Direction::Up => at.checked_sub(1),
        Direction::Down => Some(at + 1).filter(|other| *other < order.len()),
    };
    let Some(other) = other else { return Ok(()) };
    order.swap(at, other);
    let mut moved = Vec::new();
    for (place, sibling) in (1..).zip(order) {
        if !siblings.contains(&(sibling, place)) {
            queries::update_place(tx, sibling, place).await?;
            moved.push(sibling);
        }
    }
    audit::record(tx, principal, "wiki.move", &page.audit_name(), json!({})).await?;
    elsewhere::touch_all(tx, &wiki.place.group, &moved).await
}

/// An address for a page with this title that nothing else has. A page that was deleted gives up its own.
async fn claimable_slug(tx: &mut Tx, group: GroupId, page: PageId, title: &str) -> Result<String> {
    let base = match text::slug(title) {
        slug if slug.is_empty() => RESERVED_FOR_NO_LETTERS.to_owned(),
        slug => slug,
    };
    for number in 1_u32.. {
        let slug = if number == 1 { base.clone() } else { format!("{base}-{number}") };
        let taken = queries::find_slug(tx, group, &slug).await?;
        let is_free = taken.is_none_or(|(owner, is_deleted)| owner == page || is_deleted);
        if is_free && !RESERVED.contains(&slug.as_str()) {
            return Ok(slug);
        }
    }
    Err(Error::internal("there are more pages of one name than numbers"))
}

/// A title has a letter in it; should its address have none, it is called this.
const RESERVED_FOR_NO_LETTERS: &str = "p";

/// The same, and from here on it is the page's.
pub(super) async fn claim_slug(tx: &mut Tx, group: GroupId, page: PageId, title: &str) -> Result<String> {
    let slug = claimable_slug(tx, group, page, title).await?;
    queries::upsert_slug(tx, group, &slug, page).await?;
    Ok(slug)
}

/// Whoever changes the tree of a wiki waits for whoever does so now.
pub(super) fn lock(group: GroupId) -> String {
    format!("wiki:{group}")
}

/// A part of the tree around a page.
#[derive(Debug, Clone)]
pub struct Branch {
    /// The top, and what stands under the page and under each page above it; in order.
    pub leaves: Vec<Leaf>,
    /// From the top to the page itself.
    pub path: Vec<Leaf>,
    /// Who may change the page.
    pub rights: Rights,
}

/// What is shown beside a page. One statement.
pub async fn list_branch(on: impl Into<On<'_>>, wiki: &Wiki, page: &Page) -> Result<Branch> {
    let leaves = queries::list_branch(on, wiki.group_id(), page.id, SHOWN_MAX).await?;
    let mut path: Vec<Leaf> = Vec::new();
    let mut next = Some(page.id);
    while let Some(leaf) = next.and_then(|id| leaves.iter().find(|leaf| leaf.id == id)) {
        next = leaf.parent_id;
        path.push(leaf.clone());
    }
    let rights = door::effective(path.iter().map(|leaf| leaf.rights));
    path.reverse();
    Ok(Branch { leaves, path, rights })
}

/// The top of the tree with the level below it, in order.
pub async fn list_top(on: impl Into<On<'_>>, wiki: &Wiki) -> Result<Vec<Leaf>> {
    queries::list_top(on, wiki.group_id(), SHOWN_MAX).await
}

/// Pages to choose from, each with how deep it stands, as the tree is read from top to bottom.
pub async fn list_all(on: impl Into<On<'_>>, wiki: &Wiki) -> Result<Vec<(usize, Leaf)>> {
    let leaves = queries::list_all(on, wiki.group_id(), SHOWN_MAX).await?;
    let mut ordered = Vec::new();
    unfold(&leaves, None, 0, &mut ordered);
    Ok(ordered)
}

fn unfold(leaves: &[Leaf], parent: Option<PageId>, depth: usize, ordered: &mut Vec<(usize, Leaf)>) {
    if depth > DEPTH_MAX {
        return;
    }
    for leaf in leaves.iter().filter(|leaf| leaf.parent_id == parent) {
        ordered.push((depth, leaf.clone()));
        unfold(leaves, Some(leaf.id), depth + 1, ordered);
    }
}
