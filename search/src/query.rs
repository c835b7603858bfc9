//! What someone asks, and what he gets: ids in order, how many there are, and counts per filter.
//!
//! Scores stay in here: this is not an appraisal of people.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::person::{Availability, SeenBy};

/// Deeper than this nobody reads, and bulk reading is not what search is for.
pub const REACH_MAX: usize = 200;
/// Counts under three could point at one person.
pub const COUNT_SHOWN_MIN: u32 = 3;
/// Values shown per filter.
pub const FACET_VALUES_MAX: usize = 20;
/// Longer queries are cut: a question of forty words is found by its first twelve telling ones.
pub const QUERY_WORDS_MAX: usize = 12;
pub const QUERY_LETTERS_MAX: usize = 400;

/// Who asks. The engine itself keeps out what he may not see: hits, counts, order and reasons show nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Signed in at this organisation.
    Staff,
    /// Signed in at a connected organisation.
    Guest,
}

impl Viewer {
    pub fn meets(self, seen_by: SeenBy) -> bool {
        match self {
            Viewer::Staff => seen_by.staff,
            Viewer::Guest => seen_by.guests,
        }
    }
}

#[derive(Clone, Debug)]
pub struct PeopleQuery {
    pub text: String,
    pub viewer: Viewer,
    pub filters: Filters,
    /// The searcher's own place, to lift who is near; none for the whole government alike.
    pub near: Option<Near>,
    /// E of the ranking by person, of what the searcher may see. Set by the search itself.
    pub evidence: Arc<HashMap<Uuid, f32>>,
    pub offset: usize,
    pub limit: usize,
}

impl PeopleQuery {
    pub fn new(text: impl Into<String>, viewer: Viewer) -> Self {
        Self {
            text: text.into(),
            viewer,
            filters: Filters::default(),
            near: None,
            evidence: Arc::default(),
            offset: 0,
            limit: 20,
        }
    }

    /// The last position that is read, never beyond `REACH_MAX`.
    pub fn reach(&self) -> usize {
        self.offset.saturating_add(self.limit).min(REACH_MAX)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Near {
    pub organisation: Option<Uuid>,
    pub place: String,
}

/// Values of one filter widen, different filters narrow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    pub organisations: Vec<Uuid>,
    pub units: Vec<String>,
    pub places: Vec<String>,
    /// Concept URIs.
    pub skills: Vec<String>,
    pub languages: Vec<String>,
    pub availability: Vec<Availability>,
    pub can_mentor: bool,
    /// Id and Dutch value of the organisation's own fields.
    pub custom: Vec<(String, String)>,
}

impl Filters {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    pub total: u32,
    pub hits: Vec<Hit>,
    pub facets: Vec<Facet>,
    /// Nobody has every word, so these are people with most of them.
    pub is_relaxed: bool,
    /// How much each word of the query tells, for the explanation.
    pub(crate) telling: Vec<f32>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub person: Uuid,
    pub(crate) score: f32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Facet {
    pub kind: FacetKind,
    /// Most frequent first.
    pub values: Vec<FacetValue>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FacetKind {
    Organisation,
    Unit,
    Place,
    Skill,
    Language,
    Availability,
    CanMentor,
    /// An organisation's own field, by its key.
    Custom(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct FacetValue {
    /// The organisation's id, the concept's URI, the language tag, `open`/`limited`/`away`, `yes`, or the Dutch text itself.
    pub value: String,
    /// None when under `COUNT_SHOWN_MIN`; such a value is only listed because it is chosen.
    pub count: Option<u32>,
    pub is_chosen: bool,
}
