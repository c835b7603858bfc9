//! A picture that lay on its side, drawn anew so that it stands upright without a note that says so.

use std::io::{BufWriter, Cursor, Write};
use std::path::Path;

use domain::error::unwritten;
use domain::{Error, Result};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits};

/// 60 million pixels in three colours; turning takes as much again.
const UNFOLDED_BYTES_MAX: u64 = 180_000_000;
const SIDE_PIXELS_MAX: u32 = 12_000;
/// Nobody sees a difference to what the camera kept.
const QUALITY: u8 = 92;

/// Turns the picture that lies there; false, and it is left alone, where it is too large or cannot be drawn. CPU work: call it
/// on a thread of its own.
pub fn upright(path: &Path, orientation: Orientation) -> Result<bool> {
    let Some((mut picture, format, colours)) = read(path) else { return Ok(false) };
    picture.apply_orientation(orientation);
    let bytes = encode(&picture, format, colours)
        .map_err(|error| Error::internal(format!("could not encode a turned picture: {error}")))?;
    let unable = |error| unwritten(format!("could not write {}", path.display()), &error);
    std::fs::write(path, bytes).map_err(unable)?;
    Ok(true)
}

fn read(path: &Path) -> Option<(DynamicImage, ImageFormat, Option<Vec<u8>>)> {
    let mut reader = ImageReader::open(path).ok()?.with_guessed_format().ok()?;
    let format = reader.format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(UNFOLDED_BYTES_MAX);
    limits.max_image_width = Some(SIDE_PIXELS_MAX);
    limits.max_image_height = Some(SIDE_PIXELS_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    if decoder.total_bytes() > UNFOLDED_BYTES_MAX {
        return None;
    }
    // One for other than red, green and blue would lie about what is written then.
    let colours = decoder.icc_profile().ok().flatten().filter(|profile| profile.get(16..20) == Some(b"RGB "));
    Some((DynamicImage::from_decoder(decoder).ok()?, format, colours))
}

fn encode(
    picture: &DynamicImage,
    format: ImageFormat,
    colours: Option<Vec<u8>>,
) -> image::ImageResult<Vec<u8>> {
    let mut out = BufWriter::new(Cursor::new(Vec::new()));
    match format {
        ImageFormat::Jpeg => draw(JpegEncoder::new_with_quality(&mut out, QUALITY), picture, colours)?,
        ImageFormat::Png => draw(PngEncoder::new(&mut out), picture, colours)?,
        _ => draw(WebPEncoder::new_lossless(&mut out), picture, colours)?,
    }
    out.flush()?;
    Ok(out.into_inner().map_err(std::io::IntoInnerError::into_error)?.into_inner())
}

fn draw(
    mut encoder: impl ImageEncoder,
    picture: &DynamicImage,
    colours: Option<Vec<u8>>,
) -> image::ImageResult<()> {
    if let Some(colours) = colours {
        encoder.set_icc_profile(colours).map_err(image::ImageError::Unsupported)?;
    }
    picture.write_with_encoder(encoder)
}
