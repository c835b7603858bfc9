//! A ZIP that somebody sends, as files with their paths. Nothing it says of itself is believed: how many entries there are is
//! counted before the library reads their list, and how large they are while they are unpacked.

use std::io::{Cursor, Read, Write};

use domain::wiki::SOURCE_BYTES_MAX;
use domain::wiki::port::{self, Content, Entry, is_page};
use domain::{Error, FieldError, Result};
use tokio::sync::{Semaphore, SemaphorePermit};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Packed, with everything that lies beside the texts.
pub const ARCHIVE_BYTES_MAX: usize = 50_000_000;
const ENTRIES_MAX: usize = 5_000;
/// Of all texts together, unpacked.
const UNPACKED_BYTES_MAX: usize = 20_000_000;
/// Of all files that pages show, unpacked.
const FILES_BYTES_MAX: usize = 50_000_000;
/// Texts become a third or a tenth; what becomes less than this was made to.
const RATIO_MAX: usize = 100;
/// Below this nobody asks.
const SMALL_BYTES: usize = 1_000_000;
/// What stands before each entry in the list at the end (APPNOTE.TXT 6.3.10, 4.3.12).
const CENTRAL: [u8; 4] = *b"PK\x01\x02";

/// Two fill two cores, and hold what two unpack.
static PLACES: Semaphore = Semaphore::const_new(2);

/// What was in an archive. As long as somebody has it, it takes one of the places.
pub struct Unpacked {
    pub entries: Vec<Entry>,
    _place: SemaphorePermit<'static>,
}

/// The entries of an archive: with their bytes those that are pages by their name, and those that these show or link to, of at most
/// `file_bytes_max` each.
pub async fn entries(bytes: Vec<u8>, file_bytes_max: i64) -> Result<Unpacked> {
    let place = PLACES.acquire().await.map_err(Error::internal)?;
    let file_bytes_max = usize::try_from(file_bytes_max).unwrap_or(0);
    let entries = apart(move || read(&bytes, file_bytes_max)).await?;
    Ok(Unpacked { entries, _place: place })
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|broken| Error::internal(format!("unpacking a ZIP broke off: {broken}")))?
}

fn read(bytes: &[u8], file_bytes_max: usize) -> Result<Vec<Entry>> {
    if bytes.is_empty() {
        return Err(Error::invalid("file", "error-no-file"));
    }
    if bytes.windows(4).filter(|four| *four == CENTRAL).count() > ENTRIES_MAX {
        return Err(FieldError::new("file", "port-in-entries").with("max", ENTRIES_MAX).into());
    }
    let no_zip = |_| Error::invalid("file", "port-no-zip");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(no_zip)?;
    let mut room = Room { left: UNPACKED_BYTES_MAX, packed: bytes.len(), unpacked: 0 };
    let (mut entries, mut places) = (Vec::new(), Vec::new());
    for at in 0..archive.len().min(ENTRIES_MAX) {
        if let Some(entry) = entry(&mut archive, at, &mut room)? {
            entries.push(entry);
            places.push(at);
        }
    }
    room.left = FILES_BYTES_MAX;
    let wanted = port::wanted(&entries);
    for at in wanted.named {
        let Content::Other = entries[at].content else { continue };
        entries[at].content = file(&mut archive, places[at], file_bytes_max, &mut room)?;
    }
    for at in wanted.beyond {
        entries[at].content = Content::Beyond;
    }
    Ok(entries)
}

/// A file that a page shows. Its bytes count for all files together even where they are too many for it alone.
fn file(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    at: usize,
    bytes_max: usize,
    room: &mut Room,
) -> Result<Content> {
    let Ok(file) = archive.by_index(at) else { return Ok(Content::Unreadable) };
    let max = bytes_max.min(room.left);
    let mut bytes = Vec::new();
    let read = file.take(max as u64 + 1).read_to_end(&mut bytes);
    room.take(bytes.len().min(room.left))?;
    Ok(match read {
        Err(_) => Content::Unreadable,
        Ok(_) if bytes.len() > bytes_max => Content::TooLarge,
        Ok(_) if bytes.len() > max => Content::Beyond,
        Ok(_) => Content::Bytes(bytes),
    })
}

