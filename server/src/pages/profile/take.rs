//! `/profile/data/files`: all we hold about one, with the bytes of the files one sent, in one ZIP. It is made while it is sent.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::files::{self, File};
use domain::people::export::export;
use federation::route::Route;
use federation::routes;
use futures_util::{StreamExt, stream};
use tokio::sync::mpsc;

use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::files::Store;
use crate::files::zip::Zip;
use crate::state::Ctx;

/// Of more than this the newest are given; every file is in the list.
const BYTES_MAX: i64 = 2_000_000_000;
/// Pieces that wait for the reader.
const PIECES: usize = 4;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/profile/data/files" Member => download;
    }
}

async fn download(State(ctx): State<Ctx>, member: Member) -> Result<Response> {
    let export = export(&ctx.db, &member.principal, member.person_id).await?;
    let list = serde_json::to_vec_pretty(&export).map_err(Problem::internal)?;
    let files = fitting(files::list_of_uploader(&ctx.db, &member.principal, member.person_id).await?);
    let (to, pieces) = mpsc::channel(PIECES);
    let store = ctx.files.clone();
    tokio::spawn(async move {
        let mut writer = Writer { to, zip: Zip::default() };
        // A reader who went away, or a file that could not be read, ends it there.
        if let Err(error) = writer.write(&store, list, &files).await {
            tracing::info!(%error, "somebody's own data broke off");
            let _ = writer.to.send(Err(error)).await;
        }
    });
    let pieces = stream::unfold(pieces, async |mut pieces| Some((pieces.recv().await?, pieces)));
    // The handle holds letters, digits, dots and dashes alone.
    let disposition = format!("attachment; filename=\"plein-{}.zip\"", export.handle);
    let head =
        [(header::CONTENT_TYPE, "application/zip".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((head, Body::from_stream(pieces)).into_response())
}

/// The newest that can be read and fit in.
fn fitting(files: Vec<File>) -> Vec<File> {
    let mut room = BYTES_MAX;
    let fits = |file: &File| {
        room -= file.size_bytes;
        room >= 0
    };
    files.into_iter().filter(|file| file.readable().is_some()).take_while(fits).collect()
}

struct Writer {
    to: mpsc::Sender<std::io::Result<Bytes>>,
    zip: Zip,
}

impl Writer {
    async fn write(&mut self, store: &Store, list: Vec<u8>, files: &[File]) -> std::io::Result<()> {
        self.entry("plein.json", stream::iter([Ok(Bytes::from(list))])).await?;
        for (number, file) in (1..).zip(files) {
            let size_bytes = u64::try_from(file.size_bytes).unwrap_or(0);
            let digest = file.readable().unwrap_or_default();
            let bytes = store.read(digest, 0..size_bytes).await.map_err(std::io::Error::other)?;
            self.entry(&format!("files/{number:04}-{}", file.name), bytes).await?;
        }
        let end = std::mem::take(&mut self.zip).finish();
        self.send(Bytes::from(end)).await
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

    async fn send(&self, bytes: Bytes) -> std::io::Result<()> {
        self.to.send(Ok(bytes)).await.map_err(|_| std::io::ErrorKind::BrokenPipe.into())
    }
}
