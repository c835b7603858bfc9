//! `/notifications`: what one was told, the newest on top. Only what one may still see is told in detail.

mod sentence;
mod stream;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::Timestamp;
use domain::notifications;
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

pub use sentence::{Known, Told};

use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Moment;
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::shell::Shell;
use crate::state::Ctx;

const PAGE: usize = 30;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/notifications" Member => list;
        GET "/notifications/stream" Member => stream::stream;
        POST "/notifications/read" Member body 2_000 => read;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    before: String,
}

#[derive(Template)]
#[template(path = "notifications/list.html")]
struct View {
    shell: Shell,
    rows: Vec<Row>,
    has_unread: bool,
    first: Option<String>,
    next: Option<String>,
}

struct Row {
    key: String,
    icon: &'static str,
    told: Told,
    by: Option<FaceView>,
    when: Moment,
    is_unread: bool,
}

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let (t, me, now) = (shell.t, &member.principal, ctx.clock.now());
    let before = asked.before.parse().ok().map(Timestamp);
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut found = notifications::list(&ctx.db, me, before, limit).await?;
    let has_more = found.len() > PAGE;
    found.truncate(PAGE);
    let known = Known::load(&ctx.db, me, &found).await?;
    let next =
        found.last().filter(|_| has_more).map(|last| format!("/notifications?before={}", last.created_at.0));
    let row = |one: &notifications::Notification| Row {
        key: one.key.clone(),
        icon: sentence::icon(&one.kind),
        told: known.tell(t, one),
        by: one.by_person_id.and_then(|id| known.face(t, id)),
        when: t.moment(one.created_at, now),
        is_unread: one.read_at.is_none(),
    };
    let rows = found.iter().map(row).collect();
    let has_unread = shell.me.as_ref().is_some_and(|me| me.unread > 0);
    let first = before.map(|_| "/notifications".to_owned());
    Ok(Html(View { shell, rows, has_unread, first, next }.render()?))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Which {
    /// Empty: all.
    key: String,
}

async fn read(State(ctx): State<Ctx>, member: Member, Form(which): Form<Which>) -> Result<Response> {
    let key = Some(which.key.as_str()).filter(|key| !key.is_empty());
    ctx.db.write(async |tx| notifications::mark_read(tx, &member.principal, key).await).await?;
    Ok(notice::then("/notifications", "notifications-notice-read"))
}
