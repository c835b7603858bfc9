//! How the opening is attacked: what comes of it is a refusal, and nothing is fetched that a stranger chose.

use axum::body::Body;
use axum::http::HeaderValue;
use domain::outside::{self, HostState};
use domain::{Audience, GroupId};
use plein_tests::both_engines;
use plein_tests::evil::send;
use plein_tests::outsider::{OTHER, Outsider};
use plein_tests::site::{ADMIN, settle};
use serde_json::{Value, json};

use super::{Scene, closed_scene, scene};
use crate::groups::{comment, edit, item, post};

fn renamed(activity: &Value, name: &str) -> Value {
    let mut activity = activity.clone();
    let host = activity["actor"].as_str().unwrap().split('/').nth(2).unwrap().to_owned();
    activity["id"] = json!(format!("http://{host}/activities/{name}"));
    activity
}

/// What is wrong with a document.
type Change = fn(&mut Value);

async fn nothing_came_of_it(scene: &Scene) {
    assert_eq!(scene.followers().await, 0);
    assert!(scene.waiting().await.is_empty() && scene.thread().await.is_empty());
}

both_engines! {
    async fn while_it_is_closed_nobody_is_heard_and_nothing_is_fetched(engine) {
        let scene = closed_scene(engine).await;
        let klaas = Outsider::on_mastodon(&scene.world);
        for name in ["follow", "create_note", "delete_person", "like", "undo_follow"] {
            assert_eq!(klaas.post(&scene.alpha, &klaas.fixture(name, &scene.words())).await, 401, "{name}");
        }
        assert_eq!(klaas.fetches(&scene.world), 0);
        assert!(outside::list_hosts(scene.alpha.db(), &ADMIN, 10).await.unwrap().is_empty());
        nothing_came_of_it(&scene).await;
    }

    async fn a_stranger_who_wants_anything_else_makes_us_do_nothing(engine) {
        let scene = scene(engine).await;
        let klaas = Outsider::on_mastodon(&scene.world);
        let (db, anna) = (scene.alpha.db(), &scene.anna);
        let closed = crate::groups::closed(db, anna, "Besloten").await;
        let inside = post(db, anna, item(scene.group, domain::items::Kind::Discussion, Audience::Group, "Binnen", "x")).await.unwrap();
        let network = crate::groups::create(db, anna, edit("Netwerk", domain::groups::JoinPolicy::Open, Audience::Network, Audience::Network)).await;
        let below = comment(db, anna, inside, "y").await.unwrap();
        let group = |id: GroupId| format!("http://alpha.test/ap/group/{id}");
        let follow = klaas.fixture("follow", &scene.words());
        let create = klaas.fixture("create_note", &scene.words());
        let mut bad = Vec::new();
        for object in [
            group(closed), group(network), "http://alpha.test/actor".into(), "http://alpha.test/ap/group/x".into(),
            format!("http://alpha.test/ap/person/{}", anna.person_id().unwrap()), "http://victim.test/users/x".into(),
            format!("{}/followers", scene.group_address), scene.item_address.clone(),
        ] {
            bad.push(json!({ "id": "http://mastodon.test/f", "type": "Follow", "actor": klaas.ap_id, "object": object }));
        }
        bad.push(json!({ "id": "http://mastodon.test/f", "type": "Follow", "actor": klaas.ap_id, "object": [scene.group_address] }));
        for answered in [
            format!("http://alpha.test/ap/item/{inside}"), format!("http://alpha.test/ap/comment/{below}"),
            "http://victim.test/posts/1".into(), "http://alpha.test/ap/item/x".into(), scene.group_address.clone(),
        ] {
            let mut one = create.clone();
            one["object"]["inReplyTo"] = json!(answered);
            bad.push(one);
        }
        for kind in ["Announce", "Add", "Remove", "Block", "Flag", "Invite", "Accept", "Reject", "Join", "Move", "plein:Vote", "Create"] {
            let mut one = follow.clone();
            one["type"] = json!(kind);
            bad.push(one);
        }
        for (at, one) in bad.iter().enumerate() {
            let status = klaas.post(&scene.alpha, &renamed(one, &at.to_string())).await;
            assert!((400..=403).contains(&status), "{status}: {one}");
        }
        assert_eq!(klaas.fetches(&scene.world), 0);
        // What is harmless is heard; nobody is looked at for it either.
        for name in ["like", "delete_note", "delete_person", "undo_follow", "update_note"] {
            assert_eq!(klaas.post(&scene.alpha, &klaas.fixture(name, &scene.words())).await, 202, "{name}");
        }
        assert_eq!(klaas.fetches(&scene.world), 0);
        nothing_came_of_it(&scene).await;
    }

    async fn nobody_speaks_for_another(engine) {
        let scene = scene(engine).await;
        let klaas = Outsider::on_mastodon(&scene.world);
        let wim = Outsider::on_lemmy(&scene.world);
        let create = klaas.fixture("create_note", &scene.words());
        let with = |change: fn(&mut Value)| {
            let mut one = create.clone();
            change(&mut one);
            one
        };
        let forged = [
            with(|one| one["object"]["attributedTo"] = json!("http://lemmy.test/u/wim")),
            with(|one| one["object"]["attributedTo"] = json!("http://mastodon.test/users/other")),
            with(|one| one["object"]["attributedTo"] = json!(["http://mastodon.test/users/klaas"])),
            with(|one| one["object"]["id"] = json!("http://lemmy.test/comment/9")),
            with(|one| one["object"]["id"] = json!("http://alpha.test/ap/comment/9")),
            with(|one| one["actor"] = json!("http://lemmy.test/u/wim")),
            with(|one| one["actor"] = json!(["http://mastodon.test/users/klaas"])),
            with(|one| one["id"] = json!("http://lemmy.test/activities/9")),
            with(|one| one["object"]["type"] = json!("Article")),
        ];
        for one in &forged {
            let status = klaas.post(&scene.alpha, one).await;
            assert!((400..=403).contains(&status), "{status}: {one}");
        }
        nothing_came_of_it(&scene).await;
        // The key of somebody else of the same host does not speak for him either.
        let mut other = Outsider::on_mastodon(&scene.world);
        other.key_id = "http://mastodon.test/users/other#main-key".into();
        assert_eq!(other.post(&scene.alpha, &create).await, 401);
        // What one wrote the other neither changes nor takes back.
        assert_eq!(wim.post(&scene.alpha, &wim.fixture("create_comment", &scene.words())).await, 202);
        scene.decide(scene.waiting().await[0], true).await;
        klaas.post(&scene.alpha, &klaas.fixture("follow", &scene.words())).await;
        let text = scene.thread().await;
        let mut delete = klaas.fixture("delete_note", &[]);
        delete["object"] = json!("http://lemmy.test/comment/1");
        klaas.post(&scene.alpha, &delete).await;
        let mut update = klaas.fixture("update_note", &scene.words());
        update["object"]["id"] = json!("http://lemmy.test/comment/1");
        klaas.post(&scene.alpha, &update).await;
        assert_eq!(scene.thread().await, text);
    }

    async fn a_key_must_be_the_actors_own_at_his_own_address(engine) {
        let scene = scene(engine).await;
        let documents: [(&str, Change); 9] = [
            ("another owner", |one| one["publicKey"]["owner"] = json!("http://victim.test/users/x")),
            ("a key elsewhere", |one| one["publicKey"]["id"] = json!("http://victim.test/users/x#main-key")),
            ("another id", |one| one["id"] = json!("http://victim.test/users/x")),
            ("an inbox elsewhere", |one| {
                one["inbox"] = json!("http://victim.test/inbox");
                one.as_object_mut().unwrap().remove("endpoints");
            }),
            ("an inner inbox", |one| {
                one["inbox"] = json!("http://169.254.169.254/");
                one.as_object_mut().unwrap().remove("endpoints");
            }),
            ("no key", |one| drop(one.as_object_mut().unwrap().remove("publicKey"))),
            ("no PEM", |one| one["publicKey"]["publicKeyPem"] = json!("-----BEGIN PUBLIC KEY-----")),
            ("another sort", |one| one["type"] = json!("Note")),
            ("a list of keys", |one| one["publicKey"] = json!([one["publicKey"].clone()])),
        ];
        for (at, (what, change)) in documents.into_iter().enumerate() {
            let klaas = Outsider::at(&scene.world, &format!("host{at}.test"));
            let mut person = klaas.fixture("person", &[]);
            change(&mut person);
            klaas.answer("/users/klaas", &person);
            assert_eq!(klaas.post(&scene.alpha, &klaas.fixture("follow", &scene.words())).await, 401, "{what}");
        }
        // As a picture, as a page, elsewhere: an actor is an activity document under its own address.
        let klaas = Outsider::at(&scene.world, "upload.test");
        let person = klaas.fixture("person", &[]).to_string();
        for (status, media) in [(200, "image/png"), (200, "text/html"), (200, "application/json"), (302, "application/activity+json"), (410, "application/activity+json")] {
            klaas.answer_with("/users/klaas", status, media, person.clone());
            let follow = renamed(&klaas.fixture("follow", &scene.words()), media);
            assert_eq!(klaas.post(&scene.alpha, &follow).await, 401, "{status} {media}");
        }
        assert!(outside::list_hosts(scene.alpha.db(), &ADMIN, 10).await.unwrap().is_empty(), "none of them is kept");
        nothing_came_of_it(&scene).await;
    }

    async fn a_signature_that_does_not_fit_is_refused(engine) {
        let scene = scene(engine).await;
        let mut klaas = Outsider::on_mastodon(&scene.world);
        let follow = klaas.fixture("follow", &scene.words());
        klaas.key = &OTHER;
        assert_eq!(klaas.post(&scene.alpha, &follow).await, 401);
        klaas.key = &plein_tests::outsider::HONEST;
        let tampered = async |change: &dyn Fn(&mut axum::http::Request<Body>)| {
            let mut request = klaas.signed(&scene.alpha, "/inbox", &follow);
            change(&mut request);
            send(&scene.alpha, request).await
        };
        let header = |name: &'static str, value: &'static str| {
            move |request: &mut axum::http::Request<Body>| drop(request.headers_mut().insert(name, HeaderValue::from_static(value)))
        };
        let other = renamed(&follow, "other").to_string();
        assert_eq!(tampered(&|request| *request.body_mut() = Body::from(other.clone())).await, 401);
        assert_eq!(tampered(&|request| *request.uri_mut() = "/ap/group/x/inbox".parse().unwrap()).await, 401);
        assert_eq!(tampered(&header("host", "beta.test")).await, 401);
        assert_eq!(tampered(&header("date", "Sun, 01 Nov 2026 08:00:00 GMT")).await, 401);
        assert_eq!(tampered(&header("digest", "SHA-256=AAAA")).await, 401);
        assert_eq!(tampered(&header("signature", "keyId=\"http://mastodon.test/users/klaas#main-key\"")).await, 401);
        assert_eq!(tampered(&|request| drop(request.headers_mut().remove("digest"))).await, 401);
        nothing_came_of_it(&scene).await;
        klaas.skew_seconds = -301;
        assert_eq!(klaas.post(&scene.alpha, &follow).await, 401);
        klaas.skew_seconds = 299;
        assert_eq!(klaas.post(&scene.alpha, &follow).await, 202);
        assert_eq!(scene.followers().await, 1);
    }

    async fn a_changed_key_is_looked_at_once_in_ten_minutes(engine) {
        let scene = scene(engine).await;
        let mut klaas = Outsider::on_mastodon(&scene.world);
        let follow = klaas.fixture("follow", &scene.words());
        assert_eq!(klaas.post(&scene.alpha, &follow).await, 202);
        klaas.key = &OTHER;
        for at in 0..20 {
            assert_eq!(klaas.post(&scene.alpha, &renamed(&follow, &format!("bad{at}"))).await, 401);
        }
        assert_eq!(klaas.fetches(&scene.world), 2);
        klaas.answer("/users/klaas", &klaas.fixture("person", &[]));
        scene.world.advance_seconds(601);
        assert_eq!(klaas.post(&scene.alpha, &renamed(&follow, "new")).await, 202);
        assert_eq!(klaas.fetches(&scene.world), 3);
    }

    async fn a_flood_of_strangers_costs_a_bounded_number_of_fetches(engine) {
        let scene = scene(engine).await;
        let hosts: Vec<_> = (0..60).map(|at| Outsider::at(&scene.world, &format!("flood{at}.test"))).collect();
        let mut statuses = Vec::new();
        for one in &hosts {
            statuses.push(one.post(&scene.alpha, &one.fixture("follow", &scene.words())).await);
        }
        let asked: usize = hosts.iter().map(|one| one.fetches(&scene.world)).sum();
        assert_eq!(asked, 20);
        assert_eq!(statuses.iter().filter(|status| **status == 503).count(), 40);
        assert_eq!(scene.followers().await, 20);
        // One that signs badly is looked at and not kept.
        scene.world.advance_seconds(60);
        let mut liar = Outsider::at(&scene.world, "liar.test");
        liar.key = &OTHER;
        assert_eq!(liar.post(&scene.alpha, &liar.fixture("follow", &scene.words())).await, 401);
        let known = outside::list_hosts(scene.alpha.db(), &ADMIN, 100).await.unwrap();
        assert!(known.iter().all(|host| host.host != "liar.test" && host.state == HostState::PublicOnly));
        // Somebody known who sends too fast is told to wait.
        let one = &hosts[0];
        let like = one.fixture("undo_follow", &scene.words());
        let mut refused = 0;
        for at in 0..40 {
            refused += usize::from(one.post(&scene.alpha, &renamed(&like, &format!("u{at}"))).await == 503);
        }
        assert!(refused >= 29, "{refused}");
    }

    async fn what_was_written_to_few_is_not_shown_to_all(engine) {
        let scene = scene(engine).await;
        let klaas = Outsider::on_mastodon(&scene.world);
        for (to, cc) in [
            (json!(["http://mastodon.test/users/klaas/followers"]), json!([scene.group_address])),
            (json!(scene.group_address), json!([])),
            (json!([]), json!(null)),
            (json!({ "id": "https://www.w3.org/ns/activitystreams#Public" }), json!([])),
        ] {
            let mut create = klaas.fixture("create_note", &scene.words());
            create["object"]["to"] = to;
            create["object"]["cc"] = cc;
            // What stands around it says something else.
            create["to"] = json!("https://www.w3.org/ns/activitystreams#Public");
            assert_eq!(klaas.post(&scene.alpha, &create).await, 400);
        }
        assert_eq!(klaas.fetches(&scene.world), 0);
        nothing_came_of_it(&scene).await;
    }

    async fn html_of_elsewhere_does_no_harm(engine) {
        let scene = scene(engine).await;
        let klaas = Outsider::on_mastodon(&scene.world);
        let create = |at: usize, content: &str| {
            let mut create = renamed(&klaas.fixture("create_note", &scene.words()), &format!("c{at}"));
            create["object"]["id"] = json!(format!("http://mastodon.test/n/{at}"));
            create["object"]["content"] = json!(content);
            create
        };
        let bad = [
            "hallo<script>alert(1)</script>",
            "<p onclick=\"alert(1)\">hallo</p>",
            "<a href=\"javascript:alert(1)\">hallo</a>",
            "<a href=\" java\nscript:alert(1)\">hallo</a>",
            "<img src=x onerror=alert(1)>hallo",
            "<img src=\"https://mastodon.test/pixel.gif\">hallo",
            "<svg><style><img src=x onerror=alert(1)></style></svg>hallo",
            "hallo<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
            "<iframe src=\"https://evil.test\"></iframe><form action=/sign-in><input name=password></form>hallo",
            "<style>body{display:none}</style><link rel=stylesheet href=https://evil.test/x.css>hallo",
            "<p style=\"position:fixed\" class=\"plein-page__main\" id=\"main\">hallo</p>",
            "<base href=\"https://evil.test/\"><meta http-equiv=refresh content=0>hallo",
        ];
        for (at, content) in bad.iter().enumerate() {
            assert_eq!(klaas.post(&scene.alpha, &create(at, content)).await, 202, "{content}");
            scene.world.advance_seconds(1);
            scene.decide(scene.waiting().await[0], true).await;
        }
        let thread = scene.thread().await;
        assert_eq!(thread.len(), bad.len());
        for (_, html) in &thread {
            assert!(html.contains("hallo"), "{html}");
            let lower = html.to_lowercase();
            for word in ["<script", "<img", "<svg", "<style", "<iframe", "<form", "<input", "<math", "<base", "<meta", "<link", "onclick", "javascript:", "class=", "id=", "style="] {
                assert!(!lower.contains(word) || lower.contains("&lt;"), "{word} in {html}");
            }
        }
        // Nothing at all, and too much.
        for (at, content) in [(100, ""), (101, "<p> </p><br>"), (102, "<script>x</script>")] {
            assert_eq!(klaas.post(&scene.alpha, &create(at, content)).await, 400, "{content}");
        }
        assert_eq!(klaas.post(&scene.alpha, &create(103, &"hallo ".repeat(20_000))).await, 400);
        assert_eq!(klaas.post(&scene.alpha, &create(104, &"hallo ".repeat(100_000))).await, 413);
        assert!(scene.waiting().await.is_empty());
        settle(&[&scene.alpha]).await;
    }

    async fn there_is_room_for_so_many_hosts_and_so_many_answers(engine) {
        let scene = scene(engine).await;
        let klaas = Outsider::on_mastodon(&scene.world);
        assert_eq!(klaas.post(&scene.alpha, &klaas.fixture("follow", &scene.words())).await, 202);
        let db = scene.alpha.db();
        let actor = outside::actors::find(db, &klaas.ap_id).await.unwrap().unwrap();
        for at in 0..outside::WAITING_PER_HOST_MAX {
            let new = outside::answers::NewAnswer {
                ap_id: format!("http://mastodon.test/n/{at}"), item_id: scene.item, parent_id: None,
                html: "<p>hallo</p>".into(), language: "nl".into(), published_at: db.now(),
            };
            db.write(async |tx| outside::answers::add(tx, &actor, new.clone()).await).await.unwrap();
        }
        assert_eq!(klaas.post(&scene.alpha, &klaas.fixture("create_note", &scene.words())).await, 503);
        scene.decide(scene.waiting().await[0], false).await;
        assert_eq!(klaas.post(&scene.alpha, &klaas.fixture("create_note", &scene.words())).await, 202);

        let fill = "insert into outside_host (host, state, met_at, heard_at) \
             with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000) \
             select 'full' || cast(i as text), 'public_only', 0, 0 from n";
        db.write(async |tx| domain::db::sql(fill).execute(tx).await).await.unwrap();
        let late = Outsider::at(&scene.world, "late.test");
        assert_eq!(late.post(&scene.alpha, &late.fixture("follow", &scene.words())).await, 503);
        assert_eq!(late.fetches(&scene.world), 0);
        let wim = outside::actors::has_room(db, "mastodon.test").await.unwrap();
        assert!(wim, "a host that is known is known");
    }
}
