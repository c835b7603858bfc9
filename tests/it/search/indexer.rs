//! The worker: own changes soon, a crash anywhere loses nothing, a damaged index mends itself while names are searched.

use std::pin::pin;
use std::time::Duration;

use domain::db::sql;
use domain::index_feed::{self, Lane};
use domain::people::{self, Entry, FieldKey, ProfileEdit, Scope, Source, Value};
use domain::principal::Affiliation;
use domain::{Audience, PersonId};
use plein_tests::both_engines;
use plein_tests::databases::{self, Engine};
use tokio::sync::oneshot;

use super::{SYSTEM, Town};

async fn retitle(town: &Town, id: PersonId, title: &str) {
    let value = Value::Text(title.into());
    let entry = Entry { value, audience: Audience::Network, source: Source::Person };
    let edit = ProfileEdit { name: None, fields: vec![(FieldKey::JobTitle, Some(entry))] };
    town.db.write(async |tx| people::edit(tx, &SYSTEM, id, edit.clone()).await).await.unwrap();
}

fn title(text: &str) -> [(FieldKey, &str, Audience); 1] {
    [(FieldKey::JobTitle, text, Audience::Network)]
}

both_engines! {
    async fn an_edit_is_found_after_the_next_step(engine) {
        let town = Town::new(engine).await;
        let who = town.principal(Affiliation::Staff).await;
        let id = town.person("Anna Smit", Scope::Network, &title("Adviseur stikstof")).await;
        town.people.catch_up().await.unwrap();
        assert_eq!(town.found(&who, "stikstof").await, [id]);
        retitle(&town, id, "Adviseur waterveiligheid").await;
        town.people.catch_up().await.unwrap();
        assert_eq!(town.found(&who, "waterveiligheid").await, [id]);
        assert!(town.found(&who, "stikstof").await.is_empty());
        let left = index_feed::list(&town.db, Lane::Home, 0, 10).await.unwrap();
        assert!(left.is_empty(), "marks that the index holds for good are forgotten");
    }

    async fn a_killed_worker_goes_on_where_its_last_commit_was(engine) {
        let town = Town::new(engine).await;
        let who = town.principal(Affiliation::Staff).await;
        let id = town.person("Anna Smit", Scope::Network, &title("Adviseur stikstof")).await;
        town.people.catch_up().await.unwrap();
        retitle(&town, id, "Adviseur bodem").await;
        let town = town.restarted().await;
        assert!(!town.people.is_indexed(), "until the worker has opened it");
        assert_eq!(town.found(&who, "smit").await, [id], "names are found meanwhile");
        assert!(town.ask(&who, "smit").await.is_by_name);
        town.people.catch_up().await.unwrap();
        assert_eq!(town.found(&who, "bodem").await, [id]);
        assert!(!town.ask(&who, "smit").await.is_by_name);
    }

    async fn the_worker_shows_an_own_change_within_two_seconds(engine) {
        let town = Town::new(engine).await;
        let who = town.principal(Affiliation::Staff).await;
        let id = town.person("Anna Smit", Scope::Network, &title("Adviseur stikstof")).await;
        let stop = tokio_util::sync::CancellationToken::new();
        let town = std::sync::Arc::new(town);
        let worker = tokio::spawn({
            let (town, stop) = (std::sync::Arc::clone(&town), stop.clone());
            async move { town.people.work(stop).await }
        });
        wait_for(&town, &who, "stikstof", &[id]).await;
        retitle(&town, id, "Adviseur bodem").await;
        let started = std::time::Instant::now();
        wait_for(&town, &who, "bodem", &[id]).await;
        println!("an own change was found after {:?}", started.elapsed());
        stop.cancel();
        worker.await.unwrap();
    }
}

