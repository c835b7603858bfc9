//! The page on which everything is searched: without script, with filters, and with evil words.

use axum::body::Body;
use axum::http::Method;
use domain::Audience;
use domain::items::Kind;
use domain::people::{FieldKey, Scope, consent};
use plein_tests::app::TestApp;
use plein_tests::both_engines;

use crate::groups::{closed, comment, item, join, open, post};
use crate::people::{one, text};

async fn index(app: &TestApp) {
    app.instance.ctx().published.catch_up().await.unwrap();
    app.instance.ctx().people.catch_up().await.unwrap();
}

both_engines! {
    async fn one_asks_narrows_and_reads_on_without_script(engine) {
        let app = TestApp::start(engine).await;
        let (anna, mut bram) = (app.member("Anna de Boer").await, app.member("Bram").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Waternetwerk").await;
        for at in 0..25 {
            let kind = if at % 5 == 0 { Kind::Question } else { Kind::Discussion };
            post(db, &anna.principal, item(group, kind, Audience::Network, &format!("Stikstof {at}"), "Tekst")).await.unwrap();
        }
        index(&app).await;
        bram.browser.get("/search").await.is(200).shows("Waar ben je naar op zoek?").shows("Mijn netwerken");
        let page = bram.browser.get("/search?q=stikstof").await;
        page.is(200).shows("25 resultaten").shows("<mark class=\"nl-mark\">Stikstof</mark>").shows("Anna de Boer").shows("Waternetwerk");
        page.shows("href=\"/people?q=stikstof\"");
        let next = page.text.split("Meer resultaten").next().unwrap().rsplit("href=\"/search?").next().unwrap();
        let next = next.split('"').next().unwrap().replace("&#38;", "&");
        let more = bram.browser.get(&format!("/search?{next}")).await;
        more.is(200).shows("Terug naar het begin").hides("Meer resultaten");
        assert_eq!(more.text.matches("id=\"found-").count(), 5);
        let questions = bram.browser.get("/search?q=stikstof&type=question&order=newest").await;
        questions.is(200).shows("5 resultaten").shows("href=\"/search?q=stikstof&#38;order=newest\"");
        bram.browser.get("/search?q=stikstof&in=mine").await.is(200).shows("Niets gevonden voor").shows("Zoek overal");
        join(db, &bram.principal, group).await.unwrap();
        bram.browser.get("/search?q=stikstof&in=mine").await.is(200).shows("25 resultaten");
        bram.browser.get(&format!("/groups/{group}")).await.is(200).shows("Zoek in Waternetwerk").shows(&format!("name=\"in\" value=\"{group}\""));
        bram.browser.get(&format!("/search?q=stikstof&in={group}")).await.is(200).shows("Alleen Waternetwerk").shows("25 resultaten");
    }

    async fn a_network_one_may_not_know_of_is_no_place_to_look_in(engine) {
        let app = TestApp::start(engine).await;
        let (anna, mut bram) = (app.member("Anna").await, app.member("Bram").await);
        let db = app.db();
        let edit = crate::groups::edit("Geheim", domain::groups::JoinPolicy::Invitation, Audience::Group, Audience::Group);
        let hidden = crate::groups::create(db, &anna.principal, edit).await;
        post(db, &anna.principal, item(hidden, Kind::Blog, Audience::Group, "Stikstof", "Tekst")).await.unwrap();
        index(&app).await;
        bram.browser.get(&format!("/search?q=stikstof&in={hidden}")).await.is(200).hides("Geheim").hides("1 resultaat");
        bram.browser.get(&format!("/search?q=stikstof&group={hidden}")).await.is(200).hides("Geheim").hides("1 resultaat");
        app.browser().get("/search?q=stikstof").await.is(303);
    }

    async fn evil_words_stay_words(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let db = app.db();
        let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> stikstof";
        let group = open(db, &anna.principal, evil).await;
        let id = post(db, &anna.principal, item(group, Kind::Discussion, Audience::Network, evil, evil)).await.unwrap();
        comment(db, &anna.principal, id, evil).await.unwrap();
        index(&app).await;
        for query in ["q=stikstof", "q=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "q=script&subject=%22%3E%3Cimg%20src%3Dx%3E&language=%3Cb%3E"] {
            let page = anna.browser.get(&format!("/search?{query}")).await;
            page.is(200).hides("<script>alert").hides("<img src=x").hides("<b>");
        }
    }

    async fn a_script_gets_the_part_below_the_field(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let group = open(app.db(), &anna.principal, "Jeugd").await;
        post(app.db(), &anna.principal, item(group, Kind::Blog, Audience::Network, "Stikstof", "Tekst")).await.unwrap();
        index(&app).await;
        let part = anna.browser.ask(Method::GET, "/search?q=stikstof", Body::empty(), &[("hx-request", "true")]).await;
        part.is(200).shows("<title>stikstof").shows("hx-target=\"#filter-groups\"").hides("<html").shows("1 resultaat");
        assert_eq!(part.header("vary"), "hx-request");
    }

    async fn colleagues_who_know_of_it_come_first(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, fatima) = (app.member("Anna").await, app.member("Fatima El Amrani").await);
        let (principal, id) = (&fatima.principal, fatima.principal.person_id().unwrap());
        app.db().write(async |tx| {
            consent::choose(tx, principal, id, Scope::Organisation).await?;
            let title = one(FieldKey::JobTitle, text("Adviseur stikstof", Audience::Organisation));
            domain::people::edit(tx, principal, id, title).await
        }).await.unwrap();
        index(&app).await;
        anna.browser.get("/search?q=stikstof").await.is(200).shows("Collega’s die hiervan weten").shows("Fatima El Amrani");
        anna.browser.get("/search?q=stikstof&kind=files").await.is(200).hides("Fatima El Amrani");
    }

    async fn while_there_is_no_index_the_page_says_so(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let group = closed(app.db(), &anna.principal, "Jeugd").await;
        post(app.db(), &anna.principal, item(group, Kind::Blog, Audience::Group, "Stikstof", "Tekst")).await.unwrap();
        anna.browser.get("/search?q=stikstof").await.is(200).shows("zoek je alleen in titels").shows("1 resultaat");
    }
}
