use domain::people::{self, FieldKey, ProfileEdit, Skill, SkillLevel, Source, Value};
use domain::people::{Entry, Scope, consent};
use domain::{Audience, Principal};
use plein_tests::app::TestApp;
use plein_tests::both_engines;

both_engines! {
    async fn a_stranger_reads_what_this_is_and_where_to_sign_in(engine) {
        let app = TestApp::start(engine).await;
        let page = app.browser().get("/").await;
        page.is(200).shows("Vind de collega die het weet").shows("href=\"/sign-in\"").hides("Hoofdmenu");
    }

    async fn a_colleague_begins_with_what_waits_for_him(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna de Boer").await.browser;
        let page = anna.get("/").await;
        page.is(200).shows("Dag Anna").shows("/profile/consent").shows("/profile/skills").hides("/admin");
    }

    async fn who_shares_a_subject_is_shown(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = (app.member("Anna de Boer").await, app.member("Bram Smit").await);
        let woo = Skill {
            uri: "https://plein.example/id/concept/woo".into(),
            nl: "Woo".into(),
            en: "Open Government Act".into(),
            level: SkillLevel::Expert,
        };
        let skills = Entry { value: Value::Skills(vec![woo]), audience: Audience::Organisation, source: Source::Person };
        let edit = ProfileEdit { name: None, fields: vec![(FieldKey::Skills, Some(skills))] };
        for person in [&anna, &bram] {
            let id = person.principal.member().unwrap().person_id;
            app.db().write(async |tx| {
                people::edit(tx, &Principal::System("test"), id, edit.clone()).await?;
                consent::choose(tx, &person.principal, id, Scope::Organisation).await
            }).await.unwrap();
        }
        app.instance.ctx().people.catch_up().await.unwrap();
        let page = anna.browser.clone().get("/").await;
        page.is(200).shows("Zij weten van dezelfde onderwerpen").shows("Bram Smit").hides("Zet erbij wat je weet");
        assert_eq!(page.text.matches("plein-person__name").count(), 1, "one does not meet oneself");
    }
}
