//! Copies of pages of elsewhere. The host says how a page stands; each version is believed when its digest fits, its parents
//! are here, its merge can be made again, and whoever wrote it elsewhere signed what it says.

use super::merge::{self, ALGORITHM};
use super::proof::{Patch, is_of_host};
use super::{Origin, chain, elsewhere, follow, offers, queries, tree, versions, write};
use super::{Page, Rights, SOURCE_BYTES_MAX, Version, VersionId};
use crate::clock::Timestamp;
use crate::db::{On, Tx, sql};
use crate::error::Result;
use crate::groups::Group;
use crate::ids::{GroupId, PageId, PersonId};
use crate::index_feed::Lane;
use crate::people;
use crate::people::replica::{Stub, ensure_stub};
use crate::published_feed;

/// A page as the host's feed has it.
#[derive(Debug, Clone)]
pub struct PageState {
    pub ap_id: String,
    pub title: String,
    /// Its addresses within the wiki, the one of now first.
    pub slugs: Vec<String>,
    /// The address of the page above.
    pub parent: Option<String>,
    pub place: i64,
    pub rights: Rights,
    pub needs_approval: bool,
    pub is_template: bool,
    /// The address of who keeps it true.
    pub owner: Option<String>,
    pub review_at: Option<Timestamp>,
    pub reviewed_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub head: VersionId,
    pub version_count: i64,
    /// In order; those before the first of them are here already, or nothing is done.
    pub versions: Vec<Arrived>,
}

/// A version as it came; that whoever wrote it signed `document` was found already.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub id: VersionId,
    pub number: i64,
    pub parents: Vec<VersionId>,
    pub title: String,
    pub author: Stub,
    pub published_at: Timestamp,
    pub source_hash: String,
    /// Salt and text; none where it was erased.
    pub text: Option<(Vec<u8>, String)>,
    pub summary: String,
    pub patch: String,
    pub merge_version: Option<i64>,
    pub is_side: bool,
    pub document: Option<Vec<u8>>,
}

/// How many versions of a page are here.
pub async fn count_held(on: impl Into<On<'_>>, group: GroupId, ap_id: &str) -> Result<i64> {
    let found: Option<(i64,)> = sql("select version_count from wiki_page where group_id = $1 and ap_id = $2")
        .bind(group)
        .bind(ap_id)
        .optional(on)
        .await?;
    Ok(found.map_or(0, |(count,)| count))
}

impl PageState {
    /// Whether versions lie between those that are here and those that came.
    pub fn has_gap(&self, held: i64) -> bool {
        let first = self.versions.first().map_or(self.version_count + 1, |version| version.number);
        first > held + 1
    }
}

/// Brings the copy of a page to how its host has it. What is not believed is left out, with everything after it.
pub(crate) async fn store(tx: &mut Tx, group: &Group, state: &PageState) -> Result<()> {
    tx.lock(&tree::lock(group.id)).await?;
    let Some(mut page) = ensure(tx, group, state).await? else { return Ok(()) };
    let mut stands = None;
    for arrived in &state.versions {
        if arrived.number <= page.version_count {
            continue;
        }
        match append(tx, group, &page, arrived).await? {
            Ok(version) => {
                page.version_count = version.number;
                page.title.clone_from(&version.title);
                if !version.is_side {
                    stands = Some((version, arrived.text.as_ref().map(|(_, source)| source.clone())));
                }
            }
            Err(why) => {
                tracing::warn!(page = state.ap_id, number = arrived.number, why, "a version is not believed");
                break;
            }
        }
    }
    if page.version_count == 0 {
        // Not even its first version is believed: there is no page.
        sql("delete from wiki_page where id = $1").bind(page.id).execute(tx).await?;
        return Ok(());
    }
    if let Some((version, source)) = stands {
        write::show(tx, page.clone(), &version, &source.unwrap_or_default()).await?;
        follow::changed(tx, page.id).await?;
    }
    // Comes last: a version that never stood may be the newest that is here.
    arrange(tx, group, &mut page, state).await?;
    published_feed::mark_page(tx, page.id, Lane::Replica).await
}

async fn ensure(tx: &mut Tx, group: &Group, state: &PageState) -> Result<Option<Page>> {
    let found: Option<(PageId, GroupId)> = sql("select id, group_id from wiki_page where ap_id = $1")
        .bind(&state.ap_id)
        .optional(&mut *tx)
        .await?;
    if let Some((id, of)) = found {
        return if of == group.id { queries::find(tx, id).await } else { Ok(None) };
    }
    let Some(first) = state.versions.first().filter(|first| first.number == 1) else { return Ok(None) };
    let author = ensure_stub(tx, group.instance_id, &first.author).await?;
    let mut page = tree::blank(
        state.created_at,
        tx.new_id(),
        state.ap_id.clone(),
        group.id,
        author,
        state.title.clone(),
    );
    page.slug = state.slugs.first().cloned().unwrap_or_default();
    queries::insert(tx, &page).await?;
    Ok(Some(page))
}

