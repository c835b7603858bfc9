//! What an index of ours is told before its first document.

use std::collections::BTreeMap;

use meilisearch_sdk::settings::{
    FacetSortValue, FacetingSettings, FilterFeatureModes, FilterFeatures, FilterableAttribute,
    FilterableAttributesSettings, MinWordSizeForTypos, PaginationSetting, Settings, TypoToleranceSettings,
};

use super::rows::HEAVY;
use crate::counts::FACETS;

/// Completions and resembling words at most; more tell the searcher nothing.
pub const VALUES_MAX: usize = 1_000;
/// Totals are told exactly up to here: more people than any government has.
const TOTAL_MAX: usize = 100_000_000;

/// Tokens whose dictionary is searched for what a word grows into or resembles.
const SEARCHED: [&str; 2] = ["name", "exact"];
/// Compared whole and never listed.
const COMPARED: [&str; 6] = ["person", "seen_by", "stem", "topic", HEAVY[0].0, HEAVY[1].0];
/// Counted besides the lists.
pub const COUNTED: [&str; 2] = ["availability", "can_mentor"];

pub fn settings() -> Settings {
    let searched = filterable(SEARCHED.iter().copied(), true);
    let others = COMPARED.iter().chain(&FACETS).chain(&COUNTED).copied();
    Settings {
        // Nothing is found by a query text: our tokens are compared whole.
        searchable_attributes: Some(Vec::new()),
        stop_words: Some(Vec::new()),
        synonyms: Some(Default::default()),
        displayed_attributes: Some(vec!["*".to_owned()]),
        filterable_attributes: Some(vec![searched, filterable(others, false)]),
        sortable_attributes: Some(vec!["room".to_owned(), "luck".to_owned()]),
        ranking_rules: Some(vec!["sort".to_owned()]),
        pagination: Some(PaginationSetting { max_total_hits: TOTAL_MAX }),
        faceting: Some(FacetingSettings {
            max_values_per_facet: VALUES_MAX,
            sort_facet_values_by: Some(BTreeMap::from([("*".to_owned(), FacetSortValue::Count)])),
        }),
        // The same as ours, so that the dictionary offers what our own comparison of letters then accepts.
        typo_tolerance: Some(TypoToleranceSettings {
            enabled: Some(true),
            min_word_size_for_typos: Some(MinWordSizeForTypos { one_typo: Some(5), two_typos: Some(9) }),
            disable_on_attributes: Some(Vec::new()),
            disable_on_words: Some(Vec::new()),
            disable_on_numbers: None,
        }),
        ..Settings::new()
    }
}

fn filterable<'a>(names: impl Iterator<Item = &'a str>, is_searched: bool) -> FilterableAttribute {
    FilterableAttribute::Settings(FilterableAttributesSettings {
        attribute_patterns: names.map(str::to_owned).collect(),
        features: FilterFeatures {
            facet_search: is_searched,
            filter: FilterFeatureModes { equality: true, comparison: false },
        },
    })
}
