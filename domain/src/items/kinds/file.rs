//! File: one or a few that belong together, in a folder of their network. A folder is names with `/` between them, and is
//! there as long as something lies in it: so nothing about it has to travel but the item itself.

use serde::{Deserialize, Serialize};

use crate::db::{Db, sql_from};
use crate::error::{FieldError, Result};
use crate::ids::GroupId;
use crate::items::Item;
use crate::items::queries::{Found, ITEM};
use crate::items::seen::{JOINS, bind_asker, sees};
use crate::people::check;
use crate::principal::Principal;
use crate::text;

/// Where it lies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// `Beleid/2026`; empty: in no folder.
    pub folder: String,
}

/// A folder within another.
pub const LEVELS_MAX: usize = 3;
const NAME_CHARS_MAX: usize = 60;
/// Of a folder that holds more, the newest are shown; the others are found.
pub const SHOWN_MAX: usize = 500;
const FOLDERS_MAX: i64 = 2_000;

/// A folder as somebody types it: without empty names and signs that nobody sees.
pub fn check(typed: &str) -> Result<Filed> {
    let names: Vec<String> = typed.split('/').map(check::line).filter(|name| !name.is_empty()).collect();
    if names.len() > LEVELS_MAX {
        return Err(FieldError::new("folder", "error-folder-deep").with("max", LEVELS_MAX).into());
    }
    if names.iter().any(|name| name.chars().count() > NAME_CHARS_MAX) {
        return Err(FieldError::new("folder", "error-too-long").with("max", NAME_CHARS_MAX).into());
    }
    Ok(Filed { folder: names.join("/") })
}

/// A folder with what lies in it and in its own folders, as far as whoever asks may see that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// `Beleid/2026`
    pub path: String,
    pub count: i64,
}

impl Folder {
    /// The last of its names.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

/// How a folder is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Newest,
    Name,
}

/// Every folder of a group in which `principal` sees something, by name, those above the others too.
pub async fn list_folders(db: &Db, principal: &Principal, group: GroupId) -> Result<Vec<Folder>> {
    let text = format!(
        "select item.folder, count(*) from item {JOINS} where item.group_id = $3 and item.folder is not null \
         and item.published_at is not null and {} group by item.folder limit $4",
        sees(principal)
    );
    let found: Vec<(String, i64)> =
        bind_asker(sql_from(text), principal).bind(group).bind(FOLDERS_MAX).all(db).await?;
    let mut folders: Vec<Folder> = Vec::new();
    for (path, count) in &found {
        for above in with_above(path) {
            match folders.iter_mut().find(|folder| folder.path == above) {
                Some(folder) => folder.count += count,
                None => folders.push(Folder { path: above.to_owned(), count: *count }),
            }
        }
    }
    folders.sort_by_cached_key(|folder| text::fold(&folder.path));
    Ok(folders)
}

/// `Beleid` and `Beleid/2026` of the latter; none of no folder.
pub fn with_above(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    ends.filter(|end| *end > 0).filter_map(|end| path.get(..end))
}

/// What lies in this very folder, at most [`SHOWN_MAX`].
pub async fn list(
    db: &Db,
    principal: &Principal,
    group: GroupId,
    folder: &str,
    order: Order,
) -> Result<Vec<Item>> {
    let text = format!(
        "{ITEM} {JOINS} where item.group_id = $3 and item.folder = $4 and item.published_at is not null and {} \
         order by item.published_at desc, item.id desc limit $5",
        sees(principal)
    );
    let limit = i64::try_from(SHOWN_MAX).unwrap_or(i64::MAX);
    let found: Vec<Found> =
        bind_asker(sql_from(text), principal).bind(group).bind(folder).bind(limit).all(db).await?;
    let mut items = found.into_iter().map(Found::into_item).collect::<Result<Vec<_>>>()?;
    if order == Order::Name {
        items.sort_by_cached_key(|item| (text::fold(&item.title), item.id));
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_a_few_names() {
        for (typed, kept) in [
            ("", ""),
            ("Beleid", "Beleid"),
            (" Beleid /  2026 ", "Beleid/2026"),
            ("/Beleid//2026/", "Beleid/2026"),
            ("a/b/c", "a/b/c"),
            ("Bel\u{202e}eid", "Beleid"),
        ] {
            assert_eq!(check(typed).unwrap().folder, kept, "{typed:?}");
        }
        assert!(check("a/b/c/d").is_err() && check(&"x".repeat(61)).is_err());
        assert_eq!(with_above("a/b/c").collect::<Vec<_>>(), ["a", "a/b", "a/b/c"]);
        assert_eq!(with_above("").count(), 0);
    }
}
