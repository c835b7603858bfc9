//! Pages of wikis: ours as members' instances get them, theirs before their authors are believed.

use std::collections::HashMap;

use domain::people::{Person, check};
use domain::wiki::replica::{Arrived, PageState};
use domain::wiki::told::{Told, ToldVersion};
use domain::wiki::{self, Rights, VersionId};
use domain::{PersonId, Timestamp};
use serde_json::Value;

use super::Disbelief;
use super::feed::is_same_origin;
use super::group::cut;
use super::person::is_short_address;
use super::post::speaker;
use crate::urls::Urls;
use crate::wire::{PageVersion, Patch, WikiPage};

/// More addresses of one page than this are not kept.
const SLUGS_MAX: usize = 200;
/// More versions than this are not read at once.
const VERSIONS_MAX: usize = 500;
const SALT_BYTES_MAX: usize = 64;

/// One of our pages.
pub fn to_wire(told: &Told, group: &str, people: &HashMap<PersonId, Person>, urls: &Urls) -> WikiPage {
    let page = &told.page;
    let owner = page.owner_id.and_then(|owner| people.get(&owner));
    let versions = told.versions.iter().map(|version| version_to_wire(version, people, urls));
    WikiPage {
        id: page.ap_id.clone(),
        kind: "Article".into(),
        attributed_to: group.to_owned(),
        name: page.title.clone(),
        slugs: told.slugs.clone(),
        parent: told.parent.clone(),
        place: page.place,
        rights: page.rights.as_str().into(),
        needs_approval: page.needs_approval,
        is_template: page.is_template,
        owner: owner.map(|owner| owner.ap_id.clone()),
        review_at: page.review_at.map(|at| at.0),
        reviewed_at: page.reviewed_at.map(|at| at.0),
        created_at: page.created_at.0,
        head: page.head.0.clone(),
        version_count: page.version_count,
        versions: versions.collect(),
    }
}

/// A version of one of our pages.
pub fn version_to_wire(told: &ToldVersion, people: &HashMap<PersonId, Person>, urls: &Urls) -> PageVersion {
    let version = &told.version;
    let offer: Option<Value> =
        told.document.as_deref().and_then(|document| serde_json::from_slice(document).ok());
    let author = people.get(&version.author_id).filter(|_| offer.is_none());
    let source = told.salted.as_ref().map(|(_, source)| source.clone());
    PageVersion {
        id: version.id.0.clone(),
        number: version.number,
        parents: version.parents.iter().map(|parent| parent.0.clone()).collect(),
        name: version.title.clone(),
        author: author.map(|author| speaker(author, urls)),
        published: version.published_at.0,
        source_hash: version.source_hash.clone(),
        salt: told.salted.as_ref().map(|(salt, _)| hex::encode(salt)),
        source: source.filter(|source| offered(offer.as_ref()) != Some(source)),
        summary: version.summary.clone(),
        patch: version.patch.clone(),
        merge: version.merge_version,
        is_side: version.is_side,
        offer,
    }
}

/// The text of an offer, or of a proposal.
fn offered(offer: Option<&Value>) -> Option<&str> {
    let object = offer?.get("object")?;
    match object.get("plein:proposal") {
        Some(proposal) => proposal.get("source")?.as_str(),
        None => object.get("source")?.get("content")?.as_str(),
    }
}

