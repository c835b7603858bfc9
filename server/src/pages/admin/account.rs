//! `/admin/accounts/{id}`: one account, and what an administrator does with it. What cannot be undone asks first.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::AccountId;
use domain::accounts::administer::{self, Shown};
use domain::accounts::{self, Account, invite, sessions, sign_up};
use domain::principal::Role;
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::account_words::{StateWords, affiliation, role};
use crate::error::{Problem, Result};
use crate::extract::Admin;
use crate::i18n::Moment;
use crate::notice;
use crate::pages::settings::device;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/admin/accounts/{id}" Admin => show;
        POST "/admin/accounts/{id}" Admin body 4_000 => act;
        GET "/admin/accounts/{id}/remove" Admin => ask_remove;
    }
}

#[derive(Template)]
#[template(path = "admin/account.html")]
struct View {
    shell: Shell,
    account: Account,
    shown: Shown,
    state: StateWords,
    role: String,
    affiliation: String,
    made: Moment,
    seen: Option<Moment>,
    sessions: Vec<Row>,
    is_mine: bool,
}

struct Row {
    device: String,
    seen: Moment,
}

async fn show(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let account = find(&ctx, &admin, &id).await?;
    let (t, now) = (shell.t, ctx.clock.now());
    let row = |one: sessions::Session| Row {
        device: device(t, &one.user_agent),
        seen: t.moment(one.last_seen_at, now),
    };
    let sessions = sessions::list(&ctx.db, &admin.principal, account.id).await?;
    let view = View {
        shown: Shown::of(&account),
        state: StateWords::of(t, &account),
        role: role(t, account.role),
        affiliation: affiliation(t, account.affiliation),
        made: t.moment(account.created_at, now),
        seen: account.last_login_at.map(|at| t.moment(at, now)),
        sessions: sessions.into_iter().map(row).collect(),
        is_mine: account.id == admin.account_id,
        account,
        shell,
    };
    Ok(Html(view.render()?))
}

async fn find(ctx: &Ctx, admin: &Admin, id: &str) -> Result<Account> {
    let id: AccountId = id.parse().map_err(|_| Problem::not_found())?;
    Ok(accounts::find(&ctx.db, &admin.principal, id).await?)
}

#[derive(Deserialize)]
struct Act {
    #[serde(rename = "do")]
    what: String,
}

/// Each button of the page is one act of the house; afterwards the page shows how things stand now.
async fn act(
    State(ctx): State<Ctx>,
    admin: Admin,
    Path(id): Path<String>,
    Form(Act { what }): Form<Act>,
) -> Result<Response> {
    let id = find(&ctx, &admin, &id).await?.id;
    let me = &admin.principal;
    ctx.db
        .write(async |tx| match what.as_str() {
            "approve" => sign_up::approve(tx, me, id).await,
            "reject" => sign_up::reject(tx, me, id).await,
            "suspend" => administer::suspend(tx, me, id).await,
            "activate" => administer::activate(tx, me, id).await,
            "make-administrator" => administer::set_role(tx, me, id, Role::Administrator).await,
            "make-member" => administer::set_role(tx, me, id, Role::Member).await,
            "end-sessions" => sessions::end_all(tx, me, id, None).await.map(drop),
            "invite-again" => invite::invite_again(tx, me, id).await,
            "withdraw" => invite::withdraw(tx, me, id).await,
            "remove" => administer::erase(tx, me, id).await,
            _ => Err(domain::Error::invalid("do", "error-choice")),
        })
        .await?;
    let here = format!("/admin/accounts/{id}");
    Ok(match what.as_str() {
        "reject" | "withdraw" | "remove" => notice::then("/admin/accounts", "accounts-notice-gone"),
        "approve" => notice::then(&here, "accounts-notice-approved"),
        "invite-again" => notice::then(&here, "accounts-notice-invited"),
        _ => notice::then(&here, "accounts-notice-done"),
    })
}

#[derive(Template)]
#[template(path = "admin/account_remove.html")]
struct RemoveView {
    shell: Shell,
    account: Account,
}

async fn ask_remove(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let account = find(&ctx, &admin, &id).await?;
    Ok(Html(RemoveView { shell, account }.render()?))
}
