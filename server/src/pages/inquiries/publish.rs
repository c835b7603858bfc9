//! `/inquiries/{id}/…`: from between two to a network.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Form;
use domain::inquiries::{self, Inquiry, Publication, Side};
use domain::people::faces;
use domain::{GroupId, groups, items};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/inquiries/{id}/propose" Member body 2_000 => propose;
        POST "/inquiries/{id}/decide" Member body 2_000 => decide;
        POST "/inquiries/{id}/publish" Member body 2_000 => publish;
    }
}

/// Those that the asker may choose from: the one he named, once the other agreed to that one.
pub(super) async fn networks(
    ctx: &Ctx,
    member: &Member,
    inquiry: &Inquiry,
    side: Side,
) -> Result<Vec<(String, String)>> {
    let is_offered = inquiry.may_propose()
        || matches!(inquiry.publication, Some(Publication::Agreed | Publication::Proposed));
    if side == Side::Asked || !is_offered {
        return Ok(Vec::new());
    }
    let is_named = inquiry.proposed_by == Some(Side::Asker);
    let mine = groups::list_mine(&ctx.db, member.person_id).await?;
    let fits = mine
        .into_iter()
        .filter(|group| group.archived_at.is_none())
        .filter(|group| !is_named || inquiry.group_address.as_deref() == Some(group.ap_id.as_str()));
    Ok(fits.map(|group| (group.id.to_string(), group.words.name)).collect())
}

pub(super) async fn published(ctx: &Ctx, member: &Member, inquiry: &Inquiry) -> Result<Option<String>> {
    let Some(address) = &inquiry.published_address else { return Ok(None) };
    let Some(id) = items::find_by_ap_id(&ctx.db, address).await? else { return Ok(None) };
    let seen = items::list_by_id(&ctx.db, &member.principal, &[id]).await?;
    Ok(seen.first().map(|item| format!("/items/{}", item.id)))
}

pub(super) fn state(t: Texts, inquiry: &Inquiry, side: Side, other: &str) -> Option<String> {
    let is_mine = inquiry.proposed_by == Some(side);
    let group = inquiry.group_name.clone().unwrap_or_else(|| t.get("inquiries-some-network"));
    let key = match (inquiry.publication?, is_mine) {
        (Publication::Proposed, true) => "inquiries-state-proposed",
        (Publication::Proposed, false) => "inquiries-state-to-decide",
        (Publication::Agreed, _) => "inquiries-state-agreed",
        (Publication::Declined, _) => "inquiries-state-declined",
        (Publication::Published, _) => "inquiries-state-published",
    };
    Some(t.with(key, [("name", other), ("group", group.as_str())]))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Where {
    group: String,
}

async fn propose(
    State(ctx): State<Ctx>,
    member: Member,
    Path(id): Path<String>,
    Form(to): Form<Where>,
) -> Result<Response> {
    let (id, group) = (id_of(&id)?, to.group.parse::<GroupId>().ok());
    ctx.db.write(async |tx| inquiries::propose(tx, &member.principal, id, group).await).await?;
    Ok(notice::then(&format!("/inquiries/{id}"), "inquiries-notice-proposed"))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Decision {
    yes: bool,
}

async fn decide(
    State(ctx): State<Ctx>,
    member: Member,
    Path(id): Path<String>,
    Form(decision): Form<Decision>,
) -> Result<Response> {
    let id = id_of(&id)?;
    ctx.db.write(async |tx| inquiries::decide(tx, &member.principal, id, decision.yes).await).await?;
    Ok(notice::then(&format!("/inquiries/{id}"), "inquiries-notice-decided"))
}

/// Puts it in a network. Where the other proposed it, that is also the asker's yes.
async fn publish(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(to): Form<Where>,
) -> Result<Response> {
    let (id, group, me) = (id_of(&id)?, id_of(&to.group)?, &member.principal);
    let (inquiry, side) = inquiries::find(&ctx.db, me, id).await?;
    let asked = faces(&ctx.db, me, [inquiry.asked_id]).await?;
    let name = FaceView::of(shell.t, &asked, inquiry.asked_id).name;
    let heading = shell.t.with("inquiries-answer-of", [("name", name)]);
    ctx.db
        .write(async |tx| {
            if inquiry.is_to_decide(side) {
                inquiries::decide(tx, me, id, true).await?;
            }
            Box::pin(inquiries::publish(tx, me, id, group, &heading)).await
        })
        .await?;
    Ok(notice::then(&format!("/inquiries/{id}"), "inquiries-notice-published"))
}
