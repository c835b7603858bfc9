//! `GET /api/v1/search`: the same search of what is published as the page, for programs.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{RawQuery, State};
use federation::route::Route;
use federation::routes;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::BASE;
use super::description::Operation;
use super::parts::Person;
use crate::error::Result;
use crate::extract::Member;
use crate::pages::search::panel::Panel;
use crate::pages::search::row::Row;
use crate::pages::search::show::read;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/search" Token => search;
    }
}

pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/api/v1/search", "Find networks, posts, comments and files")
            .query::<Asked>()
            .answers::<Found>(),
    ]
}

/// What can be asked. `Question` reads it, as forgivingly as the page's address; this describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query string for the document")]
struct Asked {
    /// Words, in Dutch or English; typing errors and parts of words are understood.
    q: Option<String>,
    /// `everything`, `mine`: one's own networks, or the id of one network.
    r#in: Option<String>,
    /// `networks`, `posts`, `comments` or `files`.
    kind: Option<String>,
    /// `question`, `discussion`, `blog`, `poll`, `status`, `answer` or `comment`. Values of one filter widen, different
    /// filters narrow.
    r#type: Option<Vec<String>>,
    /// Ids of networks.
    group: Option<Vec<String>>,
    /// Ids of people.
    author: Option<Vec<String>>,
    /// Addresses of subjects.
    subject: Option<Vec<String>>,
    /// `nl` or `en`.
    language: Option<Vec<String>>,
    /// `week`, `month` or `year`.
    period: Option<String>,
    /// `best` or `newest`.
    order: Option<String>,
    /// From `next` of the page before; twenty a page.
    after: Option<String>,
}

/// An answer to a search.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// How many there are.
    total: u32,
    results: Vec<Thing>,
    /// By filter: what one may narrow to, most frequent first.
    facets: BTreeMap<&'static str, Vec<Choice>>,
    /// Nothing had every word; these have most of them.
    is_relaxed: bool,
    /// The index is away for a moment: only titles were searched.
    is_by_title: bool,
    /// Where the next page is.
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Choice {
    /// As it is asked for.
    value: String,
    /// In the reader's language.
    name: String,
    count: Option<u32>,
    is_chosen: bool,
}

/// Something published, as far as the owner of the token may see it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Thing {
    id: String,
    /// `network`, a kind of item, `answer`, `comment` or `file`.
    r#type: &'static str,
    /// Of a comment: that of what it stands under.
    title: String,
    /// The part of the text that speaks most of what was asked.
    excerpt: String,
    author: Option<Person>,
    /// The id of the network it stands in.
    group_id: Option<String>,
    /// RFC 3339.
    published_at: String,
    is_accepted: bool,
    /// Its page.
    page: String,
}

async fn search(
    State(ctx): State<Ctx>,
    Shell { t, .. }: Shell,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Json<Found>> {
    let question = read(&ctx, &member, query.as_deref().unwrap_or_default()).await?;
    let found = ctx.published.search(&member.principal, question.to_engine()).await?;
    let panel = Panel::new(&ctx.db, t, &member.principal, &question, &found).await?;
    let origin = ctx.config.origin();
    Ok(Json(Found {
        total: found.total,
        results: panel.rows.iter().map(|row| Thing::new(&origin, row)).collect(),
        facets: facets(&panel),
        is_relaxed: found.is_relaxed,
        is_by_title: found.is_by_title,
        next: found.next.map(|next| format!("{BASE}/search?{}", question.from(Some(next)).query())),
    }))
}

fn facets(panel: &Panel) -> BTreeMap<&'static str, Vec<Choice>> {
    let choice = |option: &crate::pages::people::filters::Choice| Choice {
        value: option.value.clone(),
        name: option.words.clone(),
        count: option.count,
        is_chosen: option.is_chosen,
    };
    panel.groups.iter().map(|group| (group.name, group.options.iter().map(choice).collect())).collect()
}

impl Thing {
    fn new(origin: &str, row: &Row) -> Self {
        let plain = |pieces: &[search::published::Piece]| {
            pieces.iter().map(|piece| piece.text.as_str()).collect::<String>()
        };
        Self {
            id: row.id.clone(),
            r#type: row.sort.as_str(),
            title: plain(&row.title),
            excerpt: plain(&row.excerpt),
            author: row.author.as_ref().map(Person::from),
            group_id: row.group_id.map(|id| id.to_string()),
            published_at: row.at.to_rfc3339(),
            is_accepted: row.is_accepted,
            page: format!("{origin}{}", row.href),
        }
    }
}
