//! What went wrong between us and another instance: a key for the reader's sentence, a line for the curious.

use std::time::Duration;

use crate::client::{ClientError, policy::Refusal};
use crate::json::JsonError;
use crate::objects::Disbelief;
use crate::signature::SignatureError;

/// A normal day. Nothing here is an error of ours, but for `House`.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error("it answered {status}: {excerpt}")]
    Status { status: u16, excerpt: String, retry_after: Option<Duration> },
    #[error("it answered with {0} instead of an activity document")]
    MediaType(String),
    #[error("its answer cannot be read: {0}")]
    Json(#[from] JsonError),
    #[error("its answer is not signed as it should be: {0}")]
    Signature(#[from] SignatureError),
    #[error("its answer is not believed: {0}")]
    Disbelief(#[from] Disbelief),
    #[error("what it sent did not come whole in ten seconds")]
    Drip,
    #[error("its answer contradicts itself: {0}")]
    Nonsense(&'static str),
    #[error("it shows other keys than the ones we know; compare the fingerprint and approve it again")]
    OtherKeys,
    #[error("our own side failed: {0}")]
    House(#[from] domain::Error),
}

impl Trouble {
    /// The key of the sentence on the peer's page.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Client(error) => client_key(error),
            Self::Status { status: 401 | 403, .. } => "trouble-refuses-us",
            Self::Status { status: 404 | 410, .. } => "trouble-not-found",
            Self::Status { status: 429 | 503, .. } => "trouble-busy",
            Self::Status { .. } => "trouble-status",
            Self::MediaType(_) | Self::Json(_) | Self::Nonsense(_) => "trouble-nonsense",
            Self::Signature(_) => "trouble-signature",
            Self::Disbelief(_) => "trouble-lie",
            Self::Drip => "trouble-drip",
            Self::OtherKeys => "trouble-keys",
            Self::House(_) => "trouble-internal",
        }
    }

    /// What the peer's row keeps: `key: detail`. The page shows the key's sentence and, smaller, the detail.
    pub fn note(&self) -> String {
        format!("{}: {self}", self.key())
    }

    pub fn retry_after(&self) -> Option<Duration> {
        if let Self::Status { retry_after, .. } = self { *retry_after } else { None }
    }
}

fn client_key(error: &ClientError) -> &'static str {
    match error {
        ClientError::Refused(Refusal::Internal { .. }) => "trouble-internal-address",
        ClientError::Refused(_) => "trouble-address",
        ClientError::UnknownName(_) => "trouble-name",
        ClientError::Timeout => "trouble-timeout",
        ClientError::TooLarge { .. } | ClientError::Encoded => "trouble-nonsense",
        ClientError::Connect(_) | ClientError::Broken(_) | ClientError::Setup(_) => "trouble-connection",
    }
}
