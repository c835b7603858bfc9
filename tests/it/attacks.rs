//! How the federation is attacked. The numbers are those of "How it is attacked" in the design; each has met somebody.

use axum::body::Body;
use axum::http::{HeaderValue, Request};
use domain::peers::State;
use domain::people::Scope;
use domain::{Error, inbox, peers};
use federation::digest::content_digest;
use federation::keys::KeyPair;
use futures_util::future::join_all;
use futures_util::stream::{self, StreamExt};
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::evil::{Answer, EvilPeer, ask, send};
use plein_tests::network::Fault;
use plein_tests::site::{ADMIN, Site, World, settle};
use serde_json::{Value, json};
use server::serve::{Hosts, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

async fn world_with_evil(engine: Engine) -> (World, Site, EvilPeer) {
    let world = World::new(engine);
    let alpha = world.site("alpha.test").await;
    let evil = EvilPeer::plug(&world, "evil.test");
    evil.befriend(&alpha).await;
    (world, alpha, evil)
}

fn nudge(evil: &EvilPeer, name: &str) -> Value {
    let changes = json!({
        "type": "OrderedCollection", "id": evil.url("/directory/changes"), "epoch": "1", "sequence": 1,
        "rootDigest": ""
    });
    evil.activity(name, "Announce", changes)
}

fn bytes(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// A properly signed nudge, changed by `tamper`; gives the status.
async fn tampered(alpha: &Site, evil: &EvilPeer, tamper: impl FnOnce(&mut Request<Body>)) -> u16 {
    let mut request = evil.signed(alpha, &bytes(&nudge(evil, "n")));
    tamper(&mut request);
    send(alpha, request).await
}

fn set(request: &mut Request<Body>, name: &'static str, value: &str) {
    request.headers_mut().insert(name, HeaderValue::from_str(value).unwrap());
}

fn text(request: &Request<Body>, name: &str) -> String {
    request.headers()[name].to_str().unwrap().to_owned()
}

/// How many activities the instance stored so far.
async fn stored(site: &Site) -> i64 {
    domain::db::sql("select count(*) from inbox_activity").scalar(site.db()).await.unwrap()
}

both_engines! {
    async fn a01_a_changed_body_under_an_old_signature(engine) {
        let (_world, alpha, evil) = world_with_evil(engine).await;
        let before = stored(&alpha).await;
        let other = bytes(&nudge(&evil, "other"));
        assert_eq!(tampered(&alpha, &evil, |r| *r.body_mut() = Body::from(other.clone())).await, 401);
        let both = |r: &mut Request<Body>| {
            *r.body_mut() = Body::from(other.clone());
            set(r, "content-digest", &content_digest(&other));
        };
        assert_eq!(tampered(&alpha, &evil, both).await, 401);
        // Only one of two digests is right.
        let mixed = |r: &mut Request<Body>| {
            let right = text(r, "content-digest");
            set(r, "content-digest", &format!("{right}, sha-512=:AAAA:"));
        };
        assert_eq!(tampered(&alpha, &evil, mixed).await, 401);
        let legacy = |r: &mut Request<Body>| set(r, "digest", "SHA-256=AAAA");
        assert_eq!(tampered(&alpha, &evil, legacy).await, 401);
        assert_eq!(stored(&alpha).await, before);
        assert_eq!(evil.post(&alpha, &nudge(&evil, "honest")).await, 202);
    }

    async fn a02_a_signature_that_covers_too_little(engine) {
        let (_world, alpha, evil) = world_with_evil(engine).await;
        let input = format!("x=(\"content-digest\");created={};keyid=\"{}\"", evil.now_seconds(), evil.key_id);
        let body = bytes(&nudge(&evil, "n"));
        let digest = content_digest(&body);
        let base = format!("\"content-digest\": {digest}\n\"@signature-params\": {}", &input[2..]);
        let signature = base64(&evil.key.sign(base.as_bytes()));
        let thin = |r: &mut Request<Body>| {
            set(r, "signature-input", &input);
            set(r, "signature", &format!("x=:{signature}:"));
        };
        assert_eq!(tampered(&alpha, &evil, thin).await, 401);
        let moved = |r: &mut Request<Body>| *r.uri_mut() = "/inbox?moved".parse().unwrap();
        assert_eq!(tampered(&alpha, &evil, moved).await, 401);
    }

    async fn a03_a_request_captured_at_another_peer(engine) {
        let (world, alpha, evil) = world_with_evil(engine).await;
        let beta = world.site("beta.test").await;
        evil.befriend(&beta).await;
        let body = bytes(&nudge(&evil, "n"));
        assert_eq!(send(&alpha, evil.signed(&beta, &body)).await, 401);
        let mut renamed = evil.signed(&beta, &body);
        set(&mut renamed, "host", "alpha.test");
        assert_eq!(send(&alpha, renamed).await, 401);
        assert_eq!(send(&beta, evil.signed(&beta, &body)).await, 202);
    }

    async fn a04_times_that_are_not_now(engine) {
        let (_world, alpha, mut evil) = world_with_evil(engine).await;
        let now = evil.now_seconds();
        for (seconds, status) in [(-301, 401), (301, 401), (-4_000_000, 401), (2_300_000_000, 401), (-299, 202)] {
            evil.skew_seconds = seconds;
            assert_eq!(evil.post(&alpha, &nudge(&evil, &format!("at{seconds}"))).await, status, "{seconds}");
        }
        evil.skew_seconds = 0;
        for garbage in ["created=\"now\"", "created=1e9", "created", "created=-", "created=99999999999999999"] {
            let change = |r: &mut Request<Body>| {
                let input = text(r, "signature-input").replace(&format!("created={now}"), garbage);
                set(r, "signature-input", &input);
            };
            assert_eq!(tampered(&alpha, &evil, change).await, 401, "{garbage}");
        }
        // A fresh `created` that the signature does not cover.
        evil.skew_seconds = -4_000;
        let fresh = |r: &mut Request<Body>| {
            let input = text(r, "signature-input").replace(&format!("created={}", now - 4_000), &format!("created={now}"));
            set(r, "signature-input", &input);
        };
        assert_eq!(tampered(&alpha, &evil, fresh).await, 401);
    }

    async fn a05_the_same_request_a_hundred_times_at_once(engine) {
        let (_world, alpha, evil) = world_with_evil(engine).await;
        let before = stored(&alpha).await;
        let body = bytes(&nudge(&evil, "again"));
        let statuses = join_all((0..100).map(|_| send(&alpha, evil.signed(&alpha, &body)))).await;
        assert!(statuses.iter().all(|status| [202, 503].contains(status)), "{statuses:?}");
        assert!(statuses.contains(&202));
        assert_eq!(stored(&alpha).await - before, 1);
    }

    async fn a06_two_signatures_two_keys_doubled_parameters(engine) {
        let (_world, alpha, evil) = world_with_evil(engine).await;
        let two = |r: &mut Request<Body>| {
            let (input, signature) = (text(r, "signature-input"), text(r, "signature"));
            set(r, "signature-input", &format!("{input}, {}", input.replace("plein=", "b=")));
            set(r, "signature", &format!("{signature}, {}", signature.replace("plein=", "b=")));
        };
        assert_eq!(tampered(&alpha, &evil, two).await, 401);
        let two_keys = |r: &mut Request<Body>| {
            let input = text(r, "signature-input");
            set(r, "signature-input", &format!("{input};keyid=\"http://alpha.test/actor\""));
        };
        assert_eq!(tampered(&alpha, &evil, two_keys).await, 401);
        let two_lines = |r: &mut Request<Body>| {
            let line = r.headers()["signature"].clone();
            r.headers_mut().append("signature", line);
        };
        assert_eq!(tampered(&alpha, &evil, two_lines).await, 401);
        let both_sorts = |r: &mut Request<Body>| {
            r.headers_mut().remove("signature-input");
            set(r, "signature", "keyId=\"http://evil.test/actor\",headers=\"digest\",signature=\"AAAA\"");
        };
        assert_eq!(tampered(&alpha, &evil, both_sorts).await, 401);
    }

    async fn a07_keys_that_claim_to_be_somebody_elses(engine) {
        let (world, alpha, evil) = world_with_evil(engine).await;
        let victim = world.site("victim.test").await;
        plein_tests::site::befriend(&alpha, &victim).await;
        // The activity says the victim acts.
        let mut forged = nudge(&evil, "forged");
        forged["actor"] = json!("http://victim.test/actor");
        assert_eq!(evil.post(&alpha, &forged).await, 400);
        forged["actor"] = json!(["http://evil.test/actor", "http://victim.test/actor"]);
        assert_eq!(evil.post(&alpha, &forged).await, 400);
        let mut forged = nudge(&evil, "forged");
        forged["id"] = json!("http://victim.test/ap/activity/1");
        assert_eq!(evil.post(&alpha, &forged).await, 400);
        // The signature says the key is the victim's.
        let key_id = victim.federation.look_up(&ADMIN, "alpha.test").await.map(|_| "http://victim.test/actor#z6Mkx").unwrap();
        let claims = |r: &mut Request<Body>| {
            let input = text(r, "signature-input").replace(evil.key_id.as_str(), key_id);
            set(r, "signature-input", &input);
        };
        assert_ne!(tampered(&alpha, &evil, claims).await, 202);
        // A stranger's document names the victim as the owner of its key.
        let stranger = EvilPeer::plug(&world, "stranger.test");
        let mut follow = stranger.follow(&alpha);
        follow["actor"]["assertionMethod"][0]["controller"] = json!("http://victim.test/actor");
        stranger.prove(&mut follow);
        assert_eq!(stranger.post(&alpha, &follow).await, 403);
        assert!(alpha.find_peer("stranger.test").await.is_none());
    }

    async fn a08_a_flood_of_unknown_keys_causes_one_look(engine) {
        let (world, alpha, evil) = world_with_evil(engine).await;
        let (other, _) = KeyPair::generate().unwrap();
        let unknown: String = format!("http://evil.test/actor#{}", other.public());
        let before = world.network.count_from("alpha.test");
        let flood = async || {
            for _ in 0..20 {
                let claims = |r: &mut Request<Body>| {
                    let input = text(r, "signature-input").replace(evil.key_id.as_str(), &unknown);
                    set(r, "signature-input", &input);
                };
                assert!([401, 503].contains(&tampered(&alpha, &evil, claims).await));
            }
        };
        flood().await;
        assert_eq!(world.network.count_from("alpha.test") - before, 1);
        // A bad signature under the key we know teaches nothing, so nothing is fetched.
        assert_eq!(tampered(&alpha, &evil, |r| set(r, "signature", "plein=:AAAA:")).await, 401);
        assert_eq!(world.network.count_from("alpha.test") - before, 1);
    }

    async fn a08_new_keys_without_a_proof_by_the_old_ones_wait_for_a_person(engine) {
        let (_world, alpha, evil) = world_with_evil(engine).await;
        let (thief, _) = KeyPair::generate().unwrap();
        let thief_id = format!("http://evil.test/actor#{}", thief.public()).parse().unwrap();
        let mut stolen = evil.actor_with(&thief, &thief_id);
        evil.answer("/actor", Answer { is_signed: false, ..Answer::document(&stolen) });
        let before = alpha.peer("evil.test").await.fingerprint;
        let claims = |r: &mut Request<Body>| {
            let input = text(r, "signature-input").replace(evil.key_id.as_str(), thief_id.as_str());
            set(r, "signature-input", &input);
        };
        assert_eq!(tampered(&alpha, &evil, claims).await, 401);
        let peer = alpha.peer("evil.test").await;
        assert_eq!(peer.fingerprint, before);
        assert!(peer.last_error.unwrap().starts_with("trouble-keys: "));
        // Neither does an Update whose proof is by the new key itself.
        federation::proof::prove(&mut stolen, &thief, thief_id.as_str(), "2026-11-01T09:00:00Z").unwrap();
        assert_eq!(evil.post(&alpha, &evil.activity("update", "Update", stolen)).await, 202);
        settle(&[&alpha]).await;
        assert_eq!(alpha.peer("evil.test").await.fingerprint, before);
        assert_eq!(inbox::count(alpha.db()).await.unwrap().1, 1, "kept with its error");
        // An administrator may compare and approve by hand.
        let seen = alpha.federation.look_up(&ADMIN, "evil.test").await.unwrap();
        alpha.federation.approve_new_keys(&ADMIN, peer.instance_id, &seen.fingerprint).await.unwrap();
        assert_eq!(alpha.peer("evil.test").await.fingerprint, seen.fingerprint);
    }

    async fn a09_documents_that_are_not_what_they_are_served_as(engine) {
        let world = World::new(engine);
        let alpha = world.site("alpha.test").await;
        let evil = EvilPeer::plug(&world, "evil.test");
        let _victim = world.site("victim.test").await;
        let key = async || match alpha.federation.look_up(&ADMIN, "evil.test").await {
            Err(Error::Invalid(errors)) => errors[0].key,
            other => panic!("{other:?}"),
        };
        let honest = Answer { is_signed: false, ..Answer::document(&evil.actor()) };
        for media in ["text/html", "application/json", "image/png", "text/plain"] {
            evil.answer("/actor", Answer { media, ..honest.clone() });
            assert_eq!(key().await, "trouble-nonsense", "{media}");
        }
        for to in ["http://victim.test/actor", "/elsewhere", "http://169.254.169.254/"] {
            evil.answer("/elsewhere", honest.clone());
            let headers = vec![("location", to.to_owned())];
            evil.answer("/actor", Answer { status: 302, headers, ..honest.clone() });
            assert_eq!(key().await, "trouble-status", "{to}");
        }
        for id in ["http://victim.test/actor", "http://evil.test/other", "https://evil.test/actor"] {
            let mut actor = evil.actor();
            actor["id"] = json!(id);
            evil.answer("/actor", Answer { is_signed: false, ..Answer::document(&actor) });
            assert_eq!(key().await, "trouble-lie", "{id}");
        }
    }

    async fn a11_an_announced_forgery_changes_nothing(engine) {
        let (world, alpha, evil) = world_with_evil(engine).await;
        let victim = world.site("victim.test").await;
        plein_tests::site::befriend(&alpha, &victim).await;
        let mut person = evil.person("anna");
        person["id"] = json!("http://victim.test/ap/person/anna");
        assert_eq!(evil.post(&alpha, &evil.activity("forgery", "Announce", person.clone())).await, 202);
        settle(&[&alpha, &victim]).await;
        assert!(alpha.names_of("victim.test").await.is_empty());
        // Nor does it in the directory: only the origin speaks for its people, subdomains are others.
        let mut below = evil.person("below");
        below["id"] = json!("http://a.evil.test/ap/person/below");
        evil.serve_directory("2", &[person, below, evil.person("own")]);
        assert_eq!(evil.post(&alpha, &nudge(&evil, "n")).await, 202);
        settle(&[&alpha, &victim]).await;
        assert!(alpha.names_of("victim.test").await.is_empty());
        assert_eq!(alpha.names_of("evil.test").await, ["own"]);
    }

    async fn a10_nobody_removes_or_rewrites_the_people_of_another(engine) {
        let (world, alpha, evil) = world_with_evil(engine).await;
        let victim = world.site("victim.test").await;
        victim.person("Anne Smit", Scope::Network).await;
        plein_tests::site::befriend(&alpha, &victim).await;
        let id = alpha.instance_id("victim.test").await;
        let leaves = domain::people::replica::list_leaves(alpha.db(), id, "", 10).await.unwrap();
        let anne = &leaves[0].0;
        let mut rewritten = evil.person("x");
        rewritten["id"] = json!(anne);
        evil.serve_steps("2", &[
            json!({ "type": "Remove", "sequence": 1, "object": anne }),
            json!({ "type": "Delete", "sequence": 2, "object": anne }),
            json!({ "type": "Update", "sequence": 3, "object": rewritten }),
        ]);
        assert_eq!(evil.post(&alpha, &nudge(&evil, "n")).await, 202);
        settle(&[&alpha, &victim]).await;
        assert_eq!(alpha.names_of("victim.test").await, ["Anne Smit"]);
    }

    async fn a12_json_that_two_readers_read_differently(engine) {
        let (_world, alpha, evil) = world_with_evil(engine).await;
        let honest = nudge(&evil, "n").to_string();
        let doubled = honest.replacen('{', r#"{"actor":"http://victim.test/actor","#, 1);
        assert_eq!(send(&alpha, evil.signed(&alpha, doubled.as_bytes())).await, 400);
        let escaped = honest.replacen('{', r#"{"\u0061ctor":"http://victim.test/actor","#, 1);
        assert_eq!(send(&alpha, evil.signed(&alpha, escaped.as_bytes())).await, 400);
        for nonsense in ["", "null", "[]", "{}", "\u{feff}{}", "{\"id\":1}", "<html>"] {
            assert_eq!(send(&alpha, evil.signed(&alpha, nonsense.as_bytes())).await, 400, "{nonsense}");
        }
        // A linked-data signature is no proof of anything.
        let mut signed = evil.activity("ld", "Update", evil.actor());
        signed["signature"] = json!({ "type": "RsaSignature2017", "creator": "http://victim.test/actor#main-key" });
        signed["actor"] = json!("http://victim.test/actor");
        assert_eq!(evil.post(&alpha, &signed).await, 400);
    }

    async fn a13_names_that_lead_inside(engine) {
        let world = World::new(engine);
        let alpha = world.site("alpha.test").await;
        let evil = EvilPeer::plug(&world, "evil.test");
        for address in [
            "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
            "::1", "fd00::1", "fe80::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::",
        ] {
            world.network.answer_name("evil.test", &[address]);
            let before = world.network.count_from("alpha.test");
            let refused = alpha.federation.look_up(&ADMIN, "evil.test").await;
            let Err(Error::Invalid(errors)) = refused else { panic!("{address}: {refused:?}") };
            assert_eq!(errors[0].key, "trouble-internal-address", "{address}");
            assert_eq!(world.network.count_from("alpha.test"), before, "{address} was dialled");
        }
        world.network.answer_name("evil.test", &["8.8.8.8", "10.1.2.3"]);
        assert!(alpha.federation.look_up(&ADMIN, "evil.test").await.is_err(), "one of two is enough");
        // Rebinding: honest at the handshake, inside afterwards.
        world.network.answer_name("evil.test", &["8.8.8.8"]);
        evil.befriend(&alpha).await;
        world.network.answer_name("evil.test", &["169.254.169.254"]);
        alpha.person("Jan", Scope::Network).await;
        settle(&[&alpha]).await;
        world.advance_seconds(40);
        settle(&[&alpha]).await;
        // A connection from before may still be open; once it is closed, every new one is checked.
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        for request in world.network.seen().iter().filter(|seen| seen.from == "alpha.test") {
            assert_eq!(request.to, "evil.test");
        }
    }

    async fn a13_a_photo_is_fetched_from_its_origin_alone(engine) {
        let (world, alpha, evil) = world_with_evil(engine).await;
        let icon = |url: &str| json!({
            "type": "Image", "mediaType": "image/jpeg", "url": url, "sha256": "ab".repeat(32)
        });
        let people: Vec<Value> = [
            "http://169.254.169.254/latest/meta-data", "http://victim.test/photo", "http://evil.test/photo",
            "file:///etc/passwd",
        ]
        .iter()
        .enumerate()
        .map(|(n, url)| {
            let mut person = evil.person(&format!("p{n}"));
            person["icon"] = icon(url);
            person
        })
        .collect();
        evil.answer("/photo", Answer { media: "image/jpeg", body: b"<svg onload=alert(1)>".to_vec(), ..Answer::status(200) });
        evil.serve_directory("2", &people);
        assert_eq!(evil.post(&alpha, &nudge(&evil, "n")).await, 202);
        settle(&[&alpha]).await;
        assert_eq!(alpha.names_of("evil.test").await.len(), 4);
        let before = world.network.seen().len();
        for id in domain::people::list_ids_after(alpha.db(), None, 100).await.unwrap() {
            assert!(alpha.federation.photo(&ADMIN, id).await.is_err(), "bytes that do not fit their digest");
        }
        let asked: Vec<_> = world.network.seen().split_off(before).into_iter().map(|seen| (seen.to, seen.path)).collect();
        assert_eq!(asked, [("evil.test".to_owned(), "/photo".to_owned())]);
    }

    async fn a14_before_approval_only_the_request_is_heard(engine) {
        let world = World::new(engine);
        let alpha = world.site("alpha.test").await;
        let evil = EvilPeer::plug(&world, "evil.test");
        alpha.person("Jan", Scope::Network).await;
        for kind in ["Accept", "Reject", "Undo", "Block", "Update", "Announce", "Create", "Delete", "Add"] {
            assert_eq!(evil.post(&alpha, &evil.activity(kind, kind, json!("http://alpha.test/actor"))).await, 403, "{kind}");
        }
        assert_eq!(send(&alpha, evil.asks(&alpha, "/directory/changes")).await, 404);
        assert!(alpha.find_peer("evil.test").await.is_none());
        // The request itself must hold together.
        let refused = async |change: fn(&mut Value), is_proven: bool| {
            let mut follow = evil.follow(&alpha);
            change(&mut follow);
            if is_proven {
                evil.prove(&mut follow);
            }
            let status = evil.post(&alpha, &follow).await;
            assert!([401, 403].contains(&status), "{status}: {follow}");
        };
        refused(|f| f["published"] = json!("2026-11-01T00:00:00Z"), false).await;
        refused(|f| { f.as_object_mut().unwrap().remove("proof"); }, false).await;
        refused(|f| f["object"] = json!("http://beta.test/actor"), true).await;
        refused(|f| f["actor"] = json!("http://evil.test/actor"), true).await;
        refused(|f| f["id"] = json!("http://victim.test/ap/activity/1"), true).await;
        refused(|f| f["actor"]["endpoints"]["sharedInbox"] = json!("http://10.0.0.1/inbox"), true).await;
        refused(|f| f["actor"]["id"] = json!("http://127.0.0.1/actor"), true).await;
        assert!(alpha.find_peer("evil.test").await.is_none());
        assert_eq!(world.network.count_from("alpha.test"), 0, "nobody made us fetch anything");
        assert_eq!(evil.post(&alpha, &evil.follow(&alpha)).await, 202);
        assert_eq!(alpha.peer("evil.test").await.state, State::RequestedIn);
        assert_eq!(world.network.count_from("alpha.test"), 0);
    }

    async fn a14_a_request_in_anothers_name_is_found_out_by_check(engine) {
        let world = World::new(engine);
        let (alpha, victim) = (world.site("alpha.test").await, world.site("victim.test").await);
        // A stranger writes the victim's host into its own document, with its own key.
        let mut liar = EvilPeer::plug(&world, "liar.test");
        liar.host = "victim.test".into();
        liar.key_id = format!("http://victim.test/actor#{}", liar.key.public()).parse().unwrap();
        assert_eq!(liar.post(&alpha, &liar.follow(&alpha)).await, 202);
        let id = alpha.instance_id("victim.test").await;
        let checked = alpha.federation.check(&ADMIN, id).await;
        assert!(matches!(checked, Err(Error::Conflict("error-peer-keys-differ"))));
        // The real one asks, is checked, and is not displaced by the liar any more.
        victim.request("alpha.test").await;
        settle(&[&alpha, &victim]).await;
        alpha.federation.check(&ADMIN, id).await.unwrap();
        assert_eq!(liar.post(&alpha, &liar.follow(&alpha)).await, 403);
        alpha.federation.approve(&ADMIN, id).await.unwrap();
        settle(&[&alpha, &victim]).await;
        assert_eq!(victim.peer("alpha.test").await.state, State::Approved);
    }

    async fn a14_requests_of_strangers_are_few(engine) {
        let world = World::new(engine);
        let alpha = world.site("alpha.test").await;
        let mut statuses = Vec::new();
        for n in 0..40 {
            let evil = EvilPeer::plug(&world, &format!("evil{n}.test"));
            statuses.push(evil.post(&alpha, &evil.follow(&alpha)).await);
        }
        assert_eq!(statuses.iter().filter(|status| **status == 202).count(), 20);
        assert_eq!(statuses.iter().filter(|status| **status == 503).count(), 20);
    }

    async fn a16_an_accept_for_a_follow_nobody_sent(engine) {
        let world = World::new(engine);
        let alpha = world.site("alpha.test").await;
        let evil = EvilPeer::plug(&world, "evil.test");
        alpha.request("evil.test").await;
        settle(&[&alpha]).await;
        let accept = evil.activity("accept", "Accept", json!("http://alpha.test/ap/activity/invented"));
        assert_eq!(evil.post(&alpha, &accept).await, 202);
        settle(&[&alpha]).await;
        assert_eq!(alpha.peer("evil.test").await.state, State::RequestedOut);
        assert_eq!(inbox::count(alpha.db()).await.unwrap(), (0, 1));
    }

    async fn a18_bombs_and_floods_in_a_directory(engine) {
        let (world, alpha, evil) = world_with_evil(engine).await;
        let path = "/directory/changes?after=0&limit=200";
        let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
        let huge = vec![b' '; 9 << 20];
        let many: Vec<_> = (1..=201)
            .map(|n| json!({ "type": "Update", "sequence": n, "object": evil.person(&format!("p{n}")) }))
            .collect();
        let disordered = [
            json!({ "type": "Update", "sequence": 2, "object": evil.person("b") }),
            json!({ "type": "Update", "sequence": 1, "object": evil.person("a") }),
        ];
        let expect = async |key: &str, why: &str| {
            evil.post(&alpha, &nudge(&evil, why)).await;
            settle(&[&alpha]).await;
            let error = alpha.peer("evil.test").await.last_error.unwrap_or_default();
            assert!(error.starts_with(key), "{why}: {error}");
            assert!(alpha.names_of("evil.test").await.is_empty(), "{why}");
            world.advance_seconds(7 * 3600);
        };
        evil.answer(path, Answer { body: deep.into_bytes(), ..Answer::status(200) });
        expect("trouble-nonsense", "deep").await;
        evil.answer(path, Answer { body: huge, ..Answer::status(200) });
        expect("trouble-nonsense", "huge").await;
        let headers = vec![("content-encoding", "gzip".to_owned())];
        evil.answer(path, Answer { headers, ..Answer::document(&json!({})) });
        expect("trouble-nonsense", "gzip").await;
        evil.serve_steps("1", &many);
        expect("trouble-nonsense", "many").await;
        evil.serve_steps("1", &disordered);
        expect("trouble-nonsense", "disorder").await;
        evil.answer(path, Answer { is_signed: false, ..Answer::document(&json!({})) });
        expect("trouble-signature", "unsigned").await;
        world.network.set("alpha.test", "evil.test", Fault::CorruptAnswer);
        evil.serve_directory("1", &[evil.person("a")]);
        expect("trouble-signature", "corrupt").await;
    }

    async fn a18_too_large_a_body_is_not_read(engine) {
        let (_world, alpha, evil) = world_with_evil(engine).await;
        let mut large = nudge(&evil, "large");
        large["object"]["rootDigest"] = json!("x".repeat(1 << 20));
        assert_eq!(evil.post(&alpha, &large).await, 413);
        let mut deep = nudge(&evil, "deep");
        for _ in 0..40 {
            deep["object"] = json!([deep["object"]]);
        }
        assert_eq!(evil.post(&alpha, &deep).await, 400);
    }

    async fn a20_markup_arrives_as_text_or_not_at_all(engine) {
        let (_world, alpha, evil) = world_with_evil(engine).await;
        let mut person = evil.person("anna");
        person["name"] = json!("<script>alert(1)</script>");
        person["summary"] = json!("<img src=x onerror=alert(1)>");
        person["about"] = json!("<svg/onload=alert(1)>");
        person["knowsAbout"] = json!([
            { "type": "DefinedTerm", "id": "javascript:alert(1)", "nameMap": { "nl": "x" } },
            { "type": "DefinedTerm", "id": "urn:x:1", "nameMap": { "nl": "<b>y</b>" } },
        ]);
        evil.serve_directory("2", &[person]);
        evil.post(&alpha, &nudge(&evil, "n")).await;
        settle(&[&alpha]).await;
        let ids = domain::people::list_ids_after(alpha.db(), None, 10).await.unwrap();
        let found = domain::people::find(alpha.db(), ids[0]).await.unwrap();
        let all = serde_json::to_string(&found.profile).unwrap();
        assert!(!all.contains("onerror") && !all.contains("javascript:"), "{all}");
        // What stays is plain text; pages escape it.
        assert_eq!(found.name, "<script>alert(1)</script>");
    }

    async fn a21_names_that_are_paths(engine) {
        let (_world, alpha, evil) = world_with_evil(engine).await;
        let mut person = evil.person("anna");
        person["preferredUsername"] = json!("../../../etc/passwd");
        evil.serve_directory("2", &[person, evil.person("bea")]);
        evil.post(&alpha, &nudge(&evil, "n")).await;
        settle(&[&alpha]).await;
        assert_eq!(alpha.names_of("evil.test").await, ["bea"]);
        for path in ["/ap/person/../../etc", "/ap/person/%2e%2e", "/ap/person/x", "/directory/digest/999", "/ap/activity/x"] {
            let status = send(&alpha, evil.asks(&alpha, path)).await;
            assert!([400, 404].contains(&status), "{path}: {status}");
        }
    }

    async fn a22_a_delete_of_an_unknown_actor_makes_nobody_fetch(engine) {
        let world = World::new(engine);
        let alpha = world.site("alpha.test").await;
        let evil = EvilPeer::plug(&world, "evil.test");
        let delete = evil.activity("delete", "Delete", json!(evil.url("/actor")));
        assert_eq!(evil.post(&alpha, &delete).await, 403);
        assert_eq!(world.network.count_from("alpha.test"), 0);
    }

    async fn a23_whoever_may_see_nothing_is_told_nothing(engine) {
        let (world, alpha, evil) = world_with_evil(engine).await;
        let stranger = EvilPeer::plug(&world, "stranger.test");
        let hidden = alpha.person("Kees Mulder", Scope::Organisation).await;
        let networked = alpha.person("Anne Smit", Scope::Network).await;
        let public = alpha.person("Sara", Scope::Public).await;
        let nobody = "018f6a7e-0000-7000-8000-000000000000".to_owned();
        let paths = |id: &str| format!("/ap/person/{id}");
        let plain = async |path: &str| ask(&alpha, Request::get(path).body(Body::empty()).unwrap()).await;
        let missing = plain(&paths(&nobody)).await;
        assert_eq!(missing.0, 404);
        for id in [hidden, networked] {
            assert_eq!(plain(&paths(&id.to_string())).await, missing, "unsigned");
            assert_eq!(ask(&alpha, stranger.asks(&alpha, &paths(&id.to_string()))).await, missing, "a stranger");
        }
        assert_eq!(plain(&paths(&public.to_string())).await.0, 200);
        assert_eq!(ask(&alpha, evil.asks(&alpha, &paths(&hidden.to_string()))).await, missing);
        assert_eq!(ask(&alpha, evil.asks(&alpha, &paths(&networked.to_string()))).await.0, 200);
        let all = ["/directory/changes", "/directory/digest", "/directory/digest/7", "/ap/activity/018f6a7e-0000-7000-8000-000000000000"];
        for path in all {
            assert_eq!(plain(path).await.0, 404, "{path}");
            assert_eq!(send(&alpha, stranger.asks(&alpha, path)).await, 404, "{path}");
        }
        // A peer that was one sees what a stranger sees.
        let id = alpha.instance_id("evil.test").await;
        alpha.db().write(async |tx| peers::end(tx, &ADMIN, id).await).await.unwrap();
        for path in all {
            assert_eq!(send(&alpha, evil.asks(&alpha, path)).await, 404, "{path}");
        }
        assert_eq!(ask(&alpha, evil.asks(&alpha, &paths(&networked.to_string()))).await, missing);
        // WebFinger knows the instance and the public, by the same rule.
        let finger = async |who: &str| plain(&format!("/.well-known/webfinger?resource=acct:{who}@alpha.test")).await.0;
        assert_eq!([finger("alpha.test").await, finger("sara").await], [200, 200]);
        assert_eq!([finger("kees.mulder").await, finger("anne.smit").await, finger("nobody").await], [404; 3]);
    }

    async fn a18_a_slow_drip_is_cut_both_ways_and_told(engine) {
        let world = World::new(engine);
        let alpha = world.site("alpha.test").await;
        let (slow, drip) = (EvilPeer::plug(&world, "slow.test"), EvilPeer::plug(&world, "drip.test"));
        slow.befriend(&alpha).await;
        drip.befriend(&alpha).await;
        // In the answer: a page of the directory, and the answer to a delivery.
        let page = "/directory/changes?after=0&limit=200";
        slow.answer(page, Answer { drips: true, body: vec![b'{'; 3_600], ..Answer::status(200) });
        slow.answer("/inbox", Answer { drips: true, body: vec![b' '; 3_600], ..Answer::status(202) });
        let slow_id = alpha.instance_id("slow.test").await;
        // In the request: the head is there at once and signed, the body does not come.
        let (socket, stop) = listen(&alpha).await;
        let (pulled, dripped, unsigned) = tokio::join!(
            alpha.federation.pull_directory(slow_id),
            drip_into(socket, drip.signed(&alpha, &bytes(&nudge(&drip, "n")))),
            drip_into(socket, Request::post("/inbox").header("content-length", "1000").body(Body::from(vec![b' '; 1_000])).unwrap()),
        );
        assert!(pulled.is_ok(), "a slow peer is a normal day");
        let peer = alpha.peer("slow.test").await;
        assert!(peer.last_error.unwrap().starts_with("trouble-timeout: "));
        assert!(peer.next_try_at.is_some());
        assert!(dripped.starts_with("HTTP/1.1 408 "), "{dripped}");
        slow.serve_directory("1", &[]);
        let error = alpha.peer("drip.test").await.last_error.unwrap_or_default();
        assert!(error.starts_with("trouble-drip: "), "{error}");
        assert!(unsigned.starts_with("HTTP/1.1 401 "), "a stranger's body is not even waited for: {unsigned}");
        alpha.person("Jan", Scope::Network).await;
        settle(&[&alpha]).await;
        world.advance_seconds(60);
        settle(&[&alpha]).await;
        assert!(alpha.peer("slow.test").await.last_error.unwrap().starts_with("trouble-timeout: "));
        assert_eq!(domain::delivery::count(alpha.db()).await.unwrap().0, 1, "tried again later");
        assert_eq!(drip.post(&alpha, &nudge(&drip, "n")).await, 202, "nobody is punished for a bad line");
        stop.cancel();
    }

    async fn a24_a_flooding_peer_waits_and_others_do_not(engine) {
        let (world, alpha, evil) = world_with_evil(engine).await;
        let beta = world.site("beta.test").await;
        plein_tests::site::befriend(&alpha, &beta).await;
        let mut statuses = Vec::new();
        for n in 0..300 {
            statuses.push(evil.post(&alpha, &nudge(&evil, &format!("flood{n}"))).await);
        }
        let taken = statuses.iter().filter(|status| **status == 202).count();
        assert!((90..=100).contains(&taken), "{taken} of 300 within one instant");
        assert_eq!(statuses.iter().filter(|status| **status == 503).count(), 300 - taken);
        beta.person("Anne Smit", Scope::Network).await;
        settle(&[&alpha, &beta]).await;
        world.advance_seconds(10);
        settle(&[&alpha, &beta]).await;
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit"]);
    }

    async fn a24_a_thousand_a_second_leave_room_for_everybody_else(engine) {
        let (world, alpha, evil) = world_with_evil(engine).await;
        let honest = EvilPeer::plug(&world, "honest.test");
        honest.befriend(&alpha).await;
        alpha.person("Jan", Scope::Network).await;
        // Three seconds of a thousand each, over 64 lines; meanwhile somebody else says and asks what is needed.
        let (mut taken, mut refused) = (0, 0);
        for second in 0..3 {
            let one = async |n: usize| {
                let body = bytes(&nudge(&evil, &format!("flood{second}-{n}")));
                alpha.router.clone().oneshot(evil.signed(&alpha, &body)).await
            };
            let flood = stream::iter(0..1_000).map(one).buffer_unordered(64).collect::<Vec<_>>();
            let others = async {
                for n in 0..10 {
                    assert_eq!(honest.post(&alpha, &nudge(&honest, &format!("word{second}-{n}"))).await, 202);
                    assert_eq!(ask(&alpha, honest.asks(&alpha, "/directory/changes")).await.0, 200);
                }
            };
            let (answers, ()) = tokio::join!(flood, others);
            for answer in answers.into_iter().map(Result::unwrap) {
                match answer.status().as_u16() {
                    202 => taken += 1,
                    503 => {
                        let pause = answer.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap();
                        assert!((1..=60).contains(&pause), "{pause} s");
                        refused += 1;
                    }
                    other => panic!("{other}"),
                }
            }
            world.advance_seconds(1);
        }
        // Its level is 50 a second, and two seconds' worth at once.
        assert!((100..=200).contains(&taken), "{taken} taken, {refused} refused");
        assert_eq!(taken + refused, 3_000);
        settle(&[&alpha]).await;
        assert_eq!(inbox::count(alpha.db()).await.unwrap().0, 0, "what was taken is worked");
    }

    async fn a24_whoever_borrows_a_name_does_not_use_up_its_share(engine) {
        let (_world, alpha, evil) = world_with_evil(engine).await;
        for n in 0..150 {
            let mut request = evil.signed(&alpha, &bytes(&nudge(&evil, &format!("borrowed{n}"))));
            set(&mut request, "signature", "plein=:AAAA:");
            assert_eq!(send(&alpha, request).await, 401);
        }
        assert_eq!(evil.post(&alpha, &nudge(&evil, "own")).await, 202);
        assert_eq!(send(&alpha, evil.asks(&alpha, "/directory/changes")).await, 200);
    }

    async fn a24_a_peer_of_the_highest_level_cannot_fill_the_intake(engine) {
        let (world, alpha, evil) = world_with_evil(engine).await;
        let honest = EvilPeer::plug(&world, "honest.test");
        honest.befriend(&alpha).await;
        let id = alpha.instance_id("evil.test").await;
        let level = peers::Level { shares_people: true, shares_groups: peers::SharedGroups::All, rate: 1_000 };
        alpha.db().write(async |tx| peers::set_level(tx, &ADMIN, id, level).await).await.unwrap();
        // The writer of the database is busy, so nothing that comes in is written for now.
        let (busy, free) = (tokio::sync::Notify::new(), tokio::sync::Notify::new());
        let hold = alpha.db().write(async |tx| {
            tx.lock("a24").await?;
            domain::db::sql("update counter set value = value where stream = 'inbox'").execute(tx).await?;
            busy.notify_one();
            free.notified().await;
            Ok(())
        });
        let answered = std::sync::atomic::AtomicUsize::new(0);
        let flood = async {
            busy.notified().await;
            join_all((0..1_500).map(async |n| {
                let body = bytes(&nudge(&evil, &format!("flood{n}")));
                let status = send(&alpha, evil.signed(&alpha, &body)).await;
                answered.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                status
            }))
            .await
        };
        let honest_word = async {
            // Nothing is written, so only who has to come back is answered.
            for _ in 0..600 {
                if answered.load(std::sync::atomic::Ordering::Relaxed) >= 500 {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
            let said = nudge(&honest, "word");
            let word = honest.post(&alpha, &said);
            let opened = async { free.notify_one() };
            tokio::join!(word, opened).0
        };
        let (held, statuses, word) = tokio::join!(hold, flood, honest_word);
        held.unwrap();
        assert_eq!(word, 202, "there is room for others however many wait of one");
        let refused = statuses.iter().filter(|status| **status == 503).count();
        assert!(refused >= 500, "{refused} of 1,500 had to come back");
        assert_eq!(statuses.iter().filter(|status| **status == 202).count(), 1_500 - refused);
    }
}

/// The site behind a real listener, the one `plein serve` uses.
async fn listen(site: &Site) -> (std::net::SocketAddr, CancellationToken) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (socket, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
    tokio::spawn(serve(listener, Hosts::any(site.router.clone()), stop.clone()));
    (socket, stop)
}

/// Sends the head at once and the body one byte a second; gives what came back before the other side hung up.
async fn drip_into(socket: std::net::SocketAddr, request: Request<Body>) -> String {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let (mut answer, mut line) = tokio::net::TcpStream::connect(socket).await.unwrap().into_split();
    let mut head = format!("POST {} HTTP/1.1\r\n", parts.uri.path());
    for (name, value) in &parts.headers {
        head += &format!("{name}: {}\r\n", value.to_str().unwrap());
    }
    if !parts.headers.contains_key("content-length") {
        head += &format!("content-length: {}\r\n", body.len());
    }
    line.write_all(format!("{head}\r\n").as_bytes()).await.unwrap();
    let dripping = tokio::spawn(async move {
        for byte in body {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            if line.write_all(&[byte]).await.is_err() {
                return;
            }
        }
    });
    let mut text = Vec::new();
    let read = tokio::time::timeout(std::time::Duration::from_secs(40), answer.read_to_end(&mut text)).await;
    dripping.abort();
    assert!(read.is_ok(), "the drip was not cut off");
    String::from_utf8_lossy(&text).into_owned()
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::prelude::BASE64_STANDARD.encode(bytes)
}
