//! Following the feed of a group elsewhere: the first fetch, catching up and mending are the same loop. A page is believed
//! when the host signed it for this very question; what others wrote on it, when their instances proved it.

use std::collections::HashSet;

use domain::groups::{self, Group, replica};
use domain::jobs::{self, Job};
use domain::peers::Peer;
use domain::{Error, GroupId, instances, peers};
use serde_json::Value;
use url::Url;

use super::Distrust;
use super::serve::of_addresses;
use crate::client::PAGE;
use crate::door::Federation;
use crate::gate::pinned;
use crate::json;
use crate::objects::actor::KnownActor;
use crate::objects::feed::{self, Facted};
use crate::trouble::Trouble;
use crate::wire::{FeedEntry, FeedPage, GroupDigest};

/// Entries in one short transaction.
const BATCH: usize = 25;
const PAGE_ENTRIES: usize = 200;
const COMPARED: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

impl Federation {
    /// The job: brings our copy up to the host's last change.
    pub(crate) async fn pull_group(&self, id: GroupId) -> Result<(), Error> {
        let Ok(group) = groups::find(&self.db, id).await else { return Ok(()) };
        if group.is_local || !replica::has_local_member(&self.db, id).await? {
            return Ok(());
        }
        let Some(peer) = self.host_of(&group).await? else { return Ok(()) };
        match self.follow_feed(&group, &peer).await {
            Ok(()) => Ok(()),
            Err(Trouble::House(error)) => Err(error),
            Err(trouble) => self.try_later(&peer, &trouble, &Job::PullGroup { group_id: id }).await,
        }
    }

    async fn follow_feed(&self, group: &Group, peer: &Peer) -> Result<(), Trouble> {
        let actor = pinned(peer)?;
        let is_first = group.feed.epoch.is_none();
        let mut after = group.feed.seq;
        let mut epoch = group.feed.epoch.clone();
        let mut present = (after == 0).then(HashSet::new);
        let mut is_sure = true;
        loop {
            let page = self.fetch_feed(group, &actor, after).await?;
            if epoch.as_deref().is_some_and(|known| known != page.epoch) && after != 0 {
                (after, epoch, present) = (0, None, Some(HashSet::new()));
                continue;
            }
            epoch = Some(page.epoch.clone());
            self.vouch_for(peer, &page.instances).await?;
            let last = page.ordered_items.last().map_or(page.sequence, |entry| entry.sequence);
            let is_last = last >= page.sequence || page.ordered_items.len() < PAGE_ENTRIES;
            is_sure &= self.take_page(group, peer, &page, !is_first, &mut present).await?;
            after = last.max(after);
            let seq = if is_last { page.sequence.max(after) } else { after };
            self.db
                .write(async |tx| replica::note_progress(tx, group.id, &page.epoch, seq, is_last).await)
                .await?;
            if is_last {
                break;
            }
        }
        if let Some(present) = present.filter(|_| is_sure) {
            self.forget_absent(group, &present).await?;
        }
        self.compare(group, &actor).await
    }

    /// Once a day a copy is compared with its host piece by piece: a sequence tells of changes, and not of what was lost
    /// here. What differs is fetched anew.
    async fn compare(&self, group: &Group, host: &KnownActor) -> Result<(), Trouble> {
        let is_due = group.feed.compared_at.is_none_or(|at| at < self.db.now().minus(COMPARED));
        if !is_due {
            return Ok(());
        }
        let mut url = Url::parse(&group.ap_id).map_err(|_| Trouble::Nonsense("the group's address"))?;
        url.set_path(&format!("{}/digest", url.path()));
        let theirs: GroupDigest = self.fetch_from(host, &url, PAGE, json::ACTIVITY).await?;
        let now = groups::find(&self.db, group.id).await?.feed;
        if now.epoch.as_deref() != Some(theirs.epoch.as_str()) || now.seq != theirs.sequence {
            return Ok(()); // it moved on meanwhile
        }
        let ours = of_addresses(&replica::list_held(&self.db, group.id).await?);
        self.db
            .write(async |tx| {
                replica::note_compared(tx, group.id).await?;
                jobs::enqueue(tx, &Job::PullDesk { group_id: group.id }).await?;
                if ours == theirs.digest {
                    return Ok(());
                }
                tracing::warn!(group = group.ap_id, "the copy differs from its host and is fetched anew");
                replica::restart(tx, group.id).await
            })
            .await?;
        Ok(())
    }

