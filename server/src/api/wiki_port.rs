//! `…/export` and `…/import` of a wiki: pages as files of Markdown, in a ZIP.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::wiki;
use domain::wiki::port::{Brought, Fate, LeftOut, Part, Why};
use domain::{Error, PageId};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::description::Operation;
use super::parts::id;
use crate::error::Result;
use crate::extract::Member;
use crate::pages::shell::Shell;
use crate::pages::wiki::{export, import};
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/groups/{id}/wiki/export" Token => all;
        POST "/api/v1/groups/{id}/wiki/import" Token body 60_000_000 => bring_in;
        GET "/api/v1/wiki/{id}/export" Token => page;
    }
}

pub fn operations() -> Vec<Operation> {
    let of = |operation: Operation| operation.path_parameter("id");
    vec![
        of(Operation::get(
            "/api/v1/groups/{id}/wiki/export",
            "All pages as Markdown in a ZIP, with the files that they show",
        ))
        .answers_bytes(),
        of(Operation::post(
            "/api/v1/groups/{id}/wiki/import",
            "Make pages of a ZIP with Markdown, with the files they show: all of them or, when this fails, none",
        ))
        .query::<Wanted>()
        .takes_bytes()
        .answers::<Report>(),
        of(Operation::get("/api/v1/wiki/{id}/export", "A page as Markdown, or as a ZIP with what it shows"))
            .query::<Asked>()
            .answers_bytes(),
    ]
}

#[derive(Deserialize, IntoParams)]
struct Asked {
    /// `markdown` (else), `zip`, or `under`: a ZIP with everything under it.
    r#as: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
struct Wanted {
    /// The page under which they come. Absent: at the top.
    parent_id: Option<String>,
    /// Of pages that are there: `keep` (else), or `version`: they get the text of the file.
    existing: Option<String>,
    /// Only say what would happen.
    preview: Option<bool>,
}

/// What happened, or would.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Report {
    is_done: bool,
    /// In the order of the tree.
    pages: Vec<PageRow>,
    /// Files that come along because pages show or link to them, and that are not there yet.
    files: usize,
    left_out: Vec<FileRow>,
}

#[derive(Serialize, ToSchema)]
struct PageRow {
    title: String,
    depth: usize,
    /// The file it is made of; empty: a folder without one.
    path: String,
    /// `new`, `version`, `kept`, `same` or `refused`.
    outcome: &'static str,
    /// Its address within the wiki, once it is there.
    slug: Option<String>,
    /// Of what is refused.
    why: Option<&'static str>,
}

#[derive(Serialize, ToSchema)]
struct FileRow {
    path: String,
    /// `path`, `link`, `not-markdown`, `not-text`, `too-large`, `unreadable`, `too-deep`, `twice` or `nameless`; of pages also
    /// `not-yours` and `four-eyes`, of other files `file-too-large`, `empty`, `beyond` (more than come in at once) and `missing` (a
    /// page shows it, and it is not there).
    why: &'static str,
}

async fn all(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(group): Path<String>,
) -> Result<Response> {
    let wiki = wiki::enter(&ctx.db, &member.principal, id(&group)?).await?;
    let name = wiki.place.group.words.name.clone();
    export::as_zip(&ctx, &member.principal, wiki, Part::All, &name, shell.t).await
}

async fn page(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(page): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let page = wiki::find_by_id(&ctx.db, &member.principal, id(&page)?).await?;
    let wiki = wiki::enter(&ctx.db, &member.principal, page.group_id).await?;
    let part = match asked.r#as.as_deref() {
        None | Some("markdown") => {
            return export::as_markdown(&ctx, &member.principal, &wiki, &page).await;
        }
        Some("zip") => Part::Page(page.id),
        Some("under") => Part::Under(page.id),
        Some(_) => return Err(Error::invalid("as", "error-choice").into()),
    };
    export::as_zip(&ctx, &member.principal, wiki, part, &page.title, shell.t).await
}

async fn bring_in(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(group): Path<String>,
    Query(wanted): Query<Wanted>,
    sent: Bytes,
) -> Result<Json<Report>> {
    let wiki = wiki::enter(&ctx.db, &member.principal, id(&group)?).await?;
    wiki.place.clone().require_post()?;
    let parent: Option<PageId> = wanted.parent_id.as_deref().map(str::parse).transpose().map_err(gone)?;
    let existing = import::existing(wanted.existing.as_deref().unwrap_or_default());
    let entries = import::unpack(&ctx, sent.to_vec()).await?;
    if wanted.preview == Some(true) {
        let plan = import::would(&ctx, &member, &wiki, parent, entries, existing).await?;
        let brought = Brought { slugs: vec![None; plan.rows.len()], plan };
        return Ok(Json(Report::new(&brought, false)));
    }
    let brought = import::bring_in(&ctx, &member, &wiki, parent, entries, existing, shell.t).await?;
    Ok(Json(Report::new(&brought, true)))
}

fn gone<E>(_: E) -> Error {
    Error::invalid("parent", "error-page-parent")
}

impl Report {
    fn new(brought: &Brought, is_done: bool) -> Self {
        let rows = &brought.plan.rows;
        let page = |(depth, at): (usize, usize)| PageRow {
            title: rows[at].title.clone(),
            depth,
            path: rows[at].path.clone(),
            outcome: outcome(&rows[at].fate),
            slug: brought.slugs[at].clone(),
            why: if let Fate::Refused(why) = rows[at].fate { Some(word(why)) } else { None },
        };
        let file = |one: &LeftOut| FileRow { path: one.path.clone(), why: word(one.why) };
        Self {
            is_done,
            pages: brought.plan.ordered().into_iter().map(page).collect(),
            files: brought.plan.files,
            left_out: brought.plan.left_out.iter().map(file).collect(),
        }
    }
}

fn outcome(fate: &Fate) -> &'static str {
    match fate {
        Fate::New => "new",
        Fate::Version(..) => "version",
        Fate::Kept(_) => "kept",
        Fate::Same(_) => "same",
        Fate::Refused(_) => "refused",
    }
}

/// What stands behind the last words of every such key.
fn word(why: Why) -> &'static str {
    why.key().trim_start_matches("port-why-")
}
