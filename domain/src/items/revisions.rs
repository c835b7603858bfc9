//! What was said before: every text of an item or comment with who wrote it and when.

use serde::{Deserialize, Serialize};

use super::comments::Comment;
use super::{Detail, Item, Piece, comments, seen};
use crate::clock::Timestamp;
use crate::db::{Db, Tx, sql};
use crate::error::{Error, Result};
use crate::files::{self, File};
use crate::ids::PersonId;
use crate::principal::Principal;

/// A text that somebody wrote, with what stood beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    pub version: i64,
    pub editor_id: PersonId,
    pub title: String,
    pub body: String,
    pub written_at: Timestamp,
    pub files: Vec<Beside>,
}

/// A file of an earlier text. Its name is remembered; its bytes went when it was taken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    pub name: String,
    pub size_bytes: i64,
    /// Tells two files of one name apart.
    pub digest: Option<String>,
}

impl From<File> for Beside {
    fn from(file: File) -> Self {
        Self { name: file.name, size_bytes: file.size_bytes, digest: file.digest }
    }
}

pub(super) async fn keep_item(tx: &mut Tx, item: &Item) -> Result<()> {
    let files = files::list_of_items(&mut *tx, &[item.id]).await?;
    keep(tx, item.id.0, &of_item(item, files)).await
}

/// With the files it had, which may be others already.
pub(super) async fn keep_comment(tx: &mut Tx, comment: &Comment, files: Vec<File>) -> Result<()> {
    keep(tx, comment.id.0, &of_comment(comment, files)).await
}

fn beside(files: Vec<File>) -> Vec<Beside> {
    files.into_iter().map(Beside::from).collect()
}

fn of_item(item: &Item, files: Vec<File>) -> Revision {
    Revision {
        version: item.version,
        editor_id: item.author_id,
        title: item.title.clone(),
        body: words(&item.body, &item.detail).to_owned(),
        written_at: item.edited_at.or(item.published_at).unwrap_or(item.created_at),
        files: beside(files),
    }
}

/// What somebody wrote: of a proposal the text that it proposes.
pub(super) fn words<'a>(body: &'a str, detail: &'a Detail) -> &'a str {
    match detail {
        Detail::Proposal(proposal) => &proposal.source,
        _ => body,
    }
}

fn of_comment(comment: &Comment, files: Vec<File>) -> Revision {
    Revision {
        version: comment.version,
        editor_id: comment.author_id,
        title: String::new(),
        body: comment.body.clone(),
        written_at: comment.edited_at.unwrap_or(comment.created_at),
        files: beside(files),
    }
}

async fn keep(tx: &mut Tx, subject: uuid::Uuid, revision: &Revision) -> Result<()> {
    sql("insert into revision (subject_id, version, editor_id, title, body, written_at, files) \
         values ($1, $2, $3, $4, $5, $6, $7) \
         on conflict (subject_id, version) do nothing")
    .bind(subject)
    .bind(revision.version)
    .bind(revision.editor_id)
    .bind(&revision.title)
    .bind(&revision.body)
    .bind(revision.written_at)
    .bind(serde_json::to_string(&revision.files)?)
    .execute(tx)
    .await?;
    Ok(())
}

/// All texts of something one may see, newest first; the first is the one that stands.
pub async fn list(db: &Db, principal: &Principal, piece: Piece) -> Result<Vec<Revision>> {
    let current = match piece {
        Piece::Item(id) => {
            let item = seen::find(db, principal, id).await?;
            of_item(&item, files::list_of_items(db, &[id]).await?)
        }
        Piece::Comment(id) => {
            let comment = comments::find(db, principal, id).await?;
            of_comment(&comment, files::list_of_comments(db, &[id]).await?)
        }
    };
    let before: Vec<Found> = sql("select version, editor_id, title, body, written_at, files from revision \
         where subject_id = $1 order by version desc limit 200")
    .bind(piece.id())
    .all(db)
    .await?;
    std::iter::once(Ok(current)).chain(before.into_iter().map(Found::into_revision)).collect()
}

#[derive(sqlx::FromRow)]
struct Found {
    version: i64,
    editor_id: PersonId,
    title: String,
    body: String,
    written_at: Timestamp,
    files: String,
}

impl Found {
    fn into_revision(self) -> Result<Revision> {
        let Self { version, editor_id, title, body, written_at, files } = self;
        Ok(Revision { version, editor_id, title, body, written_at, files: serde_json::from_str(&files)? })
    }
}

/// A part of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub change: Change,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Same,
    Added,
    Removed,
}

/// The difference between two texts, word by word.
pub fn difference(before: &str, after: &str) -> Vec<Part> {
    let diff = similar::TextDiff::configure()
        .timeout(std::time::Duration::from_millis(200))
        .diff_words(before, after);
    let mut parts: Vec<Part> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            similar::ChangeTag::Equal => Change::Same,
            similar::ChangeTag::Insert => Change::Added,
            similar::ChangeTag::Delete => Change::Removed,
        };
        match parts.last_mut() {
            Some(last) if last.change == kind => last.text.push_str(change.value()),
            _ => parts.push(Part { change: kind, text: change.value().to_owned() }),
        }
    }
    parts
}

/// One text among those of [`list`].
pub fn pick(revisions: &[Revision], version: i64) -> Result<&Revision> {
    revisions.iter().find(|revision| revision.version == version).ok_or(Error::NotFound)
}
