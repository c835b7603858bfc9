//! `/files/{id}`: the bytes, for whoever may have the file. Whatever they are, a browser runs nothing of them: they are saved
//! rather than shown (but for pictures), in a sandbox without rights, and never read as another type.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::files::{self, File, State as FileState, remote};
use domain::{Error, FileId, Principal};
use federation::route::Route;
use federation::routes;

use super::disposition::disposition;
use super::range::{self, Part};
use crate::error::{Problem, Result};
use crate::extract::Visitor;
use crate::files::previews;
use crate::state::Ctx;

/// Asked again each time: membership ends at once, and an answer without bytes costs little.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-cache");
const NOTHING_RUNS: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'");
const UNKNOWN: &str = "application/octet-stream";

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/files/{id}" Anyone => download;
        GET "/files/{id}/preview" Anyone => preview;
    }
}

async fn download(
    State(ctx): State<Ctx>,
    Visitor(principal): Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    answer(&ctx, &principal, &id, &headers).await
}

/// The bytes, or the part that is asked for.
pub(crate) async fn answer(
    ctx: &Ctx,
    principal: &Principal,
    id: &str,
    headers: &HeaderMap,
) -> Result<Response> {
    let file = visible(ctx, principal, id).await?;
    let Some(digest) = file.readable() else { return Err(unreadable(ctx, principal, &file).await?) };
    let (tag, size_bytes) = (format!("\"{digest}\""), u64::try_from(file.size_bytes).unwrap_or(0));
    if is_known(headers, &tag) {
        return guarded(StatusCode::NOT_MODIFIED.into_response(), &tag);
    }
    let (status, part) = match range::asked(headers, &tag, size_bytes) {
        Part::Whole => (StatusCode::OK, 0..size_bytes),
        Part::Some(part) => (StatusCode::PARTIAL_CONTENT, part),
        Part::Beyond => return guarded(beyond(size_bytes)?, &tag),
    };
    let bytes = ctx.files.read(digest, part.clone()).await?;
    let mut response = (status, Body::from_stream(bytes)).into_response();
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, text(served_as(&file))?);
    answer.insert(header::CONTENT_LENGTH, HeaderValue::from(part.end - part.start));
    answer.insert(header::CONTENT_DISPOSITION, text(&disposition(file.is_picture(), &file.name))?);
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {}-{}/{size_bytes}", part.start, part.end.saturating_sub(1));
        answer.insert(header::CONTENT_RANGE, text(&range)?);
    }
    guarded(response, &tag)
}

async fn visible(ctx: &Ctx, principal: &Principal, id: &str) -> Result<File> {
    let id: FileId = id.parse().map_err(|_| Problem::not_found())?;
    Ok(files::find_visible(&ctx.db, principal, id).await?)
}

/// Why there are no bytes; those that somebody else has are asked for.
async fn unreadable(ctx: &Ctx, principal: &Principal, file: &File) -> Result<Problem> {
    Ok(match file.state {
        FileState::Waiting => {
            ctx.db.write(async |tx| remote::want(tx, principal, file.id).await).await?;
            Error::Conflict("error-file-later").into()
        }
        FileState::Checking => Error::Conflict("error-file-later").into(),
        FileState::Unchecked => Error::Conflict("error-file-unchecked").into(),
        FileState::Infected => Error::Conflict("error-file-infected").into(),
        FileState::Uploading | FileState::Missing | FileState::Ready => Problem::not_found(),
    })
}

fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
}

fn beyond(size_bytes: u64) -> Result<Response> {
    let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
    response.headers_mut().insert(header::CONTENT_RANGE, text(&format!("bytes */{size_bytes}"))?);
    Ok(response)
}

/// Its type where a program beside the browser wants to know it; nothing that a browser would read as a page.
fn served_as(file: &File) -> &str {
    let kind = file.media_type.as_str();
    let is_harmless = file.is_picture()
        || kind.starts_with("video/")
        || kind.starts_with("audio/")
        || kind.starts_with("application/vnd.openxmlformats-officedocument.")
        || kind.starts_with("application/vnd.oasis.opendocument.")
        || matches!(
            kind,
            "application/pdf" | "application/zip" | "application/msword" | "application/vnd.ms-excel"
        );
    match kind {
        "text/plain" => "text/plain; charset=utf-8",
        _ if is_harmless => kind,
        _ => UNKNOWN,
    }
}

fn text(value: &str) -> Result<HeaderValue> {
    HeaderValue::from_str(value).map_err(Problem::internal)
}

/// What every answer about a file carries. `nosniff` stands on every answer of ours.
fn guarded(mut response: Response, tag: &str) -> Result<Response> {
    let answer = response.headers_mut();
    answer.insert(header::ETAG, text(tag)?);
    answer.insert(header::CACHE_CONTROL, PRIVATE);
    answer.insert(header::CONTENT_SECURITY_POLICY, NOTHING_RUNS);
    answer.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    Ok(response)
}

/// A smaller picture; a moving one is given as it is.
async fn preview(
    State(ctx): State<Ctx>,
    Visitor(principal): Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let file = visible(&ctx, &principal, &id).await?;
    let Some(digest) = file.readable().filter(|_| file.is_picture()) else {
        return Err(Problem::not_found());
    };
    if file.media_type == "image/gif" {
        return Ok(Redirect::to(&super::path(file.id)).into_response());
    }
    let tag = format!("\"{digest}-preview\"");
    if is_known(&headers, &tag) {
        return guarded(StatusCode::NOT_MODIFIED.into_response(), &tag);
    }
    let bytes = previews::find_or_make(&ctx, &file).await?;
    let kind = if bytes.starts_with(b"RIFF") { "image/webp" } else { "image/jpeg" };
    let mut response = bytes.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    guarded(response, &tag)
}
