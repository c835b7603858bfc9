//! Where files lie, and whether somebody looks for viruses in them.

use super::Finding;
use crate::config::{Config, FileStore};
use crate::files::Store;
use crate::files::clamd::Clamd;

const FILES: &str = "files";
const SCANNER: &str = "virus scanner";
/// Not a digest, so nobody's file.
const TRIAL: &str = "0000-check";

pub async fn examine(config: &Config) -> Vec<Finding> {
    vec![store(config).await, scanner(config).await]
}

/// A bucket is written to and read; of the folder the data folder says enough.
async fn store(config: &Config) -> Finding {
    let bucket = config.files.bucket.as_deref().unwrap_or_default();
    match config.files.store {
        FileStore::Folder => Finding::good(FILES, "lie in the data folder"),
        FileStore::S3 => match try_out(config).await {
            Ok(()) => Finding::good(FILES, format!("lie in the bucket {bucket}")),
            Err(error) => Finding::wrong(
                FILES,
                format!("the bucket {bucket} does not work: {error}"),
                "do files.endpoint, bucket, access_key and secret_key name the right ones, and may this machine reach them?",
            ),
        },
    }
}

async fn try_out(config: &Config) -> domain::Result<()> {
    let store = Store::open(config)?;
    store.put(TRIAL, b"plein".to_vec()).await?;
    let is_there = store.size(TRIAL).await? == Some(5);
    store.delete(TRIAL).await?;
    if is_there {
        Ok(())
    } else {
        Err(domain::Error::Unavailable("what was put there is not there".to_owned()))
    }
}

async fn scanner(config: &Config) -> Finding {
    let Some(address) = &config.files.clamd else {
        return Finding::note(
            SCANNER,
            "files are not checked for viruses",
            "install clamav-daemon, let it listen on TCP (TCPSocket 3310), and set files.clamd to 127.0.0.1:3310",
        );
    };
    let (clamd, size_bytes) =
        (Clamd::new(address), config.files.clamd_size_bytes_max.min(config.files.size_bytes_max));
    let asked = async {
        clamd.ping().await?;
        clamd.takes(size_bytes).await
    };
    match asked.await {
        Ok(true) => Finding::good(SCANNER, format!("clamd answers at {address}")),
        Ok(false) => Finding::wrong(
            SCANNER,
            format!(
                "clamd at {address} takes less than {size_bytes} bytes; what it does not take stays closed"
            ),
            "raise its StreamMaxLength, MaxFileSize and MaxScanSize, or lower files.clamd_size_bytes_max",
        ),
        Err(error) => Finding::wrong(
            SCANNER,
            format!("clamd at {address}: {error}; until it answers, new files cannot be opened"),
            "start clamav-daemon, and let it listen on TCP",
        ),
    }
}
