use std::time::Duration;

use domain::db::sql;
use plein_tests::app::TestApp;
use plein_tests::background::{Background, until};
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::members::Person;
use plein_tests::smtp::{Certificate, MailServer, is_available};
use serde_json::json;

const ANNA: &str = "anna@utrecht.test";

async fn sending_to(engine: Engine, delivery: &str, more: &[(&str, &str)]) -> TestApp {
    let settings = [("PLEIN_MAIL__DELIVERY", delivery), ("PLEIN_INSTANCE__NAME", "Gemeente Zoëterwoude")];
    TestApp::with(engine, &[&settings, more].concat()).await
}

async fn invite(karin: &mut Person, email: &str) {
    let fields = [("name", "Anna"), ("email", email), ("affiliation", "staff")];
    karin.browser.post("/admin/accounts/invite", &fields).await.is(303);
}

/// How often a mail was tried, and in how many seconds it is tried again.
async fn tries(app: &TestApp) -> (i64, Option<i64>) {
    let attempts = sql("select coalesce(max(attempts), 0) from mail").scalar(app.db()).await.unwrap();
    let free = "select run_at from job where kind = 'send_mail' and leased_until is null";
    let due: Option<(i64,)> = sql(free).optional(app.db()).await.unwrap();
    (attempts, due.map(|(at,)| (at - app.clock().now().0) / 1_000_000))
}

