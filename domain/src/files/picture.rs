//! Images: how large they are without unfolding them, and smaller ones made anew, so that nothing of the file survives but
//! the picture.

use std::io::Cursor;
use std::path::Path;

use image::{DynamicImage, ImageFormat, ImageReader};

use crate::error::{Error, Result};
use crate::people::photo;

/// Longest side of what is shown in a text.
pub const PREVIEW_PIXELS: u32 = 800;
/// A picture of more is given to download only: it would take a gigabyte where it is drawn.
const SIDE_PIXELS_MAX: u32 = 12_000;
const PIXELS_MAX: u64 = 60_000_000;
/// A larger file is not read for a preview.
pub const PREVIEW_SOURCE_BYTES_MAX: i64 = 40_000_000;

/// Width and height of a picture that may be drawn, by its header alone.
pub fn dimensions(path: &Path, media_type: &str, head: &[u8]) -> Option<(u32, u32)> {
    let (width, height) = match media_type {
        "image/gif" => gif(head)?,
        "image/jpeg" | "image/png" | "image/webp" => {
            ImageReader::open(path).ok()?.with_guessed_format().ok()?.into_dimensions().ok()?
        }
        _ => return None,
    };
    let is_drawable = (1..=SIDE_PIXELS_MAX).contains(&width) && (1..=SIDE_PIXELS_MAX).contains(&height);
    (is_drawable && u64::from(width) * u64::from(height) <= PIXELS_MAX).then_some((width, height))
}

/// Bytes 6 to 9 of a GIF, little end first.
fn gif(head: &[u8]) -> Option<(u32, u32)> {
    let side = |at: usize| Some(u32::from(u16::from_le_bytes([*head.get(at)?, *head.get(at + 1)?])));
    Some((side(6)?, side(8)?))
}

/// The picture at most [`PREVIEW_PIXELS`] wide and high: JPEG, or WebP where something shines through. CPU work: call it on a
/// thread of its own.
pub fn preview(bytes: &[u8]) -> Result<Vec<u8>> {
    let picture = photo::decode(bytes).ok_or(Error::NotFound)?;
    let is_larger = picture.width() > PREVIEW_PIXELS || picture.height() > PREVIEW_PIXELS;
    let small = if is_larger { picture.thumbnail(PREVIEW_PIXELS, PREVIEW_PIXELS) } else { picture };
    let (small, format) = match small.color().has_alpha() {
        true => (DynamicImage::ImageRgba8(small.to_rgba8()), ImageFormat::WebP),
        false => (DynamicImage::ImageRgb8(small.to_rgb8()), ImageFormat::Jpeg),
    };
    let mut out = Cursor::new(Vec::new());
    small
        .write_to(&mut out, format)
        .map_err(|error| Error::internal(format!("could not encode a preview: {error}")))?;
    Ok(out.into_inner())
}
