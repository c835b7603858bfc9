//! One organisation, from configuration to a router and its workers.

use std::os::unix::fs::DirBuilderExt;
use std::sync::Arc;

use axum::Router;
use domain::accounts::Passwords;
use domain::accounts::policy::{self, SignUpMode, SignUpPolicy};
use domain::jobs::{self, Job};
use domain::people::sightings::Sightings;
use domain::{Clock, Db, Error, Result, leases};
use federation::client::{Network, Policy, SystemNetwork};
use federation::{Federation, OpenError, Settings};
use tokio_util::sync::CancellationToken;

use crate::bells::Bells;
use crate::config::{Config, SignUp};
use crate::darkroom::Darkroom;
use crate::files::{Shelf, Store, Uploads};
use crate::house_style::HouseStyle;
use crate::layers::pace::Pace;
use crate::mail::Transport;
use crate::metrics::Metrics;
use crate::node;
use crate::reading::Reading;
use crate::router;
use crate::state::{Ctx, Parts};
use crate::worker::Workers;

/// Connections for reading. A page reads a handful of times in a row, so few serve many.
const READERS: u32 = 8;
/// Passwords compared at the same time: 19 MB each, and a processor to itself.
const PASSWORDS_AT_ONCE: usize = 2;

/// Where the index of people lies within the data folder.
pub const INDEX: &str = "index/people";

/// And that of what is published.
pub const INDEX_PUBLISHED: &str = "index/published";

/// A running organisation. Nothing in it is global, so a process can hold several.
pub struct Instance {
    ctx: Ctx,
}

impl Instance {
    /// Opens the database, brings it up to date, and settles who we are.
    pub async fn open(config: Config, clock: Clock) -> Result<Self> {
        Self::open_in(config, clock, Arc::new(SystemNetwork)).await
    }

    /// The same in a network of its own, for tests that cut and corrupt it.
    pub async fn open_in(config: Config, clock: Clock, network: Arc<dyn Network>) -> Result<Self> {
        create_data_dir(&config)?;
        let db = open_database(&config, &clock).await?.as_node(&node::name(&config.data.dir)?);
        db.migrate().await?;
        // What this node was at when it was killed need not wait until its leases run out.
        let freed = db.write(async |tx| leases::free_own(tx).await).await?;
        if freed > 0 {
            tracing::info!(freed, "takes up what was under way when it ended");
        }
        settle(&db, &config).await?;
        let people = match config.search.meilisearch() {
            Some(address) => search::People::on_meilisearch(db.clone(), address).await?,
            None => search::People::new(db.clone(), config.data.dir.join(INDEX)).await?,
        };
        let vocabulary = people.vocabulary().clone();
        let folder = config.data.dir.join(INDEX_PUBLISHED);
        let published = Arc::new(search::Published::new(db.clone(), vocabulary, folder)?);
        let people = people.with_evidence(Arc::clone(&published));
        let federation = open_federation(&db, &config, network).await?;
        let pace = Pace::new(config.limits.requests_per_minute);
        let reading = Reading::new(&config.reading);
        federation.count_readers_with(Arc::clone(reading.days()));
        let house_style = HouseStyle::load(config.instance.theme.as_str(), &config.data.dir);
        let passwords = Passwords::new(PASSWORDS_AT_ONCE);
        let mail = Transport::open(&config.mail)?;
        let metrics = Metrics::default();
        let darkroom = Darkroom::default();
        let bells = Bells::default();
        let files = Store::open(&config)?;
        let uploads = Uploads::open(&config.data.dir)?;
        federation.keep_files_on(Arc::new(Shelf::new(&db, &files, &uploads, &config.files)));
        let ctx = Ctx::new(Parts {
            config,
            house_style,
            db,
            people,
            published,
            clock,
            passwords,
            mail,
            darkroom,
            bells,
            files,
            uploads,
            metrics,
            pace,
            reading,
            sightings: Sightings::default(),
            federation,
        });
        Ok(Self { ctx })
    }

    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// The host as it stands in addresses.
    pub fn host(&self) -> String {
        self.ctx.config.instance.host.to_string()
    }

    /// Everything this organisation answers.
    pub fn router(&self) -> Router {
        router::router(self.ctx.clone())
    }

    /// Starts what works in the background until `stop`.
    pub fn spawn_workers(&self, stop: &CancellationToken) -> Workers {
        Workers::spawn(&self.ctx, stop)
    }
}

/// The database of a configuration, as it is.
pub async fn open_database(config: &Config, clock: &Clock) -> Result<Db> {
    Db::open(&config.database.url.resolve(&config.data.dir), READERS, clock.clone()).await
}

async fn open_federation(db: &Db, config: &Config, network: Arc<dyn Network>) -> Result<Federation> {
    let settings = outgoing(config, network)?;
    Federation::open(db.clone(), settings).await.map_err(|error| match error {
        OpenError::House(error) => error,
        other => Error::Unavailable(format!("federation: {other}")),
    })
}

/// Where requests of ours may go, and how.
pub fn outgoing(config: &Config, network: Arc<dyn Network>) -> Result<Settings> {
    let wrong = |error: String| Error::Unavailable(format!("federation: {error}"));
    let wanted = &config.federation;
    let internal: Result<Vec<_>, _> = wanted.private_hosts.iter().map(|entry| entry.parse()).collect();
    let extra_ca = wanted.extra_ca.as_ref().map(std::fs::read).transpose();
    Ok(Settings {
        policy: Policy { allows_plain_http: config.development.enabled, internal: internal.map_err(wrong)? },
        network,
        extra_ca: extra_ca.map_err(|error| wrong(format!("extra_ca: {error}")))?,
        egress_proxy: wanted.egress_proxy.as_ref().map(|proxy| proxy.url().clone()),
    })
}

/// Makes the data folder where it is missing. Keys and profiles lie in it: nobody else looks in.
pub fn create_data_dir(config: &Config) -> Result<()> {
    let dir = &config.data.dir;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(|error| {
        Error::Unavailable(format!("could not create the data folder {}: {error}", dir.display()))
    })
}

/// First start: the instance and its organisation come to be. Later: a changed name and a new taxonomy are followed.
/// The broom is set going each time; one that already waits stays the only one.
pub(crate) async fn settle(db: &Db, config: &Config) -> Result<()> {
    let (host, origin) = (config.instance.host.to_string(), config.origin());
    let (name, uri) = (config.instance.name.clone(), config.instance.organisation_uri.clone());
    let concepts = domain::concepts::shipped()?;
    let sign_up = sign_up_policy(config);
    db.write(async |tx| {
        domain::concepts::ship(tx, &concepts).await?;
        let uri = uri.as_ref().map(|uri| uri.as_str());
        domain::instances::settle(tx, &host, &origin, &name, uri).await?;
        policy::configure(tx, &sign_up).await?;
        jobs::enqueue(tx, &Job::Sweep).await
    })
    .await
}

/// Who may make an account, until an administrator says otherwise.
fn sign_up_policy(config: &Config) -> SignUpPolicy {
    let mode = match config.instance.sign_up {
        SignUp::Closed => SignUpMode::Closed,
        SignUp::Invitation => SignUpMode::Invitation,
        SignUp::Domain => SignUpMode::Domain,
        SignUp::Approval => SignUpMode::Approval,
    };
    let domains = config.instance.sign_up_domains.iter().map(|domain| domain.name().to_owned()).collect();
    SignUpPolicy { mode, domains }
}
