//! What anybody on the fediverse reads of a public group, and what we read of theirs: the members that Mastodon and Lemmy have
//! and nothing of our own.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Endpoints;

/// Everybody, as ActivityStreams names them.
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// The `@context` of what is for everybody.
pub fn open_context() -> Value {
    json!([
        "https://www.w3.org/ns/activitystreams",
        "https://w3id.org/security/v1",
        {
            "lemmy": "https://join-lemmy.org/ns#",
            "toot": "http://joinmastodon.org/ns#",
            "discoverable": "toot:discoverable",
            "postingRestrictedToMods": "lemmy:postingRestrictedToMods",
            "sensitive": "as:sensitive",
            "votersCount": "toot:votersCount"
        }
    ])
}

/// The key of an actor as foreign software wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RsaKey {
    pub id: String,
    pub owner: String,
    pub public_key_pem: String,
}

/// A public group. Whoever is no member posts nothing new in it, he answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenGroup {
    #[serde(rename = "@context")]
    pub context: Value,
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub preferred_username: String,
    pub name: String,
    /// HTML.
    pub summary: String,
    pub inbox: String,
    pub outbox: String,
    pub followers: String,
    pub endpoints: Endpoints,
    pub url: String,
    pub manually_approves_followers: bool,
    pub discoverable: bool,
    pub sensitive: bool,
    pub posting_restricted_to_mods: bool,
    pub published: String,
    pub public_key: RsaKey,
}

/// A public item or comment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenPost {
    #[serde(rename = "@context", default, skip_serializing_if = "Value::is_null")]
    pub context: Value,
    pub id: String,
    /// Note, Article, Page, Question
    #[serde(rename = "type")]
    pub kind: String,
    /// An author who is public, else the group.
    pub attributed_to: String,
    pub to: Vec<String>,
    pub cc: Vec<String>,
    /// The group.
    pub audience: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// HTML.
    pub content: String,
    /// The same under its language.
    pub content_map: Value,
    pub media_type: String,
    pub url: String,
    pub published: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<String>,
    pub sensitive: bool,
    /// Whom an answer answers, where he is of elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tag: Vec<Mention>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_time: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voters_count: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    #[serde(rename = "type")]
    pub kind: String,
    pub href: String,
    pub name: String,
}

/// What a public group, or an author in it, says to whoever follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenActivity {
    #[serde(rename = "@context", default, skip_serializing_if = "Value::is_null")]
    pub context: Value,
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub actor: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<String>,
    /// The group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    pub object: Value,
}

/// An activity of foreign software. Where one text is expected, a list is none.
#[derive(Clone, Debug, Deserialize)]
pub struct ForeignActivity {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub actor: String,
    #[serde(default)]
    pub object: Value,
}

/// An actor of foreign software, as far as we need him.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ForeignActor {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub preferred_username: String,
    #[serde(default)]
    pub name: Option<String>,
    pub inbox: String,
    #[serde(default)]
    pub endpoints: Option<ForeignEndpoints>,
    pub public_key: RsaKey,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ForeignEndpoints {
    #[serde(default)]
    pub shared_inbox: Option<String>,
}

/// A text of foreign software.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ForeignNote {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub attributed_to: String,
    #[serde(default)]
    pub to: Value,
    #[serde(default)]
    pub cc: Value,
    #[serde(default)]
    pub in_reply_to: Option<String>,
    /// What it warns of, plain text; above the content.
    #[serde(default)]
    pub summary: Option<String>,
    #[serde(default)]
    pub content: Option<String>,
    #[serde(default)]
    pub content_map: Option<serde_json::Map<String, Value>>,
    #[serde(default)]
    pub published: Option<String>,
}
