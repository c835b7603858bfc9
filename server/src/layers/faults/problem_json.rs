//! RFC 9457 for programs: `type` names the kind, `instance` the request.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::page::Words;
use crate::error::Problem;
use crate::i18n::Texts;

#[derive(Serialize)]
struct Body {
    /// About a status alone, as the RFC has it for problems without a page of their own.
    r#type: &'static str,
    title: String,
    status: u16,
    detail: String,
    instance: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Field>,
}

#[derive(Serialize)]
struct Field {
    field: String,
    message: String,
}

pub(super) fn answer(problem: &Problem, id: &str, t: Texts) -> Response {
    let words = Words::of(problem, t);
    let fields = words.fields.into_iter().map(|(field, message)| Field { field, message });
    let body = Body {
        r#type: "about:blank",
        title: words.title,
        status: problem.status().as_u16(),
        detail: words.text,
        instance: format!("urn:plein:request:{id}"),
        errors: fields.collect(),
    };
    let json = serde_json::to_vec(&body).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/problem+json")], json).into_response()
}
