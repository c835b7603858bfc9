//! `plein bench`: figures of this machine, from generated data. Never a timed test: whoever reads them judges.

mod people;
mod profiles;
mod questions;
mod vocabulary;

use clap::Subcommand;
use domain::Clock;

use super::Outcome;

#[derive(Subcommand)]
pub enum Command {
    /// Finding people: profiles are made, stored and indexed, then searched.
    People(people::Args),
}

pub async fn run(command: Command, clock: Clock) -> Outcome {
    match command {
        Command::People(args) => people::run(args, clock).await,
    }
}
