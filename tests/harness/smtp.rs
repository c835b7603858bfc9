//! A real mail server on this machine, from npm: `tests/peers/smtp`. Ends with the value.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

/// The server as a process, and everything it said.
pub struct MailServer {
    child: Child,
    said: Arc<Mutex<Vec<Value>>>,
    pub port: u64,
}

/// A key and a certificate for 127.0.0.1, of nobody's authority but their own.
pub struct Certificate {
    folder: tempfile::TempDir,
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/smtp/server.mjs")
}

/// True when the server is installed (`tests/run.sh` does that); says so loudly otherwise, and fails where `CI` is set.
pub fn is_available() -> bool {
    if script().with_file_name("node_modules").is_dir() {
        return true;
    }
    assert!(std::env::var_os("CI").is_none(), "tests/peers/smtp is not installed: CI skips no test");
    eprintln!("SKIPPED, without a mail server: `npm ci` in tests/peers/smtp, or run `make test`");
    false
}

impl MailServer {
    /// Waits until it listens. The options stand in `server.mjs`.
    pub fn start(options: &Value) -> Self {
        let mut child = Command::new("node")
            .arg(script())
            .arg(options.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node runs");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let ready = lines.next().expect("a first line").expect("a readable line");
        let ready: Value = serde_json::from_str(&ready).expect("JSON");
        let said = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&said);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                heard.lock().expect("a list").push(serde_json::from_str(&line).expect("JSON"));
            }
        });
        Self { child, said, port: ready["port"].as_u64().expect("a port") }
    }

    /// One that asks for nothing, on any free port.
    pub fn open() -> Self {
        Self::start(&json!({}))
    }

    /// Everything it said of one kind: `mail`, `auth`, `refused`.
    pub fn said(&self, event: &str) -> Vec<Value> {
        let said = self.said.lock().expect("a list");
        said.iter().filter(|line| line["event"] == event).cloned().collect()
    }

    /// The mails that arrived for an address.
    pub fn mails_to(&self, address: &str) -> Vec<Value> {
        self.said("mail").into_iter().filter(|mail| mail["to"] == json!([address])).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const REQUEST: &str = "[req]\ndistinguished_name = name\nx509_extensions = extensions\nprompt = no\n\
    [name]\nCN = 127.0.0.1\n\
    [extensions]\nsubjectAltName = IP:127.0.0.1\nbasicConstraints = critical,CA:FALSE\n";

impl Certificate {
    pub fn make() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("request.cnf"), REQUEST).expect("a request");
        let words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
                     -config request.cnf -keyout key.pem -out cert.pem";
        let made = Command::new("openssl").args(words.split_whitespace()).current_dir(&folder).output();
        let made = made.expect("openssl runs");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        Self { folder }
    }

    pub fn key(&self) -> String {
        self.folder.path().join("key.pem").display().to_string()
    }

    pub fn path(&self) -> String {
        self.folder.path().join("cert.pem").display().to_string()
    }
}
