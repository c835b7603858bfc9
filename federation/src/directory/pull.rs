//! Following a peer's feed: live, catching up and beginning are the same loop. A page is believed when the origin
//! signed it for this very question, and everything on it belongs to the origin.

use std::time::Duration;

use domain::delivery::hosts;
use domain::jobs::{self, Job};
use domain::peers::{self, Peer, health};
use domain::people::replica::{self, Snapshot};
use domain::{Error, InstanceId, OrganisationId, instances};
use url::Url;

use super::PAGE_STEPS;
use crate::client::PAGE;
use crate::door::Federation;
use crate::gate::pinned;
use crate::json;
use crate::objects::actor::KnownActor;
use crate::objects::person;
use crate::random;
use crate::trouble::Trouble;
use crate::urls::is_of_origin;
use crate::wire::{Change, ChangeKind, ChangeObject, ChangesPage};

/// Peers are asked this often even when they say nothing, a little more or less so that they do not come together.
const POLL: Duration = Duration::from_secs(15 * 60);
pub(super) const RECONCILE: Duration = Duration::from_secs(24 * 3600);
/// People touched in one short transaction.
const BATCH: i64 = 500;

/// What a pull brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pulled {
    pub pages: usize,
    pub stored: usize,
    pub forgotten: usize,
}

/// Where the copy of a directory stands while it is pulled.
struct Copy {
    peer: Peer,
    actor: KnownActor,
    organisation: OrganisationId,
    epoch: Option<String>,
    after: i64,
}

/// A page, checked and read.
struct Page {
    epoch: String,
    snapshots: Vec<Snapshot>,
    gone: Vec<String>,
    last: i64,
    is_last: bool,
}

impl Federation {
    /// The job: pulls, writes down how it went, and plans the next time.
    pub async fn pull_directory(&self, id: InstanceId) -> Result<Pulled, Error> {
        let Some(peer) = self.active(id).await? else { return Ok(Pulled::default()) };
        match self.pull(&peer).await {
            Ok(pulled) => self.note_pulled(&peer).await.map(|()| pulled),
            // The peering ended while its page was on the way.
            Err(Trouble::House(Error::Conflict(_))) => Ok(Pulled::default()),
            Err(Trouble::House(error)) => Err(error),
            Err(trouble) => self
                .try_later(&peer, &trouble, &Job::PullDirectory { instance_id: id })
                .await
                .map(|()| Pulled::default()),
        }
    }

    /// An approved peer with whom people are shared; otherwise there is nothing to pull.
    pub(super) async fn active(&self, id: InstanceId) -> Result<Option<Peer>, Error> {
        let peer = peers::find(&self.db, id).await?;
        Ok(Some(peer).filter(|peer| peer.is_active() && peer.shares_people))
    }

    async fn note_pulled(&self, peer: &Peer) -> Result<(), Error> {
        let id = peer.instance_id;
        self.db
            .write(async |tx| {
                hosts::record_success(tx, &peer.host).await?;
                health::record_contact(tx, id).await?;
                health::record_confirmed(tx, id).await?;
                let now = tx.now();
                jobs::enqueue_at(tx, &Job::PullDirectory { instance_id: id }, now.plus(random::about(POLL)))
                    .await?;
                let reconcile = Job::ReconcileDirectory { instance_id: id };
                jobs::enqueue_at(tx, &reconcile, now.plus(random::about(RECONCILE))).await
            })
            .await
    }

    /// The host is left alone for a while; the peer's page says why and until when.
    pub(crate) async fn try_later(&self, peer: &Peer, trouble: &Trouble, job: &Job) -> Result<(), Error> {
        tracing::info!(host = peer.host, %trouble, "could not read a directory");
        let (note, asked, jitter) = (trouble.note(), trouble.retry_after(), random::jitter());
        self.db
            .write(async |tx| {
                let next = hosts::record_failure(tx, &peer.host, &note, asked, jitter).await?;
                health::record_trouble(tx, peer.instance_id, &note, Some(next)).await?;
                jobs::enqueue_at(tx, job, next).await
            })
            .await
    }

    /// Pulls until the head of the feed is reached. While one page is stored, the next is fetched.
    pub(super) async fn pull(&self, peer: &Peer) -> Result<Pulled, Trouble> {
        let mut copy = self.open_copy(peer).await?;
        let mut pulled = Pulled::default();
        let mut page = self.fetch_page(&copy, copy.after).await?;
        loop {
            if copy.epoch.as_deref() != Some(page.epoch.as_str()) && copy.after != 0 {
                copy.after = 0;
                page = self.fetch_page(&copy, 0).await?;
            }
            self.begin_epoch(&mut copy, &page).await?;
            let next = async {
                if page.is_last { Ok(None) } else { self.fetch_page(&copy, page.last).await.map(Some) }
            };
            let (stored, next) = tokio::join!(self.store(&copy, &page), next);
            let (stored, forgotten) = stored?;
            pulled.pages += 1;
            pulled.stored += stored;
            pulled.forgotten += forgotten;
            copy.after = page.last;
            match next? {
                Some(next) => page = next,
                None => break,
            }
        }
        pulled.forgotten += self.forget_stale(&copy).await?;
        Ok(pulled)
    }

