//! `plein migrate`: brings the database up to date without serving.

use domain::Clock;

use super::Outcome;
use crate::config::Config;
use crate::instance::{create_data_dir, open_database};

pub async fn run(config: Config, clock: Clock) -> Outcome {
    create_data_dir(&config)?;
    let db = open_database(&config, &clock).await?;
    db.migrate().await?;
    db.close().await;
    super::say("The database is up to date.");
    Ok(())
}
