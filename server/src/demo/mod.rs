//! The demo: three organisations with their people, in one process.

pub mod material;
pub mod people;
mod profile;
mod prose;
mod random;

/// The same people every time, so that a README can name them.
pub const SEED: u64 = 2010;
