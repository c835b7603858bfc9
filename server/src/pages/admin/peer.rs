//! `/admin/peers/{id}`: one organisation: its request, its state, what is shared, how it is doing, and what to do.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{Html, Redirect, Response};
use domain::peers::{self, Level, Peer, SharedGroups};
use domain::{InstanceId, Timestamp, delivery, inbox};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::peer_words::{StateWords, spoken, words_of};
use crate::error::Result;
use crate::extract::Admin;
use crate::i18n::{Moment, Texts};
use crate::notice;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/admin/peers/{id}" Admin => show;
        GET "/admin/peers/{id}/block" Admin => ask_block;
        POST "/admin/peers/{id}/block" Admin => block;
        POST "/admin/peers/{id}/unblock" Admin => unblock;
        POST "/admin/peers/{id}/end" Admin => end;
        POST "/admin/peers/{id}/pause" Admin => pause;
        POST "/admin/peers/{id}/resume" Admin => resume;
        POST "/admin/peers/{id}/level" Admin => set_level;
        POST "/admin/peers/{id}/retry" Admin => retry;
        POST "/admin/peers/{id}/retry/{seq}" Admin => retry_received;
    }
}

/// Rows of what did not arrive, or was not understood, that the page shows.
const TROUBLES_SHOWN: i64 = 20;

#[derive(Template)]
#[template(path = "admin/peer.html")]
struct View {
    shell: Shell,
    peer: Peer,
    href: String,
    state: StateWords,
    words: Vec<String>,
    own_words: Vec<String>,
    asked: Moment,
    approved: Option<Moment>,
    checked: Option<Moment>,
    last_contact: Option<Moment>,
    trouble: Option<Trouble>,
    directory: Directory,
    stuck: Vec<Stuck>,
    failed: Vec<Failed>,
}

/// What went wrong last, in words; the technical text stands behind a fold.
struct Trouble {
    what: String,
    since: Moment,
    next: Option<Moment>,
    technical: String,
}

/// How much of the other's directory we hold.
struct Directory {
    people: i64,
    done: i64,
    announced: i64,
    confirmed: Option<Moment>,
}

struct Stuck {
    state: String,
    attempts: i64,
    error: String,
    since: Moment,
}

struct Failed {
    seq: i64,
    error: String,
    received: Moment,
}

impl View {
    /// What of our networks can be shared: value, words, detail.
    fn groups(&self) -> [(&'static str, String, String); 3] {
        let t = self.shell.t;
        SharedGroups::ALL.map(|shared| {
            let (words, detail) = match shared {
                SharedGroups::All => ("peer-level-groups-all", "peer-level-groups-all-detail"),
                SharedGroups::Open => ("peer-level-groups-open", "peer-level-groups-open-detail"),
                SharedGroups::None => ("peer-level-groups-none", "peer-level-groups-none-detail"),
            };
            (shared.as_str(), t.get(words), t.get(detail))
        })
    }

    fn is(&self, state: &str) -> bool {
        let words = match self.peer.state {
            peers::State::RequestedOut => "requested_out",
            peers::State::RequestedIn => "requested_in",
            peers::State::Approved => "approved",
            peers::State::Paused => "paused",
            peers::State::Blocked => "blocked",
            peers::State::Ended => "ended",
        };
        words == state
    }
}

async fn show(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Path(id): Path<InstanceId>,
) -> Result<Html<String>> {
    let peer = peers::find(&ctx.db, id).await?;
    let (t, now) = (shell.t, ctx.db.now());
    let moment = |at: Timestamp| t.moment(at, now);
    let stuck = delivery::list_stuck(&ctx.db, &admin.principal, &peer.host, TROUBLES_SHOWN).await?;
    let failed = inbox::list_failed(&ctx.db, &admin.principal, id, TROUBLES_SHOWN).await?;
    let view = View {
        href: format!("/admin/peers/{id}"),
        state: words_of(t, peer.state),
        words: spoken(&peer.fingerprint),
        own_words: super::peer_words::own_fingerprint(&ctx)?,
        asked: moment(peer.requested_at),
        approved: peer.approved_at.map(moment),
        checked: peer.checked_at.map(moment),
        last_contact: peer.last_contact_at.map(moment),
        trouble: trouble(t, &peer, now),
        directory: directory(&ctx, &peer, t, now).await?,
        stuck: stuck
            .into_iter()
            .filter(|row| is_trouble(row, &peer))
            .map(|row| Stuck::new(row, t, now))
            .collect(),
        failed: failed.into_iter().map(|row| Failed::new(row, t, now)).collect(),
        peer,
        shell,
    };
    Ok(Html(view.render()?))
}

/// What was only just written down is on its way, unless the whole organisation cannot be reached.
fn is_trouble(row: &delivery::Stuck, peer: &Peer) -> bool {
    let is_waiting = !matches!(row.state.as_str(), "held" | "dead");
    !is_waiting || row.attempts > 0 || peer.last_error.is_some()
}

fn trouble(t: Texts, peer: &Peer, now: Timestamp) -> Option<Trouble> {
    let noted = peer.last_error.as_deref()?;
    let (what, technical) = trouble_in_words(t, noted);
    Some(Trouble {
        what,
        since: t.moment(peer.last_error_at?, now),
        next: peer.next_try_at.filter(|at| *at > now).map(|at| t.moment(at, now)),
        technical: technical.to_owned(),
    })
}

/// The sentence of what the federation door noted, and its technical rest.
pub fn trouble_in_words(t: Texts, noted: &str) -> (String, &str) {
    let (key, technical) = noted.split_once(": ").unwrap_or(("", noted));
    (t.get(trouble_key(key)), technical)
}

/// The sentence of a trouble that the federation door noted; a new kind gets the plain one.
fn trouble_key(noted: &str) -> &'static str {
    const KNOWN: [&str; 13] = [
        "trouble-refuses-us",
        "trouble-not-found",
        "trouble-busy",
        "trouble-status",
        "trouble-nonsense",
        "trouble-signature",
        "trouble-lie",
        "trouble-keys",
        "trouble-internal",
        "trouble-internal-address",
        "trouble-address",
        "trouble-name",
        "trouble-timeout",
    ];
    KNOWN.into_iter().find(|key| *key == noted).unwrap_or("trouble-connection")
}

