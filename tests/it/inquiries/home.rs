use domain::inquiries::{DAY_MAX, TEXT_CHARS_MAX, WAITING_MAX};
use domain::people::{self, Availability, Entry, FieldKey, Scope, Source, Value, consent, export};
use domain::{Audience, inquiries};
use plein_tests::app::TestApp;
use plein_tests::background::{Background, until};
use plein_tests::both_engines;
use plein_tests::members::Person;

use super::DAY;
use crate::people::one;
use crate::search::evidence::findable;

async fn mails(app: &TestApp) {
    let background = Background::of(app);
    until("the mails left", async || {
        let text = "select count(*) from job where kind = 'mail_notices'";
        let left: i64 = domain::db::sql(text).scalar(app.db()).await.unwrap();
        left == 0
    })
    .await;
    background.stop().await;
}

/// Asks, and gives the path of the question.
async fn asks(who: &mut Person, whom: &Person, title: &str) -> String {
    let path = format!("/people/{}/ask", whom.principal.person_id().unwrap());
    let sent =
        who.browser.post(&path, &[("title", title), ("text", "Hoe deden jullie dat?\n<b>Echt</b>")]).await;
    sent.is(303);
    sent.location().to_owned()
}

both_engines! {
    async fn one_asks_the_other_answers_and_nobody_else_reads_it(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut karim) = (app.member("Anna").await, findable(&app, "Karim").await);
        let (mut bram, mut boss) = (app.member("Bram").await, app.administrator("Boss").await);
        let profile = format!("/people/{}", karim.principal.person_id().unwrap());
        anna.browser.get(&profile).await.shows("Stel een vraag").shows("Alleen jij en Karim lezen dit");
        karim.browser.get(&profile).await.is(200).hides("Stel een vraag");
        app.browser().get(&profile).await.hides("Stel een vraag");

        let path = asks(&mut anna, &karim, "Omgevingsplan <i>").await;
        mails(&app).await;
        let mail = app.last_mail_to("karim@utrecht.test").await;
        assert!(mail.text.contains("Anna vraagt je iets") && mail.text.contains(&path), "{}", mail.text);
        assert!(!mail.text.contains("Hoe deden jullie"), "the question itself stays on the page");
        karim.browser.get("/notifications").await.shows("Anna vraagt je iets").shows(&path);
        karim.browser.get("/inquiries").await.shows("Omgevingsplan &#60;i&#62;").shows("Aan jou gevraagd");
        karim.browser.get(&path).await.is(200).shows("&#60;b&#62;Echt").shows("Alleen jij en Anna lezen dit");
        karim.browser.get("/notifications").await.hides("notices__row--unread");

        for other in [&mut bram, &mut boss] {
            other.browser.get(&path).await.is(404);
            other.browser.post(&format!("{path}/answer"), &[("text", "Ik ook")]).await.is(404);
            other.browser.get("/inquiries").await.hides("Omgevingsplan");
        }
        let log: Vec<(String, String)> = domain::db::sql("select action, detail from audit").all(app.db()).await.unwrap();
        assert!(log.iter().any(|(action, _)| action == "inquiry.ask"));
        assert!(log.iter().all(|(_, detail)| !detail.contains("Omgevingsplan") && !detail.contains("deden")));

        anna.browser.post(&format!("{path}/answer"), &[("text", "Ik antwoord zelf")]).await.is(409);
        anna.browser.post(&format!("{path}/additions"), &[("text", "Nog iets")]).await.is(409);
        karim.browser.post(&format!("{path}/answer"), &[("text", "")]).await.is(422);
        karim.browser.post(&format!("{path}/answer"), &[("text", "Zo deden wij het.")]).await.is(303);
        karim.browser.post(&format!("{path}/answer"), &[("text", "Nog eens")]).await.is(409);
        anna.browser.get("/notifications").await.shows("Karim gaf antwoord op je vraag");
        anna.browser.get(&path).await.shows("Zo deden wij het.");
    }

    async fn whoever_has_no_time_is_left_in_peace(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut karim) = (app.member("Anna").await, findable(&app, "Karim").await);
        let id = karim.principal.person_id().unwrap();
        let away = Entry { value: Value::Availability(Availability::Away), audience: Audience::Network, source: Source::Person };
        let edit = one(FieldKey::Availability, Some(away));
        app.db().write(async |tx| people::edit(tx, &karim.principal, id, edit.clone()).await).await.unwrap();
        let page = anna.browser.get(&format!("/people/{id}/ask")).await;
        page.is(200).shows("Karim heeft nu geen tijd voor vragen").shows("Zoek een andere collega").shows("zonder mail");
        let path = asks(&mut anna, &karim, "Geen haast").await;
        mails(&app).await;
        assert!(app.mails_to("karim@utrecht.test").await.is_empty());
        karim.browser.get("/notifications").await.shows("Geen haast").shows(&path);
    }

    async fn there_is_an_end_to_asking_and_one_may_want_no_more(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut karim) = (app.member("Anna").await, findable(&app, "Karim").await);
        let id = karim.principal.person_id().unwrap();
        let ask = format!("/people/{id}/ask");
        let long = "x".repeat(TEXT_CHARS_MAX + 1);
        for (title, text) in [("", "Tekst"), ("Titel", ""), ("Titel", long.as_str())] {
            anna.browser.post(&ask, &[("title", title), ("text", text)]).await.is(422).shows(title);
        }
        anna.browser.post(&format!("/people/{}/ask", anna.principal.person_id().unwrap()), &[("title", "a"), ("text", "b")]).await.is(404);
        let first = asks(&mut anna, &karim, "Eerste").await;
        karim.browser.post(&format!("{first}/refuse"), &[]).await.is(303);
        anna.browser.get(&first).await.shows("Karim heeft dit gesprek afgesloten");
        let again = anna.browser.post(&ask, &[("title", "Later"), ("text", "Toch nog iets")]).await;
        again.is(409).shows("neemt nu geen vragen aan").shows("Toch nog iets");
        karim.browser.get("/inquiries").await.shows("Eerste").hides("Later").shows("Van hen wil je geen vragen");
        karim.browser.get("/notifications").await.hides("Later");
        anna.browser.get("/inquiries").await.hides("Van hen wil je geen vragen");
        let whom = anna.principal.person_id().unwrap().to_string();
        karim.browser.post("/inquiries/allow", &[("person", &whom)]).await.is(303);
        for at in 0..WAITING_MAX {
            let path = asks(&mut anna, &karim, &format!("Weer {at}")).await;
            anna.browser.get(&path).await.is(200).shows("nog niet geantwoord");
            anna.browser.post(&format!("{path}/close"), &[]).await.is(303);
        }
        let more = anna.browser.post(&ask, &[("title", "Nog een"), ("text", "Tekst")]).await;
        more.is(409).shows("staan nog 3 vragen");

        for at in WAITING_MAX + 1..DAY_MAX {
            let other = findable(&app, &format!("Collega{at}")).await;
            asks(&mut anna, &other, "Hallo").await;
        }
        let last = findable(&app, "Laatste").await;
        let path = format!("/people/{}/ask", last.principal.person_id().unwrap());
        anna.browser.post(&path, &[("title", "Een te veel"), ("text", "Tekst")]).await.is(409).shows("vandaag al 10");
        app.clock().advance(DAY);
        app.come_back(&mut anna).await;
        asks(&mut anna, &last, "Morgen mag het weer").await;
    }

    async fn whom_one_may_not_find_one_cannot_ask_and_what_was_asked_goes_with_either(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, karim) = (app.member("Anna").await, findable(&app, "Karim").await);
        let (db, id) = (app.db(), karim.principal.person_id().unwrap());
        asks(&mut anna, &karim, "Vraag").await;
        let hers = export::export(db, &anna.principal, anna.principal.person_id().unwrap()).await.unwrap();
        assert_eq!(hers.inquiries.len(), 1);
        db.write(async |tx| consent::choose(tx, &karim.principal, id, Scope::None).await).await.unwrap();
        anna.browser.get(&format!("/people/{id}/ask")).await.is(404);
        anna.browser.post(&format!("/people/{id}/ask"), &[("title", "a"), ("text", "b")]).await.is(404);
        db.write(async |tx| people::erase(tx, &karim.principal, id).await).await.unwrap();
        let left = inquiries::list(db, &anna.principal).await.unwrap().remove(0);
        assert_eq!(left.title, "Vraag", "her own words stay hers");
        let path = format!("/inquiries/{}", left.id);
        anna.browser.get(&path).await.is(200).shows("account van de ander is opgeheven").hides("Karim");
        let her = anna.principal.person_id().unwrap();
        db.write(async |tx| people::erase(tx, &anna.principal, her).await).await.unwrap();
        let rows: i64 = domain::db::sql("select count(*) from inquiry").scalar(db).await.unwrap();
        assert_eq!(rows, 0, "nobody is left to read it");
    }
}
