use std::time::Duration;

use domain::accounts::{Secret, tokens};
use domain::principal::Role;
use plein_tests::app::{Answer, TestApp};
use plein_tests::both_engines;
use plein_tests::browser::Browser;
use plein_tests::members::PASSWORD;

async fn signed_in(app: &TestApp) -> Browser {
    let mut browser = app.browser();
    browser.post("/sign-in", &[("email", "anna@utrecht.test"), ("password", PASSWORD)]).await.is(303);
    browser
}

async fn make(browser: &mut Browser, days: &str) -> Answer {
    let fields = [("name", "Adresboek"), ("days", days), ("current_password", PASSWORD)];
    browser.post("/settings/tokens", &fields).await
}

fn shown(answer: &Answer) -> Secret {
    let text = answer.text.split("value=\"plein_").nth(1).and_then(|rest| rest.split('"').next());
    Secret::read(&format!("plein_{}", text.expect("a token"))).expect("one of ours")
}

both_engines! {
    async fn a_token_is_shown_once_and_works_until_revoked(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let mut browser = signed_in(&app).await;
        browser.get("/settings/tokens").await.is(200).shows("Je hebt nog geen sleutel");
        let answer = make(&mut browser, "0").await;
        answer.is(200).shows("je ziet hem maar één keer");
        assert_eq!(answer.header("cache-control"), "no-store");
        let secret = shown(&answer);
        assert!(tokens::find(app.db(), &secret).await.unwrap().is_some());
        let page = browser.get("/settings/tokens").await;
        page.shows("Adresboek").hides(secret.expose());
        let path = page.text.split("action=\"/settings/tokens/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        browser.submit(&format!("/settings/tokens/{path}"), &[]).await.shows("De sleutel is ingetrokken");
        assert!(tokens::find(app.db(), &secret).await.unwrap().is_none());
    }

    async fn a_token_ends_when_it_said_it_would(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let secret = shown(&make(&mut signed_in(&app).await, "30").await);
        app.clock().advance(Duration::from_secs(30 * 24 * 3600 - 60));
        assert!(tokens::find(app.db(), &secret).await.unwrap().is_some());
        app.clock().advance(Duration::from_secs(60));
        assert!(tokens::find(app.db(), &secret).await.unwrap().is_none());
        signed_in(&app).await.get("/settings/tokens").await.shows("verlopen");
    }

    async fn making_one_needs_the_password_a_name_and_a_choice(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let mut browser = signed_in(&app).await;
        let wrong = [("name", "Adresboek"), ("days", "90"), ("current_password", "guess")];
        browser.post("/settings/tokens", &wrong).await.is(422).shows("Dit is niet je wachtwoord").shows("value=\"Adresboek\"");
        let nameless = [("name", " "), ("days", "90"), ("current_password", PASSWORD)];
        browser.post("/settings/tokens", &nameless).await.is(422).shows("id=\"name-error\"");
        make(&mut browser, "31").await.is(422).shows("id=\"days-error\"");
        make(&mut browser, "-1").await.is(422);
    }

    async fn twenty_is_enough(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let mut browser = signed_in(&app).await;
        for _ in 0..20 {
            make(&mut browser, "90").await.is(200);
        }
        make(&mut browser, "90").await.is(422).shows("Je hebt al 20 sleutels");
    }

    async fn nobody_revokes_somebody_elses_token_and_a_suspended_ones_does_not_work(engine) {
        let app = TestApp::start(engine).await;
        let id = app.account_with_password("Anna", Role::Member).await;
        let secret = shown(&make(&mut signed_in(&app).await, "90").await);
        let bearer = tokens::find(app.db(), &secret).await.unwrap().unwrap();
        let mut karin = app.administrator("Karin").await;
        let path = format!("/settings/tokens/{}/revoke", bearer.token_id);
        karin.browser.post(&path, &[]).await.is(404);
        karin.browser.post("/settings/tokens/nonsense/revoke", &[]).await.is(404);
        assert!(tokens::find(app.db(), &secret).await.unwrap().is_some());
        let suspend = domain::accounts::administer::suspend;
        app.db().write(async |tx| suspend(tx, &karin.principal, id).await).await.unwrap();
        assert!(tokens::find(app.db(), &secret).await.unwrap().is_none());
    }
}
