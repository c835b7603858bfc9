//! Stories from outside. The modules carry the nouns of the pages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod access;
mod accounts;
mod api;
mod attacks;
mod demo;
mod editor;
pub mod federation;
mod fediverse;
mod files;
mod frame;
mod groups;
mod hostile;
mod house;
mod inquiries;
mod mail;
mod operation;
mod outage;
mod people;
mod profile;
mod search;
mod texts;
mod tidy;
mod wiki;
pub mod wire;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the process that other stories start and kill"]
async fn a_process_of_its_own() {
    plein_tests::process::run().await;
}
