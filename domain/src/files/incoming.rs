//! How a file comes in: announced, sent in parts, complete, looked at. Parts are the door's business; here stands how far it
//! is.

use std::time::Duration;

use serde_json::json;

use super::{ALT_CHARS_MAX, File, LOOSE_MAX, State, UNFINISHED_MAX, is_uploader, queries, texts, tidy_name};
use crate::db::{Db, Tx, sql};
use crate::error::{Error, FieldError, Result};
use crate::ids::{FileId, ItemId, PersonId};
use crate::index_feed::Lane;
use crate::instances;
use crate::jobs::{self, Job};
use crate::notifications::{self, Notice};
use crate::people::check;
use crate::principal::Principal;
use crate::{audit, published_feed};

/// What somebody wants to upload.
#[derive(Debug, Clone)]
pub struct NewFile {
    pub name: String,
    pub size_bytes: i64,
    /// What the browser takes it for; never believed.
    pub media_type: String,
    pub alt: Option<String>,
}

/// What the operator allows.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub size_bytes_max: i64,
    /// What the virus scanner takes; `None` where there is none. What it cannot look at is not taken.
    pub scanned_bytes_max: Option<i64>,
}

impl Limits {
    /// The largest file that may come in from anywhere.
    pub fn taken_bytes_max(self) -> i64 {
        self.scanned_bytes_max.map_or(self.size_bytes_max, |scanned| scanned.min(self.size_bytes_max))
    }
}

/// What came, once all of it is in the store.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub digest: String,
    /// By its first bytes.
    pub media_type: String,
    pub size_bytes: i64,
    /// How many bytes came: more than are kept where a photograph said where it was taken.
    pub sent_bytes: i64,
    /// Of pictures that can be drawn, in pixels.
    pub dimensions: Option<(u32, u32)>,
}

/// What the virus scanner says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    /// With the name it gives the virus.
    Infected(String),
    /// It did not look at it: why, for administrators.
    Silent {
        why: String,
        is_too_large: bool,
    },
}

/// Between two questions about a file that the scanner did not look at, at least and at most; between these, as long again as
/// it has waited.
const ASKED_AGAIN: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(3600));
/// A file that waits longer is a matter for administrators.
const PATIENCE: Duration = Duration::from_secs(600);

/// Begins an upload.
pub async fn begin(tx: &mut Tx, principal: &Principal, new: NewFile, limits: Limits) -> Result<FileId> {
    let uploader = principal.require_member()?.person_id;
    demand_size(new.size_bytes, limits)?;
    let alt = new.alt.as_deref().map(alt_of).transpose()?;
    tx.lock(&format!("uploads:{uploader}")).await?;
    demand_room(tx, uploader).await?;
    let file = announced(tx, uploader, NewFile { alt, ..new }).await?;
    queries::insert(tx, &file, 0).await?;
    Ok(file.id)
}

/// A file whose bytes are in the store before anybody announced it. Its size was looked at before; whoever calls makes it part of
/// something in the same transaction.
pub(crate) async fn take_whole(
    tx: &mut Tx,
    principal: &Principal,
    new: NewFile,
    arrived: &Arrived,
    is_checked: bool,
) -> Result<FileId> {
    let uploader = principal.require_member()?.person_id;
    let file = announced(tx, uploader, new).await?;
    queries::insert(tx, &file, 0).await?;
    settle(tx, &file, arrived, is_checked).await?;
    Ok(file.id)
}

async fn announced(tx: &mut Tx, uploader: PersonId, new: NewFile) -> Result<File> {
    let id: FileId = tx.new_id();
    let base = instances::home(&mut *tx).await?.base_url;
    Ok(File {
        id,
        ap_id: format!("{base}/ap/file/{id}"),
        item_id: None,
        comment_id: None,
        uploader_id: uploader,
        name: tidy_name(&new.name),
        media_type: check::line(&new.media_type).chars().take(100).collect(),
        size_bytes: new.size_bytes,
        received_bytes: 0,
        digest: None,
        preview_digest: None,
        alt: new.alt,
        width: None,
        height: None,
        state: State::Uploading,
        finding: String::new(),
        fetch_from: None,
        confirmed_at: None,
        created_at: tx.now(),
    })
}

fn demand_size(size_bytes: i64, limits: Limits) -> Result<()> {
    if size_bytes < 1 {
        return Err(Error::invalid("file", "error-file-empty"));
    }
    if size_bytes > limits.size_bytes_max {
        let megabytes = limits.size_bytes_max / 1_000_000;
        return Err(FieldError::new("file", "error-file-too-large").with("max", megabytes).into());
    }
    let unscanned = limits.scanned_bytes_max.filter(|max| size_bytes > *max);
    unscanned.map_or(Ok(()), |max| Err(too_large_to_scan(size_bytes, max)))
}

