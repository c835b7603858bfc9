//! One's own profile: what it says, who sees it, and what leaves. Looking at somebody else's is [`super::people`].

pub(super) mod rows;
pub(super) mod suggest;
pub(super) mod typed;

pub(super) mod consent;
mod data;
pub(super) mod edit;
mod field;
mod found;
mod known;
mod photo;
mod seen;
mod show;
pub(super) mod skills;
mod take;

use domain::people::fields::{self, Definition};
use domain::people::{self, Person};
use federation::route::Route;

use crate::error::Result;
use crate::extract::Member;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    let tables = [
        consent::routes(),
        data::routes(),
        edit::routes(),
        field::routes(),
        found::routes(),
        known::routes(),
        photo::routes(),
        seen::routes(),
        show::routes(),
        skills::routes(),
        take::routes(),
    ];
    tables.into_iter().flatten().collect()
}

/// One's own profile, hidden fields too, with the fields in use here.
pub(super) struct Own {
    pub person: Person,
    pub definitions: Vec<Definition>,
}

impl Own {
    pub async fn load(ctx: &Ctx, member: &Member) -> Result<Self> {
        let person = people::find_local(&ctx.db, member.person_id).await?;
        Ok(Self { person, definitions: fields::list(&ctx.db).await? })
    }
}
