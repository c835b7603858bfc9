//! The HTML door, and the binary `plein` that puts everything together.

pub mod config;
pub mod demo;
pub mod i18n;
pub mod pages;
