//! Titles alone, from the database, while there is no index. Knows no counts and no filters but the sort of thing: with
//! another filter chosen it finds nothing rather than what the filter would have kept out.

use domain::circles::Reader;
use domain::groups::{self, Asked};
use domain::items::{self, lists};
use domain::{Db, Principal};

use super::doc::Sort;
use super::query::{Filters, Found, Hit, LIMIT_MAX, Query, Scope};
use crate::analysis::words;
use crate::error::Result;

/// Words of a question that are looked for.
const WORDS_MAX: usize = 6;

pub async fn search(db: &Db, principal: &Principal, reader: &Reader, query: &Query) -> Result<Found> {
    let is_filtered = Filters { sorts: Vec::new(), ..query.filters.clone() } != Filters::default();
    let words: Vec<String> = words(&query.text).map(|(word, _)| word).take(WORDS_MAX).collect();
    if is_filtered || words.is_empty() || query.after.is_some() {
        return Ok(Found::default());
    }
    let wants = |sort: Sort| query.filters.sorts.is_empty() || query.filters.sorts.contains(&sort);
    let limit = query.limit.min(LIMIT_MAX);
    let mut hits = Vec::new();
    if wants(Sort::Group) && query.scope == Scope::Everything {
        hits.extend(groups(db, principal, &words, limit).await?);
    }
    let found =
        lists::find_by_title(db, principal, &words, groups_of(query.scope, reader), limit_of(limit)).await?;
    let found = found.into_iter().map(|item| Hit {
        id: item.id.0,
        sort: Sort::Item(item.kind),
        item: Some(item.id.0),
    });
    hits.extend(found.filter(|hit| wants(hit.sort)));
    hits.truncate(limit);
    Ok(Found { total: u32::try_from(hits.len()).unwrap_or(u32::MAX), hits, ..Found::default() })
}

fn limit_of(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// The groups within which it is looked; `None` for everywhere.
fn groups_of(scope: Scope, reader: &Reader) -> Option<Vec<domain::GroupId>> {
    match scope {
        Scope::Everything => None,
        Scope::Mine => Some(reader.groups.iter().copied().take(items::lists::GROUPS_MERGED_MAX).collect()),
        Scope::Group(id) => Some(vec![id]),
    }
}

async fn groups(db: &Db, principal: &Principal, words: &[String], limit: usize) -> Result<Vec<Hit>> {
    let asked = Asked { words: words.join(" "), limit: limit_of(limit), ..Asked::default() };
    let found = groups::list(db, principal, &asked).await?;
    Ok(found.into_iter().map(|group| Hit { id: group.id.0, sort: Sort::Group, item: None }).collect())
}
