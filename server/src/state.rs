//! What every handler and worker of one instance shares. A process may hold several: nothing here is global.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRef;
use domain::accounts::Passwords;
use domain::people::sightings::Sightings;
use domain::{Clock, Db};
use federation::Federation;

use crate::bells::Bells;
use crate::config::Config;
use crate::darkroom::Darkroom;
use crate::files::{Store, Uploads};
use crate::house_style::HouseStyle;
use crate::layers::pace::Pace;
use crate::mail::Transport;
use crate::metrics::Metrics;
use crate::reading::Reading;

/// The instance as its handlers see it. Cloning shares it.
#[derive(Clone)]
pub struct Ctx(Arc<Parts>);

pub struct Parts {
    pub config: Config,
    pub house_style: HouseStyle,
    pub db: Db,
    /// Finds people; its worker keeps the index true.
    pub people: search::People,
    /// Finds what is published, likewise.
    pub published: Arc<search::Published>,
    pub clock: Clock,
    pub passwords: Passwords,
    pub mail: Transport,
    pub darkroom: Darkroom,
    /// Pages that stay open.
    pub bells: Bells,
    /// The bytes of files by their digest.
    pub files: Store,
    /// What is still coming in.
    pub uploads: Uploads,
    pub metrics: Metrics,
    pub pace: Pace<IpAddr>,
    /// How much of the address book somebody may read.
    pub reading: Reading,
    /// How often people were found.
    pub sightings: Sightings,
    pub federation: Federation,
}

impl Ctx {
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for Ctx {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl FromRef<Ctx> for Federation {
    fn from_ref(ctx: &Ctx) -> Self {
        ctx.federation.clone()
    }
}
