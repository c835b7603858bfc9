//! `/`: leads to where one begins.

use axum::response::Redirect;
use federation::route::Route;
use federation::routes;

use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/" Anyone => home;
    }
}

async fn home() -> Redirect {
    Redirect::to("/people")
}
