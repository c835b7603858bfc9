//! Colleagues: finding them, and reading their profiles.

pub mod card;
mod filters;
mod photo;
mod question;
mod reason;
mod results;
mod search;
mod show;

pub use show::Sheet;

use federation::route::Route;

use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    [search::routes(), show::routes(), photo::routes()].into_iter().flatten().collect()
}
