//! Folders that are made to do harm do none: each is refused with a sentence, and the wiki stays as it is.

use std::io::{Cursor, Write};
use std::time::Instant;

use plein_tests::app::TestApp;
use plein_tests::both_engines;
use server::files::zip::Zip;
use zip::write::SimpleFileOptions;

use super::{packed, send, tree};
use crate::groups::open;

/// An archive of so many empty entries, as fast as bytes can be written.
fn crowd(count: usize) -> Vec<u8> {
    let (mut zip, mut bytes) = (Zip::default(), Vec::new());
    for number in 0..count {
        bytes.extend(zip.begin(&format!("{number}.md")));
        bytes.extend(zip.end());
    }
    bytes.extend(zip.finish());
    bytes
}

fn linked() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("wijst.md", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    writer.start_file("goed.md", SimpleFileOptions::default()).unwrap();
    writer.write_all(b"Tekst").unwrap();
    writer.finish().unwrap().into_inner()
}

both_engines! {
    async fn what_leads_out_of_the_folder_is_named_and_left_out(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let (db, who) = (app.db(), anna.principal.clone());
        let group = open(db, &who, "Woo").await;
        let deep = format!("{}x.md", "a/".repeat(400));
        let wide = vec![b'a'; 600 * 1024];
        let folder = packed(&[("../uit.md", b"x"), ("/etc/passwd.md", b"x"), ("a/../../b.md", b"x"), ("c:\\x.md", b"x"), (&deep, b"x"), ("groot.md", &wide), ("<img src=x>.md", b"<script>alert(1)</script>")]);
        let done = send(&mut anna, group, &[("file", &folder), ("do", b"import")]).await;
        done.is(200).shows("Het pad leidt de map uit").shows("te diep").shows("te groot").hides("<img src=x>").hides("<script>alert");
        assert_eq!(tree(db, &who, group).await, ["<img src=x>: <script>alert(1)</script>"]);
        let done = send(&mut anna, group, &[("file", &linked()), ("do", b"import")]).await;
        done.is(200).shows("verwijzing naar een ander bestand").hides("root:");
        assert_eq!(tree(db, &who, group).await.len(), 2);
    }

    async fn what_is_no_folder_or_too_much_of_one_is_refused_whole(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let (db, who) = (app.db(), anna.principal.clone());
        let group = open(db, &who, "Woo").await;
        let started = Instant::now();
        // A megabyte of zeros in a kilobyte, many times.
        let zeros = vec![b'0'; 1_000_000];
        let names: Vec<String> = (0..500).map(|number| format!("{number}.md")).collect();
        let bomb: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), zeros.as_slice())).collect();
        let many: Vec<(&str, &[u8])> = Vec::new();
        let names: Vec<String> = (0..501).map(|number| format!("p{number}.md")).collect();
        let pages = [many, names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect()].concat();
        let cut = packed(&[("a.md", b"Tekst")]);
        for (file, sentence) in [
            (b"geen ZIP".to_vec(), "geen ZIP"),
            (cut[..cut.len() - 9].to_vec(), "geen ZIP"),
            (packed(&bomb[..15]), "honderd keer zo groot"),
            (packed(&bomb), "meer dan 20 MB"),
            (crowd(100_000), "meer dan 5.000 bestanden"),
            (crowd(4_000), "4.000 pagina"),
            (packed(&pages), "501 pagina"),
            (Vec::new(), "Kies"),
        ] {
            for do_it in [b"".as_slice(), b"import"] {
                let answer = send(&mut anna, group, &[("file", &file), ("do", do_it)]).await;
                assert!(answer.text.contains(sentence), "{sentence}: {}\n{}", answer.status, answer.text);
                answer.is(422);
            }
        }
        assert!(tree(db, &who, group).await.is_empty());
        assert!(started.elapsed().as_secs() < 120, "{:?}", started.elapsed());
    }

    async fn five_hundred_pages_come_in_at_once(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let (db, who) = (app.db(), anna.principal.clone());
        let group = open(db, &who, "Woo").await;
        let names: Vec<String> = (0..500).map(|number| format!("m{}/p{number}.md", number % 9)).collect();
        let some: Vec<(&str, &[u8])> = names[..491].iter().map(|name| (name.as_str(), b"Tekst".as_slice())).collect();
        let started = Instant::now();
        send(&mut anna, group, &[("file", &packed(&some)), ("do", b"import")]).await.is(200).shows("500 pagina");
        println!("500 pages took {:?}", started.elapsed());
        assert_eq!(tree(db, &who, group).await.len(), 500);
    }
}
