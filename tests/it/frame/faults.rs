use axum::body::Body;
use axum::http::{Method, Request};
use domain::db::sql;
use plein_tests::app::TestApp;
use plein_tests::both_engines;

both_engines! {
    async fn an_unknown_address_is_a_page_in_the_readers_language(engine) {
        let app = TestApp::start(engine).await;
        let mut browser = app.browser();
        browser.get("/nergens").await.is(404).shows("<html lang=\"nl\"").shows("Deze pagina is er niet");
        browser.language = "en-GB,en;q=0.9";
        browser.get("/nowhere").await.is(404).shows("<html lang=\"en\"").shows("This page is not here");
    }

    async fn programs_get_problem_json(engine) {
        let app = TestApp::start(engine).await;
        let answer = app.browser().get("/api/v1/nothing").await;
        answer.is(404);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
        assert_eq!(problem["status"], 404);
        assert_eq!(problem["title"], "Deze pagina is er niet");
        let id = answer.header("x-request-id");
        assert_eq!(problem["instance"], format!("urn:plein:request:{id}"));
    }

    async fn a_method_that_is_not_there_is_refused_with_a_page(engine) {
        let app = TestApp::start(engine).await;
        let answer = app.browser().ask(Method::DELETE, "/", Body::empty(), &[]).await;
        answer.is(405).shows("Dit adres is niet om te openen");
        assert_eq!(answer.header("allow"), "GET,HEAD");
    }

    async fn a_partial_request_gets_the_message_without_the_page(engine) {
        let app = TestApp::start(engine).await;
        let answer = app.browser().ask(Method::GET, "/x", Body::empty(), &[("hx-request", "true")]).await;
        answer.is(404).shows("Deze pagina is er niet").hides("<html");
    }

    async fn a_form_of_another_site_does_nothing(engine) {
        let app = TestApp::start(engine).await;
        for headers in [vec![("origin", "https://evil.example")], vec![("sec-fetch-site", "cross-site")], vec![]] {
            let mut request = Request::post("/");
            for (name, value) in headers {
                request = request.header(name, value);
            }
            app.send(request.body(Body::empty()).unwrap()).await.is(403).shows("een andere site");
        }
    }

    async fn an_address_that_asks_too_much_waits(engine) {
        let app = TestApp::with(engine, &[("PLEIN_LIMITS__REQUESTS_PER_MINUTE", "2")]).await;
        let mut browser = app.browser();
        browser.get("/").await.is(200);
        browser.get("/").await.is(200);
        let answer = browser.get("/").await;
        answer.is(429).shows("Even geduld").shows("over 30 seconden");
        assert_eq!(answer.header("retry-after"), "30");
        app.clock().advance(std::time::Duration::from_secs(30));
        browser.get("/").await.is(200);
    }

    async fn a_database_that_is_gone_is_a_normal_day(engine) {
        let app = TestApp::start(engine).await;
        let mut browser = app.browser();
        // A session cookie makes the first layer ask the database.
        browser.set_cookie("__Host-sid", &"x".repeat(43));
        app.db().close().await;
        let answer = browser.get("/").await;
        answer.is(503).shows("Plein is er even niet").shows(answer.header("x-request-id"));
    }

    async fn an_internal_fault_keeps_its_text_to_itself(engine) {
        let app = TestApp::start(engine).await;
        app.db().write(async |tx| sql("drop table session").execute(tx).await).await.ok();
        let mut browser = app.browser();
        browser.set_cookie("__Host-sid", &"x".repeat(43));
        let answer = browser.get("/").await;
        answer.is(500).shows("Er ging bij ons iets mis").hides("session");
        answer.shows(answer.header("x-request-id"));
    }
}
