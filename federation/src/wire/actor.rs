//! The instance actor: who an instance is, and with which keys it signs.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An `Application` at `/actor`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    #[serde(rename = "@context", default, skip_serializing_if = "Value::is_null")]
    pub context: Value,
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub name: String,
    /// The host, so that `acct:host@host` finds the instance (FEP-d556).
    pub preferred_username: String,
    pub inbox: String,
    pub outbox: String,
    pub endpoints: Endpoints,
    /// The page people see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default)]
    pub manually_approves_followers: bool,
    /// Keys, Ed25519 as Multikey (FEP-521a). The first one signs.
    pub assertion_method: Vec<Multikey>,
    /// What this software understands (FEP-844e).
    #[serde(default)]
    pub implements: Vec<Implemented>,
    /// TOOI or OIN address of the organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// Where the directory's changes are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directory: Option<String>,
    /// After a change of keys: the proof by the key before this one (FEP-8b32).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Value>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Endpoints {
    pub shared_inbox: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Multikey {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub controller: String,
    pub public_key_multibase: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Implemented {
    pub href: String,
    pub name: String,
}
