//! A peer that lies: a real identity in the network, with keys of its own, that signs whatever it likes and answers
//! whatever it likes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use domain::Clock;
use federation::keys::KeyPair;
use federation::proof;
use federation::signature::{Message, Signer, sign_request, sign_response};
use federation::wire;
use serde_json::{Value, json};
use tower::ServiceExt;
use url::Url;

use crate::site::{ADMIN, Site, World, settle};

type Answers = Arc<Mutex<HashMap<String, Answer>>>;

/// What it answers under a path.
#[derive(Clone)]
pub struct Answer {
    pub status: u16,
    pub media: &'static str,
    pub body: Vec<u8>,
    pub headers: Vec<(&'static str, String)>,
    /// Sign the answer as the origin would.
    pub is_signed: bool,
    /// Give the body one byte a second.
    pub drips: bool,
}

pub struct EvilPeer {
    pub host: String,
    pub key: Arc<KeyPair>,
    pub key_id: Url,
    /// How far its clock is from everybody else's.
    pub skew_seconds: i64,
    clock: Clock,
    answers: Answers,
}

impl Answer {
    /// A signed activity document.
    pub fn document(value: &Value) -> Self {
        Self {
            status: 200,
            media: wire::ACTIVITY_JSON,
            body: value.to_string().into_bytes(),
            headers: Vec::new(),
            is_signed: true,
            drips: false,
        }
    }

    pub fn status(status: u16) -> Self {
        Self { status, ..Self::document(&Value::Null) }
    }
}

impl EvilPeer {
    /// Plugs it into the network. Its `/actor` is honest until it is told otherwise.
    pub fn plug(world: &World, host: &str) -> Self {
        let (key, _) = KeyPair::generate().unwrap();
        let key_id = format!("http://{host}/actor#{}", key.public()).parse().unwrap();
        let evil = Self {
            host: host.into(),
            key: Arc::new(key),
            key_id,
            skew_seconds: 0,
            clock: world.clock.clone(),
            answers: Answers::default(),
        };
        evil.answer("/actor", Answer { is_signed: false, ..Answer::document(&evil.actor()) });
        evil.answer("/inbox", Answer { is_signed: false, ..Answer::status(202) });
        world.network.plug(host, evil.router());
        evil
    }

    pub fn now_seconds(&self) -> i64 {
        self.clock.now().seconds() + self.skew_seconds
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    /// What it answers under a path (with query, or for the path whatever the query).
    pub fn answer(&self, path: &str, answer: Answer) {
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// An honest instance actor.
    pub fn actor(&self) -> Value {
        self.actor_with(&self.key, &self.key_id)
    }

    pub fn actor_with(&self, key: &KeyPair, key_id: &Url) -> Value {
        json!({
            "@context": wire::context(),
            "id": self.url("/actor"), "type": "Application", "name": "Evil", "preferredUsername": self.host,
            "inbox": self.url("/inbox"), "outbox": self.url("/outbox"),
            "endpoints": { "sharedInbox": self.url("/inbox") },
            "directory": self.url("/directory/changes"),
            "assertionMethod": [{
                "id": key_id.as_str(), "type": "Multikey", "controller": self.url("/actor"),
                "publicKeyMultibase": key.public().to_string()
            }]
        })
    }

    /// An activity of its own.
    pub fn activity(&self, name: &str, kind: &str, object: Value) -> Value {
        json!({
            "@context": wire::context(), "id": self.url(&format!("/ap/activity/{name}")), "type": kind,
            "actor": self.url("/actor"), "object": object
        })
    }

    /// The request for peering, as an honest instance makes it.
    pub fn follow(&self, site: &Site) -> Value {
        let mut follow = self.activity("follow", "Follow", json!(format!("http://{}/actor", site.host)));
        follow["actor"] = self.actor();
        self.prove(&mut follow);
        follow
    }

    /// Something that one of its people says in a group, with an honest proof.
    pub fn said(&self, who: &str, name: &str, kind: &str, group: &str, object: Value) -> Value {
        let mut actor = self.person(who);
        actor.as_object_mut().unwrap().remove("consent");
        let mut said = json!({
            "@context": wire::group_context(), "id": self.url(&format!("/ap/activity/{name}")), "type": kind,
            "actor": actor, "audience": group, "object": object
        });
        self.prove(&mut said);
        said
    }

    /// What one of its people writes in a group.
    pub fn post_by(&self, who: &str, name: &str, group: &str, text: &str) -> Value {
        json!({
            "id": self.url(&format!("/ap/item/{name}")), "type": "Page", "plein:kind": "discussion",
            "attributedTo": self.url(&format!("/ap/person/{who}")), "audience": group, "name": name,
            "content": "", "source": { "content": text, "mediaType": "text/markdown" }, "language": "nl",
            "published": "2026-11-01T09:00:00Z", "visibleTo": "group"
        })
    }

    pub fn prove(&self, document: &mut Value) {
        proof::prove(document, &self.key, self.key_id.as_str(), "2026-11-01T09:00:00Z").unwrap();
    }

    /// Becomes an approved peer of a site, by a handshake that looks honest.
    pub async fn befriend(&self, site: &Site) {
        assert_eq!(self.post(site, &self.follow(site)).await, 202);
        let id = site.instance_id(&self.host).await;
        site.federation.check(&ADMIN, id).await.expect("the keys are those of the request");
        site.federation.approve(&ADMIN, id).await.expect("checked and approved");
        // It accepts the site's own Follow, so that its directory is read from now on.
        let follow = site.peer(&self.host).await.follow_sent.expect("a Follow back");
        assert_eq!(self.post(site, &self.activity("accept", "Accept", json!(follow))).await, 202);
        self.serve_directory("1", &[]);
        settle(&[site]).await;
    }

    /// From now on its directory holds these people, each a step of the feed, in one page.
    pub fn serve_directory(&self, epoch: &str, people: &[Value]) {
        let steps: Vec<_> = (1..)
            .zip(people)
            .map(|(sequence, person)| json!({ "type": "Update", "sequence": sequence, "object": person }))
            .collect();
        self.serve_steps(epoch, &steps);
    }

    /// The same with steps as they come, right or wrong.
    pub fn serve_steps(&self, epoch: &str, steps: &[Value]) {
        self.serve_steps_after(0, epoch, steps);
    }

    /// To whoever has read so far.
    pub fn serve_steps_after(&self, after: usize, epoch: &str, steps: &[Value]) {
        let path = &format!("/directory/changes?after={after}&limit=200");
        let page = json!({
            "id": self.url(path), "type": "OrderedCollectionPage", "partOf": self.url("/directory/changes"),
            "epoch": epoch, "sequence": after + steps.len(), "orderedItems": steps
        });
        self.answer(path, Answer::document(&page));
    }

    /// A person of its own, as an honest instance would write it.
    pub fn person(&self, name: &str) -> Value {
        json!({
            "id": self.url(&format!("/ap/person/{name}")), "type": "Person", "preferredUsername": name,
            "name": name, "inbox": self.url("/inbox"), "outbox": self.url("/outbox"),
            "consent": { "scope": "network", "version": 1, "fields": [] }
        })
    }

    /// A signed request to a site's inbox, ready to be tampered with.
    pub fn signed(&self, site: &Site, body: &[u8]) -> Request<Body> {
        self.signed_for(&format!("http://{}/inbox", site.host), body)
    }

    pub fn signed_for(&self, target: &str, body: &[u8]) -> Request<Body> {
        let target: Url = target.parse().unwrap();
        let mut headers = HeaderMap::new();
        sign_request(self.signer(), "POST", &target, &mut headers, Some(body), self.now_seconds()).unwrap();
        let mut request = Request::post(target.path()).body(Body::from(body.to_vec())).unwrap();
        headers.insert(header::HOST, HeaderValue::from_str(target.authority()).unwrap());
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(wire::ACTIVITY_JSON));
        *request.headers_mut() = headers;
        request
    }

    /// A signed question.
    pub fn asks(&self, site: &Site, path: &str) -> Request<Body> {
        let target: Url = format!("http://{}{path}", site.host).parse().unwrap();
        let mut headers = HeaderMap::new();
        sign_request(self.signer(), "GET", &target, &mut headers, None, self.now_seconds()).unwrap();
        let mut request = Request::get(path).body(Body::empty()).unwrap();
        *request.headers_mut() = headers;
        request
    }

    pub fn signer(&self) -> Signer<'_> {
        Signer { key: &self.key, key_id: &self.key_id }
    }

