//! Which part of Plein does which job.

use domain::jobs::Job;
use domain::{Error, Result};

use crate::mail;
use crate::state::Ctx;

pub async fn perform(ctx: &Ctx, job: Job) -> Result<()> {
    match job {
        Job::SendMail { mail_id } => mail::deliver(ctx, mail_id).await,
        Job::Sweep => sweep(ctx).await,
        other if ctx.federation.run_job(&other).await? => Ok(()),
        other => Err(Error::internal(format!("nobody does this job: {other:?}"))),
    }
}

async fn sweep(ctx: &Ctx) -> Result<()> {
    for (what, rows) in domain::sweep::run(&ctx.db).await? {
        if rows > 0 {
            tracing::info!(what, rows, "removed what is past its time");
        }
    }
    Ok(())
}
