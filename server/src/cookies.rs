//! Cookies as this site sets them: for this host alone, over TLS alone, unreadable by scripts.
//!
//! The `__Host-` prefix makes browsers insist on that. Browsers count `*.localhost` as secure, so the demo works
//! without TLS; `Secure` is never left out.

use axum_extra::extract::cookie::{Cookie, SameSite};

/// Holds the secret of a session.
pub const SESSION: &str = "__Host-sid";
/// Holds the language chosen by a reader who is not signed in.
pub const LANGUAGE: &str = "__Host-language";
/// Holds light or dark, where a reader chose.
pub const SCHEME: &str = "__Host-scheme";
/// Holds `off` where single-key shortcuts were in somebody's way.
pub const SHORTCUTS: &str = "__Host-shortcuts";
/// Holds the key of one sentence to show on the next page.
pub const NOTICE: &str = "__Host-notice";

/// A cookie until the browser closes, or for `days`.
pub fn keep(name: &'static str, value: impl Into<String>, days: Option<i64>) -> Cookie<'static> {
    let mut cookie = Cookie::new(name, value.into());
    cookie.set_path("/");
    cookie.set_secure(true);
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_max_age(days.map(time::Duration::days));
    cookie
}

/// Takes a cookie back. Browsers ignore a removal of a `__Host-` cookie that does not look like one itself.
pub fn forget(name: &'static str) -> Cookie<'static> {
    keep(name, "", Some(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_and_what_is_taken_back_look_alike() {
        assert_eq!(
            keep(SESSION, "s", None).to_string(),
            "__Host-sid=s; HttpOnly; SameSite=Lax; Secure; Path=/"
        );
        let forgotten = forget(SESSION).to_string();
        assert_eq!(forgotten, "__Host-sid=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0");
    }
}
