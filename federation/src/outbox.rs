//! From what happened to what is said: events of the house become activities in the delivery queue.

use std::time::Duration;

use domain::delivery::{self, Outgoing, Target};
use domain::jobs::{self, Job};
use domain::outbox::{self, Event};
use domain::peers::{self, Peer, State};
use domain::{Error, InstanceId, Tx};
use serde_json::{Value, json};

use crate::door::Federation;
use crate::gate::pinned;
use crate::groups::Planned;
use crate::wire::{self, Activity, ActorRef, Kind};

const EVENTS_MAX: i64 = 200;
/// Ordinary changes wait a little for company.
const NUDGE_AFTER: Duration = Duration::from_secs(5);

/// Everything about the peering goes to a host in order.
pub(crate) const PEERING: &str = "peering";
/// The news of changed keys, signed with the key before.
pub(crate) const KEYS: &str = "keys";

impl Federation {
    /// Turns waiting events into deliveries; gives how many events there were.
    pub async fn work_outbox(&self) -> Result<usize, Error> {
        let events = outbox::list_events(&self.db, EVENTS_MAX).await?;
        let (changes, others): (Vec<_>, Vec<_>) =
            events.iter().partition(|(_, event)| matches!(event, Event::DirectoryChanged { .. }));
        self.plan_nudge(&changes).await?;
        for (seq, event) in others {
            if *event == Event::KeyRotated {
                self.reload_keys().await.map_err(Error::internal)?;
            }
            if *event == Event::GroupListed {
                self.plan_group_nudge(*seq).await?;
                continue;
            }
            let activities = match self.group_activities(event).await? {
                Some(activities) => activities,
                None => match self.inquiry_activities(event).await? {
                    Some(activities) => activities,
                    None => self.activities(event).await?.into_iter().map(Planned::from).collect(),
                },
            };
            let news = self.news_for_outsiders(event).await?;
            self.db
                .write(async |tx| {
                    if !outbox::take_event(tx, *seq).await? {
                        return Ok(()); // another node was first
                    }
                    news.send(tx).await?;
                    if ends_everything(event) {
                        self.drop_waiting(tx, &activities).await?;
                    }
                    for planned in &activities {
                        planned.send(tx).await?;
                    }
                    Ok(())
                })
                .await?;
        }
        if !events.is_empty() {
            self.ring();
        }
        Ok(events.len())
    }

    /// Changes of the directory are told with their neighbours; one that removes somebody is told at once. An import of
    /// thousands costs a few transactions.
    async fn plan_nudge(&self, changes: &[&(i64, Event)]) -> Result<(), Error> {
        if changes.is_empty() {
            return Ok(());
        }
        let seqs: Vec<i64> = changes.iter().map(|(seq, _)| *seq).collect();
        let removes = |event: &Event| matches!(event, Event::DirectoryChanged { is_removal: true, .. });
        let is_urgent = changes.iter().any(|(_, event)| removes(event));
        let pause = if is_urgent { Duration::ZERO } else { NUDGE_AFTER };
        self.db
            .write(async |tx| {
                if outbox::take_events(tx, &seqs).await? == 0 {
                    return Ok(()); // another node was first
                }
                let at = tx.now().plus(pause);
                jobs::enqueue_at(tx, &Job::NudgePeers, at).await?;
                // Somebody may have withdrawn the name under which his texts stand elsewhere.
                match domain::outside::opening(&mut *tx).await?.is_open {
                    true => jobs::enqueue(tx, &Job::CheckOpenAuthors).await,
                    false => Ok(()),
                }
            })
            .await
    }

    async fn plan_group_nudge(&self, seq: i64) -> Result<(), Error> {
        self.db
            .write(async |tx| {
                if !outbox::take_event(tx, seq).await? {
                    return Ok(()); // another node was first
                }
                let at = tx.now().plus(NUDGE_AFTER);
                jobs::enqueue_at(tx, &Job::NudgeGroups, at).await
            })
            .await
    }

    async fn activities(&self, event: &Event) -> Result<Vec<(Outgoing, Vec<Target>)>, Error> {
        match event {
            Event::PeeringRequested { instance_id } => {
                let Some(peer) = self.find_peer(*instance_id).await? else { return Ok(Vec::new()) };
                Ok(self.follow(&peer)?.into_iter().collect())
            }
            Event::PeeringApproved { instance_id } => {
                let Some(peer) = self.find_peer(*instance_id).await? else { return Ok(Vec::new()) };
                Ok([self.answer(&peer, Kind::Accept)?, self.follow(&peer)?].into_iter().flatten().collect())
            }
            Event::PeeringConsented { instance_id } => {
                let Some(peer) = self.find_peer(*instance_id).await? else { return Ok(Vec::new()) };
                Ok(self.answer(&peer, Kind::Accept)?.into_iter().collect())
            }
            Event::PeeringEnded { instance_id, is_block } => {
                let Some(peer) = self.find_peer(*instance_id).await? else { return Ok(Vec::new()) };
                self.farewell(&peer, *is_block)
            }
            Event::LevelChanged { instance_id } => {
                let Some(peer) = self.find_peer(*instance_id).await? else { return Ok(Vec::new()) };
                if peer.state != State::Approved {
                    return Ok(Vec::new());
                }
                Ok(vec![self.nudge(&peer).await?])
            }
            Event::KeyRotated => self.new_keys().await,
            Event::DirectoryChanged { .. } => Ok(Vec::new()),
            Event::GroupListed
            | Event::GroupChanged { .. }
            | Event::GroupGone { .. }
            | Event::MembershipDecided { .. }
            | Event::Invited { .. }
            | Event::Uninvited { .. }
            | Event::MeasureTaken { .. }
            | Event::AppealDecided { .. }
            | Event::ReportDecided { .. }
            | Event::Acted { .. }
            | Event::Inquired { .. }
            | Event::InquiryTakenBack { .. }
            | Event::OutsiderFollowed { .. }
            | Event::OpeningClosed => Ok(Vec::new()),
        }
    }

