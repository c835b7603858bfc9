//! Counts per filter over everyone who matches, with the same marks and filters as the hits.
//!
//! Someone who fails exactly one chosen filter still counts for that filter's own values: the searcher sees what
//! choosing another value would bring.

use super::cards::Values;
use super::schema::{
    CAN_MENTOR, CUSTOM, CUSTOM_SEPARATOR, FACETS, LANGUAGE, ORGANISATION, PLACE, SKILL, UNIT, availability,
};
use super::snapshot::Segment;
use crate::person::Availability;
use crate::query::{COUNT_SHOWN_MIN, FACET_VALUES_MAX, Facet, FacetKind, FacetValue, Filters};

/// A filter the searcher chose, in numbers.
struct Chosen {
    by: By,
    numbers: Vec<u32>,
    availability: Vec<Availability>,
    /// Own fields are one facet each.
    key: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    List(usize),
    Availability,
    Mentor,
}

/// The chosen filters, in the index's numbers.
pub struct Sieve {
    chosen: Vec<Chosen>,
}

/// What came of a document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sifted {
    Passes,
    FailsOnly(usize),
    Fails,
}

impl Sieve {
    pub fn new(filters: &Filters, values: &Values) -> Self {
        let organisations: Vec<String> = filters.organisations.iter().map(ToString::to_string).collect();
        let lists = [
            (ORGANISATION, &organisations),
            (UNIT, &filters.units),
            (PLACE, &filters.places),
            (SKILL, &filters.skills),
            (LANGUAGE, &filters.languages),
        ];
        let chosen_lists = lists.into_iter().filter(|(_, wanted)| !wanted.is_empty());
        let mut chosen: Vec<Chosen> =
            chosen_lists.map(|(facet, wanted)| Chosen::list(facet, wanted, values)).collect();
        if !filters.availability.is_empty() {
            chosen
                .push(Chosen { availability: filters.availability.clone(), ..Chosen::of(By::Availability) });
        }
        if filters.can_mentor {
            chosen.push(Chosen::of(By::Mentor));
        }
        chosen.extend(own_fields(filters, values));
        Self { chosen }
    }

    pub fn sift(&self, segment: &Segment, doc: u32) -> Sifted {
        let mut sifted = Sifted::Passes;
        for (at, chosen) in self.chosen.iter().enumerate() {
            if !chosen.lets_pass(segment, doc) {
                match sifted {
                    Sifted::Passes => sifted = Sifted::FailsOnly(at),
                    _ => return Sifted::Fails,
                }
            }
        }
        sifted
    }
}

/// Values of one own field widen, different fields narrow.
fn own_fields(filters: &Filters, values: &Values) -> Vec<Chosen> {
    let mut keys: Vec<&String> = filters.custom.iter().map(|(key, _)| key).collect();
    keys.sort();
    keys.dedup();
    let texts = |key: &String| -> Vec<String> {
        let of_key = filters.custom.iter().filter(|(other, _)| other == key);
        of_key.map(|(key, value)| format!("{key}{CUSTOM_SEPARATOR}{value}")).collect()
    };
    keys.into_iter()
        .map(|key| Chosen { key: Some(key.clone()), ..Chosen::list(CUSTOM, &texts(key), values) })
        .collect()
}

impl Chosen {
    fn list(facet: usize, wanted: &[String], values: &Values) -> Self {
        let numbers = wanted.iter().filter_map(|text| values.number(facet, text)).collect();
        Self { numbers, ..Self::of(By::List(facet)) }
    }

    fn of(by: By) -> Self {
        Self { by, numbers: Vec::new(), availability: Vec::new(), key: None }
    }

    fn lets_pass(&self, segment: &Segment, doc: u32) -> bool {
        let marks = segment.marks[doc as usize];
        match self.by {
            By::List(facet) => {
                segment.cards.values(facet, doc).iter().any(|number| self.numbers.contains(number))
            }
            By::Availability => availability(marks).is_some_and(|one| self.availability.contains(&one)),
            By::Mentor => marks & CAN_MENTOR != 0,
        }
    }
}

/// Running counts.
pub struct Counts {
    lists: [Vec<u32>; FACETS.len()],
    availability: [u32; Availability::ALL.len()],
    mentors: u32,
}

impl Counts {
    pub fn new(values: &Values) -> Self {
        Self {
            lists: std::array::from_fn(|facet| vec![0; values.len(facet)]),
            availability: [0; Availability::ALL.len()],
            mentors: 0,
        }
    }

    pub fn add(&mut self, segment: &Segment, doc: u32) {
        (0..FACETS.len()).for_each(|facet| self.add_list(segment, doc, facet, |_| true));
        self.add_marks(segment, doc, None);
    }

