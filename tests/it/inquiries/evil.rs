//! A peer that forges, floods, answers for others and takes what is not its own.

use domain::inquiries::{self, ADDITIONS_MAX, Inquiry, TEXT_CHARS_MAX};
use domain::people::{self, Scope};
use domain::{InquiryId, PersonId, Principal, peers};
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::evil::{Answer, EvilPeer};
use plein_tests::site::{Site, World, settle};
use serde_json::{Value, json};

use super::{ask, id_of, member, titles, told};

struct Scene {
    world: World,
    alpha: Site,
    evil: EvilPeer,
    anna: Principal,
    address: String,
}

async fn scene(engine: Engine) -> Scene {
    let world = World::new(engine);
    let alpha = world.site("alpha.test").await;
    let evil = EvilPeer::plug(&world, "evil.test");
    evil.befriend(&alpha).await;
    let anna = member(&alpha, "Anna", Scope::Network).await;
    let address = people::find(alpha.db(), id_of(&anna)).await.unwrap().ap_id;
    Scene { world, alpha, evil, anna, address }
}

impl Scene {
    fn question(&self, who: &str, name: &str, text: &str) -> Value {
        json!({
            "id": self.evil.url(&format!("/ap/inquiry/{name}")), "type": "Note", "name": name,
            "attributedTo": self.evil.url(&format!("/ap/person/{who}")), "to": [self.address], "content": "",
            "source": { "content": text, "mediaType": "text/plain" }
        })
    }

    fn said(&self, who: &str, name: &str, kind: &str, object: Value) -> Value {
        self.evil.said(who, name, kind, &self.address, object)
    }

    async fn send(&self, activity: &Value) {
        assert_eq!(self.evil.post(&self.alpha, activity).await, 202);
        settle(&[&self.alpha]).await;
    }

    async fn titles(&self) -> Vec<String> {
        titles(&self.alpha, &self.anna).await
    }

    /// Anna's question to somebody of evil, whom alpha knows from its directory, with another one.
    async fn ask_mallory(&self) -> (InquiryId, Inquiry) {
        let evil = &self.evil;
        evil.serve_directory("2", &[evil.person("mallory"), evil.person("trudy")]);
        let nudge = json!({
            "id": evil.url("/directory/changes"), "type": "OrderedCollection", "epoch": "2", "sequence": 2, "rootDigest": "x"
        });
        self.send(&evil.activity("news", "Announce", nudge)).await;
        let mallory = self.known("mallory").await;
        let id = ask(&self.alpha, &self.anna, mallory, "Aan mallory").await.unwrap();
        settle(&[&self.alpha]).await;
        let (asked, _) = inquiries::find(self.alpha.db(), &self.anna, id).await.unwrap();
        (id, asked)
    }

    /// Somebody of evil as alpha knows him.
    async fn known(&self, name: &str) -> PersonId {
        let ap_id = self.evil.url(&format!("/ap/person/{name}"));
        people::find_by_ap_id(self.alpha.db(), &ap_id).await.unwrap().expect("he spoke before").id
    }
}

