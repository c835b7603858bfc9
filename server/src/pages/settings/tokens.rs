//! `/settings/tokens`: keys for one's own programs. A new one is shown once, on the answer to its form.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::Form;
use domain::TokenId;
use domain::accounts::tokens::{self, DAYS};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::confirm;
use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::i18n::{Moment, Texts};
use crate::notice;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/settings/tokens" Member => show;
        POST "/settings/tokens" Member body 16_000 => create;
        POST "/settings/tokens/{id}/revoke" Member body 4_000 => revoke;
    }
}

const LABELS: [(&str, &str); 3] = [
    ("name", "settings-token-name"),
    ("days", "settings-token-days"),
    ("current_password", "settings-current-password"),
];

#[derive(Deserialize)]
struct Create {
    name: String,
    days: u64,
    current_password: String,
}

#[derive(Template)]
#[template(path = "settings/tokens.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    tokens: Vec<Row>,
    typed: String,
    days: String,
    choices: Vec<(String, String)>,
    /// The token just made.
    fresh: Option<String>,
}

struct Row {
    id: TokenId,
    called: String,
    made: Moment,
    used: Option<Moment>,
    ends: Option<Moment>,
    is_over: bool,
}

const DAYS_DEFAULT: u64 = 90;

async fn show(State(ctx): State<Ctx>, member: Member, shell: Shell) -> Result<Html<String>> {
    Ok(Html(view(&ctx, &member, shell).await?.render()?))
}

async fn view(ctx: &Ctx, member: &Member, shell: Shell) -> Result<View> {
    let (t, now) = (shell.t, ctx.clock.now());
    let row = |token: tokens::Token| Row {
        id: token.id,
        called: token.name,
        made: t.moment(token.created_at, now),
        used: token.last_used_at.map(|at| t.moment(at, now)),
        ends: token.expires_at.map(|at| t.moment(at, now)),
        is_over: token.expires_at.is_some_and(|at| at <= now),
    };
    let tokens = tokens::list(&ctx.db, &member.principal).await?.into_iter().map(row).collect();
    let (errors, typed, fresh) = (FormErrors::default(), String::new(), None);
    Ok(View { shell, errors, tokens, typed, days: DAYS_DEFAULT.to_string(), choices: choices(t), fresh })
}

fn choices(t: Texts) -> Vec<(String, String)> {
    let words = |days: u64| match days {
        0 => t.get("settings-token-forever"),
        days => t.with("settings-token-for-days", [("count", days)]),
    };
    DAYS.into_iter().map(|days| (days.to_string(), words(days))).collect()
}

async fn create(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Form(form): Form<Create>,
) -> Result<Response> {
    let done = async {
        confirm(&ctx, &member, &form.current_password).await?;
        ctx.db.write(async |tx| tokens::create(tx, &member.principal, &form.name, form.days).await).await
    };
    let done = done.await;
    let view = view(&ctx, &member, shell).await?;
    match done {
        Ok(secret) => {
            let page = View { fresh: Some(secret.expose().to_owned()), ..view }.render()?;
            // Not even this browser keeps it.
            Ok(([(header::CACHE_CONTROL, "no-store")], Html(page)).into_response())
        }
        Err(error) => Refused::new(view.shell.t, error, &LABELS)?
            .show(|errors| View { errors, typed: form.name, days: form.days.to_string(), ..view }.render()),
    }
}

async fn revoke(State(ctx): State<Ctx>, member: Member, Path(id): Path<String>) -> Result<Response> {
    let id: TokenId = id.parse().map_err(|_| Problem::not_found())?;
    ctx.db.write(async |tx| tokens::revoke(tx, &member.principal, id).await).await?;
    Ok(notice::then("/settings/tokens", "settings-notice-revoked"))
}
