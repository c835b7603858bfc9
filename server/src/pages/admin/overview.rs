//! `/admin`: the figures that matter, and what waits for an administrator.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use domain::accounts::administer;
use domain::peers::{self, State as PeerState};
use domain::{files, inquiries, jobs, mail, people};
use federation::route::Route;
use federation::routes;

use crate::error::Result;
use crate::extract::Admin;
use crate::i18n::Texts;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/admin" Admin => show;
    }
}

#[derive(Template)]
#[template(path = "admin/overview.html")]
struct View {
    shell: Shell,
    todo: Vec<Todo>,
    figures: Vec<Figure>,
    /// Days after the last word that personal questions stay.
    kept_days: u64,
    /// Files are checked for viruses.
    has_scanner: bool,
    /// What the virus scanner said of a file that it did not look at.
    scanner_said: String,
}

/// Something that waits, with where to go.
struct Todo {
    words: String,
    /// Empty where the operator must look rather than a page.
    href: &'static str,
}

struct Figure {
    label: String,
    value: String,
    detail: String,
}

async fn show(State(ctx): State<Ctx>, admin: Admin, shell: Shell) -> Result<Html<String>> {
    let (db, principal, t) = (&ctx.db, &admin.principal, shell.t);
    let (all, findable) = people::count_local(db, principal).await?;
    let (accounts, waiting) = administer::count(db, principal).await?;
    let peers = peers::list(db, principal).await?;
    let requests = peers.iter().filter(|peer| peer.state == PeerState::RequestedIn).count();
    let active = peers.iter().filter(|peer| peer.is_active()).count();
    let troubled = peers.iter().filter(|peer| peer.is_active() && peer.last_error.is_some()).count();
    let (_, given_up) = jobs::count(db).await?;
    let (mails_failed, mails_retrying) = mail::count_trouble(db).await?;
    let unseen = files::count_unseen(db, principal).await?;
    let counts = [
        (i64::try_from(requests).unwrap_or(0), "admin-todo-requests", "/admin/peers"),
        (waiting, "admin-todo-accounts", "/admin/accounts"),
        (i64::try_from(troubled).unwrap_or(0), "admin-todo-peers", "/admin/peers"),
        (mails_failed, "admin-todo-mails", "/admin/mail"),
        (mails_retrying, "admin-todo-mails-retrying", "/admin/mail"),
        (given_up, "admin-todo-jobs", ""),
        (unseen.waiting, "admin-todo-files-waiting", ""),
        (unseen.too_large, "admin-todo-files-too-large", ""),
    ];
    let todo = counts.into_iter().filter(|(count, ..)| *count > 0);
    let figures = vec![
        figure(t, "admin-figure-people", all, t.with("admin-figure-findable", [("count", findable)])),
        figure(t, "admin-figure-accounts", accounts, String::new()),
        figure(t, "admin-figure-peers", i64::try_from(active).unwrap_or(0), String::new()),
    ];
    let todo = todo.map(|(count, key, href)| Todo { words: t.with(key, [("count", count)]), href }).collect();
    let has_scanner = ctx.config.files.clamd.is_some();
    let scanner_said = if unseen.waiting + unseen.too_large > 0 { unseen.why } else { String::new() };
    let kept_days = inquiries::kept::find(db).await?.days;
    Ok(Html(View { todo, figures, kept_days, has_scanner, scanner_said, shell }.render()?))
}

fn figure(t: Texts, key: &str, value: i64, detail: String) -> Figure {
    Figure { label: t.get(key), value: t.number(value), detail }
}
