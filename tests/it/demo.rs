//! The demo as a newcomer meets it: started, looked at, killed, started again.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use domain::accounts::{Secret, tokens};
use domain::groups::{self, Group};
use domain::items::{self, Detail, Item, Kind, Scope, Standing, comments};
use domain::{Clock, Db, GroupId, Principal, delivery, peers, people};
use plein_tests::process::{free_port, moment};
use reqwest::StatusCode;
use serde_json::Value;
use server::demo::{Demo, Options};
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

    fn network(&self, key: &str) -> &Value {
        let networks = self.ready["networks"].as_array().expect("networks");
        networks.iter().find(|one| one["key"] == key).expect("the network")
    }

    /// A network as `host` has it; `None` where nobody knows of it.
    async fn group(&self, key: &str, host: &str) -> Option<Group> {
        let id: GroupId = serde_json::from_value(self.network(key)["ids"][host].clone()).ok()?;
        Some(groups::find(self.db(host), id).await.expect("the group"))
    }

    /// The principal behind a login.
    async fn person(&self, host: &str, login: &str) -> Principal {
        let token = Secret::read(&self.token(host, login)).expect("a token");
        let bearer = tokens::find(self.db(host), &token).await.unwrap().expect("its owner");
        Principal::Member(bearer.member)
    }

    /// What somebody sees in a network at his own organisation.
    async fn items(&self, key: &str, host: &str, who: &Principal) -> Vec<Item> {
        let group = self.group(key, host).await.expect("the network is known there").id;
        items::lists::list(self.db(host), who, &Scope::Group(group), None, None, 100).await.unwrap()
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

/// Each network has the same in it at every organisation that has members there, all of it from the past.
async fn networks_are_filled(running: &Running) {
    let minbzk = running.person("minbzk.localhost", "joris.kerkhove@minbzk.example").await;
    let utrecht = running.person("utrecht.localhost", "youssef.benhaddou@utrecht.example").await;
    let gelderland = running.person("gelderland.localhost", "marit.hoogeland@gelderland.example").await;
    let henk_jan =
        running.organisation("gelderland.localhost")["admin"]["token"].as_str().unwrap().to_owned();
    let bearer =
        tokens::find(running.db("gelderland.localhost"), &Secret::read(&henk_jan).unwrap()).await.unwrap();
    let henk_jan = Principal::Member(bearer.unwrap().member);
    let db = running.db("gelderland.localhost");
    for peer in peers::list(db, &henk_jan).await.unwrap() {
        let confirmed_at = peer.directory_confirmed_at.expect("the directory");
        assert!(db.now().since(confirmed_at) < Duration::from_secs(900), "{} at the present", peer.host);
    }

    for (key, policy, is_closed, is_hidden) in [
        ("omgevingswet", "open", false, false),
        ("woo", "request", false, false),
        ("crisis", "request", true, false),
        ("gegevensdeling", "invitation", true, true),
    ] {
        for host in HOSTS {
            let group = running.group(key, host).await.expect("every organisation has members");
            assert_eq!(group.rules.join_policy.as_str(), policy, "{key} at {host}");
            assert_eq!((group.is_closed(), group.is_hidden()), (is_closed, is_hidden), "{key} at {host}");
            assert_eq!(group.organisation_count, 3, "{key} at {host}");
        }
        let host = running.network(key)["host"].as_str().unwrap();
        let url = running.network(key)["url"].as_str().unwrap();
        assert!(url.starts_with(&format!("http://{host}:{}/", running.port)), "{url}");
    }

    // Who is no member of the closed one knows of it and reads nothing; nobody tells him of the hidden one.
    let [seen, unseen] = ["crisis", "gegevensdeling"].map(|key| running.group(key, "gelderland.localhost"));
    let (seen, unseen) = (seen.await.unwrap(), unseen.await.unwrap());
    let db = running.db("gelderland.localhost");
    let bram = running.person("gelderland.localhost", "bram.wennink@gelderland.example").await;
    assert!(groups::enter(db, &gelderland, seen.id).await.is_ok_and(|place| !place.sees_content()));
    assert!(running.items("crisis", "gelderland.localhost", &gelderland).await.is_empty());
    assert!(groups::enter(db, &bram, unseen.id).await.is_err(), "hidden");
    let known = groups::list(db, &bram, &groups::Asked { limit: 50, ..Default::default() }).await.unwrap();
    assert_eq!(known.len(), 3);

    for (key, at, who) in [
        ("omgevingswet", "utrecht.localhost", &utrecht),
        ("woo", "minbzk.localhost", &minbzk),
        ("crisis", "utrecht.localhost", &utrecht),
        ("gegevensdeling", "minbzk.localhost", &minbzk),
    ] {
        let here = running.items(key, at, who).await;
        let there = running.items(key, "gelderland.localhost", &henk_jan).await;
        let shape = |items: &[Item]| -> Vec<_> {
            let one = |item: &Item| {
                let votes = if let Detail::Poll(poll) = &item.detail { poll.voters } else { 0 };
                (
                    item.ap_id.clone(),
                    item.comment_count,
                    item.reactions.clone(),
                    votes,
                    item.accepted_id.is_some(),
                )
            };
            let mut all: Vec<_> = items.iter().map(one).collect();
            all.sort();
            all
        };
        assert_eq!(shape(&here), shape(&there), "{key}");
        assert!(here.len() > 10, "{key}");
        assert!(here.iter().all(|item| item.standing == Standing::Accepted), "{key}");
        let oldest = here.iter().map(|item| item.created_at).min().unwrap();
        let past = running.db(at).now().since(oldest).as_secs() / 86_400;
        assert!((80..110).contains(&past), "{key} began {past} days ago");
        assert!(here.iter().any(|item| item.accepted_id.is_some()), "{key} has answers");
    }
    for host in HOSTS {
        let (waiting, _, stuck) = delivery::count(running.db(host)).await.unwrap();
        assert_eq!((waiting, stuck), (0, 0), "nothing is on its way from {host}");
    }
    let items = running.items("omgevingswet", "utrecht.localhost", &utrecht).await;
    let question =
        items.iter().find(|item| item.title.starts_with("Woningen op 800 meter")).expect("a question");
    assert_eq!(question.kind, Kind::Question);
    let db = running.db("utrecht.localhost");
    let answers = comments::list(db, &utrecht, question.id, None, 10).await.unwrap();
    let accepted = answers.iter().find(|answer| Some(answer.id) == question.accepted_id).expect("the answer");
    let faces = people::faces(db, &utrecht, [accepted.author_id]).await.unwrap();
    assert_eq!(faces[&accepted.author_id].name, "Marit Hoogeland");
    let poll = items.iter().find_map(|item| match &item.detail {
        Detail::Poll(poll) if poll.is_multiple => Some(poll),
        _ => None,
    });
    let poll = poll.expect("a poll");
    assert_eq!((poll.voters, poll.options[1].votes), (8, 3));
    assert!(!poll.is_open(db.now()), "it is over");
}

/// An answer in a closed network lifts whoever gave it, for its members at every organisation and for nobody else.
async fn an_answer_counts_for_members_alone(running: &Running) {
    let (minbzk, utrecht, gelderland) = ("minbzk.localhost", "utrecht.localhost", "gelderland.localhost");
    let token = |host: &str, name: &str| match name {
        "" => running.organisation(host)["admin"]["token"].as_str().unwrap().to_owned(),
        name => running.token(host, name),
    };
    for (host, name) in [
        (utrecht, "youssef.benhaddou@utrecht.example"),
        (gelderland, "bram.wennink@gelderland.example"),
        (minbzk, ""),
    ] {
        let found = running.search(host, &token(host, name), "noodstroom").await;
        let first: Vec<&Value> = found["people"].as_array().unwrap().iter().take(3).collect();
        let aylin = first.iter().find(|one| one["name"] == "Aylin Korkmaz").expect("among the first three");
        let why = aylin["reasons"].to_string();
        assert!(why.contains("1 geaccepteerd antwoord over noodstroom"), "{name} at {host}: {why}");
    }
    for (host, name) in [
        (utrecht, "sanne.verbree@utrecht.example"),
        (gelderland, "marit.hoogeland@gelderland.example"),
        (minbzk, "joris.kerkhove@minbzk.example"),
    ] {
        let found = running.search(host, &token(host, name), "noodstroom").await;
        assert!(named(&found, "Aylin Korkmaz").is_none(), "{name} at {host}: {found}");
        assert_eq!(found["total"], found["people"].as_array().unwrap().len(), "{name}: {found}");
        assert!(!found.to_string().contains("antwoord over"), "{name} at {host}: {found}");
    }
}

/// Waits until the demo of another process wrote some of its past, and kills it.
async fn kill_while_it_writes(data: &Path, port: u16) {
    let mut child = begin(data, port);
    let mut written = 0;
    while written < 40 && child.try_wait().unwrap().is_none() {
        tokio::time::sleep(Duration::from_millis(50)).await;
        written = items_in(data).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!((40..63).contains(&items_in(data).await), "it was killed at its work, after {written} items");
}

/// How many items the ministry has in a data folder that another process is writing.
async fn items_in(data: &Path) -> i64 {
    let file = data.join("minbzk.localhost/plein.db");
    let Ok(db) = Db::open(&format!("sqlite:{}", file.display()), 1, Clock::System).await else { return 0 };
    let count = domain::db::sql("select count(*) from item").scalar(&db).await.unwrap_or(0);
    db.close().await;
    count
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
    let port = free_port();
    begin_and_kill(data.path(), port).await;
    kill_at_any_moment(data.path(), port).await;
    kill_while_it_writes(data.path(), port).await;
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
    let found = running.search("utrecht.localhost", &sanne, "bruidsschatregels").await;
    let marit = named(&found, "Marit Hoogeland")
        .expect("whose answer was accepted, though her profile says nothing of it");
    let place = found["people"].as_array().unwrap().iter().position(|one| one == marit);
    assert!(place.is_some_and(|place| place < 3), "{place:?}");
    let why = marit["reasons"][0].as_str().expect("a reason");
    assert!(why.starts_with("1 geaccepteerd antwoord over bruidsschatregels, "), "{why}");
    let hidden = running.search("utrecht.localhost", &sanne, "Tjitske+Postema").await;
    assert!(named(&hidden, "Tjitske Postema").is_none(), "she is for her own colleagues alone");
    let (refused, _) = running.get("minbzk.localhost", "/api/v1/people?q=stikstof", Some(&sanne)).await;
    assert_eq!(refused, StatusCode::UNAUTHORIZED, "a token opens one organisation");

    networks_are_filled(&running).await;
    an_answer_counts_for_members_alone(&running).await;
    let before = running.ready.clone();
    running.finish().await;
    let began = std::time::Instant::now();
    let again = Running::start(data.path(), port).await;
    assert!(began.elapsed() < Duration::from_secs(20), "what is there is not made again");
    assert_eq!(again.ready, before, "logins, tokens and networks are the same after a restart");
    networks_are_filled(&again).await;
    again.finish().await;

    // Addresses that others remember hold the port, so another one would be another organisation.
    let options = Options { data: data.path().to_owned(), port: free_port() };
    let refused = Demo::start(&options, Clock::System, &CancellationToken::new()).await;
    assert!(refused.err().is_some_and(|error| error.to_string().contains("another port")));
}
