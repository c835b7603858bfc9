use std::time::Duration;

use domain::accounts::State;
use domain::principal::Role;
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::members::PASSWORD;

const ANNA: &str = "anna@utrecht.test";

both_engines! {
    async fn an_administrator_finds_an_account_by_name_address_state_and_role(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await;
        app.account_with_password("Anna", Role::Member).await;
        app.member("Bram").await;
        karin.browser.get("/admin/accounts").await.is(200).shows(ANNA).shows("bram@utrecht.test");
        karin.browser.get("/admin/accounts?q=ann").await.shows(ANNA).hides("bram@utrecht.test");
        karin.browser.get("/admin/accounts?state=invited").await.shows("bram@utrecht.test").hides(ANNA);
        karin.browser.get("/admin/accounts?role=administrator").await.shows("karin@utrecht.test").hides(ANNA);
        karin.browser.get("/admin/accounts?q=%25").await.shows("Geen accounts gevonden");
        karin.browser.get("/admin/accounts?state=nonsense").await.is(200).shows(ANNA);
    }

    async fn a_long_list_goes_on_where_the_page_ended(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await;
        for at in 0..55 {
            app.member(&format!("Lid {at:02}")).await;
        }
        let page = karin.browser.get("/admin/accounts").await;
        page.shows("lid.00@").hides("lid.54@");
        let next = page.text.split("href=\"").filter_map(|rest| rest.split('"').next()).find(|href| href.contains("after="));
        let next = next.expect("a next page").replace("&amp;", "&").replace("&#38;", "&");
        karin.browser.get(&next).await.is(200).shows("lid.54@").hides("lid.00@");
    }

    async fn an_administrator_invites_from_the_page(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await;
        let fields = [("name", "Anna"), ("email", ANNA), ("affiliation", "guest")];
        karin.browser.submit("/admin/accounts/invite", &fields).await.is(200).shows("De uitnodiging is verstuurd").shows("Gast");
        assert!(app.link_to(ANNA).await.starts_with("/invitation/"));
        let again = karin.browser.post("/admin/accounts/invite", &fields).await;
        again.is(422).shows("hoort al bij een account").shows("value=\"Anna\"");
    }

    async fn a_blocked_account_is_out_at_once_until_the_block_is_lifted(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await;
        let id = app.account_with_password("Anna", Role::Member).await;
        let path = format!("/admin/accounts/{id}");
        let sign_in = [("email", ANNA), ("password", PASSWORD)];
        let mut anna = app.browser();
        anna.post("/sign-in", &sign_in).await.is(303);
        karin.browser.submit(&path, &[("do", "suspend")]).await.is(200).shows("geblokkeerd");
        anna.get("/settings").await.is(303);
        anna.post("/sign-in", &sign_in).await.is(409).shows("Je account is geblokkeerd");
        karin.browser.submit(&path, &[("do", "activate")]).await.is(200).shows("actief");
        anna.post("/sign-in", &sign_in).await.is(303);
        karin.browser.submit(&path, &[("do", "end-sessions")]).await.is(200).shows("Nergens aangemeld");
        anna.get("/settings").await.is(303);
    }

    async fn a_role_counts_from_the_next_request(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await;
        let mut anna = app.member("Anna").await;
        anna.browser.get("/admin/accounts").await.is(404);
        let id = app.account_with_password("Bram", Role::Member).await;
        let path = format!("/admin/accounts/{id}");
        let mut bram = app.browser();
        bram.post("/sign-in", &[("email", "bram@utrecht.test"), ("password", PASSWORD)]).await.is(303);
        bram.get("/admin/accounts").await.is(404);
        karin.browser.submit(&path, &[("do", "make-administrator")]).await.is(200).shows("Beheerder");
        bram.get("/admin/accounts").await.is(200);
        karin.browser.post(&path, &[("do", "make-member")]).await.is(409).shows("Dit is de laatste beheerder");
        app.account_with_password("Carla", Role::Administrator).await;
        karin.browser.post(&path, &[("do", "make-member")]).await.is(303);
        bram.get("/admin/accounts").await.is(404);
    }

    async fn nobody_blocks_himself_and_a_member_does_none_of_it(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await;
        let own = format!("/admin/accounts/{}", karin.account_id);
        karin.browser.post(&own, &[("do", "suspend")]).await.is(409).shows("Dit is je eigen account");
        let id = app.account_with_password("Anna", Role::Member).await;
        let mut bram = app.member("Bram").await;
        for what in ["suspend", "make-administrator", "end-sessions", "remove", "approve"] {
            bram.browser.post(&format!("/admin/accounts/{id}"), &[("do", what)]).await.is(404);
        }
        let account = app.account(id).await;
        assert_eq!((account.state, account.role), (State::Active, Role::Member));
        karin.browser.post(&own, &[("do", "nonsense")]).await.is(422);
        karin.browser.get("/admin/accounts/nonsense").await.is(404);
    }

    async fn removing_asks_first_and_leaves_nothing(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await;
        let id = app.account_with_password("Anna", Role::Member).await;
        let path = format!("/admin/accounts/{id}");
        karin.browser.get(&format!("{path}/remove")).await.is(200).shows("Anna verwijderen?");
        karin.browser.submit(&path, &[("do", "remove")]).await.is(200).shows("Het account is weg");
        karin.browser.get(&path).await.is(404);
        app.browser().post("/sign-in", &[("email", ANNA), ("password", PASSWORD)]).await.is(422);
    }

    async fn the_queue_of_approval_is_worked_from_the_page(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await;
        let open = [("mode", "approval"), ("domains", ""), ("idle_hours", "12")];
        karin.browser.submit("/admin/sign-up", &open).await.is(200).shows("Wie mag meedoen is bewaard");
        app.browser().post("/sign-up", &[("email", ANNA)]).await.is(303);
        let link = app.link_to(ANNA).await;
        let fields = [("name", "Anna"), ("password", PASSWORD), ("note", "Adviseur <wonen>")];
        app.browser().post(&link, &fields).await.is(303);
        karin.browser.get("/admin/accounts?state=waiting").await.shows(ANNA);
        let path = format!("/admin/accounts/{}", app.account_of(ANNA).await.id);
        karin.browser.get(&path).await.is(200).shows("Adviseur").hides("<wonen>");
        karin.browser.submit(&path, &[("do", "approve")]).await.is(200).shows("Goedgekeurd");
        karin.browser.post(&path, &[("do", "reject")]).await.is(409).shows("heeft al over dit account beslist");
        app.browser().post("/sign-in", &[("email", ANNA), ("password", PASSWORD)]).await.is(303);
    }

    async fn the_policy_is_checked_and_what_was_typed_stays(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await;
        let bare = [("mode", "domain"), ("domains", ""), ("idle_hours", "12")];
        karin.browser.post("/admin/sign-up", &bare).await.is(422).shows("minstens één maildomein");
        let wrong = [("mode", "domain"), ("domains", "utrecht"), ("idle_hours", "12")];
        karin.browser.post("/admin/sign-up", &wrong).await.is(422).shows("geen maildomein").shows(">utrecht</textarea>");
        for hours in ["0", "337", "-1", "x", ""] {
            let typed = [("mode", "closed"), ("domains", ""), ("idle_hours", hours)];
            karin.browser.post("/admin/sign-up", &typed).await.is(422).shows("id=\"idle_hours-error\"");
        }
        karin.browser.get("/admin/sign-up").await.shows("value=\"invitation\" checked");
    }

    async fn the_hours_an_administrator_chose_end_a_session(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await;
        let short = [("mode", "invitation"), ("domains", ""), ("idle_hours", "1")];
        karin.browser.post("/admin/sign-up", &short).await.is(303);
        let mut anna = app.member("Anna").await;
        app.clock().advance(Duration::from_secs(3_599));
        anna.browser.get("/settings").await.is(200);
        app.clock().advance(Duration::from_secs(3_601));
        anna.browser.get("/settings").await.is(303);
    }

    async fn kept_mails_are_for_administrators_alone(engine) {
        let app = TestApp::start(engine).await;
        app.account_with_password("Anna", Role::Member).await;
        app.browser().post("/forgot", &[("email", ANNA)]).await.is(303);
        let id = app.mails_to(ANNA).await[0].id;
        let (mut karin, mut bram) = (app.administrator("Karin").await, app.member("Bram").await);
        for path in ["/_/mail".to_owned(), format!("/_/mail/{id}")] {
            app.browser().get(&path).await.is(404);
            bram.browser.get(&path).await.is(404);
            karin.browser.get(&path).await.is(200).shows("Kies een nieuw wachtwoord voor Gemeente Utrecht");
        }
        let demo = TestApp::with(engine, &[("PLEIN_DEVELOPMENT__ENABLED", "true")]).await;
        demo.browser().get("/_/mail").await.is(200).shows("Nog geen mails");
        let folder = tempfile::tempdir().unwrap();
        let delivery = format!("file:{}", folder.path().display());
        let sends = TestApp::with(engine, &[("PLEIN_MAIL__DELIVERY", &delivery)]).await;
        sends.administrator("Karin").await.browser.get("/_/mail").await.is(404);
    }
}
