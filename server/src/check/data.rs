//! The data folder and its disk.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::Finding;
use crate::config::Config;
use crate::disk::free_bytes;

/// Below this SQLite and the index can no longer merge, and everything stops.
const FREE_BYTES_MIN: u64 = 512 << 20;
/// Below this it is time to act.
const FREE_BYTES_LOW: u64 = 4 << 30;

pub fn examine(config: &Config) -> Vec<Finding> {
    let dir = &config.data.dir;
    if !dir.exists() {
        let says = format!("{} is not there yet", dir.display());
        return vec![Finding::note("data folder", says, "the first start of Plein makes it, if it may")];
    }
    let Err(error) = write_and_remove(dir) else {
        return vec![readers(dir), space(dir)];
    };
    let why = error.raw_os_error().map_or(error, std::io::Error::from_raw_os_error);
    let says = format!("cannot write in {}: {why}", dir.display());
    vec![Finding::wrong("data folder", says, "make the folder, and give it to the user that runs Plein")]
}

fn write_and_remove(dir: &Path) -> std::io::Result<()> {
    tempfile::Builder::new().prefix(".check-").tempfile_in(dir)?.close()
}

/// Keys and profiles lie in it.
fn readers(dir: &Path) -> Finding {
    let mode = std::fs::metadata(dir).map_or(0, |found| found.permissions().mode() & 0o077);
    match mode {
        0 => Finding::good("data folder", format!("{}, for Plein alone", dir.display())),
        _ => Finding::wrong(
            "data folder",
            format!("others on this machine can look into {}", dir.display()),
            format!("chmod 700 {}", dir.display()),
        ),
    }
}

fn space(dir: &Path) -> Finding {
    let free = match free_bytes(dir) {
        Ok(free) => free,
        Err(error) => {
            return Finding::note("disk", format!("its free space is not known: {error}"), "look yourself");
        }
    };
    let says = format!("{:.1} GB free", free as f64 / 1e9);
    match free {
        ..FREE_BYTES_MIN => Finding::wrong("disk", says, "make room now: below 0.5 GB Plein stops writing"),
        FREE_BYTES_MIN..FREE_BYTES_LOW => Finding::note("disk", says, "make room before it is full"),
        _ => Finding::good("disk", says),
    }
}
