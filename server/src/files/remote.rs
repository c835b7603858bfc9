//! The store as the federation knows it.

/// What the federation reads from and writes to.
#[derive(Debug)]
pub struct Shelf;
