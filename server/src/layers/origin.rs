//! Refuses what another site makes a browser send (CSRF), by what the browser itself says of the sender.
//!
//! Every browser of the last years sends `Sec-Fetch-Site` on secure addresses and `Origin` with each POST; a
//! request with neither does not come from a form of ours. Bearer tokens are not sent by browsers on their own,
//! so with one they pass.

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::identify::bearer;
use crate::error::Problem;
use crate::state::Ctx;

pub async fn origin(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    let is_bearer = bearer(request.uri(), request.headers()).is_some();
    if request.method().is_safe() || is_bearer || is_ours(request.headers(), &ctx.config.origin()) {
        return next.run(request).await;
    }
    Problem::Elsewhere.into_response()
}

fn is_ours(headers: &HeaderMap, origin: &str) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(sender)) => sender == origin,
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::*;

    #[test]
    fn only_our_own_forms_pass() {
        let table: [(&[(&'static str, &'static str)], bool); 7] = [
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "cross-site"), ("origin", "https://plein.nl")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("origin", "https://plein.nl")], true),
            (&[("origin", "null")], false),
            (&[], false),
        ];
        for (pairs, expected) in table {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, header::HeaderValue::from_static(value));
            }
            assert_eq!(is_ours(&headers, "https://plein.nl"), expected, "{pairs:?}");
        }
    }
}
