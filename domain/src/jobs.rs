//! What must still be done. A change enqueues in its own transaction; workers claim, then finish or fail.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::db::{Db, EngineKind, Tx, sql};
use crate::error::Result;
use crate::ids::{FieldId, FileId, GroupId, InstanceId, JobId, MailId, PageId};

/// A piece of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Job {
    /// Send one mail of the table `mail`.
    SendMail { mail_id: MailId },
    /// Fetch what is new in a peer's directory.
    PullDirectory { instance_id: InstanceId },
    /// Compare digests with a peer and mend what differs.
    ReconcileDirectory { instance_id: InstanceId },
    /// Forget the people of a peer that was cut off or no longer shares them, in short transactions.
    ForgetPeople { instance_id: InstanceId },
    /// Tell all peers that our directory moved on.
    NudgePeers,
    /// Take a retired field out of the profiles that hold it.
    StripField { field_id: FieldId },
    /// Fetch the list of a peer's groups.
    PullGroups { instance_id: InstanceId },
    /// Fetch what is new in a group of a peer.
    PullGroup { group_id: GroupId },
    /// Tell the instances of a group's moderators that its desk changed.
    TellDesk { group_id: GroupId },
    /// Fetch the desk of a group of a peer, for those of ours who look after it.
    PullDesk { group_id: GroupId },
    /// Tell other instances that somebody began or stopped changing a page, and again while somebody is at it.
    TellEditing { page_id: PageId },
    /// Ask an instance who of its people, or at the host who at all, is changing a page.
    PullEditing { page_id: PageId, instance_id: InstanceId },
    /// Forget the copy of a group in which none of ours is left, in short transactions.
    ForgetGroup { group_id: GroupId },
    /// Tell all peers that the list of our groups changed.
    NudgeGroups,
    /// Publish what was planned for about now.
    PublishDue,
    /// Tell whoever follows a page of a wiki that it changed.
    TellFollowers { page_id: PageId },
    /// Run the searches that people keep, and tell whom they find anew.
    RunSavedSearches,
    /// Write the mails that notifications want.
    MailNotices,
    /// Ask the virus scanner about a file that was uploaded.
    CheckFile { file_id: FileId },
    /// Read the text of a document, for whoever searches.
    ReadFile { file_id: FileId },
    /// Fetch the bytes of a file of elsewhere.
    FetchFile { file_id: FileId },
    /// Make the key by which foreign software knows us, the first time that public groups are opened to it.
    PrepareOpening,
    /// Forget who followed and answered from a host of elsewhere, or from all, in short transactions.
    ForgetOutsiders { host: Option<String> },
    /// Look whether authors whose texts stand elsewhere in their names may still be named there.
    CheckOpenAuthors,
    /// Delete what is past its time: sessions, links, leases, old rows.
    Sweep,
}

/// A claimed piece of work; it is this worker's until the lease runs out.
#[derive(Debug, Clone)]
pub struct Claimed {
    pub id: JobId,
    pub job: Job,
    pub attempts: i64,
}

/// After this many failures a job waits for a person.
pub const ATTEMPTS_MAX: i64 = 12;

