//! Groups: networks in which people of many organisations meet. The host of a group is its canonical store; everywhere
//! else stands a copy that follows the host's feed.
//!
//! What somebody may do in a group is asked of a [`Place`], and nowhere else.

pub mod appeals;
pub mod desk;
pub mod feed;
pub mod house;
pub mod measures;
pub mod members;
pub mod pictures;
pub mod place;
mod queries;
pub mod replica;
mod settings;
pub mod shut_out;

use serde::{Deserialize, Serialize};
use serde_json::json;

pub use members::{Level, Membership, Role, State};
pub use pictures::Pictures;
pub use place::{Place, enter, enter_all};
pub use queries::{Asked, Order};
pub(crate) use settings::named as named_subjects;
pub use settings::{CreationPolicy, GroupEdit, creation_policy, set_creation_policy};

use crate::audience::Audience;
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx};
use crate::error::{Error, Result};
use crate::ids::{GroupId, InstanceId, OrganisationId, PersonId};
use crate::index_feed::Lane;
use crate::people::FieldKey;
use crate::principal::Principal;
use crate::{audit, instances, published_feed};

/// A group with everything; what of it somebody sees is decided by [`enter`] and [`list`].
#[derive(Debug, Clone)]
pub struct Group {
    pub id: GroupId,
    pub ap_id: String,
    pub instance_id: InstanceId,
    /// The organisation of the host.
    pub organisation_id: OrganisationId,
    pub organisation: String,
    pub host: String,
    /// Hosted here.
    pub is_local: bool,
    /// The organisation's own: every colleague is a member, joined or not.
    pub is_house: bool,
    pub handle: String,
    pub words: Words,
    pub subjects: Vec<Subject>,
    pub rules: Rules,
    pub pictures: Pictures,
    pub parent_id: Option<GroupId>,
    pub member_count: i64,
    pub organisation_count: i64,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
    pub feed: FeedState,
    /// The host of a copy can be reached as a peer; nothing is written to one that cannot.
    pub is_host_connected: bool,
}

/// What is written about a group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub name: String,
    /// What it is for, in a sentence or two.
    pub summary: String,
    /// Markdown.
    pub introduction: String,
    /// Markdown; empty: the house rules alone.
    pub rules: String,
    /// What a new member is told; empty: the usual sentence.
    pub welcome: String,
    /// `nl` or `en`.
    pub language: String,
}

/// Who comes in and who sees what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    pub join_policy: JoinPolicy,
    /// Asked of whoever requests to join; empty: nothing.
    pub question: String,
    /// For whom the group exists; `Group`: hidden.
    pub listed: Audience,
    /// For whom its content is besides its members; `Group`: members only.
    pub content: Audience,
    /// Fields a member must have filled in.
    pub required_fields: Vec<FieldKey>,
}

/// A subject as it travels: its address and both names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    pub uri: String,
    pub nl: String,
    pub en: String,
}

/// Where a copy stands in its host's feed; at the host, the epoch it gives out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedState {
    pub epoch: Option<String>,
    pub seq: i64,
    pub announced_seq: i64,
    pub confirmed_at: Option<Timestamp>,
    /// When the copy was last compared with the host piece by piece.
    pub compared_at: Option<Timestamp>,
}

/// How one becomes a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum JoinPolicy {
    Open,
    Request,
    Invitation,
}

impl JoinPolicy {
    pub const ALL: [Self; 3] = [Self::Open, Self::Request, Self::Invitation];

    /// The word in forms, JSON and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Request => "request",
            Self::Invitation => "invitation",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.as_str() == word)
    }
}

crate::db::text_arg!(JoinPolicy);

pub const NAME_CHARS_MAX: usize = 120;
pub const SUMMARY_CHARS_MAX: usize = 400;
pub const PAGE_CHARS_MAX: usize = 20_000;
pub const SUBJECTS_MAX: usize = 12;

impl Group {
    /// Whether everyone may only read: it is archived, or its host cannot be reached.
    pub fn is_read_only(&self) -> bool {
        self.archived_at.is_some() || !self.is_host_connected
    }

    /// Whether only members see what is in it.
    pub fn is_closed(&self) -> bool {
        self.rules.content == Audience::Group
    }

    /// Whether anybody on the internet may read and join it: what the fediverse may follow.
    pub fn is_public(&self) -> bool {
        let is_for_all = self.rules.listed == Audience::Public && self.rules.content == Audience::Public;
        self.is_local && is_for_all && self.rules.join_policy == JoinPolicy::Open
    }

    /// Whether only members and invited people know of it.
    pub fn is_hidden(&self) -> bool {
        self.rules.listed == Audience::Group
    }

    /// How the audit names it.
    pub fn audit_name(&self) -> String {
        format!("group:{}", self.id)
    }
}

/// Makes a group of which `principal` is the owner. Who may is a setting of the instance.
pub async fn create(tx: &mut Tx, principal: &Principal, edit: GroupEdit) -> Result<GroupId> {
    let person = principal.require_member()?.person_id;
    settings::demand_may_create(tx, principal).await?;
    let edit = settings::check(tx, edit).await?;
    let parent = match edit.parent_id {
        Some(id) => Some(enter(&mut *tx, principal, id).await?.require_owner()?),
        None => None,
    };
    if parent.as_ref().is_some_and(|parent| !parent.is_local || parent.parent_id.is_some()) {
        return Err(Error::invalid("parent", "error-group-parent"));
    }
    let home = instances::home(&mut *tx).await?;
    let id = queries::insert_local(tx, &home, &edit).await?;
    members::found(tx, id, person).await?;
    let group = find(&mut *tx, id).await?;
    audit::record(tx, principal, "group.create", &group.audit_name(), json!({ "name": edit.words.name }))
        .await?;
    published_feed::mark_group(tx, id, Lane::Home).await?;
    feed::touch_group(tx, &group).await?;
    // Elsewhere nobody would know of whoever began it.
    feed::touch_member(tx, &group, person, true).await?;
    Ok(id)
}

