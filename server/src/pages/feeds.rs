//! Atom feeds: of a network, what everyone may read; at a private address, what its owner may read.

use atom_syndication::{Content, Entry, Feed, FixedDateTime, Link, Person, Text};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::accounts::{Secret, feeds};
use domain::items::lists::{self, Scope};
use domain::{Error, GroupId, Principal, Timestamp, groups, items, people};
use federation::route::Route;
use federation::routes;

use crate::error::{Problem, Result};
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/feed.atom" Anyone => of_group;
        GET "/feeds/{secret}" Anyone => of_owner;
    }
}

const ENTRIES: i64 = 30;

/// What the internet may read in a network; whoever has a private address reads the rest there.
async fn of_group(State(ctx): State<Ctx>, Path(id): Path<String>) -> Result<Response> {
    let id: GroupId = id.parse().map_err(|_| Problem::not_found())?;
    let group = groups::enter(&ctx.db, &Principal::Anonymous, id).await?.group;
    let here = format!("{}/groups/{id}", ctx.config.origin());
    answer(&ctx, &Principal::Anonymous, &Scope::Group(id), &group.words.name, &here, "public").await
}

async fn of_owner(State(ctx): State<Ctx>, Path(secret): Path<String>) -> Result<Response> {
    let secret = Secret::read(&secret).ok_or(Error::NotFound)?;
    let owner = feeds::owner(&ctx.db, &secret).await?;
    let name = ctx.config.instance.name.clone();
    answer(&ctx, &owner, &Scope::Mine, &name, &ctx.config.origin(), "private").await
}

async fn answer(
    ctx: &Ctx,
    who: &Principal,
    scope: &Scope,
    name: &str,
    here: &str,
    cache: &str,
) -> Result<Response> {
    let items = lists::list(&ctx.db, who, scope, None, None, ENTRIES).await?;
    let faces = people::faces(&ctx.db, who, items.iter().map(|item| item.author_id)).await?;
    let origin = ctx.config.origin();
    let entries: Vec<Entry> =
        items.iter().map(|item| entry(item, faces.get(&item.author_id), &origin)).collect();
    let newest = items.iter().map(|item| item.active_at).max().unwrap_or(Timestamp(0));
    let feed = Feed {
        title: Text::plain(name),
        id: here.to_owned(),
        updated: date(newest),
        links: vec![link(here.to_owned())],
        entries,
        ..Feed::default()
    };
    let body = feed.write_to(Vec::new()).map_err(|error| Problem::internal(format!("a feed: {error}")))?;
    let headers = [
        (header::CONTENT_TYPE, "application/atom+xml; charset=utf-8".to_owned()),
        (header::CACHE_CONTROL, format!("{cache}, max-age=300")),
    ];
    Ok((headers, body).into_response())
}

fn entry(item: &items::Item, author: Option<&people::Face>, origin: &str) -> Entry {
    let page = format!("{origin}/items/{}", item.id);
    let name = author.map(|author| author.name.clone()).unwrap_or_default();
    Entry {
        title: Text::plain(item.headline()),
        id: item.ap_id.clone(),
        updated: date(item.edited_at.unwrap_or(item.active_at)),
        published: item.published_at.map(date),
        authors: vec![Person { name, ..Person::default() }],
        links: vec![link(page)],
        content: Some(Content {
            content_type: Some("html".to_owned()),
            value: Some(item.html.clone()),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

fn link(href: String) -> Link {
    Link { href, rel: "alternate".to_owned(), ..Link::default() }
}

fn date(at: Timestamp) -> FixedDateTime {
    at.to_rfc3339().parse().unwrap_or_default()
}
