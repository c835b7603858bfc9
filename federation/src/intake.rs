//! Writes arrivals in groups. A commit that survives a power cut costs milliseconds, so those who arrive while
//! one is under way share the next; each is answered only when its own is on disk.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::inbox::{self, Arrival};
use domain::{Db, Error, InstanceId};
use tokio::sync::{mpsc, oneshot};

/// Arrivals that may wait for the next commit; beyond, senders are told to come back.
const WAITING_MAX: usize = 1_024;
/// Arrivals of one peer among them: however fast it may send, there is room for others.
const WAITING_OF_ONE_MAX: usize = 256;
/// Arrivals in one transaction: six values each, a few milliseconds in all.
const GROUP_MAX: usize = 200;

pub(crate) struct Intake {
    queue: mpsc::Sender<Ticket>,
    shares: Shares,
}

struct Ticket {
    arrival: Arrival,
    done: oneshot::Sender<bool>,
    share: Share,
}

/// Why an arrival was not written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NotTaken {
    Full,
    Failed,
}

impl Intake {
    /// Starts the writer; it ends when the intake is dropped.
    pub fn start(db: Db) -> Self {
        let (queue, arrivals) = mpsc::channel(WAITING_MAX);
        tokio::spawn(write_groups(db, arrivals));
        Self { queue, shares: Shares::default() }
    }

    /// Returns once the arrival is stored for good, or was there already.
    pub async fn store(&self, arrival: Arrival) -> Result<(), NotTaken> {
        let (done, answer) = oneshot::channel();
        let share = self.shares.take(arrival.instance_id).ok_or(NotTaken::Full)?;
        self.queue.try_send(Ticket { arrival, done, share }).map_err(|_| NotTaken::Full)?;
        match answer.await {
            Ok(true) => Ok(()),
            _ => Err(NotTaken::Failed),
        }
    }
}

async fn write_groups(db: Db, mut arrivals: mpsc::Receiver<Ticket>) {
    let mut group = Vec::with_capacity(GROUP_MAX);
    while arrivals.recv_many(&mut group, GROUP_MAX).await > 0 {
        let (rows, tickets): (Vec<_>, Vec<_>) =
            group.drain(..).map(|ticket: Ticket| (ticket.arrival, (ticket.done, ticket.share))).unzip();
        let written = write(&db, &rows).await;
        if let Err(error) = &written {
            tracing::error!(%error, count = rows.len(), "could not store activities that came in");
        }
        for (done, _share) in tickets {
            // A sender that hung up gets no answer; its activity is stored all the same.
            let _ = done.send(written.is_ok());
        }
    }
}

async fn write(db: &Db, rows: &[Arrival]) -> Result<u64, Error> {
    db.write(async |tx| inbox::store(tx, rows).await).await
}

/// How many arrivals of each peer wait.
#[derive(Clone, Default)]
struct Shares(Arc<Mutex<HashMap<InstanceId, usize>>>);

/// One place in the queue, given back when its arrival is written.
struct Share {
    of: InstanceId,
    shares: Shares,
}

impl Shares {
    fn take(&self, of: InstanceId) -> Option<Share> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = waiting.entry(of).or_default();
        (*count < WAITING_OF_ONE_MAX).then(|| {
            *count += 1;
            Share { of, shares: self.clone() }
        })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut waiting = self.shares.0.lock().unwrap_or_else(PoisonError::into_inner);
        match waiting.get_mut(&self.of) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(waiting.remove(&self.of)),
        }
    }
}
