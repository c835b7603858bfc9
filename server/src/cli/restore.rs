//! `plein restore FILE`: an organisation back from its backup; with `--verify` only a look whether that would work.

use std::path::PathBuf;

use domain::Clock;

use super::{Failure, Outcome};
use crate::backup::{Report, Unpacked};
use crate::config::Config;
use crate::lock::Lock;

#[derive(clap::Args)]
pub struct Args {
    /// The archive that `plein backup` wrote.
    file: PathBuf,
    /// Load it beside the data in use, look whether it is whole, and remove it again.
    #[arg(long)]
    verify: bool,
}

pub async fn run(args: Args, config: Config, clock: Clock) -> Outcome {
    let backup = Unpacked::open(&config, &args.file)?;
    let report = backup.verify(&config, clock.clone()).await?;
    tell(&backup, &report)?;
    if args.verify {
        return Ok(());
    }
    let _lock = Lock::take(&config.data.dir)?;
    backup.restore(&config, clock).await?.close().await;
    super::say(
        "Restored. Everyone signs in again, links and invitations that were on their way no longer work,",
    );
    super::say(
        "and connected organisations fetch the directory anew. The search index builds itself at the start.",
    );
    Ok(())
}

fn tell(backup: &Unpacked, report: &Report) -> Outcome {
    let manifest = &backup.manifest;
    super::say(&format!(
        "A backup of {} of {}, by Plein {}.",
        manifest.host, manifest.made_at, manifest.version
    ));
    for (table, rows) in report.tables.iter().filter(|(_, rows)| *rows > 0) {
        super::say(&format!("{rows:>10} {table}"));
    }
    if report.damage.is_empty() {
        super::say("It is whole: all rows are there, and the audit was not changed.");
        return Ok(());
    }
    Err(Failure(format!("this backup is damaged:\n{}", report.damage.join("\n"))))
}
