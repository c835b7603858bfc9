//! Groups across instances. The host is the canonical store; the instances of its members follow its feed.
//!
//! [`list`] tells peers which groups there are; [`serve`] answers for one group and its feed; [`pull`] follows the feed of
//! another; [`say`] makes activities of what happened here; [`hear`] acts on what others say: the deeds of members at the
//! host ([`deeds`]), the host's word elsewhere; [`desk`] is what their moderators share, [`wiki`] the pages, [`editing`] who changes one now. What a person wrote is believed by the proof of his instance alone.

mod deeds;
mod desk;
mod editing;
mod hear;
mod invitation;
mod list;
mod measures;
mod pictures;
mod pull;
mod say;
mod serve;
mod wiki;

pub(crate) use desk::desk;
pub(crate) use editing::{OF_NOW, editing, editing_here, page_in};
pub(crate) use hear::is_about_a_group;
pub(crate) use invitation::invitation;
pub(crate) use pictures::{cover, icon};
pub(crate) use say::Planned;
pub(crate) use serve::{changes, digest, group};
pub(crate) use wiki::versions;

pub(crate) use list::listed;

use domain::groups::Group;
use domain::peers::{self, Peer, State};
use domain::people::replica::Stub;
use domain::{Error, groups};
use serde_json::Value;

use crate::door::Federation;
use crate::gate::{is_proven_by, pinned};
use crate::objects::actor::KnownActor;
use crate::objects::{Disbelief, person};
use crate::urls::is_of_origin;
use crate::wire::{Said, Speaker};

/// What is said in one group reaches a host in order.
pub(crate) fn ordering_key(group: &str) -> String {
    format!("group:{group}")
}

/// Who said something, as far as it is believed.
pub(crate) struct Witness {
    pub stub: Stub,
    /// By the proof of his instance; otherwise whoever handed it on answers for it.
    pub is_proven: bool,
}

impl Federation {
    /// The speaker of something that `through`, an approved peer, handed to us. Its own people it speaks for; for those of
    /// others the proof of their instance does, whose key we know ourselves or, within its groups, from `through`.
    pub(crate) async fn witness(
        &self,
        through: &Peer,
        said: &Said,
        document: &Value,
    ) -> Result<Witness, Distrust> {
        let Speaker::Person(speaker) = &said.actor else {
            return Err(Disbelief::Unreadable("actor").into());
        };
        let host = KnownActor::read_pinned(through)?;
        if is_of_origin(&speaker.id, &host.origin) {
            let stub = person::stub(speaker, &host.origin, &host.host, Some(&host.name))?;
            return Ok(Witness { stub, is_proven: is_proven_by(document, &host) });
        }
        let origin = self.origin_of(through, &speaker.id).await?;
        if !is_proven_by(document, &origin) {
            return Err(Disbelief::Unreadable("proof").into());
        }
        let stub = person::stub(speaker, &origin.origin, &origin.host, Some(&origin.name))?;
        Ok(Witness { stub, is_proven: true })
    }

    /// The instance at which somebody works: ours, a peer's, or one that the group's host vouches for. A block of ours wins.
    async fn origin_of(&self, through: &Peer, address: &str) -> Result<KnownActor, Distrust> {
        let url = url::Url::parse(address).map_err(|_| Disbelief::Unreadable("actor"))?;
        let host = url.authority().to_owned();
        if is_of_origin(address, self.urls.base()) {
            return Ok(KnownActor::read(self.actor()?)?);
        }
        match peers::find_by_host(&self.db, &host).await? {
            Some(peer) if peer.state == State::Blocked => Err(Distrust::Blocked),
            Some(peer) if matches!(peer.state, State::Approved | State::Paused) => Ok(pinned(&peer)?),
            _ => match groups::replica::find_vouched(&self.db, through.instance_id, &host).await? {
                Some(actor) => Ok(KnownActor::read(serde_json::from_str(&actor).map_err(Error::from)?)?),
                None => Err(Distrust::Unknown(host)),
            },
        }
    }

    /// The peer that hosts a group, while traffic flows.
    async fn host_of(&self, group: &Group) -> Result<Option<Peer>, Error> {
        match peers::find(&self.db, group.instance_id).await {
            Ok(peer) => Ok(Some(peer).filter(Peer::is_active)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Why something said in a group is not believed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Distrust {
    #[error(transparent)]
    Document(#[from] Disbelief),
    /// Nobody told us the key of this instance yet.
    #[error("the keys of {0} are not known")]
    Unknown(String),
    #[error("its instance is blocked here")]
    Blocked,
    #[error(transparent)]
    House(#[from] Error),
}
