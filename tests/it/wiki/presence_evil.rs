//! Who is changing a page, asked and told dishonestly: a member's instance that speaks for others, a host that does, and askers
//! who have no part in it.

use domain::groups::{self, JoinPolicy, members};
use domain::wiki::{self, Page, Rights, editing};
use domain::{Audience, GroupId, Principal, people};
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::evil::{Answer, EvilPeer, ask};
use plein_tests::site::{Site, World, settle};
use serde_json::{Value, json};

use super::evil::version;
use super::made;
use super::presence::others;
use crate::federation::evil_groups::trap;
use crate::federation::groups::{colleague, copy_at, rest};
use crate::groups::{create, edit, join, open};

/// Alpha hosts a network with one page; Bea of beta and Mallory of evil are members, and Trudy of evil was one.
struct Scene {
    world: World,
    alpha: Site,
    beta: Site,
    evil: EvilPeer,
    anna: Principal,
    bea: Principal,
    group: GroupId,
    ap_id: String,
    page: Page,
}

async fn scene(engine: Engine) -> Scene {
    let world = World::new(engine);
    let (alpha, beta) = world.peers().await;
    let evil = EvilPeer::plug(&world, "evil.test");
    evil.befriend(&alpha).await;
    evil.befriend(&beta).await;
    let (anna, bea) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await);
    let closed = edit("Beraad", JoinPolicy::Open, Audience::Network, Audience::Group);
    let group = create(alpha.db(), &anna, closed).await;
    rest(&world, &[&alpha, &beta]).await;
    join(beta.db(), &bea, copy_at(&beta, &alpha, group).await).await.unwrap();
    let ap_id = groups::find(alpha.db(), group).await.unwrap().ap_id;
    let page = made(alpha.db(), &anna, group, "Termijn", "Vier weken.").await;
    let scene = Scene { world, alpha, beta, evil, anna, bea, group, ap_id, page };
    for who in ["mallory", "trudy"] {
        let follow =
            scene.evil.said(who, &format!("follow-{who}"), "Follow", &scene.ap_id, json!(scene.ap_id));
        scene.send(&follow).await;
    }
    let undo = json!({ "type": "Follow", "object": scene.ap_id });
    scene.send(&scene.evil.said("trudy", "undo", "Undo", &scene.ap_id, undo)).await;
    assert_eq!(groups::find(scene.alpha.db(), group).await.unwrap().member_count, 3);
    scene
}

impl Scene {
    async fn settle(&self) {
        settle(&[&self.alpha, &self.beta]).await;
    }

    async fn send(&self, activity: &Value) {
        assert_eq!(self.evil.post(&self.alpha, activity).await, 202);
        self.settle().await;
    }

    /// Evil says that something changed about who is at a page.
    async fn nudge(&self, name: &str, group: &str, page: &str) {
        let object = json!({ "type": "Collection", "id": format!("{page}/editing") });
        let mut said = self.evil.activity(name, "Update", object);
        said["audience"] = json!(group);
        self.send(&said).await;
    }

    /// The address at which alpha asks evil.
    fn path(&self) -> String {
        let page = self.page.ap_id.replace(':', "%3A").replace('/', "%2F");
        format!("/ap/editing?page={page}")
    }

    fn list(&self, people: &[String]) -> Value {
        let people: Vec<_> = people.iter().map(|id| json!({ "id": id })).collect();
        json!({ "id": self.evil.url(&self.path()), "people": people })
    }

    async fn seen(&self) -> Vec<String> {
        others(self.alpha.db(), &self.anna, self.page.id).await
    }

    fn count_asked(&self) -> usize {
        let seen = self.world.network.seen();
        seen.iter().filter(|one| one.to == "evil.test" && one.path.contains("editing")).count()
    }

    async fn begins(&self) {
        let (db, page) = (self.alpha.db(), self.page.id);
        db.write(async |tx| editing::begin(tx, &self.anna, page, editing::OPENED).await).await.unwrap();
    }
}

async fn address(site: &Site, who: &Principal) -> String {
    people::find(site.db(), who.acting_person().unwrap()).await.unwrap().ap_id
}

