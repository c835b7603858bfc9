//! The error page, and its middle part alone for a partial request.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use crate::error::Problem;
use crate::i18n::Texts;
use crate::pages::shell::Shell;

/// What the page says.
pub(super) struct Words {
    pub title: String,
    pub text: String,
    /// Field and sentence of each thing to look at again.
    pub fields: Vec<(String, String)>,
    pub way_on: WayOn,
}

/// What helps the reader further, beside the start page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum WayOn {
    Start,
    Search,
    SignIn,
    /// The number, for who asks an administrator: the fault is ours.
    Number,
}

#[derive(Template)]
#[template(path = "error/page.html")]
struct ErrorPage {
    shell: Shell,
    words: Words,
    id: String,
}

#[derive(Template)]
#[template(path = "error/_message.html")]
struct ErrorMessage<'a> {
    t: Texts,
    words: Words,
    id: &'a str,
}

pub(super) fn whole(words: Words, id: String, shell: Shell) -> Response {
    html(ErrorPage { shell, words, id }.render())
}

pub(super) fn part(words: Words, id: &str, t: Texts) -> Response {
    html(ErrorMessage { t, words, id }.render())
}

/// An error page that cannot be written leaves the status to speak.
fn html(page: askama::Result<String>) -> Response {
    page.map_err(|error| tracing::error!(%error, "could not write the error page"))
        .map_or_else(|()| ().into_response(), |text| Html(text).into_response())
}

impl WayOn {
    fn of(problem: &Problem) -> Self {
        match problem {
            Problem::House(domain::Error::NotFound) => Self::Search,
            Problem::House(domain::Error::Unauthenticated) => Self::SignIn,
            problem if problem.status().is_server_error() => Self::Number,
            _ => Self::Start,
        }
    }
}

impl Words {
    /// `has_sent`: the reader sent something, and wants to know what became of it.
    pub(super) fn of(problem: &Problem, t: Texts, has_sent: bool) -> Self {
        use domain::Error;
        let (title, key) = keys(problem, has_sent);
        let text = match problem {
            Problem::House(Error::Limited { retry_after, .. }) => {
                t.with(key, [("when", t.soon(*retry_after))])
            }
            _ => t.get(key),
        };
        let fields = match problem {
            Problem::House(Error::Invalid(errors)) => {
                errors.iter().map(|error| (error.field.clone(), t.error(error))).collect()
            }
            _ => Vec::new(),
        };
        Self { title: t.get(title), text, fields, way_on: WayOn::of(problem) }
    }
}

/// Title and text.
fn keys(problem: &Problem, has_sent: bool) -> (&'static str, &'static str) {
    use domain::Error;
    match problem {
        Problem::House(Error::NotFound) => ("error-not-found-title", "error-not-found-text"),
        Problem::House(Error::Forbidden(key)) => ("error-forbidden-title", key),
        Problem::House(Error::Unauthenticated) | Problem::SignIn { .. } => {
            ("error-sign-in-title", "error-sign-in-text")
        }
        Problem::House(Error::Invalid(_)) => ("error-invalid-title", "error-invalid-text"),
        Problem::House(Error::Conflict(key)) => ("error-conflict-title", key),
        Problem::House(Error::Limited { key, .. }) => ("error-limited-title", key),
        Problem::House(Error::Unavailable(_)) if has_sent => {
            ("error-unavailable-title", "error-unavailable-sent")
        }
        Problem::House(Error::Unavailable(_)) => ("error-unavailable-title", "error-unavailable-text"),
        Problem::House(Error::Full(_)) if has_sent => ("error-full-title", "error-full-sent"),
        Problem::House(Error::Full(_)) => ("error-full-title", "error-full-text"),
        Problem::House(Error::Internal(_) | Error::Taken(_)) => {
            ("error-internal-title", "error-internal-text")
        }
        Problem::Elsewhere => ("error-elsewhere-title", "error-elsewhere-text"),
        Problem::Method => ("error-method-title", "error-method-text"),
        Problem::TooLarge => ("error-too-large-title", "error-too-large-text"),
        Problem::Unreadable(_) => ("error-invalid-title", "error-unreadable"),
        Problem::Slow => ("error-slow-title", "error-slow-text"),
    }
}
