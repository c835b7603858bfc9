//! What operators do, and what goes on by itself.

mod backup;
mod check;
mod worker;
