//! The name of this node: made at its first start and kept in its data folder, which one process holds at a time.

use std::path::Path;

use domain::{Error, Result};
use uuid::Uuid;

const FILE: &str = "node";

/// The name that stands in the folder; a new one where there is none, or none that can be read.
pub fn name(data_dir: &Path) -> Result<String> {
    let path = data_dir.join(FILE);
    let known = std::fs::read_to_string(&path).ok().and_then(|text| text.trim().parse::<Uuid>().ok());
    if let Some(name) = known {
        return Ok(name.to_string());
    }
    let name = Uuid::now_v7().to_string();
    std::fs::write(&path, format!("{name}\n"))
        .map_err(|error| Error::Unavailable(format!("could not write {}: {error}", path.display())))?;
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_keeps_its_name_and_two_never_share_one() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let first = name(one.path()).unwrap();
        assert_eq!(name(one.path()).unwrap(), first);
        assert_ne!(name(other.path()).unwrap(), first);
        std::fs::write(one.path().join(FILE), "cut off in the midd").unwrap();
        assert_ne!(name(one.path()).unwrap(), first, "a broken one is replaced");
    }
}
