//! Finding people: analysis, index, ranking.

pub mod analysis;
pub mod asked;
pub mod embedded;
pub mod error;
pub mod person;
pub mod query;
pub mod reasons;
mod typos;
pub mod weights;

pub use analysis::fold;
