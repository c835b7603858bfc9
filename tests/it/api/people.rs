use axum::body::Body;
use axum::http::Method;
use domain::Audience;
use domain::people::{FieldKey, Scope, consent};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::members::Person;
use serde_json::{Value, json};

use super::Program;
use crate::people::{one, text};

/// A colleague who may be found, with a title that anyone here may see and a text that nobody may.
async fn fatima(app: &TestApp) -> Person {
    let person = app.member("Fatima El Amrani").await;
    let (principal, id) = (&person.principal, person.principal.person_id().unwrap());
    app.db()
        .write(async |tx| {
            consent::choose(tx, principal, id, Scope::Organisation).await?;
            let title = one(FieldKey::JobTitle, text("Adviseur stikstof", Audience::Organisation));
            domain::people::edit(tx, principal, id, title).await?;
            let about = one(FieldKey::About, text("Zoekt in stilte een geheimzinnige baan", Audience::Own));
            domain::people::edit(tx, principal, id, about).await
        })
        .await
        .unwrap();
    app.instance.ctx().people.catch_up().await.unwrap();
    person
}

both_engines! {
    async fn a_program_finds_a_colleague_and_is_told_why(engine) {
        let app = TestApp::start(engine).await;
        fatima(&app).await;
        let mut program = Program::of(&app, &app.member("Anna Bakker").await).await;
        let found = program.get("/api/v1/people?q=stikstof").await;
        assert_eq!(found["total"], 1, "{found}");
        let person = &found["people"][0];
        assert_eq!((&person["name"], &person["organisation"]), (&json!("Fatima El Amrani"), &json!("Gemeente Utrecht")));
        assert_eq!(person["jobTitle"], "Adviseur stikstof");
        assert!(person["reasons"][0].as_str().unwrap().contains("stikstof"), "{person}");
        assert!(found["facets"].is_object());
        let one = program.get(&format!("/api/v1/people/{}", person["id"].as_str().unwrap())).await;
        assert_eq!(one["name"], "Fatima El Amrani");
        assert_eq!(one["reasons"], json!([]));
    }

    async fn a_hidden_field_is_neither_found_nor_told(engine) {
        let app = TestApp::start(engine).await;
        fatima(&app).await;
        let mut program = Program::of(&app, &app.member("Anna Bakker").await).await;
        for word in ["geheimzinnige", "stilte"] {
            let found = program.get(&format!("/api/v1/people?q={word}")).await;
            assert_eq!(found["total"], 0, "{found}");
        }
        let found = program.get("/api/v1/people?q=stikstof").await;
        assert!(!found.to_string().contains("geheimzinnige"));
    }

    async fn a_program_reads_and_changes_its_owners_profile(engine) {
        let app = TestApp::start(engine).await;
        let fatima = fatima(&app).await;
        let mut program = Program::of(&app, &fatima).await;
        let own = program.get("/api/v1/profile").await;
        assert_eq!(own["fields"]["about"]["audience"], "self");

        let change = json!({ "fields": {
            "job_title": { "is": "text", "value": "Adviseur natuur", "audience": "network" },
            "about": null,
        }});
        let answer = program.ask(Method::PATCH, "/api/v1/profile", Body::from(change.to_string())).await;
        answer.is(200);
        let own = program.get("/api/v1/profile").await;
        let title = json!({ "is": "text", "value": "Adviseur natuur", "audience": "network" });
        assert_eq!(own["fields"], json!({ "job_title": title }));
        assert_eq!(own["name"], "Fatima El Amrani");
    }

    async fn what_a_program_sends_wrong_is_told_and_changes_nothing(engine) {
        let app = TestApp::start(engine).await;
        let fatima = fatima(&app).await;
        let mut program = Program::of(&app, &fatima).await;
        let before = program.get("/api/v1/profile").await;
        let long = "x".repeat(10_000);
        for (body, field) in [
            ("{", None),
            (r#"{"nam": "Fatima"}"#, None),
            (r#"{"fields": {"shoe_size": null}}"#, None),
            (r#"{"fields": {"job_title": {"is": "flag", "value": true, "audience": "network"}}}"#, Some("job_title")),
            (&format!(r#"{{"name": "{long}"}}"#), Some("name")),
            (r#"{"fields": {"mail": {"is": "text", "value": "nobody", "audience": "network"}}}"#, Some("mail")),
        ] {
            let answer = program.ask(Method::PATCH, "/api/v1/profile", Body::from(body.to_owned())).await;
            answer.is(422);
            assert_eq!(answer.header("content-type"), "application/problem+json");
            let problem: Value = serde_json::from_str(&answer.text).unwrap();
            assert_eq!(problem["errors"][0]["field"].as_str(), field, "{body}: {problem}");
        }
        assert_eq!(program.get("/api/v1/profile").await, before);
    }

    async fn a_token_that_ended_opens_nothing(engine) {
        let app = TestApp::start(engine).await;
        let anna = app.member("Anna Bakker").await;
        let mut program = Program::of(&app, &anna).await;
        program.get("/api/v1/people").await;
        let tokens = domain::accounts::tokens::list(app.db(), &anna.principal).await.unwrap();
        app.db()
            .write(async |tx| domain::accounts::tokens::revoke(tx, &anna.principal, tokens[0].id).await)
            .await
            .unwrap();
        let answer = program.ask(Method::GET, "/api/v1/people", Body::empty()).await;
        answer.is(401);
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
}
