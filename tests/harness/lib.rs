//! What the stories in `tests/it` lean on: databases, and (as they come) instances, browsers and a network to cut.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

pub mod app;
pub mod background;
pub mod browser;
pub mod databases;
pub mod evil;
pub mod fedify;
pub mod meilisearch;
pub mod members;
pub mod network;
pub mod operator;
pub mod outsider;
pub mod post;
pub mod process;
pub mod site;
pub mod smtp;
pub mod street;
pub mod tls;
pub mod until;
