use axum::body::Body;
use axum::http::{Method, StatusCode};
use plein_tests::app::{Answer, TestApp};
use plein_tests::databases::Engine;

fn stylesheet(page: &Answer) -> String {
    let start = page.text.find("/assets/plein.").expect("a page with our stylesheet");
    page.text[start..].split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_stylesheet_may_be_kept_for_ever_and_travels_small() {
    let app = TestApp::start(Engine::Sqlite).await;
    let mut browser = app.browser();
    let path = stylesheet(browser.get("/help").await.is(200));
    let plain = browser.get(&path).await;
    assert_eq!(plain.is(200).header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(plain.header("content-type"), "text/css; charset=utf-8");
    let gzip = browser.ask(Method::GET, &path, Body::empty(), &[("accept-encoding", "br, gzip")]).await;
    assert_eq!((gzip.header("content-encoding"), gzip.header("vary")), ("gzip", "accept-encoding"));
    assert!(gzip.text.len() * 3 < plain.text.len(), "{} against {}", gzip.text.len(), plain.text.len());
}

#[tokio::test]
async fn what_is_not_an_asset_is_not_there() {
    let app = TestApp::start(Engine::Sqlite).await;
    for path in
        ["/assets/plein.css", "/assets/..%2f..%2fCargo.toml", "/themes/plein.css", "/themes/..%2fplein.db"]
    {
        app.browser().get(path).await.is(404);
    }
}

#[tokio::test]
async fn a_reader_chooses_language_and_light_or_dark_and_it_lasts() {
    let app = TestApp::start(Engine::Sqlite).await;
    let mut browser = app.browser();
    browser.get("/help").await.shows("<html lang=\"nl\"").hides("data-scheme=");
    browser
        .submit("/preferences", &[("language", "en"), ("back", "/help")])
        .await
        .shows("<h1 class=\"nl-heading nl-heading--level-1\">Help</h1>");
    browser
        .submit("/preferences", &[("scheme", "dark"), ("back", "/help")])
        .await
        .shows("data-scheme=\"dark\"");
    browser
        .submit("/preferences", &[("shortcuts", "off"), ("back", "/help")])
        .await
        .shows("data-shortcuts=\"off\"");
    browser.get("/toegankelijkheid").await.shows("lang=\"en\"").shows("data-scheme=\"dark\"");
    browser.submit("/preferences", &[("scheme", "auto"), ("back", "/help")]).await.hides("data-scheme=");
}

#[tokio::test]
async fn an_odd_preference_is_refused_and_never_leads_away() {
    let app = TestApp::start(Engine::Sqlite).await;
    let mut browser = app.browser();
    browser.post("/preferences", &[("scheme", "purple")]).await.is(422);
    let answer = browser.post("/preferences", &[("language", "nl"), ("back", "//evil.test")]).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
}

#[tokio::test]
async fn the_gallery_is_for_those_who_build() {
    let app = TestApp::start(Engine::Sqlite).await;
    app.browser().get("/_/components").await.is(404);
    let demo = TestApp::with(Engine::Sqlite, &[("PLEIN_DEVELOPMENT__ENABLED", "true")]).await;
    demo.browser().get("/_/components").await.is(200).shows("Alexandrina-Wilhelmina");
}

#[tokio::test]
async fn each_organisation_wears_its_own_theme() {
    let app = TestApp::with(Engine::Sqlite, &[("PLEIN_INSTANCE__THEME", "gemeente")]).await;
    let page = app.browser().get("/toegankelijkheid").await;
    page.shows("plein-theme--gemeente").shows("/assets/theme-gemeente.").shows("/assets/mark-gemeente.");
}
