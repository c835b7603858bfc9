//! RFC 9457 for programs: `instance` names the request.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::page::Words;
use crate::api::description::{Problem as Body, ProblemField};

pub(super) fn answer(status: StatusCode, words: Words, id: &str) -> Response {
    let errors = words.fields.into_iter().map(|(field, message)| ProblemField { field, message });
    let body = Body {
        r#type: "about:blank",
        title: words.title,
        status: status.as_u16(),
        detail: words.text,
        instance: format!("urn:plein:request:{id}"),
        errors: errors.collect(),
    };
    let json = serde_json::to_vec(&body).unwrap_or_default();
    let mut response = ([(header::CONTENT_TYPE, "application/problem+json")], json).into_response();
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
