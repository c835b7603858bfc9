//! Files beside comments: whoever sees the comment may have them, and nobody puts there what is not his.

use domain::files::{self, State};
use domain::groups::members;
use domain::items::{self, CommentEdit, Kind, NewComment, comments};
use domain::{Audience, CommentId, Db, FileId, ItemId, Principal};
use plein_tests::app::TestApp;
use plein_tests::both_engines;

use super::{begun, get, png, send, uploaded};
use crate::groups::{closed, item, join, key, open, post};

async fn say(
    db: &Db,
    who: &Principal,
    item_id: ItemId,
    body: &str,
    files: &[FileId],
) -> domain::Result<CommentId> {
    let new = NewComment {
        item_id,
        parent_id: None,
        body: body.into(),
        language: "nl".into(),
        files: files.to_vec(),
        origin: None,
    };
    db.write(async |tx| comments::add(tx, who, new.clone()).await).await
}

async fn change(db: &Db, who: &Principal, id: CommentId, body: &str, files: &[FileId]) -> domain::Result<()> {
    let edit = CommentEdit { body: body.into(), files: files.to_vec(), origin: None };
    db.write(async |tx| comments::edit(tx, who, id, edit.clone()).await).await
}

async fn names(db: &Db, id: CommentId) -> Vec<String> {
    let found = files::list_of_comments(db, &[id]).await.unwrap();
    found.into_iter().map(|file| file.name).collect()
}

