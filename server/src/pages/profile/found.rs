//! `/profile/found`: how often one was found lately, told on `/profile/known`, and whether that is counted at all.

use axum::Form;
use axum::extract::State;
use axum::response::Response;
use domain::Timestamp;
use domain::people::sightings::{self, Sighted};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::notice;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/profile/found" Member body 1_000 => choose;
    }
}

/// What the page says of it.
pub(super) struct Found {
    pub words: String,
    pub is_counted: bool,
}

impl Found {
    /// `None` for whom nobody finds.
    pub async fn load(ctx: &Ctx, t: Texts, member: &Member) -> Result<Option<Self>> {
        let sighted = sightings::find(&ctx.db, &member.principal, member.person_id).await?;
        let (words, is_counted) = match sighted {
            Sighted::Unfindable => return Ok(None),
            Sighted::Uncounted => (t.get("profile-found-off"), false),
            Sighted::Times { from, until, at_least: 0, below: Some(below) } => {
                (t.with("profile-found-less", when(t, from, until, below)), true)
            }
            Sighted::Times { from, until, at_least, .. } => {
                (t.with("profile-found-times", when(t, from, until, at_least)), true)
            }
        };
        Ok(Some(Self { words, is_counted }))
    }
}

fn when(t: Texts, from: Timestamp, until: Timestamp, count: i64) -> [(&'static str, String); 3] {
    [("from", t.date(from)), ("until", t.date(until)), ("count", t.number(count))]
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    counted: bool,
}

async fn choose(State(ctx): State<Ctx>, member: Member, Form(choice): Form<Choice>) -> Result<Response> {
    let principal = &member.principal;
    ctx.db
        .write(async |tx| match choice.counted {
            true => sightings::start(tx, principal).await,
            false => sightings::stop(tx, principal).await,
        })
        .await?;
    let said = if choice.counted { "profile-notice-found-on" } else { "profile-notice-found-off" };
    Ok(notice::then("/profile/known", said))
}
