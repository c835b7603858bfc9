//! Ids: UUIDv7 in a newtype each, so that a person is never mistaken for a peer. Sortable, made in the program.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::{NoContext, Uuid};

use crate::clock::Timestamp;

/// What every id can do.
pub trait Id: Copy + From<Uuid> + Into<Uuid> {
    /// A new id, sortable by the instant it was made.
    fn new_at(now: Timestamp) -> Self {
        let seconds = u64::try_from(now.seconds()).unwrap_or(0);
        let nanos = u32::try_from(now.0.rem_euclid(1_000_000) * 1_000).unwrap_or(0);
        Self::from(Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, nanos)))
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub Uuid);

        impl Id for $name {}
        impl From<Uuid> for $name { fn from(id: Uuid) -> Self { Self(id) } }
        impl From<$name> for Uuid { fn from(id: $name) -> Self { id.0 } }
        impl From<$name> for crate::db::Arg { fn from(id: $name) -> Self { Self::Uuid(Some(id.0)) } }
        impl From<Option<$name>> for crate::db::Arg {
            fn from(id: Option<$name>) -> Self { Self::Uuid(id.map(|id| id.0)) }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> { Uuid::from_str(text).map(Self) }
        }
    )+};
}

ids! {
    /// A person: a profile, local or remote.
    PersonId,
    /// A login of a local person.
    AccountId,
    /// An origin ever seen; our own has one too.
    InstanceId,
    /// An employer; one per instance now, its own row so that there can be more.
    OrganisationId,
    /// A skill or subject of the taxonomy.
    ConceptId,
    /// A word that was added to one.
    SynonymId,
    /// A profile field that an administrator defined.
    FieldId,
    /// A key of this instance.
    KeyId,
    /// A token for the API.
    TokenId,
    /// A piece of work still to be done.
    JobId,
    /// A mail, waiting or sent.
    MailId,
    /// A group, hosted here or by a peer.
    GroupId,
    /// Anything published.
    ItemId,
    /// A comment or an answer.
    CommentId,
    /// A report to moderators.
    ReportId,
    /// A file that somebody uploaded, or is uploading.
    FileId,
    /// Somebody on software of elsewhere who follows or answers a public group.
    OutsiderId,
    /// A page of a wiki.
    PageId,
    /// A search for colleagues that somebody keeps.
    SavedSearchId,
    /// What one colleague asks of another.
    InquiryId,
    /// What one of the two said after the answer.
    AdditionId,
}
