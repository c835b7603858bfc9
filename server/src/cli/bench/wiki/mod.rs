//! `plein bench wiki`: what writers of a wiki wait for. A long page with a long history; a hundred people of three organisations
//! who write one page at the same time; a wiki that an organisation fetches when it joins.

mod fetched;
mod page;
mod together;

use std::collections::BTreeMap;

use clap::Args as ClapArgs;
use domain::Clock;
use serde::Serialize;

use crate::cli::{Outcome, say};

#[derive(ClapArgs)]
pub struct Args {
    /// Of the long page.
    #[arg(long, default_value_t = 1_000, value_name = "N")]
    versions: usize,
    #[arg(long, default_value_t = 50 * 1024, value_name = "BYTES")]
    page_bytes: usize,
    #[arg(long, default_value_t = 100, value_name = "N")]
    editors: usize,
    /// Of each editor.
    #[arg(long, default_value_t = 10, value_name = "N")]
    saves: usize,
    /// Pages of the wiki that is fetched.
    #[arg(long, default_value_t = 10_000, value_name = "N")]
    pages: usize,
    /// An empty PostgreSQL database to measure the long page on, and nothing else; files of our own otherwise.
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
            versions: 1_000,
            page_bytes: 50 * 1024,
            editors: 100,
            saves: 10,
            pages: 10_000,
            database: None,
            json: false,
        }
    }
}

#[derive(Serialize)]
struct Report {
    versions: usize,
    page_bytes: usize,
    /// p50 and p99 in milliseconds.
    page_ms: BTreeMap<String, [f64; 2]>,
    /// With several organisations; not measured on a database that was given.
    across: Option<Across>,
}

#[derive(Serialize)]
struct Across {
    together: together::Figures,
    pages: usize,
    fetched_seconds: f64,
}

pub async fn run(args: Args, clock: Clock) -> Outcome {
    let page_ms = page::measure(&args, &clock).await?;
    let across = match args.database {
        Some(_) => None,
        None => Some(Across {
            together: together::measure(&args, &clock).await?,
            pages: args.pages,
            fetched_seconds: fetched::measure(&args, &clock).await?,
        }),
    };
    let report = Report { versions: args.versions, page_bytes: args.page_bytes, page_ms, across };
    match args.json {
        true => say(&serde_json::to_string(&report)?),
        false => say(&table(&report)),
    }
    Ok(())
}

fn table(report: &Report) -> String {
    let mut lines =
        vec![format!("wiki, a page of {} KB with {} versions", report.page_bytes / 1024, report.versions)];
    for (name, [p50, p99]) in &report.page_ms {
        lines.push(format!("  page     p50 {p50:.1} ms, p99 {p99:.1} ms: {name}"));
    }
    let Some(across) = &report.across else { return lines.join("\n") };
    let together = &across.together;
    lines.push(format!(
        "  together {:.1} s until {} contributions of {} editors at 3 organisations, {} ms there and back, stand everywhere; \
         {} were conflicts shown to their author, {} lost (target 60 s, none)",
        together.seconds,
        together.contributions,
        together.editors,
        together::THERE_AND_BACK.as_millis(),
        together.conflicts,
        together.lost
    ));
    lines.push(format!(
        "  fetched  {:.1} s until a wiki of {} pages is at who joins (target 60)",
        across.fetched_seconds, across.pages
    ));
    lines.join("\n")
}
