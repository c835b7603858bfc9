//! An end to waiting, for the reader and for the connection of the database he holds.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::Problem;
use crate::state::Ctx;

pub async fn timeout(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    let limit = Duration::from_secs(ctx.config.limits.request_seconds_max);
    tokio::time::timeout(limit, next.run(request)).await.unwrap_or_else(|_| Problem::Slow.into_response())
}
