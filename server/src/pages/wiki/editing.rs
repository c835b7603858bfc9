//! `…/editing`: who else is changing a page, as server-sent events while its editor is open. Whoever listens is at it himself.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::people::faces;
use domain::wiki::editing;
use domain::{PageId, Principal};
use federation::route::Route;
use federation::routes;
use futures_util::stream;
use tokio::time::Instant;

use super::find;
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::pages::face::FaceView;
use crate::pages::shell::Shell;
use crate::state::Ctx;

/// A stream ends by itself after this, so that rights which ended are not used for long; browsers come back.
const LIFE: Duration = Duration::from_secs(300);
const PAUSE: Duration = Duration::from_secs(8);
/// Names in the sentence; more are counted.
const NAMED: usize = 3;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki/{slug}/editing" Member => stream;
    }
}

/// Says that one is changing this page, and who else is: a sentence, empty when nobody.
pub(super) async fn begin(
    ctx: &Ctx,
    t: Texts,
    principal: &Principal,
    page: PageId,
    lasts: Duration,
) -> Result<String> {
    ctx.db.write(async |tx| editing::begin(tx, principal, page, lasts).await).await?;
    let others = editing::list_others(&ctx.db, principal, page).await?;
    let faces = faces(&ctx.db, principal, others.iter().copied()).await?;
    let names: Vec<String> = others.iter().map(|id| named(t, FaceView::of(t, &faces, *id))).collect();
    Ok(sentence(t, &names))
}

/// Whoever works elsewhere, with where that is.
fn named(t: Texts, face: FaceView) -> String {
    match face.origin {
        Some(origin) => t.with("wiki-editing-from", [("name", &face.name), ("organisation", &origin.name)]),
        None => face.name,
    }
}

fn sentence(t: Texts, names: &[String]) -> String {
    let named = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match names.len() {
        0 => String::new(),
        count if count <= NAMED => t.with("wiki-editing", (("names", named), ("count", count))),
        count => t.with("wiki-editing-more", (("names", named), ("count", count - NAMED))),
    }
}

struct Listening {
    ctx: Ctx,
    t: Texts,
    principal: Principal,
    page: PageId,
    /// What was said last.
    told: Option<String>,
    until: Instant,
}

async fn stream(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, slug)): Path<(String, String)>,
) -> Result<Response> {
    let (_, page) = find(&ctx, &member.principal, &id, &slug).await?;
    let listening = Listening {
        t: shell.t,
        principal: member.principal,
        page: page.id,
        told: None,
        until: Instant::now() + LIFE,
        ctx,
    };
    // Whoever may not change the page gets that for an answer, and no stream.
    begin(&listening.ctx, listening.t, &listening.principal, listening.page, editing::AGAIN).await?;
    Ok(Sse::new(stream::unfold(listening, next)).keep_alive(KeepAlive::default()).into_response())
}

/// Waits until it is somebody else's turn too, or nobody's any more.
async fn next(mut listening: Listening) -> Option<(std::result::Result<Event, Infallible>, Listening)> {
    loop {
        if listening.told.is_some() {
            tokio::time::sleep(PAUSE).await;
        }
        if Instant::now() >= listening.until {
            return None;
        }
        let Listening { ctx, t, principal, page, .. } = &listening;
        // Rights that ended, or a database that does not answer: the browser asks again.
        let words = begin(ctx, *t, principal, *page, editing::AGAIN).await.ok()?;
        if listening.told.as_ref() != Some(&words) {
            let data = serde_json::json!({ "words": words });
            listening.told = Some(words);
            return Some((Ok(Event::default().event("editing").data(data.to_string())), listening));
        }
    }
}
