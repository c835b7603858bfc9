//! One's own data: the files one sent come along, and go with the account where nobody else reads them.

use axum::body::Body;
use axum::http::Method;
use domain::accounts::administer;
use domain::items::Kind;
use domain::{Audience, files};
use plein_tests::app::TestApp;
use plein_tests::both_engines;

use super::{begun, get, png, uploaded};
use crate::groups::{item, open, post};

fn number(bytes: &[u8], at: usize, length: usize) -> usize {
    bytes[at..at + length].iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
}

/// The entries of a ZIP, read as a program does: from the list at its end (APPNOTE.TXT, 4.3).
fn entries(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let end = zip.len() - 22;
    assert_eq!(&zip[end..end + 4], b"PK\x05\x06");
    let (count, mut at) = (number(zip, end + 10, 2), number(zip, end + 16, 4));
    let mut found = Vec::new();
    for _ in 0..count {
        assert_eq!(&zip[at..at + 4], b"PK\x01\x02");
        let (sum, size, name) = (number(zip, at + 16, 4), number(zip, at + 24, 4), number(zip, at + 28, 2));
        let (head, title) =
            (number(zip, at + 42, 4), String::from_utf8(zip[at + 46..at + 46 + name].to_vec()).unwrap());
        let begin = head + 30 + number(zip, head + 26, 2) + number(zip, head + 28, 2);
        let bytes = zip[begin..begin + size].to_vec();
        assert_eq!(super::upload::crc(&bytes) as usize, sum, "{title}");
        found.push((title, bytes));
        at += 46 + name;
    }
    assert_eq!(at, end);
    found
}

both_engines! {
    async fn what_one_sent_comes_along(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("anna").await, app.member("bram").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        let plan = uploaded(&mut anna.browser, "één plan.txt", b"Het plan van Anna").await;
        let new = domain::items::NewItem { files: vec![plan], ..item(group, Kind::Discussion, Audience::Network, "Plan", "x") };
        let of = post(db, &anna.principal, new).await.unwrap();
        app.clock().advance(std::time::Duration::from_secs(1));
        uploaded(&mut anna.browser, "kaart.png", &png(9, 9)).await;
        begun(&mut anna.browser, "half.txt", 9).await;
        uploaded(&mut bram.browser, "van-bram.txt", b"geheim van Bram").await;
        anna.browser.get("/profile/data").await.is(200).shows("/profile/data/files");
        let zip = anna.browser.ask(Method::GET, "/profile/data/files", Body::empty(), &[]).await;
        zip.is(200);
        assert_eq!(zip.header("content-disposition"), "attachment; filename=\"plein-anna.zip\"; filename*=UTF-8''plein-anna.zip");
        let found = entries(&zip.bytes);
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["plein.json", "files/0001-kaart.png", "files/0002-één plan.txt"]);
        assert_eq!((&found[1].1, found[2].1.as_slice()), (&png(9, 9), &b"Het plan van Anna"[..]));
        let list: serde_json::Value = serde_json::from_slice(&found[0].1).unwrap();
        let told = list["files"].as_array().unwrap();
        assert_eq!((told.len(), told[1]["item"].as_str(), told[1]["size"].as_i64()), (2, Some(of.to_string().as_str()), Some(17)));
        let plain = anna.browser.get("/profile/data/download").await;
        plain.is(200).shows("kaart.png").hides("van-bram");
        app.browser().get("/profile/data/files").await.is(303);
    }

    async fn with_an_account_go_the_files_that_nobody_reads(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram, root) = (app.member("anna").await, app.member("bram").await, app.administrator("root").await);
        let db = app.db();
        let group = open(db, &root.principal, "Jeugd").await;
        crate::groups::join(db, &anna.principal, group).await.unwrap();
        let (plan, loose) = (uploaded(&mut anna.browser, "plan.txt", b"plan").await, uploaded(&mut anna.browser, "los.txt", b"los").await);
        let new = domain::items::NewItem { files: vec![plan], ..item(group, Kind::Discussion, Audience::Network, "Plan", "x") };
        post(db, &anna.principal, new).await.unwrap();
        let account = anna.principal.member().unwrap().account_id;
        db.write(async |tx| administer::erase(tx, &root.principal, account).await).await.unwrap();
        assert!(files::find(db, loose).await.is_err());
        // What stands in a network stays there, as the text does.
        get(&mut bram.browser, plan, &[]).await.is(200).shows("plan");
    }
}
