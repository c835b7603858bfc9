//! `/files`: sending files in, and having them again. Who may have one is asked of the house each time; an address alone opens
//! nothing.

mod disposition;
pub(crate) mod download;
pub mod list;
mod plain;
mod range;
mod upload;

pub(crate) use disposition::disposition;
use federation::route::Route;

use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    [upload::routes(), plain::routes(), download::routes()].into_iter().flatten().collect()
}

/// Where a file is had.
pub fn path(id: domain::FileId) -> String {
    format!("/files/{id}")
}
