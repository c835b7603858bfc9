//! Asking other instances: the actor of a host, and whatever a peer answers under its signature.

use std::time::Duration;

use domain::peers::{Peer, health};
use domain::{Error, Timestamp};
use http::{HeaderMap, HeaderValue, Method, header};
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use crate::client::{Answer, DOCUMENT, Limits};
use crate::door::Federation;
use crate::json;
use crate::objects::Disbelief;
use crate::objects::actor::KnownActor;
use crate::signature::{Claim, Message, SignatureError, sign_request, verify_response};
use crate::trouble::Trouble;
use crate::wire::{ACTIVITY_JSON, ACTIVITY_TYPES};

impl Federation {
    /// The instance actor of an origin. Not signed, neither way: the keys in it are what is asked for.
    pub(crate) async fn fetch_actor(&self, origin: &Url) -> Result<KnownActor, Trouble> {
        let url = origin.join("/actor").map_err(|_| Trouble::Nonsense("the address"))?;
        let answer = self.client.send(Method::GET, &url, accept(), Vec::new(), DOCUMENT).await?;
        let document: Value = read(&answer, json::ACTIVITY)?;
        let actor = KnownActor::read(document)?;
        if actor.origin.origin() != origin.origin() || actor.id != url.as_str() {
            return Err(Disbelief::Foreign { what: actor.id, origin: origin.to_string() }.into());
        }
        Ok(actor)
    }

    /// A document of a peer: asked under our signature, and believed when the answer bears the peer's own.
    pub(crate) async fn fetch_from<T: DeserializeOwned>(
        &self,
        peer: &KnownActor,
        url: &Url,
        limits: Limits,
        json_limits: json::Limits,
    ) -> Result<T, Trouble> {
        let answer = self.ask(url, limits).await?;
        demand_success(&answer)?;
        self.demand_signature(peer, url, &answer)?;
        read(&answer, json_limits)
    }

    /// Bytes of a peer: asked under our signature, and believed when the answer bears the peer's own.
    pub(crate) async fn fetch_bytes(
        &self,
        peer: &KnownActor,
        url: &Url,
        limits: Limits,
    ) -> Result<Vec<u8>, Trouble> {
        let answer = self.ask(url, limits).await?;
        demand_success(&answer)?;
        self.demand_signature(peer, url, &answer)?;
        Ok(answer.body)
    }

    fn demand_signature(&self, peer: &KnownActor, url: &Url, answer: &Answer) -> Result<(), Trouble> {
        let none = HeaderMap::new();
        let request = Message::request("GET", url, &none);
        let message = Message::response(answer.status.as_u16(), &answer.headers, &request);
        let claim = Claim::read(&answer.headers)?;
        let key = peer.key(claim.key_id()).ok_or(Trouble::Signature(SignatureError::Invalid))?;
        verify_response(&message, &answer.body, key, self.now_seconds())?;
        Ok(())
    }

    /// A GET under our signature.
    pub(crate) async fn ask(&self, url: &Url, limits: Limits) -> Result<Answer, Trouble> {
        let mut headers = accept();
        let keys = self.keys();
        sign_request(keys.current.signer(), "GET", url, &mut headers, None, self.now_seconds())?;
        Ok(self.client.send(Method::GET, url, headers, Vec::new(), limits).await?)
    }

    /// Writes down for the peer's page what went wrong and when it is tried again.
    pub(crate) async fn note_trouble(
        &self,
        peer: &Peer,
        trouble: &Trouble,
        next: Option<Timestamp>,
    ) -> Result<(), Error> {
        tracing::info!(host = peer.host, %trouble, "trouble with a peer");
        let note = trouble.note();
        self.db.write(async |tx| health::record_trouble(tx, peer.instance_id, &note, next).await).await
    }
}

fn accept() -> HeaderMap {
    HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(ACTIVITY_JSON))])
}

/// A document of foreign software: as any, but nobody signed it.
pub(crate) fn read_document(answer: &Answer) -> Result<Value, Trouble> {
    read(answer, json::ACTIVITY)
}

/// A success of the right media type, within the limits, read strictly.
fn read<T: DeserializeOwned>(answer: &Answer, limits: json::Limits) -> Result<T, Trouble> {
    demand_success(answer)?;
    if !answer.is_of_type(&ACTIVITY_TYPES) {
        let given = answer.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        return Err(Trouble::MediaType(given.unwrap_or("no media type").chars().take(100).collect()));
    }
    Ok(json::read(&answer.body, limits)?)
}

/// A redirect is no success either: nobody is sent elsewhere (CVE-2024-25623).
pub(crate) fn demand_success(answer: &Answer) -> Result<(), Trouble> {
    if answer.status.is_success() {
        return Ok(());
    }
    Err(Trouble::Status {
        status: answer.status.as_u16(),
        excerpt: excerpt(&answer.body),
        retry_after: retry_after(&answer.headers),
    })
}

/// The beginning of an answer, as one line of plain text.
pub(crate) fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(600)]);
    domain::people::check::line(&text).chars().take(200).collect()
}

/// `Retry-After` in seconds; a date is not read.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}
