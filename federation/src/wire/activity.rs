//! What is sent to an inbox.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Actor, Person};

/// Any activity. `object` is read by whoever knows what the kind has there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Activity {
    #[serde(rename = "@context", default, skip_serializing_if = "Value::is_null")]
    pub context: Value,
    pub id: String,
    #[serde(rename = "type")]
    pub kind: Kind,
    pub actor: ActorRef,
    /// The group in which it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    pub object: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Value>,
}

/// Who acts: an address; in a request for peering the whole instance actor, in a group the person with his name. A list of
/// actors is none of these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ActorRef {
    Address(String),
    Whole(Box<Actor>),
    Person(Box<Person>),
}

impl ActorRef {
    pub fn id(&self) -> &str {
        match self {
            Self::Address(id) => id,
            Self::Whole(actor) => &actor.id,
            Self::Person(person) => &person.id,
        }
    }
}

/// What peers say to each other about peering and people. Anything else is `Other` and politely ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Follow,
    Accept,
    Reject,
    Undo,
    Block,
    Update,
    Announce,
    #[serde(other)]
    Other,
}

impl Activity {
    /// The address of the object, whether it stands there alone or as the `id` of a whole object.
    pub fn object_id(&self) -> Option<&str> {
        self.object.as_str().or_else(|| self.object.get("id").and_then(Value::as_str))
    }
}
