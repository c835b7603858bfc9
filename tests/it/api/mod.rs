//! What programs are promised.

mod files;
mod groups;
mod people;
mod search;
mod wiki;

use axum::body::Body;
use axum::http::Method;
use federation::route::Access;
use plein_tests::app::{Answer, TestApp};
use plein_tests::databases::Engine;
use plein_tests::members::Person;
use serde_json::Value;

/// A program with somebody's token.
pub struct Program {
    bearer: String,
    browser: plein_tests::browser::Browser,
}

impl Program {
    pub async fn of(app: &TestApp, person: &Person) -> Self {
        Self { bearer: format!("Bearer {}", person.token(app).await), browser: app.browser() }
    }

    pub async fn ask(&mut self, method: Method, path: &str, body: Body) -> Answer {
        let headers = [("authorization", self.bearer.as_str()), ("content-type", "application/json")];
        self.browser.ask(method, path, body, &headers).await
    }

    pub async fn get(&mut self, path: &str) -> Value {
        let answer = self.ask(Method::GET, path, Body::empty()).await;
        answer.is(200);
        serde_json::from_str(&answer.text).unwrap()
    }

    /// Sends JSON; gives the status and what came back.
    pub async fn send(&mut self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let answer = self.ask(method, path, Body::from(body.to_string())).await;
        (answer.status.as_u16(), serde_json::from_str(&answer.text).unwrap_or(Value::Null))
    }

    /// The same under an idempotency key.
    pub async fn send_once(&mut self, path: &str, key: &str, body: Value) -> (u16, Value) {
        let headers = [
            ("authorization", self.bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", key),
        ];
        let answer = self.browser.ask(Method::POST, path, Body::from(body.to_string()), &headers).await;
        (answer.status.as_u16(), serde_json::from_str(&answer.text).unwrap_or(Value::Null))
    }
}

#[tokio::test]
async fn the_description_names_every_row_and_who_may() {
    let app = TestApp::start(Engine::Sqlite).await;
    let answer = app.browser().get("/api/v1/openapi.json").await;
    answer.is(200);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("api-version"), server::api::VERSION);
    let document: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
    for row in server::api::routes() {
        let path = row.path.strip_prefix("/api/v1").expect("of this version");
        let operation = &document["paths"][path][row.method.as_str().to_lowercase()];
        assert!(operation["summary"].is_string(), "{} {} is not described", row.method, row.path);
        assert_eq!(operation["security"].is_array(), row.access != Access::Anyone, "{}", row.path);
    }
}

#[test]
fn every_description_has_a_row() {
    let rows = server::api::routes();
    for operation in server::api::operations() {
        let (method, path) = (&operation.method, operation.path);
        assert!(rows.iter().any(|row| (&row.method, row.path) == (method, path)), "{method} {path}");
    }
}

/// NL API Design Rules: kebab-case in paths, camelCase in queries, no slash at the end.
#[test]
fn paths_are_written_as_the_rules_ask() {
    for row in server::api::routes() {
        assert!(!row.path.ends_with('/'), "{}", row.path);
        for part in row.path.split('/').filter(|part| !part.starts_with('{')) {
            let is_kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
            assert!(part.chars().all(is_kebab), "{}", row.path);
        }
    }
}
