//! `/people/{id}/photo`: the photo of whoever the reader may see. Those of other organisations come through us, drawn
//! anew, so that no browser of ours calls on another server.

use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{PersonId, people};
use federation::route::Route;
use federation::routes;

use crate::error::{Problem, Result};
use crate::extract::Visitor;
use crate::pages::file_form::unreadable;
use crate::state::Ctx;

/// Withdrawing consent must show within a minute; until then a browser need not ask again.
const A_MINUTE: HeaderValue = HeaderValue::from_static("private, max-age=60");

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/people/{id}/photo" Anyone => photo;
    }
}

async fn photo(
    State(ctx): State<Ctx>,
    Visitor(principal): Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let id: PersonId = id.parse().map_err(|_| Problem::not_found())?;
    let view = people::view(&ctx.db, &principal, id).await?;
    let tag = view.photo.map(|digest| format!("\"{digest}\"")).ok_or_else(Problem::not_found)?;
    let mut response = if has(&headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let photo = ctx.federation.photo(&principal, id).await?;
        ([(header::CONTENT_TYPE, "image/jpeg")], photo.bytes).into_response()
    };
    response.headers_mut().insert(header::CACHE_CONTROL, A_MINUTE);
    response.headers_mut().insert(header::ETAG, HeaderValue::from_str(&tag).map_err(Problem::internal)?);
    Ok(response)
}

/// The bytes of the file field with this name; empty when no file was chosen.
pub(crate) async fn upload_of(mut form: Multipart, name: &str) -> Result<Vec<u8>> {
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        if field.name() == Some(name) {
            return Ok(field.bytes().await.map_err(unreadable)?.to_vec());
        }
    }
    Ok(Vec::new())
}

/// Whether the browser has what this tag names.
pub(crate) fn has(headers: &HeaderMap, tag: &str) -> bool {
    let asked = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    asked.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
}
