//! Sending a file in parts, so that a broken connection costs one part (after tus.io, version 1.0: `PATCH` with
//! `Upload-Offset`). A script does this; browsers without one use [`super::plain`].

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::files::{self, File, NewFile, State as FileState};
use domain::{Error, FileId};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;
use serde_json::json;

use super::list::Row;
use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::files::incoming::{self, Received};
use crate::i18n::Texts;
use crate::pages::shell::Shell;
use crate::state::Ctx;

/// What a part may be; the row of the table says the same.
const PART_BYTES: usize = 8 << 20;
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/files" Member => begin;
        PATCH "/files/{id}" Member body 8_388_608 => send;
        GET "/files/{id}/upload" Member => progress;
        POST "/files/{id}/describe" Member => describe;
        POST "/files/{id}/delete" Member => delete;
    }
}

#[derive(Debug, Deserialize)]
struct Announced {
    #[serde(default)]
    name: String,
    #[serde(default)]
    size: i64,
    #[serde(default, rename = "type")]
    media_type: String,
    alt: Option<String>,
}

/// As JSON or as a form.
fn read<T: serde::de::DeserializeOwned>(headers: &HeaderMap, body: &Bytes) -> Result<T> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match kind.starts_with("application/json") {
        true => serde_json::from_slice(body).map_err(|error| Problem::Unreadable(error.to_string())),
        false => form_of(body),
    }
}

fn form_of<T: serde::de::DeserializeOwned>(body: &Bytes) -> Result<T> {
    let pairs = url::form_urlencoded::parse(body).into_owned();
    let fields = pairs.map(|(name, value)| {
        let number = (name == "size").then(|| value.parse::<i64>().ok()).flatten();
        (name, number.map_or(serde_json::Value::String(value), serde_json::Value::from))
    });
    let object = serde_json::Value::Object(fields.collect());
    serde_json::from_value(object).map_err(|error| Problem::Unreadable(error.to_string()))
}

async fn begin(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response> {
    let asked: Announced = read(&headers, &body)?;
    let new =
        NewFile { name: asked.name, size_bytes: asked.size, media_type: asked.media_type, alt: asked.alt };
    let limits = incoming::limits(&ctx.config.files);
    let begun = ctx.db.write(async |tx| files::begin(tx, &member.principal, new, limits).await).await;
    let id = match begun {
        Ok(id) => id,
        Err(error) => return refused(shell.t, error),
    };
    let told = json!({ "id": id, "offset": 0, "size": asked.size, "part_bytes_max": PART_BYTES });
    let place = format!("{}/upload", super::path(id));
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(told)).into_response())
}

/// What a person can mend, as a sentence for the script to show.
fn refused(t: Texts, error: Error) -> Result<Response> {
    let sentence = match &error {
        Error::Invalid(errors) => errors.iter().map(|error| t.error(error)).collect::<Vec<_>>().join(" "),
        Error::Conflict(key) => t.get(key),
        _ => return Err(error.into()),
    };
    Ok(told(Problem::from(error).status(), &sentence, json!({})))
}

/// A refusal for a script, by RFC 9457, with what it needs to go on.
fn told(status: StatusCode, sentence: &str, more: serde_json::Value) -> Response {
    let mut body = json!({ "type": "about:blank", "status": status.as_u16(), "detail": sentence });
    if let (Some(body), serde_json::Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}

async fn own(ctx: &Ctx, member: &Member, id: &str) -> Result<File> {
    let id: FileId = id.parse().map_err(|_| Problem::not_found())?;
    Ok(incoming::own(ctx, &member.principal, id).await?)
}

async fn send(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response> {
    let file = own(&ctx, &member, &id).await?;
    if file.state != FileState::Uploading {
        return Ok(done(shell.t, &file));
    }
    let offset = headers.get(OFFSET).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let offset = offset.ok_or_else(|| Problem::Unreadable("Upload-Offset".to_owned()))?;
    let parts = body.into_data_stream();
    match incoming::receive(&ctx, &member.principal, &file, offset, parts).await {
        Ok(Received::Whole) => Ok(done(shell.t, &files::find(&ctx.db, file.id).await?)),
        Ok(Received::Part(here)) => {
            Ok((StatusCode::NO_CONTENT, [(OFFSET, HeaderValue::from(here))]).into_response())
        }
        Ok(Received::Elsewhere(here)) => Ok(elsewhere(shell.t, here)),
        Err(error) => refused(shell.t, error),
    }
}

/// The script was wrong about where it is, or another window sends the same: here is the truth.
fn elsewhere(t: Texts, offset: u64) -> Response {
    let sentence = t.get("error-conflict-title");
    let mut response = told(StatusCode::CONFLICT, &sentence, json!({ "offset": offset }));
    response.headers_mut().insert(OFFSET, HeaderValue::from(offset));
    response
}

/// The whole file is here; what the script shows of it.
fn done(t: Texts, file: &File) -> Response {
    let row = Row::new(t, file, None);
    let told = json!({
        "id": file.id,
        "name": file.name,
        "address": super::path(file.id),
        "is_picture": file.is_picture(),
        "alt": file.alt,
        "words": row.words,
        "state": row.state.as_ref().map(|state| &state.words),
    });
    (StatusCode::OK, [(OFFSET, HeaderValue::from(file.size_bytes))], Json(told)).into_response()
}

/// How far an upload is, also as `HEAD`.
async fn progress(State(ctx): State<Ctx>, member: Member, Path(id): Path<String>) -> Result<Response> {
    let file = own(&ctx, &member, &id).await?;
    let offset = match file.state {
        FileState::Uploading => ctx.uploads.offset(file.id).await,
        _ => u64::try_from(file.size_bytes).unwrap_or(0),
    };
    let told = Json(json!({ "id": file.id, "offset": offset, "size": file.size_bytes }));
    let numbers = [(OFFSET, HeaderValue::from(offset)), (LENGTH, HeaderValue::from(file.size_bytes))];
    Ok((numbers, [(header::CACHE_CONTROL, "no-store")], told).into_response())
}

#[derive(Debug, Deserialize)]
struct Described {
    #[serde(default)]
    alt: String,
}

async fn describe(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response> {
    let id: FileId = id.parse().map_err(|_| Problem::not_found())?;
    let said: Described = read(&headers, &body)?;
    let described =
        ctx.db.write(async |tx| files::describe(tx, &member.principal, id, &said.alt).await).await;
    match described {
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => refused(shell.t, error),
    }
}

/// Breaks off an upload, or takes back a file that is not part of anything yet.
async fn delete(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Response> {
    let id: FileId = id.parse().map_err(|_| Problem::not_found())?;
    match ctx.db.write(async |tx| files::delete(tx, &member.principal, id).await).await {
        Ok(()) => {
            ctx.uploads.remove(id).await;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        Err(error) => refused(shell.t, error),
    }
}
