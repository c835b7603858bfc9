//! The form of a page: what was typed.

use domain::ids::Id;
use domain::wiki::VersionId;
use domain::{Error, PageId, Timestamp};
use serde::Deserialize;
use uuid::Uuid;

/// As it stands in the form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub title: String,
    /// The page it stands under; empty: at the top.
    pub parent: String,
    pub body: String,
    pub summary: String,
    /// The version that one had before one.
    pub base: String,
    /// The page, which stays the same when its title changes meanwhile.
    pub page: String,
    /// The same form sent twice is one change.
    pub patch: String,
    /// One's own proposal, of which this is another text.
    pub proposal: String,
    /// One's own change on its way to the host, on which this one is written.
    pub after: String,
    /// Ids of files that were added while writing.
    pub files: Vec<String>,
    /// The button: `save` or `draft`.
    #[serde(rename = "do")]
    pub act: String,
}

pub const LABELS: [(&str, &str); 4] =
    [("title", "wiki-title"), ("parent", "wiki-parent"), ("body", "wiki-body"), ("summary", "wiki-summary")];

impl Typed {
    pub fn base(&self) -> Result<VersionId, Error> {
        VersionId::parse(&self.base).ok_or(Error::invalid("body", "error-page-base"))
    }

    pub fn patch(&self) -> Option<Uuid> {
        self.patch.parse().ok()
    }

    pub fn after(&self) -> Option<Uuid> {
        self.after.parse().ok()
    }

    pub fn parent_id(&self) -> Result<Option<PageId>, Error> {
        match self.parent.trim() {
            "" => Ok(None),
            id => id.parse().map(Some).map_err(|_| Error::invalid("parent", "error-page-parent")),
        }
    }
}

/// The name of a change that a form is for.
pub fn new_patch(now: Timestamp) -> String {
    PageId::new_at(now).to_string()
}