    async fn open_copy(&self, peer: &Peer) -> Result<Copy, Trouble> {
        let actor = pinned(peer)?;
        let organisation = self
            .db
            .write(async |tx| {
                let uri = actor.organisation_uri.as_deref();
                instances::find_or_insert_organisation(tx, peer.instance_id, uri, &actor.name).await
            })
            .await?;
        Ok(Copy {
            organisation,
            actor,
            epoch: peer.directory_epoch.clone(),
            after: peer.directory_seq,
            peer: peer.clone(),
        })
    }

    async fn fetch_page(&self, copy: &Copy, after: i64) -> Result<Page, Trouble> {
        let mut url = copy.actor.directory.clone().ok_or(Trouble::Nonsense("it has no directory"))?;
        url.set_query(Some(&format!("after={after}&limit={PAGE_STEPS}")));
        let page: ChangesPage = self.fetch_from(&copy.actor, &url, PAGE, json::DIRECTORY_PAGE).await?;
        read_page(page, &url, after, &copy.actor.origin)
    }

    /// Another epoch than before: everything we have is of the old one until the new one lists it.
    async fn begin_epoch(&self, copy: &mut Copy, page: &Page) -> Result<(), Error> {
        if copy.epoch.as_deref() == Some(page.epoch.as_str()) {
            return Ok(());
        }
        let id = copy.peer.instance_id;
        while self.db.write(async |tx| replica::mark_stale(tx, id, BATCH).await).await? > 0 {}
        copy.epoch = Some(page.epoch.clone());
        Ok(())
    }

    async fn store(&self, copy: &Copy, page: &Page) -> Result<(usize, usize), Error> {
        let id = copy.peer.instance_id;
        self.db
            .write(async |tx| {
                peers::require_people(tx, id).await?;
                let stored = replica::store(tx, id, copy.organisation, &page.snapshots).await?;
                let forgotten = replica::forget(tx, id, &page.gone).await?;
                health::record_directory(tx, id, &page.epoch, page.last).await?;
                Ok((stored, forgotten))
            })
            .await
    }

    async fn forget_stale(&self, copy: &Copy) -> Result<usize, Error> {
        let (id, mut total) = (copy.peer.instance_id, 0);
        loop {
            let gone = self.db.write(async |tx| replica::forget_stale(tx, id, BATCH).await).await?;
            total += gone;
            if gone == 0 {
                return Ok(total);
            }
        }
    }
}

/// Checks that the page answers the question and holds together; a person not believed is a person gone.
fn read_page(page: ChangesPage, asked: &Url, after: i64, origin: &Url) -> Result<Page, Trouble> {
    let answers = page.kind == "OrderedCollectionPage" && page.id == asked.as_str();
    let is_bounded = page.ordered_items.len() <= PAGE_STEPS as usize && page.epoch.len() <= 100;
    if !answers || !is_bounded {
        return Err(Trouble::Nonsense("the page is not the one asked for"));
    }
    let (mut snapshots, mut gone, mut last) = (Vec::new(), Vec::new(), after);
    for change in page.ordered_items {
        if change.sequence <= last || change.sequence > page.sequence {
            return Err(Trouble::Nonsense("the steps are not in order"));
        }
        last = change.sequence;
        match read_change(change, origin) {
            Step::Known(snapshot) => snapshots.push(*snapshot),
            Step::Gone(id) => gone.push(id),
            Step::Foreign(id) => tracing::warn!(%origin, id, "a directory speaks of somebody else's person"),
        }
    }
    let is_last = last >= page.sequence || (snapshots.is_empty() && gone.is_empty());
    Ok(Page { epoch: page.epoch, snapshots, gone, last, is_last })
}

enum Step {
    Known(Box<Snapshot>),
    Gone(String),
    Foreign(String),
}

fn read_change(change: Change, origin: &Url) -> Step {
    let (id, person) = match change.object {
        ChangeObject::Address(id) => (id, None),
        ChangeObject::Person(person) => (person.id.clone(), Some(*person)),
    };
    if !is_of_origin(&id, origin) {
        return Step::Foreign(id);
    }
    match (change.kind, person) {
        (ChangeKind::Add | ChangeKind::Update, Some(document)) => {
            match person::from_wire(document, origin, change.sequence) {
                Ok(snapshot) => Step::Known(Box::new(Snapshot { left_out: change.left_out, ..snapshot })),
                Err(disbelief) => {
                    tracing::warn!(%origin, id, %disbelief, "a person in a directory is not believed");
                    Step::Gone(id)
                }
            }
        }
        _ => Step::Gone(id),
    }
}