both_engines! {
    async fn only_an_honest_question_for_one_reader_is_taken_and_only_once(engine) {
        let scene = scene(engine).await;
        scene.send(&scene.said("mallory", "a", "Create", scene.question("mallory", "eerlijk", "Hoe dan?"))).await;
        scene.send(&scene.said("mallory", "b", "Create", scene.question("mallory", "eerlijk", "Nog eens"))).await;
        assert_eq!(scene.titles().await, ["eerlijk"]);

        scene.send(&scene.said("mallory", "c", "Create", scene.question("trudy", "andermans", "x"))).await;
        let mut wide = scene.question("mallory", "breed", "x");
        wide["to"] = json!([scene.address, "https://www.w3.org/ns/activitystreams#Public"]);
        scene.send(&scene.said("mallory", "d", "Create", wide)).await;
        let mut foreign = scene.question("mallory", "vreemd", "x");
        foreign["id"] = json!("http://alpha.test/ap/inquiry/1");
        scene.send(&scene.said("mallory", "e", "Create", foreign)).await;
        let long = "x".repeat(TEXT_CHARS_MAX + 1);
        scene.send(&scene.said("mallory", "f", "Create", scene.question("mallory", "lang", &long))).await;
        scene.send(&scene.said("mallory", "g", "Create", scene.question("mallory", "leeg", " "))).await;
        let mut forged = scene.said("mallory", "h", "Create", scene.question("mallory", "vervalst", "x"));
        forged["object"]["source"]["content"] = json!("Iets anders");
        scene.send(&forged).await;
        let mut bare = scene.said("mallory", "i", "Create", scene.question("mallory", "bloot", "x"));
        bare.as_object_mut().unwrap().remove("proof");
        scene.send(&bare).await;
        assert_eq!(scene.titles().await, ["eerlijk"]);

        for at in 0..6 {
            let name = format!("vloed{at}");
            scene.send(&scene.said("mallory", &name, "Create", scene.question("mallory", &name, "x"))).await;
        }
        assert_eq!(scene.titles().await.len(), 3, "no more than may wait");
    }

    async fn whoever_is_not_shared_hidden_or_cut_off_cannot_be_asked(engine) {
        let scene = scene(engine).await;
        let stranger = EvilPeer::plug(&scene.world, "stranger.test");
        let said = stranger.said("mallory", "a", "Create", &scene.address, json!({}));
        assert!(stranger.post(&scene.alpha, &said).await >= 400);
        scene.alpha.choose(id_of(&scene.anna), Scope::Organisation).await;
        scene.send(&scene.said("mallory", "a", "Create", scene.question("mallory", "verborgen", "x"))).await;
        scene.alpha.choose(id_of(&scene.anna), Scope::Network).await;
        let nobody = scene.evil.said("mallory", "b", "Create", "http://alpha.test/ap/person/nobody", scene.question("mallory", "niemand", "x"));
        scene.send(&nobody).await;
        let peer = scene.alpha.instance_id("evil.test").await;
        let pause = peers::pause;
        scene.alpha.db().write(async |tx| pause(tx, &Principal::System("test"), peer).await).await.unwrap();
        let late = scene.said("mallory", "c", "Create", scene.question("mallory", "gepauzeerd", "x"));
        assert!(scene.evil.post(&scene.alpha, &late).await >= 400);
        settle(&[&scene.alpha]).await;
        assert!(scene.titles().await.is_empty());
    }

    async fn nobody_answers_agrees_or_publishes_for_another(engine) {
        let scene = scene(engine).await;
        let (db, evil) = (scene.alpha.db(), &scene.evil);
        let (id, asked) = scene.ask_mallory().await;
        let answer = |who: &str, name: &str, text: &str| {
            let mut letter = scene.question(who, name, text);
            letter["inReplyTo"] = json!(asked.ap_id);
            scene.said(who, name, "Create", letter)
        };
        scene.send(&answer("trudy", "t1", "Ik weet het")).await;
        for (name, kind) in [("t2", "Accept"), ("t3", "Offer"), ("t4", "Announce")] {
            scene.send(&scene.said("trudy", name, kind, json!(asked.ap_id))).await;
        }
        let (now, _) = inquiries::find(db, &scene.anna, id).await.unwrap();
        assert_eq!(now, asked);

        scene.send(&answer("mallory", "m1", "Zo zit het")).await;
        scene.send(&answer("mallory", "m2", "Toch anders")).await;
        let mut early = scene.said("mallory", "m3", "Announce", json!(asked.ap_id));
        early["target"] = json!("https://evil.test/items/1");
        evil.prove(&mut early);
        scene.send(&early).await;
        scene.send(&scene.said("mallory", "m4", "Accept", json!(asked.ap_id))).await;
        let (now, _) = inquiries::find(db, &scene.anna, id).await.unwrap();
        assert_eq!(now.answer.as_deref(), Some("Zo zit het"));
        assert_eq!((now.publication, now.published_address), (None, None));
    }

    async fn nobody_adds_closes_turns_away_or_takes_back_for_another(engine) {
        let scene = scene(engine).await;
        let (db, evil) = (scene.alpha.db(), &scene.evil);
        let other = EvilPeer::plug(&scene.world, "other.test");
        other.befriend(&scene.alpha).await;
        let (id, asked) = scene.ask_mallory().await;
        let turned = json!({ "type": "Create", "object": asked.ap_id });
        let gone = |peer: &EvilPeer, who: &str, name: &str| peer.said(who, name, "Delete", &scene.address, json!(asked.ap_id));

        // Somebody of the same peer, somebody of another, and another who says he is mallory.
        scene.send(&gone(evil, "trudy", "t1")).await;
        scene.send(&scene.said("trudy", "t2", "Leave", json!(asked.ap_id))).await;
        scene.send(&scene.said("trudy", "t3", "Reject", turned.clone())).await;
        for (name, kind, object) in [("o1", "Delete", json!(asked.ap_id)), ("o2", "Reject", turned.clone()), ("o3", "Leave", json!(asked.ap_id))] {
            let mut said = other.said("oscar", name, kind, &scene.address, object);
            assert_eq!(other.post(&scene.alpha, &said).await, 202);
            said["id"] = json!(other.url(&format!("/ap/activity/{name}-forged")));
            said["actor"]["id"] = json!(evil.url("/ap/person/mallory"));
            other.prove(&mut said);
            assert!([202, 400].contains(&other.post(&scene.alpha, &said).await));
        }
        let stranger = EvilPeer::plug(&scene.world, "stranger.test");
        assert!(stranger.post(&scene.alpha, &gone(&stranger, "mallory", "s1")).await >= 400);
        let mut forged = gone(evil, "mallory", "m0");
        forged["object"] = json!("http://alpha.test/ap/inquiry/another");
        scene.send(&forged).await;
        let mut bare = gone(evil, "mallory", "m1");
        bare.as_object_mut().unwrap().remove("proof");
        scene.send(&bare).await;
        settle(&[&scene.alpha]).await;
        let (now, _) = inquiries::find(db, &scene.anna, id).await.unwrap();
        assert_eq!(now, asked);
        assert!(told(&scene.alpha, &scene.anna).await.is_empty());

        // Before there is an answer nothing follows it; afterwards there is an end to it.
        let addition = |name: &str, text: &str| {
            let mut letter = scene.question("mallory", name, text);
            letter["inReplyTo"] = json!(asked.ap_id);
            letter["context"] = json!(asked.ap_id);
            scene.said("mallory", name, "Create", letter)
        };
        scene.send(&addition("vroeg", "Voor het antwoord")).await;
        let mut answer = scene.question("mallory", "antwoord", "Zo zit het");
        answer["inReplyTo"] = json!(asked.ap_id);
        scene.send(&scene.said("mallory", "m2", "Create", answer)).await;
        for at in 0..ADDITIONS_MAX + 5 {
            scene.send(&addition(&format!("vloed{at}"), "x")).await;
        }
        scene.send(&addition("lang", &"x".repeat(TEXT_CHARS_MAX + 1))).await;
        let all = inquiries::list_additions(db, id).await.unwrap();
        assert_eq!(all.len() as i64, ADDITIONS_MAX);
        assert_eq!(told(&scene.alpha, &scene.anna).await, ["inquiry_added", "inquiry_answered"], "one notice for all of it");
        scene.send(&scene.said("mallory", "m3", "Reject", turned)).await;
        let (now, _) = inquiries::find(db, &scene.anna, id).await.unwrap();
        assert!(now.is_open() && !now.is_kept_away, "too late to turn away");

        scene.send(&gone(evil, "mallory", "m4")).await;
        let (now, _) = inquiries::find(db, &scene.anna, id).await.unwrap();
        assert_eq!((now.title.as_str(), now.answer), ("Aan mallory", None), "his own he may take back, hers he may not");
        assert!(inquiries::list_additions(db, id).await.unwrap().is_empty());
        scene.send(&addition("laat", "Toch nog")).await;
        assert!(inquiries::list_additions(db, id).await.unwrap().is_empty());
    }

    async fn nobody_learns_from_a_refusal_who_there_is(engine) {
        let scene = scene(engine).await;
        scene.alpha.choose(id_of(&scene.anna), Scope::Organisation).await;
        settle(&[&scene.alpha]).await;
        let nobody = "http://alpha.test/ap/person/018f6a7e-0000-7000-8000-000000000000";
        // What it does not take stays to be looked at.
        scene.evil.answer("/inbox", Answer { is_signed: false, ..Answer::status(503) });
        let mut heard = Vec::new();
        for (name, address) in [("verborgen", scene.address.as_str()), ("niemand", nobody)] {
            let mut letter = scene.question("mallory", name, "x");
            letter["to"] = json!([address]);
            scene.send(&scene.evil.said("mallory", name, "Create", address, letter)).await;
            let text = "select body from sent_activity join delivery on delivery.activity_id = sent_activity.id \
                 order by delivery.seq desc limit 1";
            let body: Vec<u8> = domain::db::sql(text).scalar(scene.alpha.db()).await.unwrap();
            let mut said: Value = serde_json::from_slice(&body).unwrap();
            assert_eq!(said["type"], "Reject");
            assert_eq!(said["object"]["object"], scene.evil.url(&format!("/ap/inquiry/{name}")));
            for part in ["id", "object", "proof", "published"] {
                said.as_object_mut().unwrap().remove(part);
            }
            said["actor"]["id"].take();
            heard.push(said);
        }
        assert_eq!(heard[0], heard[1]);
        assert!(!heard[0].to_string().contains("Anna"));
    }
}
