//! The link of an invitation by mail, opened at the instance where somebody works: it asks the group's host what the link
//! is for. The link is what gives access to a group that is hidden from everyone else.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::accounts::Secret;
use domain::groups::members::by_mail;
use domain::groups::replica::Snapshot;
use domain::peers::{self, Peer};
use domain::{Error, Principal};

use crate::answer::{NotForYou, SignedGet};
use crate::client::DOCUMENT;
use crate::door::Federation;
use crate::gate::pinned;
use crate::json;
use crate::objects::group as objects;
use crate::trouble::Trouble;
use crate::wire::{self, Group as WireGroup};

/// `GET /ap/invitation/{secret}`: the group, for the instance of whoever opens the link. Looking uses nothing up.
pub(crate) async fn invitation(
    State(door): State<Federation>,
    Path(secret): Path<String>,
    get: SignedGet,
) -> Result<Response, NotForYou> {
    let secret = Secret::read(&secret).ok_or(NotForYou::Hidden)?;
    let (_, group) = by_mail::find_mailed(&door.db, &secret).await?;
    let mut document = objects::to_wire(&group, door.parent_of(&group).await?, &door.urls);
    document.context = wire::group_context();
    get.answer(&door, &document)
}

/// A group that somebody was invited to, with its host.
pub struct Invited {
    pub host: Peer,
    pub group: Snapshot,
}

impl Federation {
    /// What a link of another organisation invites to. One question to one approved peer, because a person follows a link.
    /// A conflict says why there is no answer: no such peer, a link that works no more, a host that cannot be reached.
    pub async fn invited_to(
        &self,
        principal: &Principal,
        host: &str,
        secret: &Secret,
    ) -> Result<Invited, Error> {
        principal.require_member()?;
        let peer = peers::find_by_host(&self.db, host).await?.filter(Peer::is_active);
        let peer = peer.ok_or(Error::Conflict("error-invitation-no-peer"))?;
        match self.ask_invitation(&peer, secret).await {
            Ok(group) => Ok(Invited { host: peer, group }),
            Err(Trouble::Status { status: 404, .. }) => Err(Error::Conflict("error-invitation-gone")),
            Err(trouble) => {
                tracing::info!(%trouble, host, "could not ask about an invitation");
                Err(Error::Conflict("error-group-unreachable"))
            }
        }
    }

    async fn ask_invitation(&self, peer: &Peer, secret: &Secret) -> Result<Snapshot, Trouble> {
        let actor = pinned(peer)?;
        let path = format!("/ap/invitation/{}", secret.expose());
        let url = actor.origin.join(&path).map_err(|_| Trouble::Nonsense("the address"))?;
        let document: WireGroup = self.fetch_from(&actor, &url, DOCUMENT, json::ACTIVITY).await?;
        Ok(objects::from_wire(document, &actor.origin)?)
    }
}
