//! What is done after the answer: jobs that changes left behind, taken one by one until it is time to stop.
//!
//! A worker that dies leaves a lease; when that runs out, another takes the job. So every job may run twice, and
//! each is written so that the second time changes nothing.

pub mod counts;
mod notices;
mod perform;

use std::time::Duration;

use domain::jobs::{self, Claimed};
use futures_util::future::try_join_all;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::config::SearchEngine;
use crate::state::Ctx;

/// Jobs at the same time. They wait for disks and networks, not for the processor.
const JOBS_AT_ONCE: usize = 4;
/// A job that takes longer is given up, and tried again later.
const JOB_SECONDS_MAX: u64 = 240;
/// Longer than a job can take, so that no other worker takes it meanwhile.
const LEASE: Duration = Duration::from_secs(JOB_SECONDS_MAX + 60);
/// How soon a new job is seen.
const PAUSE: Duration = Duration::from_millis(250);
/// After the database did not answer.
const PAUSE_AFTER_FAULT: Duration = Duration::from_secs(5);
/// What is under way may finish when we stop; the rest waits for the next start.
const DRAIN_SECONDS_MAX: u64 = 20;
/// More rounds without coming to rest mean that two instances go on answering each other.
const ROUNDS_MAX: usize = 500;

/// The background of one instance.
pub struct Workers {
    tasks: JoinSet<()>,
}

impl Workers {
    /// Starts them; they end after `stop`.
    pub fn spawn(ctx: &Ctx, stop: &CancellationToken) -> Self {
        let mut tasks = JoinSet::new();
        tasks.spawn(index_people(ctx.clone(), stop.clone()));
        tasks.spawn(index_published(ctx.clone(), stop.clone()));
        for _ in 0..JOBS_AT_ONCE {
            tasks.spawn(work(ctx.clone(), stop.clone()));
        }
        tasks.spawn(ctx.federation.clone().run(stop.clone()));
        tasks.spawn(listen(ctx.clone(), stop.clone()));
        tasks.spawn(counts::keep(ctx.clone(), stop.clone()));
        Self { tasks }
    }

    /// Waits until all have ended, and cuts off who takes too long.
    pub async fn drain(mut self) {
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(Duration::from_secs(DRAIN_SECONDS_MAX), all).await.is_err() {
            tracing::warn!("some jobs did not finish in time; the next start takes them up");
            self.tasks.shutdown().await;
        }
    }
}

/// Does by hand what the background would, until nothing is due; with jobs, or only what travels. For whoever turns the
/// clock: between two of its instants everything must have come to rest, or what is under way would be hours old.
pub(crate) async fn come_to_rest(all: &[&Ctx], with_jobs: bool) -> domain::Result<()> {
    for _ in 0..ROUNDS_MAX {
        let rounds = all.iter().map(|ctx| round(ctx, with_jobs));
        if try_join_all(rounds).await?.iter().sum::<usize>() == 0 {
            return Ok(());
        }
    }
    Err(domain::Error::internal("the instances do not come to rest"))
}

/// Gives how much there was to do.
async fn round(ctx: &Ctx, with_jobs: bool) -> domain::Result<usize> {
    let mut done = ctx.federation.work_once().await?;
    if !with_jobs {
        return Ok(done);
    }
    while let Some(claimed) = jobs::claim(&ctx.db, LEASE).await? {
        run(ctx, claimed).await;
        done += 1;
    }
    Ok(done)
}

/// Keeps the people index true to the database.
/// Without a worker the people search knows names alone, which is what "names" asks for.
async fn index_people(ctx: Ctx, stop: CancellationToken) {
    if ctx.config.search.engine != SearchEngine::Names {
        ctx.people.work(stop).await;
    }
}

async fn listen(ctx: Ctx, stop: CancellationToken) {
    ctx.bells.work(&ctx.db, &stop).await;
}

/// The same for what is published, which then is found by titles alone.
async fn index_published(ctx: Ctx, stop: CancellationToken) {
    if ctx.config.search.engine != SearchEngine::Names {
        ctx.published.work(stop).await;
    }
}

async fn work(ctx: Ctx, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let pause = match jobs::claim(&ctx.db, LEASE).await {
            Ok(Some(claimed)) => {
                run(&ctx, claimed).await;
                continue;
            }
            Ok(None) => PAUSE,
            Err(error) => {
                tracing::warn!(%error, "could not look for jobs");
                PAUSE_AFTER_FAULT
            }
        };
        // Stopping need not wait for the pause.
        let _ = tokio::time::timeout(pause, stop.cancelled()).await;
    }
}

/// One job to its end. In a task of its own, so that a panic costs the job and not the worker.
async fn run(ctx: &Ctx, claimed: Claimed) {
    let (job, task_ctx) = (claimed.job.clone(), ctx.clone());
    let limit = Duration::from_secs(JOB_SECONDS_MAX);
    let task =
        tokio::spawn(async move { tokio::time::timeout(limit, perform::perform(&task_ctx, job)).await });
    let done = match task.await {
        Ok(Ok(done)) => done.map_err(|error| error.to_string()),
        Ok(Err(_elapsed)) => Err(format!("not done after {JOB_SECONDS_MAX} s")),
        Err(panic) => Err(format!("the job broke off: {panic}")),
    };
    if let Err(error) = settle(ctx, &claimed, done).await {
        // The lease runs out and the job is done again.
        tracing::warn!(%error, job = ?claimed.job, "could not write down how a job ended");
    }
}

async fn settle(ctx: &Ctx, claimed: &Claimed, done: Result<(), String>) -> domain::Result<()> {
    match done {
        Ok(()) => jobs::finish(&ctx.db, claimed).await,
        Err(error) => {
            tracing::warn!(error, job = ?claimed.job, attempts = claimed.attempts, "a job failed");
            jobs::fail(&ctx.db, claimed, &error).await
        }
    }
}
