//! How much room is left where the data lies.

use std::io;
use std::path::Path;

/// Below this, nothing can be counted on to be written any more: a checkpoint of SQLite alone may need it.
const FULL_BYTES: u64 = 4 << 20;

/// Bytes that an ordinary user may still write beside `path`.
pub fn free_bytes(path: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(path)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Whether it is as good as full; a disk that does not say is not.
pub fn is_full(path: &Path) -> bool {
    free_bytes(path).is_ok_and(|free| free < FULL_BYTES)
}
