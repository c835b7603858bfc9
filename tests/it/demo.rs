//! The demo as a newcomer meets it: started, looked at, killed, started again.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use domain::{Clock, Db, people};
use plein_tests::process::moment;
use reqwest::StatusCode;
use serde_json::Value;
use server::demo::{Demo, Options};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// A running demo and a way to ask it things.
struct Running {
    demo: Option<Demo>,
    ready: Value,
    port: u16,
    stop: CancellationToken,
    client: reqwest::Client,
}

impl Running {
    async fn start(data: &Path, port: u16) -> Self {
        let stop = CancellationToken::new();
        let options = Options { data: data.to_owned(), port };
        let demo = Demo::start(&options, Clock::System, &stop).await.expect("the demo starts");
        let line = demo.ready.to_json().expect("one line");
        assert!(!line.contains('\n'));
        let ready = serde_json::from_str(&line).expect("JSON");
        // Installing it a second time fails, which only says that it is there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self { demo: Some(demo), ready, port, stop, client: reqwest::Client::new() }
    }

    fn organisation(&self, host: &str) -> &Value {
        let organisations = self.ready["organisations"].as_array().expect("organisations");
        organisations.iter().find(|one| one["host"] == host).expect("the organisation")
    }

    fn db(&self, host: &str) -> &Db {
        &self.demo().instance(host).expect("the organisation").ctx().db
    }

    fn demo(&self) -> &Demo {
        self.demo.as_ref().expect("running")
    }

    fn token(&self, host: &str, login: &str) -> String {
        let people = self.organisation(host)["people"].as_array().expect("people");
        let person = people.iter().find(|one| one["login"] == login).expect("the login");
        person["token"].as_str().expect("a token").to_owned()
    }

    /// Whom the API of `host` finds for the owner of `token`.
    async fn search(&self, host: &str, token: &str, words: &str) -> Value {
        let (status, text) = self.get(host, &format!("/api/v1/people?q={words}"), Some(token)).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        serde_json::from_str(&text).expect("JSON")
    }

    async fn get(&self, host: &str, path: &str, token: Option<&str>) -> (StatusCode, String) {
        let host = format!("{host}:{}", self.port);
        let request = self.client.get(format!("http://127.0.0.1:{}{path}", self.port)).header("host", host);
        let request = token.into_iter().fold(request, |request, token| request.bearer_auth(token));
        let answer = request.send().await.expect("an answer");
        (answer.status(), answer.text().await.expect("a text"))
    }

    async fn finish(mut self) {
        self.stop.cancel();
        self.demo.take().expect("running").finished().await;
    }
}

fn named<'a>(found: &'a Value, name: &str) -> Option<&'a Value> {
    found["people"].as_array().expect("people").iter().find(|one| one["name"] == name)
}

/// A port that was free a moment ago.
async fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port()
}

/// Starts the demo and kills it at moments between its first file and its last handshake.
async fn kill_at_any_moment(data: &Path, port: u16) {
    for (from_ms, to_ms) in [(50, 400), (400, 1_500), (1_500, 4_000), (4_000, 8_000)] {
        let mut child = begin(data, port);
        tokio::time::sleep(moment(from_ms, to_ms)).await;
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

/// Starts the demo as a process of its own and kills it while it adds people.
async fn begin_and_kill(data: &Path, port: u16) {
    let mut child = begin(data, port);
    while people_in(data).await < 30 && child.try_wait().unwrap().is_none() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let added = people_in(data).await;
    assert!((30..220).contains(&added), "it was killed at its work, after {added} people");
}

fn begin(data: &Path, port: u16) -> std::process::Child {
    std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--ignored", "demo::a_process_of_its_own"])
        .env("DEMO_DATA", data)
        .env("DEMO_PORT", port.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// How many people Utrecht has in a data folder that another process may be writing.
async fn people_in(data: &Path) -> usize {
    let file = data.join("utrecht.localhost/plein.db");
    if !file.exists() {
        return 0;
    }
    let Ok(db) = Db::open(&format!("sqlite:{}", file.display()), 1, Clock::System).await else { return 0 };
    let people = people::list_ids_after(&db, None, 10_000).await.map_or(0, |ids| ids.len());
    db.close().await;
    people
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the process that another story starts and kills"]
async fn a_process_of_its_own() {
    let variable = |name: &str| std::env::var(name).expect("set by the other story");
    let (data, port) = (variable("DEMO_DATA"), variable("DEMO_PORT"));
    let args = ["plein", "demo", "--json", "--data", &data, "--port", &port];
    server::cli::run(args.map(Into::into), Clock::System).await;
}

const HOSTS: [&str; 3] = ["minbzk.localhost", "utrecht.localhost", "gelderland.localhost"];

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_starts_serves_three_hosts_and_keeps_what_was_done() {
    let data = tempfile::tempdir().unwrap();
    let port = free_port().await;
    begin_and_kill(data.path(), port).await;
    kill_at_any_moment(data.path(), port).await;
    let running = Running::start(data.path(), port).await;
    for (host, people) in HOSTS.into_iter().zip([240, 220, 200]) {
        let here = format!("{host}:{port}");
        let mut local = 0;
        for id in people::list_ids_after(running.db(host), None, 10_000).await.unwrap() {
            local += usize::from(people::find(running.db(host), id).await.unwrap().host == here);
        }
        assert_eq!(local, people, "{host} has everybody, and nobody twice");
    }
    assert_eq!(running.ready["ready"], true);
    for host in HOSTS {
        let organisation = running.organisation(host);
        assert_eq!(organisation["url"], format!("http://{host}:{port}"));
        assert!(organisation["admin"]["password"].as_str().is_some_and(|password| password.len() > 12));
        assert!(organisation["people"].as_array().is_some_and(|people| people.len() >= 3));
        let (_, page) = running.get(host, "/", None).await;
        assert!(page.contains(organisation["name"].as_str().unwrap()), "{host}: {page}");
    }
    let (status, _) = running.get("elsewhere.localhost", "/", None).await;
    assert_eq!(status, StatusCode::MISDIRECTED_REQUEST);

    let sanne = running.token("utrecht.localhost", "sanne.verbree@utrecht.example");
    let found = running.search("utrecht.localhost", &sanne, "stikstof").await;
    assert_eq!(found["isByName"], false, "the index is there");
    let marit = named(&found, "Marit Hoogeland").expect("the expert of Gelderland");
    assert_eq!(marit["organisation"], "Provincie Gelderland");
    assert!(marit["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()), "and why: {marit}");
    let hidden = running.search("utrecht.localhost", &sanne, "Tjitske+Postema").await;
    assert!(named(&hidden, "Tjitske Postema").is_none(), "she is for her own colleagues alone");
    let (refused, _) = running.get("minbzk.localhost", "/api/v1/people?q=stikstof", Some(&sanne)).await;
    assert_eq!(refused, StatusCode::UNAUTHORIZED, "a token opens one organisation");

    let before = running.ready.clone();
    running.finish().await;
    let again = Running::start(data.path(), port).await;
    assert_eq!(again.ready, before, "logins and tokens are the same after a restart");
    again.finish().await;

    // Addresses that others remember hold the port, so another one would be another organisation.
    let options = Options { data: data.path().to_owned(), port: free_port().await };
    let refused = Demo::start(&options, Clock::System, &CancellationToken::new()).await;
    assert!(refused.err().is_some_and(|error| error.to_string().contains("another port")));
}
