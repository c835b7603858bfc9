use domain::peers::{self, State};
use domain::{Error, Principal};
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::site::{ADMIN, World, befriend, settle};

both_engines! {
    async fn two_administrators_make_two_peers(engine) {
        let world = World::new(engine);
        let (alpha, beta) = (world.site("alpha.test").await, world.site("beta.test").await);
        let seen = alpha.federation.look_up(&ADMIN, " https://BETA.test/ ".replace("https", "http").as_str()).await.unwrap();
        alpha.request("beta.test").await;
        assert_eq!(alpha.peer("beta.test").await.state, State::RequestedOut);
        settle(&[&alpha, &beta]).await;

        let asked = beta.peer("alpha.test").await;
        assert_eq!((asked.state, asked.checked_at), (State::RequestedIn, None));
        assert_eq!(world.network.count_from("beta.test"), 0, "an incoming request makes nobody fetch");
        let early = beta.federation.approve(&ADMIN, asked.instance_id).await;
        assert!(matches!(early, Err(Error::Conflict("error-peer-unchecked"))));

        beta.federation.check(&ADMIN, asked.instance_id).await.unwrap();
        let checked = beta.peer("alpha.test").await;
        let own = beta.federation.look_up(&ADMIN, "alpha.test").await.unwrap();
        assert_eq!(checked.fingerprint, own.fingerprint);
        assert_eq!(alpha.peer("beta.test").await.fingerprint, seen.fingerprint);
        assert_ne!(seen.fingerprint, own.fingerprint);

        beta.federation.approve(&ADMIN, asked.instance_id).await.unwrap();
        settle(&[&alpha, &beta]).await;
        for (here, there) in [(&alpha, "beta.test"), (&beta, "alpha.test")] {
            let peer = here.peer(there).await;
            assert_eq!(peer.state, State::Approved);
            assert!(peer.last_contact_at.is_some() && peer.last_error.is_none());
            assert!(peer.follow_sent.is_some() && peer.follow_received.is_some());
        }
    }

    async fn both_ask_at_once_and_become_peers(engine) {
        let world = World::new(engine);
        let (alpha, beta) = (world.site("alpha.test").await, world.site("beta.test").await);
        alpha.request("beta.test").await;
        beta.request("alpha.test").await;
        settle(&[&alpha, &beta]).await;
        assert_eq!(alpha.peer("beta.test").await.state, State::Approved);
        assert_eq!(beta.peer("alpha.test").await.state, State::Approved);
    }

    async fn a_rejected_request_is_over_on_both_sides_and_may_be_made_again(engine) {
        let world = World::new(engine);
        let (alpha, beta) = (world.site("alpha.test").await, world.site("beta.test").await);
        alpha.request("beta.test").await;
        settle(&[&alpha, &beta]).await;
        let id = beta.instance_id("alpha.test").await;
        beta.db().write(async |tx| peers::end(tx, &ADMIN, id).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(beta.peer("alpha.test").await.state, State::Ended);
        assert_eq!(alpha.peer("beta.test").await.state, State::Ended);
        befriend(&alpha, &beta).await;
    }

    async fn a_blocked_peer_hears_it_once_and_is_not_heard_again(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        beta.person("Anne Smit", domain::people::Scope::Network).await;
        settle(&[&alpha, &beta]).await;
        world.advance_seconds(10);
        settle(&[&alpha, &beta]).await;
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit"]);

        let id = alpha.instance_id("beta.test").await;
        alpha.db().write(async |tx| peers::block(tx, &ADMIN, id).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(alpha.peer("beta.test").await.state, State::Blocked);
        assert_eq!(beta.peer("alpha.test").await.state, State::Ended);
        assert!(alpha.names_of("beta.test").await.is_empty(), "what came from there is gone");

        beta.request("alpha.test").await;
        settle(&[&alpha, &beta]).await;
        assert_eq!(alpha.peer("beta.test").await.state, State::Blocked);
        assert_eq!(domain::delivery::count(beta.db()).await.unwrap(), (0, 1, 0), "held: alpha refuses us");
    }

    async fn a_pause_stops_traffic_and_loses_nothing(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let id = alpha.instance_id("beta.test").await;
        alpha.db().write(async |tx| peers::pause(tx, &ADMIN, id).await).await.unwrap();
        beta.person("Anne Smit", domain::people::Scope::Network).await;
        settle(&[&alpha, &beta]).await;
        world.advance_seconds(10);
        settle(&[&alpha, &beta]).await;
        assert!(alpha.names_of("beta.test").await.is_empty());
        let beta_sees = beta.peer("alpha.test").await;
        assert!(beta_sees.last_error.unwrap().starts_with("trouble-busy: "));
        assert!(beta_sees.next_try_at.unwrap() > world.clock.now());

        alpha.db().write(async |tx| peers::resume(tx, &ADMIN, id).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit"]);
    }

    async fn a_changed_key_is_followed_without_anybody_doing_anything(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let before = beta.peer("alpha.test").await.fingerprint;
        alpha.federation.rotate_key(&ADMIN).await.unwrap();
        settle(&[&alpha, &beta]).await;
        let after = beta.peer("alpha.test").await;
        assert_ne!(after.fingerprint, before);
        assert_eq!(after.state, State::Approved);
        alpha.person("Jan de Vries", domain::people::Scope::Network).await;
        settle(&[&alpha, &beta]).await;
        world.advance_seconds(10);
        settle(&[&alpha, &beta]).await;
        assert_eq!(beta.names_of("alpha.test").await, ["Jan de Vries"]);
    }

    async fn a_key_changed_during_an_outage_is_found_at_the_first_word(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        alpha.federation.rotate_key(&ADMIN).await.unwrap();
        // The news of it is lost for good.
        alpha.federation.work_outbox().await.unwrap();
        alpha.db().write(async |tx| domain::delivery::drop_waiting(tx, "beta.test").await).await.unwrap();
        alpha.person("Jan de Vries", domain::people::Scope::Network).await;
        settle(&[&alpha, &beta]).await;
        world.advance_seconds(10);
        settle(&[&alpha, &beta]).await;
        assert_eq!(beta.names_of("alpha.test").await, ["Jan de Vries"]);
    }

    async fn only_an_administrator_goes_to_a_strangers_host(engine) {
        let world = World::new(engine);
        let (alpha, _beta) = (world.site("alpha.test").await, world.site("beta.test").await);
        let refused = alpha.federation.look_up(&Principal::Anonymous, "beta.test").await;
        assert!(matches!(refused, Err(Error::NotFound)));
        for host in ["alpha.test", "nobody.test", "10.0.0.1", "beta.test/actor", "a b"] {
            assert!(matches!(alpha.federation.look_up(&ADMIN, host).await, Err(Error::Invalid(_))), "{host}");
        }
    }
}

#[tokio::test]
async fn trouble_at_the_typed_host_names_itself() {
    let world = World::new(Engine::Sqlite);
    let alpha = world.site("alpha.test").await;
    let _beta = world.site("beta.test").await;
    world.network.answer_name("inside.test", &["10.0.0.7"]);
    let key = async |host: &str| match alpha.federation.look_up(&ADMIN, host).await {
        Err(Error::Invalid(errors)) => errors[0].key,
        other => panic!("{other:?}"),
    };
    assert_eq!(key("nobody.test").await, "trouble-name");
    assert_eq!(key("inside.test").await, "trouble-internal-address");
    world.network.set("alpha.test", "beta.test", plein_tests::network::Fault::Cut);
    assert_eq!(key("beta.test").await, "trouble-connection");
    world.network.set("alpha.test", "beta.test", plein_tests::network::Fault::Answer(500));
    assert_eq!(key("beta.test").await, "trouble-status");
    world.network.set("alpha.test", "beta.test", plein_tests::network::Fault::Answer(302));
    assert_eq!(key("beta.test").await, "trouble-status");
    world.network.set("alpha.test", "beta.test", plein_tests::network::Fault::CorruptAnswer);
    assert!(["trouble-nonsense", "trouble-lie"].contains(&key("beta.test").await));
}
