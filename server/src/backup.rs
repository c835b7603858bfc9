//! A backup: one compressed archive with the database, the house style, and a manifest that proves them whole.
//!
//! The database holds keys and photos too. What can be made again (the search index) and what is the operator's own
//! (the configuration) stay out. The archive holds every secret of the organisation: only its owner can read it.

mod archive;
mod files;

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use domain::db::Picture;
use domain::error::unwritten;
use domain::{Clock, Db, Error, Principal, Result};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use crate::config::Config;
use crate::instance::{INDEX, create_data_dir};

pub use archive::FileSum;

/// Changes when an older Plein could not read the archive any more.
const FORMAT: u32 = 1;

/// The folder of the house style, within the data folder and within the archive.
const THEMES: &str = "themes";

/// The bytes of files within the archive, where they lie in our own folder. A bucket has backups of its own.
const FILES: &str = "files";

/// What stands first in the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// The Plein that made it.
    pub version: String,
    pub host: String,
    /// RFC 3339.
    pub made_at: String,
    pub picture: Picture,
    pub files: BTreeMap<String, FileSum>,
}

/// Writes a backup of the running organisation to `target`, which must not exist.
pub async fn make(config: &Config, db: &Db, target: &Path) -> Result<Manifest> {
    let folder = work_folder(config)?;
    let picture = db.dump(folder.path()).await?;
    copy_themes(&config.data.dir.join(THEMES), &folder.path().join(THEMES))?;
    files::collect(&config.data.dir, &folder.path().join(FILES))?;
    let manifest = Manifest {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        host: config.instance.host.to_string(),
        made_at: db.now().to_rfc3339(),
        picture,
        files: archive::sums(folder.path())?,
    };
    archive::write(folder.path(), &manifest, target)?;
    Ok(manifest)
}

/// A backup unpacked in a folder of its own, every file as the manifest promised.
pub struct Unpacked {
    pub manifest: Manifest,
    folder: TempDir,
}

/// What a trial found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub tables: Vec<(String, i64)>,
    /// What is wrong, in sentences; empty for a good backup.
    pub damage: Vec<String>,
}

impl Unpacked {
    pub fn open(config: &Config, source: &Path) -> Result<Self> {
        let folder = work_folder(config)?;
        let manifest = archive::read(source, folder.path())?;
        if manifest.format > FORMAT {
            return Err(Error::internal("this backup was made by a newer Plein: use that one to restore it"));
        }
        Ok(Self { manifest, folder })
    }

    /// Loads it where it touches nothing, and looks whether all is there.
    pub async fn verify(&self, config: &Config, clock: Clock) -> Result<Report> {
        let (url, picture) = (database_url(config), &self.manifest.picture);
        Db::try_load(&url, self.folder.path(), picture, clock, async |db| inspect(db, picture).await).await
    }

    /// Puts it in the place of an organisation that has no data yet.
    pub async fn restore(&self, config: &Config, clock: Clock) -> Result<Db> {
        let host = config.instance.host.to_string();
        if self.manifest.host != host {
            let theirs = &self.manifest.host;
            return Err(Error::internal(format!(
                "this is a backup of {theirs}, the configuration is of {host}"
            )));
        }
        create_data_dir(config)?;
        let db = Db::load(&database_url(config), self.folder.path(), &self.manifest.picture, clock).await?;
        forget_index(&config.data.dir)?;
        db.write(async |tx| domain::restore::settle(tx, &Principal::System("command line")).await).await?;
        copy_themes(&self.folder.path().join(THEMES), &config.data.dir.join(THEMES))?;
        files::put_back(&self.folder.path().join(FILES), &config.data.dir)?;
        Ok(db)
    }
}

async fn inspect(db: &Db, picture: &Picture) -> Result<Report> {
    let tables = db.count_rows().await?;
    let mut damage = db.find_damage().await?;
    for promised in &picture.tables {
        let found = tables.iter().find(|(name, _)| *name == promised.name).map_or(0, |(_, rows)| *rows);
        if found != promised.rows {
            damage.push(format!("{} has {found} rows instead of {}", promised.name, promised.rows));
        }
    }
    if let Some(seq) = domain::audit::find_broken(db).await? {
        damage.push(format!("the audit was changed at row {seq}"));
    }
    Ok(Report { tables, damage })
}

fn database_url(config: &Config) -> String {
    config.database.url.resolve(&config.data.dir)
}

/// Beside the data, since the disk of `/tmp` may be small; gone with its value.
fn work_folder(config: &Config) -> Result<TempDir> {
    create_data_dir(config)?;
    let only_ours = Permissions::from_mode(0o700);
    let made =
        tempfile::Builder::new().prefix(".backup-").permissions(only_ours).tempdir_in(&config.data.dir);
    made.map_err(|error| unable("make a folder in", &config.data.dir, &error))
}

/// An index of later days would hold people whom the restored database never knew. It is made again at the next start.
fn forget_index(data_dir: &Path) -> Result<()> {
    let folder = data_dir.join(INDEX);
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(unable("remove", &folder, &error)),
        _ => Ok(()),
    }
}

fn create_folder(path: &Path) -> Result<()> {
    std::fs::create_dir_all(path).map_err(|error| unable("create", path, &error))
}

/// Plain files of one folder. What is already there stays.
fn copy_themes(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    create_folder(to)?;
    let entries = std::fs::read_dir(from).map_err(|error| unable("read", from, &error))?;
    for source in
        entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).filter(|path| path.is_file())
    {
        let target: PathBuf = to.join(source.file_name().unwrap_or_default());
        if !target.exists() {
            std::fs::copy(&source, &target).map_err(|error| unable("write", &target, &error))?;
        }
    }
    Ok(())
}

fn unable(verb: &str, path: &Path, error: &std::io::Error) -> Error {
    unwritten(format!("could not {verb} {}", path.display()), error)
}
