//! Groups under attack: a peer that speaks for others, forges, widens, floods, or comes in where it has no member.

use domain::acts::Measure;
use domain::db::sql;
use domain::groups::members::{self, Role};
use domain::groups::{self, JoinPolicy};
use domain::groups::{desk, measures};
use domain::items::kinds::file;
use domain::items::moderate::{self, ReportState};
use domain::items::{self, Kind, Piece};
use domain::people;
use domain::{Audience, GroupId, Principal, inbox};
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::evil::{Answer, EvilPeer, ask};
use plein_tests::site::{Site, World, settle};
use serde_json::{Value, json};

use super::groups::{colleague, copy_at, feed, named, rest};
use crate::groups::{create, edit, item, join, open, post};

struct Scene {
    world: World,
    alpha: Site,
    evil: EvilPeer,
    anna: Principal,
    group: GroupId,
    ap_id: String,
}

/// Alpha hosts a group that is open to join and whose content is for members; evil is an approved peer.
async fn scene(engine: Engine) -> Scene {
    let world = World::new(engine);
    let alpha = world.site("alpha.test").await;
    let evil = EvilPeer::plug(&world, "evil.test");
    evil.befriend(&alpha).await;
    let anna = colleague(&alpha, "Anna").await;
    let edit = edit("Beraad", JoinPolicy::Open, Audience::Network, Audience::Group);
    let group = create(alpha.db(), &anna, edit).await;
    let ap_id = groups::find(alpha.db(), group).await.unwrap().ap_id;
    Scene { world, alpha, evil, anna, group, ap_id }
}

/// A group that evil hosts, as alpha knows it.
pub async fn trap(alpha: &Site, evil: &EvilPeer) -> GroupId {
    let group = evil.url("/ap/group/1");
    let document = json!({
        "id": group, "type": "Group", "preferredUsername": "valstrik", "name": "Valstrik", "inbox": evil.url("/inbox"),
        "followers": format!("{group}/followers"), "manuallyApprovesFollowers": false, "published": "2026-11-01T09:00:00Z",
        "joinPolicy": "open", "listedFor": "network", "contentFor": "network", "memberCount": 1,
        "organisationCount": 1, "version": 1, "changes": format!("{group}/changes")
    });
    let page = json!({ "id": evil.url("/directory/groups"), "type": "OrderedCollectionPage", "orderedItems": [document] });
    evil.answer("/directory/groups", Answer::document(&page));
    let nudge = evil.activity(
        "list",
        "Announce",
        json!({ "type": "Collection", "id": evil.url("/directory/groups") }),
    );
    assert_eq!(evil.post(alpha, &nudge).await, 202);
    settle(&[alpha]).await;
    groups::find_by_ap_id(alpha.db(), &group).await.unwrap().expect("it is listed").id
}

impl Scene {
    async fn send(&self, activity: &Value) {
        assert_eq!(self.evil.post(&self.alpha, activity).await, 202);
        settle(&[&self.alpha]).await;
    }

    /// Mallory of evil becomes a member, which is anybody's right here.
    async fn mallory_joins(&self) {
        let follow = self.evil.said("mallory", "follow-1", "Follow", &self.ap_id, json!(self.ap_id));
        self.send(&follow).await;
        assert_eq!(groups::find(self.alpha.db(), self.group).await.unwrap().member_count, 2);
    }

    async fn create(&self, name: &str, text: &str) {
        let object = self.evil.post_by("mallory", name, &self.ap_id, text);
        let said = self.evil.said("mallory", &format!("create-{name}"), "Create", &self.ap_id, object);
        self.send(&said).await;
    }

    async fn feed(&self) -> Vec<String> {
        feed(&self.alpha, &self.anna, self.group).await
    }
}

