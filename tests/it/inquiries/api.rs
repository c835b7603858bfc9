use axum::body::Body;
use axum::http::Method;
use domain::inquiries::TEXT_CHARS_MAX;
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use serde_json::json;

use crate::api::Program;
use crate::search::evidence::findable;

both_engines! {
    async fn a_program_asks_answers_goes_on_and_closes(engine) {
        let app = TestApp::start(engine).await;
        let (anna, karim) = (app.member("Anna").await, findable(&app, "Karim").await);
        let (mut hers, mut his) = (Program::of(&app, &anna).await, Program::of(&app, &karim).await);
        let mut others = Program::of(&app, &app.member("Bram").await).await;
        let whom = karim.principal.person_id().unwrap();
        let ask = format!("/api/v1/people/{whom}/inquiries");
        let body = json!({ "title": "Omgevingsplan", "text": "Hoe?" });
        let (status, made) = hers.send_once(&ask, "een", body.clone()).await;
        assert_eq!((status, &made["state"]), (201, &json!("open")), "{made}");
        assert_eq!(hers.send_once(&ask, "een", body).await.1["id"], made["id"], "once");
        assert_eq!((&made["asker"]["name"], &made["asked"]["name"]), (&json!("Anna"), &json!("Karim")));
        let path = format!("/api/v1/inquiries/{}", made["id"].as_str().unwrap());

        assert_eq!(others.ask(Method::GET, &path, Body::empty()).await.status, 404);
        assert_eq!(others.get("/api/v1/inquiries").await["inquiries"], json!([]));
        let words = |text: &str| json!({ "text": text });
        for rest in ["answer", "additions"] {
            assert_eq!(others.send(Method::POST, &format!("{path}/{rest}"), words("Ik")).await.0, 404);
        }
        assert_eq!(hers.send(Method::POST, &format!("{path}/answer"), words("Ik zelf")).await.0, 409);
        assert_eq!(hers.send(Method::POST, &format!("{path}/additions"), words("Nog iets")).await.0, 409);
        let long = "x".repeat(TEXT_CHARS_MAX + 1);
        let (status, problem) = his.send(Method::POST, &format!("{path}/answer"), words(&long)).await;
        assert_eq!((status, &problem["errors"][0]["field"]), (422, &json!("text")));
        let (status, answered) = his.send(Method::POST, &format!("{path}/answer"), words("Zo.")).await;
        assert_eq!((status, &answered["answer"], &answered["state"]), (200, &json!("Zo."), &json!("answered")));
        assert_eq!(hers.send(Method::POST, &format!("{path}/additions"), words("Dank!")).await.0, 201);
        let seen = his.get(&path).await;
        assert_eq!((&seen["additions"][0]["by"], &seen["additions"][0]["text"]), (&json!("asker"), &json!("Dank!")));
        assert_eq!(his.ask(Method::PUT, &format!("{path}/closed"), Body::empty()).await.status, 204);
        assert_eq!(his.ask(Method::PUT, &format!("{path}/closed"), Body::empty()).await.status, 409);
        assert_eq!(hers.get("/api/v1/inquiries").await["inquiries"][0]["state"], "closed");

        assert_eq!(hers.ask(Method::PUT, &format!("{path}/refusal"), Body::empty()).await.status, 404);
        assert_eq!(his.ask(Method::PUT, &format!("{path}/refusal"), Body::empty()).await.status, 204);
        assert_eq!(his.get("/api/v1/inquiry-refusals").await["people"][0]["name"], "Anna");
        assert_eq!(hers.get("/api/v1/inquiry-refusals").await["people"], json!([]));
        let again = json!({ "title": "Nog eens", "text": "Hoe?" });
        let (status, problem) = hers.send(Method::POST, &ask, again.clone()).await;
        assert_eq!(status, 409);
        assert!(problem.to_string().contains("neemt nu geen vragen aan"), "{problem}");
        let allow = format!("/api/v1/inquiry-refusals/{}", anna.principal.person_id().unwrap());
        assert_eq!(his.ask(Method::DELETE, &allow, Body::empty()).await.status, 204);
        assert_eq!(hers.send(Method::POST, &ask, again).await.0, 201);
    }
}
