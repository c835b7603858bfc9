//! One organisation for a story: the real router on a real database, without a socket.

use std::net::SocketAddr;
use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::{Clock, Db};
use futures_util::StreamExt as _;
use server::Instance;
use server::config::Config;
use tower::ServiceExt;

use crate::browser::Browser;
use crate::databases::{Engine, TestDb, fresh};

/// A running organisation, `utrecht.test` unless the story says otherwise.
pub struct TestApp {
    pub instance: Instance,
    pub router: Router,
    pub home: TestDb,
    /// Set where the harness made the folder, which then goes away with this value.
    _data: Option<tempfile::TempDir>,
}

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    /// What the text was read from.
    pub bytes: axum::body::Bytes,
}

impl TestApp {
    pub async fn start(engine: Engine) -> Self {
        Self::with(engine, &[]).await
    }

    /// With settings of its own: `[("PLEIN_LIMITS__REQUESTS_PER_MINUTE", "3")]`.
    pub async fn with(engine: Engine, settings: &[(&str, &str)]) -> Self {
        crate::process::read_documents();
        let home = fresh(engine).await;
        let data = tempfile::tempdir().expect("a temporary folder");
        let config = configure(&home.url, &data.path().join("data").display().to_string(), settings);
        Self::open(config, home, Some(data)).await
    }

    /// On a database and in a data folder that the story made itself.
    pub async fn at(home: TestDb, data: &Path, settings: &[(&str, &str)]) -> Self {
        let config = configure(&home.url, &data.display().to_string(), settings);
        Self::open(config, home, None).await
    }

    /// The same organisation after a restart.
    pub async fn restarted(self) -> Self {
        let Self { instance, router, home, _data } = self;
        let config = instance.ctx().config.clone();
        drop(router);
        instance.ctx().db.close().await;
        drop(instance);
        Self::open(config, home, _data).await
    }

    async fn open(config: Config, home: TestDb, data: Option<tempfile::TempDir>) -> Self {
        let instance = Instance::open(config, home.clock.clone()).await.expect("the organisation opens");
        let router = instance.router();
        Self { instance, router, home, _data: data }
    }

    pub fn db(&self) -> &Db {
        &self.instance.ctx().db
    }

    pub fn clock(&self) -> &Clock {
        &self.home.clock
    }

    /// A new browser without cookies, in Dutch.
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone(), &self.instance.ctx().config.origin())
    }

    /// Sends a request as it is, from a stranger's address.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        send(&self.router, request).await
    }
}

/// The configuration of an organisation in a story.
pub fn configure(database: &str, data: &str, settings: &[(&str, &str)]) -> Config {
    let usual = [
        ("PLEIN_INSTANCE__HOST", "utrecht.test"),
        ("PLEIN_INSTANCE__NAME", "Gemeente Utrecht"),
        ("PLEIN_DATABASE__URL", database),
        ("PLEIN_DATA__DIR", data),
    ];
    let all = usual.iter().chain(settings).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    server::config::load(None, all.collect::<std::collections::BTreeMap<_, _>>()).expect("a configuration")
}

/// One request through the router, as it would come from 192.0.2.7.
pub async fn send(router: &Router, mut request: Request<Body>) -> Answer {
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 40_000))));
    request.headers_mut().entry(header::HOST).or_insert(header::HeaderValue::from_static("utrecht.test"));
    let response = router.clone().oneshot(request).await.expect("the router never fails");
    let (parts, body) = response.into_parts();
    let bytes = match parts.headers.get(header::CONTENT_TYPE) {
        // A stream goes on; what it says first is how things stand.
        Some(kind) if kind.as_bytes().starts_with(b"text/event-stream") => {
            let mut frames = body.into_data_stream();
            frames.next().await.expect("a first word").expect("a body")
        }
        _ => axum::body::to_bytes(body, 64 << 20).await.expect("a body"),
    };
    Answer {
        status: parts.status,
        headers: parts.headers,
        text: String::from_utf8_lossy(&bytes).into_owned(),
        bytes,
    }
}

impl Answer {
    /// The value of a header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap_or_default())
    }

    /// Fails unless the page holds this text.
    #[track_caller]
    pub fn shows(&self, text: &str) -> &Self {
        assert!(self.text.contains(text), "no {text:?} in the answer {}:\n{}", self.status, self.text);
        self
    }

    /// Fails if the page holds this text.
    #[track_caller]
    pub fn hides(&self, text: &str) -> &Self {
        assert!(!self.text.contains(text), "{text:?} in the answer {}:\n{}", self.status, self.text);
        self
    }

    /// Fails unless the status is this one.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }
}
