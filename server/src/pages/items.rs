//! What is published: reading it, answering it, writing it, looking after it.

mod accept;
mod audience;
mod comment;
mod edit;
pub(crate) mod kinds;
pub(crate) mod lists;
mod moderate;
mod new;
mod piece;
mod poll;
mod proposal;
mod remove;
pub(crate) mod report;
mod revisions;
pub(crate) mod row;
mod show;
mod signs;
mod subject;
pub(crate) mod thread;
mod typed;

use federation::route::Route;

use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    let tables = [
        accept::routes(),
        comment::routes(),
        edit::routes(),
        lists::routes(),
        moderate::routes(),
        new::routes(),
        poll::routes(),
        proposal::routes(),
        remove::routes(),
        report::routes(),
        revisions::routes(),
        show::routes(),
        signs::routes(),
        subject::routes(),
    ];
    tables.into_iter().flatten().collect()
}
