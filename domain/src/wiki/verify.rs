//! Recomputes the chain of every page: whether anything was changed, left out, or merged otherwise than it says.

use std::collections::HashMap;

use super::merge::{self, ALGORITHM};
use super::proof::{Patch, is_of_host};
use super::{Page, Version, VersionId, chain, queries, versions};
use crate::db::{Db, sql};
use crate::error::Result;
use crate::ids::PageId;

/// What was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    pub pages: u64,
    pub versions: u64,
    /// Texts that were erased: the chain stands without them.
    pub erased: u64,
    /// What does not fit.
    pub broken: Vec<Broken>,
}

/// A version that is not what it says, or the page of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub page_id: PageId,
    pub number: i64,
    pub fault: Fault,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Its id is not the digest of what it says.
    Id,
    /// Its text is not the one that was written.
    Text,
    /// It names a version that is not there before it.
    Parent,
    /// It is not what the merge of its parents gives.
    Merge,
    /// Whoever is said to have written it elsewhere signed something else, or nothing.
    Proof,
    /// A number is missing, or the page stands at another version than the last.
    Order,
}

/// Looks at every version of every page, a few hundred in memory at a time.
pub async fn verify(db: &Db) -> Result<Verified> {
    let mut verified = Verified::default();
    let ids: Vec<PageId> = sql("select id from wiki_page order by id").column(db).await?;
    for id in ids {
        if let Some(page) = queries::find(db, id).await? {
            verify_page(db, &page, &mut verified).await?;
        }
    }
    Ok(verified)
}

const BATCH: i64 = 200;

async fn verify_page(db: &Db, page: &Page, verified: &mut Verified) -> Result<()> {
    let mut seen: HashMap<VersionId, Option<VersionId>> = HashMap::new();
    let (mut number, mut stands) = (0, None);
    loop {
        let batch = versions::list_after(db, page.id, number, BATCH).await?;
        let is_last = i64::try_from(batch.len()).unwrap_or(BATCH) < BATCH;
        for version in batch {
            let mut faults = faults_of(db, page, &version, &seen, verified).await?;
            if version.number != number + 1 {
                faults.push(Fault::Order);
            }
            number = version.number;
            verified.broken.extend(faults.into_iter().map(|fault| Broken {
                page_id: page.id,
                number,
                fault,
            }));
            verified.versions += 1;
            if !version.is_side {
                stands = Some(version.id.clone());
            }
            seen.insert(version.id, version.parents.into_iter().next());
        }
        if is_last {
            break;
        }
    }
    verified.pages += 1;
    if stands.as_ref() != Some(&page.head) || number != page.version_count {
        verified.broken.push(Broken { page_id: page.id, number, fault: Fault::Order });
    }
    Ok(())
}

async fn faults_of(
    db: &Db,
    page: &Page,
    version: &Version,
    seen: &HashMap<VersionId, Option<VersionId>>,
    verified: &mut Verified,
) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    if chain::id_of(version, &page.ap_id) != version.id {
        faults.push(Fault::Id);
    }
    let is_first_without = version.parents.is_empty() && version.number > 1;
    if is_first_without || version.parents.iter().any(|parent| !seen.contains_key(parent)) {
        faults.push(Fault::Parent);
    }
    if !is_signed(db, page, version).await? {
        faults.push(Fault::Proof);
    }
    match versions::find_salted(db, &version.id).await? {
        None => verified.erased += 1,
        Some((salt, source)) => {
            if chain::hash_of(&salt, &source) != version.source_hash {
                faults.push(Fault::Text);
            }
            if !is_honest(db, version, &source, seen).await? {
                faults.push(Fault::Merge);
            }
        }
    }
    Ok(faults)
}

/// What people of elsewhere wrote, they signed; the host speaks for its own.
async fn is_signed(db: &Db, page: &Page, version: &Version) -> Result<bool> {
    if is_of_host(&version.author, &page.ap_id) {
        return Ok(true);
    }
    let found = versions::list_patches(db, [version.patch.as_str()]).await?;
    let Some(patch) = found.get(&version.patch).and_then(|document| Patch::read(document)) else {
        return Ok(false);
    };
    let parent = match version.parents.first() {
        Some(id) => versions::find(db, page.id, id).await?,
        None => None,
    };
    let before = match &parent {
        Some(parent) => versions::find_source(db, &parent.id).await?,
        None => None,
    };
    let source = versions::find_source(db, &version.id).await?;
    let parent = parent.as_ref().map(|parent| (parent, before.as_deref()));
    Ok(patch.says(version, &page.ap_id, source.as_deref(), parent))
}

/// A merge made by a way of merging that we know gives the same again.
async fn is_honest(
    db: &Db,
    version: &Version,
    source: &str,
    seen: &HashMap<VersionId, Option<VersionId>>,
) -> Result<bool> {
    let ([theirs, mine], Some(ALGORITHM)) = (version.parents.as_slice(), version.merge_version) else {
        return Ok(version.merge_version.is_none() && version.parents.len() < 2);
    };
    let Some(Some(base)) = seen.get(mine) else { return Ok(false) };
    let mut texts = Vec::new();
    for id in [base, theirs, mine] {
        match versions::find_source(db, id).await? {
            Some(text) => texts.push(text),
            // Erased: nobody can make this merge again.
            None => return Ok(true),
        }
    }
    let [base, theirs, mine] = texts.as_slice() else { return Ok(false) };
    Ok(merge::merge(base, theirs, mine).text().as_deref() == Some(source))
}