impl Job {
    fn kind(&self) -> &'static str {
        match self {
            Self::SendMail { .. } => "send_mail",
            Self::PullDirectory { .. } => "pull_directory",
            Self::ReconcileDirectory { .. } => "reconcile_directory",
            Self::ForgetPeople { .. } => "forget_people",
            Self::NudgePeers => "nudge_peers",
            Self::StripField { .. } => "strip_field",
            Self::PullGroups { .. } => "pull_groups",
            Self::PullGroup { .. } => "pull_group",
            Self::TellDesk { .. } => "tell_desk",
            Self::PullDesk { .. } => "pull_desk",
            Self::TellEditing { .. } => "tell_editing",
            Self::PullEditing { .. } => "pull_editing",
            Self::ForgetGroup { .. } => "forget_group",
            Self::NudgeGroups => "nudge_groups",
            Self::PublishDue => "publish_due",
            Self::TellFollowers { .. } => "tell_followers",
            Self::RunSavedSearches => "run_saved_searches",
            Self::MailNotices => "mail_notices",
            Self::CheckFile { .. } => "check_file",
            Self::ReadFile { .. } => "read_file",
            Self::FetchFile { .. } => "fetch_file",
            Self::PrepareOpening => "prepare_opening",
            Self::ForgetOutsiders { .. } => "forget_outsiders",
            Self::CheckOpenAuthors => "check_open_authors",
            Self::Sweep => "sweep",
        }
    }

    /// Jobs with the same key are one job while it waits.
    fn unique_key(&self) -> Option<String> {
        match self {
            Self::SendMail { .. } => None,
            Self::PullDirectory { instance_id }
            | Self::ReconcileDirectory { instance_id }
            | Self::PullGroups { instance_id }
            | Self::ForgetPeople { instance_id } => Some(format!("{}:{instance_id}", self.kind())),
            Self::CheckFile { file_id } | Self::ReadFile { file_id } | Self::FetchFile { file_id } => {
                Some(format!("{}:{file_id}", self.kind()))
            }
            Self::TellFollowers { page_id } | Self::TellEditing { page_id } => {
                Some(format!("{}:{page_id}", self.kind()))
            }
            Self::PullEditing { page_id, instance_id } => {
                Some(format!("{}:{page_id}:{instance_id}", self.kind()))
            }
            Self::StripField { field_id } => Some(format!("{}:{field_id}", self.kind())),
            Self::PullGroup { group_id }
            | Self::ForgetGroup { group_id }
            | Self::TellDesk { group_id }
            | Self::PullDesk { group_id } => Some(format!("{}:{group_id}", self.kind())),
            Self::ForgetOutsiders { host } => {
                Some(format!("{}:{}", self.kind(), host.as_deref().unwrap_or_default()))
            }
            Self::NudgePeers
            | Self::NudgeGroups
            | Self::PublishDue
            | Self::RunSavedSearches
            | Self::MailNotices
            | Self::PrepareOpening
            | Self::CheckOpenAuthors
            | Self::Sweep => Some(self.kind().to_owned()),
        }
    }
}

/// Adds a job that may run now.
pub async fn enqueue(tx: &mut Tx, job: &Job) -> Result<()> {
    let now = tx.now();
    enqueue_at(tx, job, now).await
}

/// Adds a job for later. One with the same key that already waits is moved forward when this one is earlier.
pub async fn enqueue_at(tx: &mut Tx, job: &Job, run_at: Timestamp) -> Result<()> {
    let id: JobId = tx.new_id();
    sql("insert into job (id, kind, payload, unique_key, run_at, attempts, created_at) \
         values ($1, $2, $3, $4, $5, 0, $6) \
         on conflict (unique_key) do update set \
             run_at = case when excluded.run_at < job.run_at then excluded.run_at else job.run_at end, \
             failed_at = null")
    .bind(id)
    .bind(job.kind())
    .bind(serde_json::to_string(job)?)
    .bind(job.unique_key())
    .bind(run_at)
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(())
}

/// Claims the job that is due longest, or none. Its key is freed, so that a change during the work enqueues it anew; that one
/// waits until this one is done, since two at once would do the same.
pub async fn claim(db: &Db, lease: Duration) -> Result<Option<Claimed>> {
    let now = db.now();
    if !is_any_due(db, now).await? {
        return Ok(None);
    }
    let row: Option<(JobId, String, i64)> = db
        .write(async |tx| {
            // The two engines differ only in how they step over rows that another node just took.
            let text = match tx.kind() {
                EngineKind::Sqlite => CLAIM_SQLITE,
                EngineKind::Postgres => CLAIM_POSTGRES,
            };
            let node = tx.node().to_owned();
            sql(text).bind(now).bind(now.plus(lease)).bind(node).optional(tx).await
        })
        .await?;
    row.map(|(id, payload, attempts)| Ok(Claimed { id, job: serde_json::from_str(&payload)?, attempts }))
        .transpose()
}

