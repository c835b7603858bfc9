//! `plein bench inbox`: approved peers send signed activities over loopback to the real listener of one organisation,
//! which serves as always: its workers act on what came in while more comes. Another process signs everything
//! beforehand and sends it, so the processor seconds of this process are those of the receiving organisation.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use clap::Args as ClapArgs;
use domain::peers::{self, Level};
use domain::{Clock, inbox};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::folder::Folder;
use super::neighbours::{Neighbours, OPERATOR, wait_for};
use super::processor;
use super::sender::{self, GO, READY, Sent};
use crate::cli::{Failure, Outcome, say};

/// The organisation that is measured, and those that send to it.
const RECEIVER: usize = 0;
/// What one peer may send at most: 1,000 a second, and 2,000 at once.
const LEVEL: Level = Level { shares_people: true, shares_groups: peers::SharedGroups::All, rate: 1_000 };

#[derive(ClapArgs)]
pub struct Args {
    /// How many activities.
    #[arg(long, default_value_t = 20_000, value_name = "N")]
    activities: usize,
    /// From how many approved peers.
    #[arg(long, default_value_t = 8, value_name = "N")]
    peers: usize,
    /// Connections that send at the same time.
    #[arg(long, default_value_t = 16, value_name = "N")]
    connections: usize,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
    /// Only send: what this command starts itself again with.
    #[arg(long, hide = true, value_name = "DIR", requires = "port")]
    send_from: Option<std::path::PathBuf>,
    #[arg(long, hide = true)]
    port: Option<u16>,
}

impl Args {
    /// The size that the project promises its figure for.
    pub fn whole() -> Self {
        Self { activities: 20_000, peers: 8, connections: 16, json: false, send_from: None, port: None }
    }
}

#[derive(Serialize)]
struct Report {
    activities: usize,
    peers: usize,
    connections: usize,
    accepted: usize,
    /// Anything but 202.
    refused: usize,
    /// Of the wall.
    seconds: f64,
    accepted_per_s: f64,
    /// Of the processor, all threads of the receiving process from the first request to the last answer.
    cpu_seconds: f64,
    accepted_per_core_s: f64,
    /// Until everything that came in was acted upon.
    worked_seconds: f64,
    worked_cpu_seconds: f64,
}

pub async fn run(args: Args, clock: Clock) -> Outcome {
    let (peers, connections) = (args.peers.max(1), args.connections.max(1));
    if let (Some(folder), Some(port)) = (&args.send_from, args.port) {
        return sender::run(folder, port, &names(peers), args.activities, connections, clock).await;
    }
    let folder = Folder::new("inbox", None)?;
    let neighbours = Neighbours::open(folder.path(), &names(peers), &clock).await?;
    befriend(&neighbours, peers).await?;
    let report = measure(&neighbours, folder.path(), &Args { peers, connections, ..args }).await?;
    neighbours.close().await;
    match args.json {
        true => say(&serde_json::to_string(&report)?),
        false => say(&table(&report)),
    }
    Ok(())
}

/// The receiver and its peers.
fn names(peers: usize) -> Vec<String> {
    std::iter::once("ontvanger".to_owned()).chain((1..=peers).map(|n| format!("afzender{n}"))).collect()
}

/// The real handshake with each; afterwards their workers rest and only the receiver's go on.
async fn befriend(neighbours: &Neighbours, peers: usize) -> Outcome {
    let stop = CancellationToken::new();
    let workers: Vec<_> = (0..=peers).map(|at| neighbours.spawn_workers(at, &stop)).collect();
    for peer in 1..=peers {
        neighbours.introduce(peer, RECEIVER).await?;
        let id = neighbours.id_of(peer, RECEIVER).await?;
        let db = &neighbours.ctx(RECEIVER).db;
        db.write(async |tx| peers::set_level(tx, &OPERATOR, id, LEVEL).await).await?;
        wait_for("the first copy of a directory", async || {
            Ok(peers::find(db, id).await?.directory_confirmed_at.map(|_| ()))
        })
        .await?;
    }
    stop.cancel();
    for workers in workers {
        workers.drain().await;
    }
    Ok(())
}

async fn measure(neighbours: &Neighbours, folder: &Path, args: &Args) -> Result<Report, Failure> {
    let stop = CancellationToken::new();
    let workers = neighbours.spawn_workers(RECEIVER, &stop);
    let mut sender = Sender::start(folder, neighbours.port, args)?;
    let db = &neighbours.ctx(RECEIVER).db;

    let (started, cpu) = (Instant::now(), processor::seconds());
    let sent = tokio::task::block_in_place(|| sender.send())?;
    let cpu_taken = processor::seconds() - cpu;
    wait_for("the end of the backlog", async || Ok((inbox::count(db).await?.0 == 0).then_some(()))).await?;
    let (worked_seconds, worked_cpu_seconds) = (started.elapsed().as_secs_f64(), processor::seconds() - cpu);

    stop.cancel();
    workers.drain().await;
    Ok(Report {
        activities: args.activities,
        peers: args.peers,
        connections: args.connections,
        accepted: sent.accepted,
        refused: sent.refused,
        seconds: sent.seconds,
        accepted_per_s: sent.accepted as f64 / sent.seconds,
        cpu_seconds: cpu_taken,
        accepted_per_core_s: sent.accepted as f64 / cpu_taken,
        worked_seconds,
        worked_cpu_seconds,
    })
}

/// The other process: ready when everything is signed.
struct Sender {
    child: Child,
    told: BufReader<ChildStdout>,
    tell: ChildStdin,
}

impl Sender {
    fn start(folder: &Path, port: u16, args: &Args) -> Result<Self, Failure> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["bench", "inbox", "--port", &port.to_string()])
            .args(["--activities", &args.activities.to_string(), "--peers", &args.peers.to_string()])
            .args(["--connections", &args.connections.to_string(), "--send-from"])
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let pipes = child.stdout.take().zip(child.stdin.take());
        let (told, tell) = pipes.ok_or_else(|| Failure("the sender has no pipes".into()))?;
        let mut sender = Self { child, told: BufReader::new(told), tell };
        match sender.line()?.trim() {
            READY => Ok(sender),
            other => Err(Failure(format!("the sender is not ready: {other}"))),
        }
    }

    /// Has it send everything.
    fn send(&mut self) -> Result<Sent, Failure> {
        writeln!(self.tell, "{GO}")?;
        let sent = serde_json::from_str(&self.line()?)?;
        self.child.wait()?;
        Ok(sent)
    }

    fn line(&mut self) -> std::io::Result<String> {
        let mut line = String::new();
        self.told.read_line(&mut line)?;
        Ok(line)
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        // Ended already, but for a measurement that broke off.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn table(report: &Report) -> String {
    let Report { activities, peers, connections, .. } = report;
    [
        format!("inbox, {activities} signed activities of {peers} peers over {connections} connections"),
        format!("  accepted {} with 202, {} refused", report.accepted, report.refused),
        format!(
            "           {:.0} /s for one core (processor seconds of the receiving process alone, its workers",
            report.accepted_per_core_s
        ),
        format!("           included: {:.2} s; the sender is another process)", report.cpu_seconds),
        format!("           {:.0} /s on this machine, sender beside it", report.accepted_per_s),
        format!(
            "  worked   after {:.1} s all had taken effect ({:.2} s of processor)",
            report.worked_seconds, report.worked_cpu_seconds
        ),
    ]
    .join("\n")
}
