mod compounds;
mod fold;

pub use compounds::Compounds;
pub use fold::{fold, words};
