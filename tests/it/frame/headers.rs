use plein_tests::app::TestApp;
use plein_tests::databases::Engine;

#[tokio::test]
async fn every_answer_tells_the_browser_what_we_never_do() {
    let app = TestApp::start(Engine::Sqlite).await;
    for path in ["/", "/nothing", "/api/v1/nothing"] {
        let answer = app.browser().get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'self'; "), "{path}: {policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("https:"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
        assert_eq!(answer.header("cache-control"), "private, no-cache");
        assert!(!answer.header("permissions-policy").is_empty());
        assert_eq!(answer.header("content-encoding"), "", "a page that is compressed can leak (BREACH)");
    }
}

#[tokio::test]
async fn the_demo_without_tls_promises_none() {
    let app = TestApp::with(Engine::Sqlite, &[("PLEIN_DEVELOPMENT__ENABLED", "true")]).await;
    assert_eq!(app.browser().get("/").await.header("strict-transport-security"), "");
}
