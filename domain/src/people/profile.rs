//! The profile: per field its value, audience and source. A map, so that forms, preview, feed and index treat every
//! field alike and none can forget the audience.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::audience::Audience;
use crate::ids::FieldId;

/// A field of the profile. The name is not among them: who is seen at all is seen by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldKey {
    Pronouns,
    JobTitle,
    Unit,
    Place,
    Languages,
    Telephone,
    Mail,
    About,
    Availability,
    AskMeAbout,
    CanMentor,
    Skills,
    /// A field that an administrator defined; at a peer, the id is the origin's.
    Custom(FieldId),
}

impl FieldKey {
    /// Every field that each instance has, in reading order.
    pub const STANDARD: [Self; 12] = [
        Self::Pronouns,
        Self::JobTitle,
        Self::Unit,
        Self::Place,
        Self::Languages,
        Self::Telephone,
        Self::Mail,
        Self::About,
        Self::Availability,
        Self::AskMeAbout,
        Self::CanMentor,
        Self::Skills,
    ];

    fn word(self) -> Option<&'static str> {
        Some(match self {
            Self::Pronouns => "pronouns",
            Self::JobTitle => "job_title",
            Self::Unit => "unit",
            Self::Place => "place",
            Self::Languages => "languages",
            Self::Telephone => "telephone",
            Self::Mail => "mail",
            Self::About => "about",
            Self::Availability => "availability",
            Self::AskMeAbout => "ask_me_about",
            Self::CanMentor => "can_mentor",
            Self::Skills => "skills",
            Self::Custom(_) => return None,
        })
    }

    /// The audience a fresh value gets until the person chooses: how to reach someone stays inside, the rest may travel.
    pub fn default_audience(self) -> Audience {
        match self {
            Self::Telephone | Self::Mail | Self::Pronouns | Self::Custom(_) => Audience::Organisation,
            _ => Audience::Network,
        }
    }
}

impl fmt::Display for FieldKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.word(), self) {
            (Some(word), _) => f.write_str(word),
            (None, Self::Custom(id)) => write!(f, "custom:{id}"),
            (None, _) => Err(fmt::Error),
        }
    }
}

impl FromStr for FieldKey {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if let Some(id) = text.strip_prefix("custom:") {
            return id.parse().map(Self::Custom).map_err(|_| ());
        }
        Self::STANDARD.into_iter().find(|key| key.word() == Some(text)).ok_or(())
    }
}

impl Serialize for FieldKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FieldKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(|()| serde::de::Error::custom("unknown profile field"))
    }
}

/// What a field holds. Which variant belongs to which key is checked by [`super::check`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "value", rename_all = "snake_case")]
pub enum Value {
    Text(String),
    Flag(bool),
    Availability(Availability),
    /// ISO 639-1 codes with how well.
    Languages(Vec<String>),
    Skills(Vec<Skill>),
    /// A field of an administrator, with the names that travel along.
    Custom {
        label: Label,
        values: Vec<Label>,
    },
}

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Label {
    pub nl: String,
    pub en: String,
}

/// A skill as it stands in a profile: the concept's address and labels travel with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skill {
    pub uri: String,
    pub nl: String,
    pub en: String,
    pub level: SkillLevel,
}

/// How well somebody knows a subject. Few steps, so that two people mean the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkillLevel {
    /// Knows the basics.
    Basic,
    /// Works with it independently.
    Skilled,
    /// Others come to this person with it.
    Expert,
}

/// Whether somebody can be asked something now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// Gladly helps.
    Open,
    /// Busy; a short question is fine.
    Limited,
    /// Not now.
    Away,
}

macro_rules! words {
    ($name:ident { $($variant:ident => $word:literal),+ }) => {
        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word used in forms, JSON and on the wire.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            /// Reads that word; `None` for any other.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }
        }
    };
}
words!(SkillLevel { Basic => "basic", Skilled => "skilled", Expert => "expert" });
words!(Availability { Open => "open", Limited => "limited", Away => "away" });

/// Where a value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The person.
    Person,
    /// `plein user import`, or an administrator.
    Administrator,
    /// The instance the person works at.
    Origin,
}

/// One filled field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    #[serde(flatten)]
    pub value: Value,
    pub audience: Audience,
    pub source: Source,
}

/// A whole profile; an absent key is an empty field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Profile {
    pub fields: BTreeMap<FieldKey, Entry>,
}

/// What is left of a profile for one viewpoint: values alone, since who sees them is no longer the question.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VisibleFields(pub BTreeMap<FieldKey, Value>);

impl VisibleFields {
    /// A text field.
    pub fn text(&self, key: FieldKey) -> Option<&str> {
        if let Some(Value::Text(text)) = self.0.get(&key) { Some(text) } else { None }
    }

    /// A yes-or-no field; absent is no.
    pub fn flag(&self, key: FieldKey) -> bool {
        matches!(self.0.get(&key), Some(Value::Flag(true)))
    }

    /// Skills, best first as the person ordered them.
    pub fn skills(&self) -> &[Skill] {
        if let Some(Value::Skills(skills)) = self.0.get(&FieldKey::Skills) { skills } else { &[] }
    }

    /// Language codes.
    pub fn languages(&self) -> &[String] {
        if let Some(Value::Languages(codes)) = self.0.get(&FieldKey::Languages) { codes } else { &[] }
    }

    /// Whether the person can be asked now, when he says so.
    pub fn availability(&self) -> Option<Availability> {
        if let Some(Value::Availability(value)) = self.0.get(&FieldKey::Availability) {
            Some(*value)
        } else {
            None
        }
    }

    /// The fields that administrators defined: id, label, chosen or written values.
    pub fn custom(&self) -> impl Iterator<Item = (FieldId, &Label, &[Label])> {
        self.0.iter().filter_map(|(key, value)| match (key, value) {
            (FieldKey::Custom(id), Value::Custom { label, values }) => Some((*id, label, values.as_slice())),
            _ => None,
        })
    }
}