/// Keeps the next version of a page, or says why it is not believed.
async fn append(
    tx: &mut Tx,
    group: &Group,
    page: &Page,
    arrived: &Arrived,
) -> Result<std::result::Result<Version, &'static str>> {
    let parents = match parents_of(tx, page, arrived).await? {
        Ok(parents) => parents,
        Err(why) => return Ok(Err(why)),
    };
    let version = version_of(page, arrived);
    if let Err(why) = check(tx, page, arrived, &version, &parents).await? {
        return Ok(Err(why));
    }
    let author_id = ensure_stub(tx, group.instance_id, &arrived.author).await?;
    let version = Version { author_id, ..version };
    versions::insert(
        tx,
        &version,
        arrived.text.as_ref().map(|(salt, text)| (salt.as_slice(), text.as_str())),
    )
    .await?;
    if let Some(document) = &arrived.document {
        let origin = Origin { patch: version.patch.clone(), document: document.clone() };
        versions::keep_patch(tx, &origin).await?;
    }
    offers::settle(tx, &version.patch).await?;
    Ok(Ok(version))
}

async fn parents_of(
    tx: &mut Tx,
    page: &Page,
    arrived: &Arrived,
) -> Result<std::result::Result<Vec<Version>, &'static str>> {
    if arrived.number != page.version_count + 1 {
        return Ok(Err("it does not follow the one before it"));
    }
    if arrived.parents.len() > 2 || (arrived.number == 1) != arrived.parents.is_empty() {
        return Ok(Err("it has not the parents that it should have"));
    }
    let mut parents = Vec::new();
    for id in &arrived.parents {
        match versions::find(&mut *tx, page.id, id).await? {
            Some(parent) => parents.push(parent),
            None => return Ok(Err("it names a version that is not there before it")),
        }
    }
    Ok(Ok(parents))
}

fn version_of(page: &Page, arrived: &Arrived) -> Version {
    Version {
        id: arrived.id.clone(),
        page_id: page.id,
        number: arrived.number,
        parents: arrived.parents.clone(),
        title: arrived.title.clone(),
        author_id: page.changed_by,
        author: arrived.author.ap_id.clone(),
        published_at: arrived.published_at,
        source_hash: arrived.source_hash.clone(),
        summary: arrived.summary.clone(),
        patch: arrived.patch.clone(),
        merge_version: arrived.merge_version,
        is_side: arrived.is_side,
        size_bytes: arrived
            .text
            .as_ref()
            .map_or(0, |(_, text)| i64::try_from(text.len()).unwrap_or(i64::MAX)),
    }
}

async fn check(
    tx: &mut Tx,
    page: &Page,
    arrived: &Arrived,
    version: &Version,
    parents: &[Version],
) -> Result<std::result::Result<(), &'static str>> {
    if chain::id_of(version, &page.ap_id) != version.id {
        return Ok(Err("its id is not the digest of what it says"));
    }
    let source = arrived.text.as_ref().map(|(_, source)| source.as_str());
    if let Some((salt, source)) = &arrived.text
        && (source.len() > SOURCE_BYTES_MAX || chain::hash_of(salt, source) != version.source_hash)
    {
        return Ok(Err("its text is not the one that was written"));
    }
    if !is_honest_merge(tx, version, parents, source).await? {
        return Ok(Err("it is not what the merge of its parents gives"));
    }
    let before = match parents.first() {
        Some(parent) => versions::find_source(&mut *tx, &parent.id).await?,
        None => None,
    };
    let parent = parents.first().map(|parent| (parent, before.as_deref()));
    let is_his = match &arrived.document {
        Some(document) => {
            Patch::read(document).is_some_and(|patch| patch.says(version, &page.ap_id, source, parent))
        }
        None => is_of_host(&version.author, &page.ap_id),
    };
    Ok(if is_his { Ok(()) } else { Err("whoever is said to have written it did not sign it") })
}

