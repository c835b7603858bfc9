//! Networks: finding one, coming in, taking part, looking after it.

mod about;
mod card;
mod create;
mod door;
mod end;
mod feed;
pub(crate) mod head;
mod leave;
mod levels;
mod list;
mod manage;
mod member;
mod members;
mod outside;
mod put_out;
mod settings;
mod typed;
pub(crate) mod words;

use federation::route::Route;

use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    let tables = [
        about::routes(),
        create::routes(),
        door::routes(),
        end::routes(),
        feed::routes(),
        leave::routes(),
        levels::routes(),
        list::routes(),
        manage::routes(),
        member::routes(),
        members::routes(),
        outside::routes(),
        put_out::routes(),
        settings::routes(),
    ];
    tables.into_iter().flatten().collect()
}
