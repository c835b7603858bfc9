//! HTTP message signatures (RFC 9421) with Ed25519: who sends this request, and who made this answer.
//!
//! Stricter than the RFC, because each freedom has been an attack on somebody: one signature per message,
//! no unknown parameter, target, authority and body always covered, `created` at most five minutes away.
//! The older signatures of foreign software are read and made by [`draft`].

mod base;
pub mod draft;
mod read;
mod request;
mod response;

pub use base::Message;
pub use read::Claim;
pub use request::{Content, sign_request, verify_request};
pub use response::{sign_response, verify_response};

use http::{HeaderName, HeaderValue};
use url::Url;

use crate::digest::DigestError;
use crate::structured::Malformed;

/// How far `created` may be from our clock, either way.
pub const SKEW_SECONDS_MAX: i64 = 300;

const SIGNATURE: HeaderName = HeaderName::from_static("signature");
const SIGNATURE_INPUT: HeaderName = HeaderName::from_static("signature-input");
/// The label we sign under; any single label is read.
const LABEL: &str = "plein";

/// Why a signature does not count. For our log and the peer's page; the sender only learns "401".
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SignatureError {
    #[error("the message carries no signature")]
    Missing,
    #[error("the header {0} stands more than once")]
    Repeated(&'static str),
    #[error("the message carries more than one signature")]
    Several,
    #[error("Signature and Signature-Input bear different labels")]
    Labels,
    #[error(transparent)]
    Malformed(#[from] Malformed),
    #[error("the signature has a parameter or component we do not accept: {0}")]
    Unknown(String),
    #[error("the signature has no parameter {0}")]
    NoParameter(&'static str),
    #[error("the key id is not an absolute http(s) address")]
    KeyId,
    #[error("the signature does not cover {0}")]
    NotCovered(&'static str),
    #[error("the covered header {0} is not there")]
    AbsentHeader(String),
    #[error("the request is meant for another host")]
    OtherAuthority,
    #[error("created is {seconds} seconds away from our clock")]
    Stale { seconds: i64 },
    #[error("the signature has expired")]
    Expired,
    #[error(transparent)]
    Digest(#[from] DigestError),
    #[error("the signature does not fit message and key")]
    Invalid,
}

/// A key with the address under which the other side finds its public half.
#[derive(Clone, Copy)]
pub struct Signer<'a> {
    pub key: &'a crate::keys::KeyPair,
    pub key_id: &'a Url,
}

/// What a signature says of itself, before any key was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parameters {
    pub created: i64,
    pub expires: Option<i64>,
    pub key_id: Url,
}

impl Parameters {
    fn demand_fresh(&self, now_seconds: i64) -> Result<(), SignatureError> {
        let seconds = now_seconds.saturating_sub(self.created);
        if seconds.saturating_abs() > SKEW_SECONDS_MAX {
            return Err(SignatureError::Stale { seconds });
        }
        match self.expires {
            Some(expires) if expires < now_seconds => Err(SignatureError::Expired),
            _ => Ok(()),
        }
    }
}

fn header(text: &str) -> Result<HeaderValue, SignatureError> {
    HeaderValue::from_str(text).map_err(|_| SignatureError::KeyId)
}
