//! What is still coming in: one plain file an upload, in a folder of this machine. How long it is says how much arrived,
//! whatever happened to the connection; an upload that goes on at another machine begins there anew.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use domain::error::unwritten;
use domain::{Error, FileId, Result};
use futures_util::{Stream, StreamExt};
use tokio::io::AsyncWriteExt;

/// Within the data folder.
const FOLDER: &str = "uploads";
/// What nobody went on with for this long is removed.
const KEPT: Duration = Duration::from_secs(25 * 3600);

/// The folder of what is coming in.
#[derive(Clone, Debug)]
pub struct Uploads {
    folder: PathBuf,
    busy: Arc<Mutex<HashSet<FileId>>>,
}

/// One upload, held: nobody else writes to it meanwhile.
#[derive(Debug)]
pub struct Held {
    id: FileId,
    path: PathBuf,
    busy: Arc<Mutex<HashSet<FileId>>>,
}

impl Uploads {
    pub fn open(data: &Path) -> Result<Self> {
        use std::os::unix::fs::DirBuilderExt;
        let folder = data.join(FOLDER);
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder);
        made.map_err(|error| unwritten(format!("could not create {}", folder.display()), &error))?;
        Ok(Self { folder, busy: Arc::default() })
    }

    /// How many bytes of it are here.
    pub async fn offset(&self, id: FileId) -> u64 {
        tokio::fs::metadata(self.path(id)).await.map_or(0, |found| found.len())
    }

    /// The upload for one writer; `None` while another has it.
    pub fn hold(&self, id: FileId) -> Option<Held> {
        let is_free = self.busy.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        is_free.then(|| Held { id, path: self.path(id), busy: Arc::clone(&self.busy) })
    }

    fn path(&self, id: FileId) -> PathBuf {
        self.folder.join(id.to_string())
    }

    /// Forgets what arrived of it.
    pub async fn remove(&self, id: FileId) {
        let _ = tokio::fs::remove_file(self.path(id)).await;
    }

    /// Removes what nobody went on with. The age is the disk's own, not that of a clock in a story.
    pub fn sweep(&self) -> usize {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return 0 };
        let is_old = |path: &PathBuf| {
            let changed = std::fs::metadata(path).and_then(|found| found.modified());
            changed.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > KEPT))
        };
        let old = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).filter(is_old);
        old.filter(|path| std::fs::remove_file(path).is_ok()).count()
    }
}

impl Held {
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a copy of it lies that is kept in its place.
    pub fn bare_path(&self) -> PathBuf {
        self.path.with_extension("bare")
    }

    pub async fn clear_bare(&self) {
        let _ = tokio::fs::remove_file(self.bare_path()).await;
    }

    /// How many bytes are here.
    pub async fn offset(&self) -> u64 {
        tokio::fs::metadata(&self.path).await.map_or(0, |found| found.len())
    }

    /// Writes what comes behind what is here, to at most `bytes_max` in all; gives how many are here then. What came before
    /// the connection broke stays.
    pub async fn append<E: std::fmt::Display>(
        &self,
        mut parts: impl Stream<Item = Result<Bytes, E>> + Unpin,
        bytes_max: u64,
    ) -> Result<u64> {
        let unable =
            |error: std::io::Error| unwritten(format!("could not write {}", self.path.display()), &error);
        let opened = tokio::fs::OpenOptions::new().create(true).append(true).open(&self.path).await;
        let mut file = opened.map_err(unable)?;
        let mut offset = file.metadata().await.map_err(unable)?.len();
        let mut ends_well = Ok(());
        while let Some(part) = parts.next().await {
            let Ok(part) = part else { break };
            offset += part.len() as u64;
            if offset > bytes_max {
                ends_well = Err(Error::Conflict("error-upload-too-long"));
                break;
            }
            file.write_all(&part).await.map_err(unable)?;
        }
        file.flush().await.map_err(unable)?;
        ends_well.map(|()| offset)
    }

    /// Begins anew.
    pub async fn clear(&self) {
        let _ = tokio::fs::remove_file(&self.path).await;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}
