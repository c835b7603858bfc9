//! Questions between two colleagues: asking one, one's list, and the page on which the two read and answer.

mod ask;
mod list;
mod publish;
mod show;

pub(crate) use ask::may_be_asked;

use federation::route::Route;

use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    [ask::routes(), list::routes(), publish::routes(), show::routes()].into_iter().flatten().collect()
}
