//! Following a public group from Mastodon and Lemmy, and what then arrives there.

use domain::items::{self, ItemEdit, Piece, moderate};
use domain::outside::{self, Opening};
use domain::people::Scope;
use domain::{Audience, groups};
use plein_tests::both_engines;
use plein_tests::outsider::Outsider;
use plein_tests::site::{ADMIN, settle};
use serde_json::{Value, json};

use super::{choose, fetch, page, scene};
use crate::groups::{comment, edit, post};

/// Type and object of what arrived, with the type inside an announced activity.
fn told(received: &[Value]) -> Vec<(String, String)> {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let object = |activity: &Value| match &activity["object"] {
        Value::String(address) => address.clone(),
        inner => format!("{} {}", word(&inner["type"]), word(&inner["object"]["id"])).trim().to_owned(),
    };
    received.iter().map(|activity| (word(&activity["type"]), object(activity))).collect()
}

async fn edited(scene: &super::Scene, id: domain::ItemId, body: &str) {
    let (db, anna) = (scene.alpha.db(), &scene.anna);
    let item = items::find(db, anna, id).await.unwrap();
    let change = ItemEdit {
        version: None,
        audience: item.audience,
        title: item.title,
        body: body.into(),
        language: item.language,
        subjects: Vec::new(),
        detail: items::NewDetail::Plain,
        moment: None,
        archive_at: None,
        files: Vec::new(),
        origin: None,
    };
    db.write(async |tx| items::edit(tx, anna, id, change.clone()).await).await.unwrap();
    settle(&[&scene.alpha]).await;
}

