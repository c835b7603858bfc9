//! `plein taxonomy import FILE.csv`: subjects of a thesaurus, all of the file or none.

use std::path::PathBuf;

use domain::{Clock, Error, Principal, concepts};

use super::{Failure, Outcome};
use crate::config::Config;
use crate::i18n::{Language, Texts};
use crate::instance::open_database;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Add or change subjects: columns uri, nl, en, synonyms_nl, synonyms_en, broader.
    Import { file: PathBuf },
}

pub async fn run(command: Command, config: Config, clock: Clock) -> Outcome {
    let Command::Import { file } = command;
    let text = std::fs::read_to_string(&file)
        .map_err(|error| Failure(format!("could not read {}: {error}", file.display())))?;
    let db = open_database(&config, &clock).await?;
    let principal = Principal::System("command line");
    let done = match concepts::read_csv(&text) {
        Ok(rows) => db.write(async |tx| concepts::import(tx, &principal, &rows).await).await,
        Err(error) => Err(error),
    };
    db.close().await;
    let changed = done.map_err(explain)?;
    super::say(&format!(
        "{changed} subjects were added or changed. A Plein that runs notices, and finds people by them in a moment."
    ));
    Ok(())
}

/// Every line that does not fit, so that the file is mended in one go.
fn explain(error: Error) -> Failure {
    let Error::Invalid(errors) = &error else { return Failure(error.to_string()) };
    let t = Texts::new(Language::En);
    let lines: Vec<String> = errors.iter().map(|error| t.error(error)).collect();
    Failure(format!("nothing was imported:\n{}", lines.join("\n")))
}
