//! A network of our own: `http://beta.test/` leads to the instance that is plugged in as `beta.test`.
//!
//! Only looking up and dialling are replaced; the client's policies stand before both. Each caller has an uplink of its
//! own (a listener on 127.0.0.1), so that faults are set per direction and pair.

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use federation::client;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tower::ServiceExt;

/// What happens to requests from one host to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    #[default]
    None,
    /// The connection breaks before the other side hears anything.
    Cut,
    /// The other side hears it and acts; the answer is lost.
    LoseAnswer,
    /// It takes this long.
    Delay(Duration),
    /// The other side hears it twice.
    Duplicate,
    /// One byte in the middle of the body is another one.
    CorruptRequest,
    CorruptAnswer,
    /// The first request waits until the second is through.
    Reorder,
    /// Not the other side answers, but this status.
    Answer(u16),
}

/// One request as the switch saw it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub from: String,
    pub to: String,
    pub method: String,
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
    pub status: Option<u16>,
}

#[derive(Clone, Default)]
pub struct Network(Arc<Switch>);

#[derive(Default)]
struct Switch {
    plugs: Mutex<HashMap<String, Router>>,
    names: Mutex<HashMap<String, Vec<IpAddr>>>,
    faults: Mutex<HashMap<(String, String), Fault>>,
    seen: Mutex<Vec<Seen>>,
    held: Mutex<HashMap<(String, String), Arc<Notify>>>,
}

impl Network {
    /// Plugs an instance in under its host.
    pub fn plug(&self, host: &str, router: Router) {
        self.0.plugs.lock().unwrap().insert(host.to_owned(), router);
    }

    /// Takes an instance off: its name is no longer known.
    pub fn unplug(&self, host: &str) {
        self.0.plugs.lock().unwrap().remove(host);
    }

    /// Takes every instance off. Each holds the network and the network holds each: without this none of them would ever
    /// let go of its database.
    pub fn unplug_all(&self) {
        self.0.plugs.lock().unwrap().clear();
    }

    /// From now on this name leads to these addresses.
    pub fn answer_name(&self, host: &str, addresses: &[&str]) {
        let addresses = addresses.iter().map(|text| text.parse().unwrap()).collect();
        self.0.names.lock().unwrap().insert(host.to_owned(), addresses);
    }

    /// Sets what happens from one host to another, until `heal`.
    pub fn set(&self, from: &str, to: &str, fault: Fault) {
        self.0.faults.lock().unwrap().insert((from.to_owned(), to.to_owned()), fault);
    }

    pub fn heal(&self, from: &str, to: &str) {
        self.0.faults.lock().unwrap().remove(&(from.to_owned(), to.to_owned()));
    }

