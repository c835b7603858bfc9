//! The kinds of items. A kind says what it has of its own; everything else is the spine's. Adding one costs a variant
//! here, its own file when it holds something, a mapping on the wire and a template.

pub mod file;
pub mod poll;
pub mod proposal;
pub mod remark;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::error::{Error, Result};

/// What sort of item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    Status,
    Blog,
    Discussion,
    Question,
    Poll,
    File,
    /// A text for a page of the wiki.
    Proposal,
    /// What somebody says about a page of the wiki.
    Remark,
}

crate::db::text_arg!(Kind);

impl Kind {
    /// In the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Status,
        Self::Question,
        Self::Discussion,
        Self::Blog,
        Self::Poll,
        Self::File,
        Self::Proposal,
        Self::Remark,
    ];

    /// What one can write by choosing it; what is about a page of the wiki is written there.
    pub fn chosen() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|kind| !matches!(kind, Self::Proposal | Self::Remark))
    }

    /// The word in addresses, forms, JSON and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Blog => "blog",
            Self::Discussion => "discussion",
            Self::Question => "question",
            Self::Poll => "poll",
            Self::File => "file",
            Self::Proposal => "proposal",
            Self::Remark => "remark",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// A status is said in one breath, everything else has a title.
    pub fn has_title(self) -> bool {
        self != Self::Status
    }

    /// Whether something must be written below the title.
    pub fn needs_body(self) -> bool {
        matches!(self, Self::Status | Self::Blog | Self::Discussion)
    }
}

/// What a kind has of its own, as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Detail {
    #[default]
    Plain,
    Poll(poll::Poll),
    File(file::Filed),
    Proposal(proposal::Proposal),
    Remark(remark::Remark),
}

impl Detail {
    /// The folder, of kinds that lie in one.
    pub fn folder(&self) -> Option<&str> {
        if let Self::File(filed) = self { Some(&filed.folder) } else { None }
    }
}

/// The same, as somebody sends it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum NewDetail {
    #[default]
    Plain,
    Poll(poll::NewPoll),
    File(file::Filed),
    Proposal(proposal::NewProposal),
    Remark(remark::Remark),
}

/// What was sent, checked against its kind.
pub(super) fn check(kind: Kind, detail: NewDetail, now: Timestamp) -> Result<Detail> {
    match (kind, detail) {
        (Kind::Poll, NewDetail::Poll(new)) => poll::check(new, now).map(Detail::Poll),
        (Kind::Poll, NewDetail::Plain) => poll::check(poll::NewPoll::default(), now).map(Detail::Poll),
        (Kind::File, NewDetail::File(new)) => file::check(&new.folder).map(Detail::File),
        (Kind::File, _) => Ok(Detail::File(file::Filed::default())),
        (Kind::Proposal, NewDetail::Proposal(new)) => proposal::check(new).map(Detail::Proposal),
        (Kind::Remark, NewDetail::Remark(new)) => Ok(Detail::Remark(new)),
        (Kind::Proposal | Kind::Remark, _) => Err(Error::invalid("kind", "error-choice")),
        _ => Ok(Detail::Plain),
    }
}

/// A changed item keeps what others did to it: the votes of a poll.
pub(super) fn check_edit(kind: Kind, before: &Detail, detail: NewDetail, now: Timestamp) -> Result<Detail> {
    match (before, detail) {
        (Detail::Poll(poll), NewDetail::Poll(new)) => poll::check_edit(poll, new, now).map(Detail::Poll),
        (Detail::Proposal(proposal), NewDetail::Proposal(new)) => {
            proposal::check_edit(proposal, new).map(Detail::Proposal)
        }
        (Detail::Poll(_) | Detail::Proposal(_) | Detail::Remark(_), _)
        | (Detail::File(_), NewDetail::Plain) => Ok(before.clone()),
        (Detail::Plain | Detail::File(_), detail) => check(kind, detail, now),
    }
}
