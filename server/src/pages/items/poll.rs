//! Voting, and what was voted.

use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Form;
use domain::items::kinds::poll::{self, Poll};
use domain::items::{Detail, Item};
use domain::{ItemId, Principal};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use crate::error::Result;
use crate::extract::{Member, Partial};
use crate::i18n::Texts;
use crate::pages::id_of;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/items/{id}/vote" Member body 8_000 => vote;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chosen {
    option: Vec<i64>,
}

async fn vote(
    State(ctx): State<Ctx>,
    member: Member,
    partial: Partial,
    Path(id): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Result<Response> {
    let id: ItemId = id_of(&id)?;
    ctx.db.write(async |tx| poll::vote(tx, &member.principal, id, &chosen.option).await).await?;
    let key = if chosen.option.is_empty() { "items-notice-vote-back" } else { "items-notice-voted" };
    Ok(partial.then(&format!("/items/{id}#poll"), key))
}

/// A poll as `items/_poll.html` shows it.
pub(super) struct PollView {
    pub options: Vec<OptionView>,
    pub is_multiple: bool,
    pub is_open: bool,
    pub has_voted: bool,
    pub voters: String,
    pub most: i64,
    /// Until when, or since when closed.
    pub closes: Option<String>,
}

pub(super) struct OptionView {
    pub at: usize,
    pub text: String,
    pub votes: i64,
    pub said: String,
    pub is_mine: bool,
}

impl PollView {
    pub async fn load(ctx: &Ctx, t: Texts, principal: &Principal, item: &Item) -> Result<Option<Self>> {
        let Detail::Poll(poll) = &item.detail else { return Ok(None) };
        let own = poll::own_votes(&ctx.db, principal, item.id).await?;
        let is_open = poll.is_open(ctx.clock.now()) && !item.is_locked() && !item.is_draft();
        Ok(Some(Self::new(t, poll, &own, is_open)))
    }

    fn new(t: Texts, poll: &Poll, own: &[i64], is_open: bool) -> Self {
        let closes = |at| {
            t.with(if is_open { "items-poll-until" } else { "items-poll-ended" }, [("when", t.exact(at))])
        };
        let is_mine = |at: usize| own.iter().any(|option| usize::try_from(*option) == Ok(at));
        let options = poll.options.iter().enumerate().map(|(at, option)| OptionView {
            at,
            text: option.text.clone(),
            votes: option.votes,
            said: said(t, option.votes, poll.voters),
            is_mine: is_mine(at),
        });
        Self {
            options: options.collect(),
            is_multiple: poll.is_multiple,
            is_open,
            has_voted: !own.is_empty(),
            voters: t.with("items-poll-voters", [("count", poll.voters)]),
            // A bar of nothing needs a length too.
            most: poll.voters.max(1),
            closes: poll.closes_at.map(closes),
        }
    }
}

/// "3 stemmen (60%)", of those who voted.
fn said(t: Texts, votes: i64, voters: i64) -> String {
    let percent = if voters > 0 { (votes * 100 + voters / 2) / voters } else { 0 };
    t.with("items-poll-votes", [("count", votes), ("percent", percent)])
}
