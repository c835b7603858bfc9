//! `/api/v1/groups/{id}/wiki` and `/api/v1/wiki`: the pages of a network, and writing them.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::wiki::{self, Conflict, Edit, Leaf, Made, NewPage, Outcome, Page, VersionId};
use domain::{Error, PageId, people};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::description::Operation;
use super::once::Once;
use super::parts::{Person, id, person};
use crate::error::Result;
use crate::extract::Member;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/groups/{id}/wiki" Token => list;
        POST "/api/v1/groups/{id}/wiki" Token body 4_000_000 => create;
        GET "/api/v1/wiki/{id}" Token => show;
        PUT "/api/v1/wiki/{id}" Token body 4_000_000 => change;
    }
}

pub fn operations() -> Vec<Operation> {
    let of = |operation: Operation| operation.path_parameter("id");
    vec![
        of(Operation::get("/api/v1/groups/{id}/wiki", "The pages of a network, in the order of the tree"))
            .answers::<Pages>(),
        of(Operation::post("/api/v1/groups/{id}/wiki", "Make a page")).takes::<NewPageIn>().answers::<PageOut>(),
        of(Operation::get("/api/v1/wiki/{id}", "One page with its text")).answers::<PageOut>(),
        of(Operation::put(
            "/api/v1/wiki/{id}",
            "Change the text of a page: merged when it was written on an older version; 409 with all texts when it clashes; 202 when the host is to do it",
        ))
        .takes::<PageChange>()
        .answers::<PageOut>(),
    ]
}

/// Pages as the tree is read from top to bottom, at most a thousand.
#[derive(Serialize, ToSchema)]
struct Pages {
    pages: Vec<LeafOut>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct LeafOut {
    id: String,
    title: String,
    /// Its address within the wiki.
    slug: String,
    parent_id: Option<String>,
    depth: usize,
}

/// A page as it stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageOut {
    id: String,
    group_id: String,
    parent_id: Option<String>,
    title: String,
    slug: String,
    /// Markdown.
    body: String,
    /// The body as HTML that is safe to show.
    html: String,
    /// The id of the version that stands: the `base` of a change.
    version: String,
    number: i64,
    /// `inherit`, `members`, `moderators` or `locked`.
    rights: &'static str,
    /// Texts of others than who keeps it become proposals.
    needs_approval: bool,
    /// New pages may begin with its text.
    is_template: bool,
    /// Who keeps it true.
    owner: Option<Person>,
    changed_at: String,
    changed_by: Option<Person>,
    /// RFC 3339: from then on it may be outdated.
    review_at: Option<String>,
    /// Of a change: it was merged with what others wrote.
    is_merged: bool,
}

/// A page to be made.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewPageIn {
    title: String,
    /// Absent: at the top.
    parent_id: Option<String>,
    /// Markdown.
    #[serde(default)]
    body: String,
    #[serde(default)]
    summary: String,
}

/// A new text, and the version that it was written on.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PageChange {
    base: String,
    body: String,
    #[serde(default)]
    summary: String,
    /// A UUID of the caller's own: the same change sent again is done once.
    change: Option<uuid::Uuid>,
}

/// 202: the network is hosted elsewhere, and its host does what was asked; the page shows it then.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sent {
    pub is_sent: bool,
}

/// 202: the page asks for four eyes, and this item proposes the text.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Proposed {
    proposal_id: String,
}

/// Three texts that do not become one by themselves. Nothing was changed; the own text is kept as a draft.
#[derive(Serialize, ToSchema)]
struct Clashed {
    base: Side,
    theirs: Side,
    mine: Side,
    /// With signs around each clash: `<<<<<<<`, `|||||||`, `=======`, `>>>>>>>`.
    merge: String,
}

#[derive(Serialize, ToSchema)]
struct Side {
    /// Absent: not kept as a version.
    version: Option<String>,
    body: String,
}

async fn list(State(ctx): State<Ctx>, member: Member, Path(group): Path<String>) -> Result<Json<Pages>> {
    let wiki = wiki::enter(&ctx.db, &member.principal, id(&group)?).await?;
    let all = wiki::list_all(&ctx.db, &wiki).await?;
    let leaf = |(depth, leaf): (usize, Leaf)| LeafOut {
        id: leaf.id.to_string(),
        title: leaf.title,
        slug: leaf.slug,
        parent_id: leaf.parent_id.map(|id| id.to_string()),
        depth,
    };
    Ok(Json(Pages { pages: all.into_iter().map(leaf).collect() }))
}

