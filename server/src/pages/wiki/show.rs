//! `/groups/{id}/wiki/{slug}`: reading a page.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::markup::{self, Heading};
use domain::people::{Face, faces};
use domain::wiki::follow::{self, Following};
use domain::wiki::links::{self, Link};
use domain::wiki::visits::{self, Since, Visit};
use domain::wiki::{self, Branch, Page, Rights, Wiki, offers, proposals};
use domain::{GroupId, PersonId, Principal};
use federation::route::Route;
use federation::routes;

use super::remarks::{self, Remark};
use super::{Frame, address, find, new, tree};
use crate::error::Result;
use crate::extract::Visitor;
use crate::i18n::{Moment, Texts};
use crate::pages::face::FaceView;
use crate::pages::files::list;
use crate::pages::form::FormErrors;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki/{slug}" Anyone => show;
    }
}

#[derive(Template)]
#[template(path = "wiki/show.html")]
pub(super) struct View {
    shell: Shell,
    errors: FormErrors,
    frame: Frame,
    page: PageView,
    /// The pages above it, from the top.
    above: Vec<Step>,
    tree: Vec<tree::Row>,
    contents: Vec<Heading>,
    /// The pages that link here.
    here: Vec<Step>,
    rights: Reader,
    /// How many wait for a decision.
    proposals: usize,
    /// Whoever is signed in can have it as files.
    may_take: bool,
    /// What stands above it on paper.
    on_paper: String,
    /// Since when the reader's own change is on its way.
    sent: Option<Moment>,
    host: String,
    /// What others wrote since the reader looked last.
    news: Option<News>,
    /// He has not seen this version before.
    is_news: bool,
    following: Option<Follows>,
    remarks: Vec<Remark>,
    /// A remark that was not taken.
    typed: String,
    kept: Vec<list::Row>,
    may_remark: bool,
}

struct News {
    count: i64,
    when: Moment,
    href: String,
}

/// How a reader who has an account here follows the page.
#[derive(Clone, Copy)]
struct Follows(Option<Following>);

impl Follows {
    fn is(self, word: &str) -> bool {
        word == match self.0 {
            None => "nothing",
            Some(Following::Page) => "page",
            Some(Following::Branch) => "branch",
            Some(Following::Above) => "above",
        }
    }
}

/// A page with the way there.
struct Step {
    title: String,
    href: String,
}

struct PageView {
    id: String,
    path: String,
    title: String,
    html: String,
    face: FaceView,
    when: Moment,
    versions: i64,
    owner: Option<FaceView>,
    reviewed: Option<Moment>,
    /// Since when it should have been looked at.
    due: Option<Moment>,
    is_locked: bool,
    is_for_moderators: bool,
    needs_approval: bool,
    is_template: bool,
}

/// What this reader may do.
struct Reader {
    may_write: bool,
    may_arrange: bool,
    /// Under which one would make a page.
    new_below: String,
}

const LINKS_SHOWN: i64 = 50;

async fn show(
    State(ctx): State<Ctx>,
    shell: Shell,
    Visitor(principal): Visitor,
    Path((id, slug)): Path<(String, String)>,
) -> Result<Response> {
    let (wiki, page) = find(&ctx, &principal, &id, &slug).await?;
    if page.slug != slug {
        // Not for ever: the address may become another page's once this one is deleted.
        return Ok(Redirect::to(&address(wiki.group_id(), &page.slug)).into_response());
    }
    let seen = page.clone();
    let view = view(&ctx, shell, &principal, wiki, page).await?;
    if view.is_news {
        ctx.db.write(async |tx| visits::note(tx, &principal, &seen).await).await?;
    }
    Ok(Html(view.render()?).into_response())
}

