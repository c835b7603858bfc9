//! Searching what is published: networks, posts, comments and files, with the way to colleagues.

pub(crate) mod panel;
pub(crate) mod question;
pub(crate) mod row;
pub(crate) mod show;

use federation::route::Route;

use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    show::routes()
}
