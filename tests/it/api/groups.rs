//! Networks for programs: the same rules as the pages, since it is the same call.

use axum::http::Method;
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use serde_json::json;

use super::Program;

both_engines! {
    async fn a_program_does_in_a_network_what_its_owner_may(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram, carla) = (app.member("anna").await, app.member("bram").await, app.member("carla").await);
        let (mut a, mut b, mut c) =
            (Program::of(&app, &anna).await, Program::of(&app, &bram).await, Program::of(&app, &carla).await);
        let (status, group) = a.send(Method::POST, "/api/v1/groups",
            json!({ "name": "Jeugd", "summary": "Over jeugd", "joinPolicy": "request", "question": "Waarom?" })).await;
        assert_eq!(status, 201, "{group}");
        let id = group["id"].as_str().unwrap().to_owned();
        assert_eq!((group["role"].as_str(), group["content"].as_str()), (Some("owner"), Some("group")));

        let (status, refused) = b.send(Method::PUT, &format!("/api/v1/groups/{id}/membership"), json!({})).await;
        assert_eq!((status, refused["errors"][0]["field"].as_str()), (422, Some("answer")), "{refused}");
        let (status, asked) = b.send(Method::PUT, &format!("/api/v1/groups/{id}/membership"), json!({ "answer": "Voor mijn werk" })).await;
        assert_eq!((status, asked["outcome"].as_str()), (200, Some("asked")));
        let requests = a.get(&format!("/api/v1/groups/{id}/requests")).await;
        let person = requests["members"][0]["person"]["id"].as_str().unwrap().to_owned();
        assert_eq!(requests["members"][0]["answer"], "Voor mijn werk");
        assert_eq!(b.send(Method::PUT, &format!("/api/v1/groups/{id}/requests/{person}"), json!({ "accept": true })).await.0, 403);
        assert_eq!(a.send(Method::PUT, &format!("/api/v1/groups/{id}/requests/{person}"), json!({ "accept": true })).await.0, 204);

        let new = json!({ "kind": "question", "title": "Hoe?", "body": "Wie **weet** dit?" });
        let items = format!("/api/v1/groups/{id}/items");
        let (status, question) = b.send_once(&items, "k1", new.clone()).await;
        assert_eq!(status, 201, "{question}");
        let (_, again) = b.send_once(&items, "k1", new).await;
        assert_eq!(question["id"], again["id"], "sent twice, done once");
        assert_eq!(b.send_once(&items, "k1", json!({ "kind": "status", "body": "Iets anders" })).await.0, 409);
        let item = question["id"].as_str().unwrap().to_owned();
        assert!(question["html"].as_str().unwrap().contains("<strong>weet</strong>"));

        let (status, answer) = a.send(Method::POST, &format!("/api/v1/items/{item}/comments"), json!({ "body": "Zo." })).await;
        assert_eq!(status, 201, "{answer}");
        let accept = json!({ "commentId": answer["id"] });
        assert_eq!(b.send(Method::PUT, &format!("/api/v1/items/{item}/accepted-answer"), accept).await.0, 204);
        assert_eq!(b.send(Method::PUT, &format!("/api/v1/items/{item}/reactions/thumbs-up"), json!(null)).await.0, 204);
        let shown = a.get(&format!("/api/v1/items/{item}")).await;
        assert_eq!(shown["acceptedCommentId"], answer["id"]);
        assert_eq!(shown["reactions"]["thumbs_up"], 1);
        let told = a.get("/api/v1/notifications").await;
        assert!(told["unread"].as_i64().unwrap() >= 2, "{told}");

        // Whoever is no member finds nothing, by any address.
        for path in [format!("/api/v1/items/{item}"), format!("/api/v1/items/{item}/comments"), format!("/api/v1/items/{item}/revisions")] {
            assert_eq!(c.send(Method::GET, &path, json!(null)).await.0, 404, "{path}");
        }
        assert_eq!(c.get(&items).await["items"].as_array().unwrap().len(), 0);
        assert_eq!(c.send(Method::POST, &items, json!({ "kind": "status", "body": "x" })).await.0, 403);
        assert_eq!(c.send(Method::POST, &format!("/api/v1/items/{item}/reports"), json!({ "reason": "spam" })).await.0, 404);
        for (method, path) in [(Method::DELETE, format!("/api/v1/items/{item}")), (Method::PUT, format!("/api/v1/items/{item}/marks/pinned")), (Method::PUT, format!("/api/v1/items/{item}/follow"))] {
            assert_eq!(c.send(method, &path, json!(null)).await.0, 404, "{path}");
        }
    }

    async fn a_change_names_its_version_and_lists_have_a_next_page(engine) {
        let app = TestApp::start(engine).await;
        let anna = app.member("anna").await;
        let mut a = Program::of(&app, &anna).await;
        let (_, group) = a.send(Method::POST, "/api/v1/groups", json!({ "name": "Jeugd", "joinPolicy": "open", "content": "network" })).await;
        let items = format!("/api/v1/groups/{}/items", group["id"].as_str().unwrap());
        for number in 0..5 {
            app.clock().advance(std::time::Duration::from_secs(1));
            let new = json!({ "kind": "discussion", "title": format!("Nummer {number}"), "body": "x" });
            assert_eq!(a.send(Method::POST, &items, new).await.0, 201);
        }
        let (mut titles, mut path) = (Vec::new(), format!("{items}?limit=2"));
        loop {
            let page = a.get(&path).await;
            titles.extend(page["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()));
            match page["next"].as_str() {
                Some(next) => path = next.to_owned(),
                None => break,
            }
        }
        assert_eq!(titles, ["Nummer 4", "Nummer 3", "Nummer 2", "Nummer 1", "Nummer 0"]);
        let first = a.get(&items).await["items"][0].clone();
        let path = format!("/api/v1/items/{}", first["id"].as_str().unwrap());
        assert_eq!(a.send(Method::PATCH, &path, json!({ "version": 1, "body": "y" })).await.0, 200);
        let (status, problem) = a.send(Method::PATCH, &path, json!({ "version": 1, "body": "z" })).await;
        assert_eq!((status, problem["status"].as_i64()), (409, Some(409)), "{problem}");
        assert_eq!(a.get(&format!("{path}/revisions")).await["revisions"].as_array().unwrap().len(), 2);
        assert_eq!(a.send(Method::POST, &items, json!({ "kind": "nonsense" })).await.0, 422);
        assert_eq!(a.send(Method::POST, &items, json!({ "kind": "poll", "title": "Welke?" })).await.0, 422);
    }
}
