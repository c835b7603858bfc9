//! Files: what they are, who may have them, and how they come in. The bytes lie in a store that the doors hold; here stands
//! what is known about them.
//!
//! Whoever uploads a file has it for himself. From the moment it is part of an item or a comment, whoever sees that may have
//! it, and nobody else: there is no secret address.

mod attached;
mod blobs;
mod incoming;
mod name;
pub mod picture;
mod queries;
pub mod remote;
pub mod texts;

use serde::{Deserialize, Serialize};

pub use attached::{attach, detach};
pub(crate) use attached::{forget_of_comment, forget_of_item, loose_in, named_by, set_of};
pub use blobs::{forget_blob, list_orphans, sweep_soon, take_blob, touch_blob};
pub(crate) use incoming::take_whole;
pub use incoming::{
    Arrived, Limits, NewFile, Unseen, Verdict, begin, count_unseen, delete, describe, finish, keep_preview,
    note_progress, settle_check,
};
pub use name::tidy_name;
pub(crate) use queries::delete_loose;
pub use queries::{list_by_id, list_of_comments, list_of_items, list_of_uploader};

use crate::clock::Timestamp;
use crate::db::On;
use crate::error::{Error, Result};
use crate::ids::{CommentId, FileId, ItemId, PersonId};
use crate::items::{self, Comment, comments};
use crate::principal::Principal;

/// More files than this are a folder, not something to read with a text.
pub const FILES_PER_ITEM_MAX: usize = 20;
/// Uploads that one person may have under way.
pub const UNFINISHED_MAX: i64 = 20;
/// Uploads of one person that are not part of anything.
pub const LOOSE_MAX: i64 = 100;
pub const ALT_CHARS_MAX: usize = 500;

/// A file as far as it is known here.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct File {
    pub id: FileId,
    pub ap_id: String,
    /// The item it is part of; of a file of a comment, the item that the comment stands below.
    pub item_id: Option<ItemId>,
    pub comment_id: Option<CommentId>,
    pub uploader_id: PersonId,
    pub name: String,
    pub media_type: String,
    pub size_bytes: i64,
    pub received_bytes: i64,
    pub digest: Option<String>,
    pub preview_digest: Option<String>,
    /// Empty: only decorates. `None`: nobody said.
    pub alt: Option<String>,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub state: State,
    /// The name of the virus; of what was not looked at, why.
    pub finding: String,
    pub fetch_from: Option<String>,
    pub confirmed_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// Where a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    /// Not all of it is here.
    Uploading,
    /// The virus scanner has not answered.
    Checking,
    /// It is too large for the virus scanner, which is asked again now and then.
    Unchecked,
    Ready,
    /// It holds a virus; the bytes are gone.
    Infected,
    /// It is of elsewhere, and its bytes are not here yet.
    Waiting,
    /// Nobody has the bytes any more, or they are not what was promised.
    Missing,
}

crate::db::text_arg!(State);

impl State {
    /// The bytes are here and the virus scanner has not looked at them.
    pub fn is_unseen(self) -> bool {
        matches!(self, Self::Checking | Self::Unchecked)
    }
}

impl File {
    /// A picture that any browser can draw, that its first bytes say it is, and that does not unfold to more than it may.
    pub fn is_picture(&self) -> bool {
        let is_known =
            matches!(self.media_type.as_str(), "image/jpeg" | "image/png" | "image/webp" | "image/gif");
        is_known && self.width.is_some() && self.height.is_some()
    }

    /// Whether somebody looking for it is to find it: its bytes are here or on their way.
    pub fn is_findable(&self) -> bool {
        matches!(self.state, State::Ready | State::Checking | State::Waiting)
    }

    /// The digest of bytes that may be given to somebody.
    pub fn readable(&self) -> Option<&str> {
        self.digest.as_deref().filter(|_| self.state == State::Ready)
    }
}

/// Of what a file is part: an item, or a comment below one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Of {
    item: ItemId,
    comment: Option<CommentId>,
}

impl Of {
    pub fn item(item: ItemId) -> Self {
        Self { item, comment: None }
    }

    pub fn comment(comment: &Comment) -> Self {
        Self { item: comment.item_id, comment: Some(comment.id) }
    }
}

/// The file as `principal` may have it: its uploader until it is part of something, then whoever sees that; `NotFound`
/// otherwise.
pub async fn find_visible(on: impl Into<On<'_>>, principal: &Principal, id: FileId) -> Result<File> {
    let mut on = on.into();
    let file = queries::find(on.again(), id).await?;
    match (file.comment_id, file.item_id) {
        (Some(comment), _) => comments::find(on, principal, comment).await.map(|_| file),
        (None, Some(item)) => items::find(on, principal, item).await.map(|_| file),
        (None, None) if is_uploader(principal, &file) => Ok(file),
        (None, None) => Err(Error::NotFound),
    }
}

/// The file whatever it is, for the house and its doors, never for an answer.
pub async fn find(on: impl Into<On<'_>>, id: FileId) -> Result<File> {
    queries::find(on, id).await
}

fn is_uploader(principal: &Principal, file: &File) -> bool {
    principal.acting_person() == Some(file.uploader_id)
}
