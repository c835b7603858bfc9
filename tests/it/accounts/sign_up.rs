use std::time::Duration;

use domain::accounts::policy::{self, SignUpMode};
use domain::accounts::{State, sign_up};
use domain::principal::{Principal, Role};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::members::PASSWORD;

const ANNA: &str = "anna@utrecht.test";

async fn open(engine: Engine, mode: SignUpMode, domains: &str) -> TestApp {
    let app = TestApp::start(engine).await;
    choose(&app, mode, domains).await;
    app
}

async fn choose(app: &TestApp, mode: SignUpMode, domains: &str) {
    let system = Principal::System("test");
    app.db().write(async |tx| policy::choose(tx, &system, mode, domains).await).await.unwrap();
}

both_engines! {
    async fn a_colleague_joins_with_an_address_of_the_organisation(engine) {
        let app = open(engine, SignUpMode::Domain, "utrecht.test").await;
        let mut browser = app.browser();
        browser.get("/sign-in").await.shows("href=\"/sign-up\"");
        let sent = browser.submit("/sign-up", &[("email", ANNA)]).await;
        sent.is(200).shows("Kijk in je mail");

        let path = app.link_to(ANNA).await;
        browser.get(&path).await.is(200).shows("anna@utrecht.test is bevestigd").hides("Wie ben je?");
        let answer = browser.post(&path, &[("name", "Anna de Vries"), ("password", PASSWORD)]).await;
        assert_eq!(answer.location(), "/welcome");
        browser.get("/settings").await.shows("Menu van Anna de Vries").hides("nog niet bevestigd");
        app.browser().post(&path, &[("name", "Eve"), ("password", PASSWORD)]).await.is(404);
    }

    async fn an_address_elsewhere_is_told_which_one_to_use(engine) {
        let app = open(engine, SignUpMode::Domain, "utrecht.test, stadutrecht.test").await;
        let answer = app.browser().post("/sign-up", &[("email", "anna@evil.test")]).await;
        answer.is(422).shows("utrecht.test, stadutrecht.test").shows("value=\"anna@evil.test\"");
        assert!(app.mails_to("anna@evil.test").await.is_empty());
    }

    async fn where_nobody_may_ask_the_form_does_not_exist(engine) {
        for mode in [SignUpMode::Closed, SignUpMode::Invitation] {
            let app = open(engine, mode, "").await;
            app.browser().get("/sign-in").await.hides("href=\"/sign-up\"");
            app.browser().get("/sign-up").await.is(200).shows("Vraag om een uitnodiging").hides("name=\"email\"");
            app.browser().post("/sign-up", &[("email", ANNA)]).await.is(404);
            assert!(app.mails_to(ANNA).await.is_empty());
        }
    }

    async fn a_known_address_gets_another_mail_and_the_page_does_not_tell(engine) {
        let app = open(engine, SignUpMode::Approval, "").await;
        app.account_with_password("Anna", Role::Member).await;
        let known = app.browser().submit("/sign-up", &[("email", ANNA)]).await;
        let unknown = app.browser().submit("/sign-up", &[("email", "bram@utrecht.test")]).await;
        assert_eq!(known.text, unknown.text);
        let mail = app.last_mail_to(ANNA).await;
        assert_eq!(mail.subject, "Je hebt al een account bij Gemeente Utrecht");
        assert!(mail.text.contains("https://utrecht.test/forgot"));
        assert!(!mail.text.contains("/sign-up/"));
    }

    async fn a_stranger_cannot_fill_somebodys_mailbox(engine) {
        let app = open(engine, SignUpMode::Approval, "").await;
        for _ in 0..6 {
            app.browser().post("/sign-up", &[("email", ANNA)]).await.is(303);
        }
        assert_eq!(app.mails_to(ANNA).await.len(), 3);
        for at in 0..14 {
            let email = format!("someone{at}@utrecht.test");
            app.browser().post("/sign-up", &[("email", &email)]).await.is(303);
        }
        let answer = app.browser().post("/sign-up", &[("email", "next@utrecht.test")]).await;
        answer.is(429).shows("te veel mails").shows("value=\"next@utrecht.test\"");
        app.clock().advance(Duration::from_secs(3600));
        app.browser().post("/sign-up", &[("email", ANNA)]).await.is(303);
        assert_eq!(app.mails_to(ANNA).await.len(), 4);
    }

    async fn who_asks_for_approval_waits_until_an_administrator_says_yes(engine) {
        let app = open(engine, SignUpMode::Approval, "").await;
        app.account_with_password("Karin", Role::Administrator).await;
        let mut browser = app.browser();
        browser.post("/sign-up", &[("email", ANNA)]).await.is(303);
        let path = app.link_to(ANNA).await;
        browser.get(&path).await.shows("Wie ben je?");
        let fields = [("name", "Anna"), ("password", PASSWORD), ("note", "Beleidsadviseur wonen")];
        browser.submit(&path, &fields).await.is(200).shows("Je aanvraag is verstuurd");
        let told = app.last_mail_to("karin@utrecht.test").await;
        assert_eq!(told.subject, "Anna vraagt om een account");

        let sign_in = [("email", ANNA), ("password", PASSWORD)];
        browser.post("/sign-in", &sign_in).await.is(409).shows("wacht nog op goedkeuring");
        let wrong = [("email", ANNA), ("password", "not this one")];
        browser.post("/sign-in", &wrong).await.is(422).hides("goedkeuring");

        let system = Principal::System("test");
        let id = app.account_of(ANNA).await.id;
        assert_eq!(app.account(id).await.note.as_deref(), Some("Beleidsadviseur wonen"));
        app.db().write(async |tx| sign_up::approve(tx, &system, id).await).await.unwrap();
        assert_eq!(app.last_mail_to(ANNA).await.subject, "Je account bij Gemeente Utrecht is klaar");
        browser.post("/sign-in", &sign_in).await.is(303);
    }

    async fn nothing_is_kept_of_who_was_turned_down(engine) {
        let app = open(engine, SignUpMode::Approval, "").await;
        app.browser().post("/sign-up", &[("email", ANNA)]).await.is(303);
        let path = app.link_to(ANNA).await;
        app.browser().post(&path, &[("name", "Anna"), ("password", PASSWORD)]).await.is(303);
        let system = Principal::System("test");
        let account = app.account_of(ANNA).await;
        assert_eq!(account.state, State::Waiting);
        app.db().write(async |tx| sign_up::reject(tx, &system, account.id).await).await.unwrap();
        assert_eq!(app.last_mail_to(ANNA).await.subject, "Je aanvraag bij Gemeente Utrecht");
        let person = domain::people::find(app.db(), account.person_id).await.unwrap();
        assert_eq!((person.name.as_str(), person.deleted_at.is_some()), ("", true));
        app.browser().post("/sign-up", &[("email", ANNA)]).await.is(303);
        assert!(app.link_to(ANNA).await.starts_with("/sign-up/"), "he may ask again");
    }

    async fn a_policy_that_closed_meanwhile_counts(engine) {
        let app = open(engine, SignUpMode::Approval, "").await;
        app.browser().post("/sign-up", &[("email", ANNA)]).await.is(303);
        let path = app.link_to(ANNA).await;
        choose(&app, SignUpMode::Closed, "").await;
        let answer = app.browser().post(&path, &[("name", "Anna"), ("password", PASSWORD)]).await;
        answer.is(409).shows("kan hier nu niet").shows("value=\"Anna\"");
        choose(&app, SignUpMode::Approval, "").await;
        app.browser().post(&path, &[("name", "Anna"), ("password", PASSWORD)]).await.is(303);
    }

    async fn two_links_for_one_address_make_one_account(engine) {
        let app = open(engine, SignUpMode::Approval, "").await;
        app.browser().post("/sign-up", &[("email", ANNA)]).await.is(303);
        let first = app.link_to(ANNA).await;
        app.browser().post("/sign-up", &[("email", ANNA)]).await.is(303);
        let second = app.link_to(ANNA).await;
        assert_ne!(first, second);
        let fields = [("name", "Anna"), ("password", PASSWORD)];
        app.browser().post(&first, &fields).await.is(303);
        app.browser().post(&second, &fields).await.is(422).shows("hoort al bij een account");
    }

    async fn hostile_input_is_refused_in_words(engine) {
        let app = open(engine, SignUpMode::Approval, "").await;
        let long = format!("{}@utrecht.test", "a".repeat(300));
        let injected = "anna@utrecht.test\r\nBcc: all@utrecht.test";
        for email in ["", "anna", "anna@", "@x.nl", "a@b@c.nl", "änna@utrecht.test", &long, injected, "a,b@x.nl", "<a@x.nl>"] {
            app.browser().post("/sign-up", &[("email", email)]).await.is(422).shows("id=\"email-error\"");
        }
        app.browser().post("/sign-up", &[("email", ANNA)]).await.is(303);
        let path = app.link_to(ANNA).await;
        let name = "x".repeat(121);
        app.browser().post(&path, &[("name", &name), ("password", PASSWORD)]).await.is(422).shows("hoogstens 120 tekens");
        let note = "y".repeat(501);
        let fields = [("name", "Anna"), ("password", PASSWORD), ("note", &note)];
        app.browser().post(&path, &fields).await.is(422).shows("id=\"note-error\"");
        app.browser().post(&path, &[("name", "Anna\r\nBcc: x\u{202e}"), ("password", PASSWORD)]).await.is(303);
        let person = app.account_of(ANNA).await;
        assert_eq!(person.name, "Anna Bcc: x");
    }
}
