//! The pages: one folder a noun, one file a page. A page says what came in, which operation, which view.

pub mod about;
pub mod account;
pub mod admin;
pub mod editor;
pub mod files;
pub mod form;
pub mod gallery;
pub mod home;
pub mod marks;
pub mod outbox;
pub mod people;
pub mod preferences;
pub mod profile;
pub mod settings;
pub mod shell;
pub mod welcome;
pub mod well_known;
pub mod words;

use federation::route::Route;

use crate::state::Ctx;

/// Every row of the pages.
pub fn routes() -> Vec<Route<Ctx>> {
    // One a line, so that a new page is one new line.
    let tables = [
        home::routes(),
        about::routes(),
        account::routes(),
        admin::routes(),
        editor::routes(),
        files::routes(),
        gallery::routes(),
        outbox::routes(),
        people::routes(),
        preferences::routes(),
        profile::routes(),
        welcome::routes(),
        well_known::routes(),
        settings::routes(),
    ];
    tables.into_iter().flatten().collect()
}
