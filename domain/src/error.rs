//! What can go wrong in the house. Errors carry keys, never sentences: the doors know the reader's language.

use std::collections::BTreeMap;
use std::time::Duration;

/// The house's only result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why an operation did not happen. Nothing was written when one of these comes back.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist, or not for this principal: the two look the same from outside.
    #[error("not found")]
    NotFound,
    /// The principal may see the thing but not do this to it.
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    /// Nobody is signed in and somebody must be.
    #[error("sign in first")]
    Unauthenticated,
    /// Input that a person can mend, field by field.
    #[error("invalid: {}", .0.iter().map(|e| format!("{}: {}", e.field, e.key)).collect::<Vec<_>>().join(", "))]
    Invalid(Vec<FieldError>),
    /// The state moved on, or does not allow this now. The key says what to do.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// Too often; try again after this time.
    #[error("limited: {key}, retry after {retry_after:?}")]
    Limited { key: &'static str, retry_after: Duration },
    /// A unique constraint refused the row: `{table}_{columns}_key` on both engines.
    #[error("taken: {0}")]
    Taken(String),
    /// The database or the disk cannot serve now; a normal day with a designed page.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// There is no room left to write; reading goes on.
    #[error("the disk is full: {0}")]
    Full(String),
    /// Ours to mend. The text goes to the log, never to a reader.
    #[error("internal: {0}")]
    Internal(String),
}

/// One field that a person must look at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the form field or JSON property.
    pub field: String,
    /// Key of the sentence, e.g. `error-too-long`.
    pub key: &'static str,
    /// Values for the sentence, e.g. `max` → `200`.
    pub args: BTreeMap<&'static str, String>,
}

impl FieldError {
    /// An error without values.
    pub fn new(field: impl Into<String>, key: &'static str) -> Self {
        Self { field: field.into(), key, args: BTreeMap::new() }
    }

    /// The same with one value for the sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.insert(name, value.to_string());
        self
    }
}

impl Error {
    /// One field that needs another look.
    pub fn invalid(field: impl Into<String>, key: &'static str) -> Self {
        Self::Invalid(vec![FieldError::new(field, key)])
    }

    /// Something of ours broke; `what` says what could not be done, and to what.
    pub fn internal(what: impl std::fmt::Display) -> Self {
        Self::Internal(what.to_string())
    }

    /// Turns the refusal of the named constraint into a field error, leaves every other error alone.
    #[must_use]
    pub fn taken_means(self, constraint: &str, field: &'static str, key: &'static str) -> Self {
        match self {
            Self::Taken(name) if name == constraint => Self::invalid(field, key),
            other => other,
        }
    }
}

/// Two answers about one form: who has to mend both reads both at once.
pub fn both<A, B>(left: Result<A>, right: Result<B>) -> Result<(A, B)> {
    match (left, right) {
        (Ok(left), Ok(right)) => Ok((left, right)),
        (Err(Error::Invalid(mut errors)), Err(Error::Invalid(more))) => {
            errors.extend(more);
            Err(Error::Invalid(errors))
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

impl From<FieldError> for Error {
    fn from(error: FieldError) -> Self {
        Self::Invalid(vec![error])
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(format!("stored JSON does not fit its type: {error}"))
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(refused) if refused.is_unique_violation() => {
                Self::Taken(constraint_name(refused.as_ref()))
            }
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
                Self::Unavailable(error.to_string())
            }
            sqlx::Error::Database(refused) => match Outage::of(refused.as_ref()) {
                Some(Outage::Away) => Self::Unavailable(error.to_string()),
                Some(Outage::Full) => Self::Full(error.to_string()),
                None => Self::Internal(format!("database: {error}")),
            },
            _ => Self::Internal(format!("database: {error}")),
        }
    }
}

/// PostgreSQL names the constraint; SQLite says `UNIQUE constraint failed: account.email`, which we bring to the same form.
fn constraint_name(refused: &dyn sqlx::error::DatabaseError) -> String {
    if let Some(name) = refused.constraint() {
        return name.to_owned();
    }
    let Some((_, columns)) = refused.message().split_once("failed: ") else {
        return refused.message().to_owned();
    };
    let mut columns = columns.split(", ").filter_map(|column| column.split_once('.'));
    let Some((table, first)) = columns.next() else { return refused.message().to_owned() };
    let rest: String = columns.map(|(_, column)| format!("_{column}")).collect();
    format!("{table}_{first}{rest}_key")
}

/// Why a database cannot serve for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outage {
    /// Locked, read-only, unreadable or gone; on PostgreSQL classes 08, 53 and 57.
    Away,
    /// No room left to write.
    Full,
}

impl Outage {
    fn of(refused: &dyn sqlx::error::DatabaseError) -> Option<Self> {
        Self::of_code(refused.code()?.as_ref())
    }

    /// A code of PostgreSQL has five characters. The others are SQLite's, whose last byte is the kind of fault; the rest
    /// says more, which matters to nobody here.
    fn of_code(code: &str) -> Option<Self> {
        if code.len() == 5 {
            let is_away = ["08", "53", "57"].iter().any(|class| code.starts_with(class));
            return if code == "53100" { Some(Self::Full) } else { is_away.then_some(Self::Away) };
        }
        // https://sqlite.org/rescode.html: full; busy, locked, read-only, input or output, cannot open.
        match code.parse::<u32>().ok()? & 0xff {
            13 => Some(Self::Full),
            5 | 6 | 8 | 10 | 14 => Some(Self::Away),
            _ => None,
        }
    }
}

/// A disk that has no room left is told apart from one that is away.
pub fn unwritten(what: impl std::fmt::Display, error: &std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            Error::Full(format!("{what}: {error}"))
        }
        _ => Error::Unavailable(format!("{what}: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_of_both_engines_tell_a_full_disk_from_one_that_is_away() {
        for (code, expected) in [
            ("13", Some(Outage::Full)),
            ("53100", Some(Outage::Full)),
            ("5", Some(Outage::Away)),
            ("517", Some(Outage::Away)),
            ("4874", Some(Outage::Away)),
            ("57P01", Some(Outage::Away)),
            ("08006", Some(Outage::Away)),
            ("53300", Some(Outage::Away)),
            ("19", None),
            ("11", None),
            ("42601", None),
            ("", None),
        ] {
            assert_eq!(Outage::of_code(code), expected, "{code}");
        }
    }
}