/// In whole millions of bytes, rounded so that the larger one reads as the larger one.
fn too_large_to_scan(size_bytes: i64, max: i64) -> Error {
    let megabytes = max / 1_000_000;
    let size = (size_bytes + 999_999) / 1_000_000;
    FieldError::new("file", "error-file-unscannable").with("size", size).with("max", megabytes).into()
}

async fn demand_room(tx: &mut Tx, uploader: PersonId) -> Result<()> {
    let (loose, unfinished): (i64, i64) =
        sql("select count(*), count(case when state = 'uploading' then 1 end) from file \
             where uploader_id = $1 and item_id is null")
        .bind(uploader)
        .one(tx)
        .await?;
    match () {
        () if unfinished >= UNFINISHED_MAX => Err(Error::Conflict("error-uploads-unfinished")),
        () if loose >= LOOSE_MAX => Err(Error::Conflict("error-uploads-loose")),
        () => Ok(()),
    }
}

fn alt_of(alt: &str) -> Result<String> {
    let alt = check::line(alt);
    if alt.chars().count() > ALT_CHARS_MAX {
        return Err(FieldError::new("alt", "error-too-long").with("max", ALT_CHARS_MAX).into());
    }
    Ok(alt)
}

/// The upload of one's own, held until the transaction ends.
async fn own(tx: &mut Tx, principal: &Principal, id: FileId) -> Result<File> {
    tx.lock(&format!("file:{id}")).await?;
    let file = queries::find(&mut *tx, id).await?;
    if is_uploader(principal, &file) { Ok(file) } else { Err(Error::NotFound) }
}

/// Writes down how much of an upload is here.
pub async fn note_progress(tx: &mut Tx, principal: &Principal, id: FileId, received: i64) -> Result<()> {
    let file = own(tx, principal, id).await?;
    if file.state != State::Uploading {
        return Err(Error::Conflict("error-upload-over"));
    }
    sql("update file set received_bytes = $2, updated_at = $3 where id = $1")
        .bind(id)
        .bind(received.clamp(0, file.size_bytes))
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(())
}

/// All of it is in the store. With a virus scanner it waits for its answer. One that is complete already stays as it is.
pub async fn finish(
    tx: &mut Tx,
    principal: &Principal,
    id: FileId,
    arrived: &Arrived,
    is_checked: bool,
) -> Result<()> {
    let file = own(tx, principal, id).await?;
    match file.state {
        State::Uploading if file.size_bytes != arrived.sent_bytes => {
            Err(Error::Conflict("error-upload-incomplete"))
        }
        State::Uploading => settle(tx, &file, arrived, is_checked).await,
        _ => Ok(()),
    }
}

/// The bytes are here: written down as what they are.
pub(super) async fn settle(tx: &mut Tx, file: &File, arrived: &Arrived, is_checked: bool) -> Result<()> {
    let state = if is_checked { State::Checking } else { State::Ready };
    sql("update file set state = $2, digest = $3, media_type = $4, size_bytes = $5, received_bytes = $5, width = $6, \
         height = $7, updated_at = $8 where id = $1")
    .bind(file.id)
    .bind(state)
    .bind(&arrived.digest)
    .bind(&arrived.media_type)
    .bind(arrived.size_bytes)
    .bind(arrived.dimensions.map(|(width, _)| i64::from(width)))
    .bind(arrived.dimensions.map(|(_, height)| i64::from(height)))
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    read_anew(tx, file.item_id).await?;
    if is_checked {
        return jobs::enqueue(tx, &Job::CheckFile { file_id: file.id }).await;
    }
    texts::read_soon(tx, file, &arrived.media_type).await
}

/// The index of published things follows what becomes of a file.
async fn read_anew(tx: &mut Tx, item: Option<ItemId>) -> Result<()> {
    match item {
        Some(item) => published_feed::mark_item(tx, item, Lane::Home).await,
        None => Ok(()),
    }
}

