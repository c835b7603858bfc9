//! Searches that one keeps: whom they find anew, one is told once, with one's own rights.

use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use domain::people::saved::{self, COUNT_MAX, Outcome};
use domain::people::{self, FieldKey, Scope, consent, export};
use domain::{Audience, SavedSearchId, sweep};
use plein_tests::app::TestApp;
use plein_tests::background::{Background, until};
use plein_tests::both_engines;
use plein_tests::members::Person;
use serde_json::json;

use super::evidence::findable;
use crate::api::Program;
use crate::people::{one, text};

/// From now on this colleague is found by the word.
async fn knows(app: &TestApp, person: &Person, word: &str, audience: Audience) {
    let id = person.principal.person_id().unwrap();
    let edit = one(FieldKey::About, text(&format!("Alles over {word}"), audience));
    app.db().write(async |tx| people::edit(tx, &person.principal, id, edit.clone()).await).await.unwrap();
}

async fn expert(app: &TestApp, name: &str) -> Person {
    let person = findable(app, name).await;
    knows(app, &person, "stikstof", Audience::Network).await;
    person
}

/// An hour goes by, and what was due then is done.
async fn hour(app: &TestApp) {
    app.clock().advance(Duration::from_secs(3_600));
    app.instance.ctx().people.catch_up().await.unwrap();
    sweep::run(app.db()).await.unwrap();
    let background = Background::of(app);
    until("the searches ran and the mails left", async || {
        let text = "select count(*) from job where kind in ('run_saved_searches', 'mail_notices')";
        let left: i64 = domain::db::sql(text).scalar(app.db()).await.unwrap();
        left == 0
    })
    .await;
    background.stop().await;
}

async fn keep(app: &TestApp, who: &mut Person, query: &str) -> SavedSearchId {
    app.instance.ctx().people.catch_up().await.unwrap();
    who.browser.post("/people/saved", &[("name", "Stikstof"), ("query", query)]).await.is(303);
    saved::list(app.db(), &who.principal).await.unwrap().last().unwrap().id
}