pub(super) async fn view(
    ctx: &Ctx,
    shell: Shell,
    principal: &Principal,
    wiki: Wiki,
    page: Page,
) -> Result<View> {
    let t = shell.t;
    let branch = wiki::list_branch(&ctx.db, &wiki, &page).await?;
    let found = links::list_found(&ctx.db, &page).await?.into_iter().collect();
    let here = links::list_here(&ctx.db, &wiki, &page, LINKS_SHOWN).await?;
    let people: Vec<PersonId> = std::iter::once(page.changed_by).chain(page.owner_id).collect();
    let faces = faces(&ctx.db, principal, people).await?;
    let sent = match wiki.is_here() {
        true => None,
        false => offers::find_own(&ctx.db, principal, page.id).await?,
    };
    let proposals = proposals::list_open(&ctx.db, principal, &page).await?.len();
    let is_reader = principal.member().is_some();
    let visit = if is_reader { visits::find(&ctx.db, principal, &page).await? } else { None };
    let since = visits::since(&ctx.db, principal, &page, visit).await?;
    let following = match is_reader {
        true => Some(Follows(follow::find(&ctx.db, principal, &page).await?)),
        false => None,
    };
    let remarks = remarks::load(ctx, t, principal, &page).await?;
    let group = wiki.group_id();
    let may_write = wiki.may_write(branch.rights);
    let step = |title: &str, slug: &str| Step { title: title.to_owned(), href: address(group, slug) };
    let above = branch.path.iter().take(branch.path.len().saturating_sub(1));
    Ok(View {
        frame: Frame::new(&wiki),
        above: above.map(|leaf| step(&leaf.title, &leaf.slug)).collect(),
        tree: tree::rows(group, &branch.leaves, Some(page.id)),
        contents: markup::headings(&page.html),
        here: here.iter().map(|link: &Link| step(&link.title, &link.slug)).collect(),
        rights: Reader {
            may_write,
            may_arrange: may_write || (wiki.place.may_post() && wiki.place.is_moderator()),
            new_below: format!("{}?under={}", super::path(group) + "/new", page.id),
        },
        proposals,
        news: since.map(|since| News::new(ctx, t, &page, since)),
        is_news: is_reader && Visit::is_news(visit, &page),
        following,
        remarks,
        typed: String::new(),
        kept: Vec::new(),
        may_remark: wiki.place.may_post(),
        errors: FormErrors::default(),
        may_take: principal.member().is_some(),
        on_paper: on_paper(t, &page),
        sent: sent.map(|offer| t.moment(offer.sent_at, ctx.clock.now())),
        host: wiki.place.group.organisation.clone(),
        page: PageView::new(ctx, t, &faces, &page, &branch, settled(group, &page.html, &found, t, may_write)),
        shell,
    })
}

impl View {
    /// The same page, with a remark that was not taken.
    pub fn refused(self, typed: String, kept: Vec<list::Row>, errors: FormErrors) -> Self {
        Self { typed, kept, errors, ..self }
    }
}

impl News {
    fn new(ctx: &Ctx, t: Texts, page: &Page, since: Since) -> Self {
        let path = address(page.group_id, &page.slug);
        Self {
            count: since.count,
            when: t.moment(since.seen_at, ctx.clock.now()),
            href: format!("{path}/difference?from={}", since.number),
        }
    }
}

/// Of which version and day a printed page is.
fn on_paper(t: Texts, page: &Page) -> String {
    let date = t.date(page.changed_at);
    t.with("port-paper", [("version", page.version_count.to_string()), ("date", date)])
}

impl PageView {
    fn new(
        ctx: &Ctx,
        t: Texts,
        faces: &HashMap<PersonId, Face>,
        page: &Page,
        branch: &Branch,
        html: String,
    ) -> Self {
        let now = ctx.clock.now();
        Self {
            id: page.id.to_string(),
            path: address(page.group_id, &page.slug),
            title: page.title.clone(),
            html,
            face: FaceView::of(t, faces, page.changed_by),
            when: t.moment(page.changed_at, now),
            versions: page.version_count,
            owner: page.owner_id.map(|owner| FaceView::of(t, faces, owner)),
            reviewed: page.reviewed_at.map(|at| t.moment(at, now)),
            due: page.review_at.filter(|_| page.is_due(now)).map(|at| t.moment(at, now)),
            is_locked: branch.rights == Rights::Locked,
            is_for_moderators: branch.rights == Rights::Moderators,
            needs_approval: page.needs_approval,
            is_template: page.is_template,
        }
    }
}

/// The page with its links by title settled: to the page where there is one, else to writing it for whoever may.
pub fn settled(
    group: GroupId,
    html: &str,
    found: &HashMap<String, String>,
    t: Texts,
    may_write: bool,
) -> String {
    let (pieces, rest) = links::pieces(html, &links::look_up(group));
    let mut out = String::with_capacity(html.len());
    for piece in pieces {
        out.push_str(piece.before);
        let words = piece.words;
        out.push_str(&match found.get(&piece.slug) {
            Some(slug) => format!("<a href=\"{}\">{words}</a>", address(group, slug)),
            None if may_write => format!(
                "<a class=\"plein-wiki__missing\" href=\"{}\">{words}<span class=\"plein-hidden\"> ({})</span></a>",
                new::path_with(group, piece.title),
                t.get("wiki-missing")
            ),
            None => format!("<span class=\"plein-wiki__missing\">{words}</span>"),
        });
    }
    out.push_str(rest);
    out
}
