//! `/admin`: what administrators decide. Whoever is none finds nothing here.

mod audit;
mod concepts;
mod connect;
mod fields;
mod overview;
mod peer;
mod peer_words;
mod peers;

use federation::route::Route;

use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    let tables = [
        audit::routes(),
        concepts::routes(),
        connect::routes(),
        fields::routes(),
        overview::routes(),
        peer::routes(),
        peers::routes(),
    ];
    tables.into_iter().flatten().collect()
}
