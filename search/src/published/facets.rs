//! Counts per filter over everything that matches and that the reader sees. What fails exactly one chosen filter counts for
//! that filter's own values, so that he sees what choosing another would bring.

use std::collections::{HashMap, HashSet};

use super::parts::{AUTHOR, GROUP, LANGUAGE, Part, SORT, SUBJECT};
use super::query::{FACET_VALUES_MAX, Facet, FacetKind, FacetValue, Filters, Period};
use crate::error::Result;

/// Filters over a column of words.
const LISTS: [(FacetKind, usize); 5] = [
    (FacetKind::Sort, SORT),
    (FacetKind::Group, GROUP),
    (FacetKind::Author, AUTHOR),
    (FacetKind::Subject, SUBJECT),
    (FacetKind::Language, LANGUAGE),
];

/// The chosen filters, in the numbers of each segment.
pub struct Sieve {
    lists: Vec<List>,
    since: Option<i64>,
}

struct List {
    kind: FacetKind,
    column: usize,
    wanted: Vec<HashSet<u64>>,
}

/// What came of a document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sifted {
    Passes,
    FailsOnly(FacetKind),
    Fails,
}

impl Sieve {
    pub fn new(filters: &Filters, parts: &[Part], now: i64) -> Result<Self> {
        let mut lists = Vec::new();
        for (kind, column) in LISTS {
            let words = chosen(filters, kind);
            if words.is_empty() {
                continue;
            }
            let wanted = parts.iter().map(|part| part.numbers_of(column, words.iter()));
            lists.push(List { kind, column, wanted: wanted.collect::<Result<_>>()? });
        }
        Ok(Self { lists, since: filters.period.map(|period| period.since(now)) })
    }

    pub fn sift(&self, at: usize, part: &Part, doc: u32) -> Sifted {
        let fails = |list: &&List| !part.ordinals(list.column, doc).any(|one| list.wanted[at].contains(&one));
        let lists = self.lists.iter().filter(fails).map(|list| list.kind);
        let is_old = self.since.is_some_and(|since| part.at(doc) < since);
        let mut failed = lists.chain(is_old.then_some(FacetKind::Period));
        match (failed.next(), failed.next()) {
            (None, _) => Sifted::Passes,
            (Some(kind), None) => Sifted::FailsOnly(kind),
            _ => Sifted::Fails,
        }
    }
}

fn chosen(filters: &Filters, kind: FacetKind) -> Vec<String> {
    match kind {
        FacetKind::Sort => filters.sorts.iter().map(|sort| sort.as_str().to_owned()).collect(),
        FacetKind::Group => filters.groups.iter().map(ToString::to_string).collect(),
        FacetKind::Author => filters.authors.iter().map(ToString::to_string).collect(),
        FacetKind::Subject => filters.subjects.clone(),
        FacetKind::Language => filters.languages.clone(),
        FacetKind::Period => filters.period.iter().map(|period| period.as_str().to_owned()).collect(),
    }
}

/// Running counts: by segment, filter and number.
pub struct Counts {
    lists: Vec<[HashMap<u64, u32>; LISTS.len()]>,
    periods: [u32; Period::ALL.len()],
    now: i64,
}

impl Counts {
    pub fn new(parts: &[Part], now: i64) -> Self {
        let lists = parts.iter().map(|_| Default::default()).collect();
        Self { lists, periods: [0; Period::ALL.len()], now }
    }

    /// For every filter, or only for the one that the document fails.
    pub fn add(&mut self, at: usize, part: &Part, doc: u32, only: Option<FacetKind>) {
        for (counts, (kind, column)) in self.lists[at].iter_mut().zip(LISTS) {
            if only.is_none_or(|only| only == kind) {
                part.ordinals(column, doc).for_each(|one| *counts.entry(one).or_default() += 1);
            }
        }
        if only.is_none_or(|only| only == FacetKind::Period) {
            for (count, period) in self.periods.iter_mut().zip(Period::ALL) {
                *count += u32::from(part.at(doc) >= period.since(self.now));
            }
        }
    }

    pub fn into_facets(self, parts: &[Part], filters: &Filters) -> Vec<Facet> {
        let mut facets: Vec<Facet> = LISTS
            .iter()
            .enumerate()
            .map(|(list, (kind, column))| {
                let wanted = chosen(filters, *kind);
                let named = self.frequent(parts, list, *column).into_iter().chain(wanted.iter().cloned());
                let named: HashSet<String> = named.collect();
                let count = |word: String| (self.count_of(parts, list, *column, &word), word);
                let counted = named.into_iter().map(count).filter(|(count, _)| *count > 0);
                shown(*kind, counted.map(|(count, word)| (word, count)).collect(), &wanted)
            })
            .collect();
        let periods = Period::ALL.iter().zip(self.periods).filter(|(_, count)| *count > 0);
        let periods = periods.map(|(period, count)| (period.as_str().to_owned(), count)).collect();
        facets.push(shown(FacetKind::Period, periods, &chosen(filters, FacetKind::Period)));
        facets.retain(|facet| !facet.values.is_empty());
        facets
    }
}

impl Counts {
    /// The words that are frequent in some segment. Of a hundred thousand authors few can be shown, and finding the word
    /// behind a number costs more than counting it.
    fn frequent(&self, parts: &[Part], list: usize, column: usize) -> HashSet<String> {
        let mut words = HashSet::new();
        for (part, counts) in parts.iter().zip(&self.lists) {
            let mut numbers: Vec<(u64, u32)> =
                counts[list].iter().map(|(one, count)| (*one, *count)).collect();
            // Numbers are in the order of their words.
            numbers.sort_unstable_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
            words.extend(numbers.iter().take(FREQUENT_EACH).map(|(number, _)| part.word(column, *number)));
        }
        words
    }

    fn count_of(&self, parts: &[Part], list: usize, column: usize, word: &str) -> u32 {
        let in_part = |(part, counts): (&Part, &[HashMap<u64, u32>; LISTS.len()])| {
            part.number_of(column, word).and_then(|number| counts[list].get(&number).copied()).unwrap_or(0)
        };
        parts.iter().zip(&self.lists).map(in_part).sum()
    }
}

/// Of each segment so many values can become one of those that are shown.
const FREQUENT_EACH: usize = 10 * FACET_VALUES_MAX;

/// Chosen values in any case, then the most frequent.
fn shown(kind: FacetKind, mut counted: Vec<(String, u32)>, wanted: &[String]) -> Facet {
    let count_of =
        |value: &String| counted.iter().find(|(text, _)| text == value).map_or(0, |(_, count)| *count);
    let chosen: Vec<FacetValue> = wanted
        .iter()
        .map(|value| FacetValue { value: value.clone(), count: count_of(value), is_chosen: true })
        .collect();
    counted.retain(|(text, _)| !wanted.contains(text));
    // Periods stand in the order of time.
    if kind != FacetKind::Period {
        counted.sort_unstable_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    }
    counted.truncate(FACET_VALUES_MAX);
    let others = counted.into_iter().map(|(value, count)| FacetValue { value, count, is_chosen: false });
    Facet { kind, values: chosen.into_iter().chain(others).collect() }
}
