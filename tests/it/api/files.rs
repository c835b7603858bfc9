//! Files for programs: the same rules as the pages, since it is the same call.

use axum::body::Body;
use axum::http::Method;
use plein_tests::app::{Answer, TestApp};
use plein_tests::both_engines;
use serde_json::{Value, json};

use super::Program;
use crate::files::png;

const TEXT: &[u8] = b"Notulen van het overleg";

impl Program {
    async fn put(&mut self, id: &str, offset: Option<&str>, bytes: &[u8]) -> Answer {
        let bearer = self.bearer.clone();
        let mut headers =
            vec![("authorization", bearer.as_str()), ("content-type", "application/octet-stream")];
        headers.extend(offset.map(|offset| ("upload-offset", offset)));
        let path = format!("/api/v1/files/{id}/content");
        self.browser.ask(Method::PUT, &path, Body::from(bytes.to_vec()), &headers).await
    }

    async fn file(&mut self, name: &str, bytes: &[u8]) -> Value {
        let (status, begun) =
            self.send(Method::POST, "/api/v1/files", json!({ "name": name, "size": bytes.len() })).await;
        assert_eq!(status, 201, "{begun}");
        let answer = self.put(begun["id"].as_str().unwrap(), None, bytes).await;
        answer.is(200);
        serde_json::from_str(&answer.text).unwrap()
    }
}

