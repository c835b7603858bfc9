//! A stand-in for a Meilisearch server: the routes that Plein uses, on a real socket, strict about every request. It stores,
//! filters, counts and hands out documents as the real one does; it knows no query text, because Plein sends none.
//!
//! What it refuses that Plein sent is remembered and fails the story, unless the story said that it asks for it.

mod body;
mod filter;
mod routes;
mod search;
mod store;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use ::search::meilisearch::Address;
use axum::Router;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use store::Store;

/// The rights that docs/meilisearch.md tells an operator to give.
pub const RIGHTS: [&str; 11] = [
    "search",
    "documents.add",
    "documents.get",
    "documents.delete",
    "indexes.create",
    "indexes.get",
    "indexes.delete",
    "indexes.swap",
    "settings.update",
    "stats.get",
    "tasks.get",
];

pub const KEY: &str = "a-key-for-plein-alone";
const PREFIX: &str = "plein";

pub struct Meilisearch {
    socket: SocketAddr,
    store: Arc<Mutex<Store>>,
    /// Cancelled, it takes no connection and cuts those it has.
    open: Mutex<CancellationToken>,
    stop: CancellationToken,
}

impl Meilisearch {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let socket = listener.local_addr().expect("an address");
        let store = Arc::new(Mutex::new(Store::with_key(KEY, &RIGHTS, &format!("{PREFIX}-*"))));
        let router = routes::router(Arc::clone(&store));
        let this = Self { socket, store, open: Mutex::default(), stop: CancellationToken::new() };
        let (stop, open) = (this.stop.clone(), this.now_open());
        tokio::spawn(serve(listener, router, open, stop));
        this
    }

    pub fn address(&self) -> Address {
        Address { url: format!("http://{}", self.socket), key: Some(KEY.into()), prefix: PREFIX.into() }
    }

    /// Settings of an instance that leans on it.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("PLEIN_SEARCH__ENGINE", "meilisearch".into()),
            ("PLEIN_SEARCH__URL", format!("http://{}", self.socket)),
            ("PLEIN_SEARCH__KEY", KEY.into()),
        ]
    }

    /// Nobody reaches it any more, in the middle of whatever they were saying.
    pub fn goes_away(&self) {
        self.now_open().cancel();
    }

    /// At the same address, with what it had.
    pub async fn comes_back(&self) {
        let open = CancellationToken::new();
        *self.open.lock().unwrap() = open.clone();
        let listener = loop {
            match tokio::net::TcpListener::bind(self.socket).await {
                Ok(listener) => break listener,
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
            }
        };
        tokio::spawn(serve(listener, routes::router(Arc::clone(&self.store)), open, self.stop.clone()));
    }

    /// The next task of this type fails, as on a full disk.
    pub fn fails_next(&self, kind: &str) {
        self.store.lock().unwrap().failing = Some(kind.to_owned());
    }

    /// The key may do this too, or no longer.
    pub fn set_rights(&self, rights: &[&str], pattern: &str) {
        let mut store = self.store.lock().unwrap();
        store.actions = rights.iter().map(|action| (*action).to_owned()).collect();
        store.pattern = pattern.to_owned();
    }

    /// From now on it may be asked for what it refuses.
    pub fn expects_refusals(&self) {
        self.store.lock().unwrap().refuses_quietly = true;
    }

    /// How often a route was asked: `POST /swap-indexes`.
    pub fn asked(&self, route: &str) -> usize {
        self.store.lock().unwrap().asked.iter().filter(|asked| *asked == route).count()
    }

    /// Names of the indexes it has.
    pub fn indexes(&self) -> Vec<String> {
        self.store.lock().unwrap().indexes.keys().cloned().collect()
    }

    fn now_open(&self) -> CancellationToken {
        self.open.lock().unwrap().clone()
    }
}

impl Drop for Meilisearch {
    fn drop(&mut self) {
        self.stop.cancel();
        self.now_open().cancel();
        let refused = std::mem::take(&mut self.store.lock().unwrap().refused);
        assert!(
            refused.is_empty() || std::thread::panicking(),
            "Plein asked for what is not allowed: {refused:#?}"
        );
    }
}

async fn serve(
    listener: tokio::net::TcpListener,
    router: Router,
    open: CancellationToken,
    stop: CancellationToken,
) {
    loop {
        let stream = tokio::select! {
            () = open.cancelled() => return,
            () = stop.cancelled() => return,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(_) => continue,
            },
        };
        let (router, open) = (router.clone(), open.clone());
        tokio::spawn(async move {
            let service = service_fn(move |request| router.clone().oneshot(request));
            let connection =
                hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            tokio::select! {
                () = open.cancelled() => {}
                _ = connection => {}
            }
        });
    }
}
