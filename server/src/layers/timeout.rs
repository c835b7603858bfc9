//! An end to waiting, for the reader and for the connection of the database he holds.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::Problem;
use crate::state::Ctx;

const WHOLE_FILE: &str = "/files/plain";
const WHOLE_FILE_TIME: Duration = Duration::from_secs(15 * 60);

pub async fn timeout(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    let limit = match request.uri().path() {
        // A whole file in one request, from a browser that cannot send it in parts.
        WHOLE_FILE => WHOLE_FILE_TIME,
        _ => Duration::from_secs(ctx.config.limits.request_seconds_max),
    };
    tokio::time::timeout(limit, next.run(request)).await.unwrap_or_else(|_| Problem::Slow.into_response())
}
