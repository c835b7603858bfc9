//! SQL of versions, and of their texts apart from them.

use std::collections::HashMap;

use super::{Origin, Version, VersionId, chain};
use crate::clock::Timestamp;
use crate::db::{On, Tx, sql, sql_from};
use crate::error::{Error, Result};
use crate::ids::{PageId, PersonId};

const VERSION: &str = "select id, page_id, number, parent, other_parent, title, author_id, author, published_at, \
    source_hash, summary, patch, merge_version, is_side, size_bytes from wiki_version";

#[derive(sqlx::FromRow)]
struct Found {
    id: VersionId,
    page_id: PageId,
    number: i64,
    parent: Option<VersionId>,
    other_parent: Option<VersionId>,
    title: String,
    author_id: PersonId,
    author: String,
    published_at: Timestamp,
    source_hash: String,
    summary: String,
    patch: String,
    merge_version: Option<i64>,
    is_side: bool,
    size_bytes: i64,
}

impl From<Found> for Version {
    fn from(found: Found) -> Self {
        Self {
            id: found.id,
            page_id: found.page_id,
            number: found.number,
            parents: found.parent.into_iter().chain(found.other_parent).collect(),
            title: found.title,
            author_id: found.author_id,
            author: found.author,
            published_at: found.published_at,
            source_hash: found.source_hash,
            summary: found.summary,
            patch: found.patch,
            merge_version: found.merge_version,
            is_side: found.is_side,
            size_bytes: found.size_bytes,
        }
    }
}

/// About a factor of three on what people write, in a fraction of a millisecond.
const LEVEL: i32 = 3;

/// With salt and text, unless that was erased.
pub(super) async fn insert(tx: &mut Tx, version: &Version, salted: Option<(&[u8], &str)>) -> Result<()> {
    sql("insert into wiki_version (id, page_id, number, parent, other_parent, title, author_id, author, published_at, \
         source_hash, summary, patch, merge_version, is_side, size_bytes) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)")
    .bind(&version.id)
    .bind(version.page_id)
    .bind(version.number)
    .bind(version.parents.first().map(|id| id.0.clone()))
    .bind(version.parents.get(1).map(|id| id.0.clone()))
    .bind(&version.title)
    .bind(version.author_id)
    .bind(&version.author)
    .bind(version.published_at)
    .bind(&version.source_hash)
    .bind(&version.summary)
    .bind(&version.patch)
    .bind(version.merge_version)
    .bind(version.is_side)
    .bind(version.size_bytes)
    .execute(&mut *tx)
    .await?;
    let Some((salt, source)) = salted else { return Ok(()) };
    let packed = zstd::bulk::compress(source.as_bytes(), LEVEL).map_err(unpacked)?;
    sql("insert into wiki_text (version_id, salt, source) values ($1, $2, $3)")
        .bind(&version.id)
        .bind(salt)
        .bind(packed)
        .execute(tx)
        .await?;
    Ok(())
}

fn unpacked(error: std::io::Error) -> Error {
    Error::internal(format!("could not pack or unpack the text of a version: {error}"))
}

/// A version of this page, by its id.
pub(super) async fn find(on: impl Into<On<'_>>, page: PageId, id: &VersionId) -> Result<Option<Version>> {
    let found: Option<Found> = sql_from(format!("{VERSION} where page_id = $1 and id = $2"))
        .bind(page)
        .bind(id)
        .optional(on)
        .await?;
    Ok(found.map(Version::from))
}

/// The same by its number.
pub(super) async fn find_number(on: impl Into<On<'_>>, page: PageId, number: i64) -> Result<Option<Version>> {
    let text = format!("{VERSION} where page_id = $1 and number = $2");
    let found: Option<Found> = sql_from(text).bind(page).bind(number).optional(on).await?;
    Ok(found.map(Version::from))
}

/// What a change brought: the version that stood because of it.
pub(super) async fn find_patch(on: impl Into<On<'_>>, patch: &str) -> Result<Option<Version>> {
    let text = format!("{VERSION} where patch = $1 and not is_side");
    let found: Option<Found> = sql_from(text).bind(patch).optional(on).await?;
    Ok(found.map(Version::from))
}

/// The version that has the text that a change brought, merged afterwards or not.
pub(super) async fn find_written(
    on: impl Into<On<'_>>,
    page: PageId,
    patch: &str,
) -> Result<Option<VersionId>> {
    let found: Option<(VersionId,)> =
        sql("select id from wiki_version where page_id = $1 and patch = $2 order by is_side desc limit 1")
            .bind(page)
            .bind(patch)
            .optional(on)
            .await?;
    Ok(found.map(|(id,)| id))
}

/// Keeps the signed change behind a version.
pub(super) async fn keep_patch(tx: &mut Tx, origin: &Origin) -> Result<()> {
    let packed = zstd::bulk::compress(&origin.document, LEVEL).map_err(unpacked)?;
    sql("insert into wiki_patch (patch, document) values ($1, $2) on conflict (patch) do nothing")
        .bind(&origin.patch)
        .bind(packed)
        .execute(tx)
        .await?;
    Ok(())
}

