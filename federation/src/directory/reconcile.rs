//! Comparing what we hold of a peer with what it lists, bucket by bucket, and mending what differs.

use std::collections::HashMap;

use domain::jobs::{self, Job};
use domain::peers::{self, Peer, health};
use domain::people::replica;
use domain::{Error, InstanceId};
use url::Url;

use super::LEAVES_READ;
use super::digest::{Digest, bucket_of};
use crate::client::PAGE;
use crate::door::Federation;
use crate::gate::pinned;
use crate::json;
use crate::objects::actor::KnownActor;
use crate::trouble::Trouble;
use crate::wire::{BucketPage, DirectoryDigest};

/// A directory that moves on while it is compared is compared again, this often.
const TRIES: usize = 3;

/// What a comparison found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// The two sides are equal now.
    pub is_equal: bool,
    /// People we had that the origin no longer lists.
    pub forgotten: usize,
    /// People the origin lists that we had not, or not so.
    pub missing: usize,
}

impl Federation {
    /// The job: compares with a peer and mends.
    pub async fn reconcile_directory(&self, id: InstanceId) -> Result<Reconciled, Error> {
        let Some(peer) = self.active(id).await? else { return Ok(Reconciled::default()) };
        match self.reconcile(&peer).await {
            Ok(reconciled) => Ok(reconciled),
            Err(Trouble::House(Error::Conflict(_))) => Ok(Reconciled::default()),
            Err(Trouble::House(error)) => Err(error),
            Err(trouble) => {
                let job = Job::ReconcileDirectory { instance_id: id };
                self.try_later(&peer, &trouble, &job).await.map(|()| Reconciled::default())
            }
        }
    }

    async fn reconcile(&self, peer: &Peer) -> Result<Reconciled, Trouble> {
        let mut total = Reconciled::default();
        for _ in 0..TRIES {
            self.pull(&peers::find(&self.db, peer.instance_id).await?).await?;
            let peer = peers::find(&self.db, peer.instance_id).await?;
            let actor = pinned(&peer)?;
            let theirs: DirectoryDigest = self
                .fetch_from(&actor, &below_directory(&actor, "digest")?, PAGE, json::DIRECTORY_PAGE)
                .await?;
            let is_same_moment = peer.directory_epoch.as_deref() == Some(theirs.epoch.as_str())
                && peer.directory_seq >= theirs.sequence;
            if !is_same_moment {
                continue; // it moved on between the two questions
            }
            let ours = self.copy_of(&peer).await?;
            let differing = differing_buckets(&ours.digest(), &theirs)?;
            if differing.is_empty() {
                self.confirm(&peer).await?;
                return Ok(Reconciled { is_equal: true, ..total });
            }
            for bucket in differing {
                let mended = self.mend(&peer, &actor, &ours, bucket).await?;
                total.forgotten += mended.forgotten;
                total.missing += mended.missing;
            }
            if total.missing > 0 {
                self.start_over(&peer).await?;
            }
        }
        Ok(total)
    }

    /// Forgets whom the origin does not list in this bucket, and counts whom we lack.
    async fn mend(
        &self,
        peer: &Peer,
        actor: &KnownActor,
        ours: &Leaves,
        bucket: usize,
    ) -> Result<Reconciled, Trouble> {
        let url = below_directory(actor, &format!("digest/{bucket}"))?;
        let page: BucketPage = self.fetch_from(actor, &url, PAGE, json::DIRECTORY_PAGE).await?;
        let theirs: HashMap<_, _> = page.leaves.into_iter().map(|leaf| (leaf.id, leaf.version)).collect();
        let here = ours.0.iter().filter(|(id, _)| bucket_of(id) == bucket);
        let extra: Vec<_> =
            here.filter(|(id, _)| !theirs.contains_key(*id)).map(|(id, _)| id.clone()).collect();
        let missing = theirs.iter().filter(|(id, version)| ours.0.get(*id) != Some(version)).count();
        let id = peer.instance_id;
        let forgotten = self.db.write(async |tx| replica::forget(tx, id, &extra).await).await?;
        Ok(Reconciled { is_equal: false, forgotten, missing })
    }

    /// Reads the whole feed again. Whoever is as new as he should be costs a comparison.
    async fn start_over(&self, peer: &Peer) -> Result<(), Error> {
        let epoch = peer.directory_epoch.clone().unwrap_or_default();
        self.db.write(async |tx| health::record_directory(tx, peer.instance_id, &epoch, 0).await).await
    }

    async fn confirm(&self, peer: &Peer) -> Result<(), Error> {
        let id = peer.instance_id;
        self.db
            .write(async |tx| {
                health::record_contact(tx, id).await?;
                health::record_confirmed(tx, id).await?;
                let job = Job::ReconcileDirectory { instance_id: id };
                let at = tx.now().plus(crate::random::about(super::pull::RECONCILE));
                jobs::enqueue_at(tx, &job, at).await
            })
            .await
    }

    async fn copy_of(&self, peer: &Peer) -> Result<Leaves, Error> {
        let (mut found, mut after) = (HashMap::new(), String::new());
        loop {
            let leaves = replica::list_leaves(&self.db, peer.instance_id, &after, LEAVES_READ).await?;
            let Some((last, _)) = leaves.last() else { return Ok(Leaves(found)) };
            after.clone_from(last);
            found.extend(leaves);
        }
    }
}

/// Our copy of a directory: federation id and version.
struct Leaves(HashMap<String, i64>);

impl Leaves {
    fn digest(&self) -> Digest {
        let mut digest = Digest::default();
        self.0.iter().for_each(|(id, version)| digest.add(id, *version));
        digest
    }
}

fn below_directory(actor: &KnownActor, path: &str) -> Result<Url, Trouble> {
    let directory = actor.directory.as_ref().ok_or(Trouble::Nonsense("it has no directory"))?;
    directory.join(path).map_err(|_| Trouble::Nonsense("the address of its directory"))
}

fn differing_buckets(ours: &Digest, theirs: &DirectoryDigest) -> Result<Vec<usize>, Trouble> {
    if theirs.buckets.len() != 256 {
        return Err(Trouble::Nonsense("a digest has 256 buckets"));
    }
    let pairs = ours.buckets().zip(&theirs.buckets).enumerate();
    let differing = pairs.filter(|(_, ((count, xor), theirs))| (*count, xor) != (theirs.count, &theirs.xor));
    Ok(differing.map(|(number, _)| number).collect())
}