both_engines! {
    async fn one_is_told_of_new_colleagues_once_until_one_looks(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        expert(&app, "Karim").await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let page = anna.browser.get("/people?q=stikstof&near=yes").await;
        page.is(200).shows("Bewaar deze zoekopdracht").shows("name=\"query\" value=\"q=stikstof&#38;near=yes\"");
        let id = keep(&app, &mut anna, "q=stikstof&near=yes&page=3").await;
        hour(&app).await;
        anna.browser.get("/notifications").await.is(200).hides("voor Stikstof");
        anna.browser.get("/people/saved").await.is(200).shows("href=\"/people?q=stikstof&#38;near=yes\"");

        expert(&app, "Lotte").await;
        hour(&app).await;
        anna.browser.get("/notifications").await.shows("1 nieuwe collega voor Stikstof").shows(&format!("/people/saved/{id}"));
        expert(&app, "Bram").await;
        hour(&app).await;
        let told = anna.browser.get("/notifications").await;
        told.shows("2 nieuwe collega’s voor Stikstof");
        assert_eq!(told.text.matches("voor Stikstof").count(), 1, "one notice until she looks");
        assert_eq!(app.mails_to("anna@utrecht.test").await.len(), 1, "and one mail");
        anna.browser.get("/people/saved").await.shows("2 nieuwe collega’s sinds je laatst keek");

        let news = anna.browser.get(&format!("/people/saved/{id}")).await;
        news.is(200).shows(">Lotte</a>").shows(">Bram</a>").hides(">Karim</a>");
        anna.browser.get(&format!("/people/saved/{id}")).await.shows("niemand bij gekomen").hides(">Lotte</a>");
        anna.browser.get("/notifications").await.hides("notices__row--unread");
        hour(&app).await;
        assert_eq!(app.mails_to("anna@utrecht.test").await.len(), 1);
        expert(&app, "Carla").await;
        hour(&app).await;
        anna.browser.get("/notifications").await.shows("1 nieuwe collega voor Stikstof");
        assert_eq!(app.mails_to("anna@utrecht.test").await.len(), 2);
    }

    async fn nobody_hears_of_whom_he_may_not_find(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let id = keep(&app, &mut anna, "q=stikstof").await;
        let hidden = expert(&app, "Karim").await;
        let person = hidden.principal.person_id().unwrap();
        app.db().write(async |tx| consent::choose(tx, &hidden.principal, person, Scope::None).await).await.unwrap();
        let lotte = findable(&app, "Lotte").await;
        knows(&app, &lotte, "stikstof", Audience::Own).await;
        hour(&app).await;
        anna.browser.get("/notifications").await.hides("voor Stikstof");
        anna.browser.get("/people/saved").await.hides("sinds je laatst keek");

        let bram = expert(&app, "Bram").await;
        hour(&app).await;
        anna.browser.get("/notifications").await.shows("1 nieuwe collega voor Stikstof");
        let person = bram.principal.person_id().unwrap();
        app.db().write(async |tx| consent::choose(tx, &bram.principal, person, Scope::None).await).await.unwrap();
        app.instance.ctx().people.catch_up().await.unwrap();
        anna.browser.get(&format!("/people/saved/{id}")).await.is(200).hides("Bram");
    }

    async fn one_renames_silences_removes_and_puts_back(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("Anna").await, app.member("Bram").await);
        let id = keep(&app, &mut anna, "q=stikstof").await;
        let path = format!("/people/saved/{id}");
        for rest in ["", "/remove", "/restore"] {
            bram.browser.post(&format!("{path}{rest}"), &[("name", "Van mij")]).await.is(404);
        }
        bram.browser.get(&path).await.is(404);
        bram.browser.get("/people/saved").await.hides("Stikstof").shows("Nog niets bewaard");

        let evil = "<img src=x onerror=alert(1)>";
        anna.browser.post(&path, &[("name", evil)]).await.is(303);
        anna.browser.get("/people/saved").await.hides("<img src=x").shows("&#60;img src=x");
        expert(&app, "Karim").await;
        hour(&app).await;
        anna.browser.post(&path, &[("name", "Weer aan"), ("told", "true")]).await.is(303);
        hour(&app).await;
        anna.browser.get("/notifications").await.hides("Weer aan");
        expert(&app, "Lotte").await;
        hour(&app).await;
        anna.browser.get("/notifications").await.shows("1 nieuwe collega voor Weer aan");

        let gone = anna.browser.post(&format!("{path}/remove"), &[]).await;
        anna.browser.follow(gone).await.is(200).hides(">Weer aan<").shows("Ongedaan maken");
        anna.browser.get("/notifications").await.hides("Weer aan");
        anna.browser.post(&format!("{path}/restore"), &[]).await.is(303);
        anna.browser.get("/people/saved").await.shows("Weer aan");
        anna.browser.post(&format!("{path}/remove"), &[]).await.is(303);
        app.clock().advance(Duration::from_secs(2 * 86_400));
        sweep::run(app.db()).await.unwrap();
        app.come_back(&mut anna).await;
        anna.browser.post(&format!("{path}/restore"), &[]).await.is(404);
    }

    async fn there_is_an_end_to_what_one_keeps_and_it_goes_with_the_account(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let db = app.db();
        for (name, query) in [("", "q=woo"), ("x", ""), ("x", "colour=red"), (&*"n".repeat(101), "q=woo")] {
            anna.browser.post("/people/saved", &[("name", name), ("query", query)]).await.is(422);
        }
        for at in 0..COUNT_MAX {
            let name = format!("Nummer {at}");
            db.write(async |tx| saved::save(tx, &anna.principal, &name, "q=woo", Some(&Outcome::TooMany)).await).await.unwrap();
        }
        anna.browser.post("/people/saved", &[("name", "Te veel"), ("query", "q=woo")]).await.is(409);
        anna.browser.get("/people/saved").await.shows("meer dan 200 collega’s");
        let person = anna.principal.person_id().unwrap();
        let all = export::export(db, &anna.principal, person).await.unwrap();
        assert_eq!(all.saved_searches.len(), 50);
        db.write(async |tx| people::erase(tx, &anna.principal, person).await).await.unwrap();
        let left: i64 = domain::db::sql("select count(*) from saved_search").scalar(db).await.unwrap();
        assert_eq!(left, 0);
    }

    async fn a_search_is_left_while_nothing_changed_that_it_could_find(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        expert(&app, "Karim").await;
        let id = keep(&app, &mut anna, "q=stikstof").await;
        let ran = async || -> Option<i64> {
            domain::db::sql("select ran_at from saved_search where id = $1").bind(id).scalar(app.db()).await.unwrap()
        };
        hour(&app).await;
        let first = ran().await.expect("it was run");
        hour(&app).await;
        let settled = ran().await.unwrap();
        assert!(settled > first, "once more, when the index has surely taken what was new");
        for _ in 0..3 {
            hour(&app).await;
        }
        assert_eq!(ran().await, Some(settled));
        expert(&app, "Lotte").await;
        hour(&app).await;
        anna.browser.get("/notifications").await.shows("1 nieuwe collega voor Stikstof");
        hour(&app).await;
        let again = ran().await.unwrap();
        hour(&app).await;
        assert_eq!(ran().await, Some(again));
        app.clock().advance(Duration::from_secs(24 * 3_600));
        hour(&app).await;
        assert!(ran().await.unwrap() > again, "once a day it is run anyway");
    }

    async fn a_silenced_search_that_is_heard_again_misses_nobody(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let id = keep(&app, &mut anna, "q=stikstof").await;
        hour(&app).await;
        hour(&app).await;
        let path = format!("/people/saved/{id}");
        anna.browser.post(&path, &[("name", "Stikstof")]).await.is(303);
        anna.browser.post(&path, &[("name", "Stikstof"), ("told", "true")]).await.is(303);
        hour(&app).await;
        expert(&app, "Lotte").await;
        hour(&app).await;
        anna.browser.get("/notifications").await.shows("1 nieuwe collega voor Stikstof");
    }

    async fn a_program_keeps_a_search_and_hears_the_news(engine) {
        let app = TestApp::start(engine).await;
        let anna = app.member("Anna").await;
        expert(&app, "Karim").await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let (mut hers, mut others) = (Program::of(&app, &anna).await, Program::of(&app, &app.member("Bram").await).await);
        let base = "/api/v1/people/saved";
        for (name, query) in [("", "q=woo"), ("x", ""), ("x", "colour=red")] {
            assert_eq!(hers.send(Method::POST, base, json!({ "name": name, "query": query })).await.0, 422);
        }
        let body = json!({ "name": "Stikstof", "query": "q=stikstof&page=3" });
        let (status, made) = hers.send_once(base, "een", body.clone()).await;
        assert_eq!(status, 201, "{made}");
        assert_eq!(hers.send_once(base, "een", body).await.1, made, "once");
        let path = format!("{base}/{}", made["id"].as_str().unwrap());
        expert(&app, "Lotte").await;
        hour(&app).await;
        let kept = hers.get(base).await;
        assert_eq!((&kept["searches"][0]["query"], &kept["searches"][0]["news"]), (&json!("q=stikstof"), &json!(1)));
        let news = hers.get(&format!("{path}/news")).await;
        assert_eq!((news["people"].as_array().unwrap().len(), &news["people"][0]["name"]), (1, &json!("Lotte")));
        assert_eq!(hers.get(&format!("{path}/news")).await, news, "reading is not yet having looked");
        for (method, rest) in [(Method::GET, "/news"), (Method::DELETE, "/news"), (Method::DELETE, "")] {
            assert_eq!(others.ask(method, &format!("{path}{rest}"), Body::empty()).await.status, 404);
        }
        assert_eq!(others.get(base).await["searches"], json!([]));
        assert_eq!(hers.ask(Method::DELETE, &format!("{path}/news"), Body::empty()).await.status, 204);
        assert_eq!(hers.get(&format!("{path}/news")).await["people"], json!([]));
        assert_eq!(hers.ask(Method::DELETE, &path, Body::empty()).await.status, 204);
        assert_eq!(hers.get(base).await["searches"], json!([]));
    }
}
