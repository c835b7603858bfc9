use std::time::Duration;

use domain::accounts::invite::{self, Invitation};
use domain::accounts::{administer, policy};
use domain::people::Profile;
use domain::principal::{Affiliation, Principal, Role};
use domain::{AccountId, Error};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::members::PASSWORD;

const BRAM: &str = "bram@utrecht.test";
const DAY: Duration = Duration::from_secs(24 * 3600);

async fn invite(app: &TestApp, principal: &Principal) -> Result<AccountId, Error> {
    let invitation = Invitation {
        name: "Bram".into(),
        email: BRAM.into(),
        affiliation: Affiliation::External,
        role: Role::Member,
        profile: Profile::default(),
    };
    app.db().write(async |tx| invite::invite(tx, principal, invitation).await).await
}

both_engines! {
    async fn an_invited_colleague_chooses_a_password_and_is_in(engine) {
        let app = TestApp::start(engine).await;
        let karin = app.administrator("Karin").await;
        let id = invite(&app, &karin.principal).await.unwrap();
        assert_eq!(app.last_mail_to(BRAM).await.subject, "Karin nodigt je uit voor Gemeente Utrecht");
        let path = app.link_to(BRAM).await;
        let mut browser = app.browser();
        browser.get(&path).await.is(200).shows("value=\"Bram\"").shows(BRAM);
        let answer = browser.post(&path, &[("name", "Bram Visser"), ("password", PASSWORD)]).await;
        assert_eq!(answer.location(), "/welcome");
        browser.get("/settings").await.shows("Menu van Bram Visser").hides("nog niet bevestigd");
        let account = app.account(id).await;
        assert_eq!((account.affiliation, account.is_invited()), (Affiliation::External, false));
        app.browser().get(&path).await.is(404).shows("Vraag een beheerder");
    }

    async fn a_new_invitation_replaces_the_earlier_one_and_lasts_a_week(engine) {
        let app = TestApp::start(engine).await;
        let karin = app.administrator("Karin").await;
        let id = invite(&app, &karin.principal).await.unwrap();
        let old = app.link_to(BRAM).await;
        app.db().write(async |tx| invite::invite_again(tx, &karin.principal, id).await).await.unwrap();
        let new = app.link_to(BRAM).await;
        app.browser().get(&old).await.is(404);
        app.clock().advance(6 * DAY);
        app.browser().get(&new).await.is(200);
        app.clock().advance(DAY);
        app.browser().get(&new).await.is(404);
    }

    async fn an_invitation_taken_back_leaves_nothing(engine) {
        let app = TestApp::start(engine).await;
        let karin = app.administrator("Karin").await;
        let id = invite(&app, &karin.principal).await.unwrap();
        let path = app.link_to(BRAM).await;
        app.db().write(async |tx| invite::withdraw(tx, &karin.principal, id).await).await.unwrap();
        app.browser().post(&path, &[("name", "Bram"), ("password", PASSWORD)]).await.is(404);
        assert!(matches!(domain::accounts::find(app.db(), &karin.principal, id).await, Err(Error::NotFound)));
    }

    async fn a_suspended_account_cannot_be_accepted(engine) {
        let app = TestApp::start(engine).await;
        let karin = app.administrator("Karin").await;
        let id = invite(&app, &karin.principal).await.unwrap();
        let path = app.link_to(BRAM).await;
        app.db().write(async |tx| administer::suspend(tx, &karin.principal, id).await).await.unwrap();
        app.browser().get(&path).await.is(404);
        app.browser().post(&path, &[("name", "Bram"), ("password", PASSWORD)]).await.is(404);
    }

    async fn members_invite_nobody_and_closed_means_closed(engine) {
        let app = TestApp::start(engine).await;
        let anna = app.member("Anna").await;
        assert!(matches!(invite(&app, &anna.principal).await, Err(Error::NotFound)));
        let karin = app.administrator("Karin").await;
        app.db()
            .write(async |tx| policy::choose(tx, &karin.principal, policy::SignUpMode::Closed, "").await)
            .await
            .unwrap();
        assert!(matches!(invite(&app, &karin.principal).await, Err(Error::Conflict("account-sign-up-closed"))));
        invite(&app, &Principal::System("command line")).await.unwrap();
        let taken = invite(&app, &Principal::System("command line")).await;
        assert!(matches!(taken, Err(Error::Invalid(errors)) if errors[0].key == "account-email-taken"));
    }
}
