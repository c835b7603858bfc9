//! A proposal for a page of the wiki: what it would change, and deciding about it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Form;
use domain::groups::Place;
use domain::items::kinds::proposal::{Proposal, State as Standing};
use domain::items::{Detail, Item};
use domain::wiki::difference::difference;
use domain::wiki::proposals::{self, Decision};
use domain::wiki::{self, Page};
use domain::{Error, ItemId, Principal};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::show;
use crate::error::Result;
use crate::extract::Member;
use crate::notice;
use crate::pages::form::Refused;
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::pages::wiki::{BlockView, page_path};
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/items/{id}/decide" Member body 64_000 => decide;
    }
}

/// A proposal as `items/_proposal.html` shows it.
pub(super) struct ProposalView {
    /// Its title and where it is.
    pub page: Option<(String, String)>,
    /// Colour, icon and key of the words.
    pub state: (&'static str, &'static str, &'static str),
    pub blocks: Vec<BlockView>,
    pub may_decide: bool,
    /// Others changed the page since it was written.
    pub is_behind: bool,
    /// Where its author writes another text.
    pub revise: Option<String>,
}

impl ProposalView {
    pub async fn load(
        ctx: &Ctx,
        principal: &Principal,
        item: &Item,
        place: Option<&Place>,
    ) -> Result<Option<Self>> {
        let Detail::Proposal(proposal) = &item.detail else { return Ok(None) };
        let page = proposals::page_of(&ctx.db, item, proposal).await?;
        let base = wiki::source_of(&ctx.db, &proposal.base).await?.unwrap_or_default();
        let blocks = difference(&base, &proposal.source).into_iter().map(BlockView::from).collect();
        let me = principal.acting_person();
        let is_open = proposal.state.is_open() && place.is_some_and(Place::may_post);
        let is_mine = me.is_some() && me == Some(item.author_id);
        let keeps = |page: &Page| page.is_kept_by(me) || place.is_some_and(Place::is_moderator);
        let revise = |page: &Page| format!("{}/edit?proposal={}", page_path(page), item.id);
        Ok(Some(Self {
            state: state(proposal),
            blocks,
            may_decide: is_open && !is_mine && page.as_ref().is_some_and(keeps),
            is_behind: page.as_ref().is_some_and(|page| page.head != proposal.base),
            revise: page.as_ref().filter(|_| is_open && is_mine).map(revise),
            page: page.map(|page| (page.title.clone(), page_path(&page))),
        }))
    }
}

pub(super) fn state(proposal: &Proposal) -> (&'static str, &'static str, &'static str) {
    match proposal.state {
        Standing::Open => ("info", "clock", "wiki-proposal-open"),
        Standing::Changes => ("warning", "reply", "wiki-proposal-changes"),
        Standing::Approved => ("positive", "circle-check", "wiki-proposal-approved"),
        Standing::Declined => ("neutral", "circle-x", "wiki-proposal-declined"),
    }
}

const LABELS: [(&str, &str); 1] = [("note", "wiki-proposal-note")];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Decided {
    decision: String,
    note: String,
}

async fn decide(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(decided): Form<Decided>,
) -> Result<Response> {
    let id: ItemId = id_of(&id)?;
    let decision = Decision::parse(&decided.decision).ok_or(Error::invalid("decision", "error-choice"))?;
    let me = &member.principal;
    let done = ctx.db.write(async |tx| proposals::decide(tx, me, id, decision, &decided.note).await).await;
    if let Err(error) = done {
        return refused(&ctx, shell, me, id, error).await;
    }
    let told = match decision {
        Decision::Approve => "wiki-notice-approve",
        Decision::AskChanges => "wiki-notice-changes",
        Decision::Decline => "wiki-notice-decline",
    };
    let item = domain::items::find(&ctx.db, me, id).await?;
    let is_decided = matches!(&item.detail, Detail::Proposal(now) if now.decided_at.is_some());
    // Elsewhere the host decides, and its feed tells.
    Ok(notice::then(&format!("/items/{id}"), if is_decided { told } else { "wiki-notice-sent" }))
}

/// The proposal again, with what is wrong; the browser keeps the note.
async fn refused(ctx: &Ctx, shell: Shell, me: &Principal, id: ItemId, error: Error) -> Result<Response> {
    let refused = Refused::new(shell.t, error, &LABELS)?;
    let item = domain::items::find(&ctx.db, me, id).await?;
    let errors = refused.errors().clone();
    let view = show::view(ctx, shell, me, item, None, show::CommentForm::default(), errors).await?;
    refused.show(|_| view.render())
}