both_engines! {
    async fn a_mail_arrives_in_text_and_html_with_headers_that_say_what_it_is(engine) {
        if !is_available() { return; }
        let server = MailServer::open();
        let app = sending_to(engine, &format!("smtp://127.0.0.1:{}", server.port), &[]).await;
        let mut karin = app.administrator("Karin").await;
        let background = Background::of(&app);
        invite(&mut karin, ANNA).await;
        until("the invitation arrives", async || server.mails_to(ANNA).len() == 1).await;
        let mut abroad = app.browser();
        abroad.language = "en";
        abroad.post("/forgot", &[("email", ANNA)]).await.is(303);
        until("the link arrives", async || server.mails_to(ANNA).len() == 2).await;
        background.stop().await;

        let mails = server.mails_to(ANNA);
        let told = [
            (&mails[0], "nl", "Karin nodigt je uit voor Gemeente Zoëterwoude", "/invitation/"),
            (&mails[1], "en", "Choose a new password for Gemeente Zoëterwoude", "/reset/"),
        ];
        for (mail, language, subject, link) in told {
            assert_eq!((&mail["subject"], &mail["language"]), (&json!(subject), &json!(language)));
            assert_eq!(mail["from"], json!({ "name": "Gemeente Zoëterwoude", "address": "noreply@utrecht.test" }));
            assert_eq!(mail["autoSubmitted"], "auto-generated");
            assert_eq!(mail["date"], "2026-11-01T09:00:00.000Z");
            let id = mail["messageId"].as_str().unwrap();
            assert!(id.starts_with('<') && id.ends_with("@utrecht.test>"), "{id}");
            let (raw, link) = (mail["raw"].as_str().unwrap(), format!("https://utrecht.test{link}"));
            assert!(raw.contains("multipart/alternative") && raw.contains("=?utf-8?") && raw.is_ascii(), "{raw}");
            for body in ["text", "html"] {
                let body = mail[body].as_str().unwrap();
                assert!(body.contains(&link) && body.contains("Zoëterwoude"), "{body}");
            }
            assert!(mail["html"].as_str().unwrap().contains(&format!("lang=\"{language}\"")));
        }
        assert_ne!(mails[0]["messageId"], mails[1]["messageId"]);
    }

    async fn a_password_is_shown_over_tls_and_never_in_the_open(engine) {
        if !is_available() { return; }
        let certificate = Certificate::make();
        let secrets = json!({ "user": "plein", "password": "ge heim+" });
        let mut options = secrets.clone();
        options["key"] = json!(certificate.key());
        options["cert"] = json!(certificate.path());
        let (safe, open) = (MailServer::start(&options), MailServer::start(&secrets));
        let ca = certificate.path();
        for server in [&safe, &open] {
            let delivery = format!("smtp://plein:ge%20heim%2B@127.0.0.1:{}", server.port);
            let app = sending_to(engine, &delivery, &[("PLEIN_MAIL__EXTRA_CA", &ca)]).await;
            let mut karin = app.administrator("Karin").await;
            invite(&mut karin, ANNA).await;
            let background = Background::of(&app);
            until("it was tried", async || tries(&app).await.0 == 1).await;
            background.stop().await;
        }
        assert_eq!(safe.said("auth"), [json!({ "event": "auth", "secure": true, "isRight": true })]);
        let arrived = &safe.mails_to(ANNA)[0];
        assert_eq!((&arrived["secure"], &arrived["user"]), (&json!(true), &json!("plein")));
        assert!(open.said("auth").is_empty() && open.said("mail").is_empty());
    }

    async fn a_certificate_nobody_vouches_for_gets_no_password(engine) {
        if !is_available() { return; }
        let certificate = Certificate::make();
        let options = json!({ "user": "plein", "password": "x", "key": certificate.key(), "cert": certificate.path() });
        let server = MailServer::start(&options);
        let app = sending_to(engine, &format!("smtp://plein:x@127.0.0.1:{}", server.port), &[]).await;
        let mut karin = app.administrator("Karin").await;
        invite(&mut karin, ANNA).await;
        let background = Background::of(&app);
        until("it was tried", async || tries(&app).await == (1, Some(30))).await;
        background.stop().await;
        assert!(server.said("auth").is_empty() && server.said("mail").is_empty());
        karin.browser.get("/admin/mail").await.is(200).shows(ANNA).shows("over 30 seconden");
    }

    async fn a_wrong_password_is_ours_to_mend_and_loses_no_mail(engine) {
        if !is_available() { return; }
        let certificate = Certificate::make();
        let options = json!({ "user": "plein", "password": "right", "key": certificate.key(), "cert": certificate.path() });
        let server = MailServer::start(&options);
        let ca = certificate.path();
        let delivery = format!("smtp://plein:wrong@127.0.0.1:{}", server.port);
        let app = sending_to(engine, &delivery, &[("PLEIN_MAIL__EXTRA_CA", &ca)]).await;
        let mut karin = app.administrator("Karin").await;
        invite(&mut karin, ANNA).await;
        let background = Background::of(&app);
        until("it waits for the next try", async || tries(&app).await == (1, Some(30))).await;
        background.stop().await;
        karin.browser.get("/admin/mail").await.shows("neemt onze gebruikersnaam of ons wachtwoord niet aan");
    }

    async fn a_server_that_is_down_is_told_and_the_mail_leaves_when_it_is_back(engine) {
        if !is_available() { return; }
        let port = MailServer::open().port;
        let app = sending_to(engine, &format!("smtp://127.0.0.1:{port}"), &[]).await;
        let mut karin = app.administrator("Karin").await;
        let background = Background::of(&app);
        invite(&mut karin, ANNA).await;
        for (attempts, pause) in [(1, 30), (2, 60), (3, 120)] {
            until("it waits, longer each time", async || tries(&app).await == (attempts, Some(pause))).await;
            karin.browser.get("/admin/mail").await.is(200).shows("De mailserver was niet te bereiken.");
            karin.browser.get("/admin").await.shows("Eén mail is nog niet weg").shows("href=\"/admin/mail\"");
            app.clock().advance(Duration::from_secs(pause.unsigned_abs()));
        }
        until("the fourth try failed", async || tries(&app).await == (4, Some(240))).await;
        let server = MailServer::start(&json!({ "port": port }));
        app.clock().advance(Duration::from_secs(240));
        until("the mail arrives", async || server.mails_to(ANNA).len() == 1).await;
        background.stop().await;
        assert_eq!(server.mails_to(ANNA)[0]["date"], "2026-11-01T09:00:00.000Z", "when it was written");
        karin.browser.get("/admin/mail").await.is(200).shows("Alle mails zijn weg").hides(ANNA);
        karin.browser.get("/admin").await.shows("Er wacht niets op je.");
    }

    async fn a_refused_address_is_told_and_keeps_no_other_from_its_mail(engine) {
        if !is_available() { return; }
        let server = MailServer::open();
        let app = sending_to(engine, &format!("smtp://127.0.0.1:{}", server.port), &[]).await;
        let mut karin = app.administrator("Karin").await;
        let background = Background::of(&app);
        invite(&mut karin, "unknown@utrecht.test").await;
        invite(&mut karin, "full@utrecht.test").await;
        invite(&mut karin, ANNA).await;
        until("the others go on", async || server.mails_to(ANNA).len() == 1).await;
        until("both are given up", async || {
            karin.browser.get("/admin").await.text.contains("2 mails konden niet worden verstuurd")
        })
        .await;
        until("the one that left is no longer listed", async || {
            !karin.browser.get("/admin/mail").await.text.contains(ANNA)
        })
        .await;
        let page = karin.browser.get("/admin/mail").await;
        page.shows("unknown@utrecht.test").shows("kent dit adres niet").shows("5.1.1 Nobody here is called that");
        page.shows("De mailbox is vol.").shows("niet verstuurd").shows("Uitnodiging").hides(ANNA);
        // Nothing helps but another address: it is refused again, and then dropped.
        let id: uuid::Uuid = sql("select id from mail where to_address = 'unknown@utrecht.test'").scalar(app.db()).await.unwrap();
        let path = format!("/admin/mail/{id}");
        karin.browser.submit(&path, &[("do", "retry")]).await.is(200).shows("Plein probeert het nu.");
        until("it is refused again", async || server.said("refused").len() == 3).await;
        until("it is given up again", async || {
            karin.browser.get("/admin").await.text.contains("2 mails konden niet worden verstuurd")
        })
        .await;
        background.stop().await;
        let dropped = karin.browser.submit(&path, &[("do", "drop")]).await;
        dropped.is(200).shows("De mail is vervallen.").hides("unknown@utrecht.test").shows("full@utrecht.test");
        karin.browser.post(&path, &[("do", "retry")]).await.is(404);
    }

    async fn an_answer_that_says_later_is_tried_again_by_itself_or_at_once(engine) {
        if !is_available() { return; }
        let server = MailServer::open();
        let app = sending_to(engine, &format!("smtp://127.0.0.1:{}", server.port), &[]).await;
        let mut karin = app.administrator("Karin").await;
        let background = Background::of(&app);
        let later = "later@utrecht.test";
        invite(&mut karin, later).await;
        until("it waits", async || tries(&app).await == (1, Some(30))).await;
        karin.browser.get("/admin/mail").await.shows("vroeg om het later nog eens te proberen").shows("over 30 seconden");
        let id: uuid::Uuid = sql("select id from mail where to_address = 'later@utrecht.test'").scalar(app.db()).await.unwrap();
        karin.browser.post(&format!("/admin/mail/{id}"), &[("do", "retry")]).await.is(303);
        until("it arrives", async || server.mails_to(later).len() == 1).await;
        until("no job is left", async || tries(&app).await.1.is_none()).await;
        background.stop().await;
        karin.browser.post(&format!("/admin/mail/{id}"), &[("do", "retry")]).await.is(409).shows("intussen verstuurd");
    }
}
