//! An eye on the files of the commit in use. Tantivy writes each once and never again, so a file that is another one or
//! gone was changed by somebody else, or by a disk that lost it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tantivy::IndexMeta;

/// Every file as it was when it was first seen.
#[derive(Default)]
pub struct Watch(HashMap<PathBuf, Stamp>);

#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    changed_at: Option<SystemTime>,
}

impl Watch {
    /// Goes on with the files of this commit; what was seen before keeps its stamp.
    pub fn follow(&mut self, folder: &Path, commit: &IndexMeta) {
        // The list names every file a segment could have; not each segment has all.
        let seen = |path: PathBuf| {
            let stamp = self.0.get(&path).copied().or_else(|| Stamp::of(&folder.join(&path)))?;
            Some((path, stamp))
        };
        self.0 = commit.list_segment_files().into_iter().filter_map(seen).collect();
    }

    pub fn is_tampered_with(&self, folder: &Path) -> bool {
        self.0.iter().any(|(path, stamp)| Stamp::of(&folder.join(path)).as_ref() != Some(stamp))
    }
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let found = std::fs::metadata(path).ok()?;
        Some(Self { bytes: found.len(), changed_at: found.modified().ok() })
    }
}
