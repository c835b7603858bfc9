//! What machines ask about this instance, on a listener of its own that the internet never reaches.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use domain::Error;
use tokio_util::sync::CancellationToken;

use crate::disk;
use crate::state::Ctx;

#[derive(Clone)]
struct Health {
    ctx: Ctx,
    stop: CancellationToken,
}

/// `/livez`, `/readyz` and `/metrics`.
pub fn router(ctx: Ctx, stop: CancellationToken) -> Router {
    Router::new()
        .route("/livez", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(Health { ctx, stop })
}

/// Who watches us asks every few seconds and does not want to wait for a database that is away.
const DATABASE_SECONDS_MAX: u64 = 3;

/// Ready for requests: the database answers, its schema is ours, there is room to write, and nobody asked us to stop.
async fn ready(State(health): State<Health>) -> (StatusCode, &'static str) {
    if health.stop.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    if disk::is_full(&health.ctx.config.data.dir) {
        return (StatusCode::SERVICE_UNAVAILABLE, "the disk of the data folder is full\n");
    }
    let limit = Duration::from_secs(DATABASE_SECONDS_MAX);
    let late = |_| Err(Error::Unavailable(format!("no answer in {DATABASE_SECONDS_MAX} s")));
    match tokio::time::timeout(limit, health.ctx.db.pending_migrations()).await.unwrap_or_else(late) {
        Ok(0) => (StatusCode::OK, "ready\n"),
        Ok(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database needs `plein migrate`\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready: the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}

async fn metrics(State(health): State<Health>) -> impl IntoResponse {
    const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, OPEN_METRICS)], health.ctx.metrics.page(&health.ctx).await)
}
