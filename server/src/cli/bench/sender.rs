//! The sending side of `plein bench inbox`: signs everything beforehand with the keys of its organisations, says that it
//! is ready, and on a word sends it all.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Instant;

use domain::peers::keys;
use domain::{Clock, Db, directory, instances};
use federation::keys::KeyPair;
use federation::signature::{Signer, sign_request};
use federation::urls::Urls;
use federation::wire::{self, Activity, ActorRef, Kind, Nudge};
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use url::Url;
use uuid::Uuid;

use crate::cli::{Failure, Outcome, say};

pub const READY: &str = "ready";
pub const GO: &str = "go";

/// What came back.
#[derive(Serialize, Deserialize, Default)]
pub struct Sent {
    pub accepted: usize,
    pub refused: usize,
    pub seconds: f64,
}

/// Sends `count` activities from the organisations in `names` to the first of them.
pub async fn run(
    folder: &Path,
    port: u16,
    names: &[String],
    count: usize,
    connections: usize,
    clock: Clock,
) -> Outcome {
    let Some((receiver, senders)) = names.split_first() else { return Ok(()) };
    let target: Url = format!("http://{receiver}.localhost:{port}/inbox").parse()?;
    let mut peers = Vec::with_capacity(senders.len());
    for name in senders {
        peers.push(Peer::open(&folder.join(name), &clock).await?);
    }
    let mut requests = vec![Vec::new(); connections];
    for number in 0..count {
        let peer = &peers[number % peers.len()];
        // Every connection carries activities of every peer, in turn.
        requests[number / peers.len() % connections].push(peer.request(&target, &clock)?);
    }
    say(READY);
    let mut word = String::new();
    std::io::stdin().read_line(&mut word)?;
    match word.trim() {
        GO => say(&serde_json::to_string(&send(port, requests)?)?),
        _ => return Err(Failure("nobody said go".into())),
    }
    Ok(())
}

/// An organisation as far as signing needs it.
struct Peer {
    urls: Urls,
    key: KeyPair,
    key_id: Url,
    epoch: String,
    sequence: i64,
}

impl Peer {
    async fn open(folder: &Path, clock: &Clock) -> Result<Self, Failure> {
        let db =
            Db::open(&format!("sqlite://{}", folder.join("plein.db").display()), 1, clock.clone()).await?;
        let urls = Urls::new(&instances::home(&db).await?.base_url)?;
        let key = keys::list(&db).await?.into_iter().next();
        let key = key.ok_or_else(|| Failure("a sender has no key".into()))?;
        let key = KeyPair::from_pkcs8(&key.private_key)?;
        let key_id = urls.key(&key.public()).parse()?;
        let (epoch, sequence) = (directory::epoch(&db).await?.0, directory::last_seq(&db).await?);
        db.close().await;
        Ok(Self { urls, key, key_id, epoch, sequence })
    }

    /// One nudge, as peers send it when nobody changed: signed, as bytes of HTTP.
    fn request(&self, target: &Url, clock: &Clock) -> Result<Vec<u8>, Failure> {
        let body = serde_json::to_vec(&self.nudge(clock)?)?;
        let mut headers = HeaderMap::new();
        let signer = Signer { key: &self.key, key_id: &self.key_id };
        sign_request(signer, "POST", target, &mut headers, Some(&body), clock.now().seconds())?;
        let mut request = format!(
            "POST {} HTTP/1.1\r\nhost: {}\r\ncontent-type: {}\r\ncontent-length: {}\r\n",
            target.path(),
            target.authority(),
            wire::ACTIVITY_JSON,
            body.len()
        )
        .into_bytes();
        for (name, value) in &headers {
            request.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
        }
        request.extend(b"\r\n");
        request.extend(body);
        Ok(request)
    }

    fn nudge(&self, clock: &Clock) -> Result<Activity, Failure> {
        let nudge = Nudge {
            kind: "OrderedCollection".into(),
            id: self.urls.directory(),
            epoch: self.epoch.clone(),
            sequence: self.sequence,
            root_digest: String::new(),
        };
        Ok(Activity {
            audience: None,
            context: wire::context(),
            id: self.urls.activity(Uuid::from(<domain::JobId as domain::Id>::new_at(clock.now()))),
            kind: Kind::Announce,
            actor: ActorRef::Address(self.urls.actor()),
            object: serde_json::to_value(nudge)?,
            published: Some(clock.now().to_rfc3339()),
            proof: None,
        })
    }
}

/// Each connection sends its own, one after the other, as a peer's delivery does.
fn send(port: u16, requests: Vec<Vec<Vec<u8>>>) -> Result<Sent, Failure> {
    let started = Instant::now();
    let lines: Vec<_> = requests
        .into_iter()
        .map(|requests| std::thread::spawn(move || send_in_order(port, &requests)))
        .collect();
    let mut total = Sent::default();
    for line in lines {
        let sent = line.join().map_err(|_| Failure("a sending thread broke off".into()))??;
        total.accepted += sent.accepted;
        total.refused += sent.refused;
    }
    Ok(Sent { seconds: started.elapsed().as_secs_f64(), ..total })
}

fn send_in_order(port: u16, requests: &[Vec<u8>]) -> std::io::Result<Sent> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_nodelay(true)?;
    let mut answers = BufReader::new(stream.try_clone()?);
    let mut sent = Sent::default();
    for request in requests {
        stream.write_all(request)?;
        match status(&mut answers)? {
            202 => sent.accepted += 1,
            _ => sent.refused += 1,
        }
    }
    Ok(sent)
}

/// Reads one whole answer; gives its status, 0 when it has none.
fn status(answers: &mut BufReader<TcpStream>) -> std::io::Result<u16> {
    let (mut status, mut length) = (0, 0);
    loop {
        let mut line = String::new();
        answers.read_line(&mut line)?;
        let line = line.trim_end().to_ascii_lowercase();
        if let Some(rest) = line.strip_prefix("http/1.1 ") {
            status = rest.get(..3).and_then(|digits| digits.parse().ok()).unwrap_or(0);
        } else if let Some(rest) = line.strip_prefix("content-length:") {
            length = rest.trim().parse().unwrap_or(0);
        } else if line.is_empty() {
            break;
        }
    }
    answers.take(length).read_to_end(&mut Vec::new())?;
    Ok(status)
}
