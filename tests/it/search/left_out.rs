//! What somebody does not want to be known by counts nowhere: not where he works, and not where he is found elsewhere.

use domain::db::sql;
use domain::groups::JoinPolicy;
use domain::items::{self, Kind};
use domain::people::evidence::{self, Deed};
use domain::people::{Scope, left_out};
use domain::wiki;
use domain::{Audience, GroupId, Principal};
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::evil::{EvilPeer, ask};
use plein_tests::network::Fault;
use plein_tests::site::{Site, World, befriend, settle};
use serde_json::{Value, json};

use super::elsewhere::Desk;
use crate::federation::groups::{colleague, copy_at, named, rest};
use crate::groups::{comment, create, edit, item, join, post};
use crate::wiki::new_page;

const PONDS: &str = "Een kwelwegvijver vangt water op dat onder de dijk door sijpelt. Leg hem aan waar de deklaag dun is, \
    en meet elk kwartaal het peil: zakt dat, dan verstopt de kwelweg en stijgt de druk onder de dijk.";

/// A network of alpha with Bea of beta, who may be found everywhere. All three organisations are peers of each other; Cas of gamma
/// is not in yet.
struct Scene {
    world: World,
    sites: [Site; 3],
    people: [Principal; 3],
    groups: [GroupId; 3],
    desks: [Desk; 3],
}

async fn scene(engine: Engine) -> Scene {
    let world = World::new(engine);
    let (alpha, beta) = world.peers().await;
    let gamma = world.site("gamma.test").await;
    befriend(&alpha, &gamma).await;
    befriend(&beta, &gamma).await;
    let people =
        [colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await, colleague(&gamma, "Cas").await];
    beta.choose(people[1].person_id().unwrap(), Scope::Network).await;
    let words = edit("Water", JoinPolicy::Open, Audience::Network, Audience::Group);
    let group = create(alpha.db(), &people[0], words).await;
    rest(&world, &[&alpha, &beta, &gamma]).await;
    let groups = [group, copy_at(&beta, &alpha, group).await, copy_at(&gamma, &alpha, group).await];
    join(beta.db(), &people[1], groups[1]).await.unwrap();
    settle(&[&alpha, &beta, &gamma]).await;
    let desks = [Desk::at(&alpha).await, Desk::at(&beta).await, Desk::at(&gamma).await];
    Scene { world, sites: [alpha, beta, gamma], people, groups, desks }
}

impl Scene {
    async fn rest(&self) {
        rest(&self.world, &[&self.sites[0], &self.sites[1], &self.sites[2]]).await;
    }

    async fn cas_joins(&self) {
        join(self.sites[2].db(), &self.people[2], self.groups[2]).await.unwrap();
        self.rest().await;
    }

    /// Whether Bea is known for it at alpha, beta and gamma.
    async fn is_known_for(&self, word: &str) -> [bool; 3] {
        let mut known = [false; 3];
        for (at, desk) in self.desks.iter().enumerate() {
            known[at] = desk.known_for(&self.people[at], word).await == ["Bea"];
        }
        known
    }

    async fn choose(&self, deed: Deed, counts: bool) {
        let bea = &self.people[1];
        self.sites[1]
            .db()
            .write(async |tx| match counts {
                true => evidence::include(tx, bea, deed).await,
                false => evidence::exclude(tx, bea, deed).await,
            })
            .await
            .unwrap();
    }

    async fn post(&self, words: &str) -> Deed {
        let new = item(self.groups[1], Kind::Discussion, Audience::Group, words, words);
        let id = post(self.sites[1].db(), &self.people[1], new).await.unwrap();
        self.rest().await;
        Deed::Item(id)
    }

    /// What alpha or gamma holds of what Bea left out.
    async fn held_at(&self, at: usize) -> Vec<String> {
        sql("select digests from evidence_left_out").column(self.sites[at].db()).await.unwrap()
    }
}

