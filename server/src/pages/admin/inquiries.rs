//! `/admin/inquiries`: how long personal questions stay. What stands in them no administrator reads.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::inquiries::kept::{self, DAYS_MAX, DAYS_MIN};
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
        GET "/admin/inquiries" Admin => show;
        POST "/admin/inquiries" Admin body 2_000 => choose;
    }
}

const LABELS: [(&str, &str); 1] = [("days", "admin-inquiries-days")];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    days: String,
}

#[derive(Template)]
#[template(path = "admin/inquiries.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    typed: Typed,
    min: u64,
    max: u64,
}

impl View {
    fn new(shell: Shell, errors: FormErrors, typed: Typed) -> Self {
        Self { shell, errors, typed, min: DAYS_MIN, max: DAYS_MAX }
    }
}

async fn show(State(ctx): State<Ctx>, _: Admin, shell: Shell) -> Result<Html<String>> {
    let typed = Typed { days: kept::find(&ctx.db).await?.days.to_string() };
    Ok(Html(View::new(shell, FormErrors::default(), typed).render()?))
}

async fn choose(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    // What is no number is as wrong as nought, and is told the same way.
    let days = typed.days.trim().parse().unwrap_or(0);
    match ctx.db.write(async |tx| kept::choose(tx, &admin.principal, days).await).await {
        Ok(()) => Ok(notice::then("/admin/inquiries", "admin-inquiries-saved")),
        Err(error) => {
            Refused::new(shell.t, error, &LABELS)?.show(|errors| View::new(shell, errors, typed).render())
        }
    }
}
