//! `kill -9` to a real process while it copies a directory and delivers: the next start goes on. Nothing is lost, and
//! nothing takes effect twice.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use domain::delivery::{self, Outgoing, Target};
use domain::peers::{self, State};
use domain::people::{self, NewPerson, Profile, Scope, replica};
use domain::principal::Affiliation;
use domain::{Clock, Db, PersonId, directory};
use plein_tests::both_engines;
use plein_tests::databases::{Engine, TestDb, fresh_at};
use plein_tests::process::free_port;
use plein_tests::site::ADMIN;
use search::query::{PeopleQuery, Viewer};
use server::Instance;
use server::serve::{Hosts, serve};
use server::worker::Workers;
use tokio_util::sync::CancellationToken;

const KILLS: usize = 6;
const PEOPLE: usize = 600;
const ADDED_BETWEEN: usize = 60;
const ACTIVITIES: i64 = 240;
/// How long the last start may take to finish everything.
const SECONDS_MAX: u64 = 120;

/// An organisation as an operator sets it up: its settings in the environment.
struct Home {
    host: String,
    settings: BTreeMap<String, String>,
    _data: tempfile::TempDir,
    _database: TestDb,
}

impl Home {
    async fn new(name: &str, engine: Engine) -> Self {
        let (data, database) = (tempfile::tempdir().unwrap(), fresh_at(engine, Clock::System).await);
        let (port, metrics) = (free_port(), free_port());
        let host = format!("{name}.localhost:{port}");
        let settings = [
            ("PLEIN_INSTANCE__HOST", host.clone()),
            ("PLEIN_INSTANCE__NAME", format!("Organisatie {name}")),
            ("PLEIN_DATABASE__URL", database.url.clone()),
            ("PLEIN_DATA__DIR", data.path().join("data").display().to_string()),
            ("PLEIN_LISTEN__ADDRESS", format!("127.0.0.1:{port}")),
            ("PLEIN_LISTEN__METRICS", format!("127.0.0.1:{metrics}")),
            ("PLEIN_FEDERATION__PRIVATE_HOSTS", "*.localhost".to_owned()),
            ("PLEIN_DEVELOPMENT__ENABLED", "true".to_owned()),
        ];
        let settings = settings.map(|(name, value)| (name.to_owned(), value)).into();
        Self { host, settings, _data: data, _database: database }
    }

    fn setting(&self, name: &str) -> &str {
        &self.settings[name]
    }

    /// Within this process, with its listener and its workers.
    async fn run(&self) -> Running {
        let config = server::config::load(None, self.settings.clone()).unwrap();
        let address = config.listen.address;
        let instance = Instance::open(config, Clock::System).await.unwrap();
        let (stop, hosts) = (CancellationToken::new(), Hosts::new([(instance.host(), instance.router())]));
        let listener = tokio::net::TcpListener::bind(address).await.unwrap();
        let listener = tokio::spawn(serve(listener, hosts, stop.clone()));
        Running { workers: instance.spawn_workers(&stop), instance, listener, stop }
    }

    /// As a process of its own, when it is ready.
    async fn spawn(&self) -> Process {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "--ignored", "federation::kill::a_process_of_its_own"])
            .env_remove("PLEIN_TEST_PG")
            .envs(&self.settings)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(Process)
            .unwrap();
        let metrics = self.setting("PLEIN_LISTEN__METRICS");
        until("the process to listen", async || tokio::net::TcpStream::connect(metrics).await.is_ok()).await;
        child
    }

    async fn db(&self) -> Db {
        Db::open(self.setting("PLEIN_DATABASE__URL"), 2, Clock::System).await.unwrap()
    }
}

/// Killed without a word, also when the story fails.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Running {
    instance: Instance,
    workers: Workers,
    listener: tokio::task::JoinHandle<()>,
    stop: CancellationToken,
}

impl Running {
    fn db(&self) -> &Db {
        &self.instance.ctx().db
    }

    async fn end(self) {
        self.stop.cancel();
        self.listener.await.unwrap();
        self.workers.drain().await;
        self.instance.ctx().db.close().await;
    }
}

async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    let came = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(SECONDS_MAX), came).await.is_ok(), "waited for {what}");
}

/// The real handshake between two that run here.
async fn befriend(asks: &Running, answers: &Running) {
    let host = answers.instance.host();
    let them = asks.instance.ctx().federation.look_up(&ADMIN, &host).await.unwrap();
    asks.instance.ctx().federation.request(&ADMIN, &host, &them.fingerprint).await.unwrap();
    let state = async |here: &Running, there: &Running| {
        let peer = peers::find_by_host(here.db(), &there.instance.host()).await.unwrap();
        peer.map(|peer| (peer.instance_id, peer.state))
    };
    until("the request", async || state(answers, asks).await.is_some()).await;
    let (id, _) = state(answers, asks).await.unwrap();
    answers.instance.ctx().federation.check(&ADMIN, id).await.unwrap();
    answers.instance.ctx().federation.approve(&ADMIN, id).await.unwrap();
    until("the approval", async || {
        state(asks, answers).await.is_some_and(|(_, state)| state == State::Approved)
    })
    .await;
}

