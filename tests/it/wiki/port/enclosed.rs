//! Pictures and files that pages of a folder show come along with them, and nothing else does.

use std::io::{Cursor, Write};

use domain::db::sql;
use domain::{Db, FileId, GroupId, Principal};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use zip::write::SimpleFileOptions;

use super::super::made;
use super::{get, kept, packed, send, tree, unpacked};
use crate::files::bare::{jpeg, tells};
use crate::files::{png, uploaded};
use crate::groups::{join, open};

/// The ids of files that the texts of a wiki show, in the order of the tree.
async fn shown(db: &Db, who: &Principal, group: GroupId) -> Vec<FileId> {
    let all = tree(db, who, group).await.join("\n");
    all.split("/files/").skip(1).filter_map(|rest| rest.get(..36)?.parse().ok()).collect()
}

/// Files beside pages.
async fn count(db: &Db) -> i64 {
    sql("select count(*) from file where item_id is not null").scalar(db).await.unwrap()
}

both_engines! {
    async fn what_pages_show_comes_along_and_is_there_once(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("anna").await, app.member("bram").await);
        let (db, who) = (app.db(), anna.principal.clone());
        let group = open(db, &who, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let (card, photo) = (png(40, 20), jpeg(6));
        let folder = packed(&[
            ("map/Beleid.md", "# Beleid\n\n![De kaart](img/kaart.png) [nota](docs/nota%20één.txt#slot) [weg](weg.pdf) ![](../../buiten.png)".as_bytes()),
            ("map/Beleid/Kader.md", b"![](../img/kaart.png) ![](./foto.jpg) ![](https://x.test/a.png)"),
            ("map/img/kaart.png", &card),
            ("map/docs/nota één.txt", "Wat er stond".as_bytes()),
            ("map/Beleid/foto.jpg", &photo),
            ("map/los.png", &card),
            ("map/leeg.png", b""),
        ]);
        let seen = send(&mut anna, group, &[("file", &folder)]).await;
        seen.is(200).shows("3 bestanden komen mee").shows("geen pagina toont het").shows("weg.pdf").shows("zit niet in de ZIP");
        seen.shows("../../buiten.png").shows("leidt de map uit").hides("https://x.test");
        assert_eq!(count(db).await, 0, "a look changes nothing");
        let carried = kept(&seen);
        send(&mut anna, group, &[("kept", carried.as_bytes()), ("do", b"import")]).await.is(200).shows("3 bestanden kwamen mee");
        let ids = shown(db, &who, group).await;
        let [one, note, again, picture] = ids[..] else { panic!("{ids:?}") };
        assert_eq!((one, count(db).await), (again, 3), "the same bytes are one file");
        let texts = tree(db, &who, group).await;
        assert_eq!(texts[0], format!("Beleid: ![De kaart](/files/{one}) [nota](/files/{note}) [weg](weg.pdf) ![](../../buiten.png)"));
        for (id, bytes) in [(one, &card[..]), (note, "Wat er stond".as_bytes())] {
            assert_eq!(get(&mut bram, &format!("/files/{id}")).await.is(200).bytes, bytes, "for whoever may read the page");
        }
        assert!(tells(&photo) && !tells(&get(&mut bram, &format!("/files/{picture}")).await.is(200).bytes), "as any photograph that comes in");
        let page = get(&mut bram, &format!("/groups/{group}/wiki/beleid")).await;
        page.is(200).shows("alt=\"De kaart\"").shows("kaart.png").shows("nota één.txt");

        // The same form once more, and the same folder as versions: nothing twice.
        send(&mut anna, group, &[("kept", carried.as_bytes()), ("do", b"import")]).await.is(200).shows("Er is niets veranderd");
        let anew = [("file", folder.as_slice()), ("existing", b"version"), ("do", b"import")];
        send(&mut bram, group, &anew).await.is(200).shows("Er is niets veranderd").shows("zegt hetzelfde");
        assert_eq!((shown(db, &who, group).await, count(db).await), (ids, 3));
        plein_tests::process::read_documents();
        server::documents::read(app.instance.ctx(), note).await.unwrap();
        app.instance.ctx().published.catch_up().await.unwrap();
        get(&mut bram, "/search?q=stond&in=everything").await.is(200).shows("nota één.txt");
    }

    async fn what_went_out_comes_in_with_its_files_and_at_home_keeps_them(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let (db, who) = (app.db(), anna.principal.clone());
        let group = open(db, &who, "Woo").await;
        let id = uploaded(&mut anna.browser, "kaart.txt", b"de kaart").await;
        let page = made(db, &who, group, "Start", "").await;
        let text = format!("[kaart](/files/{id})");
        crate::wiki::save(db, &who, &page, &text).await.unwrap();
        db.write(async |tx| domain::wiki::remarks::attach(tx, &who, page.id, &[], &text).await).await.unwrap();
        let whole = get(&mut anna, &format!("/groups/{group}/wiki.zip")).await.is(200).bytes.clone();
        assert_eq!(unpacked(&whole)[1].0, format!("attachments/{id}-kaart.txt"));
        let anew = [("file", &whole[..]), ("existing", b"version"), ("do", b"import")];
        send(&mut anna, group, &anew).await.is(200).shows("zegt hetzelfde").hides("kwam mee");
        let other = open(db, &who, "Ander").await;
        send(&mut anna, other, &anew).await.is(200).shows("Eén bestand kwam mee");
        let there = shown(db, &who, other).await;
        assert!(there.len() == 1 && there[0] != id, "a wiki of its own has a file of its own");
        let answer = get(&mut anna, &format!("/files/{}", there[0])).await;
        assert_eq!(answer.is(200).bytes, b"de kaart".as_slice());
        assert!(answer.header("content-disposition").contains("kaart.txt") && !answer.header("content-disposition").contains(&id.to_string()));
    }

    async fn files_that_are_made_to_do_harm_do_none(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("anna").await, app.member("bram").await);
        let (db, who) = (app.db(), anna.principal.clone());
        let group = open(db, &who, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let plain = SimpleFileOptions::default();
        let bytes: [(&str, &[u8]); 4] = [
            ("a.md", b"![](wijst.png) ![](../uit.png) ![](/etc/passwd) [x](file:///etc/passwd) [y](..%2F..%2Fuit.png) [z](kwaad.html) [w](a.exe)"),
            ("../uit.png", b"x"),
            ("kwaad.html", b"<!DOCTYPE html><script>alert(1)</script>"),
            ("a.exe", b"MZ\x90\0"),
        ];
        for (name, bytes) in bytes {
            writer.start_file(name, plain).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.add_symlink("wijst.png", "/etc/passwd", plain).unwrap();
        let folder = writer.finish().unwrap().into_inner();
        let done = send(&mut anna, group, &[("file", &folder), ("do", b"import")]).await;
        done.is(200).shows("2 bestanden kwamen mee").shows("leidt de map uit").shows("verwijzing naar een ander bestand").hides("root:");
        for id in shown(db, &who, group).await {
            let answer = get(&mut bram, &format!("/files/{id}")).await;
            assert!(answer.is(200).header("content-disposition").starts_with("attachment"), "nothing of this opens in a browser");
        }

        // More files than come in at once; the rest is named.
        let names: Vec<String> = (0..210).map(|number| format!("{number}.txt")).collect();
        let links: String = names.iter().map(|name| format!("[x]({name})\n")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), name.as_bytes())).collect();
        let many = packed(&[&[("veel.md", links.as_bytes())][..], &files].concat());
        let done = send(&mut anna, group, &[("file", &many), ("do", b"import")]).await;
        done.is(200).shows("200 bestanden kwamen mee").shows("10 bestanden komen niet mee").shows("niet in één keer mee");

        // A picture that unfolds to far more than it was packed in.
        let zeros = vec![0; 20_000_000];
        let bomb = packed(&[("b.md", b"![](groot.png)"), ("groot.png", &zeros)]);
        send(&mut anna, group, &[("file", &bomb), ("do", b"import")]).await.is(422).shows("honderd keer zo groot");

        // What somebody keeps between the two forms is his own.
        let seen = send(&mut anna, group, &[("file", &packed(&[("geheim.md", b"x")]))]).await;
        let carried = kept(seen.is(200));
        for who in [carried.as_str(), "018f6a7e-0000-7000-8000-000000000000"] {
            send(&mut bram, group, &[("kept", who.as_bytes()), ("do", b"import")]).await.is(422).shows("Kies de ZIP opnieuw");
        }
    }
}
