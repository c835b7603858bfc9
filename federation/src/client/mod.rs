//! The one way out: URL policy → resolver → address policy → dial. Nothing else in Plein makes a request
//! to an address that came from outside.
//!
//! Redirects are never followed, bodies are never unpacked, every answer is bounded in time and size.
//! [`Network`] replaces how names are looked up and dialled (the demo and the tests have their own); the
//! policies stand outside it and always hold.

pub mod address;
mod dial;
pub mod policy;

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

pub use dial::{Network, SystemNetwork};
pub use policy::Policy;

use crate::json;

/// What a request may cost. The whole exchange ends after `time`, however slowly the other side drips.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub time: Duration,
    pub bytes_max: usize,
}

/// One document: an actor, a WebFinger answer, the answer to a delivery.
pub const DOCUMENT: Limits = Limits { time: Duration::from_secs(10), bytes_max: json::ACTIVITY.bytes_max };
/// One page of a directory.
pub const PAGE: Limits = Limits { time: Duration::from_secs(30), bytes_max: json::DIRECTORY_PAGE.bytes_max };
/// A short list, of which another one comes in a minute.
pub const FEW: Limits = Limits { time: Duration::from_secs(5), bytes_max: json::FEW.bytes_max };

#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    #[error("we do not go there: {0}")]
    Refused(#[from] policy::Refusal),
    #[error("the name {0} is not known")]
    UnknownName(String),
    #[error("no connection: {0}")]
    Connect(String),
    #[error("no complete answer in time")]
    Timeout,
    #[error("the answer has more than {bytes_max} bytes")]
    TooLarge { bytes_max: usize },
    #[error("the answer is compressed, which we never asked for")]
    Encoded,
    #[error("the connection broke: {0}")]
    Broken(String),
    #[error("could not build the client: {0}")]
    Setup(String),
}

/// An answer, whole and within its limits; any status.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// Whether the media type is one of `types`, parameters aside. An activity that somebody uploaded as a
    /// picture or a web page is none (CVE-2024-25623).
    pub fn is_of_type(&self, types: &[&str]) -> bool {
        let value = self.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media = value.map(|text| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
        media.is_some_and(|media| types.contains(&media.as_str()))
    }
}

/// What an operator decides about the way out.
pub struct Settings {
    pub policy: Policy,
    /// How names are looked up and dialled; [`SystemNetwork`] but in the demo and in tests.
    pub network: Arc<dyn Network>,
    /// Certificates of the own network's authorities, PEM.
    pub extra_ca: Option<Vec<u8>>,
    /// A proxy for everything that leaves. It looks names up; those that our own resolver knows as internal are
    /// refused before it hears of them.
    pub egress_proxy: Option<Url>,
}

/// Cloning shares connections and policy.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    policy: Arc<Policy>,
    /// How names are looked up here, where a proxy dials them.
    behind_proxy: Option<Arc<dyn Network>>,
}

impl Client {
    pub fn new(settings: Settings, user_agent: &str) -> Result<Self, ClientError> {
        let policy = Arc::new(settings.policy);
        // Installing it a second time fails, which only says that it is there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let proxy = settings.egress_proxy;
        let behind_proxy = proxy.as_ref().map(|_| settings.network.clone());
        let policy_of_names = match &proxy {
            // Nobody else is dialled, and the operator chose it: most stand on an internal address.
            Some(proxy) => Arc::new(Policy::of_proxy(proxy)),
            None => policy.clone(),
        };
        let guarded = dial::Guarded { network: settings.network, policy: policy_of_names };
        let mut builder = reqwest::Client::builder()
            .user_agent(user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .connect_timeout(Duration::from_secs(5))
            .pool_idle_timeout(Duration::from_secs(30))
            .pool_max_idle_per_host(8)
            .dns_resolver(Arc::new(guarded));
        builder = match proxy {
            Some(proxy) => builder.proxy(reqwest::Proxy::all(proxy).map_err(setup)?),
            None => builder.no_proxy(),
        };
        for certificate in certificates(settings.extra_ca.as_deref().unwrap_or_default())? {
            builder = builder.add_root_certificate(certificate);
        }
        let http = builder.build().map_err(setup)?;
        Ok(Self { http, policy, behind_proxy })
    }

    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Sends one request and reads the whole answer.
    pub async fn send(
        &self,
        method: Method,
        url: &Url,
        headers: HeaderMap,
        body: Vec<u8>,
        limits: Limits,
    ) -> Result<Answer, ClientError> {
        self.policy.check(url)?;
        if let (Some(network), Some(host)) = (&self.behind_proxy, url.host_str()) {
            dial::demand_not_internal(&**network, &self.policy, host).await?;
        }
        let request = self.http.request(method, url.clone()).headers(headers).body(body);
        tokio::time::timeout(limits.time, exchange(request, limits.bytes_max))
            .await
            .unwrap_or(Err(ClientError::Timeout))
    }
}

async fn exchange(request: reqwest::RequestBuilder, bytes_max: usize) -> Result<Answer, ClientError> {
    let response = request.send().await.map_err(explain)?;
    let (status, headers) = (response.status(), response.headers().clone());
    if headers.get(http::header::CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return Err(ClientError::Encoded);
    }
    let mut body = Vec::new();
    let mut chunks = response.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(explain)?;
        if body.len() + chunk.len() > bytes_max {
            return Err(ClientError::TooLarge { bytes_max });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, headers, body })
}

/// Finds our own refusal under the layers of the HTTP library; the rest becomes one line for the peer's page.
fn explain(error: reqwest::Error) -> ClientError {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    let mut innermost = error.to_string();
    while let Some(current) = source {
        if let Some(ours) = current.downcast_ref::<dial::DialError>() {
            return ours.clone().into();
        }
        innermost = current.to_string();
        source = current.source();
    }
    match () {
        () if error.is_timeout() => ClientError::Timeout,
        () if error.is_connect() => ClientError::Connect(innermost),
        () => ClientError::Broken(innermost),
    }
}

fn certificates(pem: &[u8]) -> Result<Vec<reqwest::Certificate>, ClientError> {
    if pem.is_empty() {
        return Ok(Vec::new());
    }
    reqwest::Certificate::from_pem_bundle(pem).map_err(setup)
}

fn setup(error: reqwest::Error) -> ClientError {
    ClientError::Setup(error.to_string())
}
