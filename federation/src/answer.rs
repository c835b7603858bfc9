//! Signed questions of peers and our signed answers.

use axum::extract::{FromRef, FromRequestParts};
use axum::response::{IntoResponse, Response};
use domain::Principal;
use domain::peers::{Peer, State};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use url::Url;

use crate::door::Federation;
use crate::gate::{Incoming, Refusal};
use crate::signature::{Claim, Content, Message, sign_response};
use crate::wire::ACTIVITY_JSON;

/// A GET that an approved peer signed.
pub(crate) struct SignedGet {
    pub peer: Peer,
    pub target: Url,
}

/// Why a peer gets no document.
#[derive(Debug)]
pub(crate) enum NotForYou {
    /// The one answer for everything that is not for the asker: nobody learns what exists.
    Hidden,
    /// Our own side failed; a 404 would say that something is gone.
    Failed,
}

impl IntoResponse for NotForYou {
    fn into_response(self) -> Response {
        match self {
            Self::Hidden => StatusCode::NOT_FOUND.into_response(),
            Self::Failed => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    }
}

impl From<domain::Error> for NotForYou {
    fn from(error: domain::Error) -> Self {
        if matches!(error, domain::Error::NotFound) {
            return Self::Hidden;
        }
        tracing::error!(%error, "could not answer a peer");
        Self::Failed
    }
}

impl<S> FromRequestParts<S> for SignedGet
where
    S: Send + Sync,
    Federation: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let door = Federation::from_ref(state);
        identify(&door, parts).await.map_err(|refusal| match refusal {
            // A peer that comes too fast, or with a key we cannot check now, must not take us for empty.
            later @ (Refusal::Later(_) | Refusal::House(_)) => later.into_response(),
            _ => NotForYou::Hidden.into_response(),
        })
    }
}

async fn identify(door: &Federation, parts: &Parts) -> Result<SignedGet, Refusal> {
    let claim = Claim::read(&parts.headers)?;
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let target = door.urls.at(path).map_err(|_| Refusal::Malformed("the address".into()))?;
    let peer = door.find_sender(&claim).await?.filter(|peer| peer.state == State::Approved);
    let peer = peer.ok_or(Refusal::NotAPeer)?;
    let incoming = Incoming {
        method: parts.method.as_str(),
        target: &target,
        headers: &parts.headers,
        content: Content::None,
    };
    door.authenticate(&peer, &claim, &incoming).await?;
    if !door.pace.admits_peer(&peer.host, peer.rate, door.db.now()) {
        return Err(Refusal::Later(std::time::Duration::from_secs(1)));
    }
    Ok(SignedGet { peer, target })
}

impl SignedGet {
    pub fn principal(&self) -> Principal {
        Principal::Peer { instance_id: self.peer.instance_id, host: self.peer.host.clone() }
    }

    /// A document as the answer, under our signature.
    pub fn answer(&self, door: &Federation, document: &impl Serialize) -> Result<Response, NotForYou> {
        let body = serde_json::to_vec(document).map_err(domain::Error::from)?;
        self.answer_bytes(door, ACTIVITY_JSON, body)
    }

    /// Bytes as the answer, under our signature.
    pub fn answer_bytes(
        &self,
        door: &Federation,
        media: &'static str,
        body: Vec<u8>,
    ) -> Result<Response, NotForYou> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let none = HeaderMap::new();
        let request = Message::request("GET", &self.target, &none);
        let keys = door.keys();
        let signed =
            sign_response(keys.current.signer(), 200, &mut headers, &body, &request, door.now_seconds());
        signed.map_err(domain::Error::internal)?;
        Ok((headers, body).into_response())
    }
}
