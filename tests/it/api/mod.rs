//! What programs are promised.

mod people;

use federation::route::Access;
use plein_tests::app::TestApp;
use plein_tests::databases::Engine;

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
