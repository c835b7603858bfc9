//! From the last byte of an upload to a file that can be read: looked at, put in the store, checked for viruses.

use std::path::Path;

use axum::body::Bytes;
use domain::files::{self, Arrived, File, Limits, Verdict};
use domain::{Db, Error, FileId, Id, Principal, Result};
use futures_util::Stream;

use super::bare::bare;
use super::clamd::Clamd;
use super::look::look_at;
use super::store::Store;
use super::uploads::Held;
use crate::config::Files;
use crate::state::Ctx;

pub fn limits(files: &Files) -> Limits {
    let bytes = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    Limits {
        size_bytes_max: bytes(files.size_bytes_max),
        scanned_bytes_max: files.clamd.as_ref().map(|_| bytes(files.clamd_size_bytes_max)),
    }
}

/// An upload of one's own; for others there is none.
pub async fn own(ctx: &Ctx, principal: &Principal, id: FileId) -> Result<File> {
    let file = files::find_visible(&ctx.db, principal, id).await?;
    if principal.person_id() == Some(file.uploader_id) { Ok(file) } else { Err(Error::NotFound) }
}

/// What became of a part, with how many bytes are here.
pub enum Received {
    Whole,
    Part(u64),
    /// The next byte is another one, or somebody else sends the same.
    Elsewhere(u64),
}

/// Takes a part of an upload of one's own, from `offset` on.
pub async fn receive<E: std::fmt::Display>(
    ctx: &Ctx,
    principal: &Principal,
    file: &File,
    offset: u64,
    parts: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> Result<Received> {
    let Some(upload) = ctx.uploads.hold(file.id) else {
        return Ok(Received::Elsewhere(ctx.uploads.offset(file.id).await));
    };
    let here = upload.offset().await;
    if here != offset {
        return Ok(Received::Elsewhere(here));
    }
    let size_bytes = u64::try_from(file.size_bytes).unwrap_or(0);
    let arrived = match upload.append(parts, size_bytes).await {
        Ok(arrived) => arrived,
        Err(error @ Error::Conflict(_)) => {
            upload.clear().await;
            note(ctx, principal, file.id, 0).await?;
            return Err(error);
        }
        Err(error) => return Err(error),
    };
    note(ctx, principal, file.id, arrived).await?;
    if arrived < size_bytes {
        return Ok(Received::Part(arrived));
    }
    finish_apart(ctx, principal, file.id, upload).await.map(|()| Received::Whole)
}

async fn note(ctx: &Ctx, principal: &Principal, id: FileId, arrived: u64) -> Result<()> {
    let arrived = i64::try_from(arrived).unwrap_or(i64::MAX);
    ctx.db.write(async |tx| files::note_progress(tx, principal, id, arrived).await).await
}

/// Takes in an upload that is complete, and forgets what was only its way here. What came is kept until all of it went well.
pub async fn finish(ctx: &Ctx, principal: &Principal, id: FileId, upload: &Held) -> Result<()> {
    let taken = take_in(ctx, principal, id, upload).await;
    if taken.is_ok() {
        upload.clear().await;
    }
    upload.clear_bare().await;
    taken
}

async fn take_in(ctx: &Ctx, principal: &Principal, id: FileId, upload: &Held) -> Result<()> {
    let arrived = put_away(ctx, upload).await?;
    let is_checked = is_checked(ctx);
    ctx.db.write(async |tx| files::finish(tx, principal, id, &arrived, is_checked).await).await
}

async fn put_away(ctx: &Ctx, upload: &Held) -> Result<Arrived> {
    let sent_bytes = i64::try_from(upload.offset().await).unwrap_or(i64::MAX);
    let kept = bare(&ctx.darkroom, upload).await?;
    let arrived = Arrived { sent_bytes, ..look_at(&kept).await? };
    put(&ctx.db, &ctx.files, &arrived, &kept).await?;
    Ok(arrived)
}

/// Takes bytes that are here as a whole into the store; what file they are is written down by whoever asks.
pub async fn put_away_whole(ctx: &Ctx, bytes: Vec<u8>) -> Result<Arrived> {
    let upload = ctx.uploads.hold(FileId::new_at(ctx.db.now()));
    let upload = upload.ok_or_else(|| Error::internal("two uploads have one id"))?;
    let size_bytes = bytes.len() as u64;
    let whole = futures_util::stream::iter([Ok::<_, Error>(Bytes::from(bytes))]);
    let arrived = match upload.append(whole, size_bytes).await {
        Ok(_) => put_away(ctx, &upload).await,
        Err(error) => Err(error),
    };
    upload.clear().await;
    upload.clear_bare().await;
    arrived
}

/// The same, to its end whatever becomes of the request: a large file takes longer to a distant store than a browser waits.
/// Whoever asks again meanwhile is told that it is held.
async fn finish_apart(ctx: &Ctx, principal: &Principal, id: FileId, upload: Held) -> Result<()> {
    let (ctx, principal) = (ctx.clone(), principal.clone());
    let task = tokio::spawn(async move { finish(&ctx, &principal, id, &upload).await });
    task.await.map_err(|broken| Error::internal(format!("taking in a file broke off: {broken}")))?
}

pub fn is_checked(ctx: &Ctx) -> bool {
    ctx.config.files.clamd.is_some()
}

/// Says that the bytes are coming, and brings them unless they are there.
pub async fn put(db: &Db, store: &Store, arrived: &Arrived, path: &Path) -> Result<()> {
    touch(db, &arrived.digest, arrived.size_bytes).await?;
    let size_bytes = u64::try_from(arrived.size_bytes).unwrap_or(0);
    if store.size(&arrived.digest).await? == Some(size_bytes) {
        return Ok(());
    }
    store.put_file(&arrived.digest, path, size_bytes).await
}

/// Where the sweep is taking the same bytes away, it is asked to finish, and the upload goes on a moment later.
pub async fn touch(db: &Db, digest: &str, size_bytes: i64) -> Result<()> {
    let touched = db.write(async |tx| files::touch_blob(tx, digest, size_bytes).await).await;
    if touched.is_err() {
        db.write(async |tx| files::sweep_soon(tx).await).await?;
    }
    touched
}

/// The job that asks the virus scanner. One that is switched off meanwhile lets pass what waits for it; of one that is away or
/// does not take the file, the house keeps what it said, and asks again.
pub async fn check(ctx: &Ctx, id: FileId) -> Result<()> {
    let file = match files::find(&ctx.db, id).await {
        Ok(file) if file.state.is_unseen() => file,
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
        Verdict::Silent { why, .. } => {
            tracing::warn!(%id, why, "the virus scanner did not look at a file: it stays closed");
            Ok(())
        }
        Verdict::Infected(name) => {
            tracing::warn!(%id, name, "a file holds a virus: its bytes are removed");
            super::sweep::remove(ctx, &digest).await
        }
    }
}

async fn scan(ctx: &Ctx, address: &str, digest: &str, size_bytes: i64) -> Result<Verdict> {
    let bytes = ctx.files.read(digest, 0..u64::try_from(size_bytes).unwrap_or(0)).await?;
    Ok(Clamd::new(address).scan(bytes).await)
}
