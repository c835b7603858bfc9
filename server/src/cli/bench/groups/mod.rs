//! `plein bench groups`: what members of networks wait for. A database with many items and people, and the pages that show
//! them; a post on its way to fifty organisations; a network's past fetched by an organisation that joins.

pub mod across;
pub mod fill;
mod shown;
mod words;

use clap::Args as ClapArgs;
use domain::Clock;
use serde::Serialize;

use crate::cli::{Outcome, say};
use shown::Figures;

const SEED: u64 = 20_261_127;
const HOST: usize = 0;

#[derive(ClapArgs)]
pub struct Args {
    #[arg(long, default_value_t = 1_000_000, value_name = "N")]
    items: usize,
    #[arg(long, default_value_t = 100_000, value_name = "N")]
    people: usize,
    #[arg(long, default_value_t = 1_000, value_name = "N")]
    groups: usize,
    /// Organisations with a member to whom a post goes.
    #[arg(long, default_value_t = 50, value_name = "N")]
    instances: usize,
    /// Items that an organisation fetches when it joins.
    #[arg(long, default_value_t = 10_000, value_name = "N")]
    backfill: usize,
    /// An empty PostgreSQL database to measure the pages on, and nothing else; a file of our own otherwise.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

impl Args {
    /// The size that the project promises its figures for.
    pub fn whole() -> Self {
        Self {
            items: 1_000_000,
            people: 100_000,
            groups: 1_000,
            instances: 50,
            backfill: 10_000,
            database: None,
            json: false,
        }
    }
}

#[derive(Serialize)]
struct Report {
    items: usize,
    people: usize,
    filled_seconds: f64,
    indexed_seconds: f64,
    index_bytes: u64,
    /// p50 and p99 in milliseconds.
    figures_ms: Figures,
    across: Option<Across>,
}

#[derive(Serialize)]
pub struct Across {
    instances: usize,
    /// From posting until the last of the instances shows it.
    fan_out_seconds: f64,
    backfill: usize,
    backfill_seconds: f64,
}

pub async fn run(args: Args, clock: Clock) -> Outcome {
    let shown = shown::shown(&args, &clock).await?;
    let across = match args.database {
        Some(_) => None,
        None => Some(across::across(&args, &clock).await?),
    };
    let report = Report {
        items: args.items,
        people: args.people,
        filled_seconds: shown.filled_seconds,
        indexed_seconds: shown.indexed_seconds,
        index_bytes: shown.index_bytes,
        figures_ms: shown.figures,
        across,
    };
    match args.json {
        true => say(&serde_json::to_string(&report)?),
        false => say(&table(&report)),
    }
    Ok(())
}

fn table(report: &Report) -> String {
    let mut lines = vec![format!(
        "groups, {} items, {} people (filled in {:.0} s)",
        report.items, report.people, report.filled_seconds
    )];
    for (name, [p50, p99]) in &report.figures_ms {
        lines.push(format!("  page     p50 {p50:.1} ms, p99 {p99:.1} ms: {name}"));
    }
    lines.push(format!(
        "  index    {:.0} s to build, {} MB",
        report.indexed_seconds,
        report.index_bytes / 1_000_000
    ));
    if let Some(across) = &report.across {
        lines.push(format!(
            "  told     {:.1} s until {} organisations show a post (target 5)",
            across.fan_out_seconds, across.instances
        ));
        lines.push(format!(
            "  past     {:.1} s until {} items are fetched by who joins (target 60)",
            across.backfill_seconds, across.backfill
        ));
    }
    lines.join("\n")
}
