//! Files as something of their own, in the folders of a network.

use domain::files;
use domain::groups::members;
use domain::items::kinds::file::{self, Filed, Order};
use domain::items::{self, Detail, ItemEdit, Kind, Moment, NewDetail, NewItem, revisions};
use domain::{Audience, Db, FileId, GroupId, ItemId, Principal};
use plein_tests::app::TestApp;
use plein_tests::both_engines;

use super::{get, uploaded};
use crate::groups::{closed, item, join, key, open, post};

pub fn filed(group: GroupId, audience: Audience, title: &str, folder: &str, files: &[FileId]) -> NewItem {
    NewItem {
        detail: NewDetail::File(Filed { folder: folder.into() }),
        files: files.to_vec(),
        ..item(group, Kind::File, audience, title, "")
    }
}

async fn folders(db: &Db, who: &Principal, group: GroupId) -> Vec<(String, i64)> {
    let found = file::list_folders(db, who, group).await.unwrap();
    found.into_iter().map(|folder| (folder.path, folder.count)).collect()
}

async fn titles(db: &Db, who: &Principal, group: GroupId, folder: &str, order: Order) -> Vec<String> {
    let found = file::list(db, who, group, folder, order).await.unwrap();
    found.into_iter().map(|item| item.title).collect()
}

async fn change(db: &Db, who: &Principal, id: ItemId, folder: &str, files: &[FileId]) -> domain::Result<()> {
    let item = items::find(db, who, id).await.unwrap();
    let edit = ItemEdit {
        version: None,
        audience: item.audience,
        title: item.title,
        body: item.body,
        language: item.language,
        subjects: Vec::new(),
        detail: NewDetail::File(Filed { folder: folder.into() }),
        moment: None,
        archive_at: None,
        files: files.to_vec(),
        origin: None,
    };
    db.write(async |tx| items::edit(tx, who, id, edit.clone()).await).await
}

