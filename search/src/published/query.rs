//! What someone asks of what is published, and what he gets: hits in order, how many there are, counts per filter.

use std::fmt;

use domain::GroupId;
use uuid::Uuid;

use super::doc::Sort;

/// Values shown per filter.
pub const FACET_VALUES_MAX: usize = 20;
/// Hits on one page, at most.
pub const LIMIT_MAX: usize = 50;

const DAY: i64 = 86_400_000_000;

/// Where one looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    #[default]
    Everything,
    /// The groups of whoever asks.
    Mine,
    Group(GroupId),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Best,
    Newest,
}

/// Not older than.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    Week,
    Month,
    Year,
}

impl Period {
    pub const ALL: [Self; 3] = [Self::Week, Self::Month, Self::Year];

    /// The word in addresses and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.as_str() == word)
    }

    /// The instant at which it begins, in microseconds.
    pub fn since(self, now: i64) -> i64 {
        let days = match self {
            Self::Week => 7,
            Self::Month => 31,
            Self::Year => 366,
        };
        now - days * DAY
    }
}

/// Values of one filter widen, different filters narrow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    pub sorts: Vec<Sort>,
    pub groups: Vec<Uuid>,
    pub authors: Vec<Uuid>,
    /// Addresses of subjects.
    pub subjects: Vec<String>,
    pub languages: Vec<String>,
    pub period: Option<Period>,
}

impl Filters {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Clone, Debug, Default)]
pub struct Query {
    pub text: String,
    pub scope: Scope,
    pub filters: Filters,
    pub order: Order,
    pub after: Option<Cursor>,
    pub limit: usize,
}

/// The last hit of the page before: its place in the order, and its id where places are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub key: u64,
    pub id: Uuid,
}

impl Cursor {
    /// As it stands in addresses: `3f8a1c20-0192…`.
    pub fn parse(text: &str) -> Option<Self> {
        let (key, id) = text.split_once('-')?;
        Some(Self { key: u64::from_str_radix(key, 16).ok()?, id: id.parse().ok()? })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{}", self.key, self.id)
    }
}

/// What the engine found, before the database has decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    pub total: u32,
    pub hits: Vec<Hit>,
    pub facets: Vec<Facet>,
    /// Nothing has every word; these have most of them.
    pub is_relaxed: bool,
    pub next: Option<Cursor>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub id: Uuid,
    pub sort: Sort,
    /// The item it is or hangs on.
    pub item: Option<Uuid>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Facet {
    pub kind: FacetKind,
    /// Chosen ones first, then the most frequent.
    pub values: Vec<FacetValue>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FacetKind {
    Sort,
    Group,
    Author,
    Subject,
    Language,
    Period,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// A word of `Sort` or `Period`, an id, an address, or a language tag.
    pub value: String,
    pub count: u32,
    pub is_chosen: bool,
}