pub(super) async fn find(ctx: &Ctx, member: &Member, page: &str) -> Result<Page> {
    Ok(wiki::find_by_id(&ctx.db, &member.principal, id(page)?).await?)
}

pub(super) async fn page_out(ctx: &Ctx, member: &Member, page: Page, is_merged: bool) -> Result<PageOut> {
    let faces =
        people::faces(&ctx.db, &member.principal, [page.changed_by].into_iter().chain(page.owner_id)).await?;
    Ok(PageOut {
        body: wiki::source_of(&ctx.db, &page.head).await?.unwrap_or_default(),
        id: page.id.to_string(),
        group_id: page.group_id.to_string(),
        parent_id: page.parent_id.map(|id| id.to_string()),
        title: page.title,
        slug: page.slug,
        html: page.html,
        version: page.head.0,
        number: page.version_count,
        rights: page.rights.as_str(),
        needs_approval: page.needs_approval,
        is_template: page.is_template,
        owner: page.owner_id.and_then(|owner| person(&faces, owner)),
        changed_at: page.changed_at.to_rfc3339(),
        changed_by: person(&faces, page.changed_by),
        review_at: page.review_at.map(|at| at.to_rfc3339()),
        is_merged,
    })
}

async fn show(State(ctx): State<Ctx>, member: Member, Path(page): Path<String>) -> Result<Json<PageOut>> {
    let page = find(&ctx, &member, &page).await?;
    Ok(Json(page_out(&ctx, &member, page, false).await?))
}

async fn create(
    State(ctx): State<Ctx>,
    member: Member,
    Path(group): Path<String>,
    once: Once,
    Json(sent): Json<NewPageIn>,
) -> Result<Response> {
    let (group, principal) = (id(&group)?, &member.principal);
    let parent_id = sent.parent_id.as_deref().map(str::parse).transpose();
    let new = NewPage {
        title: sent.title.clone(),
        parent_id: parent_id.map_err(|_| Error::invalid("parent", "error-page-parent"))?,
        source: sent.body.clone(),
        summary: sent.summary.clone(),
        patch: None,
        origin: None,
    };
    let is_here = wiki::enter(&ctx.db, principal, group).await?.is_here();
    let made: PageId = once
        .make(&ctx, &member, &sent, async |tx| {
            match wiki::create(tx, principal, group, new.clone()).await? {
                Made::Here(id) => Ok(id),
                Made::Sent => Ok(tx.new_id()),
            }
        })
        .await?;
    if !is_here {
        return Ok((StatusCode::ACCEPTED, Json(Sent { is_sent: true })).into_response());
    }
    let shown = show(State(ctx), member, Path(made.to_string())).await?;
    Ok((StatusCode::CREATED, shown).into_response())
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path(page): Path<String>,
    Json(sent): Json<PageChange>,
) -> Result<Response> {
    let page = find(&ctx, &member, &page).await?;
    let edit = Edit {
        base: VersionId::parse(&sent.base).ok_or(Error::invalid("base", "error-page-base"))?,
        source: sent.body,
        summary: sent.summary,
        patch: sent.change,
        after: None,
        origin: None,
    };
    let me = &member.principal;
    let is_merged = match ctx.db.write(async |tx| wiki::edit(tx, me, page.id, edit.clone()).await).await? {
        Outcome::Saved(_) | Outcome::Unchanged => false,
        Outcome::Merged(_) => true,
        Outcome::Proposed(id) => {
            let proposed = Proposed { proposal_id: id.to_string() };
            return Ok((StatusCode::ACCEPTED, Json(proposed)).into_response());
        }
        Outcome::Sent => return Ok((StatusCode::ACCEPTED, Json(Sent { is_sent: true })).into_response()),
        Outcome::Gone => return Err(Error::Conflict("error-page-gone").into()),
        Outcome::Conflict(conflict) => {
            return Ok((StatusCode::CONFLICT, Json(Clashed::from(*conflict))).into_response());
        }
    };
    let page = find(&ctx, &member, &page.id.to_string()).await?;
    Ok(Json(page_out(&ctx, &member, page, is_merged).await?).into_response())
}

impl From<Conflict> for Clashed {
    fn from(conflict: Conflict) -> Self {
        let merge = conflict.merged.with_markers();
        Self {
            base: Side { version: Some(conflict.base.id.0), body: conflict.base_source },
            theirs: Side { version: Some(conflict.theirs.id.0), body: conflict.theirs_source },
            mine: Side { version: None, body: conflict.mine },
            merge,
        }
    }
}
