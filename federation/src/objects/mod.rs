//! Between the wire and the house: what instances, people, groups and posts are on either side.

pub mod actor;
pub mod feed;
pub mod group;
pub mod open;
pub mod person;
pub mod post;
pub mod wiki;

/// Why a document is not believed. For the log and the peer's page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Disbelief {
    #[error("{0} is not what it says to be")]
    Kind(String),
    #[error("{what} does not belong to {origin}")]
    Foreign { what: String, origin: String },
    #[error("{0} is missing or unreadable")]
    Unreadable(&'static str),
    #[error("the person did not consent to be listed")]
    NoConsent,
}
