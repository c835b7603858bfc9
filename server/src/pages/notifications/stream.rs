//! `/notifications/stream`: the number beside the bell, as server-sent events, while a page stays open. Without it the
//! number is right whenever a page is opened.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::notifications;
use futures_util::stream;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::pages::shell::Shell;
use crate::state::Ctx;

/// A stream ends by itself after this, so that a session which ended is not listened to for long; browsers come back.
const LIFE: Duration = Duration::from_secs(300);
const KEEP_ALIVE: Duration = Duration::from_secs(30);

struct Listening {
    receiver: watch::Receiver<i64>,
    t: Texts,
    until: Instant,
}

pub async fn stream(State(ctx): State<Ctx>, member: Member, shell: Shell) -> Result<Response> {
    let unread = notifications::count_unread(&ctx.db, member.person_id).await?;
    let Some(mut receiver) = ctx.bells.listen(member.person_id, unread) else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    // What is heard first is how it stands.
    receiver.mark_changed();
    let listening = Listening { receiver, t: shell.t, until: Instant::now() + LIFE };
    let events = stream::unfold(listening, next);
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response())
}

async fn next(mut listening: Listening) -> Option<(std::result::Result<Event, Infallible>, Listening)> {
    tokio::time::timeout_at(listening.until, listening.receiver.changed()).await.ok()?.ok()?;
    let unread = *listening.receiver.borrow_and_update();
    let words = match unread {
        0 => listening.t.get("shell-bell"),
        _ => listening.t.with("shell-bell-unread", [("count", unread)]),
    };
    let shown = if unread >= 100 { "99+".to_owned() } else { unread.to_string() };
    let data = serde_json::json!({ "unread": unread, "shown": shown, "words": words });
    Some((Ok(Event::default().event("unread").data(data.to_string())), listening))
}
