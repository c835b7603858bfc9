//! Every route of this door, and the layers around them.

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use federation::route::{Route, fold};
use tower_http::catch_panic::CatchPanicLayer;

use crate::api;
use crate::assets;
use crate::house_style;
use crate::layers::{faults, guard, headers, identify, notice, origin, pace, timeout, trace};
use crate::pages;
use crate::state::Ctx;

/// The table: pages, API and assets. What is not here does not exist.
pub fn routes() -> Vec<Route<Ctx>> {
    [pages::routes(), api::routes(), assets::routes(), house_style::routes()].into_iter().flatten().collect()
}

/// The table of the other door: what organisations say to each other.
pub fn federation_routes() -> Vec<Route<Ctx>> {
    federation::table::routes()
}

/// The router of one instance. Layers stand here innermost first, as axum adds them.
pub fn router(ctx: Ctx) -> Router {
    let body_bytes_max = ctx.config.limits.body_bytes_max;
    fold(routes(), |route, service| guard::guard(route, service, body_bytes_max))
        .fallback(faults::no_route)
        .layer(from_fn_with_state(ctx.clone(), identify::identify))
        .layer(from_fn(notice::notice))
        .layer(from_fn_with_state(ctx.clone(), origin::origin))
        .layer(from_fn_with_state(ctx.clone(), pace::pace))
        // Organisations have signatures, no sessions, and are paced one by one: the layers above are not theirs.
        .merge(fold(federation_routes(), |_, service| service))
        .layer(from_fn_with_state(ctx.clone(), timeout::timeout))
        .layer(CatchPanicLayer::custom(faults::panicked))
        .layer(from_fn_with_state(ctx.clone(), faults::faults))
        .layer(from_fn_with_state(ctx.clone(), headers::headers))
        .layer(from_fn_with_state(ctx.clone(), trace::trace))
        .with_state(ctx)
}
