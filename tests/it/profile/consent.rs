use std::time::Duration;

use domain::directory;
use domain::people::Scope;
use plein_tests::both_engines;

use super::{stored, utrecht};

both_engines! {
    async fn a_profile_is_off_until_its_person_chose(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        let page = anna.browser.get("/profile/consent").await;
        page.is(200).shows("Je hebt nog niet gekozen").hides("checked");
        assert_eq!(stored(&app, &anna).await.scope, Scope::None);
        anna.browser.post("/profile/consent", &[]).await.is(422);
        anna.browser.post("/profile/consent", &[("scope", "everyone")]).await.is(422);
        let chosen = anna.browser.submit("/profile/consent", &[("scope", "network")]).await;
        chosen.is(200).shows("Ook collega’s van verbonden organisaties kunnen je nu vinden.");
        chosen.shows("Wat je eerder koos").shows("zojuist");
        assert_eq!(directory::list_changes(app.db(), 0, 10).await.unwrap().len(), 1);
    }

    async fn withdrawing_says_what_happens_and_is_remembered(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        anna.browser.post("/profile/edit", &[("name", "Anna"), ("place", "Utrecht")]).await;
        anna.browser.post("/profile/consent", &[("scope", "network")]).await;
        let gone = anna.browser.submit("/profile/consent", &[("scope", "none")]).await;
        gone.is(200).shows("Bij andere organisaties verdwijn je binnen een kwartier.");
        gone.shows("Naar andere organisaties ging: Plaats").shows("Niemand");
        assert!(directory::list_changes(app.db(), 0, 10).await.unwrap()[0].view.is_none());
        let same = anna.browser.submit("/profile/consent", &[("scope", "none")]).await;
        same.shows("Er is niets veranderd");
        anna.browser.get("/profile").await.shows("Niemand kan je nu vinden");
    }

    async fn a_withdrawal_of_a_moment_ago_can_be_undone(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        anna.browser.post("/profile/consent", &[("scope", "network")]).await;
        anna.browser.get("/profile/consent").await.hides("Ongedaan maken");
        app.clock().advance(Duration::from_secs(1));
        let gone = anna.browser.submit("/profile/consent", &[("scope", "none")]).await;
        gone.shows("Hiervoor koos je ‘Ook verbonden organisaties’").shows("Ongedaan maken");
        app.clock().advance(Duration::from_secs(1));
        let back = anna.browser.submit("/profile/consent", &[("undo", "network")]).await;
        back.shows("Ook collega’s van verbonden organisaties kunnen je nu vinden.").hides("Ongedaan maken");
        assert_eq!(stored(&app, &anna).await.scope, Scope::Network);

        app.clock().advance(Duration::from_secs(1));
        anna.browser.post("/profile/consent", &[("scope", "organisation")]).await;
        anna.browser.get("/profile/consent").await.shows("Ongedaan maken");
        app.clock().advance(Duration::from_secs(10 * 60));
        anna.browser.get("/profile/consent").await.hides("Ongedaan maken");
    }
}
