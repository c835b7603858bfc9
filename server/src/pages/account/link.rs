//! The secret in the address of a page that works once, and the page for one that works no more.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::Error;
use domain::accounts::Secret;

use crate::error::{Problem, Result};
use crate::pages::shell::Shell;

/// What to do when a link works no more.
pub(super) enum Instead {
    Restart,
    SignUpAgain,
    AskAdministrator,
    ForgotAgain,
    Settings,
}

#[derive(Template)]
#[template(path = "account/link_gone.html")]
struct Gone {
    shell: Shell,
    instead: Instead,
}

/// What cannot be one of our secrets is told the same as one that ran out.
pub(super) fn read(text: &str) -> domain::Result<Secret> {
    Secret::read(text).ok_or(Error::NotFound)
}

/// The page for a link that was used, ran out or never was: which of these nobody is told.
pub(super) fn gone(shell: Shell, instead: Instead) -> Result<Response> {
    let page = Gone { shell, instead }.render()?;
    Ok((StatusCode::NOT_FOUND, Html(page)).into_response())
}

/// A link that is not there leads to its own page, everything else goes its way.
pub(super) fn or_gone<T>(
    found: domain::Result<T>,
    shell: &Shell,
    instead: Instead,
) -> Result<Result<T, Response>> {
    match found {
        Ok(value) => Ok(Ok(value)),
        Err(Error::NotFound) => gone(shell.clone(), instead).map(Err),
        Err(error) => Err(Problem::from(error)),
    }
}
