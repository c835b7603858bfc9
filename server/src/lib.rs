//! The HTML door, and the binary `plein` that puts everything together.
//!
//! Reading order: what an operator decides ([`config`]), what handlers share ([`state`]), the table of routes
//! ([`router`]) and what surrounds each ([`layers`]), then the pages. An [`Instance`] is one organisation; a
//! process may hold several, as the demo and the tests do.

pub mod api;
pub mod assets;
pub mod backup;
pub mod bells;
pub mod check;
pub mod cli;
pub mod config;
pub mod cookies;
pub mod darkroom;
pub mod demo;
mod disk;
pub mod documents;
pub mod error;
pub mod extract;
pub mod files;
pub mod health;
pub mod house_style;
pub mod i18n;
pub mod instance;
pub mod layers;
pub mod lock;
pub mod log;
pub mod mail;
pub mod metrics;
mod node;
pub mod notice;
pub mod pages;
mod reading;
pub mod router;
pub mod serve;
pub mod state;
pub mod worker;

pub use instance::Instance;
