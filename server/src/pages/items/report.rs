//! `…/report`: telling moderators about something that should not be there.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::Error;
use domain::items::Piece;
use domain::items::moderate::{self, Reason};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::piece::{self, Found};
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::notice;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/items/{id}/report" Member => show_item;
        POST "/items/{id}/report" Member body 40_000 => report_item;
        GET "/comments/{id}/report" Member => show_comment;
        POST "/comments/{id}/report" Member body 40_000 => report_comment;
    }
}

const LABELS: [(&str, &str); 2] = [("reason", "items-report-reason"), ("note", "items-report-note")];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Typed {
    reason: String,
    note: String,
}

#[derive(Template)]
#[template(path = "items/report.html")]
struct View {
    shell: Shell,
    path: String,
    back: String,
    html: String,
    headline: String,
    reasons: Vec<(&'static str, String)>,
    errors: FormErrors,
    typed: Typed,
}

/// A reason in words, here and in the list of reports.
pub(crate) fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Rules => "items-report-rules",
        Reason::Privacy => "items-report-privacy",
        Reason::Unlawful => "items-report-unlawful",
        Reason::Spam => "items-report-spam",
        Reason::Other => "items-report-other",
    }
}

impl View {
    fn new(shell: Shell, found: &Found, errors: FormErrors, typed: Typed) -> Self {
        let t: Texts = shell.t;
        Self {
            path: found.path(),
            back: found.item_path(),
            html: found.html().to_owned(),
            headline: found.item.headline().to_owned(),
            reasons: Reason::ALL.map(|one| (one.as_str(), t.get(reason(one)))).into(),
            errors,
            typed,
            shell,
        }
    }
}

async fn show_item(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    show(&ctx, &member, shell, piece::item(&id)?).await
}

async fn show_comment(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    show(&ctx, &member, shell, piece::comment(&id)?).await
}

async fn show(ctx: &Ctx, member: &Member, shell: Shell, piece: Piece) -> Result<Html<String>> {
    let found = piece::find(ctx, &member.principal, piece).await?;
    Ok(Html(View::new(shell, &found, FormErrors::default(), Typed::default()).render()?))
}

async fn report_item(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    report(&ctx, &member, shell, piece::item(&id)?, typed).await
}

async fn report_comment(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    report(&ctx, &member, shell, piece::comment(&id)?, typed).await
}

async fn report(ctx: &Ctx, member: &Member, shell: Shell, piece: Piece, typed: Typed) -> Result<Response> {
    let me = &member.principal;
    let found = piece::find(ctx, me, piece).await?;
    let done = async {
        let reason = Reason::parse(&typed.reason).ok_or_else(|| Error::invalid("reason", "error-choice"))?;
        ctx.db.write(async |tx| moderate::report(tx, me, piece, reason, &typed.note, None).await).await
    };
    match done.await {
        Ok(_) => Ok(notice::then(&found.item_path(), "items-notice-reported")),
        Err(error) => Refused::new(shell.t, error, &LABELS)?
            .show(|errors| View::new(shell, &found, errors, typed).render()),
    }
}
