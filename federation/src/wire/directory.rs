//! Directory replication: pages of changes, the nudge that announces them, the digests that reconcile.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::Person;

/// An answer to `GET /directory/changes?after=N&limit=L`: what changed after N, in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangesPage {
    #[serde(rename = "@context", default, skip_serializing_if = "Value::is_null")]
    pub context: Value,
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub part_of: String,
    /// Which life of the feed; another one than before means starting over.
    pub epoch: String,
    /// The newest sequence of the whole feed.
    pub sequence: i64,
    pub ordered_items: Vec<Change>,
}

/// One step. `object` is a whole person for `Add` and `Update`, an address for `Remove` and `Delete`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    #[serde(rename = "type")]
    pub kind: ChangeKind,
    pub sequence: i64,
    pub object: ChangeObject,
    /// Beside a person: digests of the addresses of what of his own he does not want to be known by.
    #[serde(rename = "plein:leftOut", default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChangeKind {
    Add,
    Update,
    Remove,
    Delete,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ChangeObject {
    Address(String),
    Person(Box<Person>),
}

/// By its first letter, since a derived reader would keep a copy of every person to try both.
impl<'de> Deserialize<'de> for ChangeObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AddressOrPerson)
    }
}

struct AddressOrPerson;

impl<'de> Visitor<'de> for AddressOrPerson {
    type Value = ChangeObject;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the address of a person, or a person")
    }

    fn visit_str<E>(self, address: &str) -> Result<ChangeObject, E> {
        Ok(ChangeObject::Address(address.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<ChangeObject, A::Error> {
        let person = Person::deserialize(MapAccessDeserializer::new(members))?;
        Ok(ChangeObject::Person(Box::new(person)))
    }
}

/// The object of the `Announce` that says "there is something new".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Nudge {
    #[serde(rename = "type")]
    pub kind: String,
    /// Where the changes are.
    pub id: String,
    pub epoch: String,
    pub sequence: i64,
    pub root_digest: String,
}

/// An answer to `GET /directory/digest`: 256 buckets by the first byte of each leaf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryDigest {
    #[serde(rename = "type")]
    pub kind: String,
    pub epoch: String,
    pub sequence: i64,
    pub root_digest: String,
    pub buckets: Vec<Bucket>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    pub count: i64,
    /// XOR of the leaves' hashes, hexadecimal.
    pub xor: String,
}

/// An answer to `GET /directory/digest/{bucket}`: who is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BucketPage {
    #[serde(rename = "type")]
    pub kind: String,
    pub epoch: String,
    pub sequence: i64,
    pub leaves: Vec<Leaf>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    pub id: String,
    /// Feed sequence of the person's present state.
    pub version: i64,
}
