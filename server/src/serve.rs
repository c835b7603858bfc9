//! The listener: accepts connections, finds the instance by host name, and stops without cutting anyone off.
//!
//! One port can serve several organisations (the demo does). A request for a host that is not ours gets 421, so
//! nobody can point a name of his own at us and have our pages speak for it.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// A sender that drips its headers holds a connection no longer than this.
const HEADERS_SECONDS_MAX: u64 = 10;
const HEADERS_MAX: usize = 100;
const HEADER_BYTES_MAX: usize = 64 * 1024;
/// Beyond this, connections wait in the queue of the operating system.
const CONNECTIONS_MAX: usize = 4_096;
/// How long requests under way may take when we stop.
const DRAIN_SECONDS_MAX: u64 = 20;

/// The routers of one port by host name.
#[derive(Clone, Default)]
pub struct Hosts {
    by_host: Arc<HashMap<String, Router>>,
    /// Answers whatever the host is: for the private listener.
    any: Option<Router>,
}

impl Hosts {
    /// Each host as it stands in addresses: lower case, with a port only where it is not the usual one.
    pub fn new(routers: impl IntoIterator<Item = (String, Router)>) -> Self {
        Self { by_host: Arc::new(routers.into_iter().collect()), any: None }
    }

    /// One router whatever the host.
    pub fn any(router: Router) -> Self {
        Self { by_host: Arc::default(), any: Some(router) }
    }

    /// Answers one request.
    pub async fn answer(&self, request: Request) -> Response {
        let router = self.any.as_ref().or_else(|| self.by_host.get(&host_of(&request)?));
        match router {
            Some(router) => router.clone().oneshot(request).await.unwrap_or_else(|never| match never {}),
            None => (StatusCode::MISDIRECTED_REQUEST, "There is no organisation at this address.\n")
                .into_response(),
        }
    }
}

fn host_of(request: &Request) -> Option<String> {
    let header = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let host = header.or_else(|| request.uri().authority().map(|authority| authority.as_str()))?;
    let host = host.to_ascii_lowercase();
    let usual = [":80", ":443"].iter().find_map(|port| host.strip_suffix(port));
    Some(usual.unwrap_or(&host).trim_end_matches('.').to_owned())
}

/// Serves until `stop`, then lets requests under way finish.
pub async fn serve(listener: TcpListener, hosts: Hosts, stop: CancellationToken) {
    let connections = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    while let Some((stream, from, permit)) = next(&listener, &room, &stop).await {
        let connection = connections.watch(connection(stream, from, hosts.clone()));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(permit);
        });
    }
    let drained = tokio::time::timeout(Duration::from_secs(DRAIN_SECONDS_MAX), connections.shutdown()).await;
    if drained.is_err() {
        tracing::warn!("some requests did not finish in time and were cut off");
    }
}

/// The next connection when there is room for it; `None` when it is time to stop.
async fn next(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
    stop: &CancellationToken,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    loop {
        let accepted = async { (Arc::clone(room).acquire_owned().await, listener.accept().await) };
        let accepted = tokio::select! {
            () = stop.cancelled() => return None,
            accepted = accepted => accepted,
        };
        match accepted {
            (Ok(permit), Ok((stream, from))) => return Some((stream, from, permit)),
            (Err(_closed), _) => return None,
            (_, Err(error)) => {
                // Out of file descriptors, mostly: they come back when connections end.
                tracing::warn!(%error, "could not accept a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

fn connection(
    stream: TcpStream,
    from: SocketAddr,
    hosts: Hosts,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> {
    // Small answers leave at once.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let hosts = hosts.clone();
        async move {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(from));
            Ok::<_, Infallible>(hosts.answer(request).await)
        }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(HEADERS_SECONDS_MAX))
        .max_headers(HEADERS_MAX)
        .max_buf_size(HEADER_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;

    async fn ask(host: &str) -> (StatusCode, String) {
        let app = |name: &'static str| Router::new().route("/", get(async move || name));
        let hosts = Hosts::new([
            ("utrecht.localhost:8080".to_owned(), app("utrecht")),
            ("plein.nl".to_owned(), app("plein")),
        ]);
        let request = Request::builder().uri("/").header(header::HOST, host).body(Body::empty()).unwrap();
        let response = hosts.answer(request).await;
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 1_000).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn the_host_chooses_the_organisation_and_strangers_get_421() {
        assert_eq!(ask("Utrecht.localhost:8080").await, (StatusCode::OK, "utrecht".into()));
        for host in ["plein.nl", "plein.nl:443", "PLEIN.nl."] {
            assert_eq!(ask(host).await, (StatusCode::OK, "plein".into()), "{host}");
        }
        for host in ["utrecht.localhost", "evil.example", "127.0.0.1:8080"] {
            assert_eq!(ask(host).await.0, StatusCode::MISDIRECTED_REQUEST, "{host}");
        }
    }
}
