//! What can go wrong with an index. None of it reaches a searcher: he gets the name search and a notice.

use std::path::PathBuf;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the index could not be read or written")]
    Index(#[from] tantivy::TantivyError),
    #[error("the index folder could not be read or written")]
    Io(#[from] std::io::Error),
    #[error("the index in {} is damaged", .0.display())]
    Damaged(PathBuf),
    #[error("the index in {} was made by another version", .0.display())]
    OtherVersion(PathBuf),
    #[error("the word list cannot be read")]
    Words(#[from] fst::Error),
    #[error("there is no index at the moment")]
    Missing,
    #[error("the database could not be read")]
    Database(#[from] domain::error::Error),
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
