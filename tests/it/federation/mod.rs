//! What organisations say to each other: peering, delivery, the directory of people.

mod directory;
pub mod evil_groups;
pub mod groups;
mod handshake;
mod kill;
mod ways_out;
