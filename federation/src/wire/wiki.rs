//! Pages of wikis: as their host tells of them, and changes as people of elsewhere send them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Person, Source};

/// A page as it stands. An `Article` of the group, since no one person owns it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WikiPage {
    pub id: String,
    /// Article
    #[serde(rename = "type")]
    pub kind: String,
    /// The group.
    #[serde(rename = "attributedTo")]
    pub attributed_to: String,
    pub name: String,
    /// Its addresses within the wiki, the one of now first.
    #[serde(rename = "plein:slugs", default)]
    pub slugs: Vec<String>,
    /// The page above.
    #[serde(rename = "plein:parent", default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    #[serde(rename = "plein:place", default)]
    pub place: i64,
    /// inherit, members, moderators, locked
    #[serde(rename = "plein:rights", default)]
    pub rights: String,
    /// Texts of others wait until he approves them.
    #[serde(rename = "plein:needsApproval", default)]
    pub needs_approval: bool,
    /// New pages may begin with its text.
    #[serde(rename = "plein:isTemplate", default)]
    pub is_template: bool,
    /// Who keeps it true.
    #[serde(rename = "plein:owner", default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Instants here are microseconds since 1970, as in facts.
    #[serde(rename = "plein:reviewAt", default, skip_serializing_if = "Option::is_none")]
    pub review_at: Option<i64>,
    #[serde(rename = "plein:reviewedAt", default, skip_serializing_if = "Option::is_none")]
    pub reviewed_at: Option<i64>,
    #[serde(rename = "plein:createdAt", default)]
    pub created_at: i64,
    /// The version that stands, and how many there are.
    #[serde(rename = "plein:head")]
    pub head: String,
    #[serde(rename = "plein:versionCount")]
    pub version_count: i64,
    /// The newest versions, if they are few and short.
    #[serde(rename = "plein:versions", default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<PageVersion>,
}

/// A version: what its id is the digest of, and its text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageVersion {
    /// SHA-256 in hexadecimal.
    pub id: String,
    pub number: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<String>,
    pub name: String,
    /// Somebody of the host; who else wrote, says the offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Person>,
    pub published: i64,
    pub source_hash: String,
    /// Hexadecimal; absent when the text was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// Absent when it is the text of the offer, or was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default)]
    pub summary: String,
    pub patch: String,
    /// Which way of merging made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge: Option<i64>,
    /// It never stood: written on an older text and merged at once.
    #[serde(default)]
    pub is_side: bool,
    /// The activity by which somebody of elsewhere offered it, with the proof of his instance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Value>,
}

/// Versions of one page, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VersionsPage {
    pub id: String,
    pub versions: Vec<PageVersion>,
    /// Actors of instances whose people wrote them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instances: Vec<Value>,
}

/// Who is changing a page now, as far as an instance knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageEditing {
    pub id: String,
    pub people: Vec<PageEditor>,
}

/// One of them; who he is, is known already.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageEditor {
    pub id: String,
}

/// The object of an `Offer`: a whole text and what it was written on, a new title, or a new page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Patch {
    pub id: String,
    /// plein:Patch
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(rename = "attributedTo")]
    pub attributed_to: String,
    /// Absent: a page to be made.
    #[serde(rename = "plein:page", default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// A version, or the patch before it that its host has not answered yet.
    #[serde(rename = "plein:base", default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "plein:parent", default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    #[serde(default)]
    pub summary: String,
}
