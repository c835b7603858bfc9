//! `plein bench`: figures of this machine, from generated data. Never a timed test: whoever reads them judges.

mod directory;
mod folder;
mod groups;
mod inbox;
mod memory;
mod neighbours;
mod operation;
mod people;
mod processor;
mod profiles;
mod quality;
mod questions;
mod sender;
mod visitor;
mod vocabulary;
mod wiki;
mod yardstick;

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
    /// What a person waits for and what a server costs: the demo, its pages, a start, an instance at rest.
    Operation(operation::Args),
    /// Copying a peer's directory: fetched, verified, stored and indexed until the last of its people is found.
    Directory(directory::Args),
    /// Networks: their pages with a million items, a post to fifty organisations, a past to fetch.
    Groups(groups::Args),
    /// Wikis: a page with a long history, a hundred who write one page at three organisations, a wiki that is fetched.
    Wiki(wiki::Args),
    /// Who knows: the ranking of people over a collection with known answers. Runs only when it is asked for.
    Quality(quality::Args),
    /// Taking in what peers send: signed activities, accepted by one core.
    Inbox(inbox::Args),
}

pub async fn run(args: Args, clock: Clock) -> Outcome {
    match args.part {
        Some(Part::People(args)) => people::run(args, clock).await,
        Some(Part::Directory(args)) => directory::run(args, clock).await,
        Some(Part::Quality(args)) => quality::run(&args),
        Some(Part::Inbox(args)) => inbox::run(args, clock).await,
        Some(Part::Groups(args)) => groups::run(args, clock).await,
        Some(Part::Wiki(args)) => wiki::run(args, clock).await,
        Some(Part::Operation(args)) => operation::run(args).await,
        None => {
            people::run(people::Args::whole(), clock.clone()).await?;
            directory::run(directory::Args::whole(), clock.clone()).await?;
            inbox::run(inbox::Args::whole(), clock.clone()).await?;
            groups::run(groups::Args::whole(), clock.clone()).await?;
            wiki::run(wiki::Args::whole(), clock).await?;
            operation::run(operation::Args::default()).await
        }
    }
}

/// The value below which this part of the sorted figures lies.
fn share(sorted: &[f64], part: f64) -> f64 {
    sorted.get((sorted.len() as f64 * part) as usize).copied().unwrap_or_default()
}
