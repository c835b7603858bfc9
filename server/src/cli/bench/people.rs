//! `plein bench people`: fills a database with invented colleagues, builds the index from it, and searches as the
//! page does: engine, re-reading by the database, reasons. Memory is measured in a process that only serves.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args as ClapArgs;
use domain::principal::{Affiliation, Member, Role};
use domain::{AccountId, Clock, Db, InstanceId, OrganisationId, PersonId, Principal, instances};
use search::People;
use serde::{Deserialize, Serialize};

use super::folder::Folder;
use super::memory;
use super::profiles::{Government, ORGANISATIONS};
use super::questions::{questions, typed};
use super::share;
use crate::cli::{Outcome, say};

const SEED: u64 = 20_261_121;
/// Profiles written in one transaction, as replication does with a page.
const PAGE: usize = 1_000;
const WARM_UP: usize = 200;

#[derive(ClapArgs)]
pub struct Args {
    /// How many people.
    #[arg(long, default_value_t = 100_000, value_name = "N")]
    profiles: usize,
    /// How many searches.
    #[arg(long, default_value_t = 2_000, value_name = "N")]
    queries: usize,
    /// Keep the data here, and use what an earlier run left; a folder that goes away otherwise.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
    /// Only search: what this command starts itself again with.
    #[arg(long, hide = true, requires = "data")]
    serving: bool,
}

impl Args {
    /// The size that the project promises its figures for.
    pub fn whole() -> Self {
        Self { profiles: 1_000_000, queries: 2_000, data: None, json: false, serving: false }
    }
}