both_engines! {
    async fn an_instance_speaks_for_its_own_people_alone(engine) {
        let scene = scene(engine).await;
        let evil = &scene.evil;
        let mallory = evil.url("/ap/person/mallory");
        let honest = scene.list(std::slice::from_ref(&mallory));
        let bea = address(&scene.beta, &scene.bea).await;
        let carl = colleague(&scene.alpha, "Carl").await;
        join(scene.alpha.db(), &carl, scene.group).await.unwrap();
        let carl = address(&scene.alpha, &carl).await;
        let many: Vec<_> = (0..1000).map(|n| evil.url(&format!("/ap/person/{n}"))).chain([mallory.clone()]).collect();
        let huge = json!({ "id": evil.url(&scene.path()), "people": [{ "id": mallory }], "more": "x".repeat(5_000_000) });
        let other = json!({ "id": evil.url("/ap/editing?page=x"), "people": [{ "id": mallory }] });
        let nested = json!({ "id": evil.url(&scene.path()), "people": [{ "id": { "id": mallory } }] });
        let cases = [
            ("honest", Answer::document(&honest), true),
            ("of another organisation", Answer::document(&scene.list(&[bea])), false),
            ("of ours", Answer::document(&scene.list(&[carl])), false),
            ("no member any more", Answer::document(&scene.list(&[evil.url("/ap/person/trudy")])), false),
            ("nobody known", Answer::document(&scene.list(&[evil.url("/ap/person/x"), "x".repeat(3_000), String::new()])), false),
            ("a thousand", Answer::document(&scene.list(&many)), false),
            ("behind twenty", Answer::document(&scene.list(&many[980..])), false),
            ("huge", Answer::document(&huge), false),
            ("another page's", Answer::document(&other), false),
            ("unreadable", Answer::document(&nested), false),
            ("unsigned", Answer { is_signed: false, ..Answer::document(&honest) }, false),
            ("not there", Answer::status(404), false),
            ("twice", Answer::document(&scene.list(&[mallory.clone(), mallory.clone()])), true),
        ];
        for (at, (name, answer, is_shown)) in cases.into_iter().enumerate() {
            scene.world.advance_seconds(151);
            evil.answer(&scene.path(), answer);
            let before = scene.count_asked();
            scene.nudge(&format!("nudge-{at}"), &scene.ap_id, &scene.page.ap_id).await;
            assert_eq!(scene.count_asked(), before + 1, "{name}: asked once, whatever the answer");
            assert_eq!(scene.seen().await == ["mallory, Evil"], is_shown, "{name}: {:?}", scene.seen().await);
            assert!(is_shown || scene.seen().await.is_empty(), "{name}");
        }
        // None of it is held against an organisation: what lies here is over in a minute.
        assert!(scene.alpha.peer("evil.test").await.is_active());
    }

    async fn a_nudge_about_what_is_not_theirs_asks_nothing(engine) {
        let scene = scene(engine).await;
        let (alpha, anna) = (&scene.alpha, &scene.anna);
        let elsewhere = open(alpha.db(), anna, "Elders").await;
        let other = made(alpha.db(), anna, elsewhere, "Geheim", "Niet voor evil").await;
        let theirs = groups::find(alpha.db(), elsewhere).await.unwrap().ap_id;
        let long = format!("http://alpha.test/{}", "x".repeat(5_000));
        for (at, (group, page)) in [
            (&theirs, &other.ap_id), // no member there
            (&scene.ap_id, &other.ap_id),
            (&theirs, &scene.page.ap_id),
            (&scene.ap_id, &scene.ap_id),
            (&scene.ap_id, &"http://alpha.test/ap/page/x".to_owned()),
            (&scene.ap_id, &long),
        ].into_iter().enumerate() {
            scene.nudge(&format!("nudge-{at}"), group, page).await;
            assert_eq!(scene.count_asked(), 0, "{group} {page}");
        }
        let rights = async |rights| alpha.db().write(async |tx| wiki::set_rights(tx, anna, scene.page.id, rights).await).await.unwrap();
        rights(Rights::Moderators).await;
        scene.nudge("nudge-rights", &scene.ap_id, &scene.page.ap_id).await;
        assert_eq!(scene.count_asked(), 0, "nobody of theirs may change it");
        rights(Rights::Inherit).await;
        let mallory = people::find_by_ap_id(alpha.db(), &scene.evil.url("/ap/person/mallory")).await.unwrap().unwrap().id;
        alpha.db().write(async |tx| members::remove(tx, anna, scene.group, mallory, "Klaar").await).await.unwrap();
        scene.nudge("nudge-gone", &scene.ap_id, &scene.page.ap_id).await;
        assert_eq!(scene.count_asked(), 0, "nobody of theirs is a member");
        // Keys are told by the same verb, and are none without a group.
        let object = json!({ "type": "Collection", "id": format!("{}/editing", scene.page.ap_id) });
        scene.send(&scene.evil.activity("no-group", "Update", object)).await;
        assert_eq!(scene.count_asked(), 0);
    }

    async fn who_is_at_a_page_is_for_those_who_may_change_it_too(engine) {
        let scene = scene(engine).await;
        let (alpha, beta, evil, anna) = (&scene.alpha, &scene.beta, &scene.evil, &scene.anna);
        scene.begins().await;
        let path = format!("/ap/page/{}/editing", scene.page.id);
        let (status, text) = ask(alpha, evil.asks(alpha, &path)).await;
        assert!(status == 200 && text.contains(&address(alpha, anna).await), "{status} {text}");
        let elsewhere = open(alpha.db(), anna, "Elders").await;
        let other = made(alpha.db(), anna, elsewhere, "Geheim", "Niet voor evil").await;
        let asked = format!("/ap/editing?page={}", scene.page.ap_id);
        for path in [format!("/ap/page/{}/editing", other.id), "/ap/page/x/editing".into(), asked.clone(), "/ap/editing".into()] {
            assert_eq!(ask(alpha, evil.asks(alpha, &path)).await.0, 404, "{path}");
        }
        // At beta, of which evil is a peer too, the host of the page alone may ask.
        scene.settle().await;
        assert_eq!(ask(beta, evil.asks(beta, &asked)).await.0, 404);
        let stranger = EvilPeer::plug(&scene.world, "stranger.test");
        stranger.befriend(alpha).await;
        assert_eq!(ask(alpha, stranger.asks(alpha, &path)).await.0, 404, "no member of theirs");
        for rights in [Rights::Moderators, Rights::Locked] {
            alpha.db().write(async |tx| wiki::set_rights(tx, anna, scene.page.id, rights).await).await.unwrap();
            assert_eq!(ask(alpha, evil.asks(alpha, &path)).await.0, 404, "{rights:?}");
        }
        alpha.db().write(async |tx| wiki::set_rights(tx, anna, scene.page.id, Rights::Inherit).await).await.unwrap();
        assert_eq!(ask(alpha, evil.asks(alpha, &path)).await.0, 200);
        alpha.db().write(async |tx| wiki::delete(tx, anna, scene.page.id).await).await.unwrap();
        assert_eq!(ask(alpha, evil.asks(alpha, &path)).await.0, 404, "deleted");
    }

    async fn a_host_speaks_of_members_and_never_of_ours(engine) {
        let world = World::new(engine);
        let alpha = world.site("alpha.test").await;
        let evil = EvilPeer::plug(&world, "evil.test");
        evil.befriend(&alpha).await;
        let (anna, carl) = (colleague(&alpha, "Anna").await, colleague(&alpha, "Carl").await);
        let copy = trap(&alpha, &evil).await;
        let (group, page) = (evil.url("/ap/group/1"), evil.url("/ap/page/1"));
        let (mallory, trudy) = (evil.url("/ap/person/mallory"), evil.url("/ap/person/trudy"));
        let first = version(&page, 1, &[], &trudy, "Eerlijk", &evil.url("/ap/patch/1"));
        let document = json!({
            "id": page, "type": "Article", "attributedTo": group, "name": "Valstrik", "plein:slugs": ["valstrik"],
            "plein:rights": "members", "plein:createdAt": 1, "plein:head": first["id"], "plein:versionCount": 1,
            "plein:versions": [first]
        });
        let member = evil.said("mallory", "follow", "Follow", &group, json!(group));
        let path = "/ap/group/1/changes?after=0";
        evil.answer(path, Answer::document(&json!({
            "id": evil.url(path), "type": "OrderedCollectionPage", "epoch": "1", "sequence": 3,
            "orderedItems": [
                { "type": "Update", "sequence": 1, "plein:kind": "page", "object": document },
                { "type": "Update", "sequence": 2, "plein:kind": "member", "role": "member", "since": "2026-11-01T09:00:00Z", "object": member },
                // Something that is not believed, so that nothing is concluded from its silence about Anna and Carl.
                { "type": "Update", "sequence": 3, "plein:kind": "page", "object": {} }
            ]
        })));
        for who in [&anna, &carl] {
            join(alpha.db(), who, copy).await.unwrap();
            settle(&[&alpha]).await;
            let row = members::find(alpha.db(), copy, who.person_id().unwrap()).await.unwrap().unwrap();
            let id = evil.url(&format!("/ap/activity/accept-{}", row.person_id));
            let accept = json!({ "id": id, "type": "Accept", "actor": group, "audience": group, "object": row.follow_id });
            assert_eq!(evil.post(&alpha, &accept).await, 202);
            settle(&[&alpha]).await;
        }
        let wiki = wiki::enter(alpha.db(), &anna, copy).await.unwrap();
        let held = wiki::find(alpha.db(), &wiki, "valstrik").await.unwrap();

        // Trudy wrote the page, and is no member.
        let carl = address(&alpha, &carl).await;
        let said: Vec<_> = [&mallory, &trudy, &carl].map(|id| json!({ "id": id })).into();
        let place = format!("{page}/editing");
        evil.answer("/ap/page/1/editing", Answer::document(&json!({ "id": place, "people": said })));
        let nudge = async |name: &str| {
            let object = json!({ "type": "Collection", "id": place });
            let said = json!({ "id": evil.url(&format!("/ap/activity/{name}")), "type": "Update", "actor": group, "audience": group, "object": object });
            assert_eq!(evil.post(&alpha, &said).await, 202);
            settle(&[&alpha]).await;
        };
        nudge("one").await;
        assert!(others(alpha.db(), &anna, held.id).await.is_empty(), "nobody here would see it, so that nobody asks");
        alpha.db().write(async |tx| editing::begin(tx, &anna, held.id, editing::OPENED).await).await.unwrap();
        nudge("two").await;
        assert_eq!(others(alpha.db(), &anna, held.id).await, ["mallory, Evil"]);
        let (status, text) = ask(&alpha, evil.asks(&alpha, &format!("/ap/editing?page={page}"))).await;
        assert!(status == 200 && text.contains("/ap/person/") && !text.contains("mallory"), "{status} {text}");
        world.advance_seconds(151);
        assert!(others(alpha.db(), &anna, held.id).await.is_empty());
    }
}
