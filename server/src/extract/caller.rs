//! From where somebody comes, for what the house counts and writes down about signing in.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use domain::accounts::{Origin, Secret};

use crate::layers::identify::session_secret;
use crate::layers::pace::Asker;
use crate::state::Ctx;

/// Address, program, and the session that the browser shows.
#[derive(Clone, Debug)]
pub struct Caller(pub Origin);

impl FromRequestParts<Ctx> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Ctx) -> Result<Self, Infallible> {
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self(Origin {
            address: parts.extensions.get::<Asker>().and_then(|asker| asker.0),
            user_agent: user_agent.unwrap_or_default().to_owned(),
            session: session_secret(&parts.headers).as_ref().map(Secret::hash),
        }))
    }
}
