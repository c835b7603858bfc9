//! The store as the federation knows it.

use std::io;

use axum::body::Bytes;
use domain::files::{File, remote};
use domain::{Db, Error, FileId};
use federation::files::Answered;
use futures_util::stream;

use super::incoming;
use super::look::look_at;
use super::store::Store;
use super::uploads::{Held, Uploads};
use crate::config::Files;

/// What the federation reads from and writes to.
#[derive(Clone)]
pub struct Shelf {
    db: Db,
    store: Store,
    uploads: Uploads,
    size_bytes_max: i64,
    is_checked: bool,
}

impl Shelf {
    pub fn new(db: &Db, store: &Store, uploads: &Uploads, files: &Files) -> Self {
        Self {
            db: db.clone(),
            store: store.clone(),
            uploads: uploads.clone(),
            size_bytes_max: incoming::limits(files).taken_bytes_max(),
            is_checked: files.clamd.is_some(),
        }
    }

    fn hold(&self, id: FileId) -> Result<Held, Error> {
        let held = self.uploads.hold(id);
        held.ok_or_else(|| Error::Unavailable(format!("file {id} is being fetched already")))
    }

    async fn settle(&self, file: &File) -> Result<bool, Error> {
        let upload = self.hold(file.id)?;
        let arrived = look_at(upload.path()).await?;
        if file.digest.as_deref() != Some(arrived.digest.as_str()) {
            upload.clear().await;
            return Ok(false);
        }
        incoming::put(&self.db, &self.store, &arrived, upload.path()).await?;
        let is_checked = self.is_checked;
        self.db.write(async |tx| remote::finish(tx, file.id, &arrived, is_checked).await).await?;
        upload.clear().await;
        Ok(true)
    }
}

impl federation::files::Shelf for Shelf {
    fn read<'a>(&'a self, digest: &'a str, from: u64, to: u64) -> Answered<'a, Vec<u8>> {
        Box::pin(self.store.read_whole(digest, from..to))
    }

    fn received(&self, id: FileId) -> Answered<'_, u64> {
        Box::pin(async move { Ok(self.uploads.offset(id).await) })
    }

    fn append(&self, id: FileId, part: Vec<u8>) -> Answered<'_, u64> {
        let part = stream::iter([Ok::<_, io::Error>(Bytes::from(part))]);
        let bytes_max = u64::try_from(self.size_bytes_max).unwrap_or(0);
        Box::pin(async move { self.hold(id)?.append(part, bytes_max).await })
    }

    fn finish<'a>(&'a self, file: &'a File) -> Answered<'a, bool> {
        Box::pin(self.settle(file))
    }

    fn size_bytes_max(&self) -> i64 {
        self.size_bytes_max
    }
}
