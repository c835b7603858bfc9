//! `plein bench directory`: one organisation has many people, another becomes its peer and copies them with the code
//! that serves every day: signed pages over HTTP, verified, stored durably, indexed. The clock stops when the last of
//! them is found by search. Both organisations share this machine's cores, so the figure holds the serving side too.

use std::time::Instant;

use clap::Args as ClapArgs;
use domain::index_feed::{self, Lane};
use domain::people::{self, NewPerson, Scope, consent, replica};
use domain::principal::Affiliation;
use domain::{Clock, Error, PersonId, Tx, outbox};
use search::query::{PeopleQuery, Viewer};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::folder::Folder;
use super::neighbours::{Neighbours, OPERATOR, wait_for};
use super::processor;
use super::profiles::Government;
use crate::cli::{Failure, Outcome, say};
use crate::state::Ctx;

const SEED: u64 = 20_261_121;
/// People added in one transaction while the origin is filled.
const FILLED_AT_ONCE: usize = 200;
/// Nobody else is called so: the last one in the feed.
const LAST: &str = "Zacharias Allerlaatst";
const ORIGIN: usize = 0;
const READER: usize = 1;

#[derive(ClapArgs)]
pub struct Args {
    /// How many people the peer has.
    #[arg(long, default_value_t = 50_000, value_name = "N")]
    profiles: usize,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

impl Args {
    /// The size that the project promises its figure for.
    pub fn whole() -> Self {
        Self { profiles: 50_000, json: false }
    }
}

#[derive(Serialize)]
struct Report {
    profiles: usize,
    /// From the handshake until the last one is found by search.
    seconds: f64,
    profiles_per_s: f64,
    /// Of the processor in that time, both sides together.
    cpu_seconds: f64,
    /// From the handshake until the last one is stored.
    copied_seconds: f64,
    /// Filling the origin, which the figure leaves out.
    filled_seconds: f64,
}

pub async fn run(args: Args, clock: Clock) -> Outcome {
    let folder = Folder::new("directory", None)?;
    let names = ["bron".to_owned(), "lezer".to_owned()];
    let neighbours = Neighbours::open(folder.path(), &names, &clock).await?;
    let report = measure(&neighbours, args.profiles.max(1)).await?;
    neighbours.close().await;
    match args.json {
        true => say(&serde_json::to_string(&report)?),
        false => say(&table(&report)),
    }
    Ok(())
}

async fn measure(neighbours: &Neighbours, profiles: usize) -> Result<Report, Failure> {
    let stop = CancellationToken::new();
    let workers = [ORIGIN, READER].map(|at| neighbours.spawn_workers(at, &stop));
    let started = Instant::now();
    wait_for("the indexes", async || Ok(both_indexed(neighbours).then_some(()))).await?;
    let last = fill(neighbours.ctx(ORIGIN), profiles).await?;
    rested(neighbours.ctx(ORIGIN)).await?;
    let filled_seconds = started.elapsed().as_secs_f64();
    let (started, cpu) = (Instant::now(), processor::seconds());
    neighbours.introduce(READER, ORIGIN).await?;
    let copied_seconds = copied(neighbours, profiles, started).await?;
    wait_for("the last of the people in the search", async || found(neighbours.ctx(READER), last).await)
        .await?;
    let (seconds, cpu_seconds) = (started.elapsed().as_secs_f64(), processor::seconds() - cpu);

    stop.cancel();
    for workers in workers {
        workers.drain().await;
    }
    let profiles_per_s = profiles as f64 / seconds;
    Ok(Report { profiles, seconds, profiles_per_s, cpu_seconds, copied_seconds, filled_seconds })
}

/// Adds everybody as an import would; gives the last one, who has a name of his own.
async fn fill(origin: &Ctx, profiles: usize) -> Result<PersonId, Failure> {
    let government = Government::new(SEED)?;
    let mut last = None;
    for start in (0..profiles).step_by(FILLED_AT_ONCE) {
        let some = start..(start + FILLED_AT_ONCE).min(profiles);
        let added = origin.db.write(async |tx| {
            let mut added = None;
            for number in some {
                added = Some(add(tx, &government, number, number + 1 == profiles).await?);
            }
            Ok(added)
        });
        last = added.await?;
    }
    last.ok_or_else(|| Failure("nobody was added".into()))
}

async fn add(tx: &mut Tx, government: &Government, number: usize, is_last: bool) -> domain::Result<PersonId> {
    let snapshot = government.colleague(number);
    let new = NewPerson {
        name: if is_last { LAST.to_owned() } else { snapshot.name },
        handle: Some(snapshot.handle),
        affiliation: Affiliation::Staff,
        profile: snapshot.profile,
    };
    let id = people::create(tx, &OPERATOR, new).await?;
    consent::choose(tx, &OPERATOR, id, Scope::Network).await?;
    Ok(id)
}

/// Both have an index, empty as it is, before the first of the people come.
fn both_indexed(neighbours: &Neighbours) -> bool {
    [ORIGIN, READER].iter().all(|at| neighbours.ctx(*at).people.is_indexed())
}

/// Comes back when the origin has told and indexed its own people: what it does later is for the reader.
async fn rested(origin: &Ctx) -> domain::Result<()> {
    wait_for("the origin's own work", async || {
        let told = outbox::list_events(&origin.db, 1).await?.is_empty();
        let indexed = index_feed::list(&origin.db, Lane::Home, 0, 1).await?.is_empty();
        Ok((told && indexed).then_some(()))
    })
    .await
}

/// Seconds until everybody is stored.
async fn copied(neighbours: &Neighbours, profiles: usize, started: Instant) -> domain::Result<f64> {
    let (reader, id) = (neighbours.ctx(READER), neighbours.id_of(ORIGIN, READER).await?);
    wait_for("the people of the origin", async || {
        let peer = domain::peers::find(&reader.db, id).await?;
        Ok(peer.directory_confirmed_at.map(|_| ()))
    })
    .await?;
    let seconds = started.elapsed().as_secs_f64();
    let stored = usize::try_from(replica::count(&reader.db, id).await?).unwrap_or(0);
    if stored == profiles {
        return Ok(seconds);
    }
    Err(Error::internal(format!("{stored} of {profiles} people were copied")))
}

/// Whether the last one of the feed is found, by the index and not by name alone.
async fn found(reader: &Ctx, last: PersonId) -> domain::Result<Option<()>> {
    let answer = reader.people.search(&OPERATOR, PeopleQuery::new(LAST, Viewer::Staff)).await?;
    let is_last = |found: &search::FoundPerson| found.view.ap_id.ends_with(&last.to_string());
    Ok((!answer.is_by_name && answer.people.iter().any(is_last)).then_some(()))
}

fn table(report: &Report) -> String {
    [
        format!("directory, {} profiles from one peer, signed pages over loopback HTTP", report.profiles),
        format!("  copied   {:.1} s until the last one is stored", report.copied_seconds),
        format!("  found    {:.1} s until the last one is found by search", report.seconds),
        format!(
            "           {:.0} profiles/s, serving and reading side together in {:.1} s of processor",
            report.profiles_per_s, report.cpu_seconds
        ),
    ]
    .join("\n")
}
