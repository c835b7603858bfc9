//! The two queues towards peers: order, leases, back-off, and nothing twice.

use std::time::Duration;

use domain::db::Db;
use domain::delivery::{self, Outcome, Outgoing, Target, hosts};
use domain::inbox::{self, Arrival};
use domain::{InstanceId, instances};
use plein_tests::both_engines;
use plein_tests::databases::fresh;

const LEASE: Duration = Duration::from_secs(60);

async fn origin(db: &Db) -> InstanceId {
    db.write(async |tx| instances::find_or_insert(tx, "beta.test", "http://beta.test", "Beta").await)
        .await
        .unwrap()
}

fn arrival(instance_id: InstanceId, id: &str, key: &str) -> Arrival {
    Arrival {
        instance_id,
        activity_id: id.to_owned(),
        ordering_key: key.to_owned(),
        body: id.as_bytes().to_vec(),
    }
}

async fn store(db: &Db, arrivals: &[Arrival]) -> u64 {
    db.write(async |tx| inbox::store(tx, arrivals).await).await.unwrap()
}

async fn claim(db: &Db) -> Vec<inbox::Waiting> {
    inbox::claim(db, LEASE, 10).await.unwrap()
}

fn ids(claimed: &[inbox::Waiting]) -> Vec<&str> {
    claimed.iter().map(|waiting| waiting.activity_id.as_str()).collect()
}

