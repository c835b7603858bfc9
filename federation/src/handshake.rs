//! How two instances become peers. Every step is a person's, and each side holds the other's keys before anything
//! else travels.
//!
//! 1. An administrator types a host; we look at its actor, the only request ever made to a host nobody approved.
//! 2. Its fingerprint is shown; the request, a `Follow` that carries our whole actor and proves itself, goes out.
//! 3. There it is stored as "not yet checked". Their administrator presses Check: their instance looks at our actor,
//!    and the keys must be the ones of the request. Then `Accept`, with a `Follow` of their own, which we accept at
//!    once since we asked first.

use domain::peers::{self, Introduction};
use domain::{Error, FieldError, InstanceId, Principal};
use serde_json::Value;
use url::Url;

use crate::client::policy;
use crate::door::Federation;
use crate::gate::{Incoming, Refusal, is_proven_by};
use crate::json;
use crate::objects::actor::KnownActor;
use crate::signature::Claim;
use crate::trouble::Trouble;
use crate::urls::is_of_origin;
use crate::wire::{Activity, ActorRef, Kind};

impl Federation {
    /// Step 1: who answers at the host that an administrator typed. Nothing is stored.
    pub async fn look_up(&self, principal: &Principal, typed: &str) -> Result<Introduction, Error> {
        principal.require_administrator()?;
        let origin = self.client.policy().origin(typed).map_err(|refusal| refused(typed, &refusal))?;
        if origin.origin() == self.urls.base().origin() {
            return Err(Error::invalid("host", "error-peer-self"));
        }
        let actor = self.fetch_actor(&origin).await.map_err(|trouble| troubled(&trouble))?;
        Ok(actor.introduction())
    }

    /// Step 2: asks the host to be our peer. `fingerprint` is the one the administrator saw.
    pub async fn request(
        &self,
        principal: &Principal,
        typed: &str,
        fingerprint: &str,
    ) -> Result<InstanceId, Error> {
        let them = self.look_up(principal, typed).await?;
        if them.fingerprint != fingerprint {
            return Err(Error::Conflict("error-peer-keys-differ"));
        }
        let follow_id = self.new_activity_id();
        let id = self.db.write(async |tx| peers::request(tx, principal, &them, &follow_id).await).await?;
        self.ring();
        Ok(id)
    }

    /// Step 3, Check: looks at the actor of a host that asked; its keys must be those of the request.
    pub async fn check(&self, principal: &Principal, id: InstanceId) -> Result<(), Error> {
        principal.require_administrator()?;
        let peer = peers::find(&self.db, id).await?;
        let origin = Url::parse(&peer.base_url).map_err(Error::internal)?;
        let found = match self.fetch_actor(&origin).await {
            Ok(found) => found.introduction(),
            Err(trouble) => {
                self.note_trouble(&peer, &trouble, None).await?;
                return Err(troubled(&trouble));
            }
        };
        self.db.write(async |tx| peers::check(tx, principal, id, &found).await).await
    }

    /// Step 3, yes: `Accept` and our own `Follow`.
    pub async fn approve(&self, principal: &Principal, id: InstanceId) -> Result<(), Error> {
        let follow_id = self.new_activity_id();
        self.db.write(async |tx| peers::approve(tx, principal, id, &follow_id).await).await?;
        self.ring();
        Ok(())
    }

    /// An administrator compared the fingerprint of a peer that shows new keys, and approves them by hand.
    pub async fn approve_new_keys(
        &self,
        principal: &Principal,
        id: InstanceId,
        fingerprint: &str,
    ) -> Result<(), Error> {
        principal.require_administrator()?;
        let peer = peers::find(&self.db, id).await?;
        let origin = Url::parse(&peer.base_url).map_err(Error::internal)?;
        let found = self.fetch_actor(&origin).await.map_err(|trouble| troubled(&trouble))?.introduction();
        if found.fingerprint != fingerprint {
            return Err(Error::Conflict("error-peer-keys-differ"));
        }
        self.db.write(async |tx| peers::replace_keys(tx, principal, id, &found).await).await
    }

    /// The request of a host we do not know: believed as far as it proves itself, stored, nothing fetched.
    pub(crate) async fn receive_request(
        &self,
        claim: &Claim,
        incoming: &Incoming<'_>,
        body: &[u8],
    ) -> Result<(), Refusal> {
        if !self.pace.admits_stranger(self.db.now()) {
            return Err(Refusal::Later(std::time::Duration::from_secs(60)));
        }
        let document: Value = json::read(body, json::ACTIVITY).map_err(|_| Refusal::NotAPeer)?;
        let (activity, actor) = self.read_request(&document).ok_or(Refusal::NotAPeer)?;
        let key = actor.key(claim.key_id()).ok_or(Refusal::UnknownKey)?;
        self.verify(claim, incoming, key)?;
        if !is_proven_by(&document, &actor) {
            return Err(Refusal::UnknownKey);
        }
        let them = actor.introduction();
        self.db.write(async |tx| peers::receive_request(tx, &them, &activity.id).await).await?;
        Ok(())
    }

    /// A `Follow` of our instance by an instance whose whole actor is in it, from a host we could go to.
    pub(crate) fn read_request(&self, document: &Value) -> Option<(Activity, KnownActor)> {
        let activity: Activity = serde_json::from_value(document.clone()).ok()?;
        let asks_us = activity.kind == Kind::Follow && activity.object_id() == Some(&self.urls.actor());
        if !asks_us || !matches!(activity.actor, ActorRef::Whole(_)) {
            return None;
        }
        let actor = KnownActor::read(document.get("actor")?.clone()).ok()?;
        let is_own = is_of_origin(&activity.id, &actor.origin) && activity.id.len() <= 500;
        (is_own && self.client.policy().check(&actor.origin).is_ok()).then_some((activity, actor))
    }
}

fn refused(typed: &str, refusal: &policy::Refusal) -> Error {
    FieldError::new("host", "error-host").with("host", typed).with("detail", refusal).into()
}

/// The trouble as the form's error: the key says what to do, the detail what happened.
fn troubled(trouble: &Trouble) -> Error {
    FieldError::new("host", trouble.key()).with("detail", trouble).into()
}
