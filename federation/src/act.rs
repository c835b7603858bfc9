//! Working the inbox: each stored activity takes effect in one transaction, together with the mark that it did.

use std::time::Duration;

use domain::inbox::{self, Waiting};
use domain::jobs::{self, Job};
use domain::peers::{self, Peer, State, health};
use domain::{Error, Tx};
use serde_json::Value;

use crate::door::Federation;
use crate::gate::{is_proven_by, pinned};
use crate::json;
use crate::objects::actor::KnownActor;
use crate::wire::{Activity, Kind, Nudge};

const LEASE: Duration = Duration::from_secs(60);
const CLAIMED_MAX: i64 = 64;

/// Why an activity has no effect.
enum Failed {
    /// It never will: kept with its error.
    ForGood(String),
    /// It may yet.
    ForNow(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        match error {
            Error::Unavailable(_) | Error::Full(_) | Error::Internal(_) | Error::Limited { .. } => {
                Self::ForNow(error)
            }
            other => Self::ForGood(other.to_string()),
        }
    }
}

impl Federation {
    /// Works what waits in the inbox; gives how many activities were looked at.
    pub async fn work_inbox(&self) -> Result<usize, Error> {
        let claimed = inbox::claim(&self.db, LEASE, CLAIMED_MAX).await?;
        for waiting in &claimed {
            match self.act(waiting).await {
                Ok(()) => {}
                Err(Failed::ForGood(error)) => inbox::fail(&self.db, waiting, &error, true).await?,
                Err(Failed::ForNow(error)) => {
                    inbox::fail(&self.db, waiting, &error.to_string(), false).await?
                }
            }
        }
        Ok(claimed.len())
    }

    async fn act(&self, waiting: &Waiting) -> Result<(), Failed> {
        let document: Value =
            json::read(&waiting.body, json::ACTIVITY).map_err(|error| Failed::ForGood(error.to_string()))?;
        let activity: Activity =
            serde_json::from_value(document.clone()).map_err(|error| Failed::ForGood(error.to_string()))?;
        let peer = peers::find(&self.db, waiting.instance_id).await?;
        let effect = self.read_effect(&peer, &activity, &document)?;
        self.db
            .write(async |tx| {
                if !inbox::finish(tx, waiting.seq).await? {
                    return Ok(()); // another node was first
                }
                health::record_contact(tx, peer.instance_id).await?;
                effect.take(tx, &peer).await
            })
            .await?;
        self.ring();
        Ok(())
    }

    /// What the activity means here. Decided on the document alone; the house checks the rest.
    fn read_effect(&self, peer: &Peer, activity: &Activity, document: &Value) -> Result<Effect, Failed> {
        let strange = |what: &str| Failed::ForGood(format!("{what} in {}", activity.id));
        let object_id = || activity.object_id().map(str::to_owned).ok_or_else(|| strange("no object"));
        Ok(match activity.kind {
            Kind::Follow => {
                let (_, actor) = self.read_request(document).ok_or_else(|| strange("not a request to us"))?;
                if !actor.has_same_keys(&pinned(peer)?) {
                    return Err(strange("other keys than the ones we know"));
                }
                Effect::Request { actor: Box::new(actor), follow_id: activity.id.clone() }
            }
            Kind::Accept => Effect::Accepted { follow_id: object_id()? },
            Kind::Reject | Kind::Undo | Kind::Block => Effect::Ended,
            Kind::Update => Effect::Keys { actor: Box::new(self.read_new_keys(peer, activity)?) },
            Kind::Announce => Effect::Nudged {
                sequence: serde_json::from_value::<Nudge>(activity.object.clone())
                    .map_err(|_| strange("no announcement of changes"))?
                    .sequence,
            },
            Kind::Other => Effect::None,
        })
    }

    /// New keys come with a proof by the old ones, else an administrator must compare and approve.
    fn read_new_keys(&self, peer: &Peer, activity: &Activity) -> Result<KnownActor, Failed> {
        let known = pinned(peer)?;
        let fresh = KnownActor::read(activity.object.clone())
            .map_err(|disbelief| Failed::ForGood(format!("{disbelief} in {}", activity.id)))?;
        let is_itself = fresh.id == known.id && fresh.host == known.host;
        if is_itself && (fresh.has_same_keys(&known) || is_proven_by(&fresh.document, &known)) {
            return Ok(fresh);
        }
        Err(Failed::ForGood(format!("keys without a proof by the old ones in {}", activity.id)))
    }
}

enum Effect {
    Request {
        actor: Box<KnownActor>,
        follow_id: String,
    },
    Accepted {
        follow_id: String,
    },
    Ended,
    Keys {
        actor: Box<KnownActor>,
    },
    Nudged {
        sequence: i64,
    },
    /// Nothing we know: a peer may speak of things that come later.
    None,
}

impl Effect {
    async fn take(&self, tx: &mut Tx, peer: &Peer) -> Result<(), Error> {
        let id = peer.instance_id;
        match self {
            Self::Request { actor, follow_id } => {
                peers::receive_request(tx, &actor.introduction(), follow_id).await.map(drop)
            }
            Self::Accepted { follow_id } => peers::accepted(tx, id, follow_id).await,
            Self::Ended => peers::ended_by_them(tx, id).await,
            Self::Keys { actor } => {
                let principal = domain::Principal::Peer { instance_id: id, host: peer.host.clone() };
                peers::replace_keys(tx, &principal, id, &actor.introduction()).await
            }
            Self::Nudged { sequence } if peer.state == State::Approved && peer.shares_people => {
                health::record_announced(tx, id, *sequence).await?;
                jobs::enqueue(tx, &Job::PullDirectory { instance_id: id }).await
            }
            Self::Nudged { .. } | Self::None => Ok(()),
        }
    }
}
