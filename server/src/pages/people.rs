//! Colleagues: finding them, and reading their profiles.

pub mod card;
mod filters;
mod question;
mod reason;
mod results;
mod search;
mod show;

use federation::route::Route;

use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    [search::routes(), show::routes()].into_iter().flatten().collect()
}
