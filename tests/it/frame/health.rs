use axum::Router;
use axum::body::Body;
use axum::http::Request;
use plein_tests::app::{Answer, TestApp, send};
use plein_tests::both_engines;
use tokio_util::sync::CancellationToken;

async fn ask(router: &Router, path: &str) -> Answer {
    send(router, Request::get(path).body(Body::empty()).unwrap()).await
}

both_engines! {
    async fn ready_follows_the_database_and_the_stop(engine) {
        let app = TestApp::start(engine).await;
        let stop = CancellationToken::new();
        let health = server::health::router(app.instance.ctx().clone(), stop.clone());
        ask(&health, "/readyz").await.is(200);
        stop.cancel();
        ask(&health, "/readyz").await.is(503).shows("stopping");

        let health = server::health::router(app.instance.ctx().clone(), CancellationToken::new());
        app.db().close().await;
        ask(&health, "/readyz").await.is(503).shows("the database does not answer");
        ask(&health, "/livez").await.is(200);
    }

    async fn the_metrics_count_by_route_and_never_by_path(engine) {
        let app = TestApp::start(engine).await;
        app.browser().get("/").await.is(200);
        app.browser().get("/people/geheim-123?q=geheim").await;
        let health = server::health::router(app.instance.ctx().clone(), CancellationToken::new());
        let answer = ask(&health, "/metrics").await;
        answer.is(200).shows("plein_requests_total{method=\"GET\",route=\"/\",status=\"200\"} 1");
        answer.shows("plein_jobs_given_up 0").hides("geheim");
    }
}
