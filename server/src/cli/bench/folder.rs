//! Where a benchmark keeps its data.

use std::path::{Path, PathBuf};

/// A folder that goes away at the end, unless the operator named it.
pub struct Folder {
    path: PathBuf,
    is_ours: bool,
}

impl Folder {
    pub fn new(part: &str, named: Option<&Path>) -> std::io::Result<Self> {
        let ours = || std::env::temp_dir().join(format!("plein-bench-{part}-{}", std::process::id()));
        let path = named.map_or_else(ours, Path::to_owned);
        std::fs::create_dir_all(&path)?;
        Ok(Self { path, is_ours: named.is_none() })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.is_ours {
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}
