//! Stories from outside. The modules carry the nouns of the pages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod access;
mod accounts;
mod api;
mod attacks;
mod demo;
mod federation;
mod frame;
mod house;
mod operation;
mod outage;
mod people;
mod profile;
mod search;
mod texts;
mod tidy;
mod wire;