#[derive(Serialize)]
struct Report {
    profiles: usize,
    words: usize,
    #[serde(flatten)]
    searches: Searches,
    ingest_per_s: f64,
    /// Into the database, before the index: not part of the ingest figure.
    store_per_s: f64,
    index_bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct Searches {
    queries: usize,
    found: usize,
    p50_ms: f64,
    p90_ms: f64,
    p99_ms: f64,
    max_ms: f64,
    typing: Typing,
    resident_bytes: u64,
}

/// What is offered while somebody types.
#[derive(Serialize, Deserialize)]
struct Typing {
    offered: usize,
    p50_ms: f64,
    p99_ms: f64,
    max_ms: f64,
}

pub async fn run(args: Args, clock: Clock) -> Outcome {
    let folder = Folder::new("people", args.data.as_deref())?;
    let bench = Bench::open(folder.path(), args.profiles, clock).await?;
    if args.serving {
        say(&serde_json::to_string(&bench.search(args.queries).await?)?);
        return Ok(());
    }
    let store_per_s = bench.fill().await?;
    let ingest_per_s = bench.index().await?;
    let words = bench.government.vocabulary.len();
    let index_bytes = bench.people.index_bytes();
    drop(bench);
    let searches = search_in_a_fresh_process(folder.path(), &args)?;
    let report = Report { profiles: args.profiles, words, searches, ingest_per_s, store_per_s, index_bytes };
    match args.json {
        true => say(&serde_json::to_string(&report)?),
        false => say(&table(&report)),
    }
    Ok(())
}

/// Building takes memory that an allocator keeps; a server that was started yesterday has not just built.
fn search_in_a_fresh_process(folder: &Path, args: &Args) -> Result<Searches, super::super::Failure> {
    let output = std::process::Command::new(std::env::current_exe()?)
        .args(["bench", "people", "--serving", "--profiles", &args.profiles.to_string()])
        .args(["--queries", &args.queries.to_string(), "--data"])
        .arg(folder)
        .stderr(std::process::Stdio::inherit())
        .output()?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

struct Bench {
    db: Db,
    people: People,
    government: Government,
    profiles: usize,
}

impl Bench {
    async fn open(folder: &Path, profiles: usize, clock: Clock) -> domain::Result<Self> {
        let url = format!("sqlite://{}", folder.join("bench.db").display());
        let db = Db::open(&url, 4, clock).await?;
        db.migrate().await?;
        db.write(async |tx| {
            instances::settle(tx, "bench.test", "https://bench.test", "Gemeente Meetstad", None).await?;
            domain::concepts::ship(tx, &domain::concepts::shipped()?).await
        })
        .await?;
        let people = People::new(db.clone(), folder.join("index")).await?;
        Ok(Self { db, people, government: Government::new(SEED)?, profiles })
    }

    /// Stores everyone who is not there yet, a page of one organisation after the other; people a second.
    async fn fill(&self) -> domain::Result<f64> {
        let (started, mut stored) = (Instant::now(), 0);
        for (home, (instance, organisation)) in self.homes().await?.into_iter().enumerate() {
            let kept = domain::people::replica::count(&self.db, instance).await?;
            let numbers: Vec<usize> = (home..self.profiles).step_by(ORGANISATIONS).collect();
            let missing = numbers.get(usize::try_from(kept).unwrap_or(0)..).unwrap_or_default();
            for page in missing.chunks(PAGE) {
                let snapshots: Vec<_> =
                    page.iter().map(|number| self.government.colleague(*number)).collect();
                let store = async |tx: &mut domain::Tx| {
                    domain::people::replica::store(tx, instance, organisation, &snapshots).await
                };
                stored += self.db.write(store).await?;
            }
        }
        Ok(stored as f64 / started.elapsed().as_secs_f64())
    }

    async fn homes(&self) -> domain::Result<Vec<(InstanceId, OrganisationId)>> {
        self.db
            .write(async |tx| {
                let mut homes = Vec::with_capacity(ORGANISATIONS);
                for number in 0..ORGANISATIONS {
                    let (host, name) = (format!("o{number}.test"), format!("Organisatie {number}"));
                    let id = instances::find_or_insert(tx, &host, &format!("https://{host}"), &name).await?;
                    homes.push((id, instances::find_or_insert_organisation(tx, id, None, &name).await?));
                }
                Ok(homes)
            })
            .await
    }

    /// Builds the index from the database; people a second.
    async fn index(&self) -> domain::Result<f64> {
        let started = Instant::now();
        self.people.rebuild().await?;
        Ok(self.profiles as f64 / started.elapsed().as_secs_f64())
    }

    async fn search(&self, count: usize) -> domain::Result<Searches> {
        self.people.catch_up().await?;
        let searcher = self.searcher().await?;
        let mut times = Vec::with_capacity(count);
        let mut found = 0;
        for (at, query) in
            questions(&self.government, self.profiles, WARM_UP + count, SEED).into_iter().enumerate()
        {
            let started = Instant::now();
            let answer = self.people.search(&searcher, query).await?;
            if at >= WARM_UP {
                times.push(started.elapsed().as_secs_f64() * 1_000.0);
                found += usize::from(answer.total > 0);
            }
        }
        times.sort_by(f64::total_cmp);
        let at = |part: f64| share(&times, part);
        Ok(Searches {
            queries: count,
            found,
            p50_ms: at(0.5),
            p90_ms: at(0.9),
            p99_ms: at(0.99),
            max_ms: times.last().copied().unwrap_or_default(),
            typing: self.suggest(&searcher, count).await?,
            resident_bytes: memory::anonymous_bytes(std::process::id()),
        })
    }

    async fn suggest(&self, searcher: &Principal, count: usize) -> domain::Result<Typing> {
        let mut times = Vec::with_capacity(count);
        let mut offered = 0;
        let all = typed(&self.government, self.profiles, WARM_UP + count, SEED);
        for (at, text) in all.iter().enumerate() {
            let started = Instant::now();
            let found = self.people.suggest(searcher, text).await?;
            if at >= WARM_UP {
                times.push(started.elapsed().as_secs_f64() * 1_000.0);
                offered += usize::from(!found.is_empty());
            }
        }
        times.sort_by(f64::total_cmp);
        Ok(Typing {
            offered,
            p50_ms: share(&times, 0.5),
            p99_ms: share(&times, 0.99),
            max_ms: times.last().copied().unwrap_or_default(),
        })
    }

    /// Somebody of the own organisation, as far as the search asks.
    async fn searcher(&self) -> domain::Result<Principal> {
        let home = instances::home(&self.db).await?;
        Ok(Principal::Member(Member {
            account_id: AccountId(uuid::Uuid::nil()),
            person_id: PersonId(uuid::Uuid::nil()),
            organisation_id: home.organisation_id,
            affiliation: Affiliation::Staff,
            role: Role::Member,
        }))
    }
}

fn table(report: &Report) -> String {
    let megabytes = |bytes: u64| bytes / 1_000_000;
    let searches = &report.searches;
    [
        format!(
            "people, {} profiles of {ORGANISATIONS} organisations, {} words",
            report.profiles, report.words
        ),
        format!(
            "  search   p50 {:.1} ms, p90 {:.1} ms, p99 {:.1} ms",
            searches.p50_ms, searches.p90_ms, searches.p99_ms
        ),
        format!("           {} searches, {} of them found somebody", searches.queries, searches.found),
        format!(
            "  typing   p50 {:.1} ms, p99 {:.1} ms, at most {:.1} ms; {} of {} were offered something",
            searches.typing.p50_ms,
            searches.typing.p99_ms,
            searches.typing.max_ms,
            searches.typing.offered,
            searches.queries
        ),
        format!("  ingest   {:.0} profiles/s from the database into the index", report.ingest_per_s),
        format!("  index    {} MB on disk", megabytes(report.index_bytes)),
        format!("  memory   {} MB anonymous while serving", megabytes(searches.resident_bytes)),
    ]
    .join("\n")
}
