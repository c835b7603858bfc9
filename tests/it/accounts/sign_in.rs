use std::time::{Duration, Instant};

use domain::accounts::{administer, sessions};
use domain::principal::{Principal, Role};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::members::PASSWORD;

const ANNA: &str = "anna@utrecht.test";
const MINUTE: Duration = Duration::from_secs(60);

both_engines! {
    async fn a_member_signs_in_with_mail_and_password(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let mut browser = app.browser();
        browser.get("/sign-in").await.is(200).shows("Aanmelden bij Gemeente Utrecht").shows("autocomplete=\"username\"");
        let fields = [("email", " Anna@Utrecht.test "), ("password", PASSWORD), ("return", "/help?x=1")];
        let answer = browser.post("/sign-in", &fields).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, "/help?x=1"));
        assert!(answer.header("set-cookie").contains("HttpOnly; SameSite=Lax; Secure; Path=/"));
        browser.get("/help").await.shows("Menu van Anna");
        assert_eq!(browser.get("/sign-in?return=/help").await.location(), "/help", "no second time");
    }

    async fn unknown_address_and_wrong_password_are_one_answer_in_the_same_time(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let mut times = [Vec::new(), Vec::new()];
        let mut pages = Vec::new();
        for round in 0..6 {
            for (who, email) in [ANNA, "nobody@utrecht.test"].into_iter().enumerate() {
                let begin = Instant::now();
                let answer = app.browser().post("/sign-in", &[("email", email), ("password", "not this one")]).await;
                times[who].push(begin.elapsed());
                answer.is(422).shows("horen niet bij elkaar").hides("not this one");
                if round == 0 {
                    pages.push(answer.text.replace(email, "(address)"));
                }
            }
        }
        assert_eq!(pages[0], pages[1]);
        let median = |times: &mut Vec<Duration>| {
            times.sort();
            times[3]
        };
        let (known, unknown) = (median(&mut times[0]), median(&mut times[1]));
        assert!(unknown > known / 3 && known > unknown / 3, "known {known:?}, unknown {unknown:?}");
    }

    async fn signing_in_gives_a_new_session_whatever_the_browser_held(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let mut attacker = app.member("Eve").await;
        let planted = attacker.browser.cookie("__Host-sid").unwrap().to_owned();
        let mut victim = app.browser();
        victim.set_cookie("__Host-sid", &planted);
        victim.post("/sign-in", &[("email", ANNA), ("password", PASSWORD)]).await.is(303);
        assert_ne!(victim.cookie("__Host-sid"), Some(planted.as_str()));
        attacker.browser.get("/help").await.hides("Menu van Anna").hides("Menu van Eve");
    }

    async fn an_invented_session_id_is_never_taken_over(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let mut victim = app.browser();
        let invented = "A".repeat(43);
        victim.set_cookie("__Host-sid", &invented);
        victim.post("/sign-in", &[("email", ANNA), ("password", PASSWORD)]).await.is(303);
        assert_ne!(victim.cookie("__Host-sid"), Some(invented.as_str()));
    }

    async fn ten_wrong_passwords_make_one_wait_also_with_the_right_one(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let mut browser = app.browser();
        for _ in 0..10 {
            browser.post("/sign-in", &[("email", ANNA), ("password", "wrong")]).await.is(422);
        }
        let answer = browser.post("/sign-in", &[("email", "ANNA@utrecht.test"), ("password", PASSWORD)]).await;
        answer.is(429).shows("Probeer het over 15 minuten opnieuw").shows("value=\"ANNA@utrecht.test\"");
        assert_eq!(answer.header("retry-after"), "900");
        app.clock().advance(15 * MINUTE);
        browser.post("/sign-in", &[("email", ANNA), ("password", PASSWORD)]).await.is(303);
    }

    async fn who_was_locked_out_by_guesses_comes_in_with_what_the_operator_gave(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Administrator).await;
        let operator = domain::Principal::System("command line");
        let right = [("email", "anna@utrecht.test"), ("password", PASSWORD)];
        let wrong = [("email", "anna@utrecht.test"), ("password", "a guess of somebody")];
        let hash = domain::accounts::Passwords::new(1).accept("password", PASSWORD, &[]).await.unwrap();
        for password in [Some(&hash), None] {
            for _ in 0..11 {
                app.browser().post("/sign-in", &wrong).await;
            }
            app.browser().post("/sign-in", &right).await.is(429);
            let made = app
                .db()
                .write(async |tx| {
                    administer::create_administrator(tx, &operator, "", "anna@utrecht.test", password).await
                })
                .await
                .unwrap();
            assert!(!made.is_new);
            if let Some((secret, _)) = made.link {
                let path = format!("/invitation/{}", secret.expose());
                app.browser().post(&path, &[("name", "Anna"), ("password", PASSWORD)]).await.is(303);
            }
            app.browser().post("/sign-in", &right).await.is(303);
        }
    }

    async fn one_place_may_not_try_many_addresses(engine) {
        let app = TestApp::start(engine).await;
        let mut browser = app.browser();
        for at in 0..50 {
            let email = format!("someone{at}@utrecht.test");
            browser.post("/sign-in", &[("email", &email), ("password", "wrong")]).await.is(422);
        }
        browser.post("/sign-in", &[("email", "next@utrecht.test"), ("password", "wrong")]).await.is(429);
    }

    async fn an_office_that_signs_in_all_morning_does_not_lock_itself_out(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        for _ in 0..60 {
            app.browser().post("/sign-in", &[("email", ANNA), ("password", PASSWORD)]).await.is(303);
        }
    }

    async fn a_session_ends_after_twelve_hours_without_a_visit_and_after_two_weeks_with_visits(engine) {
        let app = TestApp::start(engine).await;
        let mut idle = app.member("Anna").await;
        app.clock().advance(12 * 60 * MINUTE + MINUTE);
        idle.browser.get("/help").await.hides("Menu van Anna");

        let mut busy = app.member("Bram").await;
        for _ in 0..(14 * 24 / 8) {
            busy.browser.get("/help").await.shows("Menu van Bram");
            app.clock().advance(8 * 60 * MINUTE);
        }
        app.clock().advance(MINUTE);
        busy.browser.get("/help").await.hides("Menu van Bram");
    }

    async fn a_visit_is_written_down_at_most_every_five_minutes(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let seen = async || {
            let system = Principal::System("test");
            sessions::list(app.db(), &system, anna.account_id).await.unwrap()[0].last_seen_at
        };
        let first = seen().await;
        app.clock().advance(4 * MINUTE);
        anna.browser.get("/help").await.is(200);
        assert_eq!(seen().await, first);
        app.clock().advance(2 * MINUTE);
        anna.browser.get("/help").await.is(200);
        assert_eq!(seen().await, app.clock().now());
    }

    async fn signing_out_ends_the_session_itself(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let kept = anna.browser.clone();
        let answer = anna.browser.post("/sign-out", &[]).await;
        assert_eq!(answer.location(), "/sign-in");
        assert_eq!(anna.browser.cookie("__Host-sid"), None);
        let mut thief = kept;
        thief.get("/help").await.hides("Menu van Anna");
        app.browser().post("/sign-out", &[]).await.is(303);
    }

    async fn a_form_of_another_site_signs_nobody_in_or_out(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        let mut bram = app.member("Bram").await;
        for (path, form) in [("/sign-in", format!("email={ANNA}&password={PASSWORD}")), ("/sign-out", String::new())] {
            let extra = [
                ("content-type", "application/x-www-form-urlencoded"),
                ("sec-fetch-site", "cross-site"),
                ("origin", "https://evil.test"),
            ];
            bram.browser.ask(axum::http::Method::POST, path, form.into(), &extra).await.is(403);
        }
        bram.browser.get("/help").await.shows("Menu van Bram");
    }

    async fn the_way_back_never_leads_to_another_site(engine) {
        let app = TestApp::start(engine).await;
        let id = app.account_with_password("Anna", Role::Member).await;
        assert_eq!(app.account(id).await.onboarding_step, 3);
        for elsewhere in ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)"] {
            let fields = [("email", ANNA), ("password", PASSWORD), ("return", elsewhere)];
            assert_eq!(app.browser().post("/sign-in", &fields).await.location(), "/");
        }
    }

    async fn over_long_and_binary_input_is_a_wrong_password_and_nothing_worse(engine) {
        let app = TestApp::start(engine).await;
        let long = "x".repeat(9_000);
        for (email, password) in [(ANNA, long.as_str()), ("\u{0}\u{1}@x", "\u{0}"), ("' or 1=1 --", "' or 1=1 --"), ("", "")] {
            app.browser().post("/sign-in", &[("email", email), ("password", password)]).await.is(422);
        }
        let huge = "x".repeat(20_000);
        app.browser().post("/sign-in", &[("email", ANNA), ("password", &huge)]).await.is(413);
    }
}