both_engines! {
    async fn an_activity_that_comes_again_is_recognised(engine) {
        let home = fresh(engine).await;
        let beta = origin(&home.db).await;
        let twice = [arrival(beta, "a", "k"), arrival(beta, "a", "k"), arrival(beta, "b", "k")];
        assert_eq!(store(&home.db, &twice).await, 2);
        assert_eq!(store(&home.db, &twice).await, 0);
        for waiting in claim(&home.db).await {
            home.db.write(async |tx| inbox::finish(tx, waiting.seq).await).await.unwrap();
        }
        assert_eq!(store(&home.db, &[arrival(beta, "a", "k")]).await, 0);
    }

    async fn one_key_is_worked_in_order_and_keys_side_by_side(engine) {
        let home = fresh(engine).await;
        let beta = origin(&home.db).await;
        let all = [("a1", "a"), ("a2", "a"), ("b1", "b"), ("a3", "a"), ("b2", "b")];
        let all: Vec<_> = all.iter().map(|(id, key)| arrival(beta, id, key)).collect();
        store(&home.db, &all).await;
        let first = claim(&home.db).await;
        assert_eq!(ids(&first), ["a1", "b1"]);
        assert_eq!(first[0].host, "beta.test");
        assert!(claim(&home.db).await.is_empty(), "leased heads hold their keys");
        assert!(home.db.write(async |tx| inbox::finish(tx, first[0].seq).await).await.unwrap());
        assert_eq!(ids(&claim(&home.db).await), ["a2"]);
        home.clock.advance(LEASE * 2);
        assert_eq!(ids(&claim(&home.db).await), ["a2", "b1"], "a dead worker's lease runs out");
    }

    async fn a_failure_is_tried_again_and_then_left_for_a_person(engine) {
        let home = fresh(engine).await;
        let beta = origin(&home.db).await;
        store(&home.db, &[arrival(beta, "a", "k"), arrival(beta, "b", "k")]).await;
        for _ in 0..inbox::ATTEMPTS_MAX {
            let claimed = claim(&home.db).await;
            assert_eq!(ids(&claimed), ["a"]);
            inbox::fail(&home.db, &claimed[0], "the disk is full", false).await.unwrap();
            assert_eq!(claim(&home.db).await.first().map(|row| row.activity_id.clone()).unwrap_or_default(),
                if claimed[0].attempts == inbox::ATTEMPTS_MAX { "b" } else { "" });
            home.clock.advance(Duration::from_secs(3 * 3600));
        }
        assert_eq!(inbox::count(&home.db).await.unwrap(), (1, 1));
    }

    async fn deliveries_keep_their_order_per_key_and_wait_for_the_host(engine) {
        let home = fresh(engine).await;
        for (id, key) in [("1", "x"), ("2", "x"), ("3", "y")] {
            send(&home.db, id, key).await;
        }
        assert_eq!(hosts::claim(&home.db, LEASE, 10).await.unwrap().len(), 1);
        assert!(hosts::claim(&home.db, LEASE, 10).await.unwrap().is_empty(), "one sender per host");
        assert_eq!(heads(&home.db).await, ["1", "3"]);
        record(&home.db, "1", Outcome::Done).await;
        assert_eq!(heads(&home.db).await, ["2", "3"]);
        record(&home.db, "2", Outcome::Again { error: "500".into(), pause: Duration::from_secs(30) }).await;
        assert_eq!(heads(&home.db).await, ["3"]);
        record(&home.db, "3", Outcome::Dead { error: "400".into() }).await;
        let next = home.db.write(async |tx| {
            let next = hosts::record_failure(tx, "beta.test", "no answer", None, 0.0).await?;
            hosts::release(tx, "beta.test").await.map(|()| next)
        }).await.unwrap();
        assert_eq!(next.since(home.db.now()), Duration::from_secs(30));
        assert!(hosts::claim(&home.db, LEASE, 10).await.unwrap().is_empty(), "the host is left alone");
        home.clock.advance(Duration::from_secs(31));
        assert_eq!(hosts::claim(&home.db, LEASE, 10).await.unwrap()[0].failures, 1);
        assert_eq!(heads(&home.db).await, ["2"]);
    }

    async fn after_thirty_days_rows_give_way_to_resync_needed(engine) {
        let home = fresh(engine).await;
        send(&home.db, "1", "x").await;
        for day in 0..40 {
            let failed = async |tx: &mut domain::Tx| hosts::record_failure(tx, "beta.test", "no", None, 0.0).await;
            home.db.write(failed).await.unwrap();
            let host = hosts::find(&home.db, "beta.test").await.unwrap();
            assert_eq!(host.resync_needed, day > 30, "day {day}");
            home.clock.advance(Duration::from_secs(24 * 3600));
        }
        assert_eq!(delivery::count(&home.db).await.unwrap(), (0, 0, 1));
        home.db.write(async |tx| hosts::record_success(tx, "beta.test").await).await.unwrap();
        assert!(!hosts::find(&home.db, "beta.test").await.unwrap().resync_needed);
    }

    async fn what_is_long_done_is_forgotten(engine) {
        let home = fresh(engine).await;
        let beta = origin(&home.db).await;
        store(&home.db, &[arrival(beta, "a", "k")]).await;
        let seq = claim(&home.db).await[0].seq;
        home.db.write(async |tx| inbox::finish(tx, seq).await).await.unwrap();
        send(&home.db, "1", "x").await;
        record(&home.db, "1", Outcome::Done).await;
        let sweep = async |tx: &mut domain::Tx| Ok(inbox::sweep(tx, 100).await? + delivery::sweep(tx, 100).await?);
        assert_eq!(home.db.write(sweep).await.unwrap(), 0);
        home.clock.advance(Duration::from_secs(91 * 24 * 3600));
        assert_eq!(home.db.write(sweep).await.unwrap(), 3);
    }
}

async fn send(db: &Db, id: &str, key: &str) {
    let outgoing = Outgoing {
        id: id.into(),
        body: b"{}".to_vec(),
        ordering_key: key.into(),
        for_host: None,
        group_id: None,
    };
    let target = Target { host: "beta.test".into(), inbox_url: "http://beta.test/inbox".into() };
    db.write(async |tx| delivery::send(tx, &outgoing, std::slice::from_ref(&target)).await).await.unwrap();
}

async fn heads(db: &Db) -> Vec<String> {
    let heads = delivery::list_heads(db, "beta.test", 8).await.unwrap();
    heads.into_iter().map(|due| due.activity_id).collect()
}

async fn record(db: &Db, id: &str, outcome: Outcome) {
    let heads = delivery::list_heads(db, "beta.test", 8).await.unwrap();
    let seq = heads.iter().find(|due| due.activity_id == id).unwrap().seq;
    db.write(async |tx| delivery::record(tx, seq, &outcome).await).await.unwrap();
}
