//! `…/delete` and `/groups/{id}/wiki/deleted`: taking a page away, alone or with what stands under it, and bringing it back.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use domain::people::faces;
use domain::wiki::{self, Page, Wiki, branch, links};
use domain::{Error, PageId};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::{Frame, address, enter, find, path};
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Moment;
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki/{slug}/delete" Member => ask;
        POST "/groups/{id}/wiki/{slug}/delete" Member body 1_000 => delete;
        GET "/groups/{id}/wiki/deleted" Member => list;
        POST "/groups/{id}/wiki/deleted/{page}" Member body 1_000 => bring_back;
    }
}

#[derive(Template)]
#[template(path = "wiki/delete.html")]
struct Ask {
    shell: Shell,
    frame: Frame,
    title: String,
    path: String,
    versions: i64,
    errors: FormErrors,
    /// Pages that stand right under it.
    children: usize,
    /// Pages that stand anywhere under it; none: more than go at once.
    under: Option<usize>,
    under_max: usize,
    /// The first of them, and how many others there are.
    titles: Vec<String>,
    titles_more: usize,
    /// Others who wrote in them.
    authors: Vec<FaceView>,
    takes_branch: bool,
    /// Pages that link here.
    links: usize,
}

const LINKS_COUNTED: i64 = 1_000;

async fn ask(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, slug)): Path<(String, String)>,
) -> Result<Html<String>> {
    let (wiki, page) = find(&ctx, &member.principal, &id, &slug).await?;
    wiki::demand_write(&ctx.db, &wiki, &page).await?;
    Ok(Html(Ask::new(&ctx, &member, shell, &wiki, page).await?.render()?))
}

impl Ask {
    async fn new(ctx: &Ctx, member: &Member, shell: Shell, wiki: &Wiki, page: Page) -> Result<Self> {
        let branch = wiki::list_branch(&ctx.db, wiki, &page).await?;
        let going = branch::find_going(&ctx.db, &member.principal, &page).await?;
        let faces = faces(&ctx.db, &member.principal, going.authors.iter().copied()).await?;
        Ok(Self {
            frame: Frame::new(wiki),
            path: address(wiki.group_id(), &page.slug),
            versions: page.version_count,
            errors: FormErrors::default(),
            children: branch.leaves.iter().filter(|leaf| leaf.parent_id == Some(page.id)).count(),
            under: Some(going.count).filter(|count| *count < branch::BRANCH_MAX),
            under_max: branch::BRANCH_MAX - 1,
            titles_more: going.count - going.titles.len(),
            titles: going.titles,
            authors: going.authors.into_iter().map(|id| FaceView::of(shell.t, &faces, id)).collect(),
            takes_branch: false,
            links: links::list_here(&ctx.db, wiki, &page, LINKS_COUNTED).await?.len(),
            title: page.title,
            shell,
        })
    }
}

const LABELS: [(&str, &str); 1] = [("under", "wiki-delete-what")];

#[derive(Deserialize)]
struct Choice {
    /// How many pages stand under it, when they are to go too.
    #[serde(default)]
    under: String,
}

async fn delete(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, slug)): Path<(String, String)>,
    Form(choice): Form<Choice>,
) -> Result<Response> {
    let (wiki, page) = find(&ctx, &member.principal, &id, &slug).await?;
    let done = match choice.under.trim() {
        "" => ctx.db.write(async |tx| wiki::delete(tx, &member.principal, page.id).await).await,
        count => delete_branch(&ctx, &member, page.id, count).await,
    };
    let word = if choice.under.is_empty() { "wiki-notice-deleted" } else { "wiki-notice-branch-deleted" };
    match done {
        Ok(()) => Ok(notice::then(&path(wiki.group_id()), super::told(&wiki, word))),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            let view = Ask::new(&ctx, &member, shell, &wiki, page).await?;
            refused.show(|errors| Ask { errors, takes_branch: !choice.under.is_empty(), ..view }.render())
        }
    }
}

async fn delete_branch(ctx: &Ctx, member: &Member, page: PageId, count: &str) -> domain::Result<()> {
    let count: usize = count.parse().map_err(|_| Error::invalid("under", "error-choice"))?;
    ctx.db.write(async |tx| Box::pin(branch::delete(tx, &member.principal, page, count)).await).await
}

#[derive(Template)]
#[template(path = "wiki/deleted.html")]
struct List {
    shell: Shell,
    frame: Frame,
    rows: Vec<Row>,
}

struct Row {
    title: String,
    /// Pages that come back with it.
    under: i64,
    action: String,
    face: Option<FaceView>,
    when: Moment,
}

const DELETED_SHOWN: i64 = 200;

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let wiki = enter(&ctx, &member.principal, &id).await?;
    wiki.place.clone().require_post()?;
    let found = wiki::list_deleted(&ctx.db, &wiki, DELETED_SHOWN).await?;
    let faces = faces(&ctx.db, &member.principal, found.iter().filter_map(|page| page.deleted_by)).await?;
    let row = |page: &wiki::Deleted| Row {
        title: page.title.clone(),
        under: page.under,
        action: format!("{}/deleted/{}", path(wiki.group_id()), page.id),
        face: page.deleted_by.map(|by| FaceView::of(shell.t, &faces, by)),
        when: shell.t.moment(page.deleted_at, ctx.clock.now()),
    };
    let rows = found.iter().map(row).collect();
    Ok(Html(List { frame: Frame::new(&wiki), rows, shell }.render()?))
}

async fn bring_back(
    State(ctx): State<Ctx>,
    member: Member,
    Path((id, page)): Path<(String, String)>,
) -> Result<Response> {
    let wiki = enter(&ctx, &member.principal, &id).await?;
    let page: PageId = id_of(&page)?;
    let slug = ctx.db.write(async |tx| wiki::bring_back(tx, &member.principal, page).await).await?;
    let to = if wiki.is_here() { address(wiki.group_id(), &slug) } else { path(wiki.group_id()) };
    Ok(notice::then(&to, super::told(&wiki, "wiki-notice-brought-back")))
}
