//! RFC 9457 for programs: `instance` names the request.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::page::Words;
use crate::api::description::{Problem as Body, ProblemField};
use crate::error::Problem;
use crate::i18n::Texts;

pub(super) fn answer(problem: &Problem, id: &str, t: Texts) -> Response {
    let words = Words::of(problem, t);
    let errors = words.fields.into_iter().map(|(field, message)| ProblemField { field, message });
    let body = Body {
        r#type: "about:blank",
        title: words.title,
        status: problem.status().as_u16(),
        detail: words.text,
        instance: format!("urn:plein:request:{id}"),
        errors: errors.collect(),
    };
    let json = serde_json::to_vec(&body).unwrap_or_default();
    let mut response = ([(header::CONTENT_TYPE, "application/problem+json")], json).into_response();
    if problem.status() == axum::http::StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
    }
    response
}
