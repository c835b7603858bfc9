//! `plein bench people`: fills a database with invented colleagues and what they wrote, builds both indexes from it, and
//! searches as the page does: engine, evidence, re-reading by the database, reasons. Memory is measured in a process that
//! only serves.

mod contributions;
mod report;
mod searcher;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::Args as ClapArgs;
use domain::{Clock, Db, InstanceId, OrganisationId, instances};
use search::{People, PeopleQuery, Published};

use super::folder::Folder;
use super::memory;
use super::profiles::{Government, ORGANISATIONS};
use super::questions::{mistyped_words, questions, typed};
use super::yardstick;
use crate::cli::{Failure, Outcome, say};
use report::{Report, Searches, Spread};
use searcher::Colleagues;

const SEED: u64 = 20_261_121;
/// Profiles written in one transaction, as replication does with a page.
const PAGE: usize = 1_000;
const WARM_UP: usize = 200;
/// Profiles that are read before it is measured how fast an index takes them in.
const READY: u64 = 100_000;

#[derive(ClapArgs)]
pub struct Args {
    /// How many people.
    #[arg(long, default_value_t = 100_000, value_name = "N")]
    profiles: usize,
    /// How many contributions of theirs; three for each person otherwise.
    #[arg(long, value_name = "N")]
    contributions: Option<usize>,
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
        Self {
            profiles: 1_000_000,
            contributions: None,
            queries: 2_000,
            data: None,
            json: false,
            serving: false,
        }
    }

    fn contributions(&self) -> usize {
        self.contributions.unwrap_or(3 * self.profiles)
    }
}

pub async fn run(args: Args, clock: Clock) -> Outcome {
    let folder = Folder::new("people", args.data.as_deref())?;
    let bench = Bench::open(folder.path(), args.profiles, clock).await?;
    if args.serving {
        say(&serde_json::to_string(&bench.search(args.queries).await?)?);
        return Ok(());
    }
    let store_per_s = bench.fill().await?;
    let written_per_s = match args.contributions() {
        0 => 0.0,
        wanted => contributions::fill(&bench.db, &bench.government, &bench.colleagues, wanted).await?,
    };
    let before_building = yardstick::measure();
    let rebuild_s = bench.rebuild().await?;
    let documents = bench.people.index_documents() + bench.published.index_documents();
    let intake_per_s = bench.intake().await?;
    let before_searches = yardstick::measure();
    let report = Report {
        profiles: args.profiles,
        contributions: bench.published.index_documents(),
        words: bench.government.vocabulary.len(),
        store_per_s,
        written_per_s,
        built_per_s: documents as f64 / rebuild_s,
        intake_per_s,
        rebuild_s,
        index_bytes: bench.people.index_bytes() + bench.published.index_bytes(),
        searches: {
            drop(bench);
            search_in_a_fresh_process(folder.path(), &args)?
        },
        yardstick_ms: [before_building, before_searches, yardstick::measure()],
    };
    match args.json {
        true => say(&serde_json::to_string(&report)?),
        false => say(&report.to_string()),
    }
    Ok(())
}

/// Building takes memory that an allocator keeps; a server that was started yesterday has not just built.
fn search_in_a_fresh_process(folder: &Path, args: &Args) -> Result<Searches, Failure> {
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
    people: Arc<People>,
    published: Arc<Published>,
    colleagues: Colleagues,
    government: Government,
    profiles: usize,
}

impl Bench {
    async fn open(folder: &Path, profiles: usize, clock: Clock) -> Result<Self, Failure> {
        let url = format!("sqlite://{}", folder.join("bench.db").display());
        let db = Db::open(&url, 4, clock).await?;
        db.migrate().await?;
        db.write(async |tx| {
            instances::settle(tx, "bench.test", "https://bench.test", "Gemeente Meetstad", None).await?;
            domain::concepts::ship(tx, &domain::concepts::shipped()?).await
        })
        .await?;
        let people = People::new(db.clone(), folder.join("index")).await?;
        let vocabulary = Arc::clone(people.vocabulary());
        let published = Arc::new(Published::new(db.clone(), vocabulary, folder.join("published"))?);
        let people = Arc::new(people.with_evidence(Arc::clone(&published)));
        let colleagues = Colleagues::settle(&db).await?;
        Ok(Self { db, people, published, colleagues, government: Government::new(SEED)?, profiles })
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

    /// Documents a second that are ready, in the mix of the whole.
    async fn intake(&self) -> Result<f64, Failure> {
        let things = READY * self.published.index_documents() / self.people.index_documents().max(1);
        let people = self.people.intake(READY).await?;
        let published = self.published.intake(things).await?;
        let documents = people.documents + published.documents;
        Ok(documents as f64 / (people.took + published.took).as_secs_f64())
    }

    /// Both indexes as a server builds them, each by its own worker; seconds.
    async fn rebuild(&self) -> Result<f64, Failure> {
        let started = Instant::now();
        let (people, published) = (Arc::clone(&self.people), Arc::clone(&self.published));
        let people = tokio::spawn(async move { people.rebuild().await });
        published.rebuild().await?;
        people.await??;
        Ok(started.elapsed().as_secs_f64())
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

    async fn search(&self, count: usize) -> Result<Searches, Failure> {
        self.people.catch_up().await?;
        self.published.catch_up().await?;
        let all = WARM_UP + count;
        let asked = questions(&self.government, self.profiles, all, SEED);
        let (full, found) = self.time(&asked).await?;
        let mistyped = mistyped_words(&self.government, self.profiles, all, SEED);
        let (typos, corrected) = self.time(&mistyped).await?;
        let (typing, offered) = self.suggest(all).await?;
        Ok(Searches {
            queries: count,
            found,
            full,
            corrected,
            typos,
            offered,
            typing,
            resident_bytes: memory::anonymous_bytes(std::process::id()),
        })
    }

    /// How long searches took, and how many of them found somebody.
    async fn time(&self, queries: &[PeopleQuery]) -> Result<(Spread, usize), Failure> {
        let (mut times, mut found) = (Vec::with_capacity(queries.len()), 0);
        for (at, query) in queries.iter().enumerate() {
            let started = Instant::now();
            let answer = self.people.search(&self.colleagues.searcher, query.clone()).await?;
            if at >= WARM_UP {
                times.push(started.elapsed().as_secs_f64() * 1_000.0);
                found += usize::from(answer.total > 0);
            }
        }
        Ok((Spread::of(times), found))
    }

    async fn suggest(&self, count: usize) -> Result<(Spread, usize), Failure> {
        let (mut times, mut offered) = (Vec::with_capacity(count), 0);
        let all = typed(&self.government, self.profiles, count, SEED);
        for (at, text) in all.iter().enumerate() {
            let started = Instant::now();
            let found = self.people.suggest(&self.colleagues.searcher, text).await?;
            if at >= WARM_UP {
                times.push(started.elapsed().as_secs_f64() * 1_000.0);
                offered += usize::from(!found.is_empty());
            }
        }
        Ok((Spread::of(times), offered))
    }
}