both_engines! {
    async fn whoever_is_no_member_writes_nothing_and_is_told_so(engine) {
        let scene = scene(engine).await;
        scene.create("een", "Hallo").await;
        assert!(scene.feed().await.is_empty());
        let told = scene.world.network.seen();
        assert!(told.iter().any(|seen| seen.to == "evil.test" && seen.path == "/inbox"), "a refusal with its reason");
        scene.mallory_joins().await;
        scene.create("twee", "Hallo").await;
        assert_eq!(scene.feed().await, ["twee"]);
    }

    async fn nobody_moderates_confirms_appeals_or_invites_in_the_name_of_another(engine) {
        let scene = scene(engine).await;
        let (db, evil, ap_id) = (scene.alpha.db(), &scene.evil, scene.ap_id.as_str());
        let other = EvilPeer::plug(&scene.world, "other.test");
        other.befriend(&scene.alpha).await;
        post(db, &scene.anna, item(scene.group, Kind::Status, Audience::Group, "", "Blijft staan")).await.unwrap();
        let stays = named(&scene.alpha, &scene.anna, scene.group, "Blijft staan").await;

        // As if the group itself had said it, and as a member who looks after nothing.
        let mut removal = evil.activity("remove-1", "Remove", json!(stays.ap_id));
        (removal["actor"], removal["audience"], removal["target"]) =
            (json!(ap_id), json!(ap_id), json!(format!("{ap_id}/content")));
        assert_eq!(evil.post(&scene.alpha, &removal).await, 400, "its key is not the group's");
        scene.mallory_joins().await;
        let mut removal = evil.said("mallory", "remove-2", "Remove", ap_id, json!(stays.ap_id));
        removal["target"] = json!(format!("{ap_id}/content"));
        evil.prove(&mut removal);
        scene.send(&removal).await;
        assert_eq!(scene.feed().await, ["Blijft staan"]);
        assert!(measures::list(db, &scene.anna, scene.group, None, 10).await.unwrap().is_empty());

        // A measure that evil is told of is confirmed by evil, not by somebody who was told nothing.
        scene.create("weg", "Weg hiermee").await;
        let gone = named(&scene.alpha, &scene.anna, scene.group, "weg").await;
        db.write(async |tx| moderate::moderate(tx, &scene.anna, Piece::Item(gone.id), Measure::Hide, "Nee").await).await.unwrap();
        settle(&[&scene.alpha]).await;
        let taken = measures::list(db, &scene.anna, scene.group, None, 10).await.unwrap().remove(0);
        let told: String = domain::db::sql("select activity_id from measure_receipt").scalar(db).await.unwrap();
        let confirmed = async || measures::list_receipts(db, &[taken.id]).await.unwrap()[0].confirmed_at.is_some();
        assert_eq!(other.post(&scene.alpha, &other.activity("receipt", "Accept", json!(told))).await, 202);
        settle(&[&scene.alpha]).await;
        assert!(!confirmed().await);

        // Nor does anyone appeal but whom it concerns, nor under the address of another's instance.
        let appeals = async || groups::appeals::list(db, &scene.anna, scene.group, 10).await.unwrap().len();
        let appeal = |who: &str, name: &str, told: &str, origin: &str| {
            let object = json!({ "id": told, "appeal": format!("http://{origin}/ap/appeal/{name}") });
            let mut flag = evil.said(who, name, "Flag", ap_id, object);
            flag["content"] = json!("Onterecht");
            evil.prove(&mut flag);
            flag
        };
        scene.send(&appeal("eve", "appeal-1", &told, "evil.test")).await;
        scene.send(&appeal("mallory", "appeal-2", "http://alpha.test/ap/activity/none", "evil.test")).await;
        scene.send(&appeal("mallory", "appeal-3", &told, "other.test")).await;
        assert_eq!(appeals().await, 0);
        scene.send(&appeal("mallory", "appeal-4", &told, "evil.test")).await;
        assert_eq!(appeals().await, 1, "whom it concerns is heard");

        // Whoever is no member has no mails sent, and nobody more than a list may hold.
        let mails = async || -> i64 {
            domain::db::sql("select count(*) from mail where template = 'group-invitation'").scalar(db).await.unwrap()
        };
        scene.send(&evil.said("eve", "invite-1", "Invite", ap_id, json!(["mailto:a@x.example"]))).await;
        scene.send(&evil.said("mallory", "invite-2", "Invite", ap_id, json!(["mailto:geen adres"]))).await;
        assert_eq!(mails().await, 0);
        assert_eq!(evil.post(&scene.alpha, &evil.activity("receipt", "Accept", json!(told))).await, 202);
        settle(&[&scene.alpha]).await;
        assert!(confirmed().await, "who was told confirms");
    }

    async fn files_are_told_of_by_whoever_wrote_and_no_further(engine) {
        let scene = scene(engine).await;
        scene.mallory_joins().await;
        let (db, group) = (scene.alpha.db(), scene.group);
        let document = |id: &str| json!({ "type": "Document", "id": id, "name": "../x.pdf", "mediaType": "application/pdf", "size": 9, "plein:digest": "a".repeat(64) });
        let shared = |name: &str, folder: &str, attachment: Vec<Value>| {
            let mut object = scene.evil.post_by("mallory", name, &scene.ap_id, "");
            (object["type"], object["plein:kind"]) = (json!("Document"), json!("file"));
            (object["plein:folder"], object["attachment"]) = (json!(folder), json!(attachment));
            scene.evil.said("mallory", &format!("create-{name}"), "Create", &scene.ap_id, object)
        };
        // Without a file there is none to share, nor with one of another's.
        scene.send(&shared("leeg", "Beleid", Vec::new())).await;
        scene.send(&shared("vreemd", "Beleid", vec![document("http://alpha.test/ap/file/1"), document("http://third.test/ap/file/1")])).await;
        assert!(scene.feed().await.is_empty());
        scene.send(&shared("goed", "Beleid", vec![document("http://evil.test/ap/file/1")])).await;
        for (name, folder) in [("diep", "a/b/c/d"), ("lang", "x".repeat(61).as_str())] {
            scene.send(&shared(name, folder, vec![document(&format!("http://evil.test/ap/file/{name}"))])).await;
        }
        let titles = async |folder: &'static str| {
            let found = file::list(db, &scene.anna, group, folder, file::Order::Name).await.unwrap();
            found.into_iter().map(|item| item.title).collect::<Vec<_>>()
        };
        assert_eq!((titles("Beleid").await, titles("").await), (vec!["goed".to_owned()], vec!["diep".to_owned(), "lang".to_owned()]));
        // A comment names the file of the item as its own, and more than anybody reads.
        let item = file::list(db, &scene.anna, group, "Beleid", file::Order::Name).await.unwrap().remove(0);
        let mut comment = scene.evil.post_by("mallory", "reactie", &scene.ap_id, "Zie bijlage");
        (comment["type"], comment["plein:kind"]) = (json!("Note"), json!("comment"));
        (comment["inReplyTo"], comment["context"]) = (json!(item.ap_id), json!(item.ap_id));
        let many = (0..30).map(|n| document(&format!("http://evil.test/ap/file/many-{n}")));
        let named: Vec<Value> = std::iter::once(document("http://evil.test/ap/file/1")).chain(many).collect();
        comment["attachment"] = json!(named);
        scene.send(&scene.evil.said("mallory", "create-reactie", "Create", &scene.ap_id, comment)).await;
        let below = items::comments::list(db, &scene.anna, item.id, None, 10).await.unwrap();
        let files = domain::files::list_of_comments(db, &[below[0].id]).await.unwrap();
        assert!(files.len() < 20 && files.iter().all(|file| file.ap_id.contains("many-") && file.name == "x.pdf"));
        assert_eq!(domain::files::list_of_items(db, &[item.id]).await.unwrap().len(), 1);
    }

    async fn nobody_speaks_in_the_name_of_another(engine) {
        let scene = scene(engine).await;
        scene.mallory_joins().await;
        let bad = |change: fn(&mut Value, &Scene)| {
            let mut object = scene.evil.post_by("mallory", "vals", &scene.ap_id, "Hallo");
            change(&mut object, &scene);
            object
        };
        let forged = [
            bad(|object, scene| object["attributedTo"] = json!(format!("http://alpha.test/ap/person/{}", scene.anna.person_id().unwrap()))),
            bad(|object, _| object["attributedTo"] = json!("http://evil.test/ap/person/other")),
            bad(|object, _| object["id"] = json!("http://alpha.test/ap/item/1")),
            bad(|object, _| object["id"] = json!("http://third.test/ap/item/1")),
        ];
        for (at, object) in forged.into_iter().enumerate() {
            let said = scene.evil.said("mallory", &format!("forged-{at}"), "Create", &scene.ap_id, object);
            scene.send(&said).await;
        }
        // The actor of another origin does not even come in.
        let mut said = scene.evil.said("mallory", "as-anna", "Create", &scene.ap_id, scene.evil.post_by("mallory", "vals", &scene.ap_id, "x"));
        said["actor"] = json!(format!("http://alpha.test/ap/person/{}", scene.anna.person_id().unwrap()));
        assert_eq!(scene.evil.post(&scene.alpha, &said).await, 400);
        assert!(scene.feed().await.is_empty());
    }

    async fn without_a_proof_that_fits_nothing_is_kept(engine) {
        let scene = scene(engine).await;
        scene.mallory_joins().await;
        let object = scene.evil.post_by("mallory", "zonder", &scene.ap_id, "Hallo");
        let mut bare = scene.evil.said("mallory", "bare", "Create", &scene.ap_id, object.clone());
        bare.as_object_mut().unwrap().remove("proof");
        scene.send(&bare).await;
        let mut changed = scene.evil.said("mallory", "changed", "Create", &scene.ap_id, object);
        changed["object"]["source"]["content"] = json!("Iets anders");
        scene.send(&changed).await;
        assert!(scene.feed().await.is_empty());
        assert_eq!(inbox::count(scene.alpha.db()).await.unwrap().1, 2, "kept with their errors for the administrator");
    }

    async fn nobody_changes_or_deletes_what_another_wrote(engine) {
        let scene = scene(engine).await;
        scene.mallory_joins().await;
        let id = post(scene.alpha.db(), &scene.anna, item(scene.group, Kind::Discussion, Audience::Group, "Van Anna", "Echt")).await.unwrap();
        let mine = items::find(scene.alpha.db(), &scene.anna, id).await.unwrap();
        scene.send(&scene.evil.said("mallory", "del", "Delete", &scene.ap_id, json!(mine.ap_id))).await;
        let mut object = scene.evil.post_by("mallory", "x", &scene.ap_id, "Overschreven");
        object["id"] = json!(mine.ap_id);
        scene.send(&scene.evil.said("mallory", "upd", "Update", &scene.ap_id, object)).await;
        for (name, place) in [("hide", "visible"), ("remove", "content"), ("pin", "pinned"), ("lock", "locked")] {
            let mut said = scene.evil.said("mallory", name, if place == "pinned" || place == "locked" { "Add" } else { "Remove" }, &scene.ap_id, json!(mine.ap_id));
            said["target"] = json!(format!("{}/{place}", scene.ap_id));
            said["content"] = json!("zomaar");
            scene.evil.prove(&mut said);
            scene.send(&said).await;
        }
        let after = items::find(scene.alpha.db(), &scene.anna, id).await.unwrap();
        assert_eq!((after.body.as_str(), after.hidden_at, after.pinned_at, after.locked_at), ("Echt", None, None, None));
    }

    async fn nobody_makes_himself_more_than_a_member(engine) {
        let scene = scene(engine).await;
        scene.mallory_joins().await;
        let her = people::find_by_ap_id(scene.alpha.db(), "http://evil.test/ap/person/mallory").await.unwrap().unwrap().id;
        for place in ["owners", "moderators"] {
            let mut said = scene.evil.said("mallory", place, "Add", &scene.ap_id, json!("http://evil.test/ap/person/mallory"));
            said["target"] = json!(format!("{}/{place}", scene.ap_id));
            scene.evil.prove(&mut said);
            scene.send(&said).await;
        }
        let row = members::find(scene.alpha.db(), scene.group, her).await.unwrap().unwrap();
        assert_eq!(row.role, Role::Member);
    }

    async fn a_plain_member_decides_nothing_about_reports_and_sees_no_desk(engine) {
        let scene = scene(engine).await;
        let (db, evil, ap_id) = (scene.alpha.db(), &scene.evil, scene.ap_id.as_str());
        scene.mallory_joins().await;
        post(db, &scene.anna, item(scene.group, Kind::Status, Audience::Group, "", "Blijft staan")).await.unwrap();
        let stays = named(&scene.alpha, &scene.anna, scene.group, "Blijft staan").await;
        let report = evil.url("/ap/report/1");
        let flag = json!({ "id": stays.ap_id, "report": report, "reason": "spam" });
        scene.send(&evil.said("mallory", "flag", "Flag", ap_id, flag)).await;
        for (kind, object) in [
            ("Reject", json!({ "type": "Flag", "report": report })),
            ("Accept", json!({ "type": "Flag", "report": report })),
            ("Accept", json!({ "type": "Flag", "appeal": evil.url("/ap/appeal/none") })),
        ] {
            scene.send(&evil.said("mallory", &format!("decide-{kind}-{}", object.to_string().len()), kind, ap_id, object)).await;
        }
        let reports = moderate::list_reports(db, &scene.anna, Some(scene.group), 10).await.unwrap();
        assert_eq!(reports.iter().map(|report| report.state).collect::<Vec<_>>(), [ReportState::Open]);
        let path = format!("/ap/group/{}/desk", scene.group);
        assert_eq!(ask(&scene.alpha, evil.asks(&scene.alpha, &path)).await.0, 404, "a member there is not enough");
    }

    async fn a_desk_that_a_host_makes_up_is_kept_within_bounds(engine) {
        let world = World::new(engine);
        let alpha = world.site("alpha.test").await;
        let evil = EvilPeer::plug(&world, "evil.test");
        evil.befriend(&alpha).await;
        let anna = colleague(&alpha, "Anna").await;
        let copy = trap(&alpha, &evil).await;
        join(alpha.db(), &anna, copy).await.unwrap();
        alpha.db().write(async |tx| sql("update membership set state = 'active', role = 'moderator'").execute(tx).await).await.unwrap();
        let url = evil.url("/ap/group/1/desk");
        let request = |name: &str| json!({ "who": { "ap_id": evil.url("/ap/person/x"), "name": name, "organisation": "Evil" },
            "answer": "x".repeat(20_000), "since": 0, "is_first": false });
        let with = |id: &str, requests: Vec<Value>| json!({ "id": id, "desk": { "requests": requests, "reports": [], "appeals": [], "bans": [], "log": [] } });
        let mut told = 0;
        let mut tell = async |document: Value| {
            told += 1;
            evil.answer("/ap/group/1/desk", Answer::document(&document));
            let mut nudge = evil.activity(&format!("desk-{told}"), "Update", json!({ "type": "Collection", "id": url }));
            (nudge["actor"], nudge["audience"]) = (json!(evil.url("/ap/group/1")), json!(evil.url("/ap/group/1")));
            assert_eq!(evil.post(&alpha, &nudge).await, 202);
            settle(&[&alpha]).await;
            desk::find(alpha.db(), &anna, copy).await.unwrap()
        };
        assert_eq!(tell(json!({ "id": url, "desk": 7 })).await, None, "what is no desk");
        assert_eq!(tell(with("http://evil.test/ap/group/2/desk", vec![request("A")])).await, None, "that of another group");
        let kept = tell(with(&url, (0..300).map(|_| request("A\u{202e}nna\u{0}")).collect())).await.expect("bounded");
        assert_eq!((kept.requests.len(), kept.requests[0].who.name.as_str()), (desk::PEOPLE_MAX, "Anna"));
        assert!(kept.requests[0].answer.chars().count() <= 2_000);
    }

    async fn one_audience_is_not_widened_and_scripts_stay_text(engine) {
        let scene = scene(engine).await;
        scene.mallory_joins().await;
        let mut object = scene.evil.post_by("mallory", "<script>alert(1)</script>", &scene.ap_id, "<img src=x onerror=alert(1)> [klik](javascript:alert(1))");
        object["visibleTo"] = json!("public");
        object["content"] = json!("<script>alert(2)</script>");
        scene.send(&scene.evil.said("mallory", "wide", "Create", &scene.ap_id, object)).await;
        let found = items::lists::list(scene.alpha.db(), &scene.anna, &items::Scope::Group(scene.group), None, None, 10).await.unwrap();
        assert_eq!(found[0].audience, Audience::Group);
        for bad in ["<script", "<img", "href=\"javascript"] {
            assert!(!found[0].html.contains(bad), "{}", found[0].html);
        }
    }

    async fn floods_and_nonsense_are_refused(engine) {
        let scene = scene(engine).await;
        scene.mallory_joins().await;
        let mut poll = scene.evil.post_by("mallory", "poll", &scene.ap_id, "");
        poll["type"] = json!("Question");
        poll["plein:kind"] = json!("poll");
        poll["oneOf"] = (0..10_000).map(|n| json!({ "type": "Note", "name": format!("optie {n}") })).collect();
        assert_ne!(scene.evil.post(&scene.alpha, &scene.evil.said("mallory", "poll", "Create", &scene.ap_id, poll)).await, 500);
        settle(&[&scene.alpha]).await;
        scene.create("lang", &"x".repeat(200_000)).await;
        for (at, object) in [json!(null), json!([]), json!({}), json!(7), json!({ "id": ["a"] }), json!("x".repeat(5_000))].into_iter().enumerate() {
            for kind in ["Create", "Update", "Delete", "Like", "Undo", "Add", "Remove", "Block", "Flag", "Invite", "Accept", "Reject", "Announce", "plein:Vote", "Follow", "Nonsense"] {
                let said = scene.evil.said("mallory", &format!("{kind}-{at}"), kind, &scene.ap_id, object.clone());
                assert_eq!(scene.evil.post(&scene.alpha, &said).await, 202, "{kind} {object}");
            }
        }
        settle(&[&scene.alpha]).await;
        assert!(scene.feed().await.is_empty());
    }

    async fn what_a_host_says_of_its_group_counts_there_alone(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let evil = EvilPeer::plug(&world, "evil.test");
        evil.befriend(&beta).await;
        let (anna, bea) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await);
        let group = open(alpha.db(), &anna, "Samen").await;
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        post(alpha.db(), &anna, item(group, Kind::Status, Audience::Network, "", "Echt")).await.unwrap();
        settle(&[&alpha, &beta]).await;
        let ap_id = groups::find(alpha.db(), group).await.unwrap().ap_id;
        let follow = members::find(beta.db(), copy, bea.person_id().unwrap()).await.unwrap().unwrap().follow_id.unwrap();
        let real = named(&beta, &bea, copy, "Echt").await;
        // Evil speaks of alpha's group: with its own name as the group's, and as a person of its own.
        let lies = [
            json!({ "type": "Reject", "object": follow }),
            json!({ "type": "Delete", "object": ap_id }),
            json!({ "type": "Announce", "sequence": 99, "previous": 0, "epoch": "x",
                "object": { "type": "Remove", "sequence": 99, "plein:kind": "item", "object": real.ap_id } }),
        ];
        for (at, lie) in lies.into_iter().enumerate() {
            for actor in ["http://evil.test/ap/group/1", "http://evil.test/ap/person/m"] {
                let mut said = lie.clone();
                said["id"] = json!(evil.url(&format!("/ap/activity/{at}-{}", actor.len())));
                said["actor"] = json!(actor);
                said["audience"] = json!(ap_id);
                assert_eq!(evil.post(&beta, &said).await, 202);
            }
        }
        settle(&[&beta]).await;
        assert!(groups::enter(beta.db(), &bea, copy).await.unwrap().is_member());
        assert_eq!(feed(&beta, &bea, copy).await, ["Echt"]);
        // And the content of the group is not for it, by any address.
        for path in [format!("/ap/group/{group}/changes"), format!("/ap/group/{group}/changes?after=0")] {
            assert_eq!(ask(&alpha, evil.asks(&alpha, &path)).await.0, 404, "{path}");
        }
    }

    async fn a_host_that_lies_in_its_feed_is_believed_for_its_own_people_alone(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let evil = EvilPeer::plug(&world, "evil.test");
        evil.befriend(&alpha).await;
        let anna = colleague(&alpha, "Anna").await;
        let group = evil.url("/ap/group/1");
        let bea = people::find(beta.db(), beta.person("Bea", people::Scope::Network).await).await.unwrap();
        let copy = trap(&alpha, &evil).await;
        join(alpha.db(), &anna, copy).await.unwrap();
        settle(&[&alpha]).await;
        let follow = members::find(alpha.db(), copy, anna.person_id().unwrap()).await.unwrap().unwrap().follow_id.unwrap();
        // Its feed: one honest post, one in the name of Bea of beta without a proof of beta, one with evil's own proof.
        let honest = evil.said("mallory", "a", "Create", &group, evil.post_by("mallory", "Eerlijk", &group, "Hallo"));
        let forged = |name: &str, is_proven: bool| {
            let mut object = evil.post_by("x", name, &group, "Ik ben Bea");
            object["id"] = json!(format!("http://beta.test/ap/item/{name}"));
            object["attributedTo"] = json!(bea.ap_id);
            let mut said = evil.said("x", name, "Create", &group, object);
            said["actor"] = json!({ "id": bea.ap_id, "type": "Person", "preferredUsername": "bea", "name": "Bea",
                "inbox": "http://beta.test/inbox", "outbox": "http://beta.test/outbox" });
            said.as_object_mut().unwrap().remove("proof");
            if is_proven {
                evil.prove(&mut said);
            }
            said
        };
        let entry = |sequence: i64, object: Value| json!({ "type": "Update", "sequence": sequence, "plein:kind": "item", "object": object });
        let path = "/ap/group/1/changes?after=0";
        let feed_page = json!({
            "id": evil.url(path), "type": "OrderedCollectionPage", "epoch": "1", "sequence": 3,
            "orderedItems": [entry(1, honest), entry(2, forged("Vals1", false)), entry(3, forged("Vals2", true))],
            // It hands out keys of its own for beta, which alpha knows better.
            "instances": [evil.actor()]
        });
        evil.answer(path, Answer::document(&feed_page));
        let accept = json!({ "id": evil.url("/ap/activity/accept-1"), "type": "Accept", "actor": group, "audience": group, "object": follow });
        assert_eq!(evil.post(&alpha, &accept).await, 202);
        settle(&[&alpha]).await;
        assert_eq!(feed(&alpha, &anna, copy).await, ["Eerlijk"]);
    }

    async fn an_accept_that_nobody_asked_for_makes_nobody_a_member(engine) {
        let world = World::new(engine);
        let alpha = world.site("alpha.test").await;
        let evil = EvilPeer::plug(&world, "evil.test");
        evil.befriend(&alpha).await;
        let group = evil.url("/ap/group/1");
        let accept = json!({ "id": evil.url("/ap/activity/a"), "type": "Accept", "actor": group, "audience": group, "object": "http://alpha.test/ap/activity/none" });
        assert_eq!(evil.post(&alpha, &accept).await, 202);
        settle(&[&alpha]).await;
        assert!(groups::find_by_ap_id(alpha.db(), &group).await.unwrap().is_none());
        assert_eq!(inbox::count(alpha.db()).await.unwrap(), (0, 1));
    }
}
