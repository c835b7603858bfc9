//! Which groups there are: a list that peers read from time to time, and at once when they are told that it changed.
//! There are few groups beside people, so the list is read whole and what is missing on it is forgotten.

use std::time::Duration;

use axum::extract::{Query, State};
use axum::response::Response;
use domain::delivery::{self, Outgoing};
use domain::groups::{self, replica};
use domain::jobs::{self, Job};
use domain::peers::{self, Peer, health};
use domain::{Error, GroupId, InstanceId, Timestamp};
use serde::Deserialize;
use serde_json::json;

use crate::answer::{NotForYou, SignedGet};
use crate::client::PAGE;
use crate::door::Federation;
use crate::gate::pinned;
use crate::json;
use crate::objects::group;
use crate::outbox::target;
use crate::random;
use crate::trouble::Trouble;
use crate::urls::is_of_origin;
use crate::wire::{self, Kind};

const PAGE_GROUPS: i64 = 100;
/// A host with more groups than this is read so far and no further.
const PAGES_MAX: usize = 200;
const POLL: Duration = Duration::from_secs(15 * 60);
/// A copy is compared with its host's at least this often.
const CONFIRMED: Duration = Duration::from_secs(15 * 60);
const ORDERING_KEY: &str = "groups";

#[derive(Deserialize)]
pub(crate) struct After {
    after: Option<GroupId>,
}

/// `GET /directory/groups?after=ID`: our groups that peers may know of.
pub(crate) async fn listed(
    State(door): State<Federation>,
    get: SignedGet,
    asked: Result<Query<After>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, NotForYou> {
    let Query(asked) = asked.map_err(|_| NotForYou::Hidden)?;
    let groups = groups::list_shared(&door.db, asked.after, PAGE_GROUPS).await?;
    let next = groups.last().filter(|_| groups.len() as i64 == PAGE_GROUPS);
    let next = next.map(|last| format!("{}?after={}", door.urls.groups(), last.id));
    let mut ordered_items = Vec::with_capacity(groups.len());
    for one in groups.iter().filter(|group| get.peer.shares_groups.has(group)) {
        ordered_items.push(group::to_wire(one, door.parent_of(one).await?, &door.urls));
    }
    let page = wire::GroupsPage {
        context: wire::group_context(),
        id: get.target.to_string(),
        kind: "OrderedCollectionPage".into(),
        ordered_items,
        next,
    };
    get.answer(&door, &page)
}

impl Federation {
    /// The address of the group that this one is a part of.
    pub(super) async fn parent_of(&self, group: &groups::Group) -> Result<Option<String>, Error> {
        let Some(parent) = group.parent_id else { return Ok(None) };
        match groups::find(&self.db, parent).await {
            Ok(parent) => Ok(Some(parent.ap_id)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The job: reads a peer's list, and plans the next time.
    pub(crate) async fn pull_groups(&self, id: InstanceId) -> Result<(), Error> {
        let Some(peer) = Some(peers::find(&self.db, id).await?).filter(Peer::is_active) else {
            return Ok(());
        };
        let job = Job::PullGroups { instance_id: id };
        match self.read_list(&peer).await {
            Ok(()) => {}
            // A host that knows no groups is no trouble.
            Err(Trouble::Status { status: 404, .. }) => return self.plan_list(&job).await,
            Err(Trouble::House(error)) => return Err(error),
            Err(trouble) => return self.try_later(&peer, &trouble, &job).await,
        }
        let stale = replica::list_to_pull(&self.db, self.db.now().minus(CONFIRMED), 500).await?;
        self.db
            .write(async |tx| {
                health::record_contact(tx, id).await?;
                for group_id in &stale {
                    jobs::enqueue(tx, &Job::PullGroup { group_id: *group_id }).await?;
                }
                Ok(())
            })
            .await?;
        self.plan_list(&job).await
    }

    async fn plan_list(&self, job: &Job) -> Result<(), Error> {
        self.db
            .write(async |tx| {
                let next: Timestamp = tx.now().plus(random::about(POLL));
                jobs::enqueue_at(tx, job, next).await
            })
            .await
    }

    async fn read_list(&self, peer: &Peer) -> Result<(), Trouble> {
        let actor = pinned(peer)?;
        let mut url = actor.origin.join("/directory/groups").map_err(|_| Trouble::Nonsense("the address"))?;
        let mut seen = Vec::new();
        for _ in 0..PAGES_MAX {
            let page: wire::GroupsPage = self.fetch_from(&actor, &url, PAGE, json::DIRECTORY_PAGE).await?;
            if page.id != url.as_str() || page.ordered_items.len() > PAGE_GROUPS as usize {
                return Err(Trouble::Nonsense("the page is not the one asked for"));
            }
            let known =
                page.ordered_items.into_iter().filter_map(|one| group::from_wire(one, &actor.origin).ok());
            let snapshots: Vec<_> = known.filter(|one| one.rules.listed != domain::Audience::Group).collect();
            seen.extend(snapshots.iter().map(|snapshot| snapshot.ap_id.clone()));
            self.db.write(async |tx| replica::store(tx, peer.instance_id, &snapshots).await).await?;
            match page.next.filter(|next| is_of_origin(next, &actor.origin)) {
                Some(next) => url = url::Url::parse(&next).map_err(|_| Trouble::Nonsense("the next page"))?,
                None => break,
            }
        }
        self.db.write(async |tx| replica::forget_unlisted(tx, peer.instance_id, &seen).await).await?;
        Ok(())
    }

    /// The job: tells all peers that the list changed. Only the newest word waits for each.
    pub(crate) async fn nudge_groups(&self) -> Result<(), Error> {
        for peer in peers::list_active(&self.db).await? {
            let id = self.new_activity_id();
            let object = json!({ "type": "Collection", "id": self.urls.groups() });
            let document = serde_json::to_vec(&self.activity(&id, Kind::Announce, object))?;
            let outgoing = Outgoing {
                id,
                body: document,
                ordering_key: ORDERING_KEY.into(),
                for_host: Some(peer.host.clone()),
                group_id: None,
            };
            let target = target(&peer)?;
            self.db
                .write(async |tx| {
                    delivery::supersede(tx, &peer.host, ORDERING_KEY).await?;
                    delivery::send(tx, &outgoing, std::slice::from_ref(&target)).await
                })
                .await?;
        }
        self.ring();
        Ok(())
    }
}
