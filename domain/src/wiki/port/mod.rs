//! A wiki as a folder of Markdown files: going out ([`outgoing`]), and coming in ([`folder`] reads what somebody sends, [`plan`]
//! says what would become of it, [`bring_in`] does it). How a folder is packed is the doors' business.
//!
//! What goes out comes in again as it was: the tree as folders, titles above the texts, links by title.

mod bring_in;
mod enclosed;
mod folder;
mod matter;
mod names;
mod outgoing;
mod plan;
mod relink;

pub use bring_in::{Brought, bring_in};
pub use enclosed::{Enclosed, Wanted, wanted};
pub use folder::{Content, Entry, Folder, LeftOut, Why, is_page, read};
pub use names::file_name;
pub use outgoing::{
    ATTACHMENTS, Outgoing, Part, Written, attachment, files_named, list_out, read_out, with_files,
};
pub use plan::{Existing, Fate, Plan, Row, plan};

/// Pages that go out at once.
pub const OUT_PAGES_MAX: usize = 5_000;
/// Pages that are made or changed at once: all of them in one transaction, or none.
pub const IN_PAGES_MAX: usize = 500;
/// Files that come in with them.
pub const FILES_IN_MAX: usize = 200;
