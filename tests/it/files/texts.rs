//! What stands in documents is found, by whoever may have the document; and a document that is made to do harm does none.

use std::io::Write;

use domain::files::{self, texts, texts::Format};
use domain::items::{Kind, NewComment, NewItem, comments};
use domain::{Audience, FileId};
use plein_tests::app::TestApp;
use plein_tests::background::{Background, until};
use plein_tests::both_engines;
use search::published::{Query, What};
use server::documents::read_apart;
use zip::write::SimpleFileOptions;

use super::uploaded;
use crate::groups::{closed, item, post};
use crate::search::published::{ask, found};

/// An archive of these entries, deflated.
fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn docx(text: &str) -> Vec<u8> {
    let document =
        format!("<w:document><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>");
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", b"<r/>"),
        ("word/document.xml", document.as_bytes()),
    ])
}

/// One page in a font that every reader has (ISO 32000-1, 7.5).
fn pdf(text: &str) -> Vec<u8> {
    let content = format!("BT /F1 24 Tf 72 700 Td ({text}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let (mut file, mut places) = ("%PDF-1.4\n".to_owned(), Vec::new());
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        file += &format!("{place:010} 00000 n \n");
    }
    file += &format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

async fn text_of(app: &TestApp, id: FileId) -> Option<String> {
    let digest = files::find(app.db(), id).await.unwrap().digest?;
    texts::find(app.db(), &digest).await.unwrap()
}

#[tokio::test]
async fn every_sort_of_document_is_read() {
    plein_tests::process::read_documents();
    let slides = [
        ("ppt/slides/slide10.xml", b"<a:p><a:t>tien</a:t></a:p>".as_slice()),
        ("ppt/slides/slide2.xml", b"<a:p><a:t>twee</a:t></a:p>"),
    ];
    let sheet =
        [("xl/sharedStrings.xml", b"<sst><si><t>Jaar</t></si><si><t>Bedrag</t></si></sst>".as_slice())];
    let open = [(
        "content.xml",
        b"<office:body><text:h>Nota</text:h><text:p>B&amp;W besluit</text:p></office:body>".as_slice(),
    )];
    for (format, bytes, expected) in [
        (Format::Pdf, pdf("Gemeentelijke stikstofaanpak"), "Gemeentelijke stikstofaanpak"),
        (Format::OpenXml, docx("Twee &lt; drie"), "Twee < drie"),
        (Format::OpenXml, archive(&slides), "twee tien"),
        (Format::OpenXml, archive(&sheet), "Jaar Bedrag"),
        (Format::OpenDocument, archive(&open), "Nota B&W besluit"),
        (Format::Plain, "Één\r\nregel\0".as_bytes().to_vec(), "Één regel"),
    ] {
        let text = read_apart(format, bytes).await.unwrap();
        assert_eq!(text.as_deref(), Some(expected), "{format:?}");
    }
}

#[tokio::test]
async fn a_document_made_to_do_harm_does_none() {
    plein_tests::process::read_documents();
    let nothing = vec![0_u8; 64 << 20];
    let bomb = archive(&[("word/document.xml", &nothing)]);
    assert!(bomb.len() < 1 << 20, "it looks small");
    let tower =
        format!("%PDF-1.4\n1 0 obj\n{}\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF", "[".repeat(2_000_000));
    let circle = String::from_utf8(pdf("x")).unwrap().replace("/Kids [3 0 R]", "/Kids [2 0 R]");
    let many: Vec<(String, Vec<u8>)> =
        (0..2_000).map(|n| (format!("ppt/slides/slide{n}.xml"), b"<a:t>x</a:t>".to_vec())).collect();
    let many: Vec<(&str, &[u8])> =
        many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    for (format, bytes) in [
        (Format::OpenXml, bomb),
        (Format::OpenXml, archive(&many)),
        (Format::OpenXml, b"PK\x05\x06".to_vec()),
        (Format::OpenDocument, archive(&[("content.xml", b"<a><b></a>")])),
        (Format::Pdf, tower.into_bytes()),
        (Format::Pdf, circle.into_bytes()),
        (Format::Pdf, b"%PDF-1.7".to_vec()),
        (Format::Plain, vec![0xff; 1 << 20]),
    ] {
        // Whatever came of it, it ended, and here we are.
        let text = read_apart(format, bytes).await.unwrap();
        assert!(text.is_none_or(|text| text.chars().count() <= texts::CHARS_MAX), "{format:?}");
    }
}

both_engines! {
    async fn a_document_is_found_by_what_stands_in_it(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, bram) = (app.member("Anna").await, app.member("Bram").await);
        let db = app.db();
        let group = closed(db, &anna.principal, "Inkoop").await;
        let nota = uploaded(&mut anna.browser, "nota.pdf", &pdf("Gemeentelijke stikstofaanpak")).await;
        let beside = uploaded(&mut anna.browser, "verslag.docx", &docx("Over kwelwegvijvers gesproken")).await;
        let workers = Background::of(&app);
        until("both are read", async || text_of(&app, nota).await.is_some() && text_of(&app, beside).await.is_some()).await;
        workers.stop().await;
        let new = NewItem { files: vec![nota], ..item(group, Kind::Discussion, Audience::Group, "Nota", "Zie hier") };
        let id = post(db, &anna.principal, new).await.unwrap();
        let said = NewComment { item_id: id, parent_id: None, body: "Ook dit".into(), language: "nl".into(), files: vec![beside], origin: None };
        let comment = db.write(async |tx| comments::add(tx, &anna.principal, said.clone()).await).await.unwrap();

        let result = ask(&app, &anna.principal, Query { text: "stikstofaanpak".into(), ..Query::default() }).await;
        let [thing] = result.things.as_slice() else { panic!("{result:?}") };
        assert!(matches!(&thing.what, What::File { file, .. } if file.id == nota), "{thing:?}");
        assert!(thing.excerpt.iter().any(|piece| piece.is_marked && piece.text == "stikstofaanpak"), "{thing:?}");
        assert_eq!(result.total, 1);
        assert_eq!(found(&app, &anna.principal, "kwelwegvijver ").await, ["verslag.docx"], "beside a comment too");
        assert_eq!(found(&app, &anna.principal, "verslag").await, ["verslag.docx"]);
        assert!(found(&app, &bram.principal, "stikstofaanpak").await.is_empty(), "he is no member");
        anna.browser.get("/search?q=kwelwegvijvers&in=all").await.is(200).shows(&format!("/comments/{comment}"));

        db.write(async |tx| comments::delete(tx, &anna.principal, comment).await).await.unwrap();
        assert!(found(&app, &anna.principal, "kwelwegvijver ").await.is_empty(), "it went with its comment");
    }

    async fn a_text_that_comes_later_is_found_from_then_on(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let db = app.db();
        let group = closed(db, &anna.principal, "Inkoop").await;
        let nota = uploaded(&mut anna.browser, "nota.pdf", &pdf("Gemeentelijke stikstofaanpak")).await;
        let new = NewItem { files: vec![nota], ..item(group, Kind::Discussion, Audience::Group, "Nota", "Zie hier") };
        post(db, &anna.principal, new).await.unwrap();
        assert!(found(&app, &anna.principal, "stikstofaanpak").await.is_empty(), "nobody read it yet");
        let workers = Background::of(&app);
        until("it is read", async || text_of(&app, nota).await.is_some()).await;
        workers.stop().await;
        assert_eq!(found(&app, &anna.principal, "stikstofaanpak").await, ["nota.pdf"]);
        // The text goes with the last file that has these bytes.
        let digest = files::find(db, nota).await.unwrap().digest.unwrap();
        db.write(async |tx| domain::db::sql("delete from file").execute(tx).await).await.unwrap();
        domain::sweep::run(db).await.unwrap();
        assert_eq!(texts::find(db, &digest).await.unwrap(), None);
    }
}