both_engines! {
    async fn it_counts_nowhere_any_more_and_everywhere_again(engine) {
        let scene = scene(engine).await;
        scene.cas_joins().await;
        let ([alpha, beta, _], [anna, bea, cas]) = (&scene.sites, &scene.people);
        let said = scene.post("Over muskusratten").await;
        let question = item(scene.groups[0], Kind::Question, Audience::Group, "Wie kent dit?", "Vertel");
        let id = post(alpha.db(), anna, question).await.unwrap();
        scene.rest().await;
        let there = named(beta, bea, scene.groups[1], "Wie kent dit?").await.id;
        let answered = Deed::Comment(comment(beta.db(), bea, there, "Dat heet een sluiskolk").await.unwrap());
        let new = new_page("Dijken", None, PONDS);
        beta.db().write(async |tx| wiki::create(tx, bea, scene.groups[1], new.clone()).await).await.unwrap();
        scene.rest().await;
        let place = wiki::enter(beta.db(), bea, scene.groups[1]).await.unwrap();
        let wrote = Deed::Page(wiki::find_by_title(beta.db(), &place, "Dijken").await.unwrap().unwrap().id);

        for (deed, word) in [(said, "muskusratten"), (answered, "sluiskolk"), (wrote, "kwelwegvijver")] {
            assert_eq!(scene.is_known_for(word).await, [true; 3], "{word}");
            scene.choose(deed, false).await;
            assert_eq!(scene.is_known_for(word).await, [true, false, true], "{word}: at home at once");
            scene.rest().await;
            assert_eq!(scene.is_known_for(word).await, [false; 3], "{word}: elsewhere within seconds");
            assert!(!scene.desks[2].found(cas, word).await.is_empty(), "{word}: it still stands there");
        }
        items::find(alpha.db(), anna, id).await.unwrap();
        for (deed, word) in [(said, "muskusratten"), (answered, "sluiskolk"), (wrote, "kwelwegvijver")] {
            scene.choose(deed, true).await;
            scene.rest().await;
            assert_eq!(scene.is_known_for(word).await, [true; 3], "{word}");
        }
        assert!(scene.held_at(2).await.is_empty(), "nothing is kept of a choice that was taken back");
    }

    async fn a_choice_is_heard_when_the_network_is_whole_again(engine) {
        let scene = scene(engine).await;
        scene.cas_joins().await;
        let said = scene.post("Over muskusratten").await;
        for (from, to) in [("beta.test", "gamma.test"), ("gamma.test", "beta.test")] {
            scene.world.network.set(from, to, Fault::Cut);
        }
        scene.choose(said, false).await;
        scene.rest().await;
        assert_eq!(scene.is_known_for("muskusratten").await, [false, false, true]);
        for (from, to) in [("beta.test", "gamma.test"), ("gamma.test", "beta.test")] {
            scene.world.network.heal(from, to);
        }
        scene.world.advance_seconds(20 * 60);
        scene.rest().await;
        assert_eq!(scene.is_known_for("muskusratten").await, [false; 3]);
    }

    async fn a_choice_may_be_there_before_the_thing_and_outlives_a_consent(engine) {
        let scene = scene(engine).await;
        let said = scene.post("Over muskusratten").await;
        scene.choose(said, false).await;
        scene.rest().await;
        assert_eq!(scene.held_at(2).await.len(), 1, "gamma has the choice and not the thing");
        scene.cas_joins().await;
        assert!(!scene.desks[2].found(&scene.people[2], "muskusratten").await.is_empty());
        assert_eq!(scene.is_known_for("muskusratten").await, [false; 3]);

        let bea = scene.people[1].person_id().unwrap();
        for scope in [Scope::None, Scope::Network] {
            scene.sites[1].choose(bea, scope).await;
            scene.rest().await;
        }
        assert_eq!(scene.is_known_for("muskusratten").await, [false; 3]);
        scene.choose(said, true).await;
        scene.rest().await;
        assert_eq!(scene.is_known_for("muskusratten").await, [true; 3]);
    }

    async fn an_instance_without_the_thing_is_told_a_digest_and_the_person_is_shown_without(engine) {
        let scene = scene(engine).await;
        let said = scene.post("Over muskusratten").await;
        scene.choose(said, false).await;
        scene.rest().await;
        let (beta, bea) = (&scene.sites[1], scene.people[1].person_id().unwrap());
        let peer = EvilPeer::plug(&scene.world, "nosy.test");
        peer.befriend(beta).await;
        let (status, page) = ask(beta, peer.asks(beta, "/directory/changes?after=0&limit=200")).await;
        let page: Value = serde_json::from_str(&page).unwrap();
        let address = format!("http://beta.test/ap/item/{}", said.id());
        assert_eq!((status, &page["orderedItems"][0]["plein:leftOut"]), (200, &json!([left_out::digest_of(&address)])));
        assert!(!page.to_string().contains(&said.id().to_string()), "who has it not cannot tell what it is");
        let (status, person) = ask(beta, peer.asks(beta, &format!("/ap/person/{bea}"))).await;
        assert_eq!((status, person.contains("leftOut")), (200, false));
        beta.choose(bea, Scope::Organisation).await;
        let (_, page) = ask(beta, peer.asks(beta, "/directory/changes?after=0&limit=200")).await;
        assert!(!page.contains("leftOut"), "of whoever may not be known elsewhere nothing is told");
    }

    async fn no_peer_leaves_out_what_others_wrote_and_none_makes_a_list_without_end(engine) {
        let scene = scene(engine).await;
        let said = scene.post("Over muskusratten").await;
        let (alpha, evil) = (&scene.sites[0], EvilPeer::plug(&scene.world, "evil.test"));
        evil.befriend(alpha).await;
        let of_bea = left_out::digest_of(&format!("http://beta.test/ap/item/{}", said.id()));
        let bea = format!("http://beta.test/ap/person/{}", scene.people[1].person_id().unwrap());
        let mut as_bea = evil.person("bea");
        as_bea["id"] = json!(bea);
        let long: Vec<String> = (0..10_000).map(|n| left_out::digest_of(&n.to_string())).collect();
        let mut rubbish = vec!["x".repeat(70_000), String::new(), "A".repeat(64), "../../etc".into(), " ".repeat(64)];
        rubbish.push(of_bea.clone());
        let steps = [
            json!({ "type": "Update", "sequence": 1, "object": as_bea, "plein:leftOut": [of_bea] }),
            json!({ "type": "Update", "sequence": 2, "object": evil.person("eve"), "plein:leftOut": rubbish }),
            json!({ "type": "Update", "sequence": 3, "object": evil.person("max"), "plein:leftOut": long }),
            json!({ "type": "Remove", "sequence": 4, "object": bea, "plein:leftOut": [of_bea] }),
        ];
        evil.serve_steps("2", &steps);
        let id = alpha.instance_id("evil.test").await;
        alpha.federation.pull_directory(id).await.unwrap();
        scene.rest().await;
        assert_eq!(alpha.names_of("evil.test").await, ["eve", "max"]);
        assert!(scene.is_known_for("muskusratten").await[0], "Bea alone says what of hers does not count");
        let mut held = scene.held_at(0).await;
        held.sort_by_key(String::len);
        let counts: Vec<usize> = held.iter().map(|digests| digests.split(' ').count()).collect();
        assert_eq!(counts, [1, left_out::LEFT_OUT_MAX]);
        assert_eq!(held[0], of_bea, "of Eve, who wrote nothing");
        evil.serve_steps_after(4, "2", &[json!({ "type": "Update", "sequence": 5, "object": evil.person("eve"), "plein:leftOut": "all" })]);
        alpha.federation.pull_directory(id).await.unwrap();
        let error = alpha.peer("evil.test").await.last_error.unwrap();
        assert!(error.starts_with("trouble-nonsense"), "{error}");
        evil.serve_steps_after(4, "2", &[json!({ "type": "Update", "sequence": 5, "object": evil.person("eve") })]);
        alpha.federation.pull_directory(id).await.unwrap();
        let held = scene.held_at(0).await;
        assert_eq!(held.len(), 1, "what Eve does not say any more is forgotten");
        assert_eq!(held[0].split(' ').count(), left_out::LEFT_OUT_MAX, "of Max");
    }
}
