//! `/api/v1/files`: sending files in, saying what they show, having them again. A file becomes part of what is written when
//! that names its id.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::files::{self, File, NewFile, State as FileState};
use domain::{Error, FileId, Timestamp};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::BASE;
use super::description::Operation;
use super::once::Once;
use super::parts::id;
use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::files::incoming::{self, Received};
use crate::pages::files::download;
use crate::state::Ctx;

/// Where in the file a body begins (after tus.io).
const OFFSET: &str = "upload-offset";

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/api/v1/files" Token => begin;
        GET "/api/v1/files/{id}" Token => show;
        PATCH "/api/v1/files/{id}" Token => describe;
        DELETE "/api/v1/files/{id}" Token => delete;
        GET "/api/v1/files/{id}/content" Token => content;
        // How much a file may be is the operator's choice, and held while it comes in.
        PUT "/api/v1/files/{id}/content" Token body 10_000_000_000 => send;
    }
}

pub fn operations() -> Vec<Operation> {
    let of = |operation: Operation| operation.path_parameter("id");
    vec![
        Operation::post("/api/v1/files", "Announce a file").takes::<NewFileIn>().answers::<FileOut>(),
        of(Operation::get("/api/v1/files/{id}", "What is known of a file, and how much of it is here"))
            .answers::<FileOut>(),
        of(Operation::patch("/api/v1/files/{id}", "Say what an image shows"))
            .takes::<Description>()
            .answers::<FileOut>(),
        of(Operation::delete("/api/v1/files/{id}", "Take back a file that is part of nothing yet")),
        of(Operation::get("/api/v1/files/{id}/content", "Its bytes, or a range of them")).answers_bytes(),
        of(Operation::put(
            "/api/v1/files/{id}/content",
            "Send its bytes, at once or from the header Upload-Offset on; 202 while more is to come",
        ))
        .takes_bytes()
        .answers::<FileOut>(),
    ]
}

/// A file that will come.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewFileIn {
    name: String,
    /// How many bytes it has.
    size: i64,
    /// What an image shows; empty: it only decorates.
    alt: Option<String>,
}

/// What an image shows; empty: it only decorates.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Description {
    #[serde(default)]
    alt: String,
}

/// A file.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FileOut {
    pub id: String,
    pub name: String,
    /// By its first bytes, once they are here.
    pub media_type: String,
    pub size: i64,
    /// How many bytes are here.
    pub received: i64,
    /// `uploading`, `checking`, `unchecked` (too large for the virus scanner), `ready`, `infected`, `waiting` (for another
    /// organisation) or `missing`.
    pub state: &'static str,
    pub alt: Option<String>,
    pub width: Option<i64>,
    pub height: Option<i64>,
    /// What it is part of; absent: nothing yet.
    pub item_id: Option<String>,
    pub comment_id: Option<String>,
    pub created_at: String,
    /// Where its bytes are had; absent: nowhere now.
    pub content: Option<String>,
}

impl From<&File> for FileOut {
    fn from(file: &File) -> Self {
        let is_to_be_had = file.readable().is_some() || file.state == FileState::Waiting;
        Self {
            id: file.id.to_string(),
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            size: file.size_bytes,
            received: file.received_bytes,
            state: state(file.state),
            alt: file.alt.clone(),
            width: file.width,
            height: file.height,
            item_id: file.item_id.map(|id| id.to_string()),
            comment_id: file.comment_id.map(|id| id.to_string()),
            created_at: Timestamp::to_rfc3339(file.created_at),
            content: is_to_be_had.then(|| format!("{BASE}/files/{}/content", file.id)),
        }
    }
}

fn state(state: FileState) -> &'static str {
    match state {
        FileState::Uploading => "uploading",
        FileState::Checking => "checking",
        FileState::Unchecked => "unchecked",
        FileState::Ready => "ready",
        FileState::Infected => "infected",
        FileState::Waiting => "waiting",
        FileState::Missing => "missing",
    }
}

/// Ids of files as a program names them.
pub fn ids(named: &[String]) -> domain::Result<Vec<FileId>> {
    let read = |file: &String| file.parse().map_err(|_| Error::invalid("files", "error-file-gone"));
    named.iter().map(read).collect()
}

async fn begin(
    State(ctx): State<Ctx>,
    member: Member,
    once: Once,
    Json(sent): Json<NewFileIn>,
) -> Result<(StatusCode, Json<FileOut>)> {
    let new = NewFile {
        name: sent.name.clone(),
        size_bytes: sent.size,
        media_type: String::new(),
        alt: sent.alt.clone(),
    };
    let (limits, me) = (incoming::limits(&ctx.config.files), &member.principal);
    let begun: FileId =
        once.make(&ctx, &member, &sent, async |tx| files::begin(tx, me, new.clone(), limits).await).await?;
    Ok((StatusCode::CREATED, Json(found(&ctx, &member, begun).await?)))
}

async fn found(ctx: &Ctx, member: &Member, id: FileId) -> Result<FileOut> {
    Ok(FileOut::from(&files::find_visible(&ctx.db, &member.principal, id).await?))
}

async fn show(State(ctx): State<Ctx>, member: Member, Path(file): Path<String>) -> Result<Json<FileOut>> {
    Ok(Json(found(&ctx, &member, id(&file)?).await?))
}

async fn describe(
    State(ctx): State<Ctx>,
    member: Member,
    Path(file): Path<String>,
    Json(said): Json<Description>,
) -> Result<Json<FileOut>> {
    let id: FileId = id(&file)?;
    ctx.db.write(async |tx| files::describe(tx, &member.principal, id, &said.alt).await).await?;
    Ok(Json(found(&ctx, &member, id).await?))
}

async fn delete(State(ctx): State<Ctx>, member: Member, Path(file): Path<String>) -> Result<StatusCode> {
    let id: FileId = id(&file)?;
    ctx.db.write(async |tx| files::delete(tx, &member.principal, id).await).await?;
    ctx.uploads.remove(id).await;
    Ok(StatusCode::NO_CONTENT)
}

async fn content(
    State(ctx): State<Ctx>,
    member: Member,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    download::answer(&ctx, &member.principal, &file, &headers).await
}

async fn send(
    State(ctx): State<Ctx>,
    member: Member,
    Path(file): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<FileOut>)> {
    let me = &member.principal;
    let file = incoming::own(&ctx, me, id(&file)?).await?;
    if file.state != FileState::Uploading {
        return Err(Error::Conflict("error-upload-over").into());
    }
    let parts: axum::body::BodyDataStream = body.into_data_stream();
    let received = incoming::receive(&ctx, me, &file, offset(&headers)?, parts).await?;
    let status = match received {
        Received::Whole => StatusCode::OK,
        Received::Part(_) => StatusCode::ACCEPTED,
        Received::Elsewhere(_) => return Err(Error::Conflict("error-upload-offset").into()),
    };
    Ok((status, Json(found(&ctx, &member, file.id).await?)))
}

/// The beginning where nothing is said.
fn offset(headers: &HeaderMap) -> Result<u64> {
    let Some(value) = headers.get(OFFSET) else { return Ok(0) };
    let number = value.to_str().ok().and_then(|text| text.parse().ok());
    number.ok_or_else(|| Problem::Unreadable("Upload-Offset".to_owned()))
}
