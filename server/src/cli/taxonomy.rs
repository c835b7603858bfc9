//! `plein taxonomy import FILE`: subjects of a thesaurus, as a table or in SKOS. Says what was merged and what was left out.

use std::path::PathBuf;

use domain::concepts::import::{self, LeftOut, Report};
use domain::{Clock, Error, Principal};

use super::{Failure, Outcome, say};
use crate::config::Config;
use crate::i18n::{Language, Texts};
use crate::instance::open_database;

/// The largest thesaurus of a government is a tenth of this.
const FILE_BYTES_MAX: u64 = 200_000_000;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Add, change or merge subjects, from a table (.csv: uri, nl, en, synonyms_nl, synonyms_en, broader) or a thesaurus in SKOS
    /// (.ttl, .rdf).
    Import {
        file: PathBuf,
        /// Only say what would happen.
        #[arg(long)]
        look: bool,
    },
}

pub async fn run(command: Command, config: Config, clock: Clock) -> Outcome {
    let Command::Import { file, look } = command;
    let unreadable = |error: std::io::Error| Failure(format!("could not read {}: {error}", file.display()));
    if std::fs::metadata(&file).map_err(unreadable)?.len() > FILE_BYTES_MAX {
        return Err(Failure(format!("{} is larger than {FILE_BYTES_MAX} bytes", file.display())));
    }
    let bytes = std::fs::read(&file).map_err(unreadable)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let db = open_database(&config, &clock).await?;
    let principal = Principal::System("command line");
    let done = match import::read(&name, &bytes) {
        Ok(read) if look => import::look(&db, &principal, &read).await,
        Ok(read) => db.write(async |tx| import::run(tx, &principal, &read).await).await,
        Err(error) => Err(error),
    };
    db.close().await;
    say(&told(&done.map_err(explain)?, look));
    Ok(())
}

fn told(report: &Report, is_look: bool) -> String {
    let t = Texts::new(Language::En);
    let mut lines = vec![format!(
        "{}{} subjects added, {} changed, {} merged with a subject that was here, {} the same, {} left out",
        if is_look { "nothing was done yet: " } else { "" },
        report.added.len(),
        report.changed.len(),
        report.merged.len(),
        report.same,
        report.left_out.len(),
    )];
    lines.extend(report.merged.iter().map(|one| match one.words.is_empty() {
        true => format!("  merged    {} is {}", one.label, one.into),
        false => format!("  merged    {} is {}, which got: {}", one.label, one.into, one.words.join(", ")),
    }));
    lines.extend(
        report.left_out.iter().map(|LeftOut { what, why }| format!("  left out  {what}: {}", t.error(why))),
    );
    if !is_look {
        lines.push("A Plein that runs notices, and finds people by them in a moment.".to_owned());
    }
    lines.join("\n")
}

/// Every line that does not fit, so that the file is mended in one go.
fn explain(error: Error) -> Failure {
    let Error::Invalid(errors) = &error else { return Failure(error.to_string()) };
    let t = Texts::new(Language::En);
    let lines: Vec<String> = errors.iter().map(|error| t.error(error)).collect();
    Failure(format!("nothing was imported:\n{}", lines.join("\n")))
}
