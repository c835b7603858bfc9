use domain::peers::{self, Introduction, State};
use domain::people::replica::{self, Snapshot};
use domain::people::{self, Profile, Scope};
use domain::principal::Affiliation;
use domain::{Db, Error, Principal, instances};
use plein_tests::both_engines;
use plein_tests::databases::fresh;
use std::time::Duration;

pub(crate) const ADMIN: Principal = Principal::System("test");

pub(crate) fn gelderland() -> Introduction {
    Introduction {
        host: "gelderland.test".into(),
        base_url: "https://gelderland.test".into(),
        name: "Provincie Gelderland".into(),
        organisation_uri: None,
        actor: "{}".into(),
        fingerprint: "a b c d e f g h".into(),
    }
}

pub(super) async fn settle(db: &Db) {
    db.write(async |tx| {
        instances::settle(tx, "utrecht.test", "https://utrecht.test", "Gemeente Utrecht", None).await
    })
    .await
    .unwrap();
}

pub(crate) fn snapshot(version: i64, name: &str) -> Snapshot {
    Snapshot {
        ap_id: "https://gelderland.test/ap/person/1".into(),
        handle: "a".into(),
        name: name.into(),
        affiliation: Affiliation::Staff,
        scope: Scope::Network,
        profile: Profile::default(),
        version,
        photo: None,
        left_out: Vec::new(),
    }
}

both_engines! {
    async fn an_unchecked_request_cannot_be_approved(engine) {
        let home = fresh(engine).await;
        settle(&home.db).await;
        let id = home.db.write(async |tx| peers::receive_request(tx, &gelderland(), "f1").await).await.unwrap();
        let early = home.db.write(async |tx| peers::approve(tx, &ADMIN, id, "f2").await).await;
        assert!(matches!(early, Err(Error::Conflict("error-peer-unchecked"))));
        let other = Introduction { fingerprint: "other".into(), ..gelderland() };
        let lied = home.db.write(async |tx| peers::check(tx, &ADMIN, id, &other).await).await;
        assert!(matches!(lied, Err(Error::Conflict("error-peer-keys-differ"))));
        home.db.write(async |tx| {
            peers::check(tx, &ADMIN, id, &gelderland()).await?;
            peers::approve(tx, &ADMIN, id, "f2").await
        }).await.unwrap();
        assert_eq!(peers::find(&home.db, id).await.unwrap().state, State::Approved);
    }

    async fn an_accept_for_a_follow_nobody_sent_changes_nothing(engine) {
        let home = fresh(engine).await;
        settle(&home.db).await;
        let id = home.db.write(async |tx| peers::request(tx, &ADMIN, &gelderland(), "ours").await).await.unwrap();
        assert!(home.db.write(async |tx| peers::accepted(tx, id, "forged").await).await.is_err());
        assert_eq!(peers::find(&home.db, id).await.unwrap().state, State::RequestedOut);
        home.db.write(async |tx| peers::accepted(tx, id, "ours").await).await.unwrap();
        assert_eq!(peers::find(&home.db, id).await.unwrap().state, State::Approved);
    }

    async fn an_older_snapshot_never_replaces_a_newer_one(engine) {
        let home = fresh(engine).await;
        settle(&home.db).await;
        let id = home.db.write(async |tx| peers::request(tx, &ADMIN, &gelderland(), "ours").await).await.unwrap();
        let organisation = home.db.write(async |tx| {
            instances::find_or_insert_organisation(tx, id, None, "Provincie Gelderland").await
        }).await.unwrap();
        for (version, name, changed) in [(2, "Nieuw", 1), (1, "Oud", 0), (3, "Nieuwst", 1)] {
            let stored = home.db.write(async |tx| {
                replica::store(tx, id, organisation, &[snapshot(version, name)]).await
            }).await.unwrap();
            assert_eq!(stored, changed, "version {version}");
        }
        let found = people::find_by_ap_id(&home.db, &snapshot(1, "").ap_id).await.unwrap().unwrap();
        assert_eq!(found.name, "Nieuwst");
    }

    async fn nobody_else_speaks_for_an_origins_people(engine) {
        let home = fresh(engine).await;
        settle(&home.db).await;
        let evil = Introduction { host: "evil.test".into(), base_url: "https://evil.test".into(), ..gelderland() };
        let (good, bad) = home.db.write(async |tx| {
            Ok((peers::request(tx, &ADMIN, &gelderland(), "f1").await?, peers::request(tx, &ADMIN, &evil, "f2").await?))
        }).await.unwrap();
        for (origin, version, name) in [(good, 1, "Echt"), (bad, 9, "Vals")] {
            home.db.write(async |tx| {
                let organisation = instances::find_or_insert_organisation(tx, origin, None, "x").await?;
                replica::store(tx, origin, organisation, &[snapshot(version, name)]).await
            }).await.unwrap();
        }
        let found = people::find_by_ap_id(&home.db, &snapshot(1, "").ap_id).await.unwrap().unwrap();
        assert_eq!(found.name, "Echt");
        let forgotten = home.db.write(async |tx| replica::forget(tx, bad, &[snapshot(1, "").ap_id]).await).await.unwrap();
        assert_eq!(forgotten, 0);
    }

    async fn a_person_unconfirmed_for_two_weeks_is_hidden(engine) {
        let home = fresh(engine).await;
        settle(&home.db).await;
        let id = home.db.write(async |tx| peers::request(tx, &ADMIN, &gelderland(), "f").await).await.unwrap();
        home.db.write(async |tx| {
            let organisation = instances::find_or_insert_organisation(tx, id, None, "x").await?;
            replica::store(tx, id, organisation, &[snapshot(1, "Anne")]).await
        }).await.unwrap();
        let person = people::find_by_ap_id(&home.db, &snapshot(1, "").ap_id).await.unwrap().unwrap();
        assert!(people::view(&home.db, &ADMIN, person.id).await.is_ok());
        let peer = Principal::Peer { instance_id: id, host: "gelderland.test".into() };
        home.clock.advance(Duration::from_secs(15 * 24 * 3600));
        assert!(matches!(people::view(&home.db, &peer, person.id).await, Err(Error::NotFound)));
        home.db.write(async |tx| peers::health::record_confirmed(tx, id).await).await.unwrap();
        assert!(people::view(&home.db, &peer, person.id).await.is_ok());
    }
}
