//! One sentence about what was just done ("Je profiel is bewaard."), shown once on the page that follows a form.
//!
//! The cookie holds the key of the sentence, never a text: what a reader sees comes from our own sentences.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

use crate::cookies;
use crate::i18n::Texts;

/// Leads on to `path`, where the sentence of `key` stands on top.
pub fn then(path: &str, key: &'static str) -> Response {
    let jar = CookieJar::new().add(cookies::keep(cookies::NOTICE, key, None));
    (jar, Redirect::to(path)).into_response()
}

/// The sentence that waits for this reader, if it is one of ours.
pub fn waiting(headers: &HeaderMap, t: Texts) -> Option<String> {
    t.known(CookieJar::from_headers(headers).get(cookies::NOTICE)?.value())
}

/// Takes the sentence back once a page has shown it. A redirect passes it on, a partial and a file leave it waiting.
pub fn shown(asked: &HeaderMap, response: &mut Response) {
    let is_waiting = CookieJar::from_headers(asked).get(cookies::NOTICE).is_some();
    let is_page = response.status().is_success() && is_html(response.headers());
    if is_waiting && is_page && !asked.contains_key("hx-request") {
        let forgotten = cookies::forget(cookies::NOTICE).to_string();
        if let Ok(value) = HeaderValue::from_str(&forgotten) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}

fn is_html(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}
