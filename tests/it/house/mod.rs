//! The house itself: database, audit, jobs, people, peers.

mod audit;
mod database;
mod directory;
mod jobs;
pub(crate) mod peers;
mod queues;
mod sweep;