/// How a page of `host` stands; its versions are read one by one, since each has its author.
pub fn read_page(page: &WikiPage, group: &str) -> Result<PageState, Disbelief> {
    if page.kind != "Article" || page.attributed_to != group || !is_short_address(&page.id) {
        return Err(Disbelief::Kind(page.id.clone()));
    }
    if !is_same_origin(&page.id, group) {
        return Err(Disbelief::Foreign { what: page.id.clone(), origin: group.to_owned() });
    }
    let is_slug = |slug: &&String| !slug.is_empty() && slug.len() <= 400 && !slug.contains(['/', '?', '#']);
    let slugs: Vec<String> = page.slugs.iter().filter(is_slug).take(SLUGS_MAX).cloned().collect();
    if slugs.is_empty() || page.versions.len() > VERSIONS_MAX {
        return Err(Disbelief::Unreadable("plein:slugs"));
    }
    let address = |address: &Option<String>| address.clone().filter(|address| is_short_address(address));
    Ok(PageState {
        title: title(&page.name)?,
        slugs,
        parent: address(&page.parent),
        place: page.place,
        rights: Rights::parse(&page.rights).unwrap_or(Rights::Moderators),
        owner: address(&page.owner),
        needs_approval: page.needs_approval,
        is_template: page.is_template,
        review_at: page.review_at.map(Timestamp),
        reviewed_at: page.reviewed_at.map(Timestamp),
        created_at: Timestamp(page.created_at),
        head: VersionId::parse(&page.head).ok_or(Disbelief::Unreadable("plein:head"))?,
        version_count: page.version_count,
        versions: Vec::new(),
        ap_id: page.id.clone(),
    })
}

fn title(name: &str) -> Result<String, Disbelief> {
    let title = check::line(name);
    if title.is_empty() || title.chars().count() > wiki::TITLE_CHARS_MAX {
        return Err(Disbelief::Unreadable("name"));
    }
    Ok(title)
}

/// A version by this author, as far as it can be read. Whether it fits, the house finds.
pub fn read_version(
    version: &PageVersion,
    author: domain::people::replica::Stub,
) -> Result<Arrived, Disbelief> {
    let parents = version.parents.iter().take(3).map(|parent| VersionId::parse(parent));
    let text = match &version.salt {
        Some(salt) if salt.len() <= 2 * SALT_BYTES_MAX => {
            let salt = hex::decode(salt).map_err(|_| Disbelief::Unreadable("salt"))?;
            let source = version.source.as_deref().or_else(|| offered(version.offer.as_ref()));
            Some((salt, source.ok_or(Disbelief::Unreadable("source"))?.to_owned()))
        }
        Some(_) => return Err(Disbelief::Unreadable("salt")),
        None => None,
    };
    if !is_short_address(&version.patch) || version.source_hash.len() != 64 {
        return Err(Disbelief::Unreadable("patch"));
    }
    Ok(Arrived {
        id: VersionId::parse(&version.id).ok_or(Disbelief::Unreadable("id"))?,
        number: version.number,
        parents: parents.collect::<Option<_>>().ok_or(Disbelief::Unreadable("parents"))?,
        // As it is in the digest; what would not be a title here is none there.
        title: Some(title(&version.name)?)
            .filter(|title| *title == version.name)
            .ok_or(Disbelief::Unreadable("name"))?,
        author,
        published_at: Timestamp(version.published),
        source_hash: version.source_hash.clone(),
        text,
        summary: cut(version.summary.clone(), wiki::SUMMARY_CHARS_MAX),
        patch: version.patch.clone(),
        merge_version: version.merge,
        is_side: version.is_side,
        document: version.offer.as_ref().map(|offer| offer.to_string().into_bytes()),
    })
}

/// A change that somebody of `author`'s instance sends.
pub fn read_patch(patch: &Patch, author: &str) -> Result<(), Disbelief> {
    let addresses = [Some(&patch.id), patch.page.as_ref(), patch.parent.as_ref()];
    if !addresses.into_iter().flatten().all(|address| is_short_address(address)) {
        return Err(Disbelief::Unreadable("id"));
    }
    // Nobody writes in another's name, and nothing stands under an address of another's instance.
    if patch.attributed_to != author || !is_same_origin(&patch.id, author) {
        return Err(Disbelief::Unreadable("attributedTo"));
    }
    if patch.base.as_ref().is_some_and(|base| base.len() > 500) {
        return Err(Disbelief::Unreadable("plein:base"));
    }
    Ok(())
}