    async fn fetch_feed(&self, group: &Group, host: &KnownActor, after: i64) -> Result<FeedPage, Trouble> {
        let mut url = Url::parse(&group.ap_id).map_err(|_| Trouble::Nonsense("the group's address"))?;
        url.set_path(&format!("{}/changes", url.path()));
        url.set_query(Some(&format!("after={after}")));
        let page: FeedPage = self.fetch_from(host, &url, PAGE, json::DIRECTORY_PAGE).await?;
        let is_answer =
            page.kind == "OrderedCollectionPage" && page.id == url.as_str() && page.epoch.len() <= 100;
        let sequences = page.ordered_items.iter().map(|entry| entry.sequence);
        let is_in_order = sequences.clone().zip(sequences.skip(1)).all(|(one, next)| one < next);
        let is_after = page.ordered_items.first().is_none_or(|first| first.sequence > after);
        if !is_answer || !is_in_order || !is_after || page.ordered_items.len() > PAGE_ENTRIES {
            return Err(Trouble::Nonsense("the page is not the one asked for"));
        }
        Ok(page)
    }

    /// Keys of instances that are no peers of ours: good for what their people write in this host's groups.
    pub(super) async fn vouch_for(&self, peer: &Peer, actors: &[Value]) -> Result<(), Error> {
        for document in actors.iter().take(2_000) {
            let Ok(actor) = KnownActor::read(document.clone()) else { continue };
            let is_known =
                peers::find_by_host(&self.db, &actor.host).await?.is_some_and(|known| known.is_active());
            if is_known || actor.host == self.home.host {
                continue;
            }
            let base_url = actor.origin.as_str().trim_end_matches('/').to_owned();
            let text = actor.document.to_string();
            self.db
                .write(async |tx| {
                    tx.lock("instance").await?;
                    let instance = instances::find_or_insert(tx, &actor.host, &base_url, &actor.name).await?;
                    replica::vouch(tx, peer.instance_id, instance, &text).await
                })
                .await?;
        }
        Ok(())
    }

    /// False when something on the page could not be told: then nothing may be concluded from what is missing.
    async fn take_page(
        &self,
        group: &Group,
        peer: &Peer,
        page: &FeedPage,
        is_news: bool,
        present: &mut Option<HashSet<String>>,
    ) -> Result<bool, Trouble> {
        let mut is_sure = true;
        for part in page.ordered_items.chunks(BATCH) {
            let mut entries = Vec::with_capacity(part.len());
            for entry in part {
                match self.read_entry(group, peer, entry).await {
                    Ok(read) => {
                        if let (Some(present), Some(id)) = (present.as_mut(), feed::address_of(&read)) {
                            present.insert(id.to_owned());
                        }
                        entries.push(match read {
                            replica::Entry::Page(state) => self.fill_gap(group, peer, *state).await?,
                            read => read,
                        });
                    }
                    Err(Distrust::House(error)) => return Err(error.into()),
                    Err(distrust) => {
                        is_sure &= matches!(distrust, Distrust::Blocked);
                        tracing::warn!(group = group.ap_id, sequence = entry.sequence, %distrust, "not believed");
                    }
                }
            }
            self.db
                .write(async |tx| {
                    for entry in &entries {
                        replica::apply(tx, group, entry, is_news).await?;
                    }
                    Ok(())
                })
                .await?;
        }
        Ok(is_sure)
    }

    /// One entry of a feed, believed or not.
    pub(super) async fn read_entry(
        &self,
        group: &Group,
        peer: &Peer,
        entry: &FeedEntry,
    ) -> Result<replica::Entry, Distrust> {
        let host = KnownActor::read_pinned(peer)?;
        let found = feed::read(entry, &host.origin)?;
        let (said, document) = match found {
            Facted::Said { said, document } => (said, document),
            Facted::Page(page) => return self.read_page(group, peer, &page).await,
            found => return Ok(feed::settle(found)?),
        };
        if said.audience != group.ap_id && entry.sort != "member" {
            return Err(crate::objects::Disbelief::Unreadable("audience").into());
        }
        let witness = self.witness(peer, &said, &document).await?;
        Ok(feed::with_speaker(entry, *said, &document, witness.stub)?)
    }

    /// What we hold and the host has no more, goes.
    async fn forget_absent(&self, group: &Group, present: &HashSet<String>) -> Result<(), Error> {
        let held = replica::list_held(&self.db, group.id).await?;
        let absent: Vec<String> = held.into_iter().filter(|id| !present.contains(id)).collect();
        for part in absent.chunks(BATCH) {
            self.db
                .write(async |tx| {
                    for ap_id in part {
                        let gone = replica::Entry::Gone { ap_id: ap_id.clone() };
                        replica::apply(tx, group, &gone, false).await?;
                    }
                    Ok(())
                })
                .await?;
        }
        Ok(())
    }
}
