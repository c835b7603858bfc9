//! Counts per filter, from what Meilisearch counted.

use meilisearch_sdk::search::SearchResults;

use super::filters::Chosen;
use super::pile::Candidate;
use super::rows::{CUSTOM_SIGN, read_back};
use super::server::number;
use super::settings::COUNTED;
use crate::counts::{CUSTOM, CUSTOM_SEPARATOR, Counted, FACETS};
use crate::person::Availability;
use crate::query::{Facet, Filters};

/// What is counted with everyone who matches.
pub fn facets() -> Vec<&'static str> {
    FACETS.into_iter().chain(COUNTED).collect()
}

/// Counts of everyone who matches; of a chosen filter, what another choice of it would bring.
pub fn counted(
    chosen: &[Chosen],
    filters: &Filters,
    main: &SearchResults<Candidate>,
    others: &[SearchResults<Candidate>],
) -> Vec<Facet> {
    let values = |attribute: &str| -> Vec<(String, u32)> {
        let is_own = attribute == FACETS[CUSTOM];
        let of_main = chosen.iter().zip(others).find(|(chosen, _)| chosen.attribute == attribute && !is_own);
        let source = of_main.map_or(main, |(_, results)| results);
        let mut values = distribution(source, attribute);
        for (chosen, results) in chosen.iter().zip(others).filter(|_| is_own) {
            let Some(key) = &chosen.key else { continue };
            let is_of_key = |value: &str| value.split_once(CUSTOM_SIGN).is_some_and(|(own, _)| own == key);
            values.retain(|(value, _)| !is_of_key(value));
            values.extend(distribution(results, attribute).into_iter().filter(|(value, _)| is_of_key(value)));
        }
        let separator = CUSTOM_SEPARATOR.to_string();
        let shaped = |value: String| if is_own { value.replacen(CUSTOM_SIGN, &separator, 1) } else { value };
        values.into_iter().map(|(value, count)| (shaped(value), count)).collect()
    };
    let named = FACETS.map(values);
    let [availability, mentors] = COUNTED.map(values);
    let count_of = |values: &[(String, u32)], wanted: &str| {
        values.iter().find(|(value, _)| value == wanted).map_or(0, |(_, count)| *count)
    };
    let counted = Counted {
        named: named
            .each_ref()
            .map(|values| values.iter().map(|(value, count)| (value.as_str(), *count)).collect()),
        availability: std::array::from_fn(|at| count_of(&availability, Availability::ALL[at].as_str())),
        mentors: count_of(&mentors, "yes"),
    };
    counted.into_facets(filters)
}

fn distribution(results: &SearchResults<Candidate>, attribute: &str) -> Vec<(String, u32)> {
    let values = results.facet_distribution.as_ref().and_then(|facets| facets.get(attribute));
    let values = values.into_iter().flatten();
    values.map(|(value, count)| (read_back(value), number(*count))).collect()
}
