//! `plein backup FILE`: everything the organisation would miss, while it keeps running.

use std::path::PathBuf;

use domain::Clock;

use super::Outcome;
use crate::backup;
use crate::config::Config;
use crate::instance::open_database;

#[derive(clap::Args)]
pub struct Args {
    /// Where to write it, for example /srv/backups/plein-2026-11-21.tar.zst. It must not exist.
    file: PathBuf,
}

pub async fn run(args: Args, config: Config, clock: Clock) -> Outcome {
    let db = open_database(&config, &clock).await?;
    let manifest = backup::make(&config, &db, &args.file).await?;
    db.close().await;
    let rows: i64 = manifest.picture.tables.iter().map(|table| table.rows).sum();
    let tables = manifest.picture.tables.len();
    super::say(&format!("Wrote {} with {rows} rows of {tables} tables.", args.file.display()));
    super::say("It holds every secret of the organisation: keep it as safe as the server itself.");
    Ok(())
}