    /// Only for the one filter that the document fails.
    pub fn add_only(&mut self, segment: &Segment, doc: u32, sieve: &Sieve, failed: usize, values: &Values) {
        let chosen = &sieve.chosen[failed];
        let is_of_key =
            |number: u32| chosen.key.as_deref().is_none_or(|key| own_key(values.text(CUSTOM, number)) == key);
        match chosen.by {
            By::List(facet) => self.add_list(segment, doc, facet, is_of_key),
            by => self.add_marks(segment, doc, Some(by)),
        }
    }

    fn add_list(&mut self, segment: &Segment, doc: u32, facet: usize, is_counted: impl Fn(u32) -> bool) {
        for number in segment.cards.values(facet, doc) {
            if is_counted(*number) {
                self.lists[facet][*number as usize] += 1;
            }
        }
    }

    fn add_marks(&mut self, segment: &Segment, doc: u32, only: Option<By>) {
        let marks = segment.marks[doc as usize];
        if only.is_none_or(|by| by == By::Availability) {
            availability(marks).into_iter().for_each(|one| self.availability[one as usize] += 1);
        }
        if only.is_none_or(|by| by == By::Mentor) {
            self.mentors += u32::from(marks & CAN_MENTOR != 0);
        }
    }

    pub fn into_facets(self, values: &Values, filters: &Filters) -> Vec<Facet> {
        let organisations: Vec<String> = filters.organisations.iter().map(ToString::to_string).collect();
        let list = |kind, facet: usize, wanted: &[String]| {
            shown(kind, named(&self.lists[facet], facet, values), wanted)
        };
        let mut facets = vec![
            list(FacetKind::Organisation, ORGANISATION, &organisations),
            list(FacetKind::Unit, UNIT, &filters.units),
            list(FacetKind::Place, PLACE, &filters.places),
            list(FacetKind::Skill, SKILL, &filters.skills),
            list(FacetKind::Language, LANGUAGE, &filters.languages),
            self.of_availability(filters),
            self.of_mentors(filters),
        ];
        facets.extend(own_facets(&self.lists[CUSTOM], values, filters));
        facets.retain(|facet| !facet.values.is_empty());
        facets
    }

    fn of_availability(&self, filters: &Filters) -> Facet {
        let counted =
            Availability::ALL.iter().map(|one| (one.as_str(), self.availability[*one as usize])).collect();
        let wanted: Vec<String> = filters.availability.iter().map(|one| one.as_str().to_owned()).collect();
        shown(FacetKind::Availability, counted, &wanted)
    }

    fn of_mentors(&self, filters: &Filters) -> Facet {
        let wanted: &[String] = if filters.can_mentor { &["yes".to_owned()] } else { &[] };
        shown(FacetKind::CanMentor, vec![("yes", self.mentors)], wanted)
    }
}

fn own_key(text: &str) -> &str {
    text.split_once(CUSTOM_SEPARATOR).map_or("", |(key, _)| key)
}

fn named<'v>(counts: &[u32], facet: usize, values: &'v Values) -> Vec<(&'v str, u32)> {
    let counted = (0u32..).zip(counts).filter(|(_, count)| **count >= COUNT_SHOWN_MIN);
    counted.map(|(number, count)| (values.text(facet, number), *count)).collect()
}

fn own_facets(counts: &[u32], values: &Values, filters: &Filters) -> Vec<Facet> {
    let mut by_key: std::collections::BTreeMap<&str, Vec<(&str, u32)>> = std::collections::BTreeMap::new();
    for (key, _) in &filters.custom {
        by_key.entry(key).or_default();
    }
    for (text, count) in named(counts, CUSTOM, values) {
        if let Some((key, value)) = text.split_once(CUSTOM_SEPARATOR) {
            by_key.entry(key).or_default().push((value, count));
        }
    }
    let wanted = |key: &str| -> Vec<String> {
        filters.custom.iter().filter(|(other, _)| other == key).map(|(_, value)| value.clone()).collect()
    };
    by_key
        .into_iter()
        .map(|(key, counted)| shown(FacetKind::Custom(key.to_owned()), counted, &wanted(key)))
        .collect()
}

/// The most frequent values, chosen ones first in any case; small counts stay unsaid.
fn shown(kind: FacetKind, mut counted: Vec<(&str, u32)>, wanted: &[String]) -> Facet {
    counted.retain(|(_, count)| *count >= COUNT_SHOWN_MIN);
    counted.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
    let count_of = |value: &str| counted.iter().find(|(text, _)| *text == value).map(|(_, count)| *count);
    let chosen = wanted.iter().map(|value| FacetValue {
        value: value.clone(),
        count: count_of(value),
        is_chosen: true,
    });
    let others = counted.iter().filter(|(text, _)| !wanted.iter().any(|value| value == text));
    let others = others.map(|(text, count)| FacetValue {
        value: (*text).to_owned(),
        count: Some(*count),
        is_chosen: false,
    });
    Facet { kind, values: chosen.chain(others.take(FACET_VALUES_MAX)).collect() }
}
