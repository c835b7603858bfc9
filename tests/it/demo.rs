//! The demo as a newcomer meets it: started, looked at, killed, started again.

use domain::accounts::{Secret, tokens};
use domain::{Clock, Db, Principal};
use reqwest::StatusCode;
use search::people::PeopleFound;
use search::query::{PeopleQuery, Viewer};
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
    async fn start(data: &std::path::Path, port: u16) -> Self {
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

    /// The person behind a login, as the API knows her.
    async fn principal(&self, host: &str, login: &str) -> Principal {
        let people = self.organisation(host)["people"].as_array().expect("people");
        let person = people.iter().find(|one| one["login"] == login).expect("the login");
        let token = Secret::read(person["token"].as_str().expect("a token")).expect("ours");
        let bearer = tokens::find(self.db(host), &token).await.expect("asked").expect("the token opens");
        Principal::Member(bearer.member)
    }

    async fn search(&self, host: &str, principal: &Principal, text: &str) -> PeopleFound {
        let people = &self.demo().instance(host).expect("the organisation").ctx().people;
        people.search(principal, PeopleQuery::new(text, Viewer::Staff)).await.expect("found")
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

/// A port that was free a moment ago.
async fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port()
}

const HOSTS: [&str; 3] = ["minbzk.localhost", "utrecht.localhost", "gelderland.localhost"];

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_starts_serves_three_hosts_and_keeps_what_was_done() {
    let data = tempfile::tempdir().unwrap();
    let port = free_port().await;
    let running = Running::start(data.path(), port).await;
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

    let sanne = running.principal("utrecht.localhost", "sanne.verbree@utrecht.example").await;
    let found = running.search("utrecht.localhost", &sanne, "stikstof").await;
    assert!(!found.is_by_name, "the index is there");
    let marit =
        found.people.iter().find(|one| one.view.name == "Marit Hoogeland").expect("the expert of Gelderland");
    assert_eq!(marit.view.organisation, "Provincie Gelderland");
    assert!(!marit.reasons.is_empty(), "and why she was found");
    let hidden = running.search("utrecht.localhost", &sanne, "Tjitske Postema").await;
    assert!(
        hidden.people.iter().all(|one| one.view.name != "Tjitske Postema"),
        "she is for colleagues alone"
    );

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
