//! The bytes of files between instances. At a group's host a member's file is fetched from his instance, in signed parts, and
//! believed when the digest of the whole is what he said; the instances of other members fetch it from the host alone.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::files::{self, File, State as FileState, remote};
use domain::groups::{self, Group, feed};
use domain::items::{self, Item, comments};
use domain::peers::{self, Peer};
use domain::{Error, FileId, Principal, Tx, people};
use serde::Deserialize;
use url::Url;

use crate::answer::{NotForYou, SignedGet};
use crate::client::Limits;
use crate::door::Federation;
use crate::gate::pinned;
use crate::objects::actor::KnownActor;
use crate::trouble::Trouble;
use crate::urls::is_of_origin;

/// What one answer holds: small enough to sign and to hold in memory.
const PART_BYTES: u64 = 4 << 20;
const PART: Limits = Limits { time: Duration::from_secs(60), bytes_max: PART_BYTES as usize };
/// Four bytes a letter at most.
const TEXT: Limits = Limits { time: Duration::from_secs(30), bytes_max: files::texts::CHARS_MAX * 4 };
const OCTETS: &str = "application/octet-stream";
/// What the house reads for others, who were found to have a member.
const FILES: Principal = Principal::System("files");

/// What a store gives when it is asked.
pub type Answered<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// Where the bytes of files lie, as far as other instances are concerned.
pub trait Shelf: Send + Sync {
    /// Bytes `from` up to `to` of what lies under a digest.
    fn read<'a>(&'a self, digest: &'a str, from: u64, to: u64) -> Answered<'a, Vec<u8>>;
    /// How much of a file of elsewhere is here.
    fn received(&self, id: FileId) -> Answered<'_, u64>;
    /// Puts a part behind what is here; gives how much that is then.
    fn append(&self, id: FileId, part: Vec<u8>) -> Answered<'_, u64>;
    /// All parts are here: compared with the digest, kept, and looked at for viruses. False when they are something else;
    /// then they are forgotten.
    fn finish<'a>(&'a self, file: &'a File) -> Answered<'a, bool>;
    /// The largest file that this instance takes.
    fn size_bytes_max(&self) -> i64;
}

#[derive(Deserialize)]
pub(crate) struct From {
    #[serde(default)]
    from: u64,
}

