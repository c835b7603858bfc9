//! `/admin/fediverse`: whether public networks are open to people on software of elsewhere, and which hosts came.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::Error;
use domain::outside::{self, HostState, Opening};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use crate::error::Result;
use crate::extract::Admin;
use crate::i18n::Moment;
use crate::notice;
use crate::pages::form::FormErrors;
use crate::pages::shell::Shell;
use crate::state::Ctx;

const HERE: &str = "/admin/fediverse";
/// Hosts shown, those with the most followers first.
const HOSTS: i64 = 200;
const HOST_CHARS_MAX: usize = 300;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/admin/fediverse" Admin => show;
        POST "/admin/fediverse" Admin body 1_000 => choose;
        POST "/admin/fediverse/open" Admin body 1_000 => open;
        GET "/admin/fediverse/close" Admin => show_close;
        POST "/admin/fediverse/close" Admin body 1_000 => close;
        GET "/admin/fediverse/hosts/{host}/block" Admin => show_block;
        POST "/admin/fediverse/hosts/{host}/block" Admin body 1_000 => block;
        POST "/admin/fediverse/hosts/{host}/unblock" Admin body 1_000 => unblock;
    }
}

#[derive(Template)]
#[template(path = "admin/fediverse.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    opening: Opening,
    hosts: Vec<Row>,
}

struct Row {
    host: String,
    path: String,
    is_blocked: bool,
    followers: i64,
    answers: i64,
    met: Moment,
}

async fn show(State(ctx): State<Ctx>, admin: Admin, shell: Shell) -> Result<Html<String>> {
    let (t, now) = (shell.t, ctx.clock.now());
    let hosts = outside::list_hosts(&ctx.db, &admin.principal, HOSTS).await?;
    let row = |host: outside::Host| Row {
        path: path_of(&host.host),
        is_blocked: host.state == HostState::Blocked,
        followers: host.followers,
        answers: host.answers,
        met: t.moment(host.met_at, now),
        host: host.host,
    };
    let view = View {
        opening: outside::opening(&ctx.db).await?,
        hosts: hosts.into_iter().map(row).collect(),
        errors: FormErrors::default(),
        shell,
    };
    Ok(Html(view.render()?))
}

fn path_of(host: &str) -> String {
    format!("{HERE}/hosts/{host}")
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chosen {
    answers: String,
}

/// Whether answers wait or appear, while it is open.
async fn choose(State(ctx): State<Ctx>, admin: Admin, Form(chosen): Form<Chosen>) -> Result<Response> {
    let answers_appear = match chosen.answers.as_str() {
        "wait" => false,
        "appear" => true,
        _ => return Err(Error::invalid("answers", "error-choice").into()),
    };
    let before = outside::opening(&ctx.db).await?;
    set(&ctx, &admin, Opening { answers_appear, ..before }).await?;
    Ok(notice::then(HERE, "fediverse-saved"))
}

async fn open(State(ctx): State<Ctx>, admin: Admin) -> Result<Response> {
    let before = outside::opening(&ctx.db).await?;
    set(&ctx, &admin, Opening { is_open: true, ..before }).await?;
    Ok(notice::then(HERE, "fediverse-opened"))
}

async fn set(ctx: &Ctx, admin: &Admin, to: Opening) -> Result<()> {
    ctx.db.write(async |tx| outside::set_opening(tx, &admin.principal, to).await).await?;
    ctx.federation.ring();
    Ok(())
}

#[derive(Template)]
#[template(path = "admin/fediverse_close.html")]
struct CloseView {
    shell: Shell,
    /// Everything, or one host.
    host: Option<String>,
    action: String,
    followers: i64,
    answers: i64,
}

impl CloseView {
    async fn new(ctx: &Ctx, admin: &Admin, shell: Shell, host: Option<String>) -> Result<Self> {
        let hosts = outside::list_hosts(&ctx.db, &admin.principal, outside::HOSTS_MAX).await?;
        let meant: Vec<_> =
            hosts.iter().filter(|one| host.as_ref().is_none_or(|host| one.host == *host)).collect();
        if host.is_some() && meant.is_empty() {
            return Err(Error::NotFound.into());
        }
        Ok(Self {
            followers: meant.iter().map(|host| host.followers).sum(),
            answers: meant.iter().map(|host| host.answers).sum(),
            action: host.as_ref().map_or(format!("{HERE}/close"), |host| format!("{}/block", path_of(host))),
            host,
            shell,
        })
    }
}

async fn show_close(State(ctx): State<Ctx>, admin: Admin, shell: Shell) -> Result<Html<String>> {
    Ok(Html(CloseView::new(&ctx, &admin, shell, None).await?.render()?))
}

async fn close(State(ctx): State<Ctx>, admin: Admin) -> Result<Response> {
    let before = outside::opening(&ctx.db).await?;
    set(&ctx, &admin, Opening { is_open: false, ..before }).await?;
    Ok(notice::then(HERE, "fediverse-closed"))
}

async fn show_block(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Path(host): Path<String>,
) -> Result<Html<String>> {
    Ok(Html(CloseView::new(&ctx, &admin, shell, Some(known(host)?)).await?.render()?))
}

/// Longer names than any host has are nobody's.
fn known(host: String) -> Result<String> {
    if host.len() <= HOST_CHARS_MAX { Ok(host) } else { Err(Error::NotFound.into()) }
}

async fn block(State(ctx): State<Ctx>, admin: Admin, Path(host): Path<String>) -> Result<Response> {
    let host = known(host)?;
    ctx.db.write(async |tx| outside::block_host(tx, &admin.principal, &host).await).await?;
    Ok(notice::then(HERE, "fediverse-blocked"))
}

async fn unblock(State(ctx): State<Ctx>, admin: Admin, Path(host): Path<String>) -> Result<Response> {
    let host = known(host)?;
    ctx.db.write(async |tx| outside::unblock_host(tx, &admin.principal, &host).await).await?;
    Ok(notice::then(HERE, "fediverse-unblocked"))
}
