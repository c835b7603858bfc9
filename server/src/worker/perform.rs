//! Which part of Plein does which job.

use std::time::Duration;

use domain::jobs::{self, Job};
use domain::people::fields;
use domain::{Error, Result};

use super::notices;
use crate::documents;
use crate::files::{self, incoming};
use crate::mail;
use crate::pages::people::saved;
use crate::state::Ctx;

/// About 50 ms on a slow disk.
const PROFILES_AT_ONCE: i64 = 25;
/// Others get their turn between two runs of searches.
const MORE_AFTER: Duration = Duration::from_secs(60);

pub async fn perform(ctx: &Ctx, job: Job) -> Result<()> {
    match job {
        Job::SendMail { mail_id } => mail::deliver(ctx, mail_id).await,
        Job::StripField { field_id } => strip_field(ctx, field_id).await,
        Job::CheckFile { file_id } => incoming::check(ctx, file_id).await,
        Job::Sweep => sweep(ctx).await,
        Job::PublishDue => domain::items::publish_due(&ctx.db).await.map(|_| ()),
        Job::TellFollowers { page_id } => {
            ctx.db.write(async |tx| domain::wiki::follow::tell(tx, page_id).await).await
        }
        Job::RunSavedSearches => run_saved_searches(ctx).await,
        Job::MailNotices => notices::mail_all(ctx).await,
        other if ctx.federation.run_job(&other).await? => Ok(()),
        // What is elsewhere, its host reads.
        Job::ReadFile { file_id } => documents::read(ctx, file_id).await,
        other => Err(Error::internal(format!("nobody does this job: {other:?}"))),
    }
}

/// In short transactions, so that nobody waits for the whole organisation to be rewritten.
async fn strip_field(ctx: &Ctx, field: domain::FieldId) -> Result<()> {
    while ctx.db.write(async |tx| fields::strip_some(tx, field, PROFILES_AT_ONCE).await).await? > 0 {}
    Ok(())
}

/// Those that this run has no room for follow soon.
async fn run_saved_searches(ctx: &Ctx) -> Result<()> {
    if !saved::run_due(ctx).await? {
        return Ok(());
    }
    let soon = ctx.clock.now().plus(MORE_AFTER);
    ctx.db.write(async |tx| jobs::enqueue_at(tx, &Job::RunSavedSearches, soon).await).await
}

async fn sweep(ctx: &Ctx) -> Result<()> {
    for (what, rows) in domain::sweep::run(&ctx.db).await? {
        if rows > 0 {
            tracing::info!(what, rows, "removed what is past its time");
        }
    }
    let removed = files::sweep::run(ctx).await?;
    if removed > 0 {
        tracing::info!(removed, "removed files that nothing names");
    }
    Ok(())
}
