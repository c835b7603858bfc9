//! Files of a folder that its pages show or link to. Pure; which of them are in the wiki already is asked by [`super::plan`].

use std::collections::{HashMap, HashSet};

use ring::digest::{SHA256, digest};

use super::folder::{Content, Entry, Why, is_litter, is_page, parts};
use super::names::looks;
use super::relink::{self, Where};
use super::{ATTACHMENTS, FILES_IN_MAX};
use crate::db::{Tx, sql};
use crate::error::{Error, Result};
use crate::files::{self, Arrived, NewFile, tidy_name};
use crate::ids::{FileId, GroupId};
use crate::principal::Principal;

/// A file that comes in with the pages that show it.
#[derive(Debug, Clone)]
pub struct Enclosed {
    /// Stands in the texts in place of the id that the file gets here. It is made of the bytes: the same bytes are one file.
    pub mark: FileId,
    pub name: String,
    /// What the first image of it says it shows.
    pub alt: Option<String>,
    pub bytes: Vec<u8>,
    /// The file that it once went out as.
    pub was: Option<FileId>,
    digest: String,
    /// What the store holds of it, once it is there, and whether the virus scanner looks at it.
    pub kept: Option<(Arrived, bool)>,
}

impl Enclosed {
    /// The bytes of an entry that is no page.
    pub(super) fn read(parts: &[String], content: &Content) -> std::result::Result<Self, Why> {
        let bytes = match content {
            Content::Link => return Err(Why::Link),
            Content::Other => return Err(Why::NotMarkdown),
            Content::TooLarge => return Err(Why::FileTooLarge),
            Content::Beyond => return Err(Why::Beyond),
            Content::Unreadable => return Err(Why::Unreadable),
            Content::Bytes(bytes) if bytes.is_empty() => return Err(Why::Empty),
            Content::Bytes(bytes) => bytes.clone(),
        };
        let hash = digest(&SHA256, &bytes);
        let half = hash.as_ref().first_chunk::<16>().copied().unwrap_or_default();
        let (was, name) = named(parts);
        Ok(Self {
            mark: FileId(uuid::Uuid::from_bytes(half)),
            name: tidy_name(&name),
            alt: None,
            was,
            digest: hex::encode(hash),
            bytes,
            kept: None,
        })
    }

    /// SHA-256 of the bytes as they are kept, as far as that is known.
    pub(super) fn digest(&self) -> &str {
        self.kept.as_ref().map_or(&self.digest, |(arrived, _)| &arrived.digest)
    }
}

/// The name of a file, and the id that it had where it went out.
fn named(parts: &[String]) -> (Option<FileId>, String) {
    let (name, folders) =
        parts.split_last().map(|(name, folders)| (name.as_str(), folders)).unwrap_or_default();
    let was = folders.last().filter(|folder| *folder == ATTACHMENTS).and_then(|_| id_before(name));
    let bare = was.and_then(|_| name.get(ID_BYTES..)).map(|rest| rest.trim_start_matches('-'));
    (was, bare.filter(|bare| !bare.is_empty()).unwrap_or(name).to_owned())
}

const ID_BYTES: usize = 36;

/// The id with which a name begins.
pub(super) fn id_before(name: &str) -> Option<FileId> {
    name.get(..ID_BYTES)?.parse().ok()
}

/// Entries that are no pages and that pages show or link to, by their places.
#[derive(Debug, Default)]
pub struct Wanted {
    pub named: Vec<usize>,
    /// More of them than come in at once.
    pub beyond: Vec<usize>,
}

/// Which of these entries the pages among them show or link to, in the order in which they were packed: what is worth unpacking.
pub fn wanted(entries: &[Entry]) -> Wanted {
    let mut targets: HashSet<Vec<String>> = HashSet::new();
    for entry in entries {
        let (Content::Bytes(bytes), Some(from)) = (&entry.content, parts(&entry.path)) else { continue };
        let from: Vec<String> = from.iter().map(|part| looks(part)).collect();
        let within = |target| if let Where::Within(path) = target { Some(path) } else { None };
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        targets.extend(relink::targets(text, &from).into_iter().filter_map(within));
    }
    let is_wanted = |entry: &Entry| {
        let path = parts(&entry.path).unwrap_or_default();
        let key: Vec<String> = path.iter().map(|part| looks(part)).collect();
        !is_page(&entry.path) && !is_litter(&entry.path) && targets.contains(&key)
    };
    let found = entries.iter().enumerate().filter(|(_, entry)| is_wanted(entry));
    let mut named: Vec<usize> = found.map(|(at, _)| at).collect();
    let beyond = named.split_off(named.len().min(FILES_IN_MAX));
    Wanted { named, beyond }
}

/// Of these files those that stand in a wiki already, beside any of its pages: by the id they once had, or by their bytes.
pub(super) async fn list_there(
    on: impl Into<crate::db::On<'_>>,
    group: GroupId,
    enclosed: &[Enclosed],
) -> Result<HashMap<FileId, FileId>> {
    if enclosed.is_empty() {
        return Ok(HashMap::new());
    }
    let mut on = on.into();
    let by_id: Vec<FileId> = sql(BY_ID)
        .bind(group)
        .bind_list(enclosed.iter().filter_map(|one| one.was))
        .column(on.again())
        .await?;
    let by_digest: Vec<(String, FileId)> =
        sql(BY_DIGEST).bind(group).bind_list(enclosed.iter().map(Enclosed::digest)).all(on).await?;
    let by_digest: HashMap<&str, FileId> =
        by_digest.iter().map(|(digest, id)| (digest.as_str(), *id)).collect();
    let there = |one: &Enclosed| {
        let same = one.was.filter(|was| by_id.contains(was));
        Some((one.mark, same.or_else(|| by_digest.get(one.digest()).copied())?))
    };
    Ok(enclosed.iter().filter_map(there).collect())
}

const BY_ID: &str = "select file.id from file join item on item.id = file.item_id where item.group_id = $1 \
    and item.kind = 'remark' and item.deleted_at is null and item.hidden_at is null \
    and file.state in ('ready', 'checking', 'unchecked') and file.id in (..)";

const BY_DIGEST: &str = "select file.digest, file.id from file join item on item.id = file.item_id where item.group_id = $1 \
    and item.kind = 'remark' and item.deleted_at is null and item.hidden_at is null \
    and file.state in ('ready', 'checking', 'unchecked') and file.digest in (..) order by file.id desc";

/// A text with the ids of files in place of their marks.
pub(super) fn placed(source: &str, ids: &HashMap<FileId, FileId>) -> String {
    let marks = super::files_named(source);
    let known = marks.iter().filter_map(|mark| Some((mark, ids.get(mark)?)));
    known.fold(source.to_owned(), |text, (mark, id)| {
        text.replace(&format!("/files/{mark}"), &format!("/files/{id}"))
    })
}

/// Writes down a file whose bytes are in the store, as one's own and part of nothing yet.
pub(super) async fn write_down(tx: &mut Tx, principal: &Principal, one: &Enclosed) -> Result<FileId> {
    let Some((arrived, is_checked)) = &one.kept else {
        return Err(Error::internal(format!("{} of a folder was not put away first", one.name)));
    };
    let new = NewFile {
        name: one.name.clone(),
        size_bytes: arrived.size_bytes,
        media_type: arrived.media_type.clone(),
        alt: one.alt.clone(),
    };
    files::take_whole(tx, principal, new, arrived, *is_checked).await
}
