//! Whether a script asks for part of a page.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};

use crate::notice;

/// Set when a script will put part of the answer in the page that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partial(pub bool);

impl Partial {
    /// Leads on to `path`. A whole page tells there what was done; a part shows it by being different.
    pub fn then(self, path: &str, key: &'static str) -> Response {
        if self.0 { Redirect::to(path).into_response() } else { notice::then(path, key) }
    }
}

impl<S: Sync> FromRequestParts<S> for Partial {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.headers.contains_key("hx-request")))
    }
}
