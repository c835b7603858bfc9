//! Who may come in: the host of the key decides first, then digest and signature, with the key from the database.
//!
//! Nothing is fetched for a stranger. For a peer that signs with a key we do not know, its actor is looked at
//! once in ten minutes; a new key counts when the actor proves it by the key we pinned.

use std::time::Duration;

use axum::response::{IntoResponse, Response};
use domain::peers::{self, Peer, State};
use domain::{Error, Principal};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::Value;
use url::Url;

use crate::door::Federation;
use crate::keys::PublicKey;
use crate::objects::actor::KnownActor;
use crate::proof;
use crate::signature::{Claim, Content, Message, SignatureError, verify_request};
use crate::trouble::Trouble;

/// Why a request goes no further. The sender learns the status and nothing else.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("not signed as it should be: {0}")]
    Unsigned(#[from] SignatureError),
    #[error("the key is not one of the peer's")]
    UnknownKey,
    #[error("not a peer, and this is not a request to become one")]
    NotAPeer,
    #[error("not acceptable: {0}")]
    Malformed(String),
    #[error("too large")]
    TooLarge,
    #[error("the body did not come in time")]
    TooSlow,
    #[error("come back later")]
    Later(Duration),
    #[error("our own side failed: {0}")]
    House(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Limited { retry_after, .. } => Self::Later(retry_after),
            Error::Invalid(_) => Self::Malformed(error.to_string()),
            Error::NotFound | Error::Forbidden(_) | Error::Conflict(_) => Self::NotAPeer,
            other => Self::House(other),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, retry_after) = match &self {
            Self::Unsigned(_) | Self::UnknownKey => (StatusCode::UNAUTHORIZED, None),
            Self::NotAPeer => (StatusCode::FORBIDDEN, None),
            Self::Malformed(_) => (StatusCode::BAD_REQUEST, None),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, None),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, None),
            Self::Later(pause) => (StatusCode::SERVICE_UNAVAILABLE, Some(*pause)),
            Self::House(error) => {
                tracing::error!(%error, "could not take in a request");
                (StatusCode::SERVICE_UNAVAILABLE, Some(Duration::from_secs(30)))
            }
        };
        tracing::debug!(refusal = %self, status = status.as_u16(), "a request was refused");
        let mut response = status.into_response();
        if let Some(pause) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(pause.as_secs().max(1)));
        }
        response
    }
}

/// What the state of a peering lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admits {
    /// Only a request that proves itself.
    Request,
    /// A request that proves itself, or anything signed with the keys that the first one carried.
    RequestOrSigned,
    /// What is signed with the pinned keys.
    Signed,
    /// The same, but not now.
    Later,
    Nothing,
}

pub fn admits(state: Option<State>) -> Admits {
    match state {
        None | Some(State::Ended) => Admits::Request,
        Some(State::RequestedIn) => Admits::RequestOrSigned,
        Some(State::RequestedOut | State::Approved) => Admits::Signed,
        Some(State::Paused) => Admits::Later,
        Some(State::Blocked) => Admits::Nothing,
    }
}

/// A request as it came: everything a signature can cover.
pub(crate) struct Incoming<'a> {
    pub method: &'a str,
    pub target: &'a Url,
    pub headers: &'a HeaderMap,
    pub content: Content<'a>,
}

impl Federation {
    /// The peer whose host the key belongs to, if we ever met it.
    pub(crate) async fn find_sender(&self, claim: &Claim) -> Result<Option<Peer>, Refusal> {
        Ok(peers::find_by_host(&self.db, claim.key_id().authority()).await?)
    }

    /// Checks the signature with the peer's pinned key.
    pub(crate) async fn authenticate(
        &self,
        peer: &Peer,
        claim: &Claim,
        incoming: &Incoming<'_>,
    ) -> Result<KnownActor, Refusal> {
        let actor = pinned(peer)?;
        let (actor, key) = match actor.key(claim.key_id()).copied() {
            Some(key) => (actor, key),
            None => self.changed_key(peer, actor, claim.key_id()).await?,
        };
        self.verify(claim, incoming, &key)?;
        Ok(actor)
    }

    pub(crate) fn verify(
        &self,
        claim: &Claim,
        incoming: &Incoming<'_>,
        key: &PublicKey,
    ) -> Result<(), SignatureError> {
        let message = Message::request(incoming.method, incoming.target, incoming.headers);
        verify_request(claim, &message, incoming.content, key, self.now_seconds())
    }

    /// Looks whether the peer's actor now shows this key, proven by one that we pinned.
    async fn changed_key(
        &self,
        peer: &Peer,
        pinned: KnownActor,
        key_id: &Url,
    ) -> Result<(KnownActor, PublicKey), Refusal> {
        if !self.pace.admits_key_look(&peer.host, self.db.now()) {
            // Not 401, which a sender takes for good: the key may be new and honest.
            return Err(Refusal::Later(Duration::from_secs(600)));
        }
        let fresh = match self.fetch_actor(&pinned.origin).await {
            Ok(fresh) => fresh,
            Err(trouble) => {
                self.note_trouble(peer, &trouble, None).await?;
                return Err(Refusal::Later(Duration::from_secs(600)));
            }
        };
        if fresh.has_same_keys(&pinned) {
            return Err(Refusal::UnknownKey);
        }
        if !is_proven_by(&fresh.document, &pinned) {
            self.note_trouble(peer, &Trouble::OtherKeys, None).await?;
            return Err(Refusal::UnknownKey);
        }
        self.adopt_keys(peer, &fresh).await?;
        let key = *fresh.key(key_id).ok_or(Refusal::UnknownKey)?;
        Ok((fresh, key))
    }

    /// Keeps the new keys that a peer proved by its old ones.
    pub(crate) async fn adopt_keys(&self, peer: &Peer, fresh: &KnownActor) -> Result<(), Error> {
        let principal = Principal::Peer { instance_id: peer.instance_id, host: peer.host.clone() };
        let them = fresh.introduction();
        self.db.write(async |tx| peers::replace_keys(tx, &principal, peer.instance_id, &them).await).await
    }
}

/// The actor of a peer as we keep it, its keys pinned.
pub(crate) fn pinned(peer: &Peer) -> Result<KnownActor, Error> {
    let document: Value = serde_json::from_str(&peer.actor)?;
    KnownActor::read(document).map_err(Error::internal)
}

/// Whether one of these keys proves the document (FEP-8b32).
pub(crate) fn is_proven_by(document: &Value, actor: &KnownActor) -> bool {
    let method = proof::verification_method(document).ok().and_then(|id| Url::parse(id).ok());
    let key = method.as_ref().and_then(|id| actor.key(id));
    key.is_some_and(|key| proof::verify(document, key).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_may_ask_peers_may_speak_and_nobody_else() {
        assert_eq!(admits(None), Admits::Request);
        assert_eq!(admits(Some(State::Ended)), Admits::Request);
        assert_eq!(admits(Some(State::RequestedIn)), Admits::RequestOrSigned);
        assert_eq!(admits(Some(State::RequestedOut)), Admits::Signed);
        assert_eq!(admits(Some(State::Approved)), Admits::Signed);
        assert_eq!(admits(Some(State::Paused)), Admits::Later);
        assert_eq!(admits(Some(State::Blocked)), Admits::Nothing);
    }
}
