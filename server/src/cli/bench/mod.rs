//! `plein bench`: figures of this machine, from generated data. Never a timed test: whoever reads them judges.

mod people;
mod profiles;
mod questions;
mod vocabulary;

use clap::Subcommand;
use domain::Clock;

use super::Outcome;

#[derive(clap::Args)]
pub struct Args {
    /// One part alone; all of them otherwise.
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Subcommand)]
enum Part {
    /// Finding people: profiles are made, stored and indexed, then searched.
    People(people::Args),
}

pub async fn run(args: Args, clock: Clock) -> Outcome {
    match args.part {
        Some(Part::People(args)) => people::run(args, clock).await,
        None => people::run(people::Args::whole(), clock).await,
    }
}
