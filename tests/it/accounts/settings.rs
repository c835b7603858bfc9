use domain::principal::Role;
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::browser::Browser;
use plein_tests::members::PASSWORD;

const ANNA: &str = "anna@utrecht.test";
const NEW: &str = "kraanvogel zes blikje wolk";

async fn signed_in(app: &TestApp) -> Browser {
    let mut browser = app.browser();
    browser.post("/sign-in", &[("email", ANNA), ("password", PASSWORD)]).await.is(303);
    browser
}

both_engines! {
    async fn a_new_password_needs_the_old_one_and_signs_out_elsewhere(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let (mut here, mut elsewhere) = (signed_in(&app).await, signed_in(&app).await);
        here.get("/settings/password").await.is(200).shows("autocomplete=\"current-password\"");
        let wrong = [("current_password", "not this one"), ("new_password", NEW)];
        here.post("/settings/password", &wrong).await.is(422).shows("Dit is niet je wachtwoord").hides(NEW);
        let weak = [("current_password", PASSWORD), ("new_password", "gemeenteutrecht")];
        here.post("/settings/password", &weak).await.is(422).shows("id=\"new_password-error\"");
        let right = [("current_password", PASSWORD), ("new_password", NEW)];
        here.submit("/settings/password", &right).await.is(200).shows("Je nieuwe wachtwoord is bewaard");
        elsewhere.get("/help").await.hides("Menu van Anna");
        here.get("/help").await.shows("Menu van Anna");
        assert_eq!(app.last_mail_to(ANNA).await.subject, "Je wachtwoord bij Gemeente Utrecht is veranderd");
        app.browser().post("/sign-in", &[("email", ANNA), ("password", NEW)]).await.is(303);
    }

    async fn at_a_screen_left_open_nobody_guesses_the_password(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let mut browser = signed_in(&app).await;
        for _ in 0..10 {
            browser.post("/settings/remove", &[("current_password", "guess")]).await.is(422);
        }
        browser.post("/settings/remove", &[("current_password", PASSWORD)]).await.is(429);
    }

    async fn another_address_counts_once_it_is_proven_and_the_old_one_is_told(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let mut browser = signed_in(&app).await;
        let fields = [("email", "Anna.Vries@utrecht.test"), ("current_password", PASSWORD)];
        browser.submit("/settings/email", &fields).await.is(200).shows("Kijk in je mail").shows(ANNA);
        let path = app.link_to("anna.vries@utrecht.test").await;
        let mut phone = app.browser();
        phone.get(&path).await.is(200).shows("anna.vries@utrecht.test");
        assert_eq!(app.account_of(ANNA).await.email, ANNA, "looking changes nothing");
        phone.submit(&path, &[]).await.is(200).shows("Je mailadres is bevestigd");
        let told = app.last_mail_to(ANNA).await;
        assert_eq!(told.subject, "Je mailadres bij Gemeente Utrecht is veranderd");
        assert!(told.text.contains("anna.vries@utrecht.test"));
        let new = [("email", "anna.vries@utrecht.test"), ("password", PASSWORD)];
        app.browser().post("/sign-in", &new).await.is(303);
        app.browser().post("/sign-in", &[("email", ANNA), ("password", PASSWORD)]).await.is(422);
        phone.post(&path, &[]).await.is(404);
    }

    async fn an_address_of_somebody_else_is_not_betrayed_nor_taken(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        app.account_with_password("Bram", Role::Member).await;
        let mut browser = signed_in(&app).await;
        let fields = [("email", "bram@utrecht.test"), ("current_password", PASSWORD)];
        browser.submit("/settings/email", &fields).await.is(200).shows("Kijk in je mail");
        let mail = app.last_mail_to("bram@utrecht.test").await;
        assert_eq!(mail.subject, "Je hebt al een account bij Gemeente Utrecht");
        let same = [("email", ANNA), ("current_password", PASSWORD)];
        browser.post("/settings/email", &same).await.is(422).shows("Dit is al je e-mailadres");
    }

    async fn sessions_are_shown_with_this_one_marked_and_can_be_ended(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let mut here = signed_in(&app).await;
        here.get("/settings/sessions").await.is(200).shows("Verder ben je nergens aangemeld");
        let (mut one, mut other) = (signed_in(&app).await, signed_in(&app).await);
        let page = here.get("/settings/sessions").await;
        page.shows("dit apparaat");
        let keys: Vec<&str> = page.text.split("name=\"end\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!((keys.len(), keys[0]), (3, "others"), "two others, and not this one");
        here.post("/settings/sessions", &[("end", keys[1]), ("current_password", "guess")]).await.is(422);
        here.submit("/settings/sessions", &[("end", keys[1]), ("current_password", PASSWORD)]).await.shows("Afgemeld.");
        let left = [one.get("/settings").await.status.as_u16(), other.get("/settings").await.status.as_u16()];
        assert!(left == [200, 303] || left == [303, 200], "{left:?}");
        here.submit("/settings/sessions", &[("end", "others"), ("current_password", PASSWORD)]).await.shows("Verder ben je nergens");
        one.get("/settings").await.is(303);
        other.get("/settings").await.is(303);
        here.get("/settings").await.is(200);
    }

    async fn nobody_ends_somebody_elses_session(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let mut bram = app.member("Bram").await;
        let mut browser = signed_in(&app).await;
        let sessions = domain::accounts::sessions::list(app.db(), &bram.principal, bram.account_id).await.unwrap();
        let key = sessions[0].key.to_string();
        for end in [key.as_str(), "", "00", "'; drop table session"] {
            browser.post("/settings/sessions", &[("end", end), ("current_password", PASSWORD)]).await.is(404);
        }
        bram.browser.get("/settings").await.is(200);
    }

    async fn language_and_colours_go_with_the_account(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let english = [("language", "en"), ("scheme", "dark")];
        anna.browser.submit("/settings", &english).await.is(200).shows("Your settings have been saved").shows("data-scheme=\"dark\"");
        let account = app.account(anna.account_id).await;
        assert_eq!((account.language.as_deref(), account.scheme.as_deref()), (Some("en"), Some("dark")));
        anna.browser.post("/settings", &[("language", "xx"), ("scheme", "")]).await.is(422);
        anna.browser.submit("/settings", &[("language", ""), ("scheme", "")]).await.shows("Je instellingen zijn bewaard");
    }

    async fn who_leaves_is_gone(engine) {
        let app = TestApp::start(engine).await;
        let id = app.account_with_password("Anna", Role::Member).await;
        let person = app.account(id).await.person_id;
        let mut browser = signed_in(&app).await;
        browser.get("/settings/remove").await.is(200).shows("niet terug te draaien");
        browser.submit("/settings/remove", &[("current_password", PASSWORD)]).await.is(200).shows("Je account is verwijderd");
        assert!(domain::people::find(app.db(), person).await.unwrap().deleted_at.is_some());
        app.browser().post("/sign-in", &[("email", ANNA), ("password", PASSWORD)]).await.is(422);
    }

    async fn the_last_administrator_cannot_leave(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Administrator).await;
        let mut browser = signed_in(&app).await;
        let answer = browser.post("/settings/remove", &[("current_password", PASSWORD)]).await;
        answer.is(409).shows("Dit is de laatste beheerder");
        app.account_with_password("Bram", Role::Administrator).await;
        browser.post("/settings/remove", &[("current_password", PASSWORD)]).await.is(303);
    }
}
