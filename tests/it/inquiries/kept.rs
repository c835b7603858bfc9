//! What nobody answers lapses, what falls silent is closed, and what is over goes.

use std::time::Duration;

use domain::sweep;
use plein_tests::app::TestApp;
use plein_tests::both_engines;

use crate::search::evidence::findable;

const DAY: u64 = 24 * 3_600;

async fn days(app: &TestApp, days: u64) {
    app.clock().advance(Duration::from_secs(days * DAY));
    sweep::run(app.db()).await.unwrap();
}

/// How many inquiries there are, and how many additions.
async fn count(app: &TestApp) -> (i64, i64) {
    let text = "select (select count(*) from inquiry), (select count(*) from inquiry_addition)";
    domain::db::sql(text).one(app.db()).await.unwrap()
}

both_engines! {
    async fn a_question_lapses_is_told_and_goes(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut karim) = (app.member("Anna").await, findable(&app, "Karim").await);
        let ask = format!("/people/{}/ask", karim.principal.person_id().unwrap());
        let path = anna.browser.post(&ask, &[("title", "Stil"), ("text", "Hoe?")]).await.location().to_owned();
        days(&app, 59).await;
        app.come_back(&mut anna).await;
        anna.browser.get(&path).await.shows("nog niet geantwoord");
        days(&app, 2).await;
        sweep::run(app.db()).await.unwrap();
        app.come_back(&mut anna).await;
        app.come_back(&mut karim).await;
        let bell = anna.browser.get("/notifications").await;
        bell.shows("Op je vraag ‘Stil’ aan Karim is geen antwoord gekomen");
        assert_eq!(bell.text.matches("geen antwoord gekomen").count(), 1);
        anna.browser.get(&path).await.shows("Na 60 dagen is er geen antwoord gekomen").shows("Stel je vraag in een netwerk");
        anna.browser.get("/inquiries").await.shows("Niet beantwoord").shows("365 dagen na het laatste woord");
        karim.browser.post(&format!("{path}/answer"), &[("text", "Te laat")]).await.is(409).shows("afgesloten");
        for _ in 0..3 {
            anna.browser.post(&ask, &[("title", "Weer"), ("text", "Hoe?")]).await.is(303);
        }
        days(&app, 310).await;
        app.come_back(&mut anna).await;
        anna.browser.get(&path).await.is(404);
        anna.browser.get("/inquiries").await.hides("Stil").shows("Weer");
    }

    async fn a_conversation_falls_silent_and_an_administrator_says_how_long_it_stays(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut karim) = (app.member("Anna").await, findable(&app, "Karim").await);
        let mut boss = app.administrator("Boss").await;
        let ask = format!("/people/{}/ask", karim.principal.person_id().unwrap());
        let path = anna.browser.post(&ask, &[("title", "Gesprek"), ("text", "Hoe?")]).await.location().to_owned();
        karim.browser.post(&format!("{path}/answer"), &[("text", "Zo.")]).await.is(303);
        days(&app, 40).await;
        app.come_back(&mut anna).await;
        anna.browser.post(&format!("{path}/additions"), &[("text", "Dank")]).await.is(303);
        days(&app, 40).await;
        app.come_back(&mut anna).await;
        anna.browser.get(&path).await.shows("Wil je nog iets zeggen?");
        days(&app, 21).await;
        app.come_back(&mut anna).await;
        anna.browser.get(&path).await.shows("60 dagen niets meer gezegd").hides("Wil je nog iets zeggen?");

        app.come_back(&mut boss).await;
        anna.browser.get("/admin/inquiries").await.is(404);
        boss.browser.get("/admin").await.shows("verdwijnen 365 dagen na het laatste woord").shows("/admin/inquiries");
        for wrong in ["", "0", "59", "1826", "een jaar", "-1"] {
            boss.browser.post("/admin/inquiries", &[("days", wrong)]).await.is(422).shows("van 60 tot 1.825");
        }
        boss.browser.post("/admin/inquiries", &[("days", "90")]).await.is(303);
        boss.browser.get("/admin/inquiries").await.shows("value=\"90\"");
        boss.browser.get("/admin/audit").await.shows("koos hoelang persoonlijke vragen blijven staan");
        anna.browser.get(&path).await.shows("90 dagen na het laatste woord");
        days(&app, 28).await;
        assert_eq!(count(&app).await, (1, 1));
        days(&app, 2).await;
        assert_eq!(count(&app).await, (0, 0));
    }
}