both_engines! {
    async fn a_comments_file_is_for_whoever_sees_the_comment(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram, mut carla) = (app.member("anna").await, app.member("bram").await, app.member("carla").await);
        let db = app.db();
        let group = closed(db, &anna.principal, "Inkoop").await;
        join(db, &bram.principal, group).await.unwrap();
        let bram_id = bram.principal.person_id().unwrap();
        db.write(async |tx| members::decide(tx, &anna.principal, group, bram_id, true).await).await.unwrap();
        let of = post(db, &anna.principal, item(group, Kind::Question, Audience::Group, "Wie weet het?", "x")).await.unwrap();
        let id = uploaded(&mut bram.browser, "antwoord.pdf", b"%PDF-1.7 geheim").await;
        get(&mut anna.browser, id, &[]).await.is(404);
        // As the form sends it.
        bram.browser.post(&format!("/items/{of}/comments"), &[("body", "Zie bijlage"), ("files", &id.to_string())]).await.is(303);
        get(&mut anna.browser, id, &[]).await.is(200).shows("geheim");
        for stranger in [&mut carla.browser, &mut app.browser()] {
            get(stranger, id, &[]).await.is(404);
        }
        anna.browser.get(&format!("/items/{of}")).await.shows("antwoord.pdf").shows("PDF-document");
        assert!(files::list_of_items(db, &[of]).await.unwrap().is_empty(), "it is none of the item's own");
        let answer = files::find(db, id).await.unwrap().comment_id.unwrap();
        bram.browser.get(&format!("/comments/{answer}/edit")).await.is(200).shows("antwoord.pdf");
        // What a moderator hid is hidden, the file too.
        let piece = items::Piece::Comment(answer);
        let hide = domain::acts::Measure::Hide;
        let (dirk, reason) = (app.member("dirk").await, "Niet hier");
        join(db, &dirk.principal, group).await.unwrap();
        let dirk_id = dirk.principal.person_id().unwrap();
        db.write(async |tx| members::decide(tx, &anna.principal, group, dirk_id, true).await).await.unwrap();
        let mut dirk = dirk;
        get(&mut dirk.browser, id, &[]).await.is(200);
        db.write(async |tx| items::moderate::moderate(tx, &anna.principal, piece, hide, reason).await).await.unwrap();
        get(&mut dirk.browser, id, &[]).await.is(404);
        get(&mut anna.browser, id, &[]).await.is(200);
        db.write(async |tx| comments::delete(tx, &bram.principal, answer).await).await.unwrap();
        assert!(files::find(db, id).await.is_err(), "it went with the comment");
    }

    async fn nobody_puts_there_what_is_not_his_or_stands_elsewhere(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("anna").await, app.member("bram").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        join(db, &bram.principal, group).await.unwrap();
        let hers = uploaded(&mut anna.browser, "van-anna.txt", b"anna").await;
        let used = uploaded(&mut bram.browser, "van-item.txt", b"item").await;
        let new = items::NewItem { files: vec![used], ..item(group, Kind::Discussion, Audience::Network, "Plan", "x") };
        let of = post(db, &bram.principal, new).await.unwrap();
        let half = begun(&mut bram.browser, "half.txt", 9).await;
        send(&mut bram.browser, half, 0, b"half").await.is(204);
        for file in [hers, used, half, "018f6a7e-0000-7000-8000-000000000000".parse().unwrap()] {
            assert_eq!(key(say(db, &bram.principal, of, "Kijk", &[file]).await), "error-file-gone");
        }
        let mut many = Vec::new();
        for n in 0..=files::FILES_PER_ITEM_MAX {
            many.push(uploaded(&mut bram.browser, &format!("{n}.txt"), b"x").await);
        }
        assert_eq!(key(say(db, &bram.principal, of, "Kijk", &many).await), "error-too-many");
        let one = say(db, &bram.principal, of, "Een", &many[..1]).await.unwrap();
        let two = say(db, &bram.principal, of, "Twee", &[]).await.unwrap();
        // One file, one place: not another comment, nor the item above.
        assert_eq!(key(change(db, &bram.principal, two, "Twee", &many[..1]).await), "error-file-gone");
        assert!(db.write(async |tx| files::attach(tx, &bram.principal, of, &many[..1]).await).await.is_err());
        assert_eq!((names(db, one).await, names(db, two).await.len()), (vec!["0.txt".to_owned()], 0));
        // A text that names another's file does not have it.
        let named = say(db, &bram.principal, of, &format!("![x](/files/{hers})"), &[]).await.unwrap();
        assert!(names(db, named).await.is_empty());
        get(&mut bram.browser, hers, &[]).await.is(404);
        assert_eq!(key(change(db, &anna.principal, one, "Mijn", &[hers]).await), "error-not-the-author");
        // The form comes back with what it had.
        let refused = bram.browser.post(&format!("/items/{of}/comments"), &[("body", ""), ("files", &many[3].to_string())]).await;
        refused.is(422).shows("3.txt");
    }

    async fn a_changed_comment_has_the_files_that_are_left(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let db = app.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        let of = post(db, &anna.principal, item(group, Kind::Discussion, Audience::Network, "Plan", "x")).await.unwrap();
        let (plan, map) = (uploaded(&mut anna.browser, "plan.txt", b"plan").await, uploaded(&mut anna.browser, "kaart.png", &png(9, 9)).await);
        let body = format!("Zie ![kaart](/files/{map})");
        let id = say(db, &anna.principal, of, &body, &[plan]).await.unwrap();
        assert_eq!(names(db, id).await, ["plan.txt", "kaart.png"]);
        let version = async || comments::find(db, &anna.principal, id).await.unwrap().version;
        change(db, &anna.principal, id, &body, &[plan, map]).await.unwrap();
        assert_eq!(version().await, 1, "nothing changed");
        change(db, &anna.principal, id, &body, &[map]).await.unwrap();
        assert_eq!((names(db, id).await, version().await), (vec!["kaart.png".to_owned()], 2));
        assert!(files::find(db, plan).await.is_err());
        assert_eq!(files::find(db, map).await.unwrap().state, State::Ready);
        // With the item above go the files of what was said below it.
        db.write(async |tx| items::delete(tx, &anna.principal, of).await).await.unwrap();
        assert!(files::find(db, map).await.is_err());
    }
}
