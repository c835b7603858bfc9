//! What nobody finished, nobody used, or nobody names any more is removed, bytes and all.

use std::time::Duration;

use domain::db::sql;
use domain::items::{self, Kind};
use domain::{Audience, files, sweep};
use plein_tests::app::{TestApp, configure};
use plein_tests::both_engines;
use plein_tests::databases::empty;
use server::backup::{self, Unpacked};
use server::files::Store;

use super::{begun, get, png, send, uploaded};
use crate::groups::{item, open, post};

const HOUR: Duration = Duration::from_secs(3600);

async fn swept(app: &TestApp) -> i64 {
    sweep::run(app.db()).await.unwrap();
    server::files::sweep::run(app.instance.ctx()).await.unwrap();
    sql("select count(*) from blob").scalar(app.db()).await.unwrap()
}

both_engines! {
    async fn the_bytes_go_with_the_last_file_that_names_them(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let db = app.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        let (one, two) = (uploaded(&mut anna.browser, "a.png", &png(9, 9)).await, uploaded(&mut anna.browser, "b.png", &png(9, 9)).await);
        anna.browser.get(&format!("/files/{one}/preview")).await.is(200);
        let mut of = Vec::new();
        for id in [one, two] {
            let new = items::NewItem { files: vec![id], ..item(group, Kind::Discussion, Audience::Network, "Kaart", "x") };
            of.push(post(db, &anna.principal, new).await.unwrap());
        }
        let digest = files::find(db, one).await.unwrap().digest.unwrap();
        app.clock().advance(HOUR * 2);
        assert_eq!(swept(&app).await, 2, "the picture and its preview");
        db.write(async |tx| items::delete(tx, &anna.principal, of[0]).await).await.unwrap();
        assert_eq!(swept(&app).await, 1, "the picture is still named");
        get(&mut anna.browser, two, &[]).await.is(200);
        db.write(async |tx| items::delete(tx, &anna.principal, of[1]).await).await.unwrap();
        assert_eq!(swept(&app).await, 0);
        assert_eq!(app.instance.ctx().files.size(&digest).await.unwrap(), None);
        // It can be put there again.
        let again = uploaded(&mut anna.browser, "c.png", &png(9, 9)).await;
        get(&mut anna.browser, again, &[]).await.is(200);
    }

    async fn what_nobody_finished_or_used_goes(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let half = begun(&mut anna.browser, "half.txt", 9).await;
        send(&mut anna.browser, half, 0, b"half").await.is(204);
        let loose = uploaded(&mut anna.browser, "los.txt", b"los").await;
        app.clock().advance(HOUR * 23);
        swept(&app).await;
        assert!(files::find(app.db(), half).await.is_ok());
        app.clock().advance(HOUR * 2);
        assert_eq!(swept(&app).await, 1);
        assert!(files::find(app.db(), half).await.is_err() && files::find(app.db(), loose).await.is_ok());
        app.clock().advance(HOUR * 24 * 7);
        assert_eq!(swept(&app).await, 0);
        assert!(files::find(app.db(), loose).await.is_err());
    }

    async fn a_backup_brings_the_bytes_back(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let id = uploaded(&mut anna.browser, "nota.txt", b"nota over jeugdzorg").await;
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("plein.tar.zst");
        backup::make(&app.instance.ctx().config, app.db(), &archive).await.unwrap();
        let target = empty(engine).await;
        let config = configure(&target.url, &folder.path().join("data").display().to_string(), &[]);
        let db = Unpacked::open(&config, &archive).unwrap().restore(&config, app.clock().clone()).await.unwrap();
        let file = files::find(&db, id).await.unwrap();
        let store = Store::open(&config).unwrap();
        assert_eq!(store.read_whole(file.readable().unwrap(), 0..19).await.unwrap(), b"nota over jeugdzorg");
    }

    async fn bytes_that_are_going_are_not_counted_on(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let db = app.db();
        let id = uploaded(&mut anna.browser, "los.txt", b"los").await;
        let digest = files::find(db, id).await.unwrap().digest.unwrap();
        anna.browser.post(&format!("/files/{id}/delete"), &[]).await.is(204);
        // A sweep was killed between its two steps.
        assert!(db.write(async |tx| files::take_blob(tx, &digest).await).await.unwrap());
        let again = begun(&mut anna.browser, "los.txt", 3).await;
        send(&mut anna.browser, again, 0, b"los").await.is(503);
        assert_eq!(swept(&app).await, 0);
        send(&mut anna.browser, again, 3, b"").await.is(200);
        get(&mut anna.browser, again, &[]).await.is(200).shows("los");
    }
}
