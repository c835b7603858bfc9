//! A street of real listeners, plain or TLS, each found by its name; and a real proxy at its corner.

use std::collections::HashMap;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use federation::client;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// Every name leads to its own listener.
#[derive(Clone, Default)]
pub struct Street(Arc<Mutex<HashMap<String, Door>>>);

struct Door {
    socket: SocketAddr,
    listener: AbortHandle,
}

impl Drop for Door {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

impl Street {
    /// Opens the door of a host, with TLS where a certificate is given. One that was open is shut, with every
    /// connection that came through it.
    pub async fn open(&self, host: &str, router: Router, tls: Option<Arc<ServerConfig>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let socket = listener.local_addr().expect("an address");
        let listener = tokio::spawn(answer(listener, router, tls.map(TlsAcceptor::from))).abort_handle();
        self.0.lock().unwrap().insert(host.to_owned(), Door { socket, listener });
    }

    pub fn socket(&self, host: &str) -> Option<SocketAddr> {
        self.0.lock().unwrap().get(host).map(|door| door.socket)
    }
}

impl client::Network for Street {
    fn look_up<'a>(&'a self, host: &'a str) -> Pin<Box<dyn Future<Output = Vec<IpAddr>> + Send + 'a>> {
        // Any public address: it is never dialled as such, but it has to pass the policy.
        let found = self.socket(host).map(|_| IpAddr::from([8, 8, 4, 4]));
        Box::pin(std::future::ready(found.into_iter().collect()))
    }

    fn dial(&self, host: &str, _: IpAddr) -> SocketAddr {
        self.socket(host).expect("looked up before")
    }
}

async fn answer(listener: TcpListener, router: Router, tls: Option<TlsAcceptor>) {
    // Dropped with this task, and the connections with it.
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let (router, tls) = (router.clone(), tls.clone());
        connections.spawn(async move {
            match tls {
                None => converse(router, stream).await,
                Some(tls) => {
                    if let Ok(stream) = tls.accept(stream).await {
                        converse(router, stream).await;
                    }
                }
            }
        });
    }
}

async fn converse(router: Router, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
    let service =
        service_fn(move |request: Request<Incoming>| router.clone().oneshot(request.map(Body::new)));
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// A proxy that speaks CONNECT, and plain HTTP with whole addresses; it knows the names of one street.
pub struct Proxy {
    pub socket: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    pub async fn open(street: &Street) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let socket = listener.local_addr().expect("an address");
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let (street, log) = (street.clone(), asked.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(relay(stream, street.clone(), log.clone()));
            }
        });
        Self { socket, asked }
    }

    /// What it was asked for so far: `CONNECT beta.test:443`.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// One connection: the first request says where it leads.
async fn relay(mut from: TcpStream, street: Street, log: Arc<Mutex<Vec<String>>>) {
    let Some(head) = read_head(&mut from).await else { return };
    let text = String::from_utf8_lossy(&head).into_owned();
    let mut words = text.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    log.lock().unwrap().push(format!("{method} {target}"));
    let bare = target.trim_start_matches("http://");
    let host = bare.split(['/', ':']).next().unwrap_or_default();
    let Some(socket) = street.socket(host) else {
        let _ = from.write_all(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n").await;
        return;
    };
    let mut to = TcpStream::connect(socket).await.expect("the door is open");
    let greeted = match method {
        "CONNECT" => from.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await,
        _ => to.write_all(&head).await,
    };
    if greeted.is_ok() {
        let _ = copy_bidirectional(&mut from, &mut to).await;
    }
}

async fn read_head(from: &mut TcpStream) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(from.read_u8().await.ok()?);
    }
    Some(head)
}
