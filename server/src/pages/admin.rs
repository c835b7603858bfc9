//! `/admin`: what administrators decide. Whoever is none finds nothing here.

mod account;
mod account_words;
mod accounts;
mod audit;
mod audit_words;
mod concept;
mod concepts;
mod concepts_import;
mod connect;
mod fediverse;
mod fields;
mod groups;
mod import;
mod inquiries;
mod joining;
mod mail_words;
mod mails;
mod overview;
mod peer;
mod peer_words;
mod peers;
mod shut_out;

use federation::route::Route;

pub use peer::trouble_in_words;

use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    let tables = [
        account::routes(),
        accounts::routes(),
        audit::routes(),
        concepts::routes(),
        concepts_import::routes(),
        concept::routes(),
        connect::routes(),
        fediverse::routes(),
        fields::routes(),
        groups::routes(),
        import::routes(),
        inquiries::routes(),
        joining::routes(),
        mails::routes(),
        overview::routes(),
        peer::routes(),
        peers::routes(),
        shut_out::routes(),
    ];
    tables.into_iter().flatten().collect()
}
