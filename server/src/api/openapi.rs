//! `GET /api/v1/openapi.json`: the API described, made of the route table itself.

use axum::Json;
use axum::http::header;
use axum::response::IntoResponse;
use federation::route::Route;
use federation::routes;

use super::description::{Operation, document};
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/openapi.json" Anyone => openapi;
    }
}

pub fn operation() -> Operation {
    Operation::get("/api/v1/openapi.json", "This description")
}

/// Open to pages of other sites: tools that draw an API read it from there.
async fn openapi() -> impl IntoResponse {
    ([(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], Json(document(&super::routes(), super::operations())))
}
