use domain::Audience;
use domain::items::Kind;
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use serde_json::json;

use super::Program;
use crate::groups::{closed, comment, item, open, post};

both_engines! {
    async fn a_program_finds_what_its_owner_may_see_page_by_page(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = (app.member("Anna de Boer").await, app.member("Bram").await);
        let db = app.db();
        let (group, hidden) = (open(db, &anna.principal, "Water").await, closed(db, &anna.principal, "Besloten").await);
        for at in 0..21 {
            app.clock().advance(std::time::Duration::from_secs(1));
            post(db, &anna.principal, item(group, Kind::Discussion, Audience::Network, &format!("Stikstof {at}"), "Tekst")).await.unwrap();
        }
        let id = post(db, &anna.principal, item(hidden, Kind::Blog, Audience::Group, "Stikstof besloten", "Tekst")).await.unwrap();
        comment(db, &anna.principal, id, "Over stikstof").await.unwrap();
        app.instance.ctx().published.catch_up().await.unwrap();
        let mut program = Program::of(&app, &bram).await;
        let found = program.get("/api/v1/search?q=stikstof&order=newest").await;
        assert_eq!(found["total"], 21, "{found}");
        let first = &found["results"][0];
        assert_eq!((&first["type"], &first["title"]), (&json!("discussion"), &json!("Stikstof 20")));
        assert_eq!((&first["author"]["name"], &first["groupId"]), (&json!("Anna de Boer"), &json!(group.to_string())));
        assert_eq!(found["facets"]["period"][0], json!({ "value": "week", "name": "De laatste week", "count": 21, "isChosen": false }));
        let rest = program.get(found["next"].as_str().unwrap()).await;
        assert_eq!((rest["results"].as_array().unwrap().len(), &rest["next"]), (1, &json!(null)));
        assert!(!found.to_string().contains("besloten") && !rest.to_string().contains("besloten"));
        let document = program.get("/api/v1/openapi.json").await;
        let asked = &document["paths"]["/search"]["get"]["parameters"];
        let names: Vec<&str> = asked.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert!(names.contains(&"in") && names.contains(&"type") && names.contains(&"after"), "{names:?}");
        let mut owner = Program::of(&app, &anna).await;
        let found = owner.get("/api/v1/search?q=stikstof&kind=comments").await;
        assert_eq!((&found["total"], &found["results"][0]["type"]), (&json!(1), &json!("comment")));
    }
}
