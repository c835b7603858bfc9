//! `…/follow`: hearing of it when a page changes, or anything under it.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Form;
use domain::Error;
use domain::wiki::follow;
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::{address, find};
use crate::error::Result;
use crate::extract::Member;
use crate::notice;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/groups/{id}/wiki/{slug}/follow" Member body 1_000 => set;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chosen {
    /// page, branch, nothing
    follow: String,
}

async fn set(
    State(ctx): State<Ctx>,
    member: Member,
    Path((id, slug)): Path<(String, String)>,
    Form(chosen): Form<Chosen>,
) -> Result<Response> {
    let me = &member.principal;
    let (wiki, page) = find(&ctx, me, &id, &slug).await?;
    let told = match chosen.follow.as_str() {
        "page" | "branch" => {
            let covers_below = chosen.follow == "branch";
            ctx.db.write(async |tx| follow::follow(tx, me, page.id, covers_below).await).await?;
            "wiki-notice-followed"
        }
        "nothing" => {
            ctx.db.write(async |tx| follow::unfollow(tx, me, page.id).await).await?;
            "wiki-notice-unfollowed"
        }
        _ => return Err(Error::invalid("follow", "error-choice").into()),
    };
    Ok(notice::then(&address(wiki.group_id(), &page.slug), told))
}
