//! A subject as a place: its names, who knows about it, and the ways that lead there.

use domain::people::{FieldKey, Scope};
use plein_tests::app::TestApp;
use plein_tests::both_engines;

use super::OMGEVINGSWET;
use super::search::{expert, person, town};

fn page() -> String {
    let query =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("uri", OMGEVINGSWET).finish();
    format!("/subjects?{query}")
}

both_engines! {
    async fn a_subject_shows_its_names_its_kin_and_who_knows_about_it(engine) {
        let app = TestApp::start(engine).await;
        let (karim, _) = town(&app).await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut anna = app.member("Anna").await.browser;
        let subject = anna.get(&page()).await;
        subject.is(200).shows("In het Engels: Environment and Planning Act").shows("Breder").shows("Smaller");
        subject.shows("Karim el Idrissi").hides("Otto").shows("Bekijk deze collega").shows("/people?skill=");
        subject.shows("/search?subject=").shows("Nog geen netwerk noemt dit");
        assert!(subject.text.contains(&format!("/people/{karim}")));
        anna.language = "en";
        anna.get(&page()).await.shows("In Dutch: Omgevingswet");
        anna.get("/subjects?uri=urn%3Anowhere").await.is(404);
    }

    async fn nobody_is_counted_whom_the_reader_may_not_find(engine) {
        let app = TestApp::start(engine).await;
        person(&app, "Otto Omgevingswet", Scope::None, vec![(FieldKey::Skills, expert())]).await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut anna = app.member("Anna").await.browser;
        anna.get(&page()).await.shows("Nog niemand die je mag vinden").shows("href=\"/profile/skills\"").hides("Otto");
        let stranger = app.browser().get(&page()).await;
        stranger.is(200).hides("Collega’s die hiervan weten").hides("Karim").shows("Omgevingswet");
    }

    async fn a_skill_a_search_and_a_profile_lead_there(engine) {
        let app = TestApp::start(engine).await;
        let (karim, _) = town(&app).await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut anna = app.member("Anna").await.browser;
        let way = format!("href=\"{}\"", page());
        anna.get(&format!("/people/{karim}")).await.is(200).shows(&way);
        anna.get("/people?q=omgevingswet").await.shows("Alles over het onderwerp").shows(&way);
        anna.get("/search?q=Environment%20and%20Planning%20Act").await.shows(&way);
        anna.get("/search?q=fietsbellen").await.hides("Alles over het onderwerp");
    }
}
