//! Counts per filter over everyone who matches, with the same marks and filters as the hits.
//!
//! Someone who fails exactly one chosen filter still counts for that filter's own values: the searcher sees what
//! choosing another value would bring.

use super::cards::Values;
use super::schema::{CAN_MENTOR, availability};
use super::snapshot::Segment;
use crate::counts::{
    CUSTOM, CUSTOM_SEPARATOR, Counted, FACETS, LANGUAGE, ORGANISATION, PLACE, SKILL, UNIT, own_key,
};
use crate::person::Availability;
use crate::query::{COUNT_SHOWN_MIN, Facet, Filters};

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
            By::List(_) => segment.cards.values(doc).iter().any(|number| self.numbers.contains(number)),
            By::Availability => availability(marks).is_some_and(|one| self.availability.contains(&one)),
            By::Mentor => marks & CAN_MENTOR != 0,
        }
    }
}

/// Running counts.
pub struct Counts {
    /// By the number of the value.
    lists: Vec<u32>,
    availability: [u32; Availability::ALL.len()],
    mentors: u32,
}

impl Counts {
    pub fn new(values: &Values) -> Self {
        Self { lists: vec![0; values.len()], availability: [0; Availability::ALL.len()], mentors: 0 }
    }

    pub fn add(&mut self, segment: &Segment, doc: u32) {
        self.add_list(segment, doc, |_| true);
        self.add_marks(segment, doc, None);
    }

    /// What another segment counts.
    pub fn add_all(&mut self, other: &Self) {
        self.lists.iter_mut().zip(&other.lists).for_each(|(count, more)| *count += more);
        self.availability.iter_mut().zip(other.availability).for_each(|(count, more)| *count += more);
        self.mentors += other.mentors;
    }

    /// Only for the one filter that the document fails.
    pub fn add_only(&mut self, segment: &Segment, doc: u32, sieve: &Sieve, failed: usize, values: &Values) {
        let chosen = &sieve.chosen[failed];
        let is_of_key =
            |number: u32| chosen.key.as_deref().is_none_or(|key| own_key(values.text(number)) == key);
        match chosen.by {
            By::List(facet) => {
                self.add_list(segment, doc, |number| values.facet(number) == facet && is_of_key(number));
            }
            by => self.add_marks(segment, doc, Some(by)),
        }
    }

    fn add_list(&mut self, segment: &Segment, doc: u32, is_counted: impl Fn(u32) -> bool) {
        for number in segment.cards.values(doc) {
            if is_counted(*number) {
                self.lists[*number as usize] += 1;
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
        Counted { named: self.named(values), availability: self.availability, mentors: self.mentors }
            .into_facets(filters)
    }

    /// What can be said of each facet: values with their counts.
    fn named<'v>(&self, values: &'v Values) -> [Vec<(&'v str, u32)>; FACETS.len()] {
        let mut named: [Vec<(&str, u32)>; FACETS.len()] = Default::default();
        for (number, count) in (0u32..).zip(&self.lists) {
            if *count >= COUNT_SHOWN_MIN {
                named[values.facet(number)].push((values.text(number), *count));
            }
        }
        named
    }
}
