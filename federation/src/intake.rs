//! Writes arrivals in groups. A commit that survives a power cut costs milliseconds, so those who arrive while
//! one is under way share the next; each is answered only when its own is on disk.

use domain::inbox::{self, Arrival};
use domain::{Db, Error};
use tokio::sync::{mpsc, oneshot};

/// Arrivals that may wait for the next commit; beyond, senders are told to come back.
const WAITING_MAX: usize = 1_024;
/// Arrivals in one transaction: six values each, a few milliseconds in all.
const GROUP_MAX: usize = 200;

type Ticket = (Arrival, oneshot::Sender<bool>);

pub(crate) struct Intake {
    queue: mpsc::Sender<Ticket>,
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
        Self { queue }
    }

    /// Returns once the arrival is stored for good, or was there already.
    pub async fn store(&self, arrival: Arrival) -> Result<(), NotTaken> {
        let (done, answer) = oneshot::channel();
        self.queue.try_send((arrival, done)).map_err(|_| NotTaken::Full)?;
        match answer.await {
            Ok(true) => Ok(()),
            _ => Err(NotTaken::Failed),
        }
    }
}

async fn write_groups(db: Db, mut arrivals: mpsc::Receiver<Ticket>) {
    let mut group = Vec::with_capacity(GROUP_MAX);
    while arrivals.recv_many(&mut group, GROUP_MAX).await > 0 {
        let (rows, tickets): (Vec<_>, Vec<_>) = group.drain(..).unzip();
        let written = write(&db, &rows).await;
        if let Err(error) = &written {
            tracing::error!(%error, count = rows.len(), "could not store activities that came in");
        }
        for ticket in tickets {
            // A sender that hung up gets no answer; its activity is stored all the same.
            let _ = ticket.send(written.is_ok());
        }
    }
}

async fn write(db: &Db, rows: &[Arrival]) -> Result<u64, Error> {
    db.write(async |tx| inbox::store(tx, rows).await).await
}
