//! What goes out by itself: mails about what people were told, and what was planned.

use std::time::Duration;

use domain::accounts::own;
use domain::db::sql;
use domain::groups::members;
use domain::items::{self, Kind, Moment, NewItem};
use domain::{Audience, notifications};
use plein_tests::app::TestApp;
use plein_tests::background::{Background, until};
use plein_tests::both_engines;

use super::{closed, comment, item, join, open, post};

async fn mails(app: &TestApp, address: &str) -> Vec<String> {
    sql("select args from mail where template = 'notification' and to_address = $1 order by created_at")
        .bind(address)
        .column(app.db())
        .await
        .unwrap()
}

both_engines! {
    async fn who_is_named_gets_a_mail_in_his_own_language(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = (app.member("Anna").await, app.member("Bram").await);
        let db = app.db();
        db.write(async |tx| own::choose_language(tx, &anna.principal, Some("en")).await).await.unwrap();
        let group = open(db, &anna.principal, "Jeugd").await;
        join(db, &bram.principal, group).await.unwrap();
        let id = post(db, &anna.principal, item(group, Kind::Question, Audience::Network, "Hoe?", "")).await.unwrap();
        comment(db, &bram.principal, id, "Zo.").await.unwrap();
        let background = Background::of(&app);
        until("the mail is written", async || !mails(&app, "anna@utrecht.test").await.is_empty()).await;
        background.stop().await;
        let written = mails(&app, "anna@utrecht.test").await;
        assert_eq!(written.len(), 1, "{written:?}");
        assert!(written[0].contains("Bram answered ‘Hoe?’"), "{written:?}");
        assert!(written[0].contains(&format!("/groups/{group}/notifications")), "{written:?}");
    }

    async fn nobody_gets_a_mail_about_what_he_may_not_see_any_more(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = (app.member("Anna").await, app.member("Bram").await);
        let db = app.db();
        let group = closed(db, &anna.principal, "Jeugd").await;
        let person = bram.principal.person_id().unwrap();
        join(db, &bram.principal, group).await.unwrap();
        db.write(async |tx| members::decide(tx, &anna.principal, group, person, true).await).await.unwrap();
        let body = format!("@{} kijk eens", domain::people::find(db, person).await.unwrap().handle);
        post(db, &anna.principal, item(group, Kind::Status, Audience::Group, "", &body)).await.unwrap();
        let told = notifications::list(db, &bram.principal, None, 10).await.unwrap();
        assert!(told.iter().any(|one| one.kind == "mention"), "{told:?}");
        db.write(async |tx| members::remove(tx, &anna.principal, group, person, "Weg").await).await.unwrap();
        let background = Background::of(&app);
        until("the mail about leaving is written", async || {
            mails(&app, "bram@utrecht.test").await.iter().any(|mail| mail.contains("Weg"))
        }).await;
        background.stop().await;
        let written = mails(&app, "bram@utrecht.test").await;
        assert!(written.iter().all(|mail| !mail.contains("kijk eens") && !mail.contains("noemde")), "{written:?}");
    }

    async fn what_was_planned_is_posted_by_itself(engine) {
        let app = TestApp::start(engine).await;
        let (anna, mut bram) = (app.member("Anna").await, app.member("Bram").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        let at = db.now().plus(Duration::from_secs(3600));
        let new = NewItem { moment: Moment::At(at), ..item(group, Kind::Blog, Audience::Network, "Straks", "Tekst") };
        let id = post(db, &anna.principal, new).await.unwrap();
        app.clock().advance(Duration::from_secs(3601));
        let background = Background::of(&app);
        until("it is out", async || items::find(db, &bram.principal, id).await.is_ok()).await;
        background.stop().await;
        bram.browser.get(&format!("/items/{id}")).await.is(200).shows("Straks");
    }
}
