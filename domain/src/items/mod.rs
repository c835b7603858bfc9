//! Items: everything that is published, one spine for all kinds. What a kind has of its own stands in [`kinds`]; who may
//! see an item is decided in [`seen`] alone; what is written about one in [`comments`] and [`signs`].

pub mod bulk;
pub mod comments;
pub mod kinds;
pub mod lists;
pub mod moderate;
pub mod out;
pub(crate) mod queries;
pub mod replica;
pub mod revisions;
pub mod said;
pub mod seen;
pub mod signs;
mod write;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use comments::{Comment, CommentEdit, NewComment};
pub use kinds::{Detail, Kind, NewDetail};
pub use lists::{Cursor, Scope};
pub(crate) use queries::update_detail;
pub use seen::{find, find_by_ap_id, list_by_id};
pub use write::{ItemEdit, Moment, NewItem, Origin, allowed, delete, edit, publish, publish_due};
pub(crate) use write::{arrived, forget_item};

use crate::audience::Audience;
use crate::clock::Timestamp;
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::groups::Subject;
use crate::ids::{CommentId, GroupId, ItemId, OrganisationId, PersonId};

/// Something published.
#[derive(Debug, Clone)]
pub struct Item {
    pub id: ItemId,
    pub ap_id: String,
    pub group_id: Option<GroupId>,
    pub author_id: PersonId,
    pub organisation_id: OrganisationId,
    pub kind: Kind,
    pub audience: Audience,
    pub title: String,
    /// Markdown.
    pub body: String,
    pub html: String,
    pub excerpt: String,
    pub language: String,
    pub subjects: Vec<Subject>,
    pub detail: Detail,
    pub reactions: Reactions,
    pub comment_count: i64,
    pub view_count: i64,
    pub created_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub publish_at: Option<Timestamp>,
    pub archive_at: Option<Timestamp>,
    pub edited_at: Option<Timestamp>,
    pub active_at: Timestamp,
    pub pinned_at: Option<Timestamp>,
    pub featured_at: Option<Timestamp>,
    pub locked_at: Option<Timestamp>,
    pub accepted_id: Option<CommentId>,
    pub hidden_at: Option<Timestamp>,
    pub hidden_reason: String,
    pub standing: Standing,
    pub refusal: String,
    pub version: i64,
}

/// How often each sign was given.
pub type Reactions = BTreeMap<String, i64>;

/// Where something written in a group of elsewhere stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Standing {
    /// On its way to the host; its author alone sees it.
    Waiting,
    Accepted,
    Refused,
}

crate::db::text_arg!(Standing);

/// An item or a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    Item(ItemId),
    Comment(CommentId),
}

impl Piece {
    /// Its id, whichever it is.
    pub fn id(self) -> uuid::Uuid {
        match self {
            Self::Item(id) => id.0,
            Self::Comment(id) => id.0,
        }
    }

    /// How the audit names it.
    pub fn audit_name(self) -> String {
        match self {
            Self::Item(id) => format!("item:{id}"),
            Self::Comment(id) => format!("comment:{id}"),
        }
    }
}

pub const TITLE_CHARS_MAX: usize = 200;
pub const BODY_CHARS_MAX: usize = 100_000;
pub const EXCERPT_CHARS: usize = 280;
pub const SUBJECTS_MAX: usize = 12;

/// What this address names in a group: an item, or a comment with its item. Nothing that is gone.
pub async fn locate(tx: &mut Tx, group: GroupId, ap_id: &str) -> Result<(Option<ItemId>, Option<CommentId>)> {
    queries::locate(tx, group, ap_id).await
}

/// What has these addresses in a group: each with where it is and what it says. Whoever asks looks after the group.
pub async fn list_pieces(
    db: &Db,
    group: GroupId,
    addresses: &[&str],
) -> Result<Vec<(String, Piece, String)>> {
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let items = queries::list_items_at(db, group, addresses).await?.into_iter();
    let comments = queries::list_comments_at(db, group, addresses).await?.into_iter();
    let items = items.map(|(ap_id, id, said)| (ap_id, Piece::Item(id), said));
    Ok(items.chain(comments.map(|(ap_id, id, said)| (ap_id, Piece::Comment(id), said))).collect())
}

impl Item {
    pub fn is_draft(&self) -> bool {
        self.published_at.is_none()
    }

    pub fn is_locked(&self) -> bool {
        self.locked_at.is_some()
    }

    /// Out of the lists, and closed.
    pub fn is_archived(&self, now: Timestamp) -> bool {
        self.archive_at.is_some_and(|at| at <= now)
    }

    /// What stands for it where only one line fits: its title, or how it begins.
    pub fn headline(&self) -> &str {
        if self.title.is_empty() { &self.excerpt } else { &self.title }
    }
}
