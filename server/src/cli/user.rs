//! `plein user import FILE.csv`: accounts for the people of a personnel administration.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use domain::accounts::import::{self, Column, File, Mode, Place, Refused, Report};
use domain::{Clock, Principal};

use super::{Failure, Outcome, open, say, say_error};
use crate::config::{Config, MailDelivery};
use crate::i18n::{Language, Texts};
use crate::instance::settle;
use crate::pages::words;

#[derive(Subcommand)]
pub enum Command {
    /// Make an account for each person of a file, and invite them by mail.
    Import(Import),
}

#[derive(Args)]
#[command(after_help = columns())]
pub struct Import {
    /// Separated by commas, semicolons or tabs, in UTF-8.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Import nobody when a row is refused. Without it the good rows are kept.
    #[arg(long)]
    all_or_nothing: bool,
    /// Only tell what would happen.
    #[arg(long, conflicts_with = "all_or_nothing")]
    dry_run: bool,
}

/// Rows between two lines of progress.
const ROWS_PER_LINE: usize = 500;

pub async fn run(command: Command, config: Config, clock: Clock) -> Outcome {
    let Command::Import(args) = command;
    let file = read(&args)?;
    if !file.ignored.is_empty() {
        say_error(&format!("these columns are not read: {}", file.ignored.join(", ")));
    }
    let db = open(&config, &clock).await?;
    db.migrate().await?;
    settle(&db, &config).await?;
    let (mut done, all) = (0, file.rows.len());
    let progress = |rows: usize| {
        done = rows;
        if all > ROWS_PER_LINE && rows.is_multiple_of(ROWS_PER_LINE) {
            say_error(&format!("{rows} of {all} rows"));
        }
    };
    let ran = import::run(&db, &Principal::System("command line"), &file, args.mode(), progress).await;
    db.close().await;
    let report = ran.map_err(|error| broken_off(args.mode(), done, &error))?;
    if matches!(config.mail.delivery, MailDelivery::Outbox) && !report.added.is_empty() {
        say_error("mail.delivery is \"outbox\": the invitations stay on a page for administrators");
    }
    tell(&report, args.mode())
}

impl Import {
    fn mode(&self) -> Mode {
        match (self.dry_run, self.all_or_nothing) {
            (true, _) => Mode::Preview,
            (_, true) => Mode::AllOrNothing,
            _ => Mode::Each,
        }
    }
}

fn read(args: &Import) -> Result<File, Failure> {
    let path = args.file.display();
    // One byte more than may be, so that a file that never ends is refused like one that is too long.
    let limit = u64::try_from(import::BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    std::fs::File::open(&args.file)
        .and_then(|file| std::io::Read::read_to_end(&mut std::io::Read::take(file, limit), &mut bytes))
        .map_err(|error| Failure(format!("cannot read {path}: {error}")))?;
    import::read(&bytes, words::language_code).map_err(|error| match error {
        domain::Error::Invalid(errors) => {
            let t = Texts::new(Language::En);
            let lines: Vec<String> = errors.iter().map(|error| t.error(error)).collect();
            Failure(format!("{path}: {}", lines.join("\n")))
        }
        other => Failure(format!("{path}: {other}")),
    })
}

fn broken_off(mode: Mode, done: usize, error: &domain::Error) -> Failure {
    Failure(match (mode, error) {
        (Mode::Each, error) => {
            format!("stopped after {done} rows: {error}. They are kept; run the same again for the rest")
        }
        (_, error) => format!("nothing was imported: {error}"),
    })
}

/// Each row that was left alone or refused, then the numbers. A refusal makes the command fail.
fn tell(report: &Report, mode: Mode) -> Outcome {
    for Place { line, email } in &report.known {
        say(&format!("line {line}: {email} has an account already, which stays as it is"));
    }
    for refused in &report.refused {
        for text in explain(refused) {
            say_error(&text);
        }
    }
    let (added, known, refused) = (report.added.len(), report.known.len(), report.refused.len());
    let did = match mode {
        Mode::Preview => "would be added and invited",
        Mode::Each | Mode::AllOrNothing => "added and invited",
    };
    say(&format!("{added} {did}, {known} had an account already, {refused} refused"));
    match (refused, mode) {
        (0, _) => Ok(()),
        (_, Mode::Each) => Err(Failure("mend the refused rows and run the same again".into())),
        (_, Mode::AllOrNothing) => Err(Failure("nothing was imported: mend the refused rows first".into())),
        (_, Mode::Preview) => Err(Failure("nothing was imported, since this was a dry run".into())),
    }
}

/// One line for each thing to mend.
fn explain(refused: &Refused) -> impl Iterator<Item = String> {
    let t = Texts::new(Language::En);
    let Place { line, email } = &refused.place;
    let who = if email.is_empty() { String::new() } else { format!(" ({email})") };
    refused.errors.iter().map(move |error| format!("line {line}{who}: {}: {}", error.field, t.error(error)))
}

/// Every column with the names it is known by.
fn columns() -> String {
    let line = |column: Column| {
        let names = column.names();
        let first = names.first().copied().unwrap_or_default();
        format!("  {first:<12} {}\n", names.get(1..).unwrap_or_default().join(", "))
    };
    let lines: String = Column::ALL.into_iter().map(line).collect();
    format!(
        "The first line names the columns, in any order; capitals, spaces and hyphens do not matter.\n\
         A name (or a family name) and an email are needed, all others may be left out:\n\n{lines}\n\
         Languages are codes or names (\"nl, Engels\"). Affiliation is staff (medewerker; also when empty),\n\
         external (extern) or guest (gast). At most {} rows and {} MB.\n\n\
         Somebody whose address has an account is left alone, so the same file can be imported again.\n\
         A new profile is found by nobody until its owner chooses who may.",
        import::ROWS_MAX,
        import::BYTES_MAX / 1024 / 1024,
    )
}
