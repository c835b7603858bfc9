use std::time::Duration;

use domain::accounts::set_up;
use domain::principal::Role;
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::members::PASSWORD;

async fn offer(app: &TestApp) -> Option<String> {
    let secret = app.db().write(async |tx| set_up::offer(tx).await).await.unwrap();
    secret.map(|secret| format!("/setup/{}", secret.expose()))
}

const FIRST: [(&str, &str); 3] =
    [("name", "Karin Bakker"), ("email", "Karin@utrecht.test"), ("password", PASSWORD)];

both_engines! {
    async fn the_first_administrator_is_made_once(engine) {
        let app = TestApp::start(engine).await;
        let path = offer(&app).await.expect("nobody is administrator yet");
        let mut browser = app.browser();
        browser.get(&path).await.is(200).shows("Maak de eerste beheerder").shows("autocomplete=\"new-password\"");
        let answer = browser.post(&path, &FIRST).await;
        assert_eq!(answer.location(), "/welcome");
        browser.get("/settings").await.is(200).shows("karin@utrecht.test").shows("nog niet bevestigd");
        browser.get("/help").await.shows("href=\"/admin\"");

        app.browser().get(&path).await.is(404).shows("Deze link werkt niet meer");
        app.browser().post(&path, &FIRST).await.is(404);
        assert_eq!(offer(&app).await, None, "there is an administrator now");
    }

    async fn the_address_works_for_half_an_hour_and_only_the_newest(engine) {
        let app = TestApp::start(engine).await;
        let old = offer(&app).await.unwrap();
        let new = offer(&app).await.unwrap();
        app.browser().get(&old).await.is(404);
        app.clock().advance(Duration::from_secs(29 * 60));
        app.browser().get(&new).await.is(200);
        app.clock().advance(Duration::from_secs(60));
        app.browser().get(&new).await.is(404);
        app.browser().post(&new, &FIRST).await.is(404);
    }

    async fn an_address_left_over_makes_no_second_administrator(engine) {
        let app = TestApp::start(engine).await;
        let path = offer(&app).await.unwrap();
        app.account_with_password("Anna", Role::Administrator).await;
        app.browser().post(&path, &FIRST).await.is(404);
    }

    async fn everything_that_is_wrong_is_told_at_once(engine) {
        let app = TestApp::start(engine).await;
        let path = offer(&app).await.unwrap();
        let answer = app.browser().post(&path, &[("name", ""), ("email", "karin"), ("password", "kort")]).await;
        answer.is(422).shows("3 dingen kloppen nog niet");
        answer.shows("id=\"name-error\"").shows("id=\"email-error\"").shows("id=\"password-error\"");
    }

    async fn mistakes_are_shown_beside_the_field_and_what_was_typed_stays(engine) {
        let app = TestApp::start(engine).await;
        let path = offer(&app).await.unwrap();
        let weak = [("name", "Karin <b>"), ("email", "karin@utrecht.test"), ("password", "karinkarin2026")];
        let answer = app.browser().post(&path, &weak).await;
        answer.is(422).shows("te makkelijk te raden").shows("id=\"password-error\"");
        answer.shows("value=\"karin@utrecht.test\"").hides("karinkarin2026").hides("Karin <b>");
        let wrong = [("name", "Karin"), ("email", "karin at utrecht"), ("password", PASSWORD)];
        app.browser().post(&path, &wrong).await.is(422).shows("id=\"email-error\"");
        app.browser().post(&path, &FIRST).await.is(303);
    }

    async fn no_guess_at_the_address_opens_anything(engine) {
        let app = TestApp::start(engine).await;
        offer(&app).await.unwrap();
        for guess in ["/setup/", "/setup/x", "/setup/%00", "/setup/..%2f..", &format!("/setup/{}", "A".repeat(43))] {
            app.browser().get(guess).await.is(404);
        }
    }
}
