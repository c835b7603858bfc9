//! The wiki of a group: pages in a tree, and every version of each, which name each other by their digest ([`chain`]).
//!
//! Who may read is asked of the group, who may write of the group and of the page ([`door`]). How the texts of two people
//! become one stands in [`merge`], which knows no database.
//!
//! The wiki of a group of elsewhere is a copy ([`replica`]). What our people want changed there goes to its host: texts as an
//! offer ([`offers`]), the rest as an act ([`elsewhere`]); the host's feed ([`told`]) brings back what came of it.

pub(crate) mod about;
pub mod authors;
pub mod branch;
pub mod chain;
pub mod difference;
mod door;
pub mod drafts;
pub mod editing;
pub mod elsewhere;
pub mod follow;
pub mod links;
pub mod merge;
pub mod offers;
pub mod out;
pub mod port;
pub mod proof;
pub mod proposals;
mod queries;
mod read;
pub mod remarks;
mod remove;
pub mod replica;
pub mod templates;
pub mod told;
mod tree;
pub mod upkeep;
pub mod verify;
mod versions;
pub mod visits;
mod write;

use serde::{Deserialize, Serialize};

pub use chain::VersionId;
pub use door::{Wiki, demand_write, enter};
pub use read::{
    Changed, Leaf, complete, count, find, find_by_id, find_by_title, find_parent, find_version, list_changed,
    list_history, source_of,
};
pub use remove::{Deleted, bring_back, delete, list_deleted, set_rights};
pub use tree::{Branch, Direction, Made, NewPage, create, list_all, list_branch, list_top, move_to, shift};
pub use write::{Conflict, Edit, Origin, Outcome, edit, rename, reopen};

use crate::clock::Timestamp;
use crate::ids::{GroupId, PageId, PersonId};

/// A page as it stands.
#[derive(Debug, Clone)]
pub struct Page {
    pub id: PageId,
    pub ap_id: String,
    pub group_id: GroupId,
    pub parent_id: Option<PageId>,
    pub place: i64,
    pub title: String,
    /// Its address within the wiki.
    pub slug: String,
    pub rights: Rights,
    /// Texts of others than who keeps it wait until he approves them.
    pub needs_approval: bool,
    /// A new page may begin with its text.
    pub is_template: bool,
    pub head: VersionId,
    pub version_count: i64,
    pub owner_id: Option<PersonId>,
    pub review_at: Option<Timestamp>,
    pub reviewed_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub changed_by: PersonId,
    pub deleted_at: Option<Timestamp>,
    pub html: String,
}

/// A version of a page, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub id: VersionId,
    pub page_id: PageId,
    /// From 1 within the page.
    pub number: i64,
    pub parents: Vec<VersionId>,
    pub title: String,
    pub author_id: PersonId,
    /// The author's address.
    pub author: String,
    pub published_at: Timestamp,
    pub source_hash: String,
    pub summary: String,
    /// The address of the change that brought it.
    pub patch: String,
    /// Which way of merging made it; none: a person.
    pub merge_version: Option<i64>,
    /// It never stood: written on an older text and merged at once.
    pub is_side: bool,
    pub size_bytes: i64,
}

/// Who may change a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Rights {
    /// As the page above; at the top, members.
    Inherit,
    Members,
    Moderators,
    /// Nobody, until a moderator opens it again.
    Locked,
}

impl Rights {
    pub const ALL: [Self; 4] = [Self::Inherit, Self::Members, Self::Moderators, Self::Locked];

    /// The word in forms and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inherit => "inherit",
            Self::Members => "members",
            Self::Moderators => "moderators",
            Self::Locked => "locked",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rights| rights.as_str() == word)
    }
}

crate::db::text_arg!(Rights);

pub const TITLE_CHARS_MAX: usize = 200;
pub const SUMMARY_CHARS_MAX: usize = 200;
/// What may travel between organisations as one change.
pub const SOURCE_BYTES_MAX: usize = 512 * 1024;
pub const DEPTH_MAX: usize = 10;
pub const PAGES_MAX: i64 = 20_000;

/// Words of addresses that are no page's.
const RESERVED: [&str; 9] = ["changes", "deleted", "drafts", "due", "new", "offers", "page", "preview", "to"];

impl Page {
    /// How the audit names it.
    pub fn audit_name(&self) -> String {
        format!("page:{}", self.id)
    }

    pub fn is_due(&self, now: Timestamp) -> bool {
        self.review_at.is_some_and(|at| at <= now)
    }
}
