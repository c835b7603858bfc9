//! Where the bytes of files lie: a folder of ours or a bucket of an S3 server, each file under its digest. The same file put
//! there twice is there once.

use std::ops::Range;
use std::path::Path as FilePath;
use std::sync::Arc;

use axum::body::Bytes;
use domain::{Error, Result};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    ClientOptions, GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart,
};
use tokio::io::AsyncReadExt;

use crate::config::{Config, FileStore, Files, Secret};

/// Within the data folder.
pub const FOLDER: &str = "files";
/// Sent at once; two of these and one being read are what a file takes in memory. S3 wants at least 5 MiB.
const PART_BYTES: usize = 6 << 20;
const PARTS_AT_ONCE: usize = 2;

/// The bytes of files by their digest.
#[derive(Clone, Debug)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
}

impl Store {
    pub fn open(config: &Config) -> Result<Self> {
        let objects: Arc<dyn ObjectStore> = match config.files.store {
            FileStore::Folder => Arc::new(folder(&config.data.dir.join(FOLDER))?),
            FileStore::S3 => Arc::new(bucket(&config.files)?),
        };
        Ok(Self { objects })
    }

    /// Copies a file of this machine there, in parts.
    pub async fn put_file(&self, digest: &str, path: &FilePath, size_bytes: u64) -> Result<()> {
        let unread = |error| domain::error::unwritten(format!("could not read {}", path.display()), &error);
        let mut file = tokio::fs::File::open(path).await.map_err(unread)?;
        if size_bytes <= PART_BYTES as u64 {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).await.map_err(unread)?;
            return self.put(digest, bytes).await;
        }
        let upload = self.objects.put_multipart(&place(digest)).await.map_err(|error| away(digest, error))?;
        let mut writer = WriteMultipart::new_with_chunk_size(upload, PART_BYTES);
        let mut part = vec![0; 1 << 20];
        loop {
            let read = file.read(&mut part).await.map_err(unread)?;
            if read == 0 {
                break;
            }
            writer.wait_for_capacity(PARTS_AT_ONCE).await.map_err(|error| away(digest, error))?;
            writer.write(part.get(..read).unwrap_or_default());
        }
        writer.finish().await.map(drop).map_err(|error| away(digest, error))
    }

    /// Puts a few bytes there.
    pub async fn put(&self, digest: &str, bytes: Vec<u8>) -> Result<()> {
        let payload = PutPayload::from(bytes);
        self.objects.put(&place(digest), payload).await.map(drop).map_err(|error| away(digest, error))
    }

    /// A part of the bytes, as they come.
    pub async fn read(
        &self,
        digest: &str,
        range: Range<u64>,
    ) -> Result<BoxStream<'static, std::io::Result<Bytes>>> {
        let options = GetOptions { range: Some(GetRange::Bounded(range)), ..GetOptions::default() };
        let found =
            self.objects.get_opts(&place(digest), options).await.map_err(|error| away(digest, error))?;
        Ok(found.into_stream().map(|part| part.map_err(std::io::Error::other)).boxed())
    }

    /// A part of the bytes that is small enough to hold.
    pub async fn read_whole(&self, digest: &str, range: Range<u64>) -> Result<Vec<u8>> {
        let bytes = self.objects.get_range(&place(digest), range).await;
        bytes.map(|bytes| bytes.to_vec()).map_err(|error| away(digest, error))
    }

    /// How many bytes lie under this digest, if any do.
    pub async fn size(&self, digest: &str) -> Result<Option<u64>> {
        match self.objects.head(&place(digest)).await {
            Ok(found) => Ok(Some(found.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(away(digest, error)),
        }
    }

    /// Removes them; no error when there are none.
    pub async fn delete(&self, digest: &str) -> Result<()> {
        match self.objects.delete(&place(digest)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(away(digest, error)),
        }
    }
}

/// Two steps down, so that no folder holds more than some thousand.
fn place(digest: &str) -> Path {
    let (first, second) = steps(digest);
    Path::from(format!("{first}/{second}/{digest}"))
}

/// The names of the two folders above it.
pub fn steps(digest: &str) -> (&str, &str) {
    (digest.get(0..2).unwrap_or("00"), digest.get(2..4).unwrap_or("00"))
}

fn away(digest: &str, error: object_store::Error) -> Error {
    match error {
        object_store::Error::NotFound { .. } => Error::NotFound,
        error => Error::Unavailable(format!("the store of files, at {digest}: {error}")),
    }
}

fn folder(path: &FilePath) -> Result<LocalFileSystem> {
    use std::os::unix::fs::DirBuilderExt;
    let unable = |error: &dyn std::fmt::Display| {
        Error::Unavailable(format!("could not open the folder {}: {error}", path.display()))
    };
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|error| unable(&error))?;
    let folder = LocalFileSystem::new_with_prefix(path).map_err(|error| unable(&error))?;
    Ok(folder.with_fsync(true))
}

fn bucket(files: &Files) -> Result<object_store::aws::AmazonS3> {
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(files.bucket.as_deref().unwrap_or_default())
        .with_region(&files.region)
        .with_access_key_id(files.access_key.as_deref().unwrap_or_default())
        .with_secret_access_key(files.secret_key.as_ref().map_or("", Secret::expose));
    if let Some(endpoint) = &files.endpoint {
        let is_plain = endpoint.url().scheme() == "http";
        let options = ClientOptions::new().with_allow_http(is_plain);
        builder = builder.with_client_options(options).with_endpoint(endpoint.as_str().trim_end_matches('/'));
    }
    builder.build().map_err(|error| Error::Unavailable(format!("files: {error}")))
}