both_engines! {
    async fn a_group_is_followed_from_mastodon_and_from_lemmy_and_left_again(engine) {
        let scene = scene(engine).await;
        for outsider in [Outsider::on_mastodon(&scene.world), Outsider::on_lemmy(&scene.world)] {
            let follow = outsider.fixture("follow", &scene.words());
            assert_eq!(outsider.post(&scene.alpha, &follow).await, 202);
            settle(&[&scene.alpha]).await;
            assert_eq!(scene.followers().await, 1, "{}", outsider.host);
            let received = outsider.received(&scene.world, &scene.alpha).await;
            assert_eq!(told(&received), [("Accept".to_owned(), "Follow".to_owned())]);
            assert_eq!(received[0]["object"]["id"], follow["id"]);
            assert_eq!(received[0]["actor"], json!(scene.group_address));
            assert_eq!(outsider.fetches(&scene.world), 1, "its actor, and nothing else");
            assert!(scene.alpha.find_peer(&outsider.host).await.is_none(), "it is no peer");

            // The same again is answered and does nothing; another follow is accepted anew.
            assert_eq!(outsider.post(&scene.alpha, &follow).await, 202);
            settle(&[&scene.alpha]).await;
            assert_eq!(outsider.received(&scene.world, &scene.alpha).await.len(), 1);
            let hosts = outside::list_hosts(scene.alpha.db(), &ADMIN, 10).await.unwrap();
            let host = hosts.iter().find(|host| host.host == outsider.host).unwrap();
            assert_eq!((host.followers, host.state), (1, outside::HostState::PublicOnly));

            assert_eq!(outsider.post(&scene.alpha, &outsider.fixture("undo_follow", &scene.words())).await, 202);
            assert_eq!(scene.followers().await, 0);
        }
    }

    async fn followers_hear_of_what_is_new_changed_and_gone(engine) {
        let scene = scene(engine).await;
        let (db, anna) = (scene.alpha.db(), &scene.anna);
        let klaas = Outsider::on_mastodon(&scene.world);
        klaas.post(&scene.alpha, &klaas.fixture("follow", &scene.words())).await;
        settle(&[&scene.alpha]).await;
        let before = klaas.received(&scene.world, &scene.alpha).await.len();
        let arrived = async || klaas.received(&scene.world, &scene.alpha).await.split_off(before);

        let id = post(db, anna, page(scene.group, "Nieuws", "Het water zakt.")).await.unwrap();
        let address = format!("http://alpha.test/ap/item/{id}");
        settle(&[&scene.alpha]).await;
        let received = arrived().await;
        assert_eq!(told(&received), [
            ("Announce".to_owned(), address.clone()),
            ("Announce".to_owned(), format!("Create {address}")),
        ]);
        let inner = &received[1]["object"]["object"];
        assert_eq!(inner["name"], json!("Nieuws"));
        assert_eq!(inner["to"][0], json!("https://www.w3.org/ns/activitystreams#Public"));
        let mut served = fetch(&scene.alpha, &address).await.1;
        served.as_object_mut().unwrap().remove("@context");
        assert_eq!(*inner, served, "what is announced is what stands there");

        // A reaction, a pin and a view are no news.
        db.write(async |tx| items::signs::react(tx, anna, Piece::Item(id), items::signs::Sign::Heart, true).await).await.unwrap();
        settle(&[&scene.alpha]).await;
        assert_eq!(arrived().await.len(), 2);

        edited(&scene, id, "Het water stijgt.").await;
        let received = arrived().await.split_off(2);
        assert_eq!(told(&received), [
            ("Update".to_owned(), "Page".to_owned()),
            ("Announce".to_owned(), format!("Update {address}")),
        ]);
        assert!(received[0]["object"]["content"].as_str().unwrap().contains("stijgt"));

        let below = comment(db, anna, id, "Ook hier").await.unwrap();
        settle(&[&scene.alpha]).await;
        assert_eq!(told(&arrived().await.split_off(4))[0], ("Announce".to_owned(), format!("http://alpha.test/ap/comment/{below}")));

        db.write(async |tx| items::delete(tx, anna, id).await).await.unwrap();
        settle(&[&scene.alpha]).await;
        let received = arrived().await.split_off(6);
        let gone = |address: &str| [
            ("Delete".to_owned(), "Tombstone".to_owned()),
            ("Announce".to_owned(), format!("Delete {address}")),
        ];
        let below = format!("http://alpha.test/ap/comment/{below}");
        assert_eq!(told(&received), [gone(&below), gone(&address)].concat(), "what stood below it goes first");
        assert_eq!(received[2]["object"]["id"], json!(address));
        assert_eq!(fetch(&scene.alpha, &address).await.0, 404);
    }

    async fn nothing_but_what_is_public_leaves_and_what_ceases_to_be_is_taken_back(engine) {
        let scene = scene(engine).await;
        let (db, anna) = (scene.alpha.db(), &scene.anna);
        let klaas = Outsider::on_mastodon(&scene.world);
        klaas.post(&scene.alpha, &klaas.fixture("follow", &scene.words())).await;
        settle(&[&scene.alpha]).await;
        let before = klaas.received(&scene.world, &scene.alpha).await.len();
        let inside = crate::groups::item(scene.group, items::Kind::Discussion, Audience::Group, "Binnen", "Geheim");
        let inside = post(db, anna, inside).await.unwrap();
        comment(db, anna, inside, "Ook geheim").await.unwrap();
        settle(&[&scene.alpha]).await;
        assert_eq!(klaas.received(&scene.world, &scene.alpha).await.len(), before);

        let id = post(db, anna, page(scene.group, "Openbaar", "Voor iedereen")).await.unwrap();
        settle(&[&scene.alpha]).await;
        let before = klaas.received(&scene.world, &scene.alpha).await.len();
        // Hidden by a moderator: taken back. Shown again: told anew.
        for (measure, word) in [(domain::acts::Measure::Hide, "Delete"), (domain::acts::Measure::Show, "Announce")] {
            db.write(async |tx| moderate::moderate(tx, anna, Piece::Item(id), measure, "Even weg").await).await.unwrap();
            settle(&[&scene.alpha]).await;
            let received = klaas.received(&scene.world, &scene.alpha).await;
            assert_eq!(told(&received[received.len() - 2..])[0].0, word);
        }
        // The group closes: everything that they hold of it is taken back.
        let count = klaas.received(&scene.world, &scene.alpha).await.len();
        let closed = edit("Waterpeil", groups::JoinPolicy::Request, Audience::Network, Audience::Group);
        db.write(async |tx| groups::edit(tx, anna, scene.group, closed.clone()).await).await.unwrap();
        settle(&[&scene.alpha]).await;
        let received = klaas.received(&scene.world, &scene.alpha).await.split_off(count);
        assert!(received.len() >= 2 && count > before, "{received:?}");
        assert!(received.iter().all(|one| one["type"] == "Delete" || one["object"]["type"] == "Delete"), "{received:?}");
        let count = klaas.received(&scene.world, &scene.alpha).await.len();
        post(db, anna, crate::groups::item(scene.group, items::Kind::Discussion, Audience::Group, "Besloten", "Nu")).await.unwrap();
        settle(&[&scene.alpha]).await;
        assert_eq!(klaas.received(&scene.world, &scene.alpha).await.len(), count);
    }

    async fn whoever_withdraws_his_name_is_gone_there_too(engine) {
        let scene = scene(engine).await;
        let id = scene.anna.person_id().unwrap();
        scene.alpha.choose(id, Scope::Public).await;
        let klaas = Outsider::on_mastodon(&scene.world);
        klaas.post(&scene.alpha, &klaas.fixture("follow", &scene.words())).await;
        post(scene.alpha.db(), &scene.anna, page(scene.group, "Nieuws", "Van Anna")).await.unwrap();
        settle(&[&scene.alpha]).await;
        let person = format!("http://alpha.test/ap/person/{id}");
        let received = klaas.received(&scene.world, &scene.alpha).await;
        assert!(received.iter().any(|one| one["object"]["actor"] == json!(person)), "{received:?}");
        scene.alpha.choose(id, Scope::Network).await;
        settle(&[&scene.alpha]).await;
        let received = klaas.received(&scene.world, &scene.alpha).await;
        let last = received.last().unwrap();
        assert_eq!((&last["type"], &last["actor"], &last["object"]), (&json!("Delete"), &json!(person), &json!(person)));
    }

    async fn closing_says_goodbye_and_forgets(engine) {
        let scene = scene(engine).await;
        let klaas = Outsider::on_mastodon(&scene.world);
        klaas.post(&scene.alpha, &klaas.fixture("follow", &scene.words())).await;
        klaas.post(&scene.alpha, &klaas.fixture("create_note", &scene.words())).await;
        settle(&[&scene.alpha]).await;
        let waiting = scene.waiting().await;
        scene.decide(waiting[0], true).await;
        assert_eq!(scene.thread().await.len(), 1);
        choose(&scene.alpha, Opening::default()).await;
        let received = klaas.received(&scene.world, &scene.alpha).await;
        let last = received.last().unwrap();
        assert_eq!((&last["type"], &last["object"]), (&json!("Delete"), &json!(scene.group_address)));
        assert_eq!(scene.followers().await, 0);
        assert!(scene.thread().await.is_empty(), "what came from outside is gone");
        let names = scene.alpha.names_of_all().await;
        assert!(names.iter().all(|name| !name.contains("klaas")), "{names:?}");
        assert_eq!(klaas.post(&scene.alpha, &klaas.fixture("follow", &scene.words())).await, 401);
    }

    async fn a_blocked_host_follows_no_more_and_what_came_from_it_is_gone(engine) {
        let scene = scene(engine).await;
        let klaas = Outsider::on_mastodon(&scene.world);
        let wim = Outsider::on_lemmy(&scene.world);
        for one in [&klaas, &wim] {
            one.post(&scene.alpha, &one.fixture("follow", &scene.words())).await;
        }
        klaas.post(&scene.alpha, &klaas.fixture("create_note", &scene.words())).await;
        settle(&[&scene.alpha]).await;
        let db = scene.alpha.db();
        db.write(async |tx| outside::block_host(tx, &ADMIN, "mastodon.test").await).await.unwrap();
        settle(&[&scene.alpha]).await;
        assert_eq!(scene.followers().await, 1);
        assert!(scene.waiting().await.is_empty());
        let count = klaas.received(&scene.world, &scene.alpha).await.len();
        post(db, &scene.anna, page(scene.group, "Nieuws", "Tekst")).await.unwrap();
        settle(&[&scene.alpha]).await;
        assert_eq!(klaas.received(&scene.world, &scene.alpha).await.len(), count);
        assert_eq!(wim.received(&scene.world, &scene.alpha).await.len(), 3);
        let mut again = klaas.fixture("follow", &scene.words());
        again["id"] = json!("http://mastodon.test/again");
        let fetches = klaas.fetches(&scene.world);
        assert_eq!(klaas.post(&scene.alpha, &again).await, 403);
        assert_eq!(klaas.fetches(&scene.world), fetches, "nobody is looked at");
        db.write(async |tx| outside::unblock_host(tx, &ADMIN, "mastodon.test").await).await.unwrap();
        assert_eq!(klaas.post(&scene.alpha, &again).await, 202);
    }

    async fn a_host_that_refuses_holds_up_nobody_and_one_whose_inbox_is_gone_follows_no_more(engine) {
        let scene = scene(engine).await;
        let (klaas, wim) = (Outsider::on_mastodon(&scene.world), Outsider::on_lemmy(&scene.world));
        for one in [&klaas, &wim] {
            one.post(&scene.alpha, &one.fixture("follow", &scene.words())).await;
        }
        settle(&[&scene.alpha]).await;
        klaas.answer_with("/inbox", 403, "text/plain", String::new());
        post(scene.alpha.db(), &scene.anna, page(scene.group, "Een", "Tekst")).await.unwrap();
        settle(&[&scene.alpha]).await;
        assert_eq!(domain::delivery::count(scene.alpha.db()).await.unwrap(), (0, 0, 2), "given up, and held for nobody");
        assert_eq!(scene.followers().await, 2);
        klaas.answer_with("/inbox", 410, "text/plain", String::new());
        post(scene.alpha.db(), &scene.anna, page(scene.group, "Twee", "Tekst")).await.unwrap();
        settle(&[&scene.alpha]).await;
        assert_eq!(scene.followers().await, 1, "its inbox is gone");
        assert_eq!(wim.received(&scene.world, &scene.alpha).await.len(), 5);
        scene.world.advance_seconds(8 * 24 * 3600);
        domain::sweep::run(scene.alpha.db()).await.unwrap();
        assert_eq!(domain::delivery::count(scene.alpha.db()).await.unwrap().2, 0);
    }
}