    async fn find_peer(&self, id: InstanceId) -> Result<Option<Peer>, Error> {
        match peers::find(&self.db, id).await {
            Ok(peer) => Ok(Some(peer)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Our request: the whole actor in it, proven by its own key.
    fn follow(&self, peer: &Peer) -> Result<Option<(Outgoing, Vec<Target>)>, Error> {
        let Some(id) = &peer.follow_sent else { return Ok(None) };
        let them = pinned(peer)?;
        let mut activity = self.activity(id, Kind::Follow, json!(them.id));
        activity.actor = ActorRef::Whole(serde_json::from_value(self.actor()?).map(Box::new)?);
        let mut document = serde_json::to_value(&activity)?;
        self.prove(&mut document, &self.keys().current)?;
        Ok(Some(self.to_peer(peer, id, document, PEERING)?))
    }

    /// Yes or no to their request.
    fn answer(&self, peer: &Peer, kind: Kind) -> Result<Option<(Outgoing, Vec<Target>)>, Error> {
        let Some(follow) = &peer.follow_received else { return Ok(None) };
        let id = self.new_activity_id();
        let document = serde_json::to_value(self.activity(&id, kind, json!(follow)))?;
        Ok(Some(self.to_peer(peer, &id, document, PEERING)?))
    }

    /// The end: `Block`, or `Reject` of their Follow and `Undo` of ours, as far as there were any.
    fn farewell(&self, peer: &Peer, is_block: bool) -> Result<Vec<(Outgoing, Vec<Target>)>, Error> {
        let say = |kind: Kind, object: Value| {
            let id = self.new_activity_id();
            let document = serde_json::to_value(self.activity(&id, kind, object))?;
            self.to_peer(peer, &id, document, PEERING)
        };
        if is_block {
            return Ok(vec![say(Kind::Block, json!(pinned(peer)?.id))?]);
        }
        let follow = |id: &String| json!({ "id": id, "type": "Follow", "actor": self.urls.actor() });
        let undo = peer.follow_sent.as_ref().map(|id| say(Kind::Undo, follow(id))).transpose()?;
        Ok(self.answer(peer, Kind::Reject)?.into_iter().chain(undo).collect())
    }

    /// The news of our changed keys, the actor in it proven by the key before.
    async fn new_keys(&self) -> Result<Vec<(Outgoing, Vec<Target>)>, Error> {
        let peers = peers::list_active(&self.db).await?;
        let id = self.new_activity_id();
        let document = serde_json::to_value(self.activity(&id, Kind::Update, self.actor()?))?;
        let targets: Result<Vec<_>, Error> = peers.iter().map(target).collect();
        let outgoing =
            Outgoing { id, body: body(&document), ordering_key: KEYS.into(), for_host: None, group_id: None };
        Ok(vec![(outgoing, targets?)])
    }

    fn to_peer(
        &self,
        peer: &Peer,
        id: &str,
        document: Value,
        key: &str,
    ) -> Result<(Outgoing, Vec<Target>), Error> {
        let outgoing = Outgoing {
            id: id.to_owned(),
            body: body(&document),
            ordering_key: key.to_owned(),
            for_host: Some(peer.host.clone()),
            group_id: None,
        };
        Ok((outgoing, vec![target(peer)?]))
    }

    /// "There is something new", with what this peer may know of it.
    pub(crate) async fn nudge(&self, peer: &Peer) -> Result<(Outgoing, Vec<Target>), Error> {
        let state = self.directory_for(peer).await?;
        let nudge = wire::Nudge {
            kind: "OrderedCollection".into(),
            id: self.urls.directory(),
            epoch: state.epoch,
            sequence: state.sequence,
            root_digest: state.digest.root(),
        };
        let id = self.new_activity_id();
        let activity: Activity = self.activity(&id, Kind::Announce, serde_json::to_value(nudge)?);
        self.to_peer(peer, &id, serde_json::to_value(activity)?, crate::directory::ORDERING_KEY)
    }

    async fn drop_waiting(&self, tx: &mut Tx, activities: &[Planned]) -> Result<(), Error> {
        for target in activities.iter().flat_map(|planned| &planned.targets) {
            delivery::drop_waiting(tx, &target.host).await?;
        }
        Ok(())
    }
}

/// After these nothing else that still waits makes sense.
fn ends_everything(event: &Event) -> bool {
    matches!(event, Event::PeeringEnded { .. })
}

pub(crate) fn target(peer: &Peer) -> Result<Target, Error> {
    Ok(Target { host: peer.host.clone(), inbox_url: pinned(peer)?.inbox.to_string() })
}

fn body(document: &Value) -> Vec<u8> {
    document.to_string().into_bytes()
}
