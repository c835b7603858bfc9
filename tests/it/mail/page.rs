use std::time::Duration;

use domain::db::sql;
use domain::{MailId, jobs, mail, sweep};
use plein_tests::app::TestApp;
use plein_tests::both_engines;

async fn the_mail(app: &TestApp) -> mail::Mail {
    let id: uuid::Uuid = sql("select id from mail").scalar(app.db()).await.unwrap();
    mail::find(app.db(), MailId(id)).await.unwrap()
}

async fn give_up(app: &TestApp, why: &str) -> MailId {
    let mail = the_mail(app).await;
    app.db().write(async |tx| mail::failed(tx, &mail, why, true).await).await.unwrap();
    mail.id
}

const INVITATION: [(&str, &str); 3] =
    [("name", "Anna"), ("email", "anna@utrecht.test"), ("affiliation", "staff")];

both_engines! {
    async fn nothing_that_waits_is_said_so_in_either_language(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await;
        karin.browser.get("/admin/mail").await.is(200).shows("Alle mails zijn weg").shows("href=\"/_/mail\"");
        karin.browser.language = "en";
        karin.browser.get("/admin/mail").await.is(200).shows("Every mail has left");
        karin.browser.get("/admin").await.shows("href=\"/admin/mail\"");
    }

    async fn a_mail_whose_link_ran_out_is_not_tried_again(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await;
        karin.browser.post("/admin/accounts/invite", &INVITATION).await.is(303);
        let id = give_up(&app, "permanent error (550): nobody").await;
        let path = format!("/admin/mail/{id}");
        karin.browser.get("/admin/mail").await.shows("Probeer nu opnieuw").shows("Laat vervallen");
        // A week and an hour, with a visit on the way so that the session stays.
        for _ in 0..(7 * 24 + 1) {
            app.clock().advance(Duration::from_secs(3600));
            karin.browser.get("/admin/mail").await;
        }
        karin.browser.get("/admin/mail").await.hides("Probeer nu opnieuw").shows("Laat vervallen");
        karin.browser.post(&path, &[("do", "retry")]).await.is(409).shows("werkt niet meer");
        karin.browser.post(&path, &[("do", "nonsense")]).await.is(422);
        karin.browser.submit(&path, &[("do", "drop")]).await.shows("Alle mails zijn weg");
        assert_eq!(jobs::count(app.db()).await.unwrap().1, 0);
    }

    async fn trying_again_makes_one_job_however_often_one_presses(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await;
        karin.browser.post("/admin/accounts/invite", &INVITATION).await.is(303);
        let id = give_up(&app, "transient error (451): later").await;
        for _ in 0..3 {
            karin.browser.post(&format!("/admin/mail/{id}"), &[("do", "retry")]).await.is(303);
        }
        let waiting: i64 = sql("select count(*) from job where kind = 'send_mail'").scalar(app.db()).await.unwrap();
        assert_eq!(waiting, 1);
        assert!(the_mail(&app).await.failed_at.is_none());
    }

    async fn a_mail_that_was_given_up_goes_after_a_month_like_one_that_left(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await;
        karin.browser.post("/admin/accounts/invite", &INVITATION).await.is(303);
        give_up(&app, "permanent error (550): nobody").await;
        for (days, left) in [(29, 1), (2, 0)] {
            app.clock().advance(Duration::from_secs(days * 24 * 3600));
            sweep::run(app.db()).await.unwrap();
            let mails: i64 = sql("select count(*) from mail").scalar(app.db()).await.unwrap();
            assert_eq!(mails, left, "after {days} days more");
        }
    }
}
