//! Removes from the store what no file names any more.

use domain::{Result, files};

use crate::state::Ctx;

const AT_ONCE: i64 = 200;

/// Gives how many it removed.
pub async fn run(ctx: &Ctx) -> Result<u64> {
    let unfinished = ctx.uploads.clone();
    let _ = tokio::task::spawn_blocking(move || unfinished.sweep()).await;
    let mut removed = 0;
    loop {
        let orphans = files::list_orphans(&ctx.db, AT_ONCE).await?;
        for digest in &orphans {
            remove(ctx, digest).await?;
            removed += 1;
        }
        if orphans.len() < usize::try_from(AT_ONCE).unwrap_or(0) {
            return Ok(removed);
        }
    }
}

/// Removes these bytes, unless a file names them.
pub async fn remove(ctx: &Ctx, digest: &str) -> Result<()> {
    if !ctx.db.write(async |tx| files::take_blob(tx, digest).await).await? {
        return Ok(());
    }
    ctx.files.delete(digest).await?;
    ctx.db.write(async |tx| files::forget_blob(tx, digest).await).await
}
