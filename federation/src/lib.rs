//! The ActivityPub door.
//!
//! In reading order: what is signed and how ([`keys`], [`fingerprint`], [`digest`], [`signature`], [`proof`]);
//! what is written and read ([`json`], [`canonical`], [`structured`], [`wire`]) and what it means to the house
//! ([`objects`]); how we go out ([`client`], [`fetch`]); who may come in ([`gate`], [`inbox`], [`handshake`]) and
//! what it brings about ([`act`]); what we say ([`outbox`], [`delivery`]); the directory of people
//! ([`directory`]). [`door`] holds them together, [`work`] keeps them going.

pub mod route;

pub use domain::canonical;
pub mod digest;
pub mod fingerprint;
pub mod json;
pub mod keys;
pub mod proof;
pub mod rsa;
pub mod signature;
pub mod structured;
pub mod wire;

pub mod client;
pub mod objects;
pub mod trouble;
pub mod urls;

mod act;
mod answer;
mod delivery;
pub mod directory;
mod discovery;
mod door;
mod fetch;
pub mod files;
mod gate;
mod groups;
mod handshake;
mod inbox;
mod inquiries;
mod intake;
mod open;
mod outbox;
mod pace;
mod photos;
mod random;
pub mod table;
mod work;

pub use client::Settings;
pub use door::{Federation, OpenError};
pub use gate::{Admits, admits};
pub use trouble::Trouble;
