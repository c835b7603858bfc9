use domain::people::{FieldKey, Scope, Value};
use plein_tests::both_engines;

use super::{hidden, stored, utrecht};

both_engines! {
    async fn three_short_steps_make_a_profile(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna de Wit").await;
        let who = anna.browser.visit("/welcome").await;
        who.is(200).shows("Stap 1 van 3").shows("value=\"Anna de Wit\"");
        let seen = hidden(&who.text, "seen-name");
        let typed = [("name", "Anna de Wit"), ("seen-name", &*seen), ("job_title", "Adviseur stikstof"), ("unit", "Ruimte")];
        let knowledge = anna.browser.submit("/welcome/who", &typed).await;
        knowledge.is(200).shows("Stap 2 van 3").shows("Past dit bij je werk?").shows("stikstof");
        let add = [("do", "add"), ("uri", "https://plein.example/id/concept/omgevingswet"), ("level", "expert"), ("back", "/welcome/knowledge")];
        anna.browser.submit("/profile/skills", &add).await.is(200).shows("Stap 2 van 3").shows("Omgevingswet");
        let found = anna.browser.submit("/welcome/knowledge", &[]).await;
        found.is(200).shows("Stap 3 van 3").shows("value=\"organisation\" checked");
        assert_eq!(stored(&app, &anna).await.scope, Scope::None, "proposed is not chosen");
        let done = anna.browser.post("/welcome/found", &[("scope", "organisation")]).await;
        assert_eq!(done.location(), "/people");
        let person = stored(&app, &anna).await;
        assert_eq!(person.scope, Scope::Organisation);
        assert_eq!(person.profile.fields[&FieldKey::JobTitle].value, Value::Text("Adviseur stikstof".into()));
        assert_eq!(app.account(anna.account_id).await.onboarding_step, 3);
    }

    async fn every_step_can_be_passed_over_and_is_taken_up_again(engine) {
        let app = utrecht(engine).await;
        let anna = app.member("Anna").await;
        app.db().write(async |tx| {
            domain::db::sql("update account set onboarding_step = 0").execute(tx).await
        }).await.unwrap();
        let mut browser = anna.browser.clone();
        assert_eq!(browser.get("/welcome").await.location(), "/welcome/who");
        browser.submit("/welcome/who/skip", &[]).await.shows("Stap 2 van 3");
        assert_eq!(browser.get("/welcome").await.location(), "/welcome/knowledge");
        browser.submit("/welcome/knowledge", &[]).await.shows("Stap 3 van 3");
        assert_eq!(browser.get("/welcome").await.location(), "/welcome/found");
        assert_eq!(browser.post("/welcome/found/skip", &[]).await.location(), "/people");
        let person = stored(&app, &anna).await;
        assert_eq!((person.scope, person.profile.fields.len()), (Scope::None, 0));
    }

    async fn a_first_step_keeps_who_sees_a_field(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        anna.browser.post("/profile/edit", &[("name", "Anna"), ("unit", "Ruimte"), ("audience-unit", "self")]).await;
        anna.browser.post("/welcome/who", &[("name", ""), ("unit", "Wonen")]).await.is(422).shows("value=\"Wonen\"");
        anna.browser.post("/welcome/who", &[("name", "Anna"), ("unit", "Wonen")]).await.is(303);
        let entry = stored(&app, &anna).await.profile.fields[&FieldKey::Unit].clone();
        assert_eq!((entry.value, entry.audience), (Value::Text("Wonen".into()), domain::Audience::Own));
    }
}
