//! The workers' rounds: what happened becomes activities, what came in takes effect, what waits is sent.

use std::time::Duration;

use domain::jobs::Job;
use domain::people::replica;
use domain::{Error, groups};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::door::Federation;

/// Between rounds in which nobody rang: other nodes' rows, leases that ran out, pauses that are over.
const ROUND: Duration = Duration::from_secs(1);
const FORGOTTEN_AT_ONCE: i64 = 500;

impl Federation {
    /// Works until `stop`. What is sent waits for who is far away; what came in, and what happened here, does not wait for that.
    pub async fn run(self, stop: CancellationToken) {
        let within = async {
            while !stop.is_cancelled() {
                rest(&stop, &self.bell, self.work_within().await).await;
            }
        };
        let sending = async {
            while !stop.is_cancelled() {
                rest(&stop, &self.post, self.work_deliveries().await).await;
            }
        };
        tokio::join!(within, sending);
    }

    async fn work_within(&self) -> Result<usize, Error> {
        Ok(self.work_outbox().await? + self.work_inbox().await?)
    }

    /// One round; gives how much there was to do.
    pub async fn work_once(&self) -> Result<usize, Error> {
        let told = self.work_outbox().await?;
        let (acted, sent) = tokio::join!(self.work_inbox(), self.work_deliveries());
        Ok(told + acted? + sent?)
    }

    /// Does a job that is this door's; false for one that belongs to others.
    pub async fn run_job(&self, job: &Job) -> Result<bool, Error> {
        match job {
            Job::PullDirectory { instance_id } => self.pull_directory(*instance_id).await.map(drop)?,
            Job::ReconcileDirectory { instance_id } => {
                self.reconcile_directory(*instance_id).await.map(drop)?
            }
            Job::PullGroups { instance_id } => self.pull_groups(*instance_id).await?,
            Job::PullGroup { group_id } => self.pull_group(*group_id).await?,
            Job::TellDesk { group_id } => self.tell_desk(*group_id).await?,
            Job::PullDesk { group_id } => self.pull_desk(*group_id).await?,
            Job::TellEditing { page_id } => self.tell_editing(*page_id).await?,
            Job::PullEditing { page_id, instance_id } => self.pull_editing(*page_id, *instance_id).await?,
            Job::ForgetGroup { group_id } => self.forget_group(*group_id).await?,
            Job::NudgeGroups => self.nudge_groups().await?,
            Job::NudgePeers => self.nudge_peers().await.map(drop)?,
            Job::ReadFile { file_id } => return self.fetch_text(*file_id).await,
            Job::FetchFile { file_id } => self.fetch_file(*file_id).await?,
            Job::ForgetPeople { instance_id } => self.forget_people(*instance_id).await?,
            Job::PrepareOpening => self.prepare_opening().await?,
            Job::ForgetOutsiders { host } => self.forget_outsiders(host.as_deref()).await?,
            Job::CheckOpenAuthors => self.check_open_authors().await?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    async fn forget_group(&self, id: domain::GroupId) -> Result<(), Error> {
        let forget =
            async |tx: &mut domain::Tx| groups::replica::forget_some(tx, id, FORGOTTEN_AT_ONCE).await;
        while self.db.write(forget).await? > 0 {}
        Ok(())
    }

    async fn forget_people(&self, id: domain::InstanceId) -> Result<(), Error> {
        let forget = async |tx: &mut domain::Tx| replica::forget_some_of(tx, id, FORGOTTEN_AT_ONCE).await;
        while self.db.write(forget).await? > 0 {}
        Ok(())
    }
}

/// Between two rounds; none when there was something to do. What failed (the database is away) is tried again in the next.
async fn rest(stop: &CancellationToken, bell: &Notify, round: Result<usize, Error>) {
    match round {
        Ok(0) => {}
        Ok(_) => return,
        Err(error) => tracing::warn!(%error, "a round of federation work failed"),
    }
    tokio::select! {
        () = stop.cancelled() => {}
        () = bell.notified() => {}
        () = tokio::time::sleep(ROUND) => {}
    }
}