/// Of two parents there is a merge, made by a way of merging; one that we do not know cannot be made again.
async fn is_honest_merge(
    tx: &mut Tx,
    version: &Version,
    parents: &[Version],
    source: Option<&str>,
) -> Result<bool> {
    let ([theirs, mine], Some(way)) = (parents, version.merge_version) else {
        return Ok(version.merge_version.is_none() && parents.len() < 2);
    };
    let Some(base) = mine.parents.first().filter(|_| mine.is_side && mine.patch == version.patch) else {
        return Ok(false);
    };
    if way != ALGORITHM {
        return Ok(true);
    }
    let texts = versions::list_salted(tx, [base, &theirs.id, &mine.id]).await?;
    let text = |id: &VersionId| texts.get(id).map(|(_, text)| text.as_str());
    let (Some(base), Some(theirs), Some(mine), Some(source)) =
        (text(base), text(&theirs.id), text(&mine.id), source)
    else {
        return Ok(true);
    };
    Ok(merge::merge(base, theirs, mine).text().as_deref() == Some(source))
}

/// Where it stands and who keeps it, as its host says.
async fn arrange(tx: &mut Tx, group: &Group, page: &mut Page, state: &PageState) -> Result<()> {
    for slug in &state.slugs {
        queries::upsert_slug(tx, group.id, slug, page.id).await?;
    }
    if let Some(slug) = state.slugs.first() {
        page.slug.clone_from(slug);
    }
    let owner: Option<PersonId> = match &state.owner {
        Some(owner) => people::find_by_ap_id(&mut *tx, owner).await?.map(|person| person.id),
        None => None,
    };
    queries::update_copy(tx, page, state, owner).await?;
    let parent = match &state.parent {
        Some(parent) => elsewhere::locate(&mut *tx, group.id, parent).await?,
        None => None,
    };
    place(tx, page.id, parent).await?;
    // Pages under this one may have come before it.
    let waiting: Vec<PageId> =
        sql("select id from wiki_page where group_id = $1 and parent_address = $2 and parent_id is null")
            .bind(group.id)
            .bind(&state.ap_id)
            .column(&mut *tx)
            .await?;
    for child in waiting {
        place(tx, child, Some(page.id)).await?;
    }
    Ok(())
}

/// Puts a page under another, but never under itself: then it stands at the top.
async fn place(tx: &mut Tx, id: PageId, parent: Option<PageId>) -> Result<()> {
    let is_cycle = match parent {
        Some(parent) => queries::list_above(&mut *tx, parent).await?.iter().any(|leaf| leaf.id == id),
        None => false,
    };
    sql("update wiki_page set parent_id = $2 where id = $1")
        .bind(id)
        .bind(parent.filter(|_| !is_cycle))
        .execute(tx)
        .await?;
    Ok(())
}

/// The host has this page no more, or not for readers.
pub(crate) async fn forget(tx: &mut Tx, group: &Group, ap_id: &str) -> Result<()> {
    let Some(id) = elsewhere::locate(&mut *tx, group.id, ap_id).await? else { return Ok(()) };
    sql("update wiki_page set deleted_at = $2 where id = $1 and deleted_at is null")
        .bind(id)
        .bind(tx.now())
        .execute(&mut *tx)
        .await?;
    published_feed::mark_page(tx, id, Lane::Replica).await
}

/// Takes at most `limit` pages of a copy away for good; gives how many that were.
pub(crate) async fn purge_some(tx: &mut Tx, group: GroupId, limit: i64) -> Result<u64> {
    let ids: Vec<PageId> = sql("select id from wiki_page where group_id = $1 order by id limit $2")
        .bind(group)
        .bind(limit)
        .column(&mut *tx)
        .await?;
    if ids.is_empty() {
        sql("delete from wiki_offer where group_id = $1").bind(group).execute(&mut *tx).await?;
        return Ok(0);
    }
    for id in &ids {
        published_feed::mark_page(tx, *id, Lane::Replica).await?;
    }
    for text in [
        "update wiki_page set parent_id = null where parent_id in (..)",
        "update wiki_offer set parent_id = null where parent_id in (..)",
        "delete from wiki_offer where page_id in (..)",
        "delete from wiki_draft where page_id in (..)",
        "delete from wiki_follow where page_id in (..)",
        "delete from wiki_visit where page_id in (..)",
        "delete from wiki_editing where page_id in (..)",
        "delete from wiki_link where page_id in (..)",
        "delete from wiki_slug where page_id in (..)",
        "delete from wiki_patch where patch in (select patch from wiki_version where page_id in (..))",
        "delete from wiki_text where version_id in (select id from wiki_version where page_id in (..))",
        "delete from wiki_version where page_id in (..)",
        "delete from wiki_page where id in (..)",
    ] {
        sql(text).bind_list(ids.iter().copied()).execute(&mut *tx).await?;
    }
    Ok(ids.len() as u64)
}
