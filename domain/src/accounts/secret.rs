//! Secrets that travel in cookies, links and tokens: 256 random bits. We keep their hash, never themselves, so reading
//! the database gives nobody a login.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};

use crate::db::Arg;
use crate::error::{Error, Result};

/// A secret on its way to the one who may have it. Its text is safe in cookies and addresses.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

/// What we keep of a secret: SHA-256, enough since nobody guesses 256 random bits. Shown in hexadecimal it names the
/// session or link on pages, and opens nothing.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SecretHash(Vec<u8>);

impl Secret {
    /// A new one from the system's random numbers, with a readable prefix (`plein_` for tokens; empty for the rest).
    pub fn generate(prefix: &str) -> Result<Self> {
        let mut bytes = [0_u8; 32];
        SystemRandom::new()
            .fill(&mut bytes)
            .map_err(|_| Error::internal("the system has no random numbers"))?;
        Ok(Self(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// What somebody showed us; `None` when it cannot be one of ours.
    pub fn read(text: &str) -> Option<Self> {
        let is_plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        ((43..=80).contains(&text.len()) && is_plain).then(|| Self(text.to_owned()))
    }

    /// The text, for the one who may have it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What the database knows it by.
    pub fn hash(&self) -> SecretHash {
        SecretHash(digest(&SHA256, self.0.as_bytes()).as_ref().to_vec())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

impl SecretHash {
    /// Reads what [`fmt::Display`] wrote in a form.
    pub fn read(text: &str) -> Option<Self> {
        hex::decode(text).ok().filter(|bytes| bytes.len() == 32).map(Self)
    }
}

impl fmt::Display for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Vec<u8>> for SecretHash {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&SecretHash> for Arg {
    fn from(hash: &SecretHash) -> Self {
        Self::Bytes(Some(hash.0.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_secrets_differ_and_neither_shows_itself_in_a_log() {
        let (one, other) = (Secret::generate("").unwrap(), Secret::generate("plein_").unwrap());
        assert_ne!(one.hash(), other.hash());
        assert_eq!(format!("{one:?}"), "(secret)");
        assert!(other.expose().starts_with("plein_"));
        assert_eq!(Secret::read(other.expose()), Some(other));
    }

    #[test]
    fn what_cannot_be_ours_is_not_looked_up() {
        for text in ["", "short", &"x".repeat(81), &format!("{}'", "x".repeat(43)), &"é".repeat(43)] {
            assert_eq!(Secret::read(text), None, "{text}");
        }
    }
}
