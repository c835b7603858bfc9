//! `plein audit verify`: whether the log still is what was written.

use domain::{Clock, audit};

use super::{Failure, Outcome};
use crate::config::Config;
use crate::instance::open_database;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Recompute the seals of every row.
    Verify,
}

pub async fn run(command: Command, config: Config, clock: Clock) -> Outcome {
    let Command::Verify = command;
    let db = open_database(&config, &clock).await?;
    let broken = audit::find_broken(&db).await?;
    db.close().await;
    match broken {
        None => super::say("The log is whole: no row was changed later."),
        Some(seq) => {
            return Err(Failure(format!(
                "row {seq} of the log does not fit the one before it: it was changed"
            )));
        }
    }
    Ok(())
}
