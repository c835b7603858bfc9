//! `/groups`: networks one may know of, one's own on top. The same address answers htmx with the list alone.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use domain::InstanceId;
use domain::groups::{self, Asked, Group, Membership, Order, members};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::card::Card;
use crate::error::Result;
use crate::extract::{Member, Partial};
use crate::i18n::Texts;
use crate::pages::form::FormErrors;
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
    /// Id of an organisation's instance; empty: all of them.
    at: String,
    after: String,
}

#[derive(Template)]
#[template(path = "groups/list.html")]
struct Page {
    shell: Shell,
    sought: Sought,
    may_create: bool,
    organisations: Vec<(String, String)>,
    none: FormErrors,
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
    let organisations = organisations(&ctx, t, &member).await?;
    Ok((
        vary,
        Html(
            Page { shell, sought, may_create, organisations, none: FormErrors::default(), answer }
                .render()?,
        ),
    )
        .into_response())
}

async fn answer(ctx: &Ctx, t: Texts, member: &Member, sought: &Sought) -> Result<Answer> {
    let own = members::list_own(&ctx.db, &member.principal).await?;
    let is_start = sought.is_whole() && sought.after.is_empty();
    let mine = if is_start { mine(ctx, member, &own).await? } else { Vec::new() };
    let asked = Asked {
        words: sought.q.chars().take(200).collect(),
        instance: sought.at.parse().ok(),
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

/// For the filter: what is chosen, and in words with how many networks there are.
async fn organisations(ctx: &Ctx, t: Texts, member: &Member) -> Result<Vec<(String, String)>> {
    let found = groups::list_organisations(&ctx.db, &member.principal).await?;
    let words = |(id, name, count): (InstanceId, String, i64)| {
        (id.to_string(), t.with("groups-at-count", [("organisation", name), ("count", count.to_string())]))
    };
    let all = (String::new(), t.get("groups-at-all"));
    Ok(std::iter::once(all).chain(found.into_iter().map(words)).collect())
}

async fn mine(ctx: &Ctx, member: &Member, own: &[Membership]) -> Result<Vec<Group>> {
    let house = groups::house::find(&ctx.db).await?;
    let mut ids: Vec<_> = own.iter().map(|row| row.group_id).chain(house).collect();
    ids.dedup();
    let mut groups = groups::list_by_id(&ctx.db, &member.principal, &ids).await?;
    groups.sort_by_cached_key(groups::cursor);
    Ok(groups)
}

impl Sought {
    /// Nothing is sought or filtered.
    pub fn is_whole(&self) -> bool {
        self.q.trim().is_empty() && self.at.is_empty()
    }

    /// Nothing was found, in words.
    fn none(&self, t: &Texts) -> String {
        match self.q.trim() {
            "" => t.get("groups-none-there"),
            words => t.with("groups-none", [("text", words)]),
        }
    }

    fn href(&self, after: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("q", self.q.as_str()), ("at", self.at.as_str()), ("after", after)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        format!("/groups?{}", query.finish())
    }
}
