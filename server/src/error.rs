//! What a handler gives back when it could not do what was asked.
//!
//! A `Problem` carries no sentence. The layer `faults` writes the page, or problem+json for `/api`, in the
//! reader's language, and puts the internal text in the log under the number the reader sees.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::i18n::{Language, Texts};
use crate::pages::shell::sign_in_path;

/// What handlers return.
pub type Result<T, E = Problem> = std::result::Result<T, E>;

/// Why there is no ordinary answer.
#[derive(Debug)]
pub enum Problem {
    /// The house refused or could not.
    House(domain::Error),
    /// A form that another site sent.
    Elsewhere,
    /// The route exists, but not for this method.
    Method,
    /// The body is larger than this route takes.
    TooLarge,
    /// Path, query or body did not have the form this route reads.
    Unreadable(String),
    /// The answer was not ready in time.
    Slow,
    /// A person must sign in first; where he wanted to go.
    SignIn { here: String },
}

impl Problem {
    pub fn not_found() -> Self {
        Self::House(domain::Error::NotFound)
    }

    pub fn limited(retry_after: Duration) -> Self {
        Self::House(domain::Error::Limited { key: "error-limited-text", retry_after })
    }

    pub fn internal(what: impl std::fmt::Display) -> Self {
        Self::House(domain::Error::internal(what))
    }

    pub fn status(&self) -> StatusCode {
        use domain::Error;
        match self {
            Self::House(Error::NotFound) => StatusCode::NOT_FOUND,
            Self::House(Error::Forbidden(_)) | Self::Elsewhere => StatusCode::FORBIDDEN,
            Self::House(Error::Unauthenticated) => StatusCode::UNAUTHORIZED,
            Self::House(Error::Invalid(_)) | Self::Unreadable(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::House(Error::Conflict(_) | Error::Taken(_)) => StatusCode::CONFLICT,
            Self::House(Error::Limited { .. }) => StatusCode::TOO_MANY_REQUESTS,
            Self::House(Error::Unavailable(_) | Error::Full(_)) | Self::Slow => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::House(Error::Internal(_)) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::SignIn { .. } => StatusCode::SEE_OTHER,
        }
    }

    /// Whole seconds after which trying again makes sense.
    pub fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::House(domain::Error::Limited { retry_after, .. }) => Some(retry_after.as_secs().max(1)),
            Self::House(domain::Error::Unavailable(_) | domain::Error::Full(_)) | Self::Slow => Some(60),
            _ => None,
        }
    }
}

impl From<domain::Error> for Problem {
    fn from(error: domain::Error) -> Self {
        Self::House(error)
    }
}

impl From<search::error::Error> for Problem {
    fn from(error: search::error::Error) -> Self {
        match error {
            search::error::Error::Database(error) => Self::House(error),
            other => Self::internal(format!("could not search: {other}")),
        }
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Self::internal(format!("could not write a page: {error}"))
    }
}

/// The status alone; the layer finds the problem in the extensions and writes the rest.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        if let Self::SignIn { here } = &self {
            return Redirect::to(&sign_in_path(here)).into_response();
        }
        let mut response = self.status().into_response();
        if let Some(seconds) = self.retry_after_seconds() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// The house speaks in keys; an operator reads sentences, in English like the log.
pub fn for_operators(error: &domain::Error) -> String {
    use domain::Error;
    let t = Texts::new(Language::En);
    match error {
        Error::Unavailable(text) | Error::Full(text) | Error::Internal(text) => text.clone(),
        Error::Conflict(key) | Error::Forbidden(key) => t.get(key),
        Error::Invalid(errors) => {
            let line = |error: &domain::FieldError| format!("{}: {}", error.field, t.error(error));
            errors.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        other => other.to_string(),
    }
}
