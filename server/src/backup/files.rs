//! The bytes of files, by digest: side by side in the archive, two steps down in the data folder.

use std::path::{Path, PathBuf};

use domain::Result;

use super::{create_folder, unable};
use crate::files::store::{FOLDER, steps};

/// Gathers them in `to`, as links where the disk allows it: they never change.
pub fn collect(data: &Path, to: &Path) -> Result<()> {
    let mut open = vec![data.join(FOLDER)];
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
            match name_of(&path) {
                Some(name) => place(&path, &to.join(name))?,
                None if path.is_dir() => open.push(path),
                None => {}
            }
        }
    }
    Ok(())
}

/// Puts them where the store looks for them. What is already there stays.
pub fn put_back(from: &Path, data: &Path) -> Result<()> {
    let Ok(entries) = std::fs::read_dir(from) else { return Ok(()) };
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        if let Some(name) = name_of(&path) {
            let (first, second) = steps(&name);
            place(&path, &data.join(FOLDER).join(first).join(second).join(&name))?;
        }
    }
    Ok(())
}

/// A whole file, known by its digest; what is still being written has another name.
fn name_of(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let is_digest = name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_digest && path.is_file()).then(|| name.to_owned())
}

fn place(from: &PathBuf, to: &Path) -> Result<()> {
    if to.exists() {
        return Ok(());
    }
    create_folder(to.parent().unwrap_or(to))?;
    let placed = std::fs::hard_link(from, to).or_else(|_| std::fs::copy(from, to).map(drop));
    placed.map_err(|error| unable("write", to, &error))
}
