//! The list below the search field: what it holds, where it leads, and that nobody copies the address book through it.

use axum::body::Body;
use axum::http::Method;
use plein_tests::app::TestApp;
use plein_tests::both_engines;

use super::OMGEVINGSWET;
use super::search::town;
use crate::api::Program;

both_engines! {
    async fn a_list_has_groups_that_lead_to_profile_subject_and_organisation(engine) {
        let app = TestApp::start(engine).await;
        let (karim, _) = town(&app).await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut anna = app.member("Anna").await.browser;
        let list = anna.get("/people/suggestions?q=kar").await;
        list.is(200).hides("<html").shows("role=\"listbox\"").shows("role=\"group\" aria-label=\"Collega’s\"");
        list.shows(&format!("href=\"/people/{karim}\"")).shows("data-found=\"1 suggestie");
        assert_eq!(list.header("cache-control"), "no-store");
        let list = anna.get("/people/suggestions?q=omgevingsw").await;
        list.shows("aria-label=\"Onderwerpen\"").shows("href=\"/subjects?uri=").hides("Otto");
        anna.get("/people/suggestions?q=gemeente").await.shows("aria-label=\"Organisaties\"").shows("href=\"/people?organisation=");
        anna.get("/people/suggestions?q=environment%20and").await.shows("Omgevingswet").shows("ook: Environment");
        anna.get("/people/suggestions?q=x").await.is(200).shows("Geen suggesties");
        anna.get("/people/suggestions").await.is(200).hides("role=\"option\"");
        anna.get("/people").await.shows("data-suggestions=\"/people/suggestions\"");
    }

    async fn who_asks_without_end_has_to_wait_and_others_do_not(engine) {
        let app = TestApp::start(engine).await;
        town(&app).await;
        let (anna, mut bert) = (app.member("Anna").await, app.member("Bert").await.browser);
        let mut program = Program::of(&app, &anna).await;
        let mut browser = anna.browser;
        for _ in 0..239 {
            browser.get("/people/suggestions?q=ka").await.is(200);
        }
        program.get("/api/v1/people/suggestions?q=ka").await;
        let refused = browser.get("/people/suggestions?q=ka").await;
        refused.is(429);
        assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
        program.ask(Method::GET, "/api/v1/people/suggestions?q=ka", Body::empty()).await.is(429);
        bert.get("/people/suggestions?q=ka").await.is(200);
    }

    async fn a_program_is_told_the_same(engine) {
        let app = TestApp::start(engine).await;
        let (karim, _) = town(&app).await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut program = Program::of(&app, &app.member("Anna").await).await;
        let found = program.get("/api/v1/people/suggestions?q=karim%20el").await;
        assert_eq!(found["people"][0]["id"], karim.to_string(), "{found}");
        assert_eq!(found["people"][0]["organisation"], "Gemeente Utrecht");
        let found = program.get("/api/v1/people/suggestions?q=omgevingsw").await;
        assert_eq!(found["subjects"][0]["uri"], OMGEVINGSWET);
        let found = program.get("/api/v1/people/suggestions?q=utrecht").await;
        assert_eq!(found["organisations"][0]["count"], 4, "{found}");
    }
}
