//! Colleagues: finding them, and reading their profiles.

pub mod card;
pub(crate) mod filters;
mod named;
pub(crate) mod photo;
pub(crate) mod question;
pub(crate) mod reason;
pub mod results;
pub(crate) mod saved;
pub(crate) mod search;
mod show;

pub use show::Sheet;

use federation::route::Route;

use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    [search::routes(), saved::routes(), show::routes(), named::routes(), photo::routes()]
        .into_iter()
        .flatten()
        .collect()
}
