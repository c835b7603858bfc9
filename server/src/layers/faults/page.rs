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
}

#[derive(Template)]
#[template(path = "error/page.html")]
struct ErrorPage {
    shell: Shell,
    words: Words,
    id: String,
    /// The number helps an administrator only where the fault is ours.
    is_ours: bool,
    is_not_found: bool,
}

#[derive(Template)]
#[template(path = "error/_message.html")]
struct ErrorMessage<'a> {
    t: Texts,
    words: Words,
    id: &'a str,
    is_ours: bool,
    is_not_found: bool,
}

pub(super) fn whole(problem: &Problem, id: String, shell: Shell) -> Response {
    let words = Words::of(problem, shell.t);
    let (is_ours, is_not_found) = kind(problem);
    html(ErrorPage { shell, words, id, is_ours, is_not_found }.render())
}

pub(super) fn part(problem: &Problem, id: &str, t: Texts) -> Response {
    let (is_ours, is_not_found) = kind(problem);
    html(ErrorMessage { t, words: Words::of(problem, t), id, is_ours, is_not_found }.render())
}

fn kind(problem: &Problem) -> (bool, bool) {
    let is_not_found = matches!(problem, Problem::House(domain::Error::NotFound));
    (problem.status().is_server_error(), is_not_found)
}

/// An error page that cannot be written leaves the status to speak.
fn html(page: askama::Result<String>) -> Response {
    page.map_err(|error| tracing::error!(%error, "could not write the error page"))
        .map_or_else(|()| ().into_response(), |text| Html(text).into_response())
}

impl Words {
    pub(super) fn of(problem: &Problem, t: Texts) -> Self {
        use domain::Error;
        let say = |title, text| Self { title: t.get(title), text: t.get(text), fields: Vec::new() };
        match problem {
            Problem::House(Error::NotFound) => say("error-not-found-title", "error-not-found-text"),
            Problem::House(Error::Forbidden(_)) => say("error-forbidden-title", "error-forbidden-text"),
            Problem::House(Error::Unauthenticated) | Problem::SignIn { .. } => {
                say("error-sign-in-title", "error-sign-in-text")
            }
            Problem::House(Error::Invalid(errors)) => {
                let fields = errors.iter().map(|error| (error.field.clone(), t.error(error)));
                Self { fields: fields.collect(), ..say("error-invalid-title", "error-invalid-text") }
            }
            Problem::House(Error::Conflict(key)) => say("error-conflict-title", key),
            Problem::House(Error::Limited { key, retry_after }) => {
                let text = t.with(key, [("when", t.soon(*retry_after))]);
                Self { title: t.get("error-limited-title"), text, fields: Vec::new() }
            }
            Problem::House(Error::Unavailable(_)) => say("error-unavailable-title", "error-unavailable-text"),
            Problem::House(Error::Internal(_) | Error::Taken(_)) => {
                say("error-internal-title", "error-internal-text")
            }
            Problem::Elsewhere => say("error-elsewhere-title", "error-elsewhere-text"),
            Problem::Method => say("error-method-title", "error-method-text"),
            Problem::TooLarge => say("error-too-large-title", "error-too-large-text"),
            Problem::Unreadable(_) => say("error-invalid-title", "error-unreadable"),
            Problem::Slow => say("error-slow-title", "error-slow-text"),
        }
    }
}
