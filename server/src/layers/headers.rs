//! Headers that keep browsers from doing what our pages never ask. The demands of internet.nl, one line each.

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::api;
use crate::state::Ctx;

/// No inline script or style, nothing from elsewhere, nobody frames us.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; base-uri 'none'; object-src 'none'; \
     form-action 'self'; frame-ancestors 'none'; frame-src 'none'";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=()"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// One year, as internet.nl asks. Only where addresses begin with https://.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

/// Pages hold what one reader may see: never in a shared cache, asked again each time.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-cache");

pub async fn headers(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let answer = response.headers_mut();
    for (name, value) in ALWAYS {
        answer.entry(name).or_insert(HeaderValue::from_static(value));
    }
    answer.entry(header::CACHE_CONTROL).or_insert(PRIVATE);
    if is_api {
        answer.insert(HeaderName::from_static("api-version"), HeaderValue::from_static(api::VERSION));
    }
    if !ctx.config.development.enabled {
        answer.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    response
}
