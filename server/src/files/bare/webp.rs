//! WebP (RFC 9649): a RIFF file, whose chunks have their length before them and end at an even place.

use std::io::{self, Read, Seek, SeekFrom, Write};

use super::{EXIF_BYTES_MAX, read_some, read_up_to, skip};

const DRAW: [&[u8; 4]; 6] = [b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// The bits of `VP8X` that promise EXIF and XMP.
const PROMISES: u8 = 0b0000_1100;

/// Copies what draws the picture, and says anew how long it all is. Gives the EXIF that stood there.
pub fn copy(from: &mut impl Read, to: &mut (impl Write + Seek)) -> io::Result<Option<Vec<u8>>> {
    let mut exif = None;
    let Some([_, _, _, _, l0, l1, l2, l3, _, _, _, _]) = read_some::<12>(from)? else { return Ok(None) };
    to.write_all(b"RIFF\0\0\0\0WEBP")?;
    let mut inside = from.by_ref().take(u64::from(u32::from_le_bytes([l0, l1, l2, l3])).saturating_sub(4));
    while let Some(head) = read_some::<8>(&mut inside)? {
        let [k0, k1, k2, k3, length @ ..] = head;
        let (kind, length) = ([k0, k1, k2, k3], u64::from(u32::from_le_bytes(length)));
        let padded = length + length % 2;
        if kind == *b"VP8X" {
            let mut body = read_up_to(&mut inside, padded.min(EXIF_BYTES_MAX))?;
            if let Some(flags) = body.first_mut() {
                *flags &= !PROMISES;
            }
            to.write_all(&head)?;
            to.write_all(&body)?;
        } else if DRAW.contains(&&kind) {
            to.write_all(&head)?;
            io::copy(&mut inside.by_ref().take(padded), to)?;
        } else if kind == *b"EXIF" && length <= EXIF_BYTES_MAX {
            let body = read_up_to(&mut inside, padded)?;
            // Some programs put the name before it that it has in JPEG.
            exif = Some(body.strip_prefix(b"Exif\0\0").map_or_else(|| body.clone(), <[u8]>::to_vec));
        } else {
            skip(&mut inside, padded)?;
        }
    }
    let length = u32::try_from(to.stream_position()?.saturating_sub(8)).unwrap_or(u32::MAX);
    to.seek(SeekFrom::Start(4))?;
    to.write_all(&length.to_le_bytes())?;
    to.seek(SeekFrom::End(0))?;
    Ok(exif)
}
