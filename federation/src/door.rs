//! The door of one instance: its keys, its addresses, its way out. Cloning shares it; a process may hold several.

use std::ops::Deref;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use domain::instances::{self, Home};
use domain::peers::keys as stored;
use domain::people::reading::Readers;
use domain::{Db, Principal, directory};
use serde_json::Value;
use tokio::sync::Notify;
use url::Url;
use uuid::Uuid;

use crate::client::{Client, ClientError, Settings};
use crate::directory::Digests;
use crate::files::Shelf;
use crate::intake::Intake;
use crate::keys::{KeyError, KeyPair};
use crate::objects::actor;
use crate::pace::Pace;
use crate::proof::{self, ProofError};
use crate::rsa::RsaPair;
use crate::signature::Signer;
use crate::urls::Urls;
use crate::wire;

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    House(#[from] domain::Error),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error("the base address of this instance is none: {0}")]
    Address(#[from] url::ParseError),
}

#[derive(Clone)]
pub struct Federation(Arc<Door>);

pub struct Door {
    pub(crate) db: Db,
    pub(crate) home: Home,
    pub(crate) urls: Urls,
    pub(crate) client: Client,
    pub(crate) intake: Intake,
    pub(crate) pace: Pace,
    pub(crate) digests: Digests,
    /// Rung when there is something to do before the next round.
    pub(crate) bell: Notify,
    /// The same for what waits to be sent.
    pub(crate) post: Notify,
    /// Where the bytes of files lie; whoever opened the door says it once.
    pub(crate) shelf: OnceLock<Arc<dyn Shelf>>,
    /// What organisations read profile by profile; likewise.
    pub(crate) readers: OnceLock<Arc<Readers>>,
    keys: RwLock<Arc<Keys>>,
    /// The key by which foreign software knows us, once it was asked for.
    pub(crate) rsa: RwLock<Option<Arc<RsaPair>>>,
}

/// The key we sign with, and the one before it: it proves the change to peers that have not heard of it.
pub(crate) struct Keys {
    pub current: OwnKey,
    pub previous: Option<OwnKey>,
}

pub(crate) struct OwnKey {
    pub pair: KeyPair,
    pub id: Url,
}

impl OwnKey {
    pub fn signer(&self) -> Signer<'_> {
        Signer { key: &self.pair, key_id: &self.id }
    }
}

impl Deref for Federation {
    type Target = Door;

    fn deref(&self) -> &Door {
        &self.0
    }
}

impl Federation {
    /// Opens the door of the settled instance behind `db`; the first time, makes its key and its feed's epoch.
    pub async fn open(db: Db, settings: Settings) -> Result<Self, OpenError> {
        let home = instances::home(&db).await?;
        let urls = Urls::new(&home.base_url)?;
        let agent = format!("Plein/{} (+{})", env!("CARGO_PKG_VERSION"), home.base_url);
        let client = Client::new(settings, &agent)?;
        begin(&db).await?;
        let keys = RwLock::new(Arc::new(load_keys(&db, &urls).await?));
        let intake = Intake::start(db.clone());
        let (pace, digests) = (Pace::default(), Digests::default());
        let (bell, post) = (Notify::new(), Notify::new());
        let (shelf, readers, rsa) = (OnceLock::new(), OnceLock::new(), RwLock::new(None));
        Ok(Self(Arc::new(Door {
            db,
            home,
            urls,
            client,
            intake,
            pace,
            digests,
            bell,
            post,
            shelf,
            readers,
            keys,
            rsa,
        })))
    }

    /// Says where the bytes of files lie. Without it, this instance neither gives nor fetches any.
    pub fn keep_files_on(&self, shelf: Arc<dyn Shelf>) {
        let _ = self.shelf.set(shelf);
    }

    /// Says where it is counted how many profiles organisations read one by one. Without it, nobody counts.
    pub fn count_readers_with(&self, readers: Arc<Readers>) {
        let _ = self.readers.set(readers);
    }

