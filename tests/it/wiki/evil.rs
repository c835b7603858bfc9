//! Wikis under attack: changes in the name of others, of pages elsewhere, out of any measure; and a host that forges the
//! history it hands out.

use domain::db::sql;
use domain::groups::{self, JoinPolicy, members};
use domain::wiki::{self, VersionId, chain, verify};
use domain::{Audience, GroupId, Principal, Timestamp, people};
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::evil::{Answer, EvilPeer, ask};
use plein_tests::site::{Site, World, settle};
use serde_json::{Value, json};

use super::{made, page as standing};
use crate::federation::evil_groups::trap;
use crate::federation::groups::colleague;
use crate::groups::{create, edit, join, open};

const TEXT: &str = "Een verzoek wordt binnen vier weken beantwoord.";

/// Alpha hosts a network with one page; Mallory of evil is a member.
struct Scene {
    alpha: Site,
    evil: EvilPeer,
    anna: Principal,
    group: GroupId,
    ap_id: String,
    page: wiki::Page,
}

async fn scene(engine: Engine) -> Scene {
    let world = World::new(engine);
    let alpha = world.site("alpha.test").await;
    let evil = EvilPeer::plug(&world, "evil.test");
    evil.befriend(&alpha).await;
    let anna = colleague(&alpha, "Anna").await;
    let closed = edit("Beraad", JoinPolicy::Open, Audience::Network, Audience::Group);
    let group = create(alpha.db(), &anna, closed).await;
    let ap_id = groups::find(alpha.db(), group).await.unwrap().ap_id;
    let page = made(alpha.db(), &anna, group, "Termijn", TEXT).await;
    let scene = Scene { alpha, evil, anna, group, ap_id, page };
    scene.send(&scene.evil.said("mallory", "follow", "Follow", &scene.ap_id, json!(scene.ap_id))).await;
    scene
}

impl Scene {
    async fn send(&self, activity: &Value) {
        assert_eq!(self.evil.post(&self.alpha, activity).await, 202);
        settle(&[&self.alpha]).await;
    }

    fn patch(&self, name: &str, text: &str) -> Value {
        json!({
            "id": self.evil.url(&format!("/ap/patch/{name}")), "type": "plein:Patch",
            "attributedTo": self.evil.url("/ap/person/mallory"), "plein:page": self.page.ap_id,
            "plein:base": self.page.head.0, "source": { "content": text, "mediaType": "text/markdown" }
        })
    }

    async fn offer(&self, name: &str, patch: Value) {
        self.send(&self.evil.said("mallory", &format!("offer-{name}"), "Offer", &self.ap_id, patch)).await;
    }

    async fn count(&self) -> i64 {
        standing(self.alpha.db(), &self.anna, self.group, self.page.id).await.version_count
    }
}

/// A version that fits into the chain.
pub fn version(page: &str, number: i64, parents: &[String], author: &str, text: &str, patch: &str) -> Value {
    let salt = b"zout".to_vec();
    let found = wiki::Version {
        id: VersionId(String::new()),
        page_id: domain::PageId(uuid::Uuid::nil()),
        number,
        parents: parents.iter().map(|parent| VersionId(parent.clone())).collect(),
        title: "Valstrik".into(),
        author_id: domain::PersonId(uuid::Uuid::nil()),
        author: author.into(),
        published_at: Timestamp::from_seconds(1_793_000_000),
        source_hash: chain::hash_of(&salt, text),
        summary: String::new(),
        patch: patch.into(),
        merge_version: None,
        is_side: false,
        size_bytes: 0,
    };
    json!({
        "id": chain::id_of(&found, page).0, "number": number, "parents": parents, "name": found.title,
        "author": { "id": author, "type": "Person", "preferredUsername": "x", "name": "Iemand",
            "inbox": "http://evil.test/inbox", "outbox": "http://evil.test/outbox" },
        "published": found.published_at.0, "sourceHash": found.source_hash, "salt": hex::encode(&salt), "source": text,
        "patch": patch
    })
}

