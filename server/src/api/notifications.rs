//! `/api/v1/notifications`: what one is told.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use domain::{Timestamp, notifications};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::BASE;
use super::description::Operation;
use super::parts::limit;
use crate::error::Result;
use crate::extract::Member;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/notifications" Token => list;
        PUT "/api/v1/notifications/read" Token => read;
    }
}

pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/api/v1/notifications", "What one is told, newest first")
            .query::<Sought>()
            .answers::<Notifications>(),
        Operation::put("/api/v1/notifications/read", "Mark one as read, or all").takes::<Which>(),
    ]
}

#[derive(Deserialize, IntoParams)]
struct Sought {
    /// From `next` of the page before: microseconds since 1970.
    before: Option<i64>,
    limit: Option<i64>,
}

#[derive(Serialize, ToSchema)]
struct Notifications {
    unread: i64,
    notifications: Vec<Told>,
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Told {
    key: String,
    /// `mention`, `comment`, `answer`, `accepted`, `item`, `request`, `invited`, `welcome`, `declined`, `removed`, `role`,
    /// `report`, `reported`, `moderated`, `refused`, `unpublished` or `group_gone`.
    kind: String,
    group_id: Option<String>,
    item_id: Option<String>,
    comment_id: Option<String>,
    person_id: Option<String>,
    detail: BTreeMap<String, String>,
    created_at: String,
    is_read: bool,
}

/// The key of one; absent: all.
#[derive(Deserialize, ToSchema)]
struct Which {
    key: Option<String>,
}

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    Query(sought): Query<Sought>,
) -> Result<Json<Notifications>> {
    let limit = limit(sought.limit);
    let found = notifications::list(&ctx.db, &member.principal, sought.before.map(Timestamp), limit).await?;
    let last = found.last().filter(|_| found.len() as i64 == limit);
    let next = last.map(|last| format!("{BASE}/notifications?before={}&limit={limit}", last.created_at.0));
    let unread = notifications::count_unread(&ctx.db, member.person_id).await?;
    Ok(Json(Notifications { unread, notifications: found.into_iter().map(told).collect(), next }))
}

fn told(one: notifications::Notification) -> Told {
    Told {
        key: one.key,
        kind: one.kind,
        group_id: one.group_id.map(|id| id.to_string()),
        item_id: one.item_id.map(|id| id.to_string()),
        comment_id: one.comment_id.map(|id| id.to_string()),
        person_id: one.by_person_id.map(|id| id.to_string()),
        detail: one.detail,
        created_at: one.created_at.to_rfc3339(),
        is_read: one.read_at.is_some(),
    }
}

async fn read(State(ctx): State<Ctx>, member: Member, Json(which): Json<Which>) -> Result<StatusCode> {
    let key = which.key.as_deref();
    ctx.db.write(async |tx| notifications::mark_read(tx, &member.principal, key).await).await?;
    Ok(StatusCode::NO_CONTENT)
}
