//! Answers that come from outside: they wait for a moderator, and are then comments like any other.

use domain::items::{self, Piece, comments, moderate};
use domain::outside::{Opening, actors};
use domain::people::Scope;
use domain::{Principal, groups, people};
use plein_tests::both_engines;
use plein_tests::evil::{EvilPeer, send};
use plein_tests::outsider::Outsider;
use plein_tests::site::settle;
use serde_json::json;

use super::{Scene, choose, fetch, scene};

/// Somebody on Mastodon answered; gives the id of what waits.
async fn answered(scene: &Scene) -> (Outsider, domain::CommentId) {
    let klaas = Outsider::on_mastodon(&scene.world);
    assert_eq!(klaas.post(&scene.alpha, &klaas.fixture("create_note", &scene.words())).await, 202);
    settle(&[&scene.alpha]).await;
    let waiting = scene.waiting().await;
    assert_eq!(waiting.len(), 1);
    (klaas, waiting[0])
}

both_engines! {
    async fn an_answer_from_mastodon_waits_is_let_in_and_stands_as_it_was_meant(engine) {
        let scene = scene(engine).await;
        let (klaas, id) = answered(&scene).await;
        let (db, anna) = (scene.alpha.db(), &scene.anna);
        assert!(scene.thread().await.is_empty(), "nobody outside sees it");
        assert!(scene.thread_for(anna).await.is_empty(), "nor does it stand in the thread yet");
        assert_eq!(items::find(db, anna, scene.item).await.unwrap().comment_count, 0);
        assert_eq!(fetch(&scene.alpha, &format!("/ap/comment/{id}")).await.0, 404);

        scene.decide(id, true).await;
        let thread = scene.thread().await;
        assert_eq!(thread.len(), 1);
        let (name, html) = &thread[0];
        assert_eq!(name, "klaas");
        assert!(html.contains("<strong>twee</strong> meter hoger"), "{html}");
        assert!(html.contains("rel=\"nofollow noopener ugc\"") && !html.contains("class="), "{html}");
        assert!(!html.contains("<img") && !html.contains("water.jpg"), "nothing is loaded from there: {html}");
        assert_eq!(items::find(db, anna, scene.item).await.unwrap().comment_count, 1);
        assert_eq!(fetch(&scene.alpha, &format!("/ap/comment/{id}")).await.0, 404, "it is asked for where it stands");

        // Its author is a name and a host, and in no directory.
        let author = comments::find(db, anna, id).await.unwrap().author_id;
        let faces = people::faces(db, anna, [author]).await.unwrap();
        assert!(!faces[&author].has_page && !faces[&author].is_local);
        let addresses = actors::list_addresses(db, &[author]).await.unwrap();
        assert_eq!(addresses, [(author, "klaas".to_owned(), "mastodon.test".to_owned())]);
        assert!(people::find_by_name(db, anna, "klaas", 10).await.unwrap().is_empty());
        assert!(people::view(db, anna, author).await.is_err());
        // The same again is the same.
        let mut again = klaas.fixture("create_note", &scene.words());
        again["id"] = json!("http://mastodon.test/again");
        assert_eq!(klaas.post(&scene.alpha, &again).await, 202);
        assert!(scene.waiting().await.is_empty());
        assert_eq!(scene.thread().await.len(), 1);
    }

    async fn an_answer_from_lemmy_and_an_answer_to_it(engine) {
        let scene = scene(engine).await;
        let wim = Outsider::on_lemmy(&scene.world);
        // Lemmy sends to the inbox of the group.
        let create = wim.fixture("create_comment", &scene.words());
        let inbox = format!("/ap/group/{}/inbox", scene.group);
        assert_eq!(send(&scene.alpha, wim.signed(&scene.alpha, &inbox, &create)).await, 202);
        scene.decide(scene.waiting().await[0], true).await;
        let thread = scene.thread().await;
        assert_eq!(thread[0].0, "Wim van Veen");
        assert!(thread[0].1.contains("href=\"http://lemmy.test/post/2\""), "{thread:?}");
        assert!(wim.received(&scene.world, &scene.alpha).await.is_empty(), "he does not follow");

        // Anna answers him: he hears of it though he does not follow.
        let (db, anna) = (scene.alpha.db(), &scene.anna);
        let parent = comments::list(db, anna, scene.item, None, 10).await.unwrap()[0].id;
        let new = comments::NewComment {
            files: Vec::new(),
            item_id: scene.item, parent_id: Some(parent), body: "Dank u".into(), language: "nl".into(), origin: None,
        };
        let reply = db.write(async |tx| comments::add(tx, anna, new.clone()).await).await.unwrap();
        settle(&[&scene.alpha]).await;
        let received = wim.received(&scene.world, &scene.alpha).await;
        assert_eq!(received.len(), 1, "{received:?}");
        let note = &received[0]["object"];
        assert_eq!((&received[0]["type"], &note["inReplyTo"]), (&json!("Create"), &json!("http://lemmy.test/comment/1")));
        assert_eq!(note["tag"][0]["href"], json!("http://lemmy.test/u/wim"));
        let (status, served) = fetch(&scene.alpha, &format!("/ap/comment/{reply}")).await;
        assert_eq!((status, &served["id"]), (200, &note["id"]));

        // And he answers her.
        let mut more = wim.fixture("create_comment", &scene.words());
        more["id"] = json!("http://lemmy.test/activities/create/2");
        more["object"]["id"] = json!("http://lemmy.test/comment/2");
        more["object"]["inReplyTo"] = note["id"].clone();
        assert_eq!(wim.post(&scene.alpha, &more).await, 202);
        scene.decide(scene.waiting().await[0], true).await;
        let below = comments::list(db, anna, scene.item, None, 10).await.unwrap();
        assert_eq!(below.iter().find(|one| one.ap_id.ends_with("comment/2")).unwrap().parent_id, Some(reply));
        // What he wrote himself can be answered by others there too.
        let klaas = Outsider::on_mastodon(&scene.world);
        let words = [("GROUP", scene.group_address.as_str()), ("ITEM", "http://lemmy.test/comment/2")];
        assert_eq!(klaas.post(&scene.alpha, &klaas.fixture("create_note", &words)).await, 202);
        assert_eq!(scene.waiting().await.len(), 1);
    }

    async fn its_author_changes_it_takes_it_back_and_goes(engine) {
        let scene = scene(engine).await;
        let (klaas, id) = answered(&scene).await;
        scene.decide(id, true).await;
        assert_eq!(klaas.post(&scene.alpha, &klaas.fixture("update_note", &scene.words())).await, 202);
        assert!(scene.thread().await.is_empty(), "what was changed is looked at again");
        scene.decide(id, true).await;
        assert!(scene.thread().await[0].1.contains("drie meter"));
        assert_eq!(klaas.post(&scene.alpha, &klaas.fixture("delete_note", &scene.words())).await, 202);
        assert!(scene.thread().await.is_empty());
        assert_eq!(items::find(scene.alpha.db(), &scene.anna, scene.item).await.unwrap().comment_count, 0);

        let mut more = klaas.fixture("create_note", &scene.words());
        more["id"] = json!("http://mastodon.test/users/klaas/statuses/114/activity");
        more["object"]["id"] = json!("http://mastodon.test/users/klaas/statuses/114");
        assert_eq!(klaas.post(&scene.alpha, &more).await, 202);
        scene.decide(scene.waiting().await[0], true).await;
        assert_eq!(klaas.post(&scene.alpha, &klaas.fixture("delete_person", &[])).await, 202);
        assert!(scene.thread().await.is_empty());
        assert!(actors::find(scene.alpha.db(), &klaas.ap_id).await.unwrap().is_none());
        // Mastodon tells everybody of everyone who goes; nobody looks for a stranger.
        let fetches = klaas.fetches(&scene.world);
        let mut gone = klaas.fixture("delete_person", &[]);
        gone["id"] = json!("http://mastodon.test/users/klaas#delete-2");
        assert_eq!(klaas.post(&scene.alpha, &gone).await, 202);
        assert_eq!(klaas.fetches(&scene.world), fetches);
    }

    async fn a_moderator_refuses_hides_removes_and_bans(engine) {
        let scene = scene(engine).await;
        let (klaas, id) = answered(&scene).await;
        let (db, anna) = (scene.alpha.db(), &scene.anna);
        let member = crate::federation::groups::colleague(&scene.alpha, "Mo").await;
        crate::groups::join(db, &member, scene.group).await.unwrap();
        let decided = db.write(async |tx| domain::outside::answers::decide(tx, &member, id, true).await).await;
        assert_eq!(crate::groups::key(decided), "error-moderators-only");
        scene.decide(id, false).await;
        assert!(scene.waiting().await.is_empty() && scene.thread().await.is_empty());

        let mut more = klaas.fixture("create_note", &scene.words());
        more["id"] = json!("http://mastodon.test/2");
        more["object"]["id"] = json!("http://mastodon.test/users/klaas/statuses/2");
        assert_eq!(klaas.post(&scene.alpha, &more).await, 202);
        let id = scene.waiting().await[0];
        scene.decide(id, true).await;
        let reported = db.write(async |tx| {
            moderate::report(tx, &member, Piece::Comment(id), moderate::Reason::Spam, "", None).await
        }).await;
        assert!(reported.is_ok(), "reported like any comment");
        let hide = async |measure| {
            db.write(async |tx| moderate::moderate(tx, anna, Piece::Comment(id), measure, "Reclame").await).await.unwrap();
        };
        hide(domain::acts::Measure::Hide).await;
        assert!(scene.thread().await.is_empty());
        hide(domain::acts::Measure::Show).await;
        assert_eq!(scene.thread().await.len(), 1);
        hide(domain::acts::Measure::Remove).await;
        assert!(scene.thread().await.is_empty());

        let author = actors::find(db, &klaas.ap_id).await.unwrap().unwrap().person_id.unwrap();
        db.write(async |tx| groups::members::ban(tx, anna, scene.group, author, "Reclame", None).await).await.unwrap();
        more["id"] = json!("http://mastodon.test/3");
        more["object"]["id"] = json!("http://mastodon.test/users/klaas/statuses/3");
        assert_eq!(klaas.post(&scene.alpha, &more).await, 403);
        assert!(scene.waiting().await.is_empty());
    }

    async fn answers_appear_at_once_where_an_administrator_wants_it(engine) {
        let scene = scene(engine).await;
        choose(&scene.alpha, Opening { is_open: true, answers_appear: true }).await;
        let klaas = Outsider::on_mastodon(&scene.world);
        assert_eq!(klaas.post(&scene.alpha, &klaas.fixture("create_note", &scene.words())).await, 202);
        assert_eq!(scene.thread().await.len(), 1);
        assert!(scene.waiting().await.is_empty());
        let mut update = klaas.fixture("update_note", &scene.words());
        update["object"]["summary"] = json!("Hoog <water>");
        assert_eq!(klaas.post(&scene.alpha, &update).await, 202);
        let html = scene.thread().await.remove(0).1;
        assert!(html.starts_with("<p>Hoog &lt;water&gt;</p>") && html.contains("drie meter"), "its warning above it: {html}");
    }

    async fn other_followers_hear_of_an_answer_and_of_its_end(engine) {
        let scene = scene(engine).await;
        let wim = Outsider::on_lemmy(&scene.world);
        wim.post(&scene.alpha, &wim.fixture("follow", &scene.words())).await;
        let (_klaas, id) = answered(&scene).await;
        let before = wim.received(&scene.world, &scene.alpha).await.len();
        scene.decide(id, true).await;
        let received = wim.received(&scene.world, &scene.alpha).await.split_off(before);
        let address = json!("http://mastodon.test/users/klaas/statuses/113");
        assert_eq!((received.len(), &received[0]["object"]), (1, &address));
        let anna = &scene.anna;
        let remove = async |tx: &mut domain::Tx| {
            moderate::moderate(tx, anna, Piece::Comment(id), domain::acts::Measure::Remove, "Reclame").await
        };
        scene.alpha.db().write(remove).await.unwrap();
        settle(&[&scene.alpha]).await;
        let last = wim.received(&scene.world, &scene.alpha).await.pop().unwrap();
        assert_eq!((&last["type"], &last["object"]["id"]), (&json!("Undo"), &received[0]["id"]));
    }

    async fn a_host_that_becomes_a_peer_is_one_from_then_on(engine) {
        let scene = scene(engine).await;
        let evil = EvilPeer::plug(&scene.world, "evil.test");
        evil.befriend(&scene.alpha).await;
        let klaas = Outsider::at(&scene.world, "evil.test");
        assert_eq!(klaas.post(&scene.alpha, &klaas.fixture("follow", &scene.words())).await, 401);
        assert_eq!(scene.followers().await, 0);
        scene.alpha.choose(scene.anna.person_id().unwrap(), Scope::Network).await;
        assert_eq!(scene.thread_for(&Principal::Anonymous).await.len(), 0);
    }
}