both_engines! {
    async fn an_honest_offer_is_taken_once(engine) {
        let scene = scene(engine).await;
        scene.offer("een", scene.patch("een", "Binnen acht weken.")).await;
        assert_eq!(scene.count().await, 2);
        scene.offer("nog-eens", scene.patch("een", "Binnen acht weken.")).await;
        scene.offer("anders", scene.patch("een", "Iets heel anders onder hetzelfde adres")).await;
        assert_eq!(scene.count().await, 2, "one change, however often it is sent");
        assert!(verify::verify(scene.alpha.db()).await.unwrap().broken.is_empty());
    }

    async fn what_is_offered_dishonestly_is_refused(engine) {
        let scene = scene(engine).await;
        let (alpha, evil) = (&scene.alpha, &scene.evil);
        let anna = people::find(alpha.db(), scene.anna.acting_person().unwrap()).await.unwrap().ap_id;
        let elsewhere = open(alpha.db(), &scene.anna, "Elders").await;
        let other = made(alpha.db(), &scene.anna, elsewhere, "Geheim", "Niet voor Mallory").await;
        let with = |name: &str, change: &dyn Fn(&mut Value)| {
            let mut patch = scene.patch(name, "Gekaapt");
            change(&mut patch);
            patch
        };
        for (name, patch) in [
            ("author", with("author", &|patch| patch["attributedTo"] = json!(anna))),
            ("address", with("address", &|patch| patch["id"] = json!("http://alpha.test/ap/patch/1"))),
            ("base", with("base", &|patch| patch["plein:base"] = json!("a".repeat(64)))),
            ("base-of-other", with("base-of-other", &|patch| patch["plein:base"] = json!(other.head.0))),
            ("no-base", with("no-base", &|patch| { patch.as_object_mut().unwrap().remove("plein:base"); })),
            ("page", with("page", &|patch| patch["plein:page"] = json!(other.ap_id))),
            ("long", with("long", &|patch| patch["source"]["content"] = json!("x".repeat(600_000)))),
            ("no-patch", json!(7)),
        ] {
            scene.offer(name, patch).await;
            assert_eq!(scene.count().await, 1, "{name}");
        }
        // Without a proof, with one of something else, and by somebody who is no member.
        let mut unproven = evil.said("mallory", "naked", "Offer", &scene.ap_id, scene.patch("naked", "Gekaapt"));
        unproven.as_object_mut().unwrap().remove("proof");
        scene.send(&unproven).await;
        let mut other_text = evil.said("mallory", "swapped", "Offer", &scene.ap_id, scene.patch("swapped", "Onschuldig"));
        other_text["object"]["source"]["content"] = json!("Gekaapt");
        scene.send(&other_text).await;
        let mut stranger = scene.patch("stranger", "Gekaapt");
        stranger["attributedTo"] = json!(evil.url("/ap/person/trudy"));
        scene.send(&evil.said("trudy", "stranger", "Offer", &scene.ap_id, stranger)).await;
        // What moderators do, by somebody who is none; and of a page that is not of this network.
        for (name, page, change) in [
            ("rights", &scene.page.ap_id, json!({ "do": "rights", "rights": "locked" })),
            ("approval", &scene.page.ap_id, json!({ "do": "approval", "is_needed": true })),
            ("decide", &scene.page.ap_id, json!({ "do": "decide", "proposal": other.ap_id, "decision": "approve" })),
            ("nonsense", &scene.page.ap_id, json!({ "do": "burn" })),
            ("delete", &other.ap_id, json!({ "do": "delete" })),
            ("template", &other.ap_id, json!({ "do": "template", "is_one": true })),
            ("under-itself", &scene.page.ap_id, json!({ "do": "move", "parent": scene.page.ap_id })),
        ] {
            let object = json!({ "id": page, "plein:change": change });
            scene.send(&evil.said("mallory", name, "Update", &scene.ap_id, object)).await;
        }
        let stands = standing(alpha.db(), &scene.anna, scene.group, scene.page.id).await;
        assert_eq!((stands.version_count, stands.rights, stands.parent_id), (1, wiki::Rights::Inherit, None));
        assert!(!stands.needs_approval);
        let untouched = standing(alpha.db(), &scene.anna, elsewhere, other.id).await;
        assert!(untouched.deleted_at.is_none() && untouched.version_count == 1 && !untouched.is_template);
    }

    async fn a_remark_is_about_a_page_of_its_own_network(engine) {
        let scene = scene(engine).await;
        let (alpha, evil) = (&scene.alpha, &scene.evil);
        let elsewhere = open(alpha.db(), &scene.anna, "Elders").await;
        let other = made(alpha.db(), &scene.anna, elsewhere, "Geheim", "Niet voor Mallory").await;
        let long = format!("http://alpha.test/{}", "x".repeat(5_000));
        for (name, about) in [
            ("other-network", json!(other.ap_id)),
            ("nowhere", json!("http://alpha.test/ap/page/018f6a7e-0000-7000-8000-000000000000")),
            ("long", json!(long)),
            ("no-text", json!(7)),
            ("none", Value::Null),
            ("honest", json!(scene.page.ap_id)),
        ] {
            let note = json!({
                "id": evil.url(&format!("/ap/item/{name}")), "type": "Note", "attributedTo": evil.url("/ap/person/mallory"),
                "audience": scene.ap_id, "to": [format!("{}/followers", scene.ap_id)], "name": "Termijn", "content": "<p>Zo</p>",
                "source": { "content": "Zo", "mediaType": "text/markdown" }, "language": "nl",
                "published": "2026-01-01T00:00:00Z", "plein:kind": "remark", "plein:about": about
            });
            scene.send(&evil.said("mallory", &format!("remark-{name}"), "Create", &scene.ap_id, note)).await;
        }
        let about: Vec<String> = sql("select page_address from wiki_remark").column(alpha.db()).await.unwrap();
        assert_eq!(about, std::slice::from_ref(&scene.page.ap_id), "the honest one alone");
        let items: i64 = sql("select count(*) from item").scalar(alpha.db()).await.unwrap();
        assert_eq!(items, 1);
    }

    async fn versions_are_for_instances_with_a_member(engine) {
        let scene = scene(engine).await;
        let (alpha, evil) = (&scene.alpha, &scene.evil);
        let path = format!("/ap/page/{}/versions", scene.page.id);
        let (status, text) = ask(alpha, evil.asks(alpha, &path)).await;
        assert!(status == 200 && text.contains(TEXT), "{status}");
        let elsewhere = open(alpha.db(), &scene.anna, "Elders").await;
        let other = made(alpha.db(), &scene.anna, elsewhere, "Geheim", "Niet voor evil").await;
        for path in [format!("/ap/page/{}/versions", other.id), format!("{path}?after=x"), "/ap/page/x/versions".to_owned()] {
            assert_eq!(ask(alpha, evil.asks(alpha, &path)).await.0, 404, "{path}");
        }
        let anna = &scene.anna;
        let mallory = people::find_by_ap_id(alpha.db(), &evil.url("/ap/person/mallory")).await.unwrap().unwrap().id;
        alpha.db().write(async |tx| members::remove(tx, anna, scene.group, mallory, "Klaar").await).await.unwrap();
        assert_eq!(ask(alpha, evil.asks(alpha, &path)).await.0, 404, "not after its last member went");
    }

    async fn a_host_that_forges_a_history_is_not_believed(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let evil = EvilPeer::plug(&world, "evil.test");
        evil.befriend(&alpha).await;
        let anna = colleague(&alpha, "Anna").await;
        let bea = people::find(beta.db(), beta.person("Bea", people::Scope::Network).await).await.unwrap().ap_id;
        let her = people::find(alpha.db(), anna.acting_person().unwrap()).await.unwrap().ap_id;
        let copy = trap(&alpha, &evil).await;
        join(alpha.db(), &anna, copy).await.unwrap();
        settle(&[&alpha]).await;
        let follow = members::find(alpha.db(), copy, anna.person_id().unwrap()).await.unwrap().unwrap().follow_id.unwrap();
        let group = evil.url("/ap/group/1");
        let mallory = evil.url("/ap/person/mallory");
        let address = |name: &str| evil.url(&format!("/ap/page/{name}"));
        let page = |name: &str, versions: Vec<Value>| json!({
            "id": address(name), "type": "Article", "attributedTo": group, "name": "Valstrik", "plein:slugs": [name],
            "plein:rights": "members", "plein:createdAt": 1, "plein:head": "a".repeat(64),
            "plein:versionCount": versions.len(), "plein:versions": versions
        });
        let first = |name: &str| version(&address(name), 1, &[], &mallory, "Eerlijk", &evil.url(&format!("/ap/patch/{name}-1")));
        let second = |name: &str, author: &str| {
            let parents = [first(name)["id"].as_str().unwrap().to_owned()];
            version(&address(name), 2, &parents, author, "Vervalst", &evil.url(&format!("/ap/patch/{name}-2")))
        };
        let but = |mut version: Value, field: &str, value: Value| {
            version[field] = value;
            version
        };
        // Each begins honestly, so that what is left out is the forgery and not the page.
        let stolen = |author: &str, name: &str| {
            let mut offer = evil.said("mallory", name, "Offer", &group, json!({ "id": evil.url("/ap/patch/1"), "attributedTo": author }));
            offer["actor"]["id"] = json!(author);
            evil.prove(&mut offer);
            but(second(name, author), "offer", offer)
        };
        let pages = [
            page("eerlijk", vec![first("eerlijk"), second("eerlijk", &mallory)]),
            page("tekst", vec![first("tekst"), but(second("tekst", &mallory), "source", json!("Anders"))]),
            page("kenmerk", vec![first("kenmerk"), but(second("kenmerk", &mallory), "id", json!("b".repeat(64)))]),
            page("ouder", vec![first("ouder"), but(second("ouder", &mallory), "parents", json!(["c".repeat(64)]))]),
            page("nummer", vec![first("nummer"), but(second("nummer", &mallory), "number", json!(3))]),
            page("samen", vec![first("samen"), but(second("samen", &mallory), "merge", json!(1))]),
            page("anna", vec![first("anna"), second("anna", &her)]),
            page("bea", vec![first("bea"), second("bea", &bea)]),
            page("anna-getekend", vec![first("anna-getekend"), stolen(&her, "anna-getekend")]),
            page("van-een-ander", vec![version("http://alpha.test/ap/page/1", 1, &[], &mallory, "x", "http://evil.test/ap/patch/9")]),
        ];
        let entry = |(at, page): (usize, &Value)| json!({ "type": "Update", "sequence": at + 1, "plein:kind": "page", "object": page });
        let path = "/ap/group/1/changes?after=0";
        evil.answer(path, Answer::document(&json!({
            "id": evil.url(path), "type": "OrderedCollectionPage", "epoch": "1", "sequence": pages.len(),
            "orderedItems": pages.iter().enumerate().map(entry).collect::<Vec<_>>(), "instances": [evil.actor()]
        })));
        let accept = json!({ "id": evil.url("/ap/activity/accept-1"), "type": "Accept", "actor": group, "audience": group, "object": follow });
        assert_eq!(evil.post(&alpha, &accept).await, 202);
        settle(&[&alpha]).await;
        let wiki = wiki::enter(alpha.db(), &anna, copy).await.unwrap();
        let held = wiki::list_all(alpha.db(), &wiki).await.unwrap();
        let mut counts = Vec::new();
        for (_, leaf) in held {
            let page = wiki::find(alpha.db(), &wiki, &leaf.slug).await.unwrap();
            counts.push((leaf.slug, page.version_count));
        }
        counts.sort();
        let of = |slug: &str| counts.iter().find(|(one, _)| one == slug).map(|(_, count)| *count);
        assert_eq!(of("eerlijk"), Some(2), "{counts:?}");
        for forged in ["tekst", "kenmerk", "ouder", "nummer", "samen"] {
            assert_eq!(of(forged), Some(1), "{forged}: {counts:?}");
        }
        // Where an author is claimed that evil does not speak for, nothing of the entry is believed.
        for forged in ["anna", "bea", "anna-getekend", "van-een-ander"] {
            assert_eq!(of(forged), None, "{forged}: {counts:?}");
        }
    }
}
