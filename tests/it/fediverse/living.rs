//! With a living instance that is none of ours: Fedify finds a public group, follows it, believes what it is told by its own
//! check of our signature, fetches what it was told of, and answers.

use std::sync::Arc;

use domain::outside::Opening;
use domain::{Clock, Principal};
use federation::Settings;
use federation::client::Policy;
use plein_tests::both_engines;
use plein_tests::fedify::{Fedify, is_available};
use plein_tests::site::{World, settle};
use plein_tests::street::{Proxy, Street};
use plein_tests::tls::Authority;
use plein_tests::until::until;
use serde_json::json;

use super::{choose, page, public};
use crate::federation::groups::colleague;
use crate::groups::{comment, post};

both_engines! {
    async fn a_living_instance_follows_reads_and_answers_a_public_group(engine) {
        if !is_available() {
            return;
        }
        // It lives now.
        let mut world = World::new(engine);
        world.clock = Clock::System;
        let (street, authority) = (Street::default(), Authority::new("The internet"));
        let settings = Settings {
            policy: Policy::default(),
            network: Arc::new(street.clone()),
            extra_ca: Some(authority.pem.clone().into_bytes()),
            egress_proxy: None,
        };
        let alpha = world.secure_site("alpha.test", settings).await;
        street.open("alpha.test", alpha.router.clone(), Some(authority.issue("alpha.test"))).await;
        let proxy = Proxy::open(&street).await;
        let mut fee = Fedify::start(&street, &proxy, &authority).await;
        let (db, anna) = (alpha.db(), colleague(&alpha, "Anna Vermeer").await);
        let group = public(&alpha, &anna, "Waterpeil").await;
        choose(&alpha, Opening { is_open: true, answers_appear: false }).await;

        let found = fee.order(json!({ "do": "follow", "handle": "@waterpeil@alpha.test" })).await;
        let address = format!("https://alpha.test/ap/group/{group}");
        assert_eq!((&found["type"], &found["id"], &found["owner"]), (&json!("Group"), &json!(address), &json!(address)));
        assert_eq!(domain::outside::follows::count(db, group).await.unwrap(), 1);
        until("our yes arrives", async || {
            settle(&[&alpha]).await;
            !fee.said("Accept").is_empty()
        }).await;
        assert_eq!(fee.said("Accept")[0]["actor"], json!(address));

        let id = post(db, &anna, page(group, "Hoog water", "Het **stijgt**.")).await.unwrap();
        until("the news arrives, signed as it should be", async || {
            settle(&[&alpha]).await;
            fee.said("Announce").len() == 2
        }).await;
        assert!(fee.said("refused").is_empty() && fee.said("error").is_empty(), "{:?} {:?}", fee.said("refused"), fee.said("error"));
        let told = fee.said("Announce")[0].clone();
        assert_eq!((&told["actor"], &told["object"]), (&json!(address), &json!(format!("https://alpha.test/ap/item/{id}"))));
        let read = fee.order(json!({ "do": "fetch", "id": told["object"] })).await;
        assert_eq!((&read["type"], &read["name"], &read["by"]), (&json!("Page"), &json!("Hoog water"), &json!(address)));
        assert!(read["content"].as_str().unwrap().contains("<strong>stijgt</strong>"), "{read}");
        assert!(read["to"].as_array().unwrap().contains(&json!("https://www.w3.org/ns/activitystreams#Public")), "{read}");

        fee.order(json!({ "do": "answer", "to": told["object"], "content": "<p>Hier ook!</p>" })).await;
        let waiting = domain::outside::answers::list_waiting(db, &anna, group, 10).await.unwrap();
        assert_eq!((waiting.len(), waiting[0].actor.name.as_str()), (1, "Fee de Vries"));
        let answer = waiting[0].comment.id;
        db.write(async |tx| domain::outside::answers::decide(tx, &anna, answer, true).await).await.unwrap();
        let below = domain::items::comments::list(db, &Principal::Anonymous, id, None, 10).await.unwrap();
        assert_eq!(below[0].html.trim(), "<p>Hier ook!</p>");

        let reply = comment(db, &anna, id, "Dank u wel").await.unwrap();
        let read = fee.order(json!({ "do": "fetch", "id": format!("https://alpha.test/ap/comment/{reply}") })).await;
        assert_eq!((&read["type"], &read["answers"]), (&json!("Note"), &told["object"]));
        fee.order(json!({ "do": "unfollow" })).await;
        assert_eq!(domain::outside::follows::count(db, group).await.unwrap(), 0);
    }
}
