//! Where indexes lie on disk, so that one can be built beside another and a damaged one loses nothing.
//!
//! ```text
//! index/people/current    the folder in use and the version that made it: "build-7 1.1"
//! index/people/build-7/   tantivy's files
//! index/people/broken-6/  the last one that could not be read, for whoever wants to know why
//! index/published/        the same for what is published
//! ```

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::analysis::{ANALYSIS_VERSION, Analyser};
use crate::error::{Error, Result};
use crate::vessel::{Kept, Look};

const CURRENT: &str = "current";
const BUILD: &str = "build-";
const BROKEN: &str = "broken-";

pub struct Shelf {
    folder: PathBuf,
}

/// An index that is being built and not in use yet.
pub struct Building<I> {
    pub index: I,
    name: String,
    scaffold: Scaffold,
}

/// A folder that goes away with a build that does not finish: on a full disk it would take what little is left.
struct Scaffold(Option<PathBuf>);

impl Drop for Scaffold {
    fn drop(&mut self) {
        if let Some(Err(error)) = self.0.take().map(fs::remove_dir_all) {
            tracing::debug!(%error, "an unfinished index stays until the next one is built");
        }
    }
}

impl Shelf {
    pub fn new(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// A place to look at, whether it is there or not.
    pub fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Opens the index in use. `Missing` when there is none yet, other errors when it cannot be used.
    pub fn open<I: Kept>(&self, analyser: &Arc<Analyser>) -> Result<I> {
        I::open(&self.in_use(&version::<I>())?, Arc::clone(analyser))
    }

    /// The same without opening it: no lock, no file is made.
    pub fn look<I: Kept>(&self) -> Result<Look> {
        I::look(&self.in_use(&version::<I>())?)
    }

    fn in_use(&self, version: &str) -> Result<PathBuf> {
        let Ok(current) = fs::read_to_string(self.folder.join(CURRENT)) else { return Err(Error::Missing) };
        let (name, made_by) = current.trim().split_once(' ').unwrap_or((current.trim(), ""));
        let path = self.folder.join(name);
        if made_by == version { Ok(path) } else { Err(Error::OtherVersion(path)) }
    }

    /// Puts the index in use aside, when it turned out to be damaged. The one put aside before goes away.
    pub fn put_aside(&self) -> Result<()> {
        let Ok(current) = fs::read_to_string(self.folder.join(CURRENT)) else { return Ok(()) };
        fs::remove_file(self.folder.join(CURRENT))?;
        self.remove_all(|name| name.starts_with(BROKEN))?;
        let name = current.split(' ').next().unwrap_or_default();
        let aside = name.replacen(BUILD, BROKEN, 1);
        if aside != name && self.folder.join(name).is_dir() {
            fs::rename(self.folder.join(name), self.folder.join(aside))?;
        }
        Ok(())
    }

    /// An empty index beside the one in use. What an interrupted build left behind goes away.
    pub fn begin<I: Kept>(&self, analyser: &Arc<Analyser>) -> Result<Building<I>> {
        // Whoever took the folder away meanwhile took no more than can be made again.
        fs::create_dir_all(&self.folder)?;
        let in_use = fs::read_to_string(self.folder.join(CURRENT)).unwrap_or_default();
        let in_use = in_use.split(' ').next().unwrap_or_default();
        let name = format!("{BUILD}{}", self.last_number()? + 1);
        self.remove_all(|other| other.starts_with(BUILD) && other != in_use)?;
        let path = self.folder.join(&name);
        fs::create_dir_all(&path)?;
        let scaffold = Scaffold(Some(path.clone()));
        Ok(Building { index: I::create(&path, Arc::clone(analyser))?, name, scaffold })
    }

    /// Takes a finished build into use, in one step that a crash cannot halve; the old one goes away.
    pub fn finish<I: Kept>(&self, mut building: Building<I>) -> Result<I> {
        let draft = self.folder.join(format!("{CURRENT}.tmp"));
        fs::write(&draft, format!("{} {}", building.name, version::<I>()))?;
        fs::File::open(&draft)?.sync_all()?;
        fs::rename(&draft, self.folder.join(CURRENT))?;
        building.scaffold.0 = None;
        self.remove_all(|other| other.starts_with(BUILD) && other != building.name)?;
        Ok(building.index)
    }

    /// Bytes on disk of everything that lies here.
    pub fn bytes(&self) -> u64 {
        bytes_under(&self.folder)
    }

    fn last_number(&self) -> Result<u64> {
        let number = |name: &String| name.rsplit_once('-').and_then(|(_, number)| number.parse().ok());
        Ok(self.names()?.iter().filter_map(number).max().unwrap_or(0))
    }

    fn remove_all(&self, is_meant: impl Fn(&str) -> bool) -> Result<()> {
        for name in self.names()?.into_iter().filter(|name| is_meant(name)) {
            fs::remove_dir_all(self.folder.join(name))?;
        }
        Ok(())
    }

    fn names(&self) -> Result<Vec<String>> {
        let entries = fs::read_dir(&self.folder)?.collect::<std::io::Result<Vec<_>>>()?;
        let folders = entries.into_iter().filter(|entry| entry.path().is_dir());
        Ok(folders.filter_map(|entry| entry.file_name().into_string().ok()).collect())
    }
}

fn version<I: Kept>() -> String {
    format!("{}.{ANALYSIS_VERSION}", I::VERSION)
}

fn bytes_under(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let size = |entry: fs::DirEntry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => bytes_under(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    };
    entries.filter_map(std::result::Result::ok).map(size).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded::Embedded;
    use crate::vessel::Progress;

    fn analyser() -> Arc<Analyser> {
        Arc::new(Analyser::new(Vec::new()).unwrap())
    }

    fn open(shelf: &Shelf) -> Result<Embedded> {
        shelf.open(&analyser())
    }

    fn build(shelf: &Shelf, home: i64) -> Embedded {
        let building = shelf.begin::<Embedded>(&analyser()).unwrap();
        building.index.commit(Progress { home, ..Progress::default() }).unwrap();
        shelf.finish(building).unwrap()
    }

    #[test]
    fn a_build_is_used_only_when_finished() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(folder.path().to_owned()).unwrap();
        assert!(matches!(open(&shelf), Err(Error::Missing)));
        drop(build(&shelf, 1));
        let unfinished = shelf.begin::<Embedded>(&analyser()).unwrap();
        unfinished.index.commit(Progress { home: 2, ..Progress::default() }).unwrap();
        drop(unfinished);
        assert_eq!(open(&shelf).unwrap().progress().home, 1);
        drop(build(&shelf, 3));
        assert_eq!(open(&shelf).unwrap().progress().home, 3);
        assert_eq!(shelf.names().unwrap().len(), 1, "nothing is left lying about");
    }

    #[test]
    fn a_damaged_index_is_put_aside_and_kept_once() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(folder.path().to_owned()).unwrap();
        for _ in 0..2 {
            drop(build(&shelf, 1));
            let name = fs::read_to_string(folder.path().join(CURRENT)).unwrap();
            fs::write(folder.path().join(name.split(' ').next().unwrap()).join("meta.json"), "{").unwrap();
            assert!(open(&shelf).is_err());
            shelf.put_aside().unwrap();
            assert!(matches!(open(&shelf), Err(Error::Missing)));
        }
        assert_eq!(shelf.names().unwrap().len(), 1);
    }

    #[test]
    fn another_version_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(folder.path().to_owned()).unwrap();
        drop(build(&shelf, 1));
        let name = fs::read_to_string(folder.path().join(CURRENT)).unwrap();
        fs::write(folder.path().join(CURRENT), name.replace(&version::<Embedded>(), "0.0")).unwrap();
        assert!(matches!(open(&shelf), Err(Error::OtherVersion(_))));
    }
}
