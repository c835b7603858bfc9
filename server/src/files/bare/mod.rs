//! Photographs without what cameras and programs write beside the picture: the place, the maker, the owner, captions, smaller
//! copies. What draws the picture is kept byte for byte; only one that lay on its side is drawn anew, upright.

mod heif;
mod jpeg;
mod png;
mod upright;
mod webp;

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use domain::error::unwritten;
use domain::{Error, Result};
use image::metadata::Orientation;

use super::uploads::Held;
use crate::darkroom::Darkroom;

/// More than a segment of JPEG holds; a longer one is no EXIF that anybody reads.
const EXIF_BYTES_MAX: u64 = 1 << 16;

/// Where the upload lies as it is to be kept: where it lay, unless it is a JPEG, PNG, WebP, HEIF or AVIF. What is broken stays
/// broken, and is no error.
pub async fn bare(darkroom: &Darkroom, upload: &Held) -> Result<PathBuf> {
    let (from, to) = (upload.path().to_owned(), upload.bare_path());
    let Some(orientation) = stripped(&from, &to, None).await? else { return Ok(from) };
    if orientation == Orientation::NoTransforms || darkroom.turn(&to, orientation).await? {
        return Ok(to);
    }
    // Too large to unfold here: whoever draws it turns it himself.
    stripped(&from, &to, Some(orientation)).await?;
    Ok(to)
}

pub use upright::upright;

async fn stripped(from: &Path, to: &Path, note: Option<Orientation>) -> Result<Option<Orientation>> {
    let (from, to) = (from.to_owned(), to.to_owned());
    let task = tokio::task::spawn_blocking(move || {
        let unable = |error| unwritten(format!("could not write {}", to.display()), &error);
        strip(&from, &to, note).map_err(unable)
    });
    task.await.map_err(|broken| Error::internal(format!("stripping a picture broke off: {broken}")))?
}

/// Copies a picture without its metadata; gives how it has to be turned. `None`: it is no picture that we know, and nothing was
/// copied.
fn strip(from: &Path, to: &Path, note: Option<Orientation>) -> io::Result<Option<Orientation>> {
    let mut reader = BufReader::new(File::open(from)?);
    let mut head = Vec::new();
    reader.by_ref().take(12).read_to_end(&mut head)?;
    reader.rewind()?;
    let Some(format) = Format::of(&head) else { return Ok(None) };
    let mut writer = BufWriter::new(File::create(to)?);
    let exif = match format {
        Format::Jpeg => jpeg::copy(&mut reader, &mut writer, note)?,
        Format::Png => png::copy(&mut reader, &mut writer)?,
        Format::Webp => webp::copy(&mut reader, &mut writer)?,
        Format::Heif => heif::copy(&mut reader, &mut writer).map(|()| None)?,
    };
    writer.flush()?;
    let orientation = exif.as_deref().and_then(Orientation::from_exif_chunk);
    Ok(Some(orientation.unwrap_or(Orientation::NoTransforms)))
}

enum Format {
    Jpeg,
    Png,
    Webp,
    /// AVIF too.
    Heif,
}

impl Format {
    fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P'] => Some(Self::Webp),
            head if heif::is_one(head) => Some(Self::Heif),
            _ => None,
        }
    }
}

/// Reads what stands at the beginning of a part; `None` at the end of the file.
fn read_some<const N: usize>(from: &mut impl Read) -> io::Result<Option<[u8; N]>> {
    let mut bytes = [0; N];
    match from.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

/// The next `length` bytes, or as many as are there.
fn read_up_to(from: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.by_ref().take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn skip(from: &mut impl Read, length: u64) -> io::Result<()> {
    io::copy(&mut from.by_ref().take(length), &mut io::sink()).map(drop)
}