/// Changes words and rules; for owners. Content that becomes closed takes what is in it along.
pub async fn edit(tx: &mut Tx, principal: &Principal, id: GroupId, edit: GroupEdit) -> Result<()> {
    tx.lock(&format!("group:{id}")).await?;
    let group = enter(&mut *tx, principal, id).await?.require_owner()?;
    demand_local(&group)?;
    let edit = settings::check(tx, edit).await?;
    if edit.words == group.words && edit.rules == group.rules && edit.subjects == group.subjects {
        return Ok(());
    }
    queries::update(tx, id, &edit).await?;
    if edit.rules.content == Audience::Group {
        queries::close_items(tx, id).await?;
    }
    let detail =
        json!({ "join": edit.rules.join_policy, "listed": edit.rules.listed, "content": edit.rules.content });
    audit::record(tx, principal, "group.edit", &group.audit_name(), detail).await?;
    if edit.rules.content == Audience::Group {
        published_feed::mark_items_of(tx, id, Lane::Home).await?;
    }
    if edit.rules.content != group.rules.content {
        published_feed::mark_pages_of(tx, id, Lane::Home).await?;
    }
    published_feed::mark_group(tx, id, Lane::Home).await?;
    let group = find(&mut *tx, id).await?;
    feed::touch_group(tx, &group).await
}

/// Makes a group read-only, or lively again; for owners.
pub async fn set_archived(tx: &mut Tx, principal: &Principal, id: GroupId, is_archived: bool) -> Result<()> {
    tx.lock(&format!("group:{id}")).await?;
    let group = enter(&mut *tx, principal, id).await?.require_owner()?;
    demand_local(&group)?;
    queries::update_archived(tx, id, is_archived).await?;
    let action = if is_archived { "group.archive" } else { "group.reopen" };
    audit::record(tx, principal, action, &group.audit_name(), json!({})).await?;
    let group = find(&mut *tx, id).await?;
    feed::touch_group(tx, &group).await
}

/// Deletes a group with everything in it, everywhere; for owners, and for administrators where nobody owns it.
pub async fn delete(tx: &mut Tx, principal: &Principal, id: GroupId) -> Result<()> {
    tx.lock(&format!("group:{id}")).await?;
    let group = match enter(&mut *tx, principal, id).await {
        Ok(place) => place.require_owner()?,
        Err(Error::NotFound) if principal.is_administrator() => find(&mut *tx, id).await?,
        Err(error) => return Err(error),
    };
    demand_local(&group)?;
    audit::record(tx, principal, "group.delete", &group.audit_name(), json!({ "name": group.words.name }))
        .await?;
    published_feed::mark_group(tx, id, Lane::Home).await?;
    // The news goes to whoever has members now; after that there are none.
    feed::group_gone(tx, &group).await?;
    pictures::forget(tx, id).await?;
    queries::mark_deleted(tx, id).await
}

/// The groups that `principal` may know of, as asked for.
pub async fn list(db: &Db, principal: &Principal, asked: &Asked) -> Result<Vec<Group>> {
    queries::list_visible(db, principal, asked).await
}

/// The organisations whose groups `principal` may know of, by name, each with how many those are.
pub async fn list_organisations(db: &Db, principal: &Principal) -> Result<Vec<(InstanceId, String, i64)>> {
    queries::list_organisations(db, principal).await
}

/// Where the page after this group begins, for [`Asked::after`].
pub fn cursor(group: &Group) -> String {
    queries::sort_name(&group.words.name, &group.ap_id)
}

/// The groups in which a local person is a member, by name, at most 500.
pub async fn list_mine(on: impl Into<On<'_>>, person: PersonId) -> Result<Vec<Group>> {
    queries::list_of_member(on, person).await
}

/// Those of these that `principal` may know of, in no order. One statement.
pub async fn list_by_id(on: impl Into<On<'_>>, principal: &Principal, ids: &[GroupId]) -> Result<Vec<Group>> {
    queries::list_by_id(on, principal, ids).await
}

/// The group itself, for the house and the federation door, which have decided that it may be seen.
pub async fn find(on: impl Into<On<'_>>, id: GroupId) -> Result<Group> {
    queries::find(on, id).await?.ok_or(Error::NotFound)
}

/// The same by federation id.
pub async fn find_by_ap_id(on: impl Into<On<'_>>, ap_id: &str) -> Result<Option<Group>> {
    queries::find_by_ap_id(on, ap_id).await
}

/// A group of ours by its handle.
pub async fn find_by_handle(on: impl Into<On<'_>>, handle: &str) -> Result<Option<Group>> {
    queries::find_by_handle(on, handle).await
}

/// The federation id of a group, also of one that is gone.
pub async fn find_address(on: impl Into<On<'_>>, id: GroupId) -> Result<Option<String>> {
    queries::find_address(on, id).await
}

/// Our groups that peers may know of, in order of id after `after`, at most `limit`.
pub async fn list_shared(db: &Db, after: Option<GroupId>, limit: i64) -> Result<Vec<Group>> {
    queries::list_shared(db, after, limit).await
}

/// What belongs to a group of elsewhere is changed where it lives.
pub(crate) fn demand_local(group: &Group) -> Result<()> {
    if group.is_local { Ok(()) } else { Err(Error::Conflict("error-group-elsewhere")) }
}
