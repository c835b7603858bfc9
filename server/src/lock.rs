//! One Plein at a time in a data folder: two would fight over the index and the database file.

use std::fs::{File, OpenOptions};
use std::path::Path;

use domain::{Error, Result};

/// Held as long as this value lives; the operating system takes it back from a process that died.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held, never read")] File);

impl Lock {
    pub fn take(data_dir: &Path) -> Result<Self> {
        let path = data_dir.join("plein.lock");
        let opened = OpenOptions::new().create(true).write(true).truncate(false).open(&path);
        let file = opened
            .map_err(|error| Error::Unavailable(format!("could not open {}: {error}", path.display())))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(_) => Err(Error::Unavailable(format!(
                "another Plein works in {}: stop it first",
                data_dir.display()
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_waits_until_the_first_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lock::take(folder.path()).unwrap();
        assert!(Lock::take(folder.path()).unwrap_err().to_string().contains("stop it first"));
        drop(first);
        assert!(Lock::take(folder.path()).is_ok());
    }
}
