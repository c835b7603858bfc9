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
pub(crate) mod show;
pub(crate) mod suggest;

pub use show::Sheet;

use federation::route::Route;

use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    let found = [search::routes(), saved::routes(), suggest::routes()];
    let shown = [show::routes(), named::routes(), photo::routes()];
    found.into_iter().chain(shown).flatten().collect()
}