/// How much may still be unpacked.
struct Room {
    left: usize,
    packed: usize,
    unpacked: usize,
}

impl Room {
    fn take(&mut self, bytes: usize) -> Result<()> {
        self.unpacked += bytes;
        if self.unpacked > SMALL_BYTES && self.unpacked / self.packed.max(1) > RATIO_MAX {
            return Err(Error::invalid("file", "port-in-bomb"));
        }
        self.left = self.left.checked_sub(bytes).ok_or_else(too_much)?;
        Ok(())
    }
}

fn too_much() -> Error {
    FieldError::new("file", "port-in-size").with("max", UNPACKED_BYTES_MAX / 1_000_000).into()
}

/// None: a folder.
fn entry(archive: &mut ZipArchive<Cursor<&[u8]>>, at: usize, room: &mut Room) -> Result<Option<Entry>> {
    let unreadable = |path: String| Ok(Some(Entry { path, content: Content::Unreadable }));
    let Ok(listed) = archive.by_index_raw(at) else { return unreadable(format!("#{}", at + 1)) };
    let path = listed.name().map_or_else(|_| format!("#{}", at + 1), std::borrow::Cow::into_owned);
    let (is_folder, is_link) = (listed.is_dir(), listed.is_symlink());
    drop(listed);
    let content = match () {
        () if is_folder => return Ok(None),
        () if is_link => Content::Link,
        () if !is_page(&path) => Content::Other,
        () => match archive.by_index(at) {
            Ok(file) => unpacked(file, room)?,
            Err(_) => Content::Unreadable,
        },
    };
    Ok(Some(Entry { path, content }))
}

fn unpacked(file: impl Read, room: &mut Room) -> Result<Content> {
    let mut bytes = Vec::new();
    let max = SOURCE_BYTES_MAX * 2;
    let read = file.take(max as u64 + 1).read_to_end(&mut bytes);
    room.take(bytes.len())?;
    Ok(match read {
        Err(_) => Content::Unreadable,
        // The house says what a page may be; this much is none in any case.
        Ok(_) if bytes.len() > max => Content::TooLarge,
        Ok(_) => Content::Bytes(bytes),
    })
}

/// What was taken from an archive as one again, without what nobody unpacked: what is kept until somebody says that he means it.
pub async fn packed_again(unpacked: Unpacked) -> Result<(Unpacked, Vec<u8>)> {
    apart(move || pack(&unpacked.entries).map(|packed| (unpacked, packed))).await
}

fn pack(entries: &[Entry]) -> Result<Vec<u8>> {
    let unwritten = |error: zip::result::ZipError| Error::internal(format!("could not pack texts: {error}"));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in entries {
        let bytes: &[u8] = match &entry.content {
            Content::Bytes(bytes) => bytes,
            Content::Other => &[],
            Content::Link | Content::TooLarge | Content::Beyond | Content::Unreadable => continue,
        };
        // The second of one name is what it was: not taken in.
        if writer.start_file(entry.path.as_str(), SimpleFileOptions::default()).is_ok() {
            writer.write_all(bytes).map_err(Error::internal)?;
        }
    }
    Ok(writer.finish().map_err(unwritten)?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let content = |bytes: &[u8]| Content::Bytes(bytes.to_vec());
        let entry =
            |(path, bytes): &(&str, &[u8])| Entry { path: (*path).to_owned(), content: content(bytes) };
        pack(&entries.iter().map(entry).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn only_what_a_page_shows_is_unpacked_and_no_more_than_a_file_may_be() {
        let zip = packed(&[
            ("a.md", b"![](b.png) [c](c/c.txt)"),
            ("b.png", b"0123456789"),
            ("c/c.txt", b"01234567890"),
            ("d.png", b"x"),
        ]);
        let entries = read(&zip, 10).unwrap();
        let contents: Vec<&Content> = entries.iter().map(|entry| &entry.content).collect();
        assert!(
            matches!(contents[..], [Content::Bytes(_), Content::Bytes(_), Content::TooLarge, Content::Other]),
            "{contents:?}"
        );
    }
}
