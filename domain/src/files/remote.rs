//! Files of elsewhere. At a group's host they wait until it fetched them from their uploader's instance and found the digest
//! right; everywhere else they wait until the host has them, and are fetched from there.

use super::{Arrived, FILES_PER_ITEM_MAX, File, Of, State, queries, texts, tidy_name};
use crate::clock::Timestamp;
use crate::db::{Tx, sql, sql_from};
use crate::error::{Error, Result};
use crate::groups::{self, feed};
use crate::ids::{FileId, PersonId};
use crate::items::{self, comments};
use crate::jobs::{self, Job};
use crate::principal::Principal;

/// A file as another instance tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub ap_id: String,
    pub name: String,
    pub media_type: String,
    pub size_bytes: i64,
    /// SHA-256 in hexadecimal.
    pub digest: String,
    pub alt: Option<String>,
    pub dimensions: Option<(u32, u32)>,
    /// Where its bytes can be asked for; `None` as long as the host of the group has not got them.
    pub fetch_from: Option<String>,
}

/// The files of something of elsewhere as they are told now. Those that are known and did not change keep their bytes.
pub(crate) async fn store(tx: &mut Tx, of: Of, uploader: PersonId, told: &[Told]) -> Result<()> {
    let has = queries::list_of(&mut *tx, of).await?;
    let told = told.get(..FILES_PER_ITEM_MAX.min(told.len())).unwrap_or_default();
    for file in has.iter().filter(|file| !told.iter().any(|one| is_same(one, file))) {
        queries::delete(tx, file.id).await?;
    }
    for (place, one) in (0_i64..).zip(told) {
        match has.iter().find(|file| is_same(one, file)) {
            Some(file) => update(tx, file, one, place).await?,
            None => insert(tx, of, uploader, one, place).await?,
        }
    }
    Ok(())
}

fn is_same(told: &Told, file: &File) -> bool {
    // What was infected lost its digest; told again, it is still the same.
    told.ap_id == file.ap_id && file.digest.as_ref().is_none_or(|digest| *digest == told.digest)
}

async fn insert(tx: &mut Tx, of: Of, uploader: PersonId, told: &Told, place: i64) -> Result<()> {
    // An address names one file: whoever tells of another's is not heard.
    let taken: i64 =
        sql("select count(*) from file where ap_id = $1").bind(&told.ap_id).scalar(&mut *tx).await?;
    if taken > 0 {
        return Ok(());
    }
    let file = File {
        id: id_of(tx, &told.ap_id).await?,
        ap_id: told.ap_id.clone(),
        item_id: Some(of.item),
        comment_id: of.comment,
        uploader_id: uploader,
        name: tidy_name(&told.name),
        media_type: told.media_type.clone(),
        size_bytes: told.size_bytes,
        received_bytes: 0,
        digest: Some(told.digest.clone()),
        preview_digest: None,
        alt: told.alt.clone(),
        width: told.dimensions.map(|(width, _)| i64::from(width)),
        height: told.dimensions.map(|(_, height)| i64::from(height)),
        state: State::Waiting,
        finding: String::new(),
        fetch_from: told.fetch_from.clone(),
        confirmed_at: None,
        created_at: tx.now(),
    };
    queries::insert(tx, &file, place).await?;
    texts::ask_later(tx, &file).await
}

/// The id it has at its uploader's, so that a text which shows it shows it here too; another one where that is taken.
async fn id_of(tx: &mut Tx, ap_id: &str) -> Result<FileId> {
    let theirs: Option<FileId> = ap_id.rsplit('/').next().and_then(|last| last.parse().ok());
    let Some(id) = theirs else { return Ok(tx.new_id()) };
    let taken: i64 = sql("select count(*) from file where id = $1").bind(id).scalar(&mut *tx).await?;
    Ok(if taken == 0 { id } else { tx.new_id() })
}

async fn update(tx: &mut Tx, file: &File, told: &Told, place: i64) -> Result<()> {
    sql("update file set place = $2, name = $3, alt = $4, fetch_from = $5, updated_at = $6 where id = $1")
        .bind(file.id)
        .bind(place)
        .bind(tidy_name(&told.name))
        .bind(told.alt.as_deref())
        .bind(told.fetch_from.as_deref())
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(())
}

