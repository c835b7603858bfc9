//! What a handler asks for in its signature: a value that exists is valid.

mod principal;
mod shell;

pub use principal::{Admin, Member, Visitor};
