//! The ActivityPub door.

pub mod route;
