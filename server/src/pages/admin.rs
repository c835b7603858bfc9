//! `/admin`: what administrators decide. Whoever is none finds nothing here.

mod connect;
mod peer;
mod peer_words;
mod peers;

use federation::route::Route;

use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    [peers::routes(), connect::routes(), peer::routes()].into_iter().flatten().collect()
}