/// The host of a group has these files of one of ours, or has lost them.
pub(crate) async fn confirm(tx: &mut Tx, of: Of, held: &[String]) -> Result<()> {
    for file in queries::list_of(&mut *tx, of).await? {
        let is_held = held.contains(&file.ap_id);
        if is_held != file.confirmed_at.is_some() {
            let at: Option<Timestamp> = is_held.then(|| tx.now());
            sql("update file set confirmed_at = $2 where id = $1")
                .bind(file.id)
                .bind(at)
                .execute(&mut *tx)
                .await?;
        }
    }
    Ok(())
}

/// Asks for the bytes of files that wait for them; at the host, as soon as it hears of them.
pub(crate) async fn fetch(tx: &mut Tx, of: Of) -> Result<()> {
    for file in queries::list_of(&mut *tx, of).await? {
        if file.state == State::Waiting && file.fetch_from.is_some() {
            jobs::enqueue(tx, &Job::FetchFile { file_id: file.id }).await?;
        }
    }
    Ok(())
}

/// Somebody wants to read it now: its bytes are asked for, if anybody has them.
pub async fn want(tx: &mut Tx, principal: &Principal, id: FileId) -> Result<()> {
    let file = super::find_visible(&mut *tx, principal, id).await?;
    if file.state == State::Waiting && file.fetch_from.is_some() {
        jobs::enqueue(tx, &Job::FetchFile { file_id: id }).await?;
    }
    Ok(())
}

/// How much of a file of elsewhere is here.
pub async fn note_progress(tx: &mut Tx, id: FileId, received: i64) -> Result<()> {
    sql("update file set received_bytes = $2 where id = $1 and state = 'waiting'")
        .bind(id)
        .bind(received)
        .execute(tx)
        .await?;
    Ok(())
}

/// The bytes of a file of elsewhere are in the store, and are what was promised.
pub async fn finish(tx: &mut Tx, id: FileId, arrived: &Arrived, is_checked: bool) -> Result<()> {
    tx.lock(&format!("file:{id}")).await?;
    let file = queries::find(&mut *tx, id).await?;
    if file.state != State::Waiting {
        return Ok(());
    }
    if file.digest.as_deref() != Some(arrived.digest.as_str()) {
        return Err(Error::Conflict("error-file-gone"));
    }
    super::incoming::settle(tx, &file, arrived, is_checked).await?;
    if is_checked { Ok(()) } else { self::arrived(tx, id).await }
}

/// A file became readable. At the host of a group, members' instances hear that it has it.
pub(super) async fn arrived(tx: &mut Tx, id: FileId) -> Result<()> {
    let file = queries::find(&mut *tx, id).await?;
    let Some(item) = file.item_id else { return Ok(()) };
    let item = items::find(&mut *tx, &Principal::System("files"), item).await?;
    let Some(group) = item.group_id else { return Ok(()) };
    let group = groups::find(&mut *tx, group).await?;
    if !group.is_local || item.is_draft() {
        return Ok(());
    }
    let Some(id) = file.comment_id else {
        return feed::touch_item(tx, &group, item.id, &item.ap_id, true).await;
    };
    match comments::list_by_id(&mut *tx, &[id]).await?.pop() {
        Some(comment) => feed::touch_comment(tx, &group, id, &comment.ap_id, true).await,
        None => Ok(()),
    }
}

/// What came was not what was promised, or nobody has it any more.
pub async fn give_up(tx: &mut Tx, id: FileId) -> Result<()> {
    sql("update file set state = 'missing', received_bytes = 0, updated_at = $2 where id = $1 and state = 'waiting'")
        .bind(id)
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(())
}

/// The file that is known here under this address.
pub async fn find_by_ap_id(tx: &mut Tx, ap_id: &str) -> Result<Option<File>> {
    sql_from(format!("{} where file.ap_id = $1", queries::FILE)).bind(ap_id).optional(tx).await
}
