//! The expert profile: a `Person` as Mastodon reads it, with schema.org and a few terms of our own.
//!
//! Only fields that the person lets out are there; an absent field and an empty one are the same.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Endpoints, LanguageMap};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    #[serde(rename = "@context", default, skip_serializing_if = "Value::is_null")]
    pub context: Value,
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub preferred_username: String,
    pub name: String,
    pub inbox: String,
    pub outbox: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoints: Option<Endpoints>,
    /// The page people see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// May be suggested and listed. Absent means no.
    #[serde(default)]
    pub discoverable: bool,
    /// Public posts may be searched (FEP-5feb). Absent means no.
    #[serde(default)]
    pub indexable: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<Image>,
    /// `about` as HTML, for other software. We write it and never read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_me_about: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pronouns: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub works_for: Option<Organization>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_location: Option<NamedPlace>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub knows_about: Vec<Term>,
    /// ISO 639-1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub knows_language: Vec<String>,
    /// open, limited, away
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub availability: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub can_mentor: Option<bool>,
    /// staff, external, guest
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<String>,
    /// Fields that the organisation added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<CustomField>,
    /// Absent means none: the person is nobody's to list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
}

/// What the person allowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// public, network, organisation, none
    pub scope: String,
    /// Version of the sentence that was agreed to.
    pub version: i64,
    /// Names of the fields that this snapshot carries.
    pub fields: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Image {
    #[serde(rename = "type")]
    pub kind: String,
    pub media_type: String,
    pub url: String,
    /// SHA-256 of the bytes, hexadecimal.
    #[serde(rename = "sha256")]
    pub sha_256: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedPlace {
    #[serde(rename = "type")]
    pub kind: String,
    pub name: String,
}

/// A skill: a concept with its address, its names and how well the person knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Term {
    #[serde(rename = "type")]
    pub kind: String,
    pub id: String,
    pub name_map: LanguageMap,
    /// basic, skilled, expert
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomField {
    pub id: String,
    pub name_map: LanguageMap,
    pub values: Vec<LanguageMap>,
}