    /// Everything that passed so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.0.seen.lock().unwrap().clone()
    }

    /// How many requests a host made so far.
    pub fn count_from(&self, host: &str) -> usize {
        self.seen().iter().filter(|seen| seen.from == host).count()
    }

    /// The way out of one host, to be given to its client.
    pub async fn uplink(&self, host: &str) -> Arc<dyn client::Network> {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let socket = listener.local_addr().expect("an address");
        let (switch, from) = (self.clone(), host.to_owned());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(switch.clone(), from.clone(), stream));
            }
        });
        Arc::new(Uplink { network: self.clone(), socket })
    }

    fn fault(&self, from: &str, to: &str) -> Fault {
        let faults = self.0.faults.lock().unwrap();
        faults.get(&(from.to_owned(), to.to_owned())).cloned().unwrap_or_default()
    }

    fn router(&self, host: &str) -> Option<Router> {
        self.0.plugs.lock().unwrap().get(host).cloned()
    }

    /// A request as it comes out of `from`'s uplink. `Err` cuts the connection.
    async fn pass(&self, from: &str, request: Request<Body>) -> Result<Response<Body>, Broken> {
        let to = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let to = to.to_owned();
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, 64 << 20).await.map_err(|_| Broken)?;
        let number = self.note(from, &to, &parts, &body);
        let fault = self.fault(from, &to);
        let answer = self.act(from, &to, fault, &parts, body).await?;
        self.0.seen.lock().unwrap()[number].status = Some(answer.status().as_u16());
        Ok(answer)
    }

    fn note(&self, from: &str, to: &str, parts: &axum::http::request::Parts, body: &Bytes) -> usize {
        let mut seen = self.0.seen.lock().unwrap();
        seen.push(Seen {
            from: from.to_owned(),
            to: to.to_owned(),
            method: parts.method.to_string(),
            path: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
            headers: parts.headers.clone(),
            body: body.clone(),
            status: None,
        });
        seen.len() - 1
    }

    async fn act(
        &self,
        from: &str,
        to: &str,
        fault: Fault,
        parts: &axum::http::request::Parts,
        body: Bytes,
    ) -> Result<Response<Body>, Broken> {
        match fault {
            Fault::None => self.deliver(to, parts, body).await,
            Fault::Cut => Err(Broken),
            Fault::LoseAnswer => self.deliver(to, parts, body).await.and(Err(Broken)),
            Fault::Delay(pause) => {
                tokio::time::sleep(pause).await;
                self.deliver(to, parts, body).await
            }
            Fault::Duplicate => {
                self.deliver(to, parts, body.clone()).await?;
                self.deliver(to, parts, body).await
            }
            Fault::CorruptRequest => self.deliver(to, parts, corrupt(body)).await,
            Fault::CorruptAnswer => {
                let (parts, body) = self.deliver(to, parts, body).await?.into_parts();
                let body = to_bytes(body, 64 << 20).await.map_err(|_| Broken)?;
                Ok(Response::from_parts(parts, Body::from(corrupt(body))))
            }
            Fault::Reorder => {
                self.wait_for_next(from, to).await;
                let answer = self.deliver(to, parts, body).await;
                self.let_go(from, to);
                answer
            }
            Fault::Answer(status) => {
                let mut answer = Response::new(Body::empty());
                *answer.status_mut() = StatusCode::from_u16(status).unwrap();
                Ok(answer)
            }
        }
    }

    /// The first of two waits here; the second finds it waiting and goes on.
    async fn wait_for_next(&self, from: &str, to: &str) {
        let key = (from.to_owned(), to.to_owned());
        let mine = {
            let mut held = self.0.held.lock().unwrap();
            if held.contains_key(&key) {
                return;
            }
            held.entry(key).or_default().clone()
        };
        let _ = tokio::time::timeout(Duration::from_secs(2), mine.notified()).await;
    }

    fn let_go(&self, from: &str, to: &str) {
        if let Some(first) = self.0.held.lock().unwrap().remove(&(from.to_owned(), to.to_owned())) {
            first.notify_one();
        }
    }

    async fn deliver(
        &self,
        to: &str,
        parts: &axum::http::request::Parts,
        body: Bytes,
    ) -> Result<Response<Body>, Broken> {
        let router = self.router(to).ok_or(Broken)?;
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = parts.method.clone();
        *request.uri_mut() = parts.uri.clone();
        *request.headers_mut() = parts.headers.clone();
        let from = SocketAddr::from(([192, 0, 2, 9], 50_000));
        request.extensions_mut().insert(axum::extract::ConnectInfo(from));
        let answer: Result<_, Infallible> = router.oneshot(request).await;
        Ok(answer.unwrap_or_else(|never| match never {}))
    }
}

fn corrupt(body: Bytes) -> Bytes {
    let mut bytes = body.to_vec();
    let middle = bytes.len() / 2;
    if let Some(byte) = bytes.get_mut(middle) {
        *byte ^= 1;
    }
    bytes.into()
}

#[derive(Debug, thiserror::Error)]
#[error("the line was cut")]
struct Broken;

async fn serve(network: Network, from: String, stream: TcpStream) {
    let service = service_fn(move |request: Request<Incoming>| {
        let (network, from) = (network.clone(), from.clone());
        async move { network.pass(&from, request.map(Body::new)).await }
    });
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

struct Uplink {
    network: Network,
    socket: SocketAddr,
}

impl client::Network for Uplink {
    fn look_up<'a>(&'a self, host: &'a str) -> Pin<Box<dyn Future<Output = Vec<IpAddr>> + Send + 'a>> {
        let told = self.network.0.names.lock().unwrap().get(host).cloned();
        // Any public address: it is never dialled as such, but it has to pass the policy.
        let plugged = self.network.router(host).map(|_| vec![IpAddr::from([8, 8, 4, 4])]);
        Box::pin(std::future::ready(told.or(plugged).unwrap_or_default()))
    }

    fn dial(&self, _: &str, _: IpAddr) -> SocketAddr {
        self.socket
    }
}
