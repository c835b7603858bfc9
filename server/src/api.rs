//! `/api/v1`: JSON for programs, by the NL API Design Rules. One file an endpoint: its rows and its description.
//!
//! A token opens exactly what its owner may see and do. Errors are problem+json; `layers/faults` writes them.

mod comments;
pub mod description;
mod desk;
mod files;
mod groups;
mod inquiries;
mod invitations;
mod items;
mod members;
mod moderation;
mod notifications;
mod once;
mod openapi;
mod parts;
mod people;
mod pictures;
mod profile;
mod proposals;
mod saved;
mod search;
mod suggestions;
mod wiki;
mod wiki_pages;
mod wiki_port;
mod wiki_versions;

use federation::route::Route;

use crate::state::Ctx;
use description::Operation;

/// In the header `API-Version` of every answer. A change that breaks a program raises the first number and the path.
pub const VERSION: &str = "1.0.0";

/// What the paths of this version begin with.
pub const BASE: &str = "/api/v1";

/// Every row of the API.
pub fn routes() -> Vec<Route<Ctx>> {
    // One a line, so that a new endpoint is one new line.
    let tables = [
        openapi::routes(),
        people::routes(),
        suggestions::routes(),
        saved::routes(),
        inquiries::routes(),
        profile::routes(),
        groups::routes(),
        members::routes(),
        invitations::routes(),
        desk::routes(),
        moderation::routes(),
        pictures::routes(),
        items::routes(),
        comments::routes(),
        files::routes(),
        notifications::routes(),
        search::routes(),
        proposals::routes(),
        wiki::routes(),
        wiki_pages::routes(),
        wiki_versions::routes(),
        wiki_port::routes(),
    ];
    tables.into_iter().flatten().collect()
}

/// What each row takes and gives. A row without a description fails the suite.
pub fn operations() -> Vec<Operation> {
    let all = [
        vec![openapi::operation()],
        people::operations(),
        suggestions::operations(),
        saved::operations(),
        inquiries::operations(),
        profile::operations(),
        groups::operations(),
        members::operations(),
        invitations::operations(),
        desk::operations(),
        moderation::operations(),
        pictures::operations(),
        items::operations(),
        comments::operations(),
        files::operations(),
        notifications::operations(),
        search::operations(),
        proposals::operations(),
        wiki::operations(),
        wiki_pages::operations(),
        wiki_versions::operations(),
        wiki_port::operations(),
    ];
    all.into_iter().flatten().collect()
}
