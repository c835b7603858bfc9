//! `/admin/mail`: mails that did not leave: why, and when they are tried again.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::MailId;
use domain::mail::{self, Unsent};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::mail_words;
use crate::error::{Problem, Result};
use crate::extract::Admin;
use crate::i18n::{Moment, Texts};
use crate::mail::Transport;
use crate::notice;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/admin/mail" Admin => list;
        POST "/admin/mail/{id}" Admin body 4_000 => act;
    }
}

const PAGE: usize = 50;

#[derive(Deserialize)]
struct Asked {
    after: Option<MailId>,
}

#[derive(Template)]
#[template(path = "admin/mails.html")]
struct View {
    shell: Shell,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
    /// Mails of this organisation do not leave at all: they stay on a page.
    stays_here: bool,
}

struct Row {
    id: MailId,
    to: String,
    purpose: String,
    made: Moment,
    state: mail_words::StateWords,
    /// When it is tried again, or when it was given up.
    when: Option<String>,
    /// What the mail server said, in words; nothing before the first try.
    why: Option<String>,
    /// The same as it came, for who looks after the mail server.
    answer: Option<String>,
    can_retry: bool,
}

async fn list(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut unsent = mail::list_unsent(&ctx.db, &admin.principal, asked.after, limit).await?;
    let has_more = unsent.len() > PAGE;
    unsent.truncate(PAGE);
    let next = unsent.last().filter(|_| has_more).map(|last| format!("/admin/mail?after={}", last.mail.id));
    let first = asked.after.map(|_| "/admin/mail".to_owned());
    let rows = unsent.into_iter().map(|one| row(&ctx, shell.t, one)).collect();
    let stays_here = matches!(ctx.mail, Transport::Outbox);
    Ok(Html(View { shell, rows, first, next, stays_here }.render()?))
}

fn row(ctx: &Ctx, t: Texts, Unsent { mail, next_try_at }: Unsent) -> Row {
    let now = ctx.clock.now();
    let when = match (mail.failed_at, next_try_at) {
        (Some(at), _) => Some(t.with("mails-gave-up", [("when", t.moment(at, now).said)])),
        (None, Some(at)) if at > now => Some(t.with("mails-next", [("when", t.soon(at.since(now)))])),
        (None, Some(_)) => Some(t.get("mails-now")),
        (None, None) => None,
    };
    Row {
        id: mail.id,
        purpose: mail_words::purpose(t, &mail.template),
        made: t.moment(mail.created_at, now),
        state: mail_words::StateWords::of(t, &mail, next_try_at),
        when,
        why: mail.last_error.as_deref().map(|error| mail_words::reason(t, error)),
        can_retry: !mail.is_expired(now),
        answer: mail.last_error,
        to: mail.to_address,
    }
}

#[derive(Deserialize)]
struct Act {
    #[serde(rename = "do")]
    what: String,
}

async fn act(
    State(ctx): State<Ctx>,
    admin: Admin,
    Path(id): Path<String>,
    Form(Act { what }): Form<Act>,
) -> Result<Response> {
    let id: MailId = id.parse().map_err(|_| Problem::not_found())?;
    let me = &admin.principal;
    let notice = match what.as_str() {
        "retry" => {
            ctx.db.write(async |tx| mail::retry(tx, me, id).await).await?;
            "mails-notice-retry"
        }
        "drop" => {
            ctx.db.write(async |tx| mail::drop_unsent(tx, me, id).await).await?;
            "mails-notice-drop"
        }
        _ => return Err(domain::Error::invalid("do", "error-choice").into()),
    };
    Ok(notice::then("/admin/mail", notice))
}
