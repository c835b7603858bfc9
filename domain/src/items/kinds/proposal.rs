//! Proposal: a text that somebody would give a page of the wiki. Everything that is discussed is discussed below it; what is
//! decided, is decided in [`crate::wiki::proposals`].

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::error::{Error, FieldError, Result};
use crate::wiki::{SOURCE_BYTES_MAX, VersionId};

/// The text with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The address of the page.
    pub page: String,
    /// The version that it was written on.
    pub base: VersionId,
    pub source: String,
    pub state: State,
    /// The address of who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Timestamp>,
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Open,
    /// Whoever decides wants something else first.
    Changes,
    /// It stands in the page.
    Approved,
    Declined,
}

impl State {
    /// The word in JSON and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Changes => "changes",
            Self::Approved => "approved",
            Self::Declined => "declined",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Open, Self::Changes, Self::Approved, Self::Declined]
            .into_iter()
            .find(|state| state.as_str() == word)
    }

    /// Whether something can still become of it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Changes)
    }
}

/// A proposal as somebody sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProposal {
    pub page: String,
    pub base: VersionId,
    pub source: String,
}

pub(super) fn check(new: NewProposal) -> Result<Proposal> {
    if new.source.len() > SOURCE_BYTES_MAX {
        let (max, size) = (SOURCE_BYTES_MAX / 1024, new.source.len().div_ceil(1024));
        return Err(FieldError::new("body", "error-page-long").with("max", max).with("size", size).into());
    }
    Ok(Proposal {
        page: new.page,
        base: new.base,
        source: new.source,
        state: State::Open,
        decided_by: None,
        decided_at: None,
    })
}

/// Its author writes another text, until something became of it; then it lies before whoever decides again.
pub(super) fn check_edit(before: &Proposal, new: NewProposal) -> Result<Proposal> {
    if !before.state.is_open() {
        return Err(Error::Conflict("error-proposal-decided"));
    }
    check(NewProposal { page: before.page.clone(), ..new })
}
