//! The desk of a group at the instances of its moderators: told that it changed, they fetch it whole. Only an instance at
//! which a moderator works gets it; for all others there is no such address.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::delivery::{self, Outgoing};
use domain::groups::desk::{self, copy};
use domain::groups::{self, Group};
use domain::jobs::Job;
use domain::peers::Peer;
use domain::{Error, GroupId, peers};
use serde_json::json;
use url::Url;

use super::say::{found, place};
use crate::answer::{NotForYou, SignedGet};
use crate::client::PAGE;
use crate::door::Federation;
use crate::gate::pinned;
use crate::json;
use crate::outbox::target;
use crate::trouble::Trouble;
use crate::wire::{ModeratorsDesk, Verb};

/// The name of its collection.
pub(super) const PLACE: &str = "desk";

/// `GET /ap/group/{id}/desk`
pub(crate) async fn desk(
    State(door): State<Federation>,
    Path(id): Path<String>,
    get: SignedGet,
) -> Result<Response, NotForYou> {
    let group = door.find_shared(&id, &get.peer, true).await?;
    if !desk::has_moderator_of(&door.db, group.id, get.peer.instance_id).await? {
        return Err(NotForYou::Hidden);
    }
    let desk = ModeratorsDesk { id: get.target.to_string(), desk: desk::read(&door.db, &group).await? };
    get.answer(&door, &desk)
}

impl Federation {
    /// The job: instances of moderators hear that there is something to fetch. What was said before and did not leave yet is
    /// said with it.
    pub(crate) async fn tell_desk(&self, id: GroupId) -> Result<(), Error> {
        let Some(group) = found(groups::find(&self.db, id).await)? else { return Ok(()) };
        for instance in desk::list_instances(&self.db, id).await? {
            let Some(peer) = found(peers::find(&self.db, instance).await)?.filter(Peer::is_active) else {
                continue;
            };
            let outgoing = self.nudge_desk(&group, &peer)?;
            let target = target(&peer)?;
            self.db
                .write(async |tx| {
                    delivery::supersede(tx, &peer.host, &outgoing.ordering_key).await?;
                    delivery::send(tx, &outgoing, std::slice::from_ref(&target)).await
                })
                .await?;
        }
        self.ring();
        Ok(())
    }

    fn nudge_desk(&self, group: &Group, peer: &Peer) -> Result<Outgoing, Error> {
        let object = json!({ "type": "Collection", "id": place(group, PLACE) });
        let said = self.group_says(group, Verb::Update, object);
        let outgoing = self.outgoing(group, &said, Some(&peer.host))?;
        Ok(Outgoing { ordering_key: format!("desk:{}", group.ap_id), ..outgoing })
    }

    /// The job: fetches the desk of a group of elsewhere, while one of ours looks after it.
    pub(crate) async fn pull_desk(&self, id: GroupId) -> Result<(), Error> {
        let Some(group) = found(groups::find(&self.db, id).await)? else { return Ok(()) };
        if group.is_local || !groups::replica::has_local_moderator(&self.db, id).await? {
            return Ok(());
        }
        let Some(peer) = self.host_of(&group).await? else { return Ok(()) };
        match self.fetch_desk(&group, &peer).await {
            Ok(found) => {
                let desk = copy::tidy(found.desk);
                self.db.write(async |tx| copy::keep(tx, &group, &desk).await).await
            }
            Err(Trouble::House(error)) => Err(error),
            Err(trouble) => self.try_later(&peer, &trouble, &Job::PullDesk { group_id: id }).await,
        }
    }

    async fn fetch_desk(&self, group: &Group, peer: &Peer) -> Result<ModeratorsDesk, Trouble> {
        let url = Url::parse(&place(group, PLACE)).map_err(|_| Trouble::Nonsense("the group's address"))?;
        let found: ModeratorsDesk = self.fetch_from(&pinned(peer)?, &url, PAGE, json::DIRECTORY_PAGE).await?;
        if found.id == url.as_str() { Ok(found) } else { Err(Trouble::Nonsense("not what was asked for")) }
    }
}
