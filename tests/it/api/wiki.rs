//! The wiki for programs: pages, versions, and changes that merge or say with what they clash.

use axum::http::Method;
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use serde_json::json;

use super::Program;
use crate::groups::{closed, join, open};

const TEXT: &str = "Een verzoek wordt binnen acht weken beantwoord.\n\nVragen? Bel ons.";

both_engines! {
    async fn a_program_writes_and_is_merged_or_told_why_not(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = (app.member("anna").await, app.member("bram").await);
        let group = open(app.db(), &anna.principal, "Woo").await;
        join(app.db(), &bram.principal, group).await.unwrap();
        let (mut a, mut b) = (Program::of(&app, &anna).await, Program::of(&app, &bram).await);
        let wiki = format!("/api/v1/groups/{group}/wiki");
        let (status, page) = a.send_once(&wiki, "k1", json!({ "title": "Woo", "body": TEXT })).await;
        assert_eq!((status, page["slug"].as_str()), (201, Some("woo")), "{page}");
        let (_, again) = a.send_once(&wiki, "k1", json!({ "title": "Woo", "body": TEXT })).await;
        assert_eq!(page["id"], again["id"]);
        let path = format!("/api/v1/wiki/{}", page["id"].as_str().unwrap());
        let change = |body: String| json!({ "base": page["version"], "body": body });
        let (status, saved) = a.send(Method::PUT, &path, change(TEXT.replace("acht weken", "vier weken"))).await;
        assert_eq!((status, saved["number"].as_i64(), saved["isMerged"].as_bool()), (200, Some(2), Some(false)), "{saved}");
        let (status, merged) = b.send(Method::PUT, &path, change(TEXT.replace("Bel", "Mail"))).await;
        assert_eq!((status, merged["isMerged"].as_bool()), (200, Some(true)), "{merged}");
        assert_eq!(merged["body"], TEXT.replace("acht weken", "vier weken").replace("Bel", "Mail"));
        let mine = TEXT.replace("acht weken", "acht maanden");
        let (status, clash) = b.send(Method::PUT, &path, change(mine.clone())).await;
        assert_eq!((status, &clash["mine"]["body"], &clash["base"]["version"]), (409, &json!(mine), &page["version"]), "{clash}");
        assert_eq!((&clash["theirs"]["version"], &clash["base"]["body"]), (&merged["version"], &json!(TEXT)));
        assert!(clash["merge"].as_str().unwrap().contains("<<<<<<< theirs"), "{clash}");
        assert_eq!(b.send(Method::PUT, &path, json!({ "base": "x", "body": "y" })).await.0, 422);
        let versions = a.get(&format!("{path}/versions?limit=2")).await;
        assert_eq!((versions["versions"][0]["isMerge"].as_bool(), versions["versions"][1]["isSide"].as_bool()), (Some(true), Some(true)));
        assert!(versions["next"].is_string());
        assert_eq!(a.get(&format!("{path}/versions/1")).await["body"], TEXT);
        assert_eq!(a.get(&wiki).await["pages"][0]["title"], "Woo");
        // Whoever may not read finds nothing.
        let group = closed(app.db(), &anna.principal, "Inkoop").await;
        let (_, page) = a.send(Method::POST, &format!("/api/v1/groups/{group}/wiki"), json!({ "title": "Prijzen" })).await;
        let path = format!("/api/v1/wiki/{}", page["id"].as_str().unwrap());
        for hidden in [path.clone(), format!("{path}/versions"), format!("{path}/versions/1"), format!("/api/v1/groups/{group}/wiki")] {
            assert_eq!(b.send(Method::GET, &hidden, json!(null)).await.0, 404, "{hidden}");
        }
        assert_eq!(b.send(Method::PUT, &path, json!({ "base": page["version"], "body": "Nee" })).await.0, 404);
    }

    async fn a_program_arranges_follows_and_remarks(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = (app.member("anna").await, app.member("bram").await);
        let group = open(app.db(), &anna.principal, "Woo").await;
        join(app.db(), &bram.principal, group).await.unwrap();
        let (mut a, mut b) = (Program::of(&app, &anna).await, Program::of(&app, &bram).await);
        let wiki = format!("/api/v1/groups/{group}/wiki");
        let (_, start) = a.send(Method::POST, &wiki, json!({ "title": "Start" })).await;
        let (_, page) = a.send(Method::POST, &wiki, json!({ "title": "Woo", "body": TEXT })).await;
        let path = format!("/api/v1/wiki/{}", page["id"].as_str().unwrap());
        let person = anna.principal.person_id().unwrap().to_string();
        let all = json!({ "title": "Wet", "parentId": start["id"], "rights": "moderators", "ownerId": person,
            "reviewAt": "2030-01-01T00:00:00Z", "isTemplate": true, "needsApproval": true });
        let (status, arranged) = a.send(Method::PATCH, &path, all.clone()).await;
        assert_eq!((status, &arranged["title"], &arranged["parentId"], &arranged["rights"]), (200, &json!("Wet"), &start["id"], &json!("moderators")), "{arranged}");
        assert_eq!((&arranged["isTemplate"], &arranged["needsApproval"], &arranged["owner"]["id"]), (&json!(true), &json!(true), &json!(person)));
        assert_eq!(b.send(Method::PATCH, &path, json!({ "title": "Nee" })).await.0, 403);
        // All of it or nothing.
        let (status, _) = a.send(Method::PATCH, &path, json!({ "title": "Half", "parentId": page["id"] })).await;
        assert_eq!((status, &a.get(&path).await["title"]), (422, &json!("Wet")));
        for wrong in [json!({ "rights": "x" }), json!({ "shift": "x" }), json!({ "reviewAt": "x" }), json!({ "ownerId": "x" }), json!({ "more": 1 })] {
            assert_eq!(a.send(Method::PATCH, &path, wrong.clone()).await.0, 422, "{wrong}");
        }
        let (_, top) = a.send(Method::PATCH, &path, json!({ "parentId": null, "reviewAt": null, "ownerId": null, "shift": "up", "rights": "inherit", "needsApproval": false })).await;
        assert_eq!((&top["parentId"], &top["reviewAt"], &top["owner"]), (&json!(null), &json!(null), &json!(null)), "{top}");
        assert_eq!(a.get(&wiki).await["pages"][0]["title"], "Wet", "one place up");
        let change = json!({ "base": top["version"], "body": TEXT.replace("acht", "vier") });
        assert_eq!(b.send(Method::PUT, &path, change).await.0, 200);
        let difference = a.get(&format!("{path}/difference?from=1")).await;
        let pieces = difference["blocks"][0]["changed"].as_array().unwrap().clone();
        assert!(pieces.contains(&json!({ "is": "removed", "text": "acht" })) && pieces.contains(&json!({ "is": "added", "text": "vier" })), "{difference}");
        assert_eq!(a.send(Method::GET, &format!("{path}/difference?from=9"), json!(null)).await.0, 404);
        assert_eq!(b.send(Method::PUT, &format!("{path}/follow"), json!({ "coversBelow": true })).await.0, 204);
        assert_eq!(b.send(Method::DELETE, &format!("{path}/follow"), json!(null)).await.0, 204);
        let (status, remark) = b.send_once(&format!("{path}/remarks"), "r1", json!({ "body": "Klopt dit?" })).await;
        assert_eq!((status, remark["kind"].as_str()), (201, Some("remark")), "{remark}");
        let (_, again) = b.send_once(&format!("{path}/remarks"), "r1", json!({ "body": "Klopt dit?" })).await;
        assert_eq!(again["id"], remark["id"]);
        assert_eq!(a.get(&format!("{path}/remarks")).await["items"].as_array().unwrap().len(), 1);
        assert_eq!(a.send(Method::DELETE, &path, json!(null)).await.0, 204);
        assert_eq!(a.send(Method::GET, &path, json!(null)).await.0, 404);
        assert_eq!(a.send(Method::POST, &format!("{path}/restore"), json!(null)).await.0, 204);
        assert_eq!(a.get(&path).await["title"], "Wet");
    }
}
