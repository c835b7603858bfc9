//! Finding people: analysis, index, ranking.

pub mod analysis;

pub use analysis::fold;
