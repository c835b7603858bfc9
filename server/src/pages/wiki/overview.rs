//! `/groups/{id}/wiki`: the whole wiki, and the look-up of a page by its title.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::people::faces;
use domain::wiki::{self, Rights, Wiki, drafts, follow, offers, upkeep, visits};
use domain::{Principal, groups};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::{address, enter, path, tree};
use crate::error::{Problem, Result};
use crate::extract::{Member, Visitor};
use crate::i18n::{Moment, Texts};
use crate::pages::face::FaceView;
use crate::pages::groups::head::{Head, Tab};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/wiki" Member => house;
        GET "/groups/{id}/wiki" Anyone => show;
        GET "/groups/{id}/wiki/to" Anyone => look_up;
    }
}

#[derive(Template)]
#[template(path = "wiki/overview.html")]
struct View {
    shell: Shell,
    head: Head,
    path: String,
    tree: Vec<tree::Row>,
    changed: Vec<Changed>,
    /// Pages that the reader knows and others changed since.
    news: Vec<Changed>,
    followed: Vec<Followed>,
    drafts: Vec<Draft>,
    /// What the reader sent to the host, or got back.
    sent: Vec<Sent>,
    host: String,
    due: usize,
    may_write: bool,
    /// Pages can be brought in.
    may_bring_in: bool,
    /// Whoever is signed in can have it as files.
    may_take: bool,
}

struct Changed {
    title: String,
    href: String,
    /// What changed since the reader looked.
    since: Option<String>,
    face: FaceView,
    when: Moment,
}

/// A page that the reader follows.
struct Followed {
    title: String,
    href: String,
    covers_below: bool,
}

/// A draft of the reader's own.
struct Draft {
    title: String,
    href: String,
    when: Moment,
    is_deleted: bool,
}

struct Sent {
    title: String,
    when: Moment,
    /// Where he sees what came back.
    refused: Option<String>,
}

const CHANGED_SHOWN: i64 = 10;
const DUE_COUNTED: i64 = 100;

async fn show(
    State(ctx): State<Ctx>,
    shell: Shell,
    Visitor(principal): Visitor,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let wiki = enter(&ctx, &principal, &id).await?;
    let t = shell.t;
    let head = Head::new(t, &wiki.place, Tab::Wiki).for_stranger(principal.member().is_none());
    let leaves = wiki::list_top(&ctx.db, &wiki).await?;
    let view = View {
        path: path(wiki.group_id()),
        tree: tree::rows(wiki.group_id(), &leaves, None),
        changed: changed(&ctx, t, &principal, &wiki).await?,
        news: news(&ctx, t, &principal, &wiki).await?,
        followed: followed(&ctx, &principal, &wiki).await?,
        drafts: own_drafts(&ctx, t, &principal, &wiki).await?,
        sent: own_offers(&ctx, t, &principal, &wiki).await?,
        host: wiki.place.group.organisation.clone(),
        due: upkeep::list_due(&ctx.db, &wiki, ctx.clock.now(), DUE_COUNTED).await?.len(),
        may_write: wiki.may_write(Rights::Members),
        may_bring_in: wiki.is_here() && wiki.may_write(Rights::Members),
        may_take: principal.member().is_some(),
        head,
        shell,
    };
    Ok(Html(view.render()?))
}

/// The organisation's own wiki. Where there is none yet, whoever may begin one comes to where that is done.
async fn house(State(ctx): State<Ctx>, member: Member) -> Result<Redirect> {
    match groups::house::find(&ctx.db).await? {
        Some(id) => Ok(Redirect::to(&path(id))),
        None if member.principal.is_administrator() => Ok(Redirect::to("/admin/groups#house")),
        None => Err(Problem::not_found()),
    }
}

async fn changed(ctx: &Ctx, t: Texts, principal: &Principal, wiki: &Wiki) -> Result<Vec<Changed>> {
    let found = wiki::list_changed(&ctx.db, wiki, CHANGED_SHOWN).await?;
    let faces = faces(&ctx.db, principal, found.iter().map(|page| page.changed_by)).await?;
    let now = ctx.clock.now();
    let row = |page: &wiki::Changed| Changed {
        title: page.title.clone(),
        href: address(wiki.group_id(), &page.slug),
        since: None,
        face: FaceView::of(t, &faces, page.changed_by),
        when: t.moment(page.changed_at, now),
    };
    Ok(found.iter().map(row).collect())
}

async fn news(ctx: &Ctx, t: Texts, principal: &Principal, wiki: &Wiki) -> Result<Vec<Changed>> {
    let found = visits::list_news(&ctx.db, principal, wiki, CHANGED_SHOWN).await?;
    let faces = faces(&ctx.db, principal, found.iter().map(|page| page.changed_by)).await?;
    let now = ctx.clock.now();
    let row = |page: &visits::News| {
        let href = address(wiki.group_id(), &page.slug);
        Changed {
            title: page.title.clone(),
            since: Some(format!("{href}/difference?from={}", page.number)),
            href,
            face: FaceView::of(t, &faces, page.changed_by),
            when: t.moment(page.changed_at, now),
        }
    };
    Ok(found.iter().map(row).collect())
}

async fn followed(ctx: &Ctx, principal: &Principal, wiki: &Wiki) -> Result<Vec<Followed>> {
    let row = |page: follow::Followed| Followed {
        href: address(wiki.group_id(), &page.slug),
        title: page.title,
        covers_below: page.covers_below,
    };
    Ok(follow::list(&ctx.db, principal, wiki).await?.into_iter().map(row).collect())
}

async fn own_drafts(ctx: &Ctx, t: Texts, principal: &Principal, wiki: &Wiki) -> Result<Vec<Draft>> {
    if principal.acting_person().is_none() {
        return Ok(Vec::new());
    }
    let now = ctx.clock.now();
    let row = |draft: drafts::Listed| Draft {
        title: draft.title,
        href: format!("{}/drafts/{}", path(wiki.group_id()), draft.page_id),
        when: t.moment(draft.saved_at, now),
        is_deleted: draft.is_deleted,
    };
    Ok(drafts::list(&ctx.db, principal, wiki.group_id()).await?.into_iter().map(row).collect())
}

async fn own_offers(ctx: &Ctx, t: Texts, principal: &Principal, wiki: &Wiki) -> Result<Vec<Sent>> {
    if wiki.is_here() || principal.acting_person().is_none() {
        return Ok(Vec::new());
    }
    let now = ctx.clock.now();
    let row = |(offer, title): (offers::Offer, Option<String>)| Sent {
        title: title.unwrap_or_default(),
        when: t.moment(offer.sent_at, now),
        refused: Some(format!("{}/offers/{}", path(wiki.group_id()), offer.id))
            .filter(|_| !offer.refusal.is_empty()),
    };
    Ok(offers::list_own(&ctx.db, principal, wiki.group_id()).await?.into_iter().map(row).collect())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Sought {
    title: String,
}

/// A link by title leads to its page; where there is none, to writing it, for whoever may.
async fn look_up(
    State(ctx): State<Ctx>,
    Visitor(principal): Visitor,
    Path(id): Path<String>,
    Query(sought): Query<Sought>,
) -> Result<Response> {
    let wiki = enter(&ctx, &principal, &id).await?;
    let to = match wiki::find_by_title(&ctx.db, &wiki, &sought.title).await? {
        Some(page) => address(wiki.group_id(), &page.slug),
        None if wiki.may_write(Rights::Members) => super::new::path_for(wiki.group_id(), &sought.title),
        None => return Err(Problem::not_found()),
    };
    Ok(Redirect::to(&to).into_response())
}
