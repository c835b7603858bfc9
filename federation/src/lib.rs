//! The ActivityPub door.
//!
//! In reading order: what is signed and how ([`keys`], [`fingerprint`], [`digest`], [`signature`], [`proof`]);
//! what is written and read ([`json`], [`canonical`], [`structured`], [`wire`]) and what it means to the house
//! ([`objects`]); how we go out ([`client`]).

pub mod route;

pub mod canonical;
pub mod digest;
pub mod fingerprint;
pub mod json;
pub mod keys;
pub mod proof;
pub mod signature;
pub mod structured;
pub mod wire;

pub mod client;
pub mod objects;
pub mod urls;