/// Generous, because many tests share the machine; the benchmark measures, a test only proves.
async fn wait_for(town: &Town, who: &domain::Principal, text: &str, ids: &[PersonId]) {
    for _ in 0..600 {
        if town.people.is_indexed() && town.found(who, text).await == ids {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{text} was not found within 30 s");
}

#[tokio::test]
async fn home_changes_overtake_a_peers_flood() {
    let town = Town::new(Engine::Sqlite).await;
    let who = town.principal(Affiliation::Staff).await;
    let anna = town.person("Anna Smit", Scope::Network, &title("Adviseur stikstof")).await;
    town.people.catch_up().await.unwrap();
    let flood: Vec<PersonId> = (0..5_000u128).map(|n| PersonId(uuid::Uuid::from_u128(n))).collect();
    town.db.write(async |tx| index_feed::mark_all(tx, &flood, Lane::Replica).await).await.unwrap();
    retitle(&town, anna, "Adviseur bodem").await;
    assert!(town.people.step().await.unwrap());
    assert_eq!(town.found(&who, "bodem").await, [anna], "after one step, with the flood still waiting");
    let waiting = index_feed::list(&town.db, Lane::Replica, 0, 10_000).await.unwrap();
    assert_eq!(waiting.len(), flood.len());
}

#[tokio::test]
async fn a_damaged_index_is_put_aside_and_built_anew_from_the_database() {
    let town = Town::new(Engine::Sqlite).await;
    let who = town.principal(Affiliation::Staff).await;
    for n in 0..50 {
        town.person(&format!("Persoon {n}"), Scope::Network, &title("Adviseur stikstof")).await;
    }
    town.people.catch_up().await.unwrap();
    damage(town.folder.path());
    let town = town.restarted().await;
    assert!(town.ask(&who, "persoon").await.is_by_name);
    town.people.catch_up().await.unwrap();
    let found = town.ask(&who, "stikstof").await;
    assert_eq!((found.total, found.is_by_name), (50, false));
    let kept = std::fs::read_dir(town.folder.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("broken-"));
    assert_eq!(kept.count(), 1);
}

/// Turns a byte in the middle of every posting file.
fn damage(folder: &std::path::Path) {
    for entry in
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        for file in std::fs::read_dir(entry).unwrap().map(|file| file.unwrap().path()) {
            if file.extension().is_some_and(|end| end == "idx") {
                let mut bytes = std::fs::read(&file).unwrap();
                let middle = bytes.len() / 2;
                bytes[middle] ^= 0xff;
                std::fs::write(&file, bytes).unwrap();
            }
        }
    }
}

#[tokio::test]
async fn a_rebuild_swaps_while_searches_go_on() {
    let town = Town::new(Engine::Sqlite).await;
    let who = town.principal(Affiliation::Staff).await;
    let id = town.person("Anna Smit", Scope::Network, &title("Adviseur stikstof")).await;
    town.people.catch_up().await.unwrap();
    let rebuild = town.people.rebuild();
    let searches = async {
        for _ in 0..20 {
            assert!(!town.ask(&who, "stikstof").await.is_by_name);
        }
    };
    let (rebuilt, ()) = tokio::join!(rebuild, searches);
    rebuilt.unwrap();
    assert_eq!(town.found(&who, "stikstof").await, [id]);
}

/// How many statements wait for a lock in this database.
async fn waiting(town: &Town) -> i64 {
    let text = "select count(*) from pg_locks where not granted \
        and database = (select oid from pg_database where datname = current_database())";
    sql(text).scalar(&town.db).await.unwrap()
}

async fn pause() {
    tokio::time::sleep(Duration::from_millis(20)).await;
}

/// On PostgreSQL alone: there a table can be locked, so that a build stands still.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_another_index_is_built_the_one_in_use_shows_what_changes() {
    if !databases::is_available(Engine::Postgres) {
        return;
    }
    let (slow, town) = (Town::new(Engine::Postgres).await, Town::new(Engine::Postgres).await);
    let who = town.principal(Affiliation::Staff).await;
    let id = town.person("Anna Smit", Scope::Network, &title("Adviseur stikstof")).await;
    town.people.catch_up().await.unwrap();
    let ((locked, is_locked), (go_on, goes_on)) = (oneshot::channel(), oneshot::channel::<()>());
    let lock = slow.db.write(async |tx| {
        sql("lock table person in access exclusive mode").execute(&mut *tx).await?;
        locked.send(()).unwrap();
        goes_on.await.unwrap();
        Ok(())
    });
    let beside = async {
        while waiting(&slow).await == 0 {
            pause().await;
        }
        let mut rebuild = pin!(town.people.rebuild());
        let shows = async {
            retitle(&town, id, "Adviseur waterveiligheid").await;
            while town.found(&who, "waterveiligheid").await != [id] {
                pause().await;
            }
        };
        tokio::select! {
            _ = &mut rebuild => panic!("two indexes were built at once"),
            () = shows => {}
        }
        go_on.send(()).unwrap();
        rebuild.await.unwrap();
    };
    let story = async {
        is_locked.await.unwrap();
        tokio::join!(slow.people.rebuild(), beside).0.unwrap();
    };
    tokio::join!(lock, story).0.unwrap();
    assert_eq!(town.found(&who, "waterveiligheid").await, [id]);
}
