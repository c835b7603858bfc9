//! The archive itself: tar in zstd, the manifest first, every file with its length and SHA-256.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path};

use domain::{Error, Result};
use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};

use super::{FILES, Manifest, THEMES, unable};

const MANIFEST: &str = "manifest.json";
/// A million files.
const MANIFEST_BYTES_MAX: u64 = 256 << 20;
/// zstd's own default: 3 GB of profiles in half a minute.
const LEVEL: i32 = 3;

/// By which a file is known to be whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSum {
    pub bytes: u64,
    pub sha256: String,
}

/// The sums of all files in a folder, by their path within it.
pub fn sums(folder: &Path) -> Result<BTreeMap<String, FileSum>> {
    let mut found = BTreeMap::new();
    let inner = [THEMES, FILES].map(|name| (folder.join(name), format!("{name}/")));
    for (place, prefix) in [(folder.to_owned(), String::new())].into_iter().chain(inner) {
        let Ok(entries) = fs::read_dir(&place) else { continue };
        for path in
            entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).filter(|path| path.is_file())
        {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            found.insert(format!("{prefix}{name}"), sum(&path)?);
        }
    }
    Ok(found)
}

/// Writes the archive under another name first: a file with the right name is a whole one.
pub fn write(folder: &Path, manifest: &Manifest, target: &Path) -> Result<()> {
    if target.exists() {
        return Err(Error::internal(format!("{} exists already", target.display())));
    }
    let part = target.with_extension("part");
    let written = write_part(folder, manifest, &part).and_then(|()| fs::rename(&part, target));
    written.map_err(|error| {
        let _ = fs::remove_file(&part);
        unable("write", target, &error)
    })
}

fn write_part(folder: &Path, manifest: &Manifest, part: &Path) -> io::Result<()> {
    // It holds every secret of the organisation.
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(part)?;
    let mut tar = tar::Builder::new(zstd::Encoder::new(file, LEVEL)?);
    let json = serde_json::to_vec_pretty(manifest)?;
    let mut header = tar::Header::new_gnu();
    header.set_size(json.len() as u64);
    header.set_mode(0o600);
    tar.append_data(&mut header, MANIFEST, json.as_slice())?;
    for name in manifest.files.keys() {
        tar.append_path_with_name(folder.join(name), name)?;
    }
    tar.into_inner()?.finish()?.sync_all()
}

/// Unpacks into `folder`. Nothing is written outside it, and nothing the manifest does not promise.
pub fn read(source: &Path, folder: &Path) -> Result<Manifest> {
    let manifest = unpack(source, folder).map_err(|error| unable("read", source, &error))?;
    for (name, promised) in &manifest.files {
        let path = folder.join(name);
        if !path.is_file() || sum(&path)? != *promised {
            return Err(Error::internal(format!("the backup is damaged: {name} is not what it should be")));
        }
    }
    Ok(manifest)
}

fn unpack(source: &Path, folder: &Path) -> io::Result<Manifest> {
    let mut tar = tar::Archive::new(zstd::Decoder::new(File::open(source)?)?);
    let mut entries = tar.entries()?;
    let first = entries.next().ok_or_else(|| invalid("it is empty"))??;
    if first.path()? != Path::new(MANIFEST) {
        return Err(invalid("it does not begin with a manifest"));
    }
    let manifest: Manifest = serde_json::from_reader(first.take(MANIFEST_BYTES_MAX))?;
    for entry in entries {
        let mut entry = entry?;
        let name = entry.path()?.to_string_lossy().into_owned();
        if !manifest.files.contains_key(&name) || !is_plain(Path::new(&name)) {
            return Err(invalid(&format!("{name} does not belong in it")));
        }
        let target = folder.join(&name);
        fs::create_dir_all(target.parent().unwrap_or(folder))?;
        io::copy(&mut entry, &mut File::create(target)?)?;
    }
    Ok(manifest)
}

/// No way up, no way to the root.
fn is_plain(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("this is no backup of Plein: {what}"))
}

fn sum(path: &Path) -> Result<FileSum> {
    let read = || -> io::Result<FileSum> {
        let (mut file, mut hash, mut bytes) = (File::open(path)?, Context::new(&SHA256), 0);
        let mut buffer = vec![0; 1 << 16];
        loop {
            let length = file.read(&mut buffer)?;
            if length == 0 {
                return Ok(FileSum { bytes, sha256: hex::encode(hash.finish()) });
            }
            hash.update(buffer.get(..length).unwrap_or_default());
            bytes += length as u64;
        }
    };
    read().map_err(|error| unable("read", path, &error))
}
