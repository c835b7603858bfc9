//! After the answer it goes on, until one of the two closes it.

use domain::inquiries::{self, ADDITIONS_MAX, TEXT_CHARS_MAX};
use domain::people::{Scope, export};
use domain::{InquiryId, Principal};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::network::Fault;
use plein_tests::site::{Site, World, settle};

use super::{ask, member, seen_at, told};
use crate::federation::groups::rest;
use crate::groups::open;
use crate::search::evidence::findable;

async fn texts(site: &Site, who: &Principal, id: InquiryId) -> Vec<String> {
    inquiries::find(site.db(), who, id).await.unwrap();
    let all = inquiries::list_additions(site.db(), id).await.unwrap();
    all.into_iter().map(|one| format!("{}: {}", one.side.as_str(), one.text)).collect()
}

async fn add(site: &Site, who: &Principal, id: InquiryId, text: &str) -> domain::Result<()> {
    site.db().write(async |tx| inquiries::add(tx, who, id, text).await.map(drop)).await
}

both_engines! {
    async fn one_thanks_the_other_adds_and_either_closes(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut karim) = (app.member("Anna").await, findable(&app, "Karim").await);
        let mut bram = app.member("Bram").await;
        let ask = format!("/people/{}/ask", karim.principal.person_id().unwrap());
        let path = anna.browser.post(&ask, &[("title", "Omgevingsplan"), ("text", "Hoe?")]).await.location().to_owned();
        karim.browser.post(&format!("{path}/answer"), &[("text", "Zo deden wij het.")]).await.is(303);
        let more = format!("{path}/additions");
        anna.browser.get(&path).await.shows("Wil je nog iets zeggen?").shows("365 dagen na het laatste woord");
        for (text, status) in [("", 422), (&*"x".repeat(TEXT_CHARS_MAX + 1), 422), ("Dank! En de <b>kosten</b>?", 303)] {
            anna.browser.post(&more, &[("text", text)]).await.is(status);
        }
        anna.browser.post(&more, &[("text", "En de duur?")]).await.is(303);
        bram.browser.post(&more, &[("text", "Ik ook")]).await.is(404);
        bram.browser.post(&format!("{path}/close"), &[]).await.is(404);
        let bell = karim.browser.get("/notifications").await;
        bell.shows("Anna schreef verder over");
        assert_eq!(bell.text.matches("schreef verder").count(), 1, "one notice until he looks");
        let page = karim.browser.get(&path).await;
        page.shows("de &#60;b&#62;kosten").shows("En de duur?").shows("Anna</strong>");
        anna.browser.post(&more, &[("text", "Haast is er niet.")]).await.is(303);
        assert_eq!(karim.browser.get("/notifications").await.text.matches("schreef verder").count(), 2);

        karim.browser.post(&more, &[("text", "Vier weken.")]).await.is(303);
        anna.browser.get("/notifications").await.shows("Karim schreef verder over");
        anna.browser.post(&format!("{path}/close"), &[]).await.is(303);
        anna.browser.post(&format!("{path}/close"), &[]).await.is(409);
        karim.browser.post(&more, &[("text", "Te laat")]).await.is(409).shows("afgesloten, er kan niets meer bij");
        karim.browser.get("/notifications").await.shows("Anna sloot het gesprek over");
        karim.browser.get(&path).await.shows("Anna heeft dit gesprek afgesloten").shows("Vier weken.").hides("Wil je nog iets");
        let id = anna.principal.person_id().unwrap();
        let all = export::export(app.db(), &anna.principal, id).await.unwrap();
        assert_eq!(all.inquiries[0].additions.len(), 4);
    }

    async fn there_is_an_end_to_what_one_adds(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut karim) = (app.member("Anna").await, findable(&app, "Karim").await);
        let ask = format!("/people/{}/ask", karim.principal.person_id().unwrap());
        let path = anna.browser.post(&ask, &[("title", "Veel"), ("text", "Hoe?")]).await.location().to_owned();
        karim.browser.post(&format!("{path}/answer"), &[("text", "Zo.")]).await.is(303);
        let more = format!("{path}/additions");
        for at in 0..ADDITIONS_MAX {
            anna.browser.post(&more, &[("text", &format!("Punt {at}"))]).await.is(303);
        }
        anna.browser.post(&more, &[("text", "Nog een punt")]).await.is(409).shows("al 25 keer").shows("Nog een punt");
        karim.browser.post(&more, &[("text", "Rustig")]).await.is(303);
    }

    async fn only_question_and_answer_become_public(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut karim) = (app.member("Anna").await, findable(&app, "Karim").await);
        let group = open(app.db(), &anna.principal, "Ruimte").await.to_string();
        let ask = format!("/people/{}/ask", karim.principal.person_id().unwrap());
        let path = anna.browser.post(&ask, &[("title", "Hoe lang?"), ("text", "Vertel")]).await.location().to_owned();
        karim.browser.post(&format!("{path}/answer"), &[("text", "Acht weken.")]).await.is(303);
        anna.browser.post(&format!("{path}/additions"), &[("text", "Onder ons: dank")]).await.is(303);
        anna.browser.post(&format!("{path}/propose"), &[("group", &group)]).await.is(303);
        karim.browser.get(&path).await.shows("Openbaar worden de vraag en het antwoord");
        karim.browser.post(&format!("{path}/decide"), &[("yes", "true")]).await.is(303);
        karim.browser.post(&format!("{path}/close"), &[]).await.is(303);
        anna.browser.post(&format!("{path}/publish"), &[("group", &group)]).await.is(303);
        let page = anna.browser.get(&path).await;
        let item = page.text.split("href=\"/items/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        anna.browser.get(&format!("/items/{item}")).await.shows("Acht weken.").hides("Onder ons");
    }

    async fn it_goes_on_between_two_organisations(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (member(&alpha, "Anna", Scope::None).await, member(&beta, "Bea", Scope::Network).await);
        rest(&world, &[&alpha, &beta]).await;
        let there = seen_at(&alpha, &beta, &bea).await;
        let id = ask(&alpha, &anna, there, "Wie deed dit eerder?").await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        let at_beta = inquiries::list(beta.db(), &bea).await.unwrap()[0].id;
        beta.db().write(async |tx| inquiries::answer(tx, &bea, at_beta, "Wij.").await).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;

        world.network.set("alpha.test", "beta.test", Fault::LoseAnswer);
        add(&alpha, &anna, id, "Dank!").await.unwrap();
        settle(&[&alpha, &beta]).await;
        world.network.heal("alpha.test", "beta.test");
        world.advance_seconds(120);
        rest(&world, &[&alpha, &beta]).await;
        assert_eq!(texts(&beta, &bea, at_beta).await, ["asker: Dank!"], "once, however often it was sent");
        assert_eq!(told(&beta, &bea).await, ["inquiry_added", "inquiry"]);
        add(&beta, &bea, at_beta, "Graag.").await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        assert_eq!(texts(&alpha, &anna, id).await, ["asker: Dank!", "asked: Graag."]);

        add(&alpha, &anna, id, "Nog dit").await.unwrap();
        beta.db().write(async |tx| inquiries::close(tx, &bea, at_beta).await).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        assert_eq!(texts(&beta, &bea, at_beta).await.last().unwrap(), "asker: Nog dit", "it was on its way");
        let (closed, _) = inquiries::find(alpha.db(), &anna, id).await.unwrap();
        assert!(!closed.is_open());
        assert_eq!(told(&alpha, &anna).await, ["inquiry_closed", "inquiry_added", "inquiry_answered"]);
        assert!(add(&alpha, &anna, id, "Te laat").await.is_err());
    }
}
