//! From the last byte of an upload to a file that can be read: looked at, put in the store, checked for viruses.

use domain::files::{self, Arrived, Limits, State, Verdict};
use domain::{Db, Error, FileId, Principal, Result};

use super::clamd::Clamd;
use super::look::look_at;
use super::store::Store;
use super::uploads::Held;
use crate::state::Ctx;

pub fn limits(ctx: &Ctx) -> Limits {
    Limits { size_bytes_max: i64::try_from(ctx.config.files.size_bytes_max).unwrap_or(i64::MAX) }
}

/// Takes in an upload that is complete, and forgets what was only its way here.
pub async fn finish(ctx: &Ctx, principal: &Principal, id: FileId, upload: &Held) -> Result<()> {
    let arrived = look_at(upload.path()).await?;
    put(&ctx.db, &ctx.files, &arrived, upload).await?;
    let is_checked = is_checked(ctx);
    ctx.db.write(async |tx| files::finish(tx, principal, id, &arrived, is_checked).await).await?;
    upload.clear().await;
    Ok(())
}

/// The same, to its end whatever becomes of the request: a large file takes longer to a distant store than a browser waits.
/// Whoever asks again meanwhile is told that it is held.
pub async fn finish_apart(ctx: &Ctx, principal: &Principal, id: FileId, upload: Held) -> Result<()> {
    let (ctx, principal) = (ctx.clone(), principal.clone());
    let task = tokio::spawn(async move { finish(&ctx, &principal, id, &upload).await });
    task.await.map_err(|broken| Error::internal(format!("taking in a file broke off: {broken}")))?
}

pub fn is_checked(ctx: &Ctx) -> bool {
    ctx.config.files.clamd.is_some()
}

/// Says that the bytes are coming, and brings them unless they are there.
pub async fn put(db: &Db, store: &Store, arrived: &Arrived, upload: &Held) -> Result<()> {
    touch(db, &arrived.digest, arrived.size_bytes).await?;
    let size_bytes = u64::try_from(arrived.size_bytes).unwrap_or(0);
    if store.size(&arrived.digest).await? == Some(size_bytes) {
        return Ok(());
    }
    store.put_file(&arrived.digest, upload.path(), size_bytes).await
}

/// Where the sweep is taking the same bytes away, it is asked to finish, and the upload goes on a moment later.
pub async fn touch(db: &Db, digest: &str, size_bytes: i64) -> Result<()> {
    let touched = db.write(async |tx| files::touch_blob(tx, digest, size_bytes).await).await;
    if touched.is_err() {
        db.write(async |tx| files::sweep_soon(tx).await).await?;
    }
    touched
}

/// The job that asks the virus scanner. One that is switched off meanwhile lets pass what waits for it.
pub async fn check(ctx: &Ctx, id: FileId) -> Result<()> {
    let file = match files::find(&ctx.db, id).await {
        Ok(file) if file.state == State::Checking => file,
        Ok(_) | Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    let digest = file.digest.clone().ok_or(Error::NotFound)?;
    let verdict = match &ctx.config.files.clamd {
        Some(address) => scan(ctx, address, &digest, file.size_bytes).await?,
        None => Verdict::Clean,
    };
    ctx.db.write(async |tx| files::settle_check(tx, id, &verdict).await).await?;
    match verdict {
        Verdict::Clean => Ok(()),
        Verdict::Infected(name) => {
            tracing::warn!(%id, name, "a file holds a virus: its bytes are removed");
            super::sweep::remove(ctx, &digest).await
        }
    }
}

async fn scan(ctx: &Ctx, address: &str, digest: &str, size_bytes: i64) -> Result<Verdict> {
    let bytes = ctx.files.read(digest, 0..u64::try_from(size_bytes).unwrap_or(0)).await?;
    let asked = Clamd::new(address).scan(bytes).await;
    asked.map_err(|error| Error::Unavailable(format!("the virus scanner at {address}: {error}")))
}
