//! The command line of `plein`: one file a command. It speaks English to operators, like the log.

mod admin;
mod audit;
mod backup;
mod bench;
mod check;
mod config;
mod demo;
mod migrate;
mod read_document;
mod restore;
mod serve;
mod taxonomy;
mod typed;
mod user;
mod wiki;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use domain::{Clock, Db};

use crate::config::{Config, DatabaseUrl, Faults};
use crate::error::for_operators;
use crate::instance::open_database;

/// Plein: find the right colleague across the whole government.
#[derive(Parser)]
#[command(name = "plein", version)]
struct Cli {
    /// The configuration file.
    #[arg(long, short, global = true, env = "PLEIN_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the organisation of the configuration.
    Serve,
    /// Bring the database up to date; `serve` does so too.
    Migrate,
    /// Three organisations with invented people, to look around in on this machine.
    Demo(demo::Arguments),
    /// Measure Plein on this machine, with data of its own.
    Bench(bench::Args),
    /// Make administrators.
    #[command(subcommand)]
    Admin(admin::Command),
    /// Make accounts for many.
    #[command(subcommand)]
    User(user::Command),
    /// Look at everything Plein leans on, and say how to mend what is wrong.
    Check,
    /// Look whether the log still is what was written.
    #[command(subcommand)]
    Audit(audit::Command),
    /// Look whether every version of the wikis still is what was written.
    #[command(subcommand)]
    Wiki(wiki::Command),
    /// The subjects people choose their knowledge from.
    #[command(subcommand)]
    Taxonomy(taxonomy::Command),
    /// Write everything the organisation would miss to one file, while it keeps running.
    Backup(backup::Args),
    /// Bring an organisation back from its backup, or look whether that would work.
    Restore(restore::Args),
    /// Read the text of one document; what Plein starts itself, apart, since a document may be made to do harm.
    #[command(hide = true)]
    ReadDocument(read_document::Args),
    /// Show the configuration with all its defaults.
    #[command(subcommand)]
    Config(config::Command),
}

/// Where a configuration is looked for when none is named.
const DEFAULT_FILE: &str = "/etc/plein/plein.toml";

/// What a command ends with: a sentence for the operator when it failed.
type Outcome = Result<(), Failure>;

/// What an operator is told: what could not be done, and to what.
#[derive(Debug)]
struct Failure(String);

impl<E: std::error::Error + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        let error: &dyn std::error::Error = &error;
        Self(error.downcast_ref::<domain::Error>().map_or_else(|| error.to_string(), for_operators))
    }
}

/// Runs one command to its end.
pub async fn run(args: impl IntoIterator<Item = OsString>, clock: Clock) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    match dispatch(cli, clock).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(text)) => {
            say_error(&text);
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(cli: Cli, clock: Clock) -> Outcome {
    match cli.command {
        Command::Serve => serve::run(load(cli.config)?, clock).await,
        Command::Migrate => migrate::run(load(cli.config)?, clock).await,
        Command::Demo(arguments) => demo::run(arguments, clock).await,
        Command::Bench(args) => bench::run(args, clock).await,
        Command::Admin(command) => admin::run(command, load(cli.config)?, clock).await,
        Command::User(command) => user::run(command, load(cli.config)?, clock).await,
        Command::Check => check::run(load(cli.config)?, clock).await,
        Command::Audit(command) => audit::run(command, load(cli.config)?, clock).await,
        Command::Wiki(command) => wiki::run(command, load(cli.config)?, clock).await,
        Command::Taxonomy(command) => taxonomy::run(command, load(cli.config)?, clock).await,
        Command::Backup(args) => backup::run(args, load(cli.config)?, clock).await,
        Command::Restore(args) => restore::run(args, load(cli.config)?, clock).await,
        Command::ReadDocument(args) => read_document::run(&args),
        Command::Config(command) => config::run(command),
    }
}

/// The named file, else the usual one if it is there, and the environment over it.
fn load(file: Option<PathBuf>) -> Result<Config, Faults> {
    let usual = || Some(PathBuf::from(DEFAULT_FILE)).filter(|path| path.exists());
    crate::config::load(file.or_else(usual).as_deref(), std::env::vars())
}

/// The database, for a command that changes something in it. It makes no data folder: that would belong to whoever typed
/// the command, and not to the user that serves.
async fn open(config: &Config, clock: &Clock) -> Result<Db, Failure> {
    let dir = &config.data.dir;
    if matches!(config.database.url, DatabaseUrl::Sqlite(_)) && !dir.is_dir() {
        return Err(Failure(format!(
            "the data folder {} is not there: start Plein once, or make it",
            dir.display()
        )));
    }
    Ok(open_database(config, clock).await?)
}

/// Writes a line for the operator. A closed pipe is no reason to fail.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

fn say_error(text: &str) {
    let _ = writeln!(std::io::stderr(), "plein: {text}");
}
