//! `/welcome`: the first steps after the first sign-in, each under a minute: who you are, what you know, who may find you.
//! Each saves at once, each can be left for later.

mod found;
mod knowledge;
mod who;

use axum::response::Redirect;
use domain::accounts::{self, own};
use federation::route::Route;
use federation::routes;

use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    let start: Vec<Route<Ctx>> = routes! {
        GET "/welcome" Member => start;
    };
    [start, who::routes(), knowledge::routes(), found::routes()].into_iter().flatten().collect()
}

const PATHS: [&str; 3] = ["/welcome/who", "/welcome/knowledge", "/welcome/found"];

/// To the first step that was not done; to the first again for who has done all.
async fn start(axum::extract::State(ctx): axum::extract::State<Ctx>, member: Member) -> Result<Redirect> {
    let account = accounts::find(&ctx.db, &member.principal, member.account_id).await?;
    let step = usize::try_from(account.onboarding_step).unwrap_or(0);
    Ok(Redirect::to(PATHS.get(step).copied().unwrap_or(PATHS[0])))
}

/// Notes that a step is done, or was passed over.
async fn done(ctx: &Ctx, member: &Member, step: i64) -> Result<()> {
    Ok(ctx.db.write(async |tx| own::note_onboarding(tx, &member.principal, step).await).await?)
}

/// Where one is: the three steps by name.
struct Progress {
    words: String,
    steps: Vec<Step>,
}

struct Step {
    words: String,
    is_done: bool,
    is_here: bool,
}

impl Progress {
    /// At step 1, 2 or 3.
    fn at(t: Texts, at: usize) -> Self {
        let names = ["welcome-step-who", "welcome-step-knowledge", "welcome-step-found"];
        let step = |(index, key): (usize, &str)| Step {
            words: t.get(key),
            is_done: index + 1 < at,
            is_here: index + 1 == at,
        };
        Self {
            words: t.with("welcome-progress", [("at", at), ("of", names.len())]),
            steps: names.into_iter().enumerate().map(step).collect(),
        }
    }
}