/// `GET /ap/file/{id}?from=N`: at most 4 MiB from there on. For the host of the file's group, or where we are the host for
/// instances with members.
pub(crate) async fn file(
    State(door): State<Federation>,
    Path(id): Path<String>,
    get: SignedGet,
    from: Result<Query<From>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, NotForYou> {
    let Query(From { from }) = from.map_err(|_| NotForYou::Hidden)?;
    let id: FileId = id.parse().map_err(|_| NotForYou::Hidden)?;
    let file = files::find(&door.db, id).await?;
    let (item, group) = door.place_of(&file).await?;
    if !door.may_fetch(&get.peer, &file, &item, &group).await? {
        return Err(NotForYou::Hidden);
    }
    let (shelf, digest) =
        (door.shelf.get().ok_or(NotForYou::Hidden)?, file.readable().ok_or(NotForYou::Hidden)?);
    let size_bytes = u64::try_from(file.size_bytes).unwrap_or(0);
    if from >= size_bytes {
        return Err(NotForYou::Hidden);
    }
    let bytes = shelf.read(digest, from, from.saturating_add(PART_BYTES).min(size_bytes)).await?;
    get.answer_bytes(&door, OCTETS, bytes)
}

/// `GET /ap/file/{id}/text`: what a document says, for an instance with members that has none of its bytes.
pub(crate) async fn text(
    State(door): State<Federation>,
    Path(id): Path<String>,
    get: SignedGet,
) -> Result<Response, NotForYou> {
    let id: FileId = id.parse().map_err(|_| NotForYou::Hidden)?;
    let file = files::find(&door.db, id).await?;
    let (item, group) = door.place_of(&file).await?;
    let digest = file.readable().filter(|_| group.is_local).ok_or(NotForYou::Hidden)?;
    if !door.may_fetch(&get.peer, &file, &item, &group).await? {
        return Err(NotForYou::Hidden);
    }
    let text = files::texts::find(&door.db, digest).await?.ok_or(NotForYou::Hidden)?;
    get.answer_bytes(&door, OCTETS, text.into_bytes())
}

impl Federation {
    /// The job, where the bytes are at the host of the file's group: asks for what stands in it, and asks again later when
    /// nobody read it yet. False when it is read here.
    pub(crate) async fn fetch_text(&self, id: FileId) -> Result<bool, Error> {
        let Some((file, digest)) = files::texts::find_unread(&self.db, id).await? else { return Ok(true) };
        if file.readable().is_some() {
            return Ok(false);
        }
        let (_, group) = self.place_of(&file).await?;
        let Some((_, peer, url)) = self.source_of(id).await?.filter(|_| !group.is_local) else {
            return Ok(true);
        };
        let text = self.ask_for_text(&peer, url).await;
        if let Err(trouble) = &text {
            tracing::debug!(%trouble, file = file.ap_id, "no text of a file yet");
        }
        let keep = async |tx: &mut Tx| match &text {
            Ok(text) => files::texts::keep(tx, &digest, text).await,
            Err(_) => files::texts::ask_again(tx, &file).await,
        };
        self.db.write(keep).await.map(|()| true)
    }

    async fn ask_for_text(&self, peer: &Peer, mut url: Url) -> Result<String, Trouble> {
        url.set_path(&format!("{}/text", url.path()));
        let text = self.fetch_bytes(&pinned(peer)?, &url, TEXT).await?;
        String::from_utf8(text).map_err(|_| Trouble::Nonsense("a text that is none"))
    }

    async fn place_of(&self, file: &File) -> Result<(Item, Group), Error> {
        let item = items::find(&self.db, &FILES, file.item_id.ok_or(Error::NotFound)?).await?;
        let group = groups::find(&self.db, item.group_id.ok_or(Error::NotFound)?).await?;
        Ok((item, group))
    }

    /// Elsewhere's host asks for what our people wrote; our own group's files go to instances with members.
    async fn may_fetch(&self, peer: &Peer, file: &File, item: &Item, group: &Group) -> Result<bool, Error> {
        if item.is_draft() || item.hidden_at.is_some() || self.is_withheld(file).await? {
            return Ok(false);
        }
        match group.is_local {
            true => feed::has_member_of(&self.db, group.id, peer.instance_id).await,
            false => {
                let is_ours = people::find(&self.db, file.uploader_id).await?.is_local;
                Ok(is_ours && group.instance_id == peer.instance_id)
            }
        }
    }

    /// Part of a comment that is gone or hidden.
    async fn is_withheld(&self, file: &File) -> Result<bool, Error> {
        let Some(id) = file.comment_id else { return Ok(false) };
        let found = comments::list_by_id(&self.db, &[id]).await?;
        Ok(found.first().is_none_or(|comment| comment.hidden_at.is_some()))
    }

    /// The job: fetches what is missing of a file, part by part; the next try goes on where this one ended.
    pub(crate) async fn fetch_file(&self, id: FileId) -> Result<(), Error> {
        let Some(shelf) = self.shelf.get() else { return Ok(()) };
        let Some((file, peer, url)) = self.source_of(id).await? else { return Ok(()) };
        if file.size_bytes > shelf.size_bytes_max() {
            return self.db.write(async |tx| remote::give_up(tx, id).await).await;
        }
        let actor = KnownActor::read_pinned(&peer).map_err(Error::internal)?;
        let size_bytes = u64::try_from(file.size_bytes).unwrap_or(0);
        let mut received = shelf.received(id).await?;
        while received < size_bytes {
            let part = self.fetch_part(&actor, &url, received).await?;
            received = shelf.append(id, part).await?;
            let noted = i64::try_from(received).unwrap_or(i64::MAX);
            self.db.write(async |tx| remote::note_progress(tx, id, noted).await).await?;
        }
        if shelf.finish(&file).await? {
            return Ok(());
        }
        tracing::warn!(%id, host = peer.host, "a file is not what its digest promised");
        self.db.write(async |tx| remote::give_up(tx, id).await).await
    }

    async fn fetch_part(&self, actor: &KnownActor, url: &Url, from: u64) -> Result<Vec<u8>, Error> {
        let mut url = url.clone();
        url.set_query(Some(&format!("from={from}")));
        let part = self.fetch_bytes(actor, &url, PART).await;
        let part = part.map_err(|trouble| Error::Unavailable(format!("a file at {url}: {trouble}")))?;
        if part.is_empty() { Err(Error::Unavailable(format!("a file at {url}: nothing"))) } else { Ok(part) }
    }

    /// A file that waits, with who has it: at the host its uploader's instance, elsewhere the host.
    async fn source_of(&self, id: FileId) -> Result<Option<(File, Peer, Url)>, Error> {
        let file = match files::find(&self.db, id).await {
            Ok(file) if file.state == FileState::Waiting => file,
            Ok(_) | Err(Error::NotFound) => return Ok(None),
            Err(error) => return Err(error),
        };
        let (_, group) = self.place_of(&file).await?;
        let holder = match group.is_local {
            true => people::find(&self.db, file.uploader_id).await?.instance_id,
            false => group.instance_id,
        };
        let peer = peers::find(&self.db, holder).await?;
        let origin = Url::parse(&peer.base_url).map_err(Error::internal)?;
        let address = file.fetch_from.as_deref().filter(|address| is_of_origin(address, &origin));
        let url = address.and_then(|address| Url::parse(address).ok());
        Ok(url.filter(|_| peer.is_active()).map(|url| (file, peer, url)))
    }
}
