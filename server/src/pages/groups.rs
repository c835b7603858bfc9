//! Networks: finding one, coming in, taking part, looking after it.

mod about;
mod appeals;
pub(crate) mod card;
mod create;
mod desk;
mod door;
mod end;
mod feed;
pub(crate) mod files;
pub(crate) mod head;
mod invitation;
mod invite;
mod leave;
mod levels;
mod list;
mod log;
mod manage;
mod member;
mod members;
mod outside;
mod pictures;
mod put_out;
mod settings;
mod typed;
pub(crate) mod words;

use federation::route::Route;

use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    let tables = [
        about::routes(),
        appeals::routes(),
        create::routes(),
        desk::routes(),
        door::routes(),
        end::routes(),
        feed::routes(),
        files::routes(),
        invitation::routes(),
        invite::routes(),
        leave::routes(),
        levels::routes(),
        list::routes(),
        log::routes(),
        manage::routes(),
        member::routes(),
        members::routes(),
        outside::routes(),
        pictures::routes(),
        put_out::routes(),
        settings::routes(),
    ];
    tables.into_iter().flatten().collect()
}
