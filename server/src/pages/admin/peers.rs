//! `/admin/peers`: the organisations we are connected with, requests on top.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use domain::peers::{self, Peer};
use domain::{Timestamp, delivery};
use federation::route::Route;
use federation::routes;

use super::peer_words::{StateWords, words_of};
use crate::error::Result;
use crate::extract::Admin;
use crate::i18n::{Moment, Texts};
use crate::pages::form::FormErrors;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/admin/peers" Admin => list;
    }
}

#[derive(Template)]
#[template(path = "admin/peers.html")]
pub(super) struct View {
    shell: Shell,
    /// Our own eight words, to read aloud.
    words: Vec<String>,
    requests: Vec<Row>,
    peers: Vec<Row>,
    host: String,
    errors: FormErrors,
}

/// One organisation in the table.
struct Row {
    href: String,
    name: String,
    host: String,
    state: StateWords,
    shares: String,
    asked: Moment,
    last_contact: Option<Moment>,
    waiting: i64,
    is_in_trouble: bool,
}

async fn list(State(ctx): State<Ctx>, admin: Admin, shell: Shell) -> Result<Html<String>> {
    Ok(Html(view(&ctx, &admin, shell, String::new(), FormErrors::default()).await?.render()?))
}

/// The page, with what was typed into its form and what was wrong with it.
pub(super) async fn view(
    ctx: &Ctx,
    admin: &Admin,
    shell: Shell,
    host: String,
    errors: FormErrors,
) -> Result<View> {
    let all = peers::list(&ctx.db, &admin.principal).await?;
    let waiting: HashMap<String, i64> = delivery::count_by_host(&ctx.db).await?.into_iter().collect();
    let now = ctx.db.now();
    let row =
        |peer: &Peer| Row::new(shell.t, peer, waiting.get(&peer.host).copied().unwrap_or_default(), now);
    let (requests, others): (Vec<&Peer>, Vec<&Peer>) =
        all.iter().partition(|peer| peer.state == peers::State::RequestedIn);
    Ok(View {
        words: super::peer_words::own_fingerprint(ctx)?,
        requests: requests.into_iter().map(row).collect(),
        peers: others.into_iter().map(row).collect(),
        host,
        errors,
        shell,
    })
}

impl Row {
    fn new(t: Texts, peer: &Peer, waiting: i64, now: Timestamp) -> Self {
        Self {
            href: format!("/admin/peers/{}", peer.instance_id),
            name: peer.name.clone(),
            host: peer.host.clone(),
            state: words_of(t, peer.state),
            shares: t.get(if peer.shares_people { "peers-shares-people" } else { "peers-shares-nothing" }),
            asked: t.moment(peer.requested_at, now),
            last_contact: peer.last_contact_at.map(|at| t.moment(at, now)),
            waiting,
            is_in_trouble: peer.last_error.is_some(),
        }
    }
}