    /// Replaces the key we sign with; peers hear of it with a proof by the old one.
    pub async fn rotate_key(&self, principal: &Principal) -> Result<(), OpenError> {
        let (pair, secret) = KeyPair::generate()?;
        let public = pair.public().to_string();
        self.db.write(async |tx| stored::make_current(tx, principal, secret.clone(), &public).await).await?;
        self.reload_keys().await
    }

    /// Takes up a key that another node made current.
    pub(crate) async fn reload_keys(&self) -> Result<(), OpenError> {
        let keys = Arc::new(load_keys(&self.db, &self.urls).await?);
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        Ok(())
    }

    pub(crate) fn keys(&self) -> Arc<Keys> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn now_seconds(&self) -> i64 {
        self.db.now().seconds()
    }

    /// Our instance actor as it is served: after a change of keys with a proof by the key before.
    pub(crate) fn actor(&self) -> Result<Value, domain::Error> {
        let keys = self.keys();
        let actor = actor::ours(&self.home, &self.urls, &keys.current.pair.public());
        let mut document = serde_json::to_value(actor)?;
        if let Some(previous) = &keys.previous {
            self.prove(&mut document, previous)?;
        }
        Ok(document)
    }

    /// Our own eight words, as peers see them.
    pub fn fingerprint(&self) -> Result<String, domain::Error> {
        let actor = actor::KnownActor::read(self.actor()?).map_err(domain::Error::internal)?;
        Ok(actor.fingerprint())
    }

    /// Adds a proof by one of our keys.
    pub(crate) fn prove(&self, document: &mut Value, key: &OwnKey) -> Result<(), domain::Error> {
        proof::prove(document, &key.pair, key.id.as_str(), &self.db.now().to_rfc3339())
            .map_err(|error: ProofError| domain::Error::internal(error))
    }

    /// A new activity of the instance: address and envelope.
    pub(crate) fn activity(&self, id: &str, kind: wire::Kind, object: Value) -> wire::Activity {
        wire::Activity {
            context: wire::context(),
            id: id.to_owned(),
            kind,
            actor: wire::ActorRef::Address(self.urls.actor()),
            audience: None,
            object,
            published: Some(self.db.now().to_rfc3339()),
            proof: None,
        }
    }

    /// An address for an activity to come.
    pub(crate) fn new_activity_id(&self) -> String {
        let id = <domain::JobId as domain::Id>::new_at(self.db.now());
        self.urls.activity(Uuid::from(id))
    }

    /// Does the next round of work now rather than at its time.
    pub fn ring(&self) {
        self.bell.notify_one();
        self.post.notify_one();
    }
}

/// First start: a key and an epoch. Later starts find both.
async fn begin(db: &Db) -> Result<(), OpenError> {
    let (pair, secret) = KeyPair::generate()?;
    let public = pair.public().to_string();
    db.write(async |tx| {
        tx.lock("federation_begin").await?;
        if stored::list(&mut *tx).await?.is_empty() {
            stored::make_current(tx, &Principal::System("set-up"), secret.clone(), &public).await?;
        }
        if directory::epoch(&mut *tx).await?.0.is_empty() {
            directory::begin_epoch(tx).await?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}

async fn load_keys(db: &Db, urls: &Urls) -> Result<Keys, OpenError> {
    let mut keys = stored::list(db).await?.into_iter();
    let current = keys.next().ok_or_else(|| domain::Error::internal("this instance has no key"))?;
    Ok(Keys {
        current: own_key(&current, urls)?,
        previous: keys.next().map(|key| own_key(&key, urls)).transpose()?,
    })
}

fn own_key(stored: &stored::InstanceKey, urls: &Urls) -> Result<OwnKey, OpenError> {
    let pair = KeyPair::from_pkcs8(&stored.private_key)?;
    let id = Url::parse(&urls.key(&pair.public()))?;
    Ok(OwnKey { pair, id })
}
