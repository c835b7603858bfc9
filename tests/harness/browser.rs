//! A browser without scripts: keeps cookies, says where a form comes from, follows redirects when told.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Request, header};

use crate::app::{Answer, send};

/// One person's browser at one organisation.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    origin: String,
    cookies: BTreeMap<String, String>,
    pub language: &'static str,
}

impl Browser {
    pub fn new(router: Router, origin: &str) -> Self {
        Self { router, origin: origin.to_owned(), cookies: BTreeMap::new(), language: "nl" }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.ask(Method::GET, path, Body::empty(), &[]).await
    }

    /// Asks and follows redirects, at most five.
    pub async fn visit(&mut self, path: &str) -> Answer {
        let answer = self.get(path).await;
        self.follow(answer).await
    }

    /// Sends a form and shows where it leads, without going there.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        self.ask(Method::POST, path, Body::from(form), &kind).await
    }

    /// Sends a form and goes where it leads.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(path, fields).await;
        self.follow(answer).await
    }

    pub async fn follow(&mut self, mut answer: Answer) -> Answer {
        for _ in 0..5 {
            if !answer.status.is_redirection() {
                return answer;
            }
            let path = answer.location().trim_start_matches(&self.origin).to_owned();
            answer = self.get(&path).await;
        }
        panic!("more than five redirects, the last to {}", answer.location());
    }

    /// The value of a cookie that the site set.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Puts a cookie in the browser, as an attacker or a session made by the test would.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Any request, with the headers a browser adds.
    pub async fn ask(&mut self, method: Method, path: &str, body: Body, extra: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(&method).uri(path).body(body).expect("a request");
        let headers = request.headers_mut();
        put(headers, "accept", "text/html");
        put(headers, "accept-language", self.language);
        if !self.cookies.is_empty() {
            let pairs: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            put(headers, "cookie", &pairs.join("; "));
        }
        if !method.is_safe() {
            put(headers, "origin", &self.origin);
        }
        for (name, value) in extra {
            put(headers, name, value);
        }
        let answer = send(&self.router, request).await;
        self.keep_cookies(&answer);
        answer
    }

    fn keep_cookies(&mut self, answer: &Answer) {
        for value in answer.headers.get_all(header::SET_COOKIE) {
            let text = value.to_str().expect("a readable cookie");
            let mut parts = text.split("; ");
            let (name, value) = parts.next().and_then(|pair| pair.split_once('=')).expect("name=value");
            if name.starts_with("__Host-") {
                let rest: Vec<_> = parts.clone().collect();
                assert!(rest.contains(&"Secure") && rest.contains(&"Path=/"), "a browser ignores {text}");
            }
            if parts.any(|part| part == "Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

fn put(headers: &mut HeaderMap, name: &str, value: &str) {
    let name = header::HeaderName::from_bytes(name.as_bytes()).expect("a header name");
    headers.insert(name, HeaderValue::from_str(value).expect("a header value"));
}
