//! A ZIP as an answer: made while it is sent, never all of it in memory.

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::files::File;
use futures_util::{StreamExt, stream};
use tokio::sync::mpsc;

use super::Store;
use super::zip::Zip;
use crate::error::Result;
use crate::pages::files::disposition;

/// Pieces that wait for the reader.
const PIECES: usize = 4;

/// What entries are given to.
pub struct Packer {
    to: mpsc::Sender<std::io::Result<Bytes>>,
    zip: Zip,
}

/// Answers with what `fill` packs. A reader who went away, or something that could not be read, ends it there: then the list
/// at its end is missing, and every program says that it is broken.
pub fn answer<F>(name: &str, fill: impl FnOnce(Packer) -> F) -> Result<Response>
where
    F: Future<Output = std::io::Result<Packer>> + Send + 'static,
{
    let (to, pieces) = mpsc::channel(PIECES);
    let filling = fill(Packer { to: to.clone(), zip: Zip::default() });
    tokio::spawn(async move {
        let filled = match filling.await {
            Ok(packer) => packer.finish().await,
            Err(error) => Err(error),
        };
        if let Err(error) = filled {
            tracing::info!(%error, "a ZIP broke off");
            let _ = to.send(Err(error)).await;
        }
    });
    let pieces = stream::unfold(pieces, async |mut pieces| Some((pieces.recv().await?, pieces)));
    let head = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, disposition(false, name)),
    ];
    Ok((head, Body::from_stream(pieces)).into_response())
}

impl Packer {
    /// An entry that is small enough to hold.
    pub async fn whole(&mut self, name: &str, bytes: Vec<u8>) -> std::io::Result<()> {
        self.entry(name, stream::iter([Ok(Bytes::from(bytes))])).await
    }

    /// A file as the store has it.
    pub async fn file(&mut self, store: &Store, name: &str, file: &File) -> std::io::Result<()> {
        let size_bytes = u64::try_from(file.size_bytes).unwrap_or(0);
        let digest = file.readable().unwrap_or_default();
        let bytes = store.read(digest, 0..size_bytes).await.map_err(std::io::Error::other)?;
        self.entry(name, bytes).await
    }

    async fn entry(
        &mut self,
        name: &str,
        mut bytes: impl stream::Stream<Item = std::io::Result<Bytes>> + Unpin,
    ) -> std::io::Result<()> {
        let head = self.zip.begin(name);
        self.send(Bytes::from(head)).await?;
        while let Some(part) = bytes.next().await {
            let part = part?;
            self.zip.note(&part);
            self.send(part).await?;
        }
        let end = self.zip.end();
        self.send(Bytes::from(end)).await
    }

    async fn finish(mut self) -> std::io::Result<()> {
        let end = std::mem::take(&mut self.zip).finish();
        self.send(Bytes::from(end)).await
    }

    async fn send(&self, bytes: Bytes) -> std::io::Result<()> {
        self.to.send(Ok(bytes)).await.map_err(|_| std::io::ErrorKind::BrokenPipe.into())
    }
}
