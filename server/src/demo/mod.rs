//! The demo: three organisations with their people on one port, each with its own database, keys and index. They know
//! one another through the same handshake and the same signed requests as organisations at two ends of the country.

mod calendar;
mod fields;
mod logins;
pub mod material;
mod networks;
pub(crate) mod peering;
pub mod people;
mod profile;
mod prose;
pub mod random;
mod seed;
mod settings;
mod summary;

use std::path::PathBuf;

use domain::Clock;
use futures_util::future::try_join_all;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::instance::{self, Instance};
use crate::serve::{Hosts, serve};
use crate::worker::Workers;

pub use logins::Login;
use material::{Material, Organisation};
pub use networks::NetworkReady;
use networks::Past;
use people::Colleague;
pub use summary::{OrganisationReady, Ready};

/// The same people every time, so that a README can name them.
pub const SEED: u64 = 2010;

/// What can go wrong at the start.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    House(#[from] domain::Error),
    #[error("{0}")]
    Settings(#[from] crate::config::Faults),
    #[error("cannot listen on 127.0.0.1:{port}: {error}")]
    Port { port: u16, error: std::io::Error },
    #[error("{dir} holds a demo for another port; start with that port, or with another --data folder")]
    OtherPort { dir: String },
}

/// Where the demo keeps its data, and on which port of this machine it listens.
#[derive(Debug, Clone)]
pub struct Options {
    pub data: PathBuf,
    pub port: u16,
}

/// A running demo.
pub struct Demo {
    pub ready: Ready,
    instances: Vec<Instance>,
    workers: Vec<Workers>,
    listener: JoinHandle<()>,
}

impl Demo {
    /// Starts it, and comes back when each organisation finds the people of the others. It runs until `stop`.
    pub async fn start(options: &Options, clock: Clock, stop: &CancellationToken) -> Result<Self, Failure> {
        let material = Material::read()?;
        let colleagues = people::invent(&material, SEED)?;
        let configs = configure(&material.organisations, options)?;
        let mut past = read_past(&configs, &clock).await?;
        let demo_clock = past.clock(&clock, &material.networks)?;
        let instances = open(configs, options, &demo_clock).await?;
        let listener = listen(options.port, &instances, stop).await?;
        // While the clock is turned nobody else works.
        let pause = stop.child_token();
        let mut workers: Vec<_> = instances.iter().map(|instance| instance.spawn_workers(&pause)).collect();
        let each = material.organisations.iter().zip(&instances);
        let organisations = try_join_all(
            each.map(|(organisation, instance)| people_of(&material, organisation, instance, &colleagues)),
        )
        .await?;
        connect(&instances, &organisations).await?;
        if !past.is_complete {
            pause.cancel();
            for workers in workers {
                workers.drain().await;
            }
            let sides = sides(&instances, &organisations).await?;
            networks::fill(&material, &sides, &organisations, &mut past, (&clock, &demo_clock)).await?;
            workers = instances.iter().map(|instance| instance.spawn_workers(stop)).collect();
            peering::indexed(&sides).await?;
        }
        let ctxs: Vec<_> = instances.iter().map(Instance::ctx).collect();
        let networks = networks::ready(&material, &ctxs, &past).await?;
        Ok(Self { ready: Ready::new(organisations, networks), instances, workers, listener })
    }

    /// The organisation at this host name, without port.
    pub fn instance(&self, host: &str) -> Option<&Instance> {
        self.instances.iter().find(|instance| instance.ctx().config.instance.host.name() == host)
    }

    /// Comes back after `stop`, when all that was under way is done.
    pub async fn finished(self) {
        if let Err(error) = self.listener.await {
            tracing::error!(%error, "the listener ended before its time");
        }
        for workers in self.workers {
            workers.drain().await;
        }
        for instance in &self.instances {
            instance.ctx().db.close().await;
        }
    }
}

fn configure(organisations: &[Organisation], options: &Options) -> Result<Vec<Config>, Failure> {
    let each = organisations.iter();
    Ok(each
        .map(|organisation| settings::configure(organisation, &options.data, options.port))
        .collect::<Result<_, _>>()?)
}

/// How far an earlier start came.
async fn read_past(configs: &[Config], clock: &Clock) -> Result<Past, Failure> {
    let mut databases = Vec::new();
    for config in configs {
        instance::create_data_dir(config)?;
        let db = instance::open_database(config, clock).await?;
        db.migrate().await?;
        databases.push(db);
    }
    let past = Past::read(&databases, clock.now()).await?;
    for db in databases {
        db.close().await;
    }
    Ok(past)
}

async fn open(configs: Vec<Config>, options: &Options, clock: &Clock) -> Result<Vec<Instance>, Failure> {
    let mut instances = Vec::new();
    for config in configs {
        let opened = Instance::open(config, clock.clone()).await;
        instances.push(opened.map_err(|error| match error {
            domain::Error::Conflict("error-host-changed") => {
                Failure::OtherPort { dir: options.data.display().to_string() }
            }
            other => Failure::House(other),
        })?);
    }
    Ok(instances)
}

async fn listen(
    port: u16,
    instances: &[Instance],
    stop: &CancellationToken,
) -> Result<JoinHandle<()>, Failure> {
    let listener =
        TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| Failure::Port { port, error })?;
    let hosts = Hosts::new(instances.iter().map(|instance| (instance.host(), instance.router())));
    Ok(tokio::spawn(serve(listener, hosts, stop.clone())))
}

/// The first time alone: later, an administrator of the demo may have paused a peer or ended his token.
async fn connect(instances: &[Instance], organisations: &[OrganisationReady]) -> Result<(), Failure> {
    if peering::is_done(instances.iter().map(|instance| &instance.ctx().db)).await? {
        return Ok(());
    }
    Ok(peering::connect(&sides(instances, organisations).await?).await?)
}

async fn sides<'a>(
    instances: &'a [Instance],
    organisations: &[OrganisationReady],
) -> Result<Vec<peering::Side<'a>>, Failure> {
    let sides = instances.iter().zip(organisations);
    let sides = sides.map(|(instance, organisation)| peering::Side::new(instance.ctx(), &organisation.admin));
    Ok(try_join_all(sides).await?)
}

async fn people_of(
    material: &Material,
    organisation: &Organisation,
    instance: &Instance,
    colleagues: &[Colleague],
) -> Result<OrganisationReady, Failure> {
    let ctx = instance.ctx();
    let mut here: Vec<Colleague> =
        colleagues.iter().filter(|one| one.host == organisation.host).cloned().collect();
    // Once everybody is there, what people and administrators of the demo did since then stands.
    let is_complete = seed::is_complete(&ctx.db).await?;
    if !is_complete {
        fields::fill_all(&ctx.db, material, &mut here).await?;
    }
    let logins = logins::make(&ctx.db, &ctx.passwords, &here).await?;
    if !is_complete {
        seed::add_people(&ctx.db, &here).await?;
    }
    OrganisationReady::new(organisation, ctx.config.origin(), &here, logins).ok_or_else(|| {
        domain::Error::internal(format!("{} has no administrator in the demo", organisation.name)).into()
    })
}
