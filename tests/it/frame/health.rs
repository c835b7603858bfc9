use axum::Router;
use axum::body::Body;
use axum::http::Request;
use domain::peers::{self, Introduction};
use domain::{InstanceId, delivery, inbox};
use plein_tests::app::{Answer, TestApp, send};
use plein_tests::both_engines;
use plein_tests::site::ADMIN;
use tokio_util::sync::CancellationToken;

async fn ask(router: &Router, path: &str) -> Answer {
    send(router, Request::get(path).body(Body::empty()).unwrap()).await
}

/// A host that asked to be connected.
async fn peer(app: &TestApp, host: &str) -> InstanceId {
    let them = Introduction {
        host: host.into(),
        base_url: format!("https://{host}"),
        name: "Provincie Gelderland".into(),
        organisation_uri: None,
        actor: "{}".into(),
        fingerprint: "acht woorden".into(),
    };
    app.db().write(async |tx| peers::receive_request(tx, &them, "https://x.test/1").await).await.unwrap()
}

/// Something that waits for a host.
async fn deliver(app: &TestApp, host: &str, id: &str) {
    let outgoing = delivery::Outgoing {
        id: format!("https://utrecht.test/ap/activity/{id}"),
        body: b"{}".to_vec(),
        ordering_key: "k".into(),
        for_host: None,
        group_id: None,
    };
    let target = delivery::Target { host: host.into(), inbox_url: format!("https://{host}/inbox") };
    let send = async |tx: &mut domain::Tx| delivery::send(tx, &outgoing, std::slice::from_ref(&target)).await;
    app.db().write(send).await.unwrap();
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

    async fn the_metrics_tell_what_waits_and_how_large_the_index_is(engine) {
        let app = TestApp::start(engine).await;
        let health = server::health::router(app.instance.ctx().clone(), CancellationToken::new());
        let before = ask(&health, "/metrics").await;
        before.is(200).shows("plein_deliveries{state=\"waiting\"} 0").shows("plein_inbox_waiting 0");
        before.shows("plein_index_documents 0").hides("peer=");

        let peer = peer(&app, "gelderland.test").await;
        for (host, id) in [("gelderland.test", "a"), ("gelderland.test", "b"), ("never-met.test", "c")] {
            deliver(&app, host, id).await;
        }
        app.db().write(async |tx| {
            delivery::record(tx, 1, &delivery::Outcome::Dead { error: "refused".into() }).await?;
            let arrival = |id: &str| inbox::Arrival {
                instance_id: peer, activity_id: id.into(), ordering_key: "k".into(), body: b"{}".to_vec(),
            };
            inbox::store(tx, &[arrival("1"), arrival("2"), arrival("3")]).await
        }).await.unwrap();
        app.member("Anna").await;
        app.instance.ctx().people.catch_up().await.unwrap();

        let after = ask(&health, "/metrics").await;
        after.shows("plein_deliveries{state=\"waiting\"} 2").shows("plein_deliveries{state=\"dead\"} 1");
        after.shows("plein_peer_deliveries{peer=\"gelderland.test\",state=\"waiting\"} 1");
        after.shows("plein_peer_deliveries{peer=\"gelderland.test\",state=\"dead\"} 1");
        after.hides("never-met").shows("plein_inbox_waiting 3").shows("plein_inbox_failed 0");
        let bytes = after.text.lines().find_map(|line| line.strip_prefix("plein_index_bytes ")).unwrap();
        assert!(bytes.parse::<u64>().unwrap() > 1_000, "{bytes}");
        let documents = domain::people::count_local(app.db(), &ADMIN).await.unwrap().1;
        after.shows(&format!("plein_index_documents {documents}"));
    }
}