both_engines! {
    async fn what_is_shared_lies_in_its_folder(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let db = app.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        let path = format!("/groups/{group}/files");
        anna.browser.get(&path).await.is(200).shows("Hier liggen nog geen bestanden").shows("kind=file");
        let form = anna.browser.get(&format!("/groups/{group}/new?kind=file&folder=Beleid")).await;
        form.is(200).shows("value=\"Beleid\"").shows("Leeg: de naam van het eerste bestand");
        let id = uploaded(&mut anna.browser, "kader.pdf", b"%PDF-1.7 kader").await.to_string();
        let new = format!("/groups/{group}/new");
        let typed = |folder: &'static str, files: &'static str| {
            vec![("kind", "file"), ("title", ""), ("body", ""), ("language", "nl"), ("audience", "network"), ("folder", folder), ("do", "publish"), ("files", files)]
        };
        let mut with = typed("Beleid / 2026", "");
        with.retain(|(name, _)| *name != "files");
        // Without a file there is nothing to share.
        anna.browser.post(&new, &with).await.is(422);
        let deep = [&with[..], &[("files", id.as_str())]].concat();
        let deep: Vec<(&str, &str)> = deep.into_iter().map(|(name, value)| (name, if name == "folder" { "a/b/c/d" } else { value })).collect();
        anna.browser.post(&new, &deep).await.is(422).shows("hoogstens 3 diep").shows("kader.pdf");
        let done = anna.browser.post(&new, &[&with[..], &[("files", id.as_str())]].concat()).await;
        done.is(303);
        // It is called as its file, for want of another name.
        let page = anna.browser.get(done.header("location")).await;
        page.is(200).shows("kader.pdf").shows("Beleid / 2026").shows("folder=Beleid%2F2026");
        anna.browser.get(&path).await.is(200).shows("folder=Beleid").shows("één bestand").hides("kader.pdf");
        let folder = anna.browser.get(&format!("{path}?folder=Beleid%2F2026&sort=name")).await;
        folder.is(200).shows("kader.pdf").shows("PDF-document").shows("Alle bestanden").shows("Wijzig of verplaats");
        // An address that names no folder is the top.
        anna.browser.get(&format!("{path}?folder=a/b/c/d")).await.is(200).shows("folder=Beleid");
        anna.browser.get(&format!("/groups/{group}")).await.shows(&path).shows("kader.pdf");
    }

    async fn a_folder_is_read_by_age_or_by_name_and_moved_out_of(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let db = app.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        let mut made = Vec::new();
        for (title, folder) in [("Één plan", "Beleid"), ("zorgnota", "Beleid"), ("Afspraken", "Beleid"), ("Kaart", "Beleid/2026"), ("Los", "")] {
            app.clock().advance(std::time::Duration::from_secs(1));
            let id = uploaded(&mut anna.browser, "x.txt", title.as_bytes()).await;
            made.push((post(db, &anna.principal, filed(group, Audience::Network, title, folder, &[id])).await.unwrap(), id));
        }
        let who = &anna.principal;
        assert_eq!(titles(db, who, group, "Beleid", Order::Newest).await, ["Afspraken", "zorgnota", "Één plan"]);
        assert_eq!(titles(db, who, group, "Beleid", Order::Name).await, ["Afspraken", "Één plan", "zorgnota"]);
        assert_eq!(titles(db, who, group, "", Order::Name).await, ["Los"]);
        assert_eq!(folders(db, who, group).await, [("Beleid".to_owned(), 4), ("Beleid/2026".to_owned(), 1)]);
        let (card, file) = made[3];
        change(db, who, card, "Kaarten", &[file]).await.unwrap();
        assert_eq!(folders(db, who, group).await, [("Beleid".to_owned(), 3), ("Kaarten".to_owned(), 1)]);
        db.write(async |tx| items::delete(tx, who, card).await).await.unwrap();
        assert_eq!(folders(db, who, group).await, [("Beleid".to_owned(), 3)]);
        assert!(titles(db, who, group, "Kaarten", Order::Name).await.is_empty());
        // A draft lies nowhere yet, and what is shared keeps a file.
        let draft = NewItem { moment: Moment::Draft, ..filed(group, Audience::Network, "Later", "Nieuw", &[]) };
        let draft = post(db, who, draft).await.unwrap();
        assert_eq!(folders(db, who, group).await.len(), 1);
        let item = items::find(db, who, draft).await.unwrap();
        let publish = ItemEdit {
            version: None, audience: item.audience, title: item.title, body: item.body, language: item.language, subjects: Vec::new(),
            detail: NewDetail::Plain, moment: Some(Moment::Now), archive_at: None, files: Vec::new(), origin: None,
        };
        assert_eq!(key(db.write(async |tx| items::edit(tx, who, draft, publish.clone()).await).await), "error-no-file");
        assert_eq!(key(change(db, who, made[0].0, "Beleid", &[]).await), "error-no-file");
        assert!(matches!(items::find(db, who, made[0].0).await.unwrap().detail, Detail::File(filed) if filed.folder == "Beleid"));
    }

    async fn a_new_version_of_a_file_leaves_a_note_of_the_old_one(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let db = app.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        let old = uploaded(&mut anna.browser, "plan.pdf", b"%PDF-1.7 een").await;
        let id = post(db, &anna.principal, filed(group, Audience::Network, "Plan", "Beleid", &[old])).await.unwrap();
        let new = uploaded(&mut anna.browser, "plan.pdf", b"%PDF-1.7 twee en meer").await;
        change(db, &anna.principal, id, "Beleid", &[new]).await.unwrap();
        assert!(files::find(db, old).await.is_err());
        let all = revisions::list(db, &anna.principal, items::Piece::Item(id)).await.unwrap();
        let told: Vec<_> = all.iter().map(|one| (one.version, one.files[0].name.as_str(), one.files[0].size_bytes)).collect();
        assert_eq!(told, [(2, "plan.pdf", 21), (1, "plan.pdf", 12)]);
        anna.browser.get(&format!("/items/{id}/revisions")).await.is(200).shows("erbij gekomen").shows("weggehaald").shows("12 bytes");
    }

    async fn nobody_sees_a_folder_of_which_he_sees_nothing(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram, mut carla) = (app.member("anna").await, app.member("bram").await, app.member("carla").await);
        let db = app.db();
        let group = closed(db, &anna.principal, "Inkoop").await;
        join(db, &bram.principal, group).await.unwrap();
        let bram_id = bram.principal.person_id().unwrap();
        db.write(async |tx| members::decide(tx, &anna.principal, group, bram_id, true).await).await.unwrap();
        let id = uploaded(&mut anna.browser, "offerte.pdf", b"%PDF-1.7 geheim").await;
        post(db, &anna.principal, filed(group, Audience::Group, "Offerte", "Gunning", &[id])).await.unwrap();
        let path = format!("/groups/{group}/files?folder=Gunning");
        bram.browser.get(&path).await.is(200).shows("Offerte");
        carla.browser.get(&path).await.is(200).hides("Offerte").shows("Alleen");
        carla.browser.get(&format!("/groups/{group}/files")).await.hides("Gunning");
        app.browser().get(&path).await.is(404).hides("Offerte");
        get(&mut carla.browser, id, &[]).await.is(404);
        assert!(folders(db, &carla.principal, group).await.is_empty());
        // Open as a whole, with one thing for members alone.
        let group = open(db, &anna.principal, "Jeugd").await;
        let (for_all, inside) = (uploaded(&mut anna.browser, "a.txt", b"a").await, uploaded(&mut anna.browser, "b.txt", b"b").await);
        post(db, &anna.principal, filed(group, Audience::Network, "Voor allen", "Stukken", &[for_all])).await.unwrap();
        post(db, &anna.principal, filed(group, Audience::Group, "Voor leden", "Stukken/Intern", &[inside])).await.unwrap();
        assert_eq!(folders(db, &carla.principal, group).await, [("Stukken".to_owned(), 1)]);
        assert_eq!(folders(db, &anna.principal, group).await, [("Stukken".to_owned(), 2), ("Stukken/Intern".to_owned(), 1)]);
        let page = carla.browser.get(&format!("/groups/{group}/files?folder=Stukken")).await;
        page.is(200).shows("Voor allen").hides("Intern").hides("Wijzig of verplaats");
    }
}