/// What the scanner said. Every file with these very bytes is what this one is; their uploaders are told.
pub async fn settle_check(tx: &mut Tx, id: FileId, verdict: &Verdict) -> Result<()> {
    tx.lock(&format!("file:{id}")).await?;
    let file = queries::find(&mut *tx, id).await?;
    match verdict {
        Verdict::Clean if file.state.is_unseen() => {
            sql("update file set state = 'ready', finding = '', updated_at = $2 where id = $1")
                .bind(id)
                .bind(tx.now())
                .execute(&mut *tx)
                .await?;
            texts::read_soon(tx, &file, &file.media_type).await?;
            read_anew(tx, file.item_id).await?;
            super::remote::arrived(tx, id).await
        }
        Verdict::Clean => Ok(()),
        Verdict::Infected(name) => condemn(tx, &file, name).await,
        Verdict::Silent { why, is_too_large } if file.state.is_unseen() => {
            put_off(tx, &file, why, *is_too_large).await
        }
        Verdict::Silent { .. } => Ok(()),
    }
}

/// Nobody reads it; the scanner is asked again, later each time, until it says something.
async fn put_off(tx: &mut Tx, file: &File, why: &str, is_too_large: bool) -> Result<()> {
    let state = if is_too_large { State::Unchecked } else { State::Checking };
    let why: String = check::line(why).chars().take(200).collect();
    sql("update file set state = $2, finding = $3 where id = $1")
        .bind(file.id)
        .bind(state)
        .bind(why)
        .execute(&mut *tx)
        .await?;
    let waited = tx.now().since(file.created_at);
    let again = tx.now().plus(waited.clamp(ASKED_AGAIN.0, ASKED_AGAIN.1));
    jobs::enqueue_at(tx, &Job::CheckFile { file_id: file.id }, again).await
}

/// Files that the scanner does not look at, for administrators.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unseen {
    /// Those that it should have looked at by now.
    pub waiting: i64,
    /// Those that are too large for it.
    pub too_large: i64,
    /// What it said last; empty: nothing.
    pub why: String,
}

/// What waits for the virus scanner. The caller is an administrator's page.
pub async fn count_unseen(db: &Db, principal: &Principal) -> Result<Unseen> {
    principal.require_administrator()?;
    let (waiting, too_large, why): (i64, i64, Option<String>) =
        sql("select count(case when state = 'checking' and created_at < $1 then 1 end), \
             count(case when state = 'unchecked' then 1 end), max(finding) \
             from file where state in ('checking', 'unchecked')")
        .bind(db.now().minus(PATIENCE))
        .one(db)
        .await?;
    Ok(Unseen { waiting, too_large, why: why.unwrap_or_default() })
}

async fn condemn(tx: &mut Tx, file: &File, finding: &str) -> Result<()> {
    let finding: String = check::line(finding).chars().take(200).collect();
    let hit: Vec<(FileId, PersonId, String, Option<ItemId>)> =
        sql("update file set state = 'infected', finding = $2, digest = null, preview_digest = null, updated_at = $3 \
             where id = $1 or digest = $4 returning id, uploader_id, name, item_id")
        .bind(file.id)
        .bind(&finding)
        .bind(tx.now())
        .bind(file.digest.as_deref())
        .all(&mut *tx)
        .await?;
    for (id, uploader, name, item) in hit {
        let detail = json!({ "finding": finding });
        audit::record(
            tx,
            &Principal::System("virus scanner"),
            "file.infected",
            &format!("file:{id}"),
            detail,
        )
        .await?;
        read_anew(tx, item).await?;
        let notice =
            Notice::new("infected", format!("infected:{id}")).with("name", &name).with("finding", &finding);
        notifications::tell_if_local(tx, uploader, notice).await?;
    }
    Ok(())
}

/// Says what an image shows; nothing when it only decorates.
pub async fn describe(tx: &mut Tx, principal: &Principal, id: FileId, alt: &str) -> Result<()> {
    let file = own(tx, principal, id).await?;
    let alt = alt_of(alt)?;
    sql("update file set alt = $2 where id = $1").bind(id).bind(alt).execute(&mut *tx).await?;
    read_anew(tx, file.item_id).await
}

/// Remembers the smaller picture that was made of a file.
pub async fn keep_preview(tx: &mut Tx, id: FileId, digest: &str) -> Result<()> {
    sql("update file set preview_digest = $2 where id = $1 and state = 'ready'")
        .bind(id)
        .bind(digest)
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes back an upload that is not part of anything yet, complete or not.
pub async fn delete(tx: &mut Tx, principal: &Principal, id: FileId) -> Result<()> {
    let file = own(tx, principal, id).await?;
    if file.item_id.is_some() {
        return Err(Error::Conflict("error-file-attached"));
    }
    audit::record(tx, principal, "file.delete", &format!("file:{id}"), json!({})).await?;
    queries::delete(tx, id).await
}
