//! Going out: the tree as folders, for whoever may read it, with what he may see.

use domain::Audience;
use domain::items::Kind;
use plein_tests::app::TestApp;
use plein_tests::both_engines;

use super::super::{made, make, new_page};
use super::{get, kept, send, tree, unpacked};
use crate::files::uploaded;
use crate::groups::{closed, item, open, post};

both_engines! {
    async fn a_wiki_goes_out_as_a_folder_and_comes_in_again_as_it_was(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna de Boer").await;
        let (db, who) = (app.db(), anna.principal.clone());
        let group = open(db, &who, "Woo: alles?").await;
        let start = made(db, &who, group, "Start", "Zie [[Wie doet wat?]] en [[Nergens|daar]].").await.id;
        let child = make(db, &who, group, new_page("Wie doet wat?", Some(start), "# Kop\n\nTekst")).await.unwrap();
        make(db, &who, group, new_page("議事録 2026", Some(child), "---\ntitle: nee\n---\nTekst")).await.unwrap();
        make(db, &who, group, new_page("CON", None, "")).await.unwrap();
        let wiki = format!("/groups/{group}/wiki");
        get(&mut anna, &wiki).await.is(200).shows(&format!("{wiki}.zip"));
        let whole = get(&mut anna, &format!("{wiki}.zip")).await;
        whole.is(200);
        assert_eq!(whole.header("content-type"), "application/zip");
        assert!(whole.header("content-disposition").starts_with("attachment; filename=\"Woo- alles-.zip\""));
        let files = unpacked(&whole.bytes);
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Start.md", "Start/Wie doet wat-.md", "Start/Wie doet wat-/議事録 2026.md", "CON_.md"]);
        let text = &files[0].1;
        for line in ["title: \"Start\"", "version: 1", "changed_by: \"Anna de Boer\"", &format!("{wiki}/start\""), "\n\nZie [[Wie doet wat?]] en [[Nergens|daar]].\n"] {
            assert!(text.contains(line), "{line} in {text}");
        }
        // Into another wiki: the same pages with the same texts.
        let other = open(db, &who, "Ander").await;
        let seen = send(&mut anna, other, &[("file", &whole.bytes)]).await;
        seen.is(200).shows("4 pagina").shows("Er is nog niets gebeurd");
        assert!(tree(db, &who, other).await.is_empty());
        let carried = kept(&seen);
        send(&mut anna, other, &[("kept", carried.as_bytes()), ("do", b"import")]).await.is(200).shows("4 pagina");
        assert_eq!(tree(db, &who, other).await, tree(db, &who, group).await);
    }

    async fn a_page_goes_out_alone_or_with_what_is_under_it(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let (db, who) = (app.db(), anna.principal.clone());
        let group = open(db, &who, "Woo").await;
        let start = made(db, &who, group, "Start", "Tekst").await.id;
        make(db, &who, group, new_page("Onder", Some(start), "")).await.unwrap();
        made(db, &who, group, "Elders", "").await;
        let page = format!("/groups/{group}/wiki/start");
        get(&mut anna, &page).await.is(200).shows(&format!("{page}/export")).shows("Versie 1 van");
        get(&mut anna, &format!("{page}/export")).await.is(200).shows("2 pagina").shows("pages.zip?under=yes");
        let text = get(&mut anna, &format!("{page}/page.md")).await;
        text.is(200).shows("title: \"Start\"").shows("\n\nTekst\n");
        assert_eq!(text.header("content-type"), "text/markdown; charset=utf-8");
        let names = |answer: &plein_tests::app::Answer| unpacked(&answer.bytes).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(&get(&mut anna, &format!("{page}/pages.zip")).await), ["Start.md"]);
        assert_eq!(names(&get(&mut anna, &format!("{page}/pages.zip?under=yes")).await), ["Start.md", "Start/Onder.md"]);
    }

    async fn only_what_the_reader_may_see_goes_along(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("anna").await, app.member("bram").await);
        let (db, who) = (app.db(), anna.principal.clone());
        let group = open(db, &who, "Woo").await;
        let shared = uploaded(&mut anna.browser, "kaart.txt", b"de kaart").await;
        let new = domain::items::NewItem { files: vec![shared], ..item(group, Kind::Discussion, Audience::Network, "Kaart", "x") };
        post(db, &who, new).await.unwrap();
        let secret = uploaded(&mut bram.browser, "geheim.txt", b"van bram").await;
        let start = made(db, &who, group, "Start", "").await.id;
        let text = format!("[kaart](/files/{shared}) en [geheim](/files/{secret})");
        make(db, &who, group, new_page("Onder", Some(start), &text)).await.unwrap();
        let files = unpacked(&get(&mut anna, &format!("/groups/{group}/wiki.zip")).await.bytes);
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        let attached = format!("attachments/{shared}-kaart.txt");
        assert_eq!(names, ["Start.md", "Start/Onder.md", attached.as_str()]);
        assert!(files[1].1.contains(&format!("[kaart](../{attached}) en [geheim](/files/{secret})")), "{}", files[1].1);
        assert_eq!(files[2].1, "de kaart");
        // A wiki that one may not read is not there, in any of its forms.
        let hidden = closed(db, &who, "Dicht").await;
        made(db, &who, hidden, "Start", "Geheim").await;
        for path in ["wiki.zip", "wiki/start/page.md", "wiki/start/pages.zip", "wiki/start/export", "wiki/new/import"] {
            get(&mut bram, &format!("/groups/{hidden}/{path}")).await.is(404).hides("Geheim");
        }
        send(&mut bram, hidden, &[("file", b"PK")]).await.is(404);
    }
}