async fn directory(ctx: &Ctx, peer: &Peer, t: Texts, now: Timestamp) -> Result<Directory> {
    Ok(Directory {
        people: domain::people::replica::count(&ctx.db, peer.instance_id).await?,
        done: peer.directory_seq,
        announced: peer.directory_announced_seq.max(peer.directory_seq),
        confirmed: peer.directory_confirmed_at.map(|at| t.moment(at, now)),
    })
}

impl Stuck {
    fn new(row: delivery::Stuck, t: Texts, now: Timestamp) -> Self {
        let key = match row.state.as_str() {
            "held" => "peer-stuck-held",
            "dead" => "peer-stuck-dead",
            _ => "peer-stuck-waiting",
        };
        Self {
            state: t.get(key),
            attempts: row.attempts,
            error: row.last_error.unwrap_or_default(),
            since: t.moment(row.created_at, now),
        }
    }
}

impl Failed {
    fn new(row: inbox::Failed, t: Texts, now: Timestamp) -> Self {
        Self { seq: row.seq, error: row.error.unwrap_or_default(), received: t.moment(row.received_at, now) }
    }
}

#[derive(Template)]
#[template(path = "admin/peer_block.html")]
struct BlockView {
    shell: Shell,
    peer: Peer,
    href: String,
    consequences: peers::Consequences,
}

/// Says what cutting off would touch, before it is done.
async fn ask_block(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Path(id): Path<InstanceId>,
) -> Result<Html<String>> {
    let peer = peers::find(&ctx.db, id).await?;
    let consequences = peers::consequences(&ctx.db, &admin.principal, id).await?;
    Ok(Html(BlockView { href: format!("/admin/peers/{id}"), shell, peer, consequences }.render()?))
}

async fn block(State(ctx): State<Ctx>, admin: Admin, Path(id): Path<InstanceId>) -> Result<Response> {
    ctx.db.write(async |tx| peers::block(tx, &admin.principal, id).await).await?;
    Ok(told(id, "peer-notice-blocked"))
}

async fn unblock(State(ctx): State<Ctx>, admin: Admin, Path(id): Path<InstanceId>) -> Result<Response> {
    ctx.db.write(async |tx| peers::unblock(tx, &admin.principal, id).await).await?;
    Ok(told(id, "peer-notice-unblocked"))
}

async fn end(State(ctx): State<Ctx>, admin: Admin, Path(id): Path<InstanceId>) -> Result<Response> {
    ctx.db.write(async |tx| peers::end(tx, &admin.principal, id).await).await?;
    Ok(told(id, "peer-notice-ended"))
}

async fn pause(State(ctx): State<Ctx>, admin: Admin, Path(id): Path<InstanceId>) -> Result<Response> {
    ctx.db.write(async |tx| peers::pause(tx, &admin.principal, id).await).await?;
    Ok(told(id, "peer-notice-paused"))
}

async fn resume(State(ctx): State<Ctx>, admin: Admin, Path(id): Path<InstanceId>) -> Result<Response> {
    ctx.db.write(async |tx| peers::resume(tx, &admin.principal, id).await).await?;
    Ok(told(id, "peer-notice-resumed"))
}

#[derive(Deserialize)]
struct LevelForm {
    #[serde(default)]
    shares_people: Option<String>,
    #[serde(default)]
    groups: String,
    rate: i64,
}

async fn set_level(
    State(ctx): State<Ctx>,
    admin: Admin,
    Path(id): Path<InstanceId>,
    Form(form): Form<LevelForm>,
) -> Result<Response> {
    let level = Level {
        shares_people: form.shares_people.is_some(),
        shares_groups: SharedGroups::parse(&form.groups)
            .ok_or_else(|| domain::Error::invalid("groups", "error-choice"))?,
        rate: form.rate,
    };
    ctx.db.write(async |tx| peers::set_level(tx, &admin.principal, id, level).await).await?;
    Ok(told(id, "peer-notice-level"))
}

/// Everything for this organisation is tried again now, and its directory fetched.
async fn retry(State(ctx): State<Ctx>, admin: Admin, Path(id): Path<InstanceId>) -> Result<Response> {
    ctx.db
        .write(async |tx| {
            let peer = peers::find(&mut *tx, id).await?;
            delivery::retry(tx, &admin.principal, &peer.host).await?;
            peers::fetch_again(tx, &admin.principal, id).await
        })
        .await?;
    Ok(told(id, "peer-notice-retry"))
}

async fn retry_received(
    State(ctx): State<Ctx>,
    admin: Admin,
    Path((id, seq)): Path<(InstanceId, i64)>,
) -> Result<Redirect> {
    ctx.db.write(async |tx| inbox::retry(tx, &admin.principal, seq).await).await?;
    Ok(back_to(id))
}

/// Back to the page of this organisation, which says what was done.
pub(super) fn told(id: InstanceId, key: &'static str) -> Response {
    notice::then(&format!("/admin/peers/{id}"), key)
}

fn back_to(id: InstanceId) -> Redirect {
    Redirect::to(&format!("/admin/peers/{id}"))
}
