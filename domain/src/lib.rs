//! The house: types, rules and SQL of Plein. Knows no HTTP, no HTML, no ActivityPub, no search engine.
//!
//! Reading order: the database and time, then ids and errors, then who asks ([`principal`]) and who may see
//! ([`audience`]), then what every change writes beside its data ([`outbox`], [`jobs`], [`audit`]), then the nouns.
//! Reads take `&Db`; changes are one function each, taking `&mut Tx` and `&Principal`.

pub mod clock;
pub mod db;
pub mod error;
pub mod ids;

pub mod audience;
pub mod circles;
pub mod principal;

pub mod attempts;
pub mod audit;
pub mod canonical;
pub mod idempotency;
pub mod jobs;
pub mod leases;
pub mod mail;
pub mod markup;
pub mod outbox;
pub mod restore;
pub mod settings;
pub mod sweep;
pub mod text;

pub mod accounts;
pub mod acts;
pub mod concepts;
pub mod delivery;
pub mod directory;
pub mod files;
pub mod groups;
pub mod inbox;
pub mod index_feed;
pub mod inquiries;
pub mod instances;
pub mod items;
pub mod notifications;
pub mod outside;
pub mod peers;
pub mod people;
pub mod published_feed;
pub mod suggestions;
pub mod wiki;

pub use audience::Audience;
pub use clock::{Clock, Timestamp};
pub use db::{Db, Tx};
pub use error::{Error, FieldError, Result, both};
pub use ids::*;
pub use principal::Principal;
