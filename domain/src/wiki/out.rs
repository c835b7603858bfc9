//! Pages for whoever searches: the index, which holds all of them, and a reader, who sees those of groups whose content he sees.

use std::collections::HashMap;

use super::{Page, queries, versions};
use crate::db::{Db, On, sql};
use crate::error::Result;
use crate::groups::{self, Group, Place};
use crate::ids::{GroupId, PageId};
use crate::principal::Principal;

/// A page with its text and its group.
#[derive(Debug, Clone)]
pub struct Out {
    pub page: Page,
    /// Markdown.
    pub source: String,
    pub group: Group,
    /// Titles of the pages above it, from the top.
    pub path: Vec<String>,
}

const SYSTEM: Principal = Principal::System("search");

/// These pages, for the index; without their paths.
pub async fn list(db: &Db, ids: &[PageId]) -> Result<Vec<Out>> {
    let pages = queries::list_by_id(db, ids).await?;
    read(db, &SYSTEM, pages, HashMap::new()).await
}

/// Pages after this one, by id, for the index.
pub async fn list_after(db: &Db, after: Option<PageId>, limit: i64) -> Result<Vec<Out>> {
    let ids: Vec<PageId> =
        sql("select id from wiki_page where deleted_at is null and id > $1 order by id limit $2")
            .bind(after.unwrap_or(PageId(uuid::Uuid::nil())))
            .bind(limit)
            .column(db)
            .await?;
    let mut found = list(db, &ids).await?;
    found.sort_by_key(|out| out.page.id);
    Ok(found)
}

/// Those of these pages that the principal may read, each with the way there. A handful of statements for all.
pub async fn list_seen(db: &Db, principal: &Principal, ids: &[PageId]) -> Result<Vec<Out>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let pages = queries::list_by_id(db, ids).await?;
    let paths = list_paths(db, ids).await?;
    read(db, principal, pages, paths).await
}

async fn read(
    db: &Db,
    principal: &Principal,
    pages: Vec<Page>,
    mut paths: HashMap<PageId, Vec<String>>,
) -> Result<Vec<Out>> {
    let ids: Vec<GroupId> = pages.iter().map(|page| page.group_id).collect();
    let places = groups::enter_all(db, principal, &ids).await?;
    let readable: HashMap<GroupId, Group> =
        places.into_iter().filter(Place::sees_content).map(|place| (place.group.id, place.group)).collect();
    let mut texts = versions::list_salted(db, pages.iter().map(|page| &page.head)).await?;
    let out = |page: Page| {
        Some(Out {
            group: readable.get(&page.group_id)?.clone(),
            source: texts.remove(&page.head).map(|(_, source)| source).unwrap_or_default(),
            path: paths.remove(&page.id).unwrap_or_default(),
            page,
        })
    };
    Ok(pages.into_iter().filter_map(out).collect())
}

async fn list_paths(on: impl Into<On<'_>>, ids: &[PageId]) -> Result<HashMap<PageId, Vec<String>>> {
    let above: Vec<(PageId, String, i64)> =
        sql("with recursive up (page, id, step) as (select id, parent_id, cast(1 as bigint) from wiki_page where id in (..) \
             union all select up.page, above.parent_id, up.step + 1 from wiki_page above join up on above.id = up.id \
             where up.step < 100) select up.page, above.title, up.step from up join wiki_page above on above.id = up.id \
             order by up.page, up.step desc")
        .bind_list(ids.iter().copied())
        .all(on)
        .await?;
    let mut paths: HashMap<PageId, Vec<String>> = HashMap::new();
    for (page, title, _) in above {
        paths.entry(page).or_default().push(title);
    }
    Ok(paths)
}
