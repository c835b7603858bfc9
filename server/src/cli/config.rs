//! `plein config example`: the commented default configuration.

use clap::Subcommand;

use super::Outcome;
use crate::config::Config;

#[derive(Subcommand)]
pub enum Command {
    /// Print every setting with its default and what it means.
    Example,
}

pub fn run(command: Command) -> Outcome {
    match command {
        Command::Example => super::say(Config::example().trim_end()),
    }
    Ok(())
}
