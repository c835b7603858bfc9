//! What files say: the text of documents, for whoever searches. It is read once for each digest, by whoever has the bytes; an
//! instance that has none asks the host of the group for the text alone. Nobody is shown the text of a file that he may not
//! have: it is found and quoted as the file is.

use std::collections::HashMap;
use std::time::Duration;

use super::{File, State, queries};
use crate::db::{On, Tx, sql};
use crate::error::Result;
use crate::ids::{CommentId, ItemId};
use crate::index_feed::Lane;
use crate::jobs::{self, Job};
use crate::published_feed;

/// Longer texts are found by how they begin: about a hundred pages.
pub const CHARS_MAX: usize = 200_000;
/// Larger files are pictures of paper, as a rule.
pub const READ_BYTES_MAX: i64 = 25 << 20;
/// By then the host of its group has fetched and read it.
const ASKED_AFTER: Duration = Duration::from_secs(60);
const ASKED_AGAIN: Duration = Duration::from_secs(3_600);
/// What has no text by then gets none.
const ASKED_FOR: Duration = Duration::from_secs(24 * 3_600);

/// What a document is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Pdf,
    /// Word, PowerPoint or Excel since 2007 (ECMA-376).
    OpenXml,
    /// LibreOffice and others (ISO/IEC 26300).
    OpenDocument,
    Plain,
}

impl Format {
    /// By the media type that the first bytes showed; `None` for what has no text to read. Of an archive whose first bytes do
    /// not tell more, the name says how it is to be read.
    pub fn of(media_type: &str, name: &str) -> Option<Self> {
        Some(match media_type {
            "application/pdf" => Self::Pdf,
            "text/plain" => Self::Plain,
            "application/zip" => return Self::of_archive(name),
            other if other.starts_with("application/vnd.openxmlformats-officedocument") => Self::OpenXml,
            other if other.starts_with("application/vnd.oasis.opendocument.") => Self::OpenDocument,
            _ => return None,
        })
    }

    fn of_archive(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1.to_lowercase().as_str() {
            "docx" | "xlsx" | "pptx" => Some(Self::OpenXml),
            "odt" | "ods" | "odp" => Some(Self::OpenDocument),
            _ => None,
        }
    }

    pub const ALL: [Self; 4] = [Self::Pdf, Self::OpenXml, Self::OpenDocument, Self::Plain];

    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::OpenXml => "openxml",
            Self::OpenDocument => "opendocument",
            Self::Plain => "plain",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == word)
    }
}

impl File {
    /// How its text would be read, when there may be any.
    pub fn format(&self) -> Option<Format> {
        Format::of(&self.media_type, &self.name).filter(|_| self.size_bytes <= READ_BYTES_MAX)
    }
}

/// Its bytes are here and can be read.
pub(super) async fn read_soon(tx: &mut Tx, file: &File, media_type: &str) -> Result<()> {
    if Format::of(media_type, &file.name).is_none() {
        return Ok(());
    }
    jobs::enqueue(tx, &Job::ReadFile { file_id: file.id }).await
}

/// Its bytes are elsewhere: the text is asked for when the host will have it.
pub(super) async fn ask_later(tx: &mut Tx, file: &File) -> Result<()> {
    if file.format().is_none() {
        return Ok(());
    }
    let at = tx.now().plus(ASKED_AFTER);
    jobs::enqueue_at(tx, &Job::ReadFile { file_id: file.id }, at).await
}

/// The host has no text yet; it is asked again, for a day.
pub async fn ask_again(tx: &mut Tx, file: &File) -> Result<()> {
    if tx.now().since(file.created_at) > ASKED_FOR {
        return Ok(());
    }
    let at = tx.now().plus(ASKED_AGAIN);
    jobs::enqueue_at(tx, &Job::ReadFile { file_id: file.id }, at).await
}

/// What was read; empty when there was nothing, or nothing that could be read. Whatever shows a file with these bytes is
/// found by it from now on.
pub async fn keep(tx: &mut Tx, digest: &str, text: &str) -> Result<()> {
    let text: String = text.chars().take(CHARS_MAX).filter(|letter| *letter != '\0').collect();
    sql("insert into file_text (digest, text, read_at) values ($1, $2, $3) \
         on conflict (digest) do update set text = excluded.text, read_at = excluded.read_at")
    .bind(digest)
    .bind(&text)
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    if text.is_empty() { Ok(()) } else { mark_bearers(tx, digest).await }
}

async fn mark_bearers(tx: &mut Tx, digest: &str) -> Result<()> {
    let bearers: Vec<(Option<ItemId>, Option<CommentId>)> =
        sql("select distinct item_id, comment_id from file where digest = $1 and item_id is not null")
            .bind(digest)
            .all(&mut *tx)
            .await?;
    for (item, comment) in bearers {
        match (item, comment) {
            (_, Some(comment)) => published_feed::mark_comment(tx, comment, Lane::Home).await?,
            (Some(item), None) => published_feed::mark_item(tx, item, Lane::Home).await?,
            (None, None) => {}
        }
    }
    Ok(())
}

/// The text of one file, when it was read.
pub async fn find(on: impl Into<On<'_>>, digest: &str) -> Result<Option<String>> {
    let row: Option<(String,)> =
        sql("select text from file_text where digest = $1").bind(digest).optional(on).await?;
    Ok(row.map(|(text,)| text))
}

/// The texts of these files by digest, of those that have any. One statement; who may have the files was asked before.
pub async fn list(on: impl Into<On<'_>>, files: &[File]) -> Result<HashMap<String, String>> {
    let mut digests: Vec<String> =
        files.iter().filter(|file| file.format().is_some()).filter_map(|file| file.digest.clone()).collect();
    digests.sort_unstable();
    digests.dedup();
    if digests.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(String, String)> =
        sql("select digest, text from file_text where text <> '' and digest in (..)")
            .bind_list(digests)
            .all(on)
            .await?;
    Ok(found.into_iter().collect())
}

/// The file whose text is still to be read, for the job; `None` when there is nothing to do.
pub async fn find_unread(on: impl Into<On<'_>>, id: crate::ids::FileId) -> Result<Option<(File, String)>> {
    let mut on = on.into();
    let file = match queries::find(on.again(), id).await {
        Ok(file) if matches!(file.state, State::Ready | State::Waiting) => file,
        Ok(_) | Err(crate::Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some(digest) = file.digest.clone().filter(|_| file.format().is_some()) else { return Ok(None) };
    Ok(find(on, &digest).await?.is_none().then_some((file, digest)))
}
