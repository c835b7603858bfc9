//! Counts per filter, as a searcher sees them: the most frequent values, chosen ones in any case, small numbers unsaid.

use std::collections::BTreeMap;

use crate::person::Availability;
use crate::query::{COUNT_SHOWN_MIN, FACET_VALUES_MAX, Facet, FacetKind, FacetValue, Filters};

/// Columns that become filters with counts, in the order of `FACETS`.
pub const FACETS: [&str; 6] = ["organisation", "unit", "place", "skill", "language", "custom"];
pub const ORGANISATION: usize = 0;
pub const UNIT: usize = 1;
pub const PLACE: usize = 2;
pub const SKILL: usize = 3;
pub const LANGUAGE: usize = 4;
pub const CUSTOM: usize = 5;

/// Between key and value of a custom field.
pub const CUSTOM_SEPARATOR: char = '\u{1f}';

/// What an engine counted.
pub struct Counted<'v> {
    /// In the order of `FACETS`.
    pub named: [Vec<(&'v str, u32)>; FACETS.len()],
    pub availability: [u32; Availability::ALL.len()],
    pub mentors: u32,
}

impl Counted<'_> {
    pub fn into_facets(mut self, filters: &Filters) -> Vec<Facet> {
        let organisations: Vec<String> = filters.organisations.iter().map(ToString::to_string).collect();
        let mut list = |kind, facet: usize, wanted: &[String]| {
            shown(kind, std::mem::take(&mut self.named[facet]), wanted)
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
        facets.extend(own_facets(std::mem::take(&mut self.named[CUSTOM]), filters));
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

/// The key of an own field's value.
pub fn own_key(text: &str) -> &str {
    text.split_once(CUSTOM_SEPARATOR).map_or("", |(key, _)| key)
}

fn own_facets<'v>(counted: Vec<(&'v str, u32)>, filters: &'v Filters) -> Vec<Facet> {
    let mut by_key = BTreeMap::<&str, Vec<(&str, u32)>>::new();
    for (key, _) in &filters.custom {
        by_key.entry(key).or_default();
    }
    for (text, count) in counted {
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
    let count_of = |value: &str| counted.iter().find(|(text, _)| *text == value).map(|(_, count)| *count);
    let chosen: Vec<FacetValue> = wanted
        .iter()
        .map(|value| FacetValue { value: value.clone(), count: count_of(value), is_chosen: true })
        .collect();
    counted.retain(|(text, _)| !wanted.iter().any(|value| value == text));
    let others = most_frequent(counted).into_iter().map(|(text, count)| FacetValue {
        value: text.to_owned(),
        count: Some(count),
        is_chosen: false,
    });
    Facet { kind, values: chosen.into_iter().chain(others).collect() }
}

/// Only those that are shown are put in order: a search for a common word meets every unit of the country.
fn most_frequent(mut counted: Vec<(&str, u32)>) -> Vec<(&str, u32)> {
    let order = |one: &(&str, u32), other: &(&str, u32)| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0));
    if counted.len() > FACET_VALUES_MAX {
        counted.select_nth_unstable_by(FACET_VALUES_MAX, order);
        counted.truncate(FACET_VALUES_MAX);
    }
    counted.sort_unstable_by(order);
    counted
}
