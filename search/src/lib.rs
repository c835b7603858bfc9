//! Finding people: analysis, index, ranking.

pub mod analysis;
pub mod asked;
pub mod person;
pub mod query;

pub use analysis::fold;
