//! What a handler asks for in its signature: a value that exists is valid.

mod caller;
mod partial;
mod principal;
mod shell;

pub use caller::Caller;
pub use partial::Partial;
pub use principal::{Admin, Member, Visitor};
