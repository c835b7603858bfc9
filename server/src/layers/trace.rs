//! A number for every request: in the answer's header, on the error page and in the log.
//!
//! The log has the route's pattern and never the path or the query: both can hold a one-time secret or a name.

use std::fmt;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use ring::rand::{SecureRandom, SystemRandom};
use tracing::Instrument;

use crate::state::Ctx;

/// Twelve hexadecimal digits, grouped so that they can be read aloud: `7f3a-91bc-04de`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    pub fn random() -> Self {
        let mut bytes = [0; 6];
        // Without randomness the number is all zeros; the request itself does not need it.
        let _ = SystemRandom::new().fill(&mut bytes);
        let digits = hex::encode(bytes);
        Self(format!("{}-{}-{}", &digits[..4], &digits[4..8], &digits[8..]))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub async fn trace(State(ctx): State<Ctx>, mut request: Request, next: Next) -> Response {
    let id = RequestId::random();
    let method = method_name(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", %id, method, route, host = %ctx.config.instance.host);
    request.extensions_mut().insert(id.clone());

    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = started.elapsed();

    let status = response.status().as_u16();
    span.in_scope(|| tracing::info!(status, micros = took.as_micros(), "answered"));
    ctx.metrics.observe(method, &route, status, took);
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// A closed set, so that strangers cannot invent labels.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
