//! `/settings/sessions`: where a person is signed in, and ending that.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::Error;
use domain::accounts::sessions;
use domain::accounts::{Origin, SecretHash};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::{confirm, device};
use crate::error::Result;
use crate::extract::{Caller, Member};
use crate::i18n::Moment;
use crate::notice;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/settings/sessions" Member => show;
        POST "/settings/sessions" Member body 16_000 => end;
    }
}

const LABELS: [(&str, &str); 1] = [("current_password", "settings-current-password")];

/// Which one to end: its key, or `others`.
#[derive(Deserialize)]
struct End {
    current_password: String,
    end: String,
}

#[derive(Template)]
#[template(path = "settings/sessions.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    sessions: Vec<Row>,
}

struct Row {
    key: String,
    device: String,
    is_this: bool,
    began: Moment,
    seen: Moment,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    Caller(from): Caller,
    shell: Shell,
) -> Result<Html<String>> {
    let sessions = rows(&ctx, &member, &from, &shell).await?;
    Ok(Html(View { shell, errors: FormErrors::default(), sessions }.render()?))
}

async fn rows(ctx: &Ctx, member: &Member, from: &Origin, shell: &Shell) -> Result<Vec<Row>> {
    let now = ctx.clock.now();
    let sessions = sessions::list(&ctx.db, &member.principal, member.account_id).await?;
    let row = |session: sessions::Session| Row {
        is_this: from.session.as_ref() == Some(&session.key),
        device: device(shell.t, &session.user_agent),
        began: shell.t.moment(session.created_at, now),
        seen: shell.t.moment(session.last_seen_at, now),
        key: session.key.to_string(),
    };
    Ok(sessions.into_iter().map(row).collect())
}

async fn end(
    State(ctx): State<Ctx>,
    member: Member,
    Caller(from): Caller,
    shell: Shell,
    Form(form): Form<End>,
) -> Result<Response> {
    let done = async {
        confirm(&ctx, &member, &form.current_password).await?;
        end_those(&ctx, &member, &from, &form.end).await
    };
    match done.await {
        Ok(()) => Ok(notice::then("/settings/sessions", "settings-notice-ended")),
        Err(error) => {
            let sessions = rows(&ctx, &member, &from, &shell).await?;
            Refused::new(shell.t, error, &LABELS)?.show(|errors| View { shell, errors, sessions }.render())
        }
    }
}

async fn end_those(ctx: &Ctx, member: &Member, from: &Origin, which: &str) -> domain::Result<()> {
    let me = &member.principal;
    if which == "others" {
        let (id, kept) = (member.account_id, from.session.as_ref());
        ctx.db.write(async |tx| sessions::end_all(tx, me, id, kept).await).await?;
        return Ok(());
    }
    let key = SecretHash::read(which).ok_or(Error::NotFound)?;
    ctx.db.write(async |tx| sessions::end(tx, me, &key).await).await
}
