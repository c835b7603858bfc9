//! Being found: what anybody reads of a public group, and that there is nothing else.

use axum::body::Body;
use axum::http::Request;
use domain::items::Kind;
use domain::outside::Opening;
use domain::people::Scope;
use domain::{Audience, groups, items};
use plein_tests::both_engines;
use plein_tests::evil::{EvilPeer, ask};
use plein_tests::outsider::Outsider;
use plein_tests::site::settle;
use serde_json::json;

use super::{choose, closed_scene, fetch, page, public, scene};
use crate::federation::groups::colleague;
use crate::groups::{comment, create, edit, item, post};

both_engines! {
    async fn a_public_group_is_found_by_name_and_read_by_anybody(engine) {
        let scene = scene(engine).await;
        let (status, links) = fetch(&scene.alpha, "/.well-known/webfinger?resource=acct:waterpeil@alpha.test").await;
        assert_eq!((status, &links["subject"]), (200, &json!("acct:waterpeil@alpha.test")));
        assert_eq!(links["links"][0]["href"], json!(scene.group_address));
        let (status, group) = fetch(&scene.alpha, &scene.group_address).await;
        assert_eq!((status, &group["type"], &group["preferredUsername"]), (200, &json!("Group"), &json!("waterpeil")));
        assert_eq!(group["publicKey"]["owner"], json!(scene.group_address));
        let pem = group["publicKey"]["publicKeyPem"].as_str().unwrap();
        assert!(federation::rsa::RsaPublic::parse_pem(pem).is_ok(), "{pem}");
        for member in ["followers", "outbox"] {
            let (status, found) = fetch(&scene.alpha, group[member].as_str().unwrap()).await;
            assert_eq!((status, found["totalItems"].as_i64()), (200, Some(0)), "{member}");
            assert!(found.get("items").is_none() && found.get("orderedItems").is_none());
        }
        let (status, item) = fetch(&scene.alpha, &scene.item_address).await;
        assert_eq!((status, &item["type"]), (200, &json!("Page")));
        assert_eq!(item["attributedTo"], json!(scene.group_address), "Anna let nobody outside know her name");
        assert!(item["content"].as_str().unwrap().contains("<strong>meten</strong>"));
        assert!(!item.to_string().contains("Vermeer"));
        let id = comment(scene.alpha.db(), &scene.anna, scene.item, "Bij ons **twee** meter, zie [de lijst](/groups)").await.unwrap();
        let (status, note) = fetch(&scene.alpha, &format!("/ap/comment/{id}")).await;
        assert_eq!((status, &note["type"], &note["inReplyTo"]), (200, &json!("Note"), &json!(scene.item_address)));
        assert!(note["content"].as_str().unwrap().contains("href=\"http://alpha.test/groups\""), "{note}");
        let browser = Request::get(format!("/ap/item/{}", scene.item)).header("accept", "text/html,*/*").body(Body::empty()).unwrap();
        assert_eq!(ask(&scene.alpha, browser).await.0, 303);
    }

    async fn an_author_is_named_only_as_far_as_he_lets_himself_be(engine) {
        let scene = scene(engine).await;
        let id = scene.anna.person_id().unwrap();
        for (scope, is_named) in [(Scope::Network, false), (Scope::Public, true), (Scope::None, false)] {
            scene.alpha.choose(id, scope).await;
            let (_, item) = fetch(&scene.alpha, &scene.item_address).await;
            let person = format!("http://alpha.test/ap/person/{id}");
            let by = if is_named { &person } else { &scene.group_address };
            assert_eq!(item["attributedTo"], json!(by), "{scope:?}");
            let (status, actor) = fetch(&scene.alpha, &person).await;
            assert_eq!(status, if is_named { 200 } else { 404 }, "{scope:?}");
            if is_named {
                assert_eq!((&actor["publicKey"]["owner"], &actor["name"]), (&json!(person), &json!("Anna Vermeer")));
                let key: Vec<_> = [&actor, &fetch(&scene.alpha, &scene.group_address).await.1]
                    .map(|actor| actor["publicKey"]["publicKeyPem"].clone()).into();
                assert_eq!(key[0], key[1], "one key speaks for all");
            }
        }
    }

    async fn closed_there_is_nothing_for_anybody(engine) {
        let scene = closed_scene(engine).await;
        let id = comment(scene.alpha.db(), &scene.anna, scene.item, "Hallo").await.unwrap();
        let paths = [
            "/.well-known/webfinger?resource=acct:waterpeil@alpha.test".to_owned(),
            scene.group_address.clone(),
            format!("{}/followers", scene.group_address),
            format!("{}/outbox", scene.group_address),
            scene.item_address.clone(),
            format!("/ap/comment/{id}"),
        ];
        for path in &paths {
            assert_eq!(fetch(&scene.alpha, path).await.0, 404, "{path}");
        }
        choose(&scene.alpha, Opening { is_open: true, answers_appear: false }).await;
        for path in &paths {
            assert_eq!(fetch(&scene.alpha, path).await.0, 200, "{path}");
        }
        choose(&scene.alpha, Opening::default()).await;
        for path in &paths {
            assert_eq!(fetch(&scene.alpha, path).await.0, 404, "{path}");
        }
    }

    async fn what_is_not_public_does_not_exist_for_anybody_however_he_asks(engine) {
        let scene = scene(engine).await;
        let (db, anna) = (scene.alpha.db(), &scene.anna);
        let mut hidden = Vec::new();
        use groups::JoinPolicy::{Open, Request as OnRequest};
        for (name, join, listed, content) in [
            ("Netwerk", Open, Audience::Network, Audience::Network),
            ("Besloten", OnRequest, Audience::Public, Audience::Group),
            ("Op verzoek", OnRequest, Audience::Public, Audience::Public),
            ("Onder ons", Open, Audience::Group, Audience::Group),
        ] {
            let group = create(db, anna, edit(name, join, listed, content)).await;
            let id = post(db, anna, item(group, Kind::Discussion, content, name, "Tekst")).await.unwrap();
            hidden.push(format!("/ap/group/{group}"));
            hidden.push(format!("/ap/group/{group}/followers"));
            hidden.push(format!("/ap/item/{id}"));
            let handle = groups::find(db, group).await.unwrap().handle;
            hidden.push(format!("/.well-known/webfinger?resource=acct:{handle}@alpha.test"));
        }
        let inside = post(db, anna, item(scene.group, Kind::Discussion, Audience::Group, "Binnen", "Tekst")).await.unwrap();
        let below = comment(db, anna, inside, "Ook binnen").await.unwrap();
        let draft = items::NewItem { moment: items::Moment::Draft, ..page(scene.group, "Concept", "Tekst") };
        let draft = post(db, anna, draft).await.unwrap();
        let own = items::NewItem { group_id: None, ..page(scene.group, "Eigen pagina", "Tekst") };
        let own = post(db, anna, own).await.unwrap();
        hidden.extend([inside, draft, own].map(|id| format!("/ap/item/{id}")));
        hidden.push(format!("/ap/comment/{below}"));
        hidden.push(format!("/ap/group/{}/changes", scene.group));
        hidden.push(format!("/ap/person/{}", anna.person_id().unwrap()));
        hidden.extend(["/directory/changes", "/directory/groups", "/directory/digest"].map(str::to_owned));
        let klaas = Outsider::on_mastodon(&scene.world);
        assert_eq!(klaas.post(&scene.alpha, &klaas.fixture("follow", &scene.words())).await, 202);
        settle(&[&scene.alpha]).await;
        let evil = EvilPeer::plug(&scene.world, "evil.test");
        for path in &hidden {
            assert_eq!(fetch(&scene.alpha, path).await.0, 404, "{path}");
            assert_eq!(ask(&scene.alpha, evil.asks(&scene.alpha, path)).await.0, 404, "signed by a stranger: {path}");
            let mut signed = klaas.signed(&scene.alpha, path, &json!({}));
            *signed.method_mut() = axum::http::Method::GET;
            *signed.body_mut() = Body::empty();
            assert_eq!(ask(&scene.alpha, signed).await.0, 404, "signed by a follower: {path}");
        }
    }

    async fn a_text_of_a_colleague_of_a_peer_stands_there_in_the_name_of_the_group(engine) {
        let world = plein_tests::site::World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea Smit").await);
        beta.choose(bea.person_id().unwrap(), Scope::Public).await;
        let group = public(&alpha, &anna, "Waterpeil").await;
        crate::federation::groups::rest(&world, &[&alpha, &beta]).await;
        let copy = crate::federation::groups::copy_at(&beta, &alpha, group).await;
        crate::groups::join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        choose(&alpha, Opening { is_open: true, answers_appear: false }).await;
        choose(&beta, Opening { is_open: true, answers_appear: false }).await;
        let there = post(beta.db(), &bea, item(copy, Kind::Discussion, Audience::Network, "Van Bea", "Hallo")).await.unwrap();
        settle(&[&alpha, &beta]).await;
        let here = crate::federation::groups::named(&alpha, &anna, group, "Van Bea").await;
        if here.audience == Audience::Public {
            let (status, found) = fetch(&alpha, &format!("/ap/item/{}", here.id)).await;
            assert_eq!((status, &found["attributedTo"]), (200, &json!(format!("http://alpha.test/ap/group/{group}"))));
        } else {
            assert_eq!(fetch(&alpha, &format!("/ap/item/{}", here.id)).await.0, 404);
        }
        // Her own organisation shows a copy of a group of others to nobody.
        assert_eq!(fetch(&beta, &format!("/ap/item/{there}")).await.0, 404);
        assert_eq!(fetch(&beta, &format!("/ap/group/{copy}")).await.0, 404);
    }
}
