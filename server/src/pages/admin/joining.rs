//! `/admin/sign-up`: who may make an account, and how long one stays signed in.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::accounts::policy::{self, SignUpMode};
use domain::accounts::sessions::{self, SessionPolicy};
use domain::settings;
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use crate::error::Result;
use crate::extract::Admin;
use crate::notice;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/admin/sign-up" Admin => show;
        POST "/admin/sign-up" Admin body 16_000 => choose;
    }
}

const LABELS: [(&str, &str); 3] =
    [("mode", "accounts-mode"), ("domains", "accounts-domains"), ("idle_hours", "accounts-idle-hours")];

#[derive(Deserialize)]
struct Typed {
    mode: String,
    domains: String,
    idle_hours: String,
}

#[derive(Template)]
#[template(path = "admin/sign_up.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    typed: Typed,
}

async fn show(State(ctx): State<Ctx>, _: Admin, shell: Shell) -> Result<Html<String>> {
    let policy = policy::find(&ctx.db).await?;
    let sessions: SessionPolicy = settings::find(&ctx.db, SessionPolicy::NAME).await?;
    let typed = Typed {
        mode: policy.mode.as_str().to_owned(),
        domains: policy.domains.join("\n"),
        idle_hours: sessions.idle_hours.to_string(),
    };
    Ok(Html(View { shell, errors: FormErrors::default(), typed }.render()?))
}

async fn choose(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    // What is no number is as wrong as nought, and is told the same way.
    let hours = typed.idle_hours.trim().parse().unwrap_or(0);
    let done = async {
        let mode = SignUpMode::parse(&typed.mode);
        let mode = mode.ok_or_else(|| domain::Error::invalid("mode", "error-choice"))?;
        ctx.db
            .write(async |tx| {
                policy::choose(tx, &admin.principal, mode, &typed.domains).await?;
                sessions::choose_policy(tx, &admin.principal, hours).await
            })
            .await
    };
    match done.await {
        Ok(()) => Ok(notice::then("/admin/sign-up", "accounts-notice-policy")),
        Err(error) => {
            Refused::new(shell.t, error, &LABELS)?.show(|errors| View { shell, errors, typed }.render())
        }
    }
}
