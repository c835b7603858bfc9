//! `plein bench quality`: the ranking of people over a collection of which it is known who knew, through the engine that ships.
//! Writes a run; whoever has the answers scores it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args as ClapArgs;
use search::published::quality::{Collection, Contribution};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::folder::Folder;
use crate::cli::{Failure, Outcome, say};

/// People in a run, for each question.
const RANKS_MAX: usize = 100;

#[derive(ClapArgs)]
pub struct Args {
    /// A folder with `contributions.jsonl` (person, title, text, created_at) and `now`.
    #[arg(long, value_name = "DIR")]
    collection: PathBuf,
    /// Lines of JSON with `id` and `query`.
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// Where the run is written: question, person and rank, with tabs between them.
    #[arg(long, value_name = "OUT.tsv")]
    run: PathBuf,
}

#[derive(Deserialize)]
struct Question {
    id: String,
    query: String,
}

pub fn run(args: &Args) -> Outcome {
    let contributions: Vec<Contribution> = lines(&args.collection.join("contributions.jsonl"))?;
    let questions: Vec<Question> = lines(&args.queries)?;
    let now = std::fs::read_to_string(args.collection.join("now"))?;
    let folder = Folder::new("quality", None)?;
    let collection = Collection::index(folder.path(), contributions, &now)?;
    let started = Instant::now();
    let mut run = String::new();
    for question in &questions {
        for (at, person) in collection.rank(&question.query)?.into_iter().take(RANKS_MAX).enumerate() {
            writeln!(run, "{}\t{person}\t{}", question.id, at + 1)?;
        }
    }
    std::fs::write(&args.run, run)?;
    let each = started.elapsed().as_secs_f64() * 1_000.0 / questions.len().max(1) as f64;
    say(&format!("{} questions, {each:.1} ms each", questions.len()));
    Ok(())
}

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Failure> {
    let text = std::fs::read_to_string(path)?;
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}
