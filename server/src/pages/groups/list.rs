//! `/groups`: networks one may know of, one's own on top. The same address answers htmx with the list alone.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use domain::groups::{self, Asked, Group, Membership, Order, members};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::card::Card;
use crate::error::Result;
use crate::extract::{Member, Partial};
use crate::i18n::Texts;
use crate::pages::shell::Shell;
use crate::state::Ctx;

/// Networks on one page.
const PAGE: usize = 30;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups" Member => list;
    }
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Sought {
    q: String,
    after: String,
}

#[derive(Template)]
#[template(path = "groups/list.html")]
struct Page {
    shell: Shell,
    sought: Sought,
    may_create: bool,
    answer: Answer,
}

#[derive(Template)]
#[template(path = "groups/_results.html")]
struct Part {
    t: Texts,
    sought: Sought,
    may_create: bool,
    answer: Answer,
}

struct Answer {
    /// Own networks and invitations, while nothing is sought.
    mine: Vec<Card>,
    found: Vec<Card>,
    first: Option<String>,
    next: Option<String>,
}

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    partial: Partial,
    Query(sought): Query<Sought>,
) -> Result<Response> {
    let t = shell.t;
    let may_create = groups::creation_policy(&ctx.db).await?.allows(&member.principal);
    let answer = answer(&ctx, t, &member, &sought).await?;
    let vary = [(header::VARY, "hx-request")];
    if partial.0 {
        let part = Part { t, sought, may_create, answer }.render()?;
        return Ok((vary, [(header::CACHE_CONTROL, "no-store")], Html(part)).into_response());
    }
    Ok((vary, Html(Page { shell, sought, may_create, answer }.render()?)).into_response())
}

async fn answer(ctx: &Ctx, t: Texts, member: &Member, sought: &Sought) -> Result<Answer> {
    let own = members::list_own(&ctx.db, &member.principal).await?;
    let is_start = sought.q.trim().is_empty() && sought.after.is_empty();
    let mine = if is_start { mine(ctx, member, &own).await? } else { Vec::new() };
    let asked = Asked {
        words: sought.q.chars().take(200).collect(),
        order: Order::Name,
        after: Some(sought.after.clone()),
        limit: i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
        ..Asked::default()
    };
    let mut found = groups::list(&ctx.db, &member.principal, &asked).await?;
    let has_more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| has_more).map(|last| sought.href(&groups::cursor(last)));
    let first = (!sought.after.is_empty()).then(|| sought.href(""));
    let card = |group: &Group| Card::new(t, group, &own, ctx.clock.now());
    Ok(Answer { mine: mine.iter().map(card).collect(), found: found.iter().map(card).collect(), first, next })
}

async fn mine(ctx: &Ctx, member: &Member, own: &[Membership]) -> Result<Vec<Group>> {
    let ids: Vec<_> = own.iter().map(|row| row.group_id).collect();
    let mut groups = groups::list_by_id(&ctx.db, &member.principal, &ids).await?;
    groups.sort_by_cached_key(groups::cursor);
    Ok(groups)
}

impl Sought {
    fn href(&self, after: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("q", self.q.as_str()), ("after", after)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        format!("/groups?{}", query.finish())
    }
}