both_engines! {
    async fn a_program_sends_a_file_at_once_or_in_parts(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = (app.member("anna").await, app.member("bram").await);
        let (mut a, mut b) = (Program::of(&app, &anna).await, Program::of(&app, &bram).await);
        let new = json!({ "name": "../notulen.txt", "size": TEXT.len() });
        let (status, begun) = a.send_once("/api/v1/files", "f1", new.clone()).await;
        assert_eq!((status, begun["name"].as_str(), begun["state"].as_str()), (201, Some("notulen.txt"), Some("uploading")));
        assert_eq!(a.send_once("/api/v1/files", "f1", new).await.1["id"], begun["id"], "sent twice, done once");
        let id = begun["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/files/{id}");
        assert_eq!(b.send(Method::GET, &path, Value::Null).await.0, 404);
        b.put(&id, None, TEXT).await.is(404);
        a.put(&id, None, &TEXT[..7]).await.is(202);
        assert_eq!(a.get(&path).await["received"], 7);
        a.put(&id, Some("3"), &TEXT[3..]).await.is(409);
        a.put(&id, Some("x"), &TEXT[7..]).await.is(422);
        assert_eq!(a.ask(Method::GET, &format!("{path}/content"), Body::empty()).await.status, 404);
        let whole = a.put(&id, Some("7"), &TEXT[7..]).await;
        whole.is(200);
        let whole: Value = serde_json::from_str(&whole.text).unwrap();
        assert_eq!((whole["state"].as_str(), whole["mediaType"].as_str(), whole["content"].as_str()), (Some("ready"), Some("text/plain"), Some(format!("{path}/content").as_str())));
        a.put(&id, None, TEXT).await.is(409);
        let had = a.ask(Method::GET, &format!("{path}/content"), Body::empty()).await;
        had.is(200);
        assert_eq!((&had.bytes[..], had.header("content-security-policy")), (TEXT, "sandbox; default-src 'none'"));
        assert_eq!(b.send(Method::GET, &format!("{path}/content"), Value::Null).await.0, 404);
        for bad in [json!({ "name": "x", "size": 0 }), json!({ "name": "x", "size": -1 }), json!({ "name": "x" }), json!({ "name": "x", "size": 1_000_000_000_000_i64 })] {
            assert_eq!(a.send(Method::POST, "/api/v1/files", bad.clone()).await.0, 422, "{bad}");
        }
        let (_, short) = a.send(Method::POST, "/api/v1/files", json!({ "name": "x", "size": 2 })).await;
        a.put(short["id"].as_str().unwrap(), None, b"meer").await.is(409);
    }

    async fn files_stand_with_what_they_are_part_of(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram, carla) = (app.member("anna").await, app.member("bram").await, app.member("carla").await);
        let (mut a, mut b, mut c) = (Program::of(&app, &anna).await, Program::of(&app, &bram).await, Program::of(&app, &carla).await);
        let (_, group) = a.send(Method::POST, "/api/v1/groups", json!({ "name": "Jeugd", "joinPolicy": "request", "content": "group" })).await;
        let group = group["id"].as_str().unwrap().to_owned();
        assert_eq!(b.send(Method::PUT, &format!("/api/v1/groups/{group}/membership"), json!({})).await.0, 200);
        let person = a.get(&format!("/api/v1/groups/{group}/requests")).await["members"][0]["person"]["id"].as_str().unwrap().to_owned();
        a.send(Method::PUT, &format!("/api/v1/groups/{group}/requests/{person}"), json!({ "accept": true })).await;

        let map = a.file("kaart.png", &png(9, 9)).await;
        let path = format!("/api/v1/files/{}", map["id"].as_str().unwrap());
        let (status, described) = a.send(Method::PATCH, &path, json!({ "alt": "Kaart van de wijk" })).await;
        assert_eq!((status, described["alt"].as_str(), described["width"].as_i64()), (200, Some("Kaart van de wijk"), Some(9)));
        assert_eq!(b.send(Method::PATCH, &path, json!({ "alt": "x" })).await.0, 404);
        let items = format!("/api/v1/groups/{group}/items");
        let new = json!({ "kind": "file", "folder": "Beleid/2026", "files": [map["id"]] });
        let (status, item) = a.send(Method::POST, &items, new).await;
        assert_eq!((status, item["title"].as_str(), item["folder"].as_str()), (201, Some("kaart.png"), Some("Beleid/2026")), "{item}");
        assert_eq!(item["files"][0]["id"], map["id"]);
        assert_eq!(a.send(Method::POST, &items, json!({ "kind": "file", "title": "Leeg" })).await.0, 422);
        assert_eq!(b.get(&format!("{items}?kind=file")).await["items"][0]["files"][0]["alt"], "Kaart van de wijk");
        assert_eq!(b.send(Method::GET, &path, Value::Null).await.0, 200);
        assert_eq!(c.send(Method::GET, &path, Value::Null).await.0, 404);
        assert_eq!(a.send(Method::DELETE, &path, Value::Null).await.0, 409, "it is part of something");

        let item = format!("/api/v1/items/{}", item["id"].as_str().unwrap());
        let note = b.file("reactie.txt", b"reactie").await;
        let (status, comment) = b.send(Method::POST, &format!("{item}/comments"), json!({ "body": "Zie bijlage", "files": [note["id"]] })).await;
        assert_eq!((status, &comment["files"][0]["id"]), (201, &note["id"]), "{comment}");
        let (status, refused) = a.send(Method::POST, &format!("{item}/comments"), json!({ "body": "x", "files": [note["id"]] })).await;
        assert_eq!((status, refused["errors"][0]["field"].as_str()), (422, Some("files")));
        assert_eq!(a.send(Method::POST, &format!("{item}/comments"), json!({ "body": "x", "files": ["../x"] })).await.0, 422);
        let comment = format!("/api/v1/comments/{}", comment["id"].as_str().unwrap());
        let (_, same) = b.send(Method::PATCH, &comment, json!({ "body": "Zie de bijlage" })).await;
        assert_eq!(same["files"].as_array().unwrap().len(), 1, "what is not named stays");
        let (_, without) = b.send(Method::PATCH, &comment, json!({ "body": "Zie de bijlage", "files": [] })).await;
        assert_eq!(without["files"].as_array().unwrap().len(), 0);
        let (_, moved) = a.send(Method::PATCH, &item, json!({ "folder": "Archief" })).await;
        assert_eq!((moved["folder"].as_str(), moved["files"].as_array().map(Vec::len)), (Some("Archief"), Some(1)));
        assert_eq!(a.send(Method::PATCH, &item, json!({ "files": [] })).await.0, 422, "a file item keeps one");

        let loose = a.file("los.txt", b"los").await;
        let path = format!("/api/v1/files/{}", loose["id"].as_str().unwrap());
        assert_eq!(b.send(Method::DELETE, &path, Value::Null).await.0, 404);
        assert_eq!(a.send(Method::DELETE, &path, Value::Null).await.0, 204);
        assert_eq!(a.send(Method::GET, &path, Value::Null).await.0, 404);
    }
}
