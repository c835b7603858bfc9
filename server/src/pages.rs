//! The pages: one folder a noun, one file a page. A page says what came in, which operation, which view.

pub mod shell;
