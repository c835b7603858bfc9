//! Organisations to measure between: whole instances behind one real listener on loopback, as in the demo.

use std::path::Path;
use std::time::Duration;

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use domain::{Clock, InstanceId, Principal, peers};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::cli::Failure;
use crate::config::{Config, Faults, load};
use crate::demo::peering::{self, Side};
use crate::serve::{Hosts, serve};
use crate::worker::Workers;
use crate::{Instance, state::Ctx};

/// Whoever decides in these organisations.
pub const OPERATOR: Principal = Principal::System("bench");

/// A slow machine may take its time; this only ends what will never come.
const SECONDS_MAX: u64 = 900;

/// The organisations of one measurement, in the order of their names.
pub struct Neighbours {
    pub port: u16,
    instances: Vec<Instance>,
    listener: JoinHandle<()>,
    stop: CancellationToken,
}

impl Neighbours {
    /// Opens `name.localhost` for each name, in a folder of its own, and listens.
    pub async fn open(folder: &Path, names: &[String], clock: &Clock) -> Result<Self, Failure> {
        Self::open_with(folder, names, clock, &[], Duration::ZERO).await
    }

    /// The same, with this much time between a question and its answer.
    pub async fn open_far(
        folder: &Path,
        names: &[String],
        clock: &Clock,
        there_and_back: Duration,
    ) -> Result<Self, Failure> {
        Self::open_with(folder, names, clock, &[], there_and_back).await
    }

    /// The same on an empty database of PostgreSQL; so one of them alone.
    pub async fn open_on(folder: &Path, name: &str, clock: &Clock, database: &str) -> Result<Self, Failure> {
        let settings = [("PLEIN_DATABASE__URL", database.to_owned())];
        Self::open_with(folder, &[name.to_owned()], clock, &settings, Duration::ZERO).await
    }

    async fn open_with(
        folder: &Path,
        names: &[String],
        clock: &Clock,
        more: &[(&str, String)],
        there_and_back: Duration,
    ) -> Result<Self, Failure> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let mut instances = Vec::with_capacity(names.len());
        for name in names {
            instances.push(Instance::open(configure(folder, name, port, more)?, clock.clone()).await?);
        }
        let router = |instance: &Instance| match there_and_back.is_zero() {
            true => instance.router(),
            false => instance.router().layer(from_fn(move |request: Request, next: Next| async move {
                tokio::time::sleep(there_and_back).await;
                next.run(request).await
            })),
        };
        let hosts = Hosts::new(instances.iter().map(|instance| (instance.host(), router(instance))));
        let stop = CancellationToken::new();
        let listener = tokio::spawn(serve(listener, hosts, stop.clone()));
        Ok(Self { port, instances, listener, stop })
    }

    pub fn ctx(&self, at: usize) -> &Ctx {
        self.instances[at].ctx()
    }

    /// Starts the background of one of them; it ends with `stop`.
    pub fn spawn_workers(&self, at: usize, stop: &CancellationToken) -> Workers {
        self.instances[at].spawn_workers(stop)
    }

    /// Makes two of them peers through the real handshake.
    pub async fn introduce(&self, asks: usize, answers: usize) -> domain::Result<()> {
        peering::introduce(&self.side(asks), &self.side(answers)).await
    }

    /// What one of them calls the other.
    pub async fn id_of(&self, other: usize, at: usize) -> domain::Result<InstanceId> {
        let host = self.instances[other].host();
        let peer = peers::find_by_host(&self.ctx(at).db, &host).await?;
        peer.map(|peer| peer.instance_id).ok_or(domain::Error::NotFound)
    }

    fn side(&self, at: usize) -> Side<'_> {
        Side { ctx: self.ctx(at), administrator: OPERATOR }
    }

    pub async fn close(self) {
        self.stop.cancel();
        // It only ends; there is nothing it could say.
        let _ = self.listener.await;
        for instance in &self.instances {
            instance.ctx().db.close().await;
        }
    }
}

/// Looks again and again until there is something.
pub async fn wait_for<T>(what: &str, look: impl AsyncFn() -> domain::Result<Option<T>>) -> domain::Result<T> {
    peering::wait_within(SECONDS_MAX, what, look).await
}

fn configure(folder: &Path, name: &str, port: u16, more: &[(&str, String)]) -> Result<Config, Faults> {
    let settings = [
        ("PLEIN_INSTANCE__HOST", format!("{name}.localhost:{port}")),
        ("PLEIN_INSTANCE__NAME", format!("Organisatie {name}")),
        ("PLEIN_DATA__DIR", folder.join(name).display().to_string()),
        ("PLEIN_FEDERATION__PRIVATE_HOSTS", "*.localhost".to_owned()),
        ("PLEIN_DEVELOPMENT__ENABLED", "true".to_owned()),
    ];
    let all = settings.into_iter().chain(more.iter().cloned());
    load(None, all.map(|(name, value)| (name.to_owned(), value)))
}