/// The signed changes behind these versions, by address of the change.
pub(super) async fn list_patches(
    on: impl Into<On<'_>>,
    patches: impl IntoIterator<Item = &str>,
) -> Result<HashMap<String, Vec<u8>>> {
    let found: Vec<(String, Vec<u8>)> =
        sql("select patch, document from wiki_patch where patch in (..)").bind_list(patches).all(on).await?;
    let unpack = |(patch, packed): (String, Vec<u8>)| {
        let document = zstd::bulk::decompress(&packed, DOCUMENT_BYTES_MAX).map_err(unpacked)?;
        Ok((patch, document))
    };
    found.into_iter().map(unpack).collect()
}

/// What came in as one activity.
const DOCUMENT_BYTES_MAX: usize = 1 << 20;

/// Versions before this number, newest first.
pub(super) async fn list_before(
    on: impl Into<On<'_>>,
    page: PageId,
    before: i64,
    limit: i64,
) -> Result<Vec<Version>> {
    let text = format!("{VERSION} where page_id = $1 and number < $2 order by number desc limit $3");
    let found: Vec<Found> = sql_from(text).bind(page).bind(before).bind(limit).all(on).await?;
    Ok(found.into_iter().map(Version::from).collect())
}

/// Versions after this number, oldest first.
pub(super) async fn list_after(
    on: impl Into<On<'_>>,
    page: PageId,
    after: i64,
    limit: i64,
) -> Result<Vec<Version>> {
    let text = format!("{VERSION} where page_id = $1 and number > $2 order by number limit $3");
    let found: Vec<Found> = sql_from(text).bind(page).bind(after).bind(limit).all(on).await?;
    Ok(found.into_iter().map(Version::from).collect())
}

/// Versions of these pages, by page and number. Without texts.
pub(super) async fn list_of(on: impl Into<On<'_>>, pages: &[PageId], count_max: i64) -> Result<Vec<Version>> {
    let text = format!(
        "{VERSION} where number > (select version_count from wiki_page where wiki_page.id = wiki_version.page_id) - $1 \
         and page_id in (..) order by page_id, number"
    );
    let found: Vec<Found> = sql_from(text).bind(count_max).bind_list(pages.iter().copied()).all(on).await?;
    Ok(found.into_iter().map(Version::from).collect())
}

/// The texts of these versions with the salts of their digests; those that were erased are not among them.
pub(super) async fn list_salted(
    on: impl Into<On<'_>>,
    ids: impl IntoIterator<Item = &VersionId>,
) -> Result<HashMap<VersionId, (Vec<u8>, String)>> {
    let found: Vec<(VersionId, Vec<u8>, Vec<u8>)> =
        sql("select version_id, salt, source from wiki_text where version_id in (..)")
            .bind_list(ids)
            .all(on)
            .await?;
    let unpack = |(id, salt, packed): (VersionId, Vec<u8>, Vec<u8>)| {
        let source = unpack(&packed, &id)?;
        Ok((id, (salt, source)))
    };
    found.into_iter().map(unpack).collect()
}

fn unpack(packed: &[u8], id: &VersionId) -> Result<String> {
    let bytes = zstd::bulk::decompress(packed, super::SOURCE_BYTES_MAX).map_err(unpacked)?;
    String::from_utf8(bytes).map_err(|_| Error::internal(format!("the text of version {id} is no text")))
}

/// The text of a version; none where it was erased.
pub(super) async fn find_source(on: impl Into<On<'_>>, id: &VersionId) -> Result<Option<String>> {
    let found = find_salted(on, id).await?;
    Ok(found.map(|(_, source)| source))
}

/// The same with the salt of its digest.
pub(super) async fn find_salted(on: impl Into<On<'_>>, id: &VersionId) -> Result<Option<(Vec<u8>, String)>> {
    let found: Option<(Vec<u8>, Vec<u8>)> =
        sql("select salt, source from wiki_text where version_id = $1").bind(id).optional(on).await?;
    found.map(|(salt, packed)| Ok((salt, unpack(&packed, id)?))).transpose()
}

/// A version that is not kept yet: what is said of it, and its text.
pub(super) struct Draught<'a> {
    pub page: &'a super::Page,
    pub parents: Vec<VersionId>,
    pub title: String,
    pub author_id: PersonId,
    pub author: String,
    pub source: &'a str,
    pub summary: String,
    pub patch: String,
    pub merge_version: Option<i64>,
    pub is_side: bool,
}

/// Seals and keeps a version as the next of its page.
pub(super) async fn keep(tx: &mut Tx, new: Draught<'_>) -> Result<Version> {
    let salt = chain::new_salt()?;
    let mut version = Version {
        id: VersionId(String::new()),
        page_id: new.page.id,
        number: new.page.version_count + 1,
        parents: new.parents,
        title: new.title,
        author_id: new.author_id,
        author: new.author,
        published_at: tx.now(),
        source_hash: chain::hash_of(&salt, new.source),
        summary: new.summary,
        patch: new.patch,
        merge_version: new.merge_version,
        is_side: new.is_side,
        size_bytes: i64::try_from(new.source.len()).unwrap_or(i64::MAX),
    };
    version.id = chain::id_of(&version, &new.page.ap_id);
    insert(tx, &version, Some((&salt, new.source))).await?;
    Ok(version)
}
