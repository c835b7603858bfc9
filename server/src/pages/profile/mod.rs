//! One's own profile: what it says, who sees it, and what leaves. Looking at somebody else's is [`super::people`].

mod rows;
mod typed;

mod edit;
mod field;
mod show;

use domain::people::fields::{self, Definition};
use domain::people::{self, Person};
use federation::route::Route;

use crate::error::Result;
use crate::extract::Member;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    [show::routes(), edit::routes(), field::routes()].into_iter().flatten().collect()
}

/// One's own profile, hidden fields too, with the fields in use here.
struct Own {
    person: Person,
    definitions: Vec<Definition>,
}

impl Own {
    async fn load(ctx: &Ctx, member: &Member) -> Result<Self> {
        let person = people::find_local(&ctx.db, member.person_id).await?;
        Ok(Self { person, definitions: fields::list(&ctx.db).await? })
    }
}
