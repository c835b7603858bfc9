//! Somebody on Mastodon or Lemmy: a person of a host that is no peer, with an RSA key, who signs as that software does and
//! sends what it sends (`tests/fixtures/wire/theirs`).

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use domain::Clock;
use federation::rsa::{RsaPair, RsaPublic};
use federation::signature::draft::{DraftClaim, DraftSigner, check_body, sign_draft};
use federation::wire::ACTIVITY_JSON;
use serde_json::Value;
use url::Url;

use crate::evil::send;
use crate::network::Seen;
use crate::site::{Site, World};

/// Keys take a moment to make, so all stories share them: one for everybody who is honest, one for whoever is not.
pub static HONEST: LazyLock<RsaPair> = LazyLock::new(pair);
pub static OTHER: LazyLock<RsaPair> = LazyLock::new(pair);

fn pair() -> RsaPair {
    RsaPair::from_pkcs8(&RsaPair::generate().expect("a key")).expect("the same key")
}

/// What it answers under a path: status, media type, body.
type Answers = Arc<Mutex<HashMap<String, (u16, &'static str, String)>>>;

pub struct Outsider {
    pub host: String,
    pub ap_id: String,
    pub key_id: String,
    pub key: &'static RsaPair,
    /// How far its clock is from everybody else's.
    pub skew_seconds: i64,
    software: &'static str,
    clock: Clock,
    answers: Answers,
}

impl Outsider {
    /// `@klaas@mastodon.test`
    pub fn on_mastodon(world: &World) -> Self {
        Self::plug(world, "mastodon", "mastodon.test", "http://mastodon.test/users/klaas")
    }

    /// `@wim@lemmy.test`
    pub fn on_lemmy(world: &World) -> Self {
        Self::plug(world, "lemmy", "lemmy.test", "http://lemmy.test/u/wim")
    }

    /// The same as on Mastodon, on a host of this name.
    pub fn at(world: &World, host: &str) -> Self {
        Self::plug(world, "mastodon", host, &format!("http://{host}/users/klaas"))
    }

    fn plug(world: &World, software: &'static str, host: &str, ap_id: &str) -> Self {
        let outsider = Self {
            host: host.into(),
            ap_id: ap_id.into(),
            key_id: format!("{ap_id}#main-key"),
            key: &HONEST,
            skew_seconds: 0,
            software,
            clock: world.clock.clone(),
            answers: Answers::default(),
        };
        let person = outsider.fixture("person", &[]);
        outsider.answer(outsider.path(), &person);
        world.network.plug(host, outsider.router());
        outsider
    }

    fn path(&self) -> &str {
        self.ap_id.split(&self.host).nth(1).expect("a path")
    }

    /// A document as this software writes it, with its own host, its key, and these words filled in.
    pub fn fixture(&self, name: &str, words: &[(&str, &str)]) -> Value {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/wire/theirs").join(self.software);
        let path = folder.join(format!("{name}.json"));
        let mut text =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let pem = self.key.public().to_pem().expect("PEM").replace('\n', "\\n");
        text = text.replace("PEM", &pem).replace("https://mastodon.test", "http://mastodon.test");
        text = text.replace("https://lemmy.test", "http://lemmy.test");
        if self.software == "mastodon" {
            text = text.replace("mastodon.test", &self.host);
        }
        for (word, value) in words {
            text = text.replace(&format!("\"{word}\""), &format!("\"{value}\""));
        }
        serde_json::from_str(&text).expect("JSON")
    }

    /// What it answers under a path from now on.
    pub fn answer(&self, path: &str, document: &Value) {
        self.answer_with(path, 200, ACTIVITY_JSON, document.to_string());
    }

    pub fn answer_with(&self, path: &str, status: u16, media: &'static str, body: String) {
        self.answers.lock().unwrap().insert(path.to_owned(), (status, media, body));
    }

    /// Sends an activity to an inbox of a site, signed; gives the status.
    pub async fn post(&self, site: &Site, activity: &Value) -> u16 {
        send(site, self.signed(site, "/inbox", activity)).await
    }

    /// The same request, ready to be tampered with or to go to another inbox.
    pub fn signed(&self, site: &Site, path: &str, activity: &Value) -> Request<Body> {
        let body = activity.to_string().into_bytes();
        let target: Url = format!("http://{}{path}", site.host).parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(ACTIVITY_JSON));
        let signer = DraftSigner { key: self.key, key_id: &self.key_id };
        let now = self.clock.now().seconds() + self.skew_seconds;
        sign_draft(signer, "POST", &target, &mut headers, Some(&body), now).unwrap();
        let mut request = Request::post(path).body(Body::from(body)).unwrap();
        *request.headers_mut() = headers;
        request
    }

    /// Activities that arrived at this host, oldest first, each with a signature that fits the key of `site` as it is
    /// published under the key's address.
    pub async fn received(&self, world: &World, site: &Site) -> Vec<Value> {
        let seen =
            world.network.seen().into_iter().filter(|seen| seen.to == self.host && seen.method == "POST");
        let mut activities = Vec::new();
        for seen in seen {
            activities.push(self.checked(site, &seen).await);
        }
        activities
    }

    async fn checked(&self, site: &Site, seen: &Seen) -> Value {
        let activity: Value = serde_json::from_slice(&seen.body).expect("JSON");
        check_body(&seen.headers, &seen.body).expect("the digest fits");
        let claim = DraftClaim::read(&seen.headers).expect("a signature");
        let actor = activity["actor"].as_str().expect("an actor");
        assert_eq!(claim.key_id().as_str(), format!("{actor}#main-key"), "signed by whoever speaks");
        let secret = domain::peers::keys::find_rsa(site.db()).await.unwrap().expect("a key");
        let key: RsaPublic = RsaPair::from_pkcs8(&secret).unwrap().public();
        let target: Url = format!("http://{}{}", self.host, seen.path).parse().unwrap();
        let now = self.clock.now().seconds();
        // The story may have moved the clock since; a day is near enough here.
        let fits = (0..=86_400)
            .step_by(300)
            .any(|ago| claim.check("POST", &target, &seen.headers, &key, now - ago).is_ok());
        assert!(fits, "{activity}");
        activity
    }

    /// How often anything was asked of this host.
    pub fn fetches(&self, world: &World) -> usize {
        world.network.seen().iter().filter(|seen| seen.to == self.host && seen.method == "GET").count()
    }

    fn router(&self) -> Router {
        let answers = self.answers.clone();
        Router::new().fallback(async move |request: Request<Body>| {
            let known = answers.lock().unwrap().get(request.uri().path()).cloned();
            let is_post = request.method() == "POST";
            let missing = (if is_post { 202 } else { 404 }, ACTIVITY_JSON, String::new());
            let (status, media, body) = known.unwrap_or(missing);
            let mut response = Response::new(Body::from(body));
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
            response
        })
    }
}
