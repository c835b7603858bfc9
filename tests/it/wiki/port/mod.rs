//! A wiki as a folder of Markdown files: out, in, and in again.

mod enclosed;
mod evil;
mod incoming;
mod outgoing;

use std::io::{Cursor, Read, Write};

use axum::body::Body;
use axum::http::Method;
use domain::wiki;
use domain::{Db, GroupId, Principal};
use plein_tests::app::Answer;
use plein_tests::members::Person;
use zip::write::SimpleFileOptions;

/// An archive of these entries.
pub fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The entries of an archive, in their order.
pub fn unpacked(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP");
    let count = archive.len();
    let entry = |at: usize| {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), String::from_utf8_lossy(&bytes).into_owned())
    };
    (0..count).map(entry).collect::<Vec<_>>()
}

pub async fn get(person: &mut Person, path: &str) -> Answer {
    person.browser.ask(Method::GET, path, Body::empty(), &[]).await
}

/// The form for a folder, as a browser sends it.
pub async fn send(person: &mut Person, group: GroupId, fields: &[(&str, &[u8])]) -> Answer {
    let part = |(name, value): &(&str, &[u8])| {
        let file = if *name == "file" { "; filename=\"wiki.zip\"" } else { "" };
        let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        [head.as_bytes(), value, b"\r\n"].concat()
    };
    let body = [fields.iter().map(part).collect::<Vec<_>>().concat(), b"--edge--\r\n".to_vec()].concat();
    let kind = [("content-type", "multipart/form-data; boundary=edge")];
    let path = format!("/groups/{group}/wiki/new/import");
    person.browser.ask(Method::POST, &path, Body::from(body), &kind).await
}

/// What the second form carries along.
pub fn kept(answer: &Answer) -> String {
    let rest = answer.text.split_once("name=\"kept\" value=\"").and_then(|(_, rest)| rest.split_once('"'));
    let (kept, _) = rest.unwrap_or_else(|| panic!("nothing is carried along:\n{}", answer.text));
    kept.to_owned()
}

/// The tree with a line for each page: how deep, its title, its text.
pub async fn tree(db: &Db, who: &Principal, group: GroupId) -> Vec<String> {
    let wiki = wiki::enter(db, who, group).await.unwrap();
    let mut lines = Vec::new();
    for (depth, leaf) in wiki::list_all(db, &wiki).await.unwrap() {
        let text = super::text(db, who, group, leaf.id).await;
        lines.push(format!("{}{}: {text}", "-".repeat(depth), leaf.title));
    }
    lines
}
