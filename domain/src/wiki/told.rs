//! What the host of a group tells the instances of its members about pages: how each stands now, with its newest versions
//! where they are few and short; the others are asked for one page at a time.

use std::collections::HashMap;

use super::versions;
use super::{Page, Version, elsewhere, queries};
use crate::db::{On, Tx, sql};
use crate::error::Result;
use crate::groups;
use crate::ids::{GroupId, PageId, PersonId};

/// A page with what a copy needs to stand like it.
#[derive(Debug, Clone)]
pub struct Told {
    pub page: Page,
    /// Its addresses within the wiki, the one of now first.
    pub slugs: Vec<String>,
    /// The address of the page above.
    pub parent: Option<String>,
    /// The newest, in order; perhaps not all.
    pub versions: Vec<ToldVersion>,
}

/// A version with its text, unless that was erased, and the signed change behind it, if its author is of elsewhere.
#[derive(Debug, Clone)]
pub struct ToldVersion {
    pub version: Version,
    pub salted: Option<(Vec<u8>, String)>,
    pub document: Option<Vec<u8>>,
}

/// So many versions of a page go with it, if they are short.
const VERSIONS_WITH: i64 = 4;
/// What those of one page may take, and those of all pages that are told at once.
const PAGE_BYTES: i64 = 128 * 1024;
const TOLD_BYTES: i64 = 2 * 1024 * 1024;
/// What is given to one question for versions.
const GIVEN_BYTES: i64 = 2 * 1024 * 1024;
const GIVEN: i64 = 200;

/// These pages of a group; those that were deleted are not among them. A handful of statements for all.
pub async fn list(on: impl Into<On<'_>>, group: GroupId, ids: &[PageId]) -> Result<Vec<Told>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut on = on.into();
    let pages = queries::list_standing(on.again(), group, ids).await?;
    let mut slugs = list_slugs(on.again(), group, ids).await?;
    let above: Vec<PageId> = pages.iter().filter_map(|page| page.parent_id).collect();
    let parents: HashMap<PageId, String> = list_addresses(on.again(), &above).await?;
    let newest = chosen(versions::list_of(on.again(), ids, VERSIONS_WITH).await?);
    let mut told = HashMap::<PageId, Vec<ToldVersion>>::new();
    for version in with_texts(on, newest).await? {
        told.entry(version.version.page_id).or_default().push(version);
    }
    let tell = |page: Page| Told {
        slugs: current_first(&page.slug, slugs.remove(&page.id).unwrap_or_default()),
        parent: page.parent_id.and_then(|parent| parents.get(&parent).cloned()),
        versions: told.remove(&page.id).unwrap_or_default(),
        page,
    };
    Ok(pages.into_iter().map(tell).collect())
}

/// Of each page's newest versions those that fit; without a gap before the newest.
fn chosen(newest: Vec<Version>) -> Vec<Version> {
    let mut of_page: HashMap<PageId, i64> = HashMap::new();
    let (mut all, mut kept) = (0, Vec::new());
    for version in newest.into_iter().rev() {
        let size = of_page.entry(version.page_id).or_default();
        *size += version.size_bytes;
        if *size <= PAGE_BYTES && all + version.size_bytes <= TOLD_BYTES {
            all += version.size_bytes;
            kept.push(version);
        } else {
            *size = i64::MAX / 2;
        }
    }
    kept.reverse();
    kept
}

fn current_first(current: &str, slugs: Vec<String>) -> Vec<String> {
    let others = slugs.into_iter().filter(|slug| slug != current);
    std::iter::once(current.to_owned()).chain(others).collect()
}

async fn list_slugs(on: On<'_>, group: GroupId, ids: &[PageId]) -> Result<HashMap<PageId, Vec<String>>> {
    let found: Vec<(PageId, String)> = sql(
        "select page_id, slug from wiki_slug where group_id = $1 and page_id in (..) order by page_id, slug",
    )
    .bind(group)
    .bind_list(ids.iter().copied())
    .all(on)
    .await?;
    let mut slugs: HashMap<PageId, Vec<String>> = HashMap::new();
    for (page, slug) in found {
        slugs.entry(page).or_default().push(slug);
    }
    Ok(slugs)
}

async fn list_addresses(on: On<'_>, ids: &[PageId]) -> Result<HashMap<PageId, String>> {
    let found: Vec<(PageId, String)> = sql("select id, ap_id from wiki_page where id in (..)")
        .bind_list(ids.iter().copied())
        .all(on)
        .await?;
    Ok(found.into_iter().collect())
}

async fn with_texts(mut on: On<'_>, versions: Vec<Version>) -> Result<Vec<ToldVersion>> {
    let ids = versions.iter().map(|version| &version.id);
    let mut texts = versions::list_salted(on.again(), ids).await?;
    let documents = versions::list_patches(on, versions.iter().map(|version| version.patch.as_str())).await?;
    let tell = |version: Version| ToldVersion {
        salted: texts.remove(&version.id),
        document: documents.get(&version.patch).cloned(),
        version,
    };
    Ok(versions.into_iter().map(tell).collect())
}

/// Pages that were written before wikis travelled: the instances of members hear of them now. Gives how many, at most `limit`.
pub(crate) async fn tell_untold(tx: &mut Tx, limit: i64) -> Result<u64> {
    let untold: Vec<(PageId, GroupId)> = sql("select page.id, page.group_id from wiki_page page \
         join groups on groups.id = page.group_id join instance on instance.id = groups.instance_id and instance.is_local \
         where page.deleted_at is null and groups.deleted_at is null and not exists \
         (select 1 from group_change where group_change.group_id = page.group_id and group_change.object_id = page.id) \
         order by page.group_id, page.id limit $1")
    .bind(limit)
    .all(&mut *tx)
    .await?;
    for (page, group) in &untold {
        let group = groups::find(&mut *tx, *group).await?;
        elsewhere::touch_all(tx, &group, &[*page]).await?;
    }
    Ok(untold.len() as u64)
}

/// The page with this id in a group of ours, deleted or not, for an instance that follows it.
pub async fn find(on: impl Into<On<'_>>, id: PageId) -> Result<Option<Page>> {
    queries::find(on, id).await
}

/// Versions of a page after this number, in order: as many as fit into one answer, and at least one if there is any.
pub async fn list_versions(on: impl Into<On<'_>>, page: PageId, after: i64) -> Result<Vec<ToldVersion>> {
    let mut on = on.into();
    let mut size = 0;
    let mut given = Vec::new();
    for version in versions::list_after(on.again(), page, after, GIVEN).await? {
        size += version.size_bytes;
        if size > GIVEN_BYTES && !given.is_empty() {
            break;
        }
        given.push(version);
    }
    with_texts(on, given).await
}

/// Everybody who wrote one of these versions or keeps one of these pages.
pub fn people_of(told: &[Told]) -> impl Iterator<Item = PersonId> {
    told.iter().flat_map(|told| {
        let authors = told.versions.iter().map(|version| version.version.author_id);
        authors.chain(told.page.owner_id)
    })
}
