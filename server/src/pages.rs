//! The pages: one folder a noun, one file a page. A page says what came in, which operation, which view.

pub mod about;
pub mod account;
pub mod admin;
pub mod editor;
pub mod face;
pub mod feeds;
mod file_form;
pub mod files;
pub mod form;
pub mod gallery;
pub mod groups;
pub mod home;
pub(crate) mod inquiries;
pub mod items;
pub mod marks;
pub mod notifications;
pub mod outbox;
pub mod people;
pub mod preferences;
pub mod profile;
pub mod search;
pub mod settings;
pub mod shell;
pub mod subjects;
mod suggestions;
pub mod welcome;
pub mod well_known;
pub mod wiki;
pub mod words;

use federation::route::Route;

use crate::error::{Problem, Result};
use crate::state::Ctx;

/// Every row of the pages.
pub fn routes() -> Vec<Route<Ctx>> {
    // One a line, so that a new page is one new line.
    let tables = [
        home::routes(),
        feeds::routes(),
        about::routes(),
        account::routes(),
        admin::routes(),
        editor::routes(),
        files::routes(),
        gallery::routes(),
        groups::routes(),
        inquiries::routes(),
        items::routes(),
        notifications::routes(),
        outbox::routes(),
        people::routes(),
        preferences::routes(),
        profile::routes(),
        search::routes(),
        suggestions::routes(),
        welcome::routes(),
        well_known::routes(),
        wiki::routes(),
        settings::routes(),
    ];
    tables.into_iter().flatten().collect()
}

/// The id in an address; what cannot be one is as absent as one that nobody has.
pub fn id_of<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Problem::not_found())
}
