//! The HTTP client under the library: the one this program has already, with limits on time and size.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::io::{AsyncRead, AsyncReadExt};
use meilisearch_sdk::errors::Error;
use meilisearch_sdk::request::{HttpClient, Method, parse_response};
use reqwest::header;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A thousand profiles with their tokens are two megabytes; an answer beyond this is none of ours.
const ANSWER_BYTES_MAX: usize = 64 << 20;
const CONNECT: Duration = Duration::from_secs(2);
const IDLE: Duration = Duration::from_secs(60);

#[derive(Clone)]
pub struct Http {
    client: reqwest::Client,
    key: Option<Arc<str>>,
    /// The longest that one request may take.
    patience: Duration,
}

impl Http {
    pub fn new(key: Option<&str>, patience: Duration) -> Result<Self, reqwest::Error> {
        // Installing it a second time fails, which only says that it is there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .user_agent("Plein")
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .connect_timeout(CONNECT)
            .pool_idle_timeout(IDLE)
            .build()?;
        Ok(Self { client, key: key.map(Arc::from), patience })
    }

    /// The same with another patience; connections are shared.
    pub fn patient(&self, patience: Duration) -> Self {
        Self { patience, ..self.clone() }
    }

    /// Sends a request as it is and gives the status: what a key may do shows before anything is done.
    pub async fn status(
        &self,
        method: reqwest::Method,
        url: &str,
        content_type: &str,
        body: &str,
    ) -> Result<u16, Error> {
        let mut request = self.request(method, url);
        if !body.is_empty() {
            request = request.header(header::CONTENT_TYPE, content_type).body(body.to_owned());
        }
        Ok(request.send().await.map_err(away)?.status().as_u16())
    }

    fn request(&self, method: reqwest::Method, url: &str) -> reqwest::RequestBuilder {
        let request = self.client.request(method, url).timeout(self.patience);
        match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        }
    }
}

#[async_trait]
impl HttpClient for Http {
    async fn stream_request<
        Query: Serialize + Send + Sync,
        Body: AsyncRead + Send + Sync + 'static,
        Output: DeserializeOwned + 'static,
    >(
        &self,
        url: &str,
        method: Method<Query, Body>,
        content_type: &str,
        expected_status_code: u16,
    ) -> Result<Output, Error> {
        let url = with_query(url, method.query())?;
        let mut request = self.request(verb(&method), &url);
        if let Some(body) = method.into_body() {
            let mut bytes = Vec::new();
            let mut body = std::pin::pin!(body);
            body.read_to_end(&mut bytes).await.map_err(away)?;
            request = request.header(header::CONTENT_TYPE, content_type).body(bytes);
        }
        let mut response = request.send().await.map_err(away)?;
        let status = response.status().as_u16();
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(away)? {
            if bytes.len() + chunk.len() > ANSWER_BYTES_MAX {
                return Err(away(std::io::Error::other("the answer is too large")));
            }
            bytes.extend_from_slice(&chunk);
        }
        let text = if bytes.is_empty() { "null".into() } else { String::from_utf8_lossy(&bytes) };
        parse_response(status, expected_status_code, &text, url)
    }

    fn is_tokio(&self) -> bool {
        true
    }
}

fn away(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Other(Box::new(error))
}

fn verb<Q, B>(method: &Method<Q, B>) -> reqwest::Method {
    match method {
        Method::Get { .. } => reqwest::Method::GET,
        Method::Delete { .. } => reqwest::Method::DELETE,
        Method::Post { .. } => reqwest::Method::POST,
        Method::Put { .. } => reqwest::Method::PUT,
        Method::Patch { .. } => reqwest::Method::PATCH,
    }
}

/// Lists are joined by commas, as Meilisearch reads them.
fn with_query(url: &str, query: &impl Serialize) -> Result<String, Error> {
    let Value::Object(pairs) = serde_json::to_value(query)? else { return Ok(url.to_owned()) };
    let mut url: url::Url = url.parse().map_err(away)?;
    for (name, value) in pairs {
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text,
            Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(","),
            other => other.to_string(),
        };
        url.query_pairs_mut().append_pair(&name, &text);
    }
    Ok(url.into())
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
