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
}
