//! What can go wrong with an index. None of it reaches a searcher: he gets the name search and a notice.

use std::path::PathBuf;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the index could not be read or written: {0}")]
    Index(#[from] tantivy::TantivyError),
    #[error("the index folder could not be read or written: {0}")]
    Io(#[from] std::io::Error),
    #[error("the index in {} is damaged", .0.display())]
    Damaged(PathBuf),
    #[error("the index in {} was made by another version", .0.display())]
    OtherVersion(PathBuf),
    #[error("the word list cannot be read")]
    Words(#[from] fst::Error),
    #[error("the index knows changes that the database does not: it belongs to another one")]
    Ahead,
    #[error("Meilisearch does not answer: {0}")]
    Away(String),
    #[error("Meilisearch refuses: {0}")]
    Refused(String),
    #[error("a task of Meilisearch failed: {0}")]
    Task(String),
    #[error("there is no index at the moment")]
    Missing,
    #[error("work on the index broke off")]
    BrokeOff,
    #[error("the database could not be read")]
    Database(#[from] domain::error::Error),
}

impl Error {
    /// Whether the fault lies with the index or its disk; the database and the word list are other people's trouble.
    pub fn is_of_the_index(&self) -> bool {
        matches!(self, Self::Index(_) | Self::Io(_) | Self::Damaged(_) | Self::BrokeOff)
    }
}

impl From<tantivy::directory::error::OpenDirectoryError> for Error {
    fn from(error: tantivy::directory::error::OpenDirectoryError) -> Self {
        Self::Index(error.into())
    }
}

/// What the doors are told: a database that is away is theirs to show, all else stays in the log.
impl From<Error> for domain::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Database(error) => error,
            Error::Missing => Self::Unavailable("the people index".to_owned()),
            other => Self::Internal(other.to_string()),
        }
    }
}
