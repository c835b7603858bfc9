//! `/_/mail`: the mails of an organisation that keeps them instead of sending them. They hold working links, so only
//! administrators read them, and in development everyone, since nobody could sign in to read how to sign in.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use domain::mail::{self, Mail};
use domain::{MailId, Principal};
use federation::route::Route;
use federation::routes;

use crate::error::{Problem, Result};
use crate::extract::Visitor;
use crate::i18n::Moment;
use crate::mail::{Transport, Written, write};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/_/mail" Anyone => list;
        GET "/_/mail/{id}" Anyone => show;
    }
}

const MAILS_MAX: i64 = 100;

#[derive(Template)]
#[template(path = "outbox/list.html")]
struct ListView {
    shell: Shell,
    mails: Vec<Row>,
}

struct Row {
    href: String,
    to: String,
    subject: String,
    at: Moment,
}

async fn list(State(ctx): State<Ctx>, Visitor(principal): Visitor, shell: Shell) -> Result<Html<String>> {
    require_reader(&ctx, &principal)?;
    let now = ctx.clock.now();
    let all = mail::list(&ctx.db, &Principal::System("outbox"), MAILS_MAX).await?;
    let readable = all.into_iter().filter(|mail| mail.letter.is_some());
    let row = |mail: Mail| -> Result<Row> {
        Ok(Row {
            href: format!("/_/mail/{}", mail.id),
            subject: write(&ctx, &mail)?.subject,
            at: shell.t.moment(mail.created_at, now),
            to: mail.to_address,
        })
    };
    let mails = readable.map(row).collect::<Result<_>>()?;
    Ok(Html(ListView { shell, mails }.render()?))
}

#[derive(Template)]
#[template(path = "outbox/show.html")]
struct ShowView {
    shell: Shell,
    to: String,
    written: Written,
    origin: String,
}

async fn show(
    State(ctx): State<Ctx>,
    Visitor(principal): Visitor,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    require_reader(&ctx, &principal)?;
    let id: MailId = id.parse().map_err(|_| Problem::not_found())?;
    let mail = mail::find(&ctx.db, id).await?;
    let (written, origin) = (write(&ctx, &mail)?, ctx.config.origin());
    Ok(Html(ShowView { shell, to: mail.to_address, written, origin }.render()?))
}

fn require_reader(ctx: &Ctx, principal: &Principal) -> Result<()> {
    let is_reader = ctx.config.development.enabled || principal.is_administrator();
    if is_reader && matches!(ctx.mail, Transport::Outbox) { Ok(()) } else { Err(Problem::not_found()) }
}
