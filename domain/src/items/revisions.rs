//! What was said before: every text of an item or comment with who wrote it and when.

use serde::{Deserialize, Serialize};

use super::comments::Comment;
use super::{Item, Piece, comments, seen};
use crate::clock::Timestamp;
use crate::db::{Db, Tx, sql};
use crate::error::{Error, Result};
use crate::ids::PersonId;
use crate::principal::Principal;

/// A text that somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow, Serialize, Deserialize)]
pub struct Revision {
    pub version: i64,
    pub editor_id: PersonId,
    pub title: String,
    pub body: String,
    pub written_at: Timestamp,
}

pub(super) async fn keep_item(tx: &mut Tx, item: &Item) -> Result<()> {
    keep(tx, item.id.0, &of_item(item)).await
}

pub(super) async fn keep_comment(tx: &mut Tx, comment: &Comment) -> Result<()> {
    keep(tx, comment.id.0, &of_comment(comment)).await
}

fn of_item(item: &Item) -> Revision {
    Revision {
        version: item.version,
        editor_id: item.author_id,
        title: item.title.clone(),
        body: item.body.clone(),
        written_at: item.edited_at.or(item.published_at).unwrap_or(item.created_at),
    }
}

fn of_comment(comment: &Comment) -> Revision {
    Revision {
        version: comment.version,
        editor_id: comment.author_id,
        title: String::new(),
        body: comment.body.clone(),
        written_at: comment.edited_at.unwrap_or(comment.created_at),
    }
}

async fn keep(tx: &mut Tx, subject: uuid::Uuid, revision: &Revision) -> Result<()> {
    sql("insert into revision (subject_id, version, editor_id, title, body, written_at) values ($1, $2, $3, $4, $5, $6) \
         on conflict (subject_id, version) do nothing")
    .bind(subject)
    .bind(revision.version)
    .bind(revision.editor_id)
    .bind(&revision.title)
    .bind(&revision.body)
    .bind(revision.written_at)
    .execute(tx)
    .await?;
    Ok(())
}

/// All texts of something one may see, newest first; the first is the one that stands.
pub async fn list(db: &Db, principal: &Principal, piece: Piece) -> Result<Vec<Revision>> {
    let current = match piece {
        Piece::Item(id) => of_item(&seen::find(db, principal, id).await?),
        Piece::Comment(id) => of_comment(&comments::find(db, principal, id).await?),
    };
    let before: Vec<Revision> = sql("select version, editor_id, title, body, written_at from revision \
         where subject_id = $1 order by version desc limit 200")
    .bind(piece.id())
    .all(db)
    .await?;
    Ok(std::iter::once(current).chain(before).collect())
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