    /// Sends an activity to a site's inbox, properly signed; gives the status.
    pub async fn post(&self, site: &Site, activity: &Value) -> u16 {
        send(site, self.signed(site, activity.to_string().as_bytes())).await
    }

    fn router(&self) -> Router {
        let (answers, key, key_id, clock) =
            (self.answers.clone(), self.key.clone(), self.key_id.clone(), self.clock.clone());
        let host = self.host.clone();
        Router::new().fallback(async move |request: Request<Body>| {
            let path = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
            let answer = {
                let answers = answers.lock().unwrap();
                answers.get(&path).or_else(|| answers.get(request.uri().path())).cloned()
            };
            let target: Url = format!("http://{host}{path}").parse().unwrap();
            let answer = answer.unwrap_or_else(|| Answer::status(404));
            respond(answer, &target, &key, &key_id, clock.now().seconds())
        })
    }
}

fn respond(answer: Answer, target: &Url, key: &KeyPair, key_id: &Url, now: i64) -> Response<Body> {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(answer.media));
    if answer.is_signed {
        let none = HeaderMap::new();
        let request = Message::request("GET", target, &none);
        let signer = Signer { key, key_id };
        sign_response(signer, answer.status, &mut headers, &answer.body, &request, now).unwrap();
    }
    for (name, value) in answer.headers {
        headers.insert(name, value.parse().unwrap());
    }
    let mut response = Response::new(if answer.drips { drip(answer.body) } else { Body::from(answer.body) });
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap();
    *response.headers_mut() = headers;
    response
}

fn drip(body: Vec<u8>) -> Body {
    let bytes = futures_util::stream::unfold(body.into_iter(), async |mut rest| {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        rest.next().map(|byte| (Ok::<_, std::convert::Infallible>(vec![byte]), rest))
    });
    Body::from_stream(Box::pin(bytes))
}

/// Sends a request straight to a site, past the network; gives the status.
pub async fn send(site: &Site, request: Request<Body>) -> u16 {
    ask(site, request).await.0
}

/// The same with the body of the answer.
pub async fn ask(site: &Site, request: Request<Body>) -> (u16, String) {
    let response = site.router.clone().oneshot(request).await.expect("a router never fails");
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), 64 << 20).await.expect("a body");
    (status, String::from_utf8_lossy(&body).into_owned())
}
