use std::time::Duration;

use domain::principal::Role;
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::members::PASSWORD;

const ANNA: &str = "anna@utrecht.test";
const NEW: &str = "kraanvogel zes blikje wolk";

both_engines! {
    async fn a_forgotten_password_is_replaced_and_every_session_ends(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let mut elsewhere = app.browser();
        elsewhere.post("/sign-in", &[("email", ANNA), ("password", PASSWORD)]).await.is(303);
        let mut browser = app.browser();
        browser.get("/forgot").await.is(200);
        browser.submit("/forgot", &[("email", ANNA)]).await.is(200).shows("is er een mail met een link onderweg");
        let path = app.link_to(ANNA).await;
        assert!(path.starts_with("/reset/"));
        browser.get(&path).await.is(200).shows(ANNA);
        let answer = browser.submit(&path, &[("password", NEW)]).await;
        answer.is(200).shows("Je nieuwe wachtwoord is bewaard").shows("Aanmelden bij");
        elsewhere.get("/help").await.hides("Menu van Anna");
        assert_eq!(app.last_mail_to(ANNA).await.subject, "Je wachtwoord bij Gemeente Utrecht is veranderd");
        browser.post("/sign-in", &[("email", ANNA), ("password", PASSWORD)]).await.is(422);
        browser.post("/sign-in", &[("email", ANNA), ("password", NEW)]).await.is(303);
    }

    async fn the_page_says_the_same_for_every_address(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let known = app.browser().submit("/forgot", &[("email", ANNA)]).await;
        let unknown = app.browser().submit("/forgot", &[("email", "nobody@utrecht.test")]).await;
        assert_eq!(known.text, unknown.text);
        assert!(app.mails_to("nobody@utrecht.test").await.is_empty());
    }

    async fn a_link_works_once_for_half_an_hour_and_only_the_newest(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let ask = async || {
            app.browser().post("/forgot", &[("email", ANNA)]).await.is(303);
            app.link_to(ANNA).await
        };
        let (old, new) = (ask().await, ask().await);
        app.browser().post(&old, &[("password", NEW)]).await.is(404).shows("Vraag een nieuwe link");
        app.browser().get(&new).await.is(200);
        app.browser().get(&new).await.is(200);
        app.browser().post(&new, &[("password", "kort")]).await.is(422).shows("minstens 12 tekens");
        app.browser().post(&new, &[("password", NEW)]).await.is(303);
        app.browser().post(&new, &[("password", NEW)]).await.is(404);
        app.clock().advance(Duration::from_secs(1));
        let late = ask().await;
        app.clock().advance(Duration::from_secs(30 * 60));
        app.browser().post(&late, &[("password", NEW)]).await.is(404);
    }

    async fn a_link_for_one_thing_opens_nothing_else(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        app.browser().post("/forgot", &[("email", ANNA)]).await.is(303);
        let secret = app.link_to(ANNA).await.replace("/reset/", "");
        for other in ["/setup/", "/sign-up/", "/invitation/", "/confirm-email/"] {
            app.browser().get(&format!("{other}{secret}")).await.is(404);
        }
    }

    async fn who_is_kept_out_by_somebody_elses_guesses_gets_in_by_mail(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        for _ in 0..11 {
            app.browser().post("/sign-in", &[("email", ANNA), ("password", "guess")]).await;
        }
        app.browser().post("/forgot", &[("email", ANNA)]).await.is(303);
        let path = app.link_to(ANNA).await;
        app.browser().post(&path, &[("password", NEW)]).await.is(303);
        app.browser().post("/sign-in", &[("email", ANNA), ("password", NEW)]).await.is(303);
    }

    async fn a_suspended_account_gets_no_link(engine) {
        let app = TestApp::start(engine).await;
        let id = app.account_with_password("Anna", Role::Member).await;
        app.browser().post("/forgot", &[("email", ANNA)]).await.is(303);
        let path = app.link_to(ANNA).await;
        let karin = app.administrator("Karin").await;
        let suspend = domain::accounts::administer::suspend;
        app.db().write(async |tx| suspend(tx, &karin.principal, id).await).await.unwrap();
        let before = app.mails_to(ANNA).await.len();
        app.browser().post("/forgot", &[("email", ANNA)]).await.is(303);
        assert_eq!(app.mails_to(ANNA).await.len(), before);
        app.browser().post(&path, &[("password", NEW)]).await.is(404);
    }
}