const CLAIM_SQLITE: &str = "update job set leased_until = $2, leased_by = $3, attempts = attempts + 1, unique_key = null \
     where id = (select id from job where run_at <= $1 and failed_at is null \
                 and (leased_until is null or leased_until < $1) and not exists (select 1 from job under_way \
                     where under_way.leased_until >= $1 and under_way.payload = job.payload) \
                 order by run_at, id limit 1) \
     returning id, payload, attempts";
const CLAIM_POSTGRES: &str = "update job set leased_until = $2, leased_by = $3, attempts = attempts + 1, unique_key = null \
     where id = (select id from job where run_at <= $1 and failed_at is null \
                 and (leased_until is null or leased_until < $1) and not exists (select 1 from job under_way \
                     where under_way.leased_until >= $1 and under_way.payload = job.payload) \
                 order by run_at, id limit 1 for update skip locked) \
     returning id, payload, attempts";

/// A read first: an idle instance does not take the write lock every second.
async fn is_any_due(db: &Db, now: Timestamp) -> Result<bool> {
    let row: Option<(JobId,)> = sql("select id from job where run_at <= $1 and failed_at is null \
         and (leased_until is null or leased_until < $1) limit 1")
    .bind(now)
    .optional(db)
    .await?;
    Ok(row.is_some())
}

/// The work is done; the row goes.
pub async fn finish(db: &Db, claimed: &Claimed) -> Result<()> {
    db.write(async |tx| {
        sql("delete from job where id = $1").bind(claimed.id).execute(tx).await?;
        Ok(())
    })
    .await
}

/// The work failed: tried again with back-off (30 s doubled each time, at most 6 h), after [`ATTEMPTS_MAX`] left for a person.
pub async fn fail(db: &Db, claimed: &Claimed, error: &str) -> Result<()> {
    let exponent = u32::try_from(claimed.attempts.clamp(1, 10)).unwrap_or(1) - 1;
    let pause = Duration::from_secs((30_u64 << exponent).min(6 * 3600));
    db.write(async |tx| {
        let failed_at = (claimed.attempts >= ATTEMPTS_MAX).then(|| tx.now());
        sql("update job set leased_until = null, leased_by = null, last_error = $2, run_at = $3, failed_at = $4 where id = $1")
            .bind(claimed.id)
            .bind(error)
            .bind(tx.now().plus(pause))
            .bind(failed_at)
            .execute(tx)
            .await?;
        Ok(())
    })
    .await
}

/// Runs a job now that waits, was given up, or is no longer there. One that is under way goes on alone.
pub async fn restart(tx: &mut Tx, job: &Job) -> Result<()> {
    let payload = serde_json::to_string(job)?;
    cancel(tx, job).await?;
    let under_way: i64 =
        sql("select count(*) from job where payload = $1").bind(payload.as_str()).scalar(&mut *tx).await?;
    if under_way == 0 { enqueue(tx, job).await } else { Ok(()) }
}

/// Takes a job back unless it is under way.
pub async fn cancel(tx: &mut Tx, job: &Job) -> Result<()> {
    sql("delete from job where payload = $1 and (leased_until is null or leased_until < $2)")
        .bind(serde_json::to_string(job)?)
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(())
}

/// When each of these is done next; those that nobody will do are absent.
pub async fn list_due(db: &Db, jobs: &[Job]) -> Result<Vec<(Job, Timestamp)>> {
    let payloads = jobs.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
    let rows: Vec<(String, Timestamp)> =
        sql("select payload, run_at from job where failed_at is null and payload in (..)")
            .bind_list(payloads)
            .all(db)
            .await?;
    rows.into_iter().map(|(payload, run_at)| Ok((serde_json::from_str(&payload)?, run_at))).collect()
}

/// How many jobs wait and how many were given up; for tests, metrics and `plein check`.
pub async fn count(db: &Db) -> Result<(i64, i64)> {
    sql("select count(*), count(failed_at) from job").one(db).await
}

/// What was given up, oldest first, as "kind: reason"; for `plein check`.
pub async fn list_given_up(db: &Db, limit: i64) -> Result<Vec<String>> {
    sql("select kind || ': ' || coalesce(last_error, '') from job where failed_at is not null \
         order by failed_at, id limit $1")
    .bind(limit)
    .column(db)
    .await
}
