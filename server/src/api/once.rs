//! Requests that are done once: with the header `Idempotency-Key`, the same request sent again gives what the first made.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::{Tx, idempotency};
use ring::digest::{SHA256, digest};
use serde::Serialize;
use uuid::Uuid;

use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::state::Ctx;

/// The key of a request, if it has one, and where it goes.
pub struct Once {
    key: Option<String>,
    path: String,
}

impl FromRequestParts<Ctx> for Once {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Ctx) -> Result<Self, Problem> {
        let key =
            parts.headers.get("idempotency-key").map(|value| value.to_str().unwrap_or_default().to_owned());
        Ok(Self { key, path: parts.uri.path().to_owned() })
    }
}

impl Once {
    /// Does `work` in one transaction, or finds what it made before.
    pub async fn make<T: From<Uuid> + Into<Uuid>>(
        &self,
        ctx: &Ctx,
        member: &Member,
        body: &impl Serialize,
        work: impl AsyncFnOnce(&mut Tx) -> domain::Result<T>,
    ) -> Result<T> {
        let asked = format!("{} {}", self.path, serde_json::to_string(body).map_err(domain::Error::from)?);
        let asked = digest(&SHA256, asked.as_bytes());
        let made = ctx
            .db
            .write(async |tx| {
                let Some(key) = &self.key else { return work(tx).await };
                if let Some(known) = idempotency::find(tx, member.account_id, key, asked.as_ref()).await? {
                    return Ok(T::from(known));
                }
                let made: Uuid = work(tx).await?.into();
                idempotency::keep(tx, member.account_id, key, asked.as_ref(), made).await?;
                Ok(T::from(made))
            })
            .await?;
        Ok(made)
    }
}
