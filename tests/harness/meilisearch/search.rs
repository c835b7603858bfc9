//! Searches of the stand-in: what a filter leaves, sorted and counted, and values that begin with some letters.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::body::bad;
use super::filter::values_of;
use super::store::{Document, Index, Refusal};

pub fn search(index: &Index, query: &Map<String, Value>) -> Result<Value, Refusal> {
    let mut found = match query.get("filter") {
        Some(filter) => index.matching(filter.as_str().ok_or_else(|| bad("the filter is a text"))?)?,
        None => index.documents.values().collect(),
    };
    let empty = Vec::new();
    for rule in query.get("sort").and_then(Value::as_array).unwrap_or(&empty).iter().rev() {
        let name = rule
            .as_str()
            .and_then(|rule| rule.strip_suffix(":desc"))
            .ok_or_else(|| bad("sorts by attribute:desc"))?;
        if !index.settings.sorts || !index.settings.sortable.iter().any(|known| known == name) {
            return Err((400, "invalid_search_sort", format!("Attribute `{name}` is not sortable.")));
        }
        let number = |document: &&Document| std::cmp::Reverse(document.get(name).and_then(Value::as_u64));
        found.sort_by_key(number);
    }
    let facets = query.get("facets").and_then(Value::as_array).unwrap_or(&empty);
    let mut distribution = Map::new();
    for facet in facets.iter().filter_map(Value::as_str) {
        if !index.settings.filterable.contains_key(facet) {
            return Err((400, "invalid_search_facets", format!("Attribute `{facet}` is not filterable.")));
        }
        let counted = most_frequent(&found, facet, index.facet_values_max(), |_| true);
        distribution.insert(
            facet.to_owned(),
            counted.into_iter().map(|(value, count)| (value, json!(count))).collect(),
        );
    }
    let limit = query.get("limit").and_then(Value::as_u64).ok_or_else(|| bad("the limit is a number"))?;
    let read = query
        .get("attributesToRetrieve")
        .and_then(Value::as_array)
        .ok_or_else(|| bad("what to read is a list"))?;
    let total = (found.len() as u64).min(index.total_hits_max());
    let hits = found.into_iter().take(usize::try_from(limit.min(index.total_hits_max())).unwrap());
    let hits: Vec<Document> = hits.map(|document| only(document, read)).collect();
    let mut result = json!({ "hits": hits, "query": "", "processingTimeMs": 0, "limit": limit, "offset": 0, "estimatedTotalHits": total });
    if !facets.is_empty() {
        result["facetDistribution"] = json!(distribution);
        result["facetStats"] = json!({});
    }
    Ok(result)
}

fn only(document: &Document, read: &[Value]) -> Document {
    document
        .iter()
        .filter(|(name, _)| read.iter().any(|wanted| wanted == *name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn most_frequent(
    found: &[&Document],
    facet: &str,
    most: usize,
    is_meant: impl Fn(&str) -> bool,
) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for value in found.iter().flat_map(|document| values_of(document, facet)).filter(|value| is_meant(value))
    {
        *counts.entry(value).or_default() += 1;
    }
    let mut counted: Vec<_> = counts.into_iter().collect();
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counted.truncate(most);
    counted
}

pub fn facet_search(index: &Index, body: &Map<String, Value>) -> Result<(u16, Value), Refusal> {
    let text =
        |name: &str| body.get(name).and_then(Value::as_str).ok_or_else(|| bad(format!("{name} is a text")));
    let (facet, letters) = (text("facetName")?, text("facetQuery")?);
    if index.settings.filterable.get(facet) != Some(&true) {
        return Err((
            400,
            "invalid_facet_search_facet_name",
            format!("Attribute `{facet}` is not facet-searchable."),
        ));
    }
    let found = index.matching(text("filter")?)?;
    let forgiven = match letters.chars().count() {
        0..5 => 0,
        5..9 => 1,
        _ => 2,
    };
    let is_meant = |value: &str| errors_to_a_beginning(letters, value) <= forgiven;
    let hits = most_frequent(&found, facet, index.facet_values_max(), is_meant);
    let hits: Vec<Value> =
        hits.into_iter().map(|(value, count)| json!({ "value": value, "count": count })).collect();
    Ok((200, json!({ "facetHits": hits, "facetQuery": letters, "processingTimeMs": 0 })))
}

/// Typing errors between what was typed and the nearest beginning of a value; two letters swapped are one.
fn errors_to_a_beginning(typed: &str, value: &str) -> usize {
    let (typed, value): (Vec<char>, Vec<char>) = (typed.chars().collect(), value.chars().collect());
    let mut rows = vec![(0..=value.len()).collect::<Vec<usize>>()];
    for (row, letter) in typed.iter().enumerate() {
        let mut now = vec![row + 1];
        for (column, other) in value.iter().enumerate() {
            let mut least = (rows[row][column] + usize::from(letter != other))
                .min(rows[row][column + 1] + 1)
                .min(now[column] + 1);
            if row > 0 && column > 0 && *letter == value[column - 1] && typed[row - 1] == *other {
                least = least.min(rows[row - 1][column - 1] + 1);
            }
            now.push(least);
        }
        rows.push(now);
    }
    rows.last().and_then(|last| last.iter().min().copied()).unwrap_or(usize::MAX)
}
