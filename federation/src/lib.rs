//! The ActivityPub door.
//!
//! In reading order: what is signed and how ([`keys`], [`fingerprint`], [`digest`], [`signature`],
//! [`proof`]); what is written and read ([`json`], [`canonical`], [`structured`], [`wire`]); how we go out
//! ([`client`]) and who may come in ([`gate`]).

pub mod route;

pub mod canonical;
pub mod client;
pub mod digest;
pub mod fingerprint;
pub mod json;
pub mod keys;
pub mod proof;
pub mod signature;
pub mod structured;
pub mod wire;
