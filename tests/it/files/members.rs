//! Who may have a file: its uploader alone, then whoever sees the item, each time anew.

use domain::files::{self, State};
use domain::groups::members;
use domain::items::{self, Kind, Moment, NewDetail};
use domain::{Audience, Db, FileId, ItemId, Principal};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use server::i18n::{Language, Texts};
use server::pages::files::list;

use super::{begun, get, png, send, uploaded};
use crate::groups::{closed, item, join, key, open, post};

async fn with(
    db: &Db,
    who: &Principal,
    group: domain::GroupId,
    audience: Audience,
    body: &str,
    files: &[FileId],
) -> domain::Result<ItemId> {
    let new = items::NewItem {
        files: files.to_vec(),
        ..item(group, Kind::Discussion, audience, "Met bestanden", body)
    };
    post(db, who, new).await
}

both_engines! {
    async fn a_members_file_asks_for_membership_and_not_for_an_address(engine) {
        let utrecht = TestApp::start(engine).await;
        let (mut anna, mut bram, mut carla) =
            (utrecht.member("anna").await, utrecht.member("bram").await, utrecht.member("carla").await);
        let db = utrecht.db();
        let group = closed(db, &anna.principal, "Inkoop").await;
        join(db, &bram.principal, group).await.unwrap();
        let bram_id = bram.principal.person_id().unwrap();
        db.write(async |tx| members::decide(tx, &anna.principal, group, bram_id, true).await).await.unwrap();
        let id = uploaded(&mut anna.browser, "offerte.pdf", b"%PDF-1.7 geheim").await;
        // Until it is part of something, it is hers alone.
        get(&mut anna.browser, id, &[]).await.is(200);
        get(&mut bram.browser, id, &[]).await.is(404);
        get(&mut utrecht.browser(), id, &[]).await.is(404);
        let of = with(db, &anna.principal, group, Audience::Group, "Zie bijlage", &[id]).await.unwrap();
        get(&mut bram.browser, id, &[]).await.is(200).shows("geheim");
        for stranger in [&mut carla.browser, &mut utrecht.browser()] {
            get(stranger, id, &[]).await.is(404).hides("geheim");
            stranger.get(&format!("/files/{id}/preview")).await.is(404);
        }
        db.write(async |tx| members::remove(tx, &anna.principal, group, bram_id, "Ander werk").await).await.unwrap();
        get(&mut bram.browser, id, &[]).await.is(404);
        db.write(async |tx| items::delete(tx, &anna.principal, of).await).await.unwrap();
        get(&mut anna.browser, id, &[]).await.is(404);
        assert!(files::find(db, id).await.is_err(), "nothing is kept of it");
    }

    async fn a_public_items_file_is_everyones(engine) {
        let utrecht = TestApp::start(engine).await;
        let mut anna = utrecht.member("anna").await;
        let id = uploaded(&mut anna.browser, "folder.pdf", b"%PDF-1.7 welkom").await;
        let new = items::NewItem {
            group_id: None, kind: Kind::Blog, audience: Audience::Public, title: "Folder".into(), body: "Lees".into(),
            language: "nl".into(), subjects: Vec::new(), detail: NewDetail::Plain, moment: Moment::Draft, archive_at: None,
            files: vec![id], origin: None,
        };
        let item = post(utrecht.db(), &anna.principal, new).await.unwrap();
        get(&mut utrecht.browser(), id, &[]).await.is(404);
        let edit = items::ItemEdit {
            version: None, audience: Audience::Public, title: "Folder".into(), body: "Lees".into(), language: "nl".into(),
            subjects: Vec::new(), detail: NewDetail::Plain, moment: Some(Moment::Now), archive_at: None, files: vec![id], origin: None,
        };
        utrecht.db().write(async |tx| items::edit(tx, &anna.principal, item, edit).await).await.unwrap();
        get(&mut utrecht.browser(), id, &[]).await.is(200).shows("welkom");
    }

    async fn what_a_text_shows_comes_with_it_and_only_ones_own_does(engine) {
        let utrecht = TestApp::start(engine).await;
        let (mut anna, mut bram) = (utrecht.member("anna").await, utrecht.member("bram").await);
        let db = utrecht.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        join(db, &bram.principal, group).await.unwrap();
        let hers = uploaded(&mut anna.browser, "kaart.png", &png(9, 9)).await;
        let loose = uploaded(&mut anna.browser, "los.txt", b"los").await;
        let body = format!("Zie ![kaart](/files/{hers})");
        // His text names her file: it stays hers.
        let his = with(db, &bram.principal, group, Audience::Network, &body, &[]).await.unwrap();
        assert!(files::list_of_items(db, &[his]).await.unwrap().is_empty());
        get(&mut bram.browser, hers, &[]).await.is(404);
        assert_eq!(key(with(db, &bram.principal, group, Audience::Network, "x", &[hers]).await), "error-file-gone");
        let item = with(db, &anna.principal, group, Audience::Network, &body, &[loose]).await.unwrap();
        let names = async || {
            let found = files::list_of_items(db, &[item, his]).await.unwrap();
            found.into_iter().map(|file| file.name).collect::<Vec<_>>()
        };
        assert_eq!(names().await, ["los.txt", "kaart.png"]);
        get(&mut bram.browser, hers, &[]).await.is(200);
        // One file, one item.
        assert_eq!(key(with(db, &anna.principal, group, Audience::Network, "x", &[hers]).await), "error-file-gone");
        db.write(async |tx| files::detach(tx, &anna.principal, item, &[loose]).await).await.unwrap();
        assert_eq!(names().await, ["kaart.png"]);
        let more = uploaded(&mut anna.browser, "nog.txt", b"nog").await;
        db.write(async |tx| files::attach(tx, &anna.principal, item, &[more]).await).await.unwrap();
        assert_eq!(names().await, ["kaart.png", "nog.txt"]);
        anna.browser.post(&format!("/files/{more}/delete"), &[]).await.is(409).shows("hoort al bij");
        let twenty = vec![more; 30];
        db.write(async |tx| files::attach(tx, &anna.principal, item, &twenty).await).await.unwrap();
        let mut many = Vec::new();
        for n in 0..20 {
            many.push(uploaded(&mut anna.browser, &format!("{n}.txt"), b"x").await);
        }
        let refused = db.write(async |tx| files::attach(tx, &anna.principal, item, &many).await).await;
        assert_eq!(key(refused), "error-too-many");
    }

    async fn the_files_of_an_item_are_told_by_name_kind_and_size(engine) {
        let utrecht = TestApp::start(engine).await;
        let mut anna = utrecht.member("anna").await;
        let group = open(utrecht.db(), &anna.principal, "Jeugd").await;
        let plan = uploaded(&mut anna.browser, "plan.pdf", &[b"%PDF-1.7".as_slice(), &[7; 1_234_567]].concat()).await;
        let map = uploaded(&mut anna.browser, "kaart.png", &png(9, 9)).await;
        let of = with(utrecht.db(), &anna.principal, group, Audience::Network, "x", &[plan, map]).await.unwrap();
        let item = items::find(utrecht.db(), &anna.principal, of).await.unwrap();
        let rows = list::load(utrecht.instance.ctx(), Texts::new(Language::Nl), &[item]).await.unwrap();
        let told: Vec<_> = rows[&of].iter().map(|row| (row.name.as_str(), row.words.as_str(), row.preview.is_some())).collect();
        assert_eq!((told[0], told[1].0, told[1].2), (("plan.pdf", "PDF-document, 1,2 MB", false), "kaart.png", true));
        assert!(rows[&of].iter().all(|row| row.state.is_none()));
    }

    async fn an_upload_that_is_not_there_yet_is_not_part_of_anything(engine) {
        let utrecht = TestApp::start(engine).await;
        let mut anna = utrecht.member("anna").await;
        let db = utrecht.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        let id = begun(&mut anna.browser, "half.txt", 9).await;
        send(&mut anna.browser, id, 0, b"half").await.is(204);
        assert_eq!(files::find(db, id).await.unwrap().state, State::Uploading);
        assert_eq!(key(with(db, &anna.principal, group, Audience::Network, "x", &[id]).await), "error-file-gone");
    }
}
