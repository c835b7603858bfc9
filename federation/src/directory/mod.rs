//! Directory replication: nothing is lost, nothing lingers.
//!
//! The origin serves one feed ([`serve`]); a peer follows it ([`pull`]), is nudged when there is something new, and
//! now and then compares digests ([`digest`], [`reconcile`]) so that whatever went wrong is mended.

pub mod digest;
mod nudge;
mod pull;
mod reconcile;
mod serve;

use std::sync::{Arc, Mutex, PoisonError};

use domain::peers::Peer;
use domain::{Error, directory};

pub(crate) use serve::{bucket, changes, digest};

use crate::door::Federation;
use digest::Digest;

/// Nudges to one host follow each other and replace each other.
pub(crate) const ORDERING_KEY: &str = "directory";
/// The epoch that a peer sees which may not have our people: an empty directory, so that what it has goes.
const EPOCH_CLOSED: &str = "closed";
/// Steps on one page.
const PAGE_STEPS: i64 = 200;
/// Leaves read from the database at once.
const LEAVES_READ: i64 = 2_000;

/// The last digest made, by epoch and sequence: a nudge to many peers counts the leaves once.
#[derive(Default)]
pub(crate) struct Digests(Mutex<Option<(String, i64, Arc<Digest>)>>);

/// Our directory as one peer may know it.
pub(crate) struct DirectoryState {
    pub epoch: String,
    pub sequence: i64,
    pub digest: Arc<Digest>,
}

impl Federation {
    pub(crate) async fn directory_for(&self, peer: &Peer) -> Result<DirectoryState, Error> {
        if !peer.shares_people {
            let digest = Arc::new(Digest::default());
            return Ok(DirectoryState { epoch: EPOCH_CLOSED.into(), sequence: 0, digest });
        }
        // Epoch and sequence first: leaves that change meanwhile belong to a later sequence, which will be told.
        let epoch = directory::epoch(&self.db).await?.0;
        let sequence = directory::last_seq(&self.db).await?;
        let digest = match self.digests.find(&epoch, sequence) {
            Some(digest) => digest,
            None => self.count_leaves(&epoch, sequence).await?,
        };
        Ok(DirectoryState { epoch, sequence, digest })
    }

    async fn count_leaves(&self, epoch: &str, sequence: i64) -> Result<Arc<Digest>, Error> {
        let mut digest = Digest::default();
        let mut after = String::new();
        loop {
            let leaves = directory::list_leaves(&self.db, &after, LEAVES_READ).await?;
            let Some((last, _)) = leaves.last() else { break };
            after.clone_from(last);
            leaves.iter().for_each(|(id, version)| digest.add(id, *version));
        }
        let digest = Arc::new(digest);
        if directory::last_seq(&self.db).await? == sequence {
            self.digests.keep(epoch, sequence, &digest);
        }
        Ok(digest)
    }
}

impl Digests {
    fn find(&self, epoch: &str, sequence: i64) -> Option<Arc<Digest>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(e, s, _)| e == epoch && *s == sequence).map(|(_, _, digest)| digest.clone())
    }

    fn keep(&self, epoch: &str, sequence: i64, digest: &Arc<Digest>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((epoch.to_owned(), sequence, digest.clone()));
    }
}
