//! Ordinary bad days of a network: cut, slow, doubled, lost, corrupt, out of order, gone for weeks. Nothing is lost,
//! nothing takes effect twice, and the peer's page says what happened and when it is tried again.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use domain::audience::Viewpoint;
use domain::delivery::{self, hosts};
use domain::peers::State;
use domain::people::{self, Scope, profile_for};
use domain::{inbox, sweep};
use plein_tests::both_engines;
use plein_tests::evil::{Answer, EvilPeer, ask};
use plein_tests::network::Fault;
use plein_tests::site::{ADMIN, Site, World, befriend, settle};

const DAY_SECONDS: u64 = 24 * 3600;

/// Changes at beta are told, and pulled by alpha, as far as the network lets them.
async fn pass(world: &World, seconds: u64, sites: &[&Site]) {
    settle(sites).await;
    world.advance_seconds(seconds);
    settle(sites).await;
}

/// How often the inbox of a site took a nudge in.
async fn nudges_taken(site: &Site) -> i64 {
    domain::db::sql("select count(*) from inbox_activity where ordering_key like '%directory'")
        .scalar(site.db())
        .await
        .unwrap()
}

both_engines! {
    async fn a_cut_line_is_tried_later_and_later_until_it_heals(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        world.network.set("beta.test", "alpha.test", Fault::Cut);
        beta.person("Anne Smit", Scope::Network).await;
        pass(&world, 10, &[&alpha, &beta]).await;
        let peer = beta.peer("alpha.test").await;
        assert!(peer.last_error.as_ref().unwrap().starts_with("trouble-connection: "), "{peer:?}");
        let first = peer.next_try_at.unwrap().since(world.clock.now());
        assert!((24..=36).contains(&first.as_secs()), "{first:?}");
        world.advance_seconds(37);
        settle(&[&alpha, &beta]).await;
        let second = beta.peer("alpha.test").await.next_try_at.unwrap().since(world.clock.now());
        assert!((48..=72).contains(&second.as_secs()), "{second:?}");

        world.network.heal("beta.test", "alpha.test");
        world.advance_seconds(73);
        settle(&[&alpha, &beta]).await;
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit"]);
        let peer = beta.peer("alpha.test").await;
        assert!(peer.last_error.is_none() && peer.next_try_at.is_none());
        assert_eq!(delivery::count(beta.db()).await.unwrap(), (0, 0, 0));
    }

    async fn an_answer_that_is_lost_makes_nothing_happen_twice(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let before = nudges_taken(&alpha).await;
        world.network.set("beta.test", "alpha.test", Fault::LoseAnswer);
        beta.person("Anne Smit", Scope::Network).await;
        pass(&world, 10, &[&alpha, &beta]).await;
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit"], "heard all the same");
        assert_eq!(delivery::count(beta.db()).await.unwrap().0, 1, "not known to be delivered");
        world.network.heal("beta.test", "alpha.test");
        pass(&world, 60, &[&alpha, &beta]).await;
        assert_eq!(nudges_taken(&alpha).await - before, 1);
        assert_eq!(delivery::count(beta.db()).await.unwrap().0, 0);
    }

    async fn a_request_that_arrives_twice_counts_once(engine) {
        let world = World::new(engine);
        let (alpha, beta) = (world.site("alpha.test").await, world.site("beta.test").await);
        for (from, to) in [("alpha.test", "beta.test"), ("beta.test", "alpha.test")] {
            world.network.set(from, to, Fault::Duplicate);
        }
        befriend(&alpha, &beta).await;
        beta.person("Anne Smit", Scope::Network).await;
        let before = nudges_taken(&alpha).await;
        pass(&world, 10, &[&alpha, &beta]).await;
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit"]);
        assert_eq!(nudges_taken(&alpha).await - before, 1);
        assert_eq!(inbox::count(alpha.db()).await.unwrap(), (0, 0));
    }

    async fn a_corrupt_page_is_not_stored_and_fetched_again(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        beta.person("Anne Smit", Scope::Network).await;
        world.network.set("alpha.test", "beta.test", Fault::CorruptAnswer);
        pass(&world, 10, &[&alpha, &beta]).await;
        assert!(alpha.names_of("beta.test").await.is_empty());
        let peer = alpha.peer("beta.test").await;
        assert!(peer.last_error.unwrap().starts_with("trouble-signature: "));
        assert!(peer.next_try_at.is_some());
        world.network.heal("alpha.test", "beta.test");
        pass(&world, 60, &[&alpha, &beta]).await;
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit"]);
    }

    async fn a_corrupt_delivery_is_refused_and_held_for_a_person(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let before = nudges_taken(&alpha).await;
        world.network.set("beta.test", "alpha.test", Fault::CorruptRequest);
        beta.person("Anne Smit", Scope::Network).await;
        pass(&world, 10, &[&alpha, &beta]).await;
        assert_eq!(nudges_taken(&alpha).await, before);
        assert_eq!(delivery::count(beta.db()).await.unwrap(), (0, 1, 0));
        assert!(beta.peer("alpha.test").await.last_error.unwrap().starts_with("trouble-refuses-us: "));
        world.network.heal("beta.test", "alpha.test");
        beta.db().write(async |tx| delivery::retry(tx, &ADMIN, "alpha.test").await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(nudges_taken(&alpha).await - before, 1);
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit"]);
    }

    async fn a_slow_line_is_waited_for_and_order_per_key_is_kept(engine) {
        let world = World::new(engine);
        let (alpha, beta) = (world.site("alpha.test").await, world.site("beta.test").await);
        world.network.set("alpha.test", "beta.test", Fault::Delay(Duration::from_millis(50)));
        world.network.set("beta.test", "alpha.test", Fault::Reorder);
        befriend(&alpha, &beta).await;
        assert_eq!(alpha.peer("beta.test").await.state, State::Approved);
    }

    async fn an_origin_gone_for_weeks_is_hidden_then_purged_then_welcome_again(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        beta.person("Anne Smit", Scope::Network).await;
        pass(&world, 10, &[&alpha, &beta]).await;
        let id = people::list_ids_after(alpha.db(), None, 10).await.unwrap()[0];
        let is_seen = async || {
            let person = people::find(alpha.db(), id).await.unwrap();
            profile_for(&person, Viewpoint::Network).is_some()
        };
        world.network.set("alpha.test", "beta.test", Fault::Cut);
        world.network.set("beta.test", "alpha.test", Fault::Cut);
        for day in 1..=15 {
            world.advance_seconds(DAY_SECONDS);
            settle(&[&alpha, &beta]).await;
            assert_eq!(is_seen().await, day < 15, "day {day}");
        }
        for _ in 16..=31 {
            world.advance_seconds(DAY_SECONDS);
            settle(&[&alpha, &beta]).await;
        }
        sweep::run(alpha.db()).await.unwrap();
        assert!(alpha.names_of("beta.test").await.is_empty(), "purged after thirty days");

        world.network.heal("alpha.test", "beta.test");
        world.network.heal("beta.test", "alpha.test");
        for _ in 0..3 {
            world.advance_seconds(DAY_SECONDS);
            settle(&[&alpha, &beta]).await;
        }
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit"], "the comparison brings back what was purged");
    }

    async fn a_host_gone_for_thirty_days_loses_its_rows_and_says_so(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        world.network.set("beta.test", "alpha.test", Fault::Cut);
        beta.person("Anne Smit", Scope::Network).await;
        for _ in 0..32 {
            settle(&[&beta]).await;
            world.advance_seconds(DAY_SECONDS);
        }
        settle(&[&beta]).await;
        assert_eq!(delivery::count(beta.db()).await.unwrap(), (0, 0, 1));
        assert!(hosts::find(beta.db(), "alpha.test").await.unwrap().resync_needed);
        world.network.heal("beta.test", "alpha.test");
        beta.person("Piet Bakker", Scope::Network).await;
        // Six hours at most between two tries, and a fifth more by chance.
        pass(&world, 8 * 3600, &[&alpha, &beta]).await;
        assert!(!hosts::find(beta.db(), "alpha.test").await.unwrap().resync_needed);
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit", "Piet Bakker"]);
    }

    async fn a_killed_process_loses_nothing_and_repeats_nothing(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        beta.person("Anne Smit", Scope::Network).await;
        settle(&[&alpha, &beta]).await;
        world.advance_seconds(10);
        beta.work().await;
        beta.work().await;
        // Alpha took the nudge in and leased it; then the process died.
        assert_eq!(inbox::claim(alpha.db(), Duration::from_secs(60), 10).await.unwrap().len(), 1);
        // Beta leased the host and died as well.
        beta.person("Piet Bakker", Scope::Network).await;
        beta.work().await;
        let Site { home: alpha_home, .. } = alpha;
        let Site { home: beta_home, .. } = beta;
        let alpha = world.site_on("alpha.test", alpha_home).await;
        let beta = world.site_on("beta.test", beta_home).await;
        settle(&[&alpha, &beta]).await;
        pass(&world, 130, &[&alpha, &beta]).await;
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit", "Piet Bakker"]);
        assert_eq!(inbox::count(alpha.db()).await.unwrap(), (0, 0));
        assert_eq!(delivery::count(beta.db()).await.unwrap(), (0, 0, 0));
    }

    async fn a_process_killed_between_two_pages_goes_on_where_it_was(engine) {
        let world = World::new(engine);
        let (alpha, beta) = (world.site("alpha.test").await, world.site("beta.test").await);
        for n in 0..250 {
            beta.person(&format!("Persoon {n:03}"), Scope::Network).await;
        }
        // The second page does not come through.
        alpha.request("beta.test").await;
        settle(&[&alpha, &beta]).await;
        let id = beta.instance_id("alpha.test").await;
        beta.federation.check(&ADMIN, id).await.unwrap();
        beta.federation.approve(&ADMIN, id).await.unwrap();
        beta.work().await;
        alpha.work().await;
        let peer = alpha.peer("beta.test").await;
        assert_eq!(peer.directory_seq, 250);
        alpha.db().write(async |tx| {
            domain::peers::health::record_directory(tx, peer.instance_id, &peer.directory_epoch.clone().unwrap(), 200).await
        }).await.unwrap();
        let before = world.network.seen().len();
        alpha.federation.pull_directory(peer.instance_id).await.unwrap();
        let asked: Vec<_> = world.network.seen().split_off(before).into_iter().map(|seen| seen.path).collect();
        assert_eq!(asked, ["/directory/changes?after=200&limit=200"]);
        assert_eq!(alpha.names_of("beta.test").await.len(), 250);
    }

    async fn a_database_that_goes_away_makes_senders_wait(engine) {
        let world = World::new(engine);
        let alpha = world.site("alpha.test").await;
        let evil = EvilPeer::plug(&world, "evil.test");
        evil.befriend(&alpha).await;
        let url = alpha.home.url.clone();
        alpha.db().close().await;
        let note = evil.activity("n", "Announce", serde_json::json!({}));
        assert_eq!(evil.post(&alpha, &note).await, 503);
        assert_eq!(ask(&alpha, evil.asks(&alpha, "/directory/changes")).await.0, 503);
        assert!(alpha.federation.work_once().await.is_err(), "a round fails, the worker goes on");
        let mut home = alpha.home;
        home.db = domain::Db::open(&url, 4, world.clock.clone()).await.unwrap();
        let alpha = world.site_on("alpha.test", home).await;
        assert_eq!(evil.post(&alpha, &note).await, 202);
    }

    async fn a_peer_that_moved_its_inbox_is_followed(engine) {
        let world = World::new(engine);
        let beta = world.site("beta.test").await;
        let evil = EvilPeer::plug(&world, "evil.test");
        evil.befriend(&beta).await;
        let mut actor = evil.actor();
        actor["endpoints"]["sharedInbox"] = serde_json::json!(evil.url("/new-inbox"));
        evil.answer("/actor", Answer { is_signed: false, ..Answer::document(&actor) });
        evil.answer("/inbox", Answer::status(410));
        evil.answer("/new-inbox", Answer::status(202));
        beta.person("Anne Smit", Scope::Network).await;
        pass(&world, 10, &[&beta]).await;
        let last = world.network.seen().into_iter().rfind(|seen| seen.method == "POST").unwrap();
        assert_eq!((last.path.as_str(), last.status), ("/new-inbox", Some(202)));
        assert_eq!(delivery::count(beta.db()).await.unwrap(), (0, 0, 0));
    }

    async fn one_poisonous_activity_does_not_stop_its_host(engine) {
        let world = World::new(engine);
        let beta = world.site("beta.test").await;
        let evil = EvilPeer::plug(&world, "evil.test");
        evil.befriend(&beta).await;
        let queue = async |id: &str, inbox: &str, key: &str| {
            let outgoing = delivery::Outgoing {
                id: format!("http://beta.test/ap/activity/{id}"), body: b"{}".to_vec(),
                ordering_key: key.to_owned(), for_host: None,
                group_id: None,
            };
            let target = delivery::Target { host: "evil.test".into(), inbox_url: evil.url(inbox) };
            beta.db().write(async |tx| delivery::send(tx, &outgoing, std::slice::from_ref(&target)).await).await.unwrap();
        };
        evil.answer("/poison", Answer::status(500));
        queue("poison", "/poison", "a").await;
        queue("behind", "/inbox", "a").await;
        queue("beside", "/inbox", "b").await;
        settle(&[&beta]).await;
        assert_eq!(delivery::count(beta.db()).await.unwrap(), (2, 0, 0), "what stands beside it went through");
        for n in 0..12 {
            queue(&format!("more{n}"), "/inbox", "b").await;
            settle(&[&beta]).await;
            world.advance_seconds(6 * 3600);
        }
        settle(&[&beta]).await;
        assert_eq!(delivery::count(beta.db()).await.unwrap(), (0, 0, 1), "given up, and what was behind it went");
    }

    async fn a_host_that_asks_for_time_gets_it(engine) {
        let world = World::new(engine);
        let beta = world.site("beta.test").await;
        let evil = EvilPeer::plug(&world, "evil.test");
        evil.befriend(&beta).await;
        let headers = vec![("retry-after", "1800".to_owned())];
        evil.answer("/inbox", Answer { headers, ..Answer::status(503) });
        beta.person("Anne Smit", Scope::Network).await;
        pass(&world, 10, &[&beta]).await;
        let peer = beta.peer("evil.test").await;
        assert!(peer.last_error.unwrap().starts_with("trouble-busy: "));
        assert_eq!(peer.next_try_at.unwrap().since(world.clock.now()).as_secs(), 1_800);
    }
}

#[tokio::test]
async fn a_question_without_a_signature_meets_a_closed_door_also_when_all_is_well() {
    let world = World::new(plein_tests::databases::Engine::Sqlite);
    let (alpha, _beta) = world.peers().await;
    let plain = Request::get("/directory/changes").body(Body::empty()).unwrap();
    assert_eq!(ask(&alpha, plain).await.0, 404);
}
