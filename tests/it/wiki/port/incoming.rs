//! Coming in: what would happen first, then all of it or nothing.

use axum::body::Body;
use axum::http::Method;
use domain::wiki::port::{self, Content, Entry, Existing, Part};
use domain::wiki::{self, Rights, proposals};
use plein_tests::app::TestApp;
use plein_tests::both_engines;

use super::super::across::scene;
use super::super::{made, make, new_page, page};
use super::{kept, packed, send, tree, unpacked};
use crate::groups::{join, key, open};

both_engines! {
    async fn a_folder_becomes_pages_after_a_look(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let (db, who) = (app.db(), anna.principal.clone());
        let group = open(db, &who, "Woo").await;
        let wiki = format!("/groups/{group}/wiki");
        anna.browser.get(&wiki).await.is(200).shows(&format!("{wiki}/new/import"));
        anna.browser.get(&format!("{wiki}/new/import")).await.is(200).shows("type=\"file\"").shows("Hoe bestanden pagina");
        let folder = packed(&[
            ("Beleid.md", b"# Ons beleid\n\nZie [het kader](Beleid/kader.md)."),
            ("Beleid/kader.md", b"Terug naar [boven](../Beleid.md)"),
            ("Los/een.md", b"Een"),
            ("foto.png", b"\x89PNG"),
            ("latin.md", b"caf\xe9"),
        ]);
        let seen = send(&mut anna, group, &[("file", &folder)]).await;
        seen.is(200).shows("4 pagina").shows("Ons beleid").shows("foto.png").shows("geen Markdown").shows("latin.md").shows("2 bestanden komen niet mee");
        assert!(tree(db, &who, group).await.is_empty());
        let carried = kept(&seen);
        let done = send(&mut anna, group, &[("kept", carried.as_bytes()), ("do", b"import")]).await;
        done.is(200).shows("4 pagina").shows(&format!("{wiki}/ons-beleid")).shows("Toch niet goed");
        let all = ["Ons beleid: Zie [[kader|het kader]].", "-kader: Terug naar [[Ons beleid|boven]]", "Los: - [[een]]", "-een: Een"];
        assert_eq!(tree(db, &who, group).await, all);
        anna.browser.get(&format!("{wiki}/ons-beleid/history")).await.is(200).shows("Geïmporteerd");
        // The same form again makes nothing twice.
        send(&mut anna, group, &[("kept", carried.as_bytes()), ("do", b"import")]).await.is(200).shows("Er is niets veranderd");
        assert_eq!(tree(db, &who, group).await, all);
    }

    async fn pages_that_are_there_stay_or_get_a_version(engine) {
        let app = TestApp::start(engine).await;
        let (anna, mut bram) = (app.member("anna").await, app.member("bram").await);
        let (db, who) = (app.db(), anna.principal.clone());
        let group = open(db, &who, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let top = made(db, &who, group, "Top", "Boven").await.id;
        let old = make(db, &who, group, new_page("Oud", Some(top), "Eerst")).await.unwrap();
        let shut = make(db, &who, group, new_page("Dicht", Some(top), "Vast")).await.unwrap();
        db.write(async |tx| wiki::set_rights(tx, &who, shut, Rights::Moderators).await).await.unwrap();
        let eyes = make(db, &who, group, new_page("Ogen", Some(top), "Samen")).await.unwrap();
        db.write(async |tx| proposals::set_needed(tx, &who, eyes, true).await).await.unwrap();
        let folder = packed(&[("oud.md", b"Nu"), ("Dicht.md", b"Open"), ("Dicht/onder.md", b"x"), ("Ogen.md", b"Alleen"), ("Nieuw.md", b"Vers")]);
        let under = top.to_string();
        let looked = send(&mut bram, group, &[("file", &folder), ("parent", under.as_bytes())]).await;
        looked.is(200).shows("Eén pagina wordt").shows("is er al, blijft zo").shows("Hier mag je niets wijzigen");
        let fields = [("file", folder.as_slice()), ("parent", under.as_bytes()), ("existing", b"version"), ("do", b"import")];
        send(&mut bram, group, &fields).await.is(200).shows("2 pagina").shows("heeft een nieuwe versie").shows("kijkt eerst iemand mee");
        assert_eq!(tree(db, &who, group).await, ["Top: Boven", "-Oud: Nu", "-Dicht: Vast", "-Ogen: Samen", "-Nieuw: Vers"]);
        assert_eq!(page(db, &who, group, old).await.version_count, 2);
        send(&mut bram, group, &fields).await.is(200).shows("Er is niets veranderd").shows("zegt hetzelfde");
        // Who may not write in the wiki brings nothing in.
        let mut cas = app.member("cas").await;
        send(&mut cas, group, &fields).await.is(403);
        send(&mut bram, group, &[("file", &folder), ("parent", b"018f6a7e-0000-7000-8000-000000000000")]).await.is(422).shows("is er niet meer");
    }

    async fn what_comes_in_at_the_host_is_at_every_organisation_and_elsewhere_nothing_does(engine) {
        let scene = Box::pin(scene(engine)).await;
        let page = |path: &str| Entry { path: path.to_owned(), content: Content::Bytes(b"Tekst".to_vec()) };
        let folder = port::read(vec![page("Beleid.md"), page("Beleid/Kader.md")]);
        let bring = async |at: usize| {
            let (db, who, group) = (scene.sites[at].db(), &scene.people[at], scene.groups[at]);
            db.write(async |tx| Box::pin(port::bring_in(tx, who, group, None, &folder, Existing::Keep, "")).await).await
        };
        assert_eq!(key(bring(1).await.map(drop)), "port-elsewhere");
        bring(0).await.unwrap();
        scene.settle().await;
        let db = scene.sites[1].db();
        let wiki = wiki::enter(db, &scene.people[1], scene.groups[1]).await.unwrap();
        let out = port::list_out(db, &wiki, Part::All).await.unwrap();
        assert_eq!(out.iter().map(|page| page.path.as_str()).collect::<Vec<_>>(), ["Beleid.md", "Beleid/Kader.md"]);
        let written = port::read_out(db, &scene.people[1], &wiki, &[out[1].id]).await.unwrap();
        assert!(written[0].as_file("x").ends_with("\n\nTekst\n"));
    }

    async fn programs_take_and_bring_pages_too(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let (db, who) = (app.db(), anna.principal.clone());
        let group = open(db, &who, "Woo").await;
        let bearer = format!("Bearer {}", anna.token(&app).await);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/octet-stream")];
        let folder = packed(&[("a.md", b"A"), ("a/b.md", b"B"), ("c.txt", b"")]);
        let path = format!("/api/v1/groups/{group}/wiki/import");
        let looked = anna.browser.ask(Method::POST, &format!("{path}?preview=true"), Body::from(folder.clone()), &headers).await;
        let report: serde_json::Value = serde_json::from_str(&looked.is(200).text).unwrap();
        assert_eq!(report["pages"][1], serde_json::json!({ "title": "b", "depth": 1, "path": "a/b.md", "outcome": "new", "slug": null, "why": null }));
        assert_eq!(report["leftOut"][0], serde_json::json!({ "path": "c.txt", "why": "not-markdown" }));
        assert!(tree(db, &who, group).await.is_empty());
        let done = anna.browser.ask(Method::POST, &path, Body::from(folder), &headers).await;
        let report: serde_json::Value = serde_json::from_str(&done.is(200).text).unwrap();
        assert_eq!((report["isDone"].as_bool(), report["pages"][1]["slug"].as_str()), (Some(true), Some("b")));
        let whole = anna.browser.ask(Method::GET, &format!("/api/v1/groups/{group}/wiki/export"), Body::empty(), &headers).await;
        let names: Vec<String> = unpacked(&whole.is(200).bytes).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a.md", "a/b.md"]);
        let wiki = wiki::enter(db, &who, group).await.unwrap();
        let id = wiki::find(db, &wiki, "a").await.unwrap().id;
        let text = anna.browser.ask(Method::GET, &format!("/api/v1/wiki/{id}/export"), Body::empty(), &headers).await;
        text.is(200).shows("title: \"a\"").shows("\n\nA\n");
        let no = anna.browser.ask(Method::POST, &path, Body::from("no zip"), &headers).await;
        no.is(422).shows("ZIP");
    }
}
