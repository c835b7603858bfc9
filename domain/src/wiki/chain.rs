//! Versions name each other by their digest, so that none can be changed or left out unseen: the id of a version is SHA-256
//! over canonical JSON of everything about it, the ids of the versions it was made of included. Of the text the salted
//! digest alone is in there: a text can be erased while the chain stands.

use ring::digest::{Context, SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Version;
use crate::canonical::canonical;
use crate::error::{Error, Result};

/// The digest of a version, in hex.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct VersionId(pub String);

impl VersionId {
    /// Reads what a form or a program sends; `None` for what can be no digest.
    pub fn parse(text: &str) -> Option<Self> {
        let is_digest = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        is_digest.then(|| Self(text.to_owned()))
    }
}

impl From<&VersionId> for crate::db::Arg {
    fn from(id: &VersionId) -> Self {
        Self::Text(Some(id.0.clone()))
    }
}

impl std::fmt::Display for VersionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The id that a version must have. `page` is the address of its page.
pub fn id_of(version: &Version, page: &str) -> VersionId {
    let said = json!({
        "page": page,
        "title": version.title,
        "parents": version.parents,
        "author": version.author,
        "published": version.published_at.to_rfc3339(),
        "source": version.source_hash,
        "summary": version.summary,
        "patch": version.patch,
        "merge": version.merge_version,
    });
    VersionId(hex::encode(digest(&SHA256, canonical(&said).as_bytes())))
}

/// The salted digest of a text, in hex.
pub fn hash_of(salt: &[u8], source: &str) -> String {
    let mut hash = Context::new(&SHA256);
    hash.update(salt);
    hash.update(source.as_bytes());
    hex::encode(hash.finish())
}

const SALT_BYTES: usize = 16;

pub(super) fn new_salt() -> Result<Vec<u8>> {
    let mut salt = vec![0; SALT_BYTES];
    SystemRandom::new().fill(&mut salt).map_err(|_| Error::internal("the system gives no random bytes"))?;
    Ok(salt)
}