async fn add_people(db: &Db, numbers: std::ops::Range<usize>) -> Vec<PersonId> {
    let add = async |tx: &mut domain::Tx| {
        let mut ids = Vec::new();
        for number in numbers.clone() {
            let new = NewPerson {
                name: format!("Persoon Nummer{number}"),
                handle: None,
                affiliation: Affiliation::Staff,
                profile: Profile::default(),
            };
            let id = people::create(tx, &ADMIN, new).await?;
            people::consent::choose(tx, &ADMIN, id, Scope::Network).await?;
            ids.push(id);
        }
        Ok(ids)
    };
    db.write(add).await.unwrap()
}

/// What is on its way from the process that is killed: in order, each once.
async fn queue_activities(from: &Home, to: &Home) {
    let db = from.db().await;
    let target = Target { host: to.host.clone(), inbox_url: format!("http://{}/inbox", to.host) };
    db.write(async |tx| {
        for number in 0..ACTIVITIES {
            let id = activity_id(from, number);
            let body = serde_json::json!({
                "id": id, "type": "Like", "actor": format!("http://{}/actor", from.host), "object": "x"
            });
            let outgoing = Outgoing {
                id,
                body: body.to_string().into_bytes(),
                ordering_key: "story".into(),
                for_host: None,
                group_id: None,
            };
            delivery::send(tx, &outgoing, std::slice::from_ref(&target)).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    db.close().await;
}

fn activity_id(from: &Home, number: i64) -> String {
    format!("http://{}/ap/activity/story-{number:04}", from.host)
}

/// What arrived of it, in the order it came in: id and state.
async fn arrived(db: &Db, from: &Home) -> Vec<(String, String)> {
    domain::db::sql("select activity_id, state from inbox_activity where activity_id like $1 order by seq")
        .bind(format!("http://{}/ap/activity/story-%", from.host))
        .all(db)
        .await
        .unwrap()
}

/// Federation id and version of everybody there, and of the copy.
async fn leaves(origin: &Db, reader: &Db) -> (Vec<(String, i64)>, Vec<(String, i64)>) {
    let peers = peers::list_active(reader).await.unwrap();
    let there = directory::list_leaves(origin, "", 10_000).await.unwrap();
    (there, replica::list_leaves(reader, peers[0].instance_id, "", 10_000).await.unwrap())
}

/// Moments that differ each time; the story holds at any.
fn moment() -> Duration {
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().subsec_nanos();
    Duration::from_millis(u64::from(nanos / 1_000 % 400))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the process that another story starts and kills"]
async fn a_process_of_its_own() {
    server::cli::run(["plein", "serve"].map(Into::into), Clock::System).await;
}

both_engines! {
    async fn a_killed_process_goes_on_at_its_next_start(engine) {
        let (origin_home, reader_home) = (Home::new("bron", engine).await, Home::new("lezer", engine).await);
        let origin = origin_home.run().await;
        let reader = reader_home.run().await;
        befriend(&reader, &origin).await;
        reader.end().await;
        add_people(origin.db(), 0..PEOPLE).await;
        queue_activities(&reader_home, &origin_home).await;

        let (reader_db, mut added, mut interrupted) = (reader_home.db().await, PEOPLE, 0);
        for _ in 0..KILLS {
            let process = reader_home.spawn().await;
            let ids = add_people(origin.db(), added..added + ADDED_BETWEEN).await;
            added += ids.len();
            tokio::time::sleep(moment()).await;
            drop(process);
            let (there, here) = leaves(origin.db(), &reader_db).await;
            let came = arrived(origin.db(), &reader_home).await.len() as i64;
            interrupted += usize::from(there != here || came < ACTIVITIES);
            // Whoever withdraws while nobody is listening must not linger either.
            let withdraw = async |tx: &mut domain::Tx| {
                for id in &ids[..5] {
                    people::consent::choose(tx, &ADMIN, *id, Scope::None).await?;
                }
                Ok(())
            };
            origin.db().write(withdraw).await.unwrap();
        }
        assert!(interrupted > 0, "it was killed at its work");

        let started = std::time::Instant::now();
        let process = reader_home.spawn().await;
        until("everything to arrive", async || {
            let (there, here) = leaves(origin.db(), &reader_db).await;
            let is_told = delivery::count(&reader_db).await.unwrap() == (0, 0, 0);
            there == here && is_told && arrived(origin.db(), &reader_home).await.iter().all(|(_, state)| state == "done")
        })
        .await;
        println!("finished {:.1} s after the last start", started.elapsed().as_secs_f64());
        drop(process);
        let (there, _) = leaves(origin.db(), &reader_db).await;
        assert_eq!(there.len(), added - KILLS * 5);
        let ids: Vec<String> = arrived(origin.db(), &reader_home).await.into_iter().map(|(id, _)| id).collect();
        let sent: Vec<String> = (0..ACTIVITIES).map(|number| activity_id(&reader_home, number)).collect();
        assert_eq!(ids, sent, "each once and in order");
        reader_db.close().await;

        // What the killed process had indexed, and what it had not, is found all the same.
        let reader = reader_home.run().await;
        let ctx = reader.instance.ctx();
        until("the index", async || {
            let found = ctx.people.search(&ADMIN, PeopleQuery::new("Persoon", Viewer::Staff)).await.unwrap();
            !found.is_by_name && found.total as usize == there.len()
        })
        .await;
        reader.end().await;
        origin.end().await;
    }
}
